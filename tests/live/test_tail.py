import asyncio
from datetime import timedelta
from itertools import pairwise

import pytest

from fargate_tui.fargate.errors import AwsError, Invalid, NotAllowed, NotFound, Throttled, Unreachable
from fargate_tui.fargate.records import Container, ContainerDefinition, LogConfiguration
from fargate_tui.live.attention import IDLE_AFTER
from fargate_tui.live.store import Store
from fargate_tui.live.tail import Tail, TailSubject
from fargate_tui.live.tail.channel import POLL_EVERY, SESSION, SETTLE
from fargate_tui.live.tail.following import LINGER
from fargate_tui.live.tail.outbox import EVERY
from tests.live.held_clock import HeldClock
from tests.live.small_aws import SmallAws, cluster, service, stopped, task
from tests.live.tailing import GROUP, container, definition, event, ms, tailing, task_name

WEB = TailSubject(cluster="prod", service="web")
DENIED = NotAllowed("follow live", "logs:StartLiveTail is not allowed", action="logs:StartLiveTail")


@pytest.fixture
def small(aws: SmallAws) -> SmallAws:
    aws.put(cluster("prod"), service("web", task_definition=definition().task_definition_arn), definition(), task(1))
    return aws


def tail_of(store: Store, subject: TailSubject = WEB, minutes: float = 15) -> Tail:
    return store.logs.tail(subject, timedelta(minutes=minutes))


async def test_what_was_said_comes_first_and_then_what_is_said(small: SmallAws, store: Store, clock: HeldClock) -> None:
    old = [event(ms(clock, -800 + 100 * i), f"old {i}") for i in range(8)]
    small.write(event(ms(clock, -1000), "too old"), *old)
    async with tailing(tail_of(store), clock) as told:
        assert told.said() == [f"old {i}" for i in range(8)]
        assert (told.state().mode, told.state().billed, told.state().streams) == ("live tail", True, 1)
        assert told.state().gaps == ()
        small.write(event(ms(clock), "ERROR new"))
        await clock.push(1)
        assert told.said()[-1] == "ERROR new"
        (line,) = told.batches[-1].lines
        assert (line.task_id, line.container, line.level) == (task_name(1), "api", "error")
        assert small.sessions[0].prefixes == ("ecs/api/",)
    assert not small.sessions[0].is_open


async def test_the_newest_are_read_first(small: SmallAws, store: Store, clock: HeldClock) -> None:
    small.write(*(event(ms(clock, -800 + i), f"{i}") for i in range(800)))
    async with tailing(tail_of(store), clock) as told:
        assert told.said() == [f"{i}" for i in range(800)]
        first = next(batch for batch in told.batches if batch.lines)
        assert first.lines[-1].text == "799"


async def test_batches_come_at_most_four_a_second(small: SmallAws, store: Store, clock: HeldClock) -> None:
    async with tailing(tail_of(store), clock) as told:
        await clock.push(5)
        before = len(told.batches)
        for number in range(40):
            small.write(event(ms(clock), f"{number}"))
            await clock.push(0.025)
        assert 3 <= len(told.batches) - before <= 1 / EVERY + 1
        await clock.push(1)
        assert len(told.said()) == 40


REFUSALS: list[AwsError] = [
    DENIED,
    Throttled("follow live", "all sessions are taken"),
    Invalid("follow live", "the log group's class has no live tail"),
    Unreachable("follow live", "connection refused"),
]


@pytest.mark.parametrize("error", REFUSALS)
async def test_where_live_tail_is_refused_it_polls(
    error: AwsError, small: SmallAws, store: Store, clock: HeldClock
) -> None:
    small.errors["StartLiveTail"] = error
    async with tailing(tail_of(store), clock) as told:
        assert (told.state().mode, told.state().billed) == ("polling", False)
        assert any(error.why in gap for gap in told.state().gaps)
        for number in range(5):
            small.write(event(ms(clock), f"{number}"))
            await clock.push(POLL_EVERY)
        await clock.push(1)
        assert told.said() == [f"{number}" for number in range(5)]
        small.errors.clear()
        await clock.push(700)
        assert (told.state().mode, told.state().gaps) == ("live tail", ())


async def test_a_session_that_breaks_off_loses_nothing(small: SmallAws, store: Store, clock: HeldClock) -> None:
    async with tailing(tail_of(store), clock) as told:
        await clock.push(60)
        small.write(event(ms(clock), "before"))
        await clock.push(1)
        session = small.sessions[-1]
        session.is_open = False
        small.write(event(ms(clock), "lost by the session"))
        session.said.put_nowait(Unreachable("follow live", "the connection was cut off"))
        await clock.push(1)
        assert told.state().mode == "polling"
        small.write(event(ms(clock), "while polling"))
        await clock.push(30)
        assert told.state().mode == "live tail"
        small.write(event(ms(clock), "live again"))
        await clock.push(1)
        assert told.said() == ["before", "lost by the session", "while polling", "live again"]
        assert told.state().error is None


async def test_a_session_is_replaced_before_it_ends(small: SmallAws, store: Store, clock: HeldClock) -> None:
    async with tailing(tail_of(store), clock) as told:
        store.touch()
        for _ in range(30):
            await clock.push(SESSION / 29)
            store.touch()
            small.write(event(ms(clock), "x"))
            await clock.push(1)
        assert len(small.sessions) == 2
        assert [session.is_open for session in small.sessions] == [False, True]
        assert len(told.said()) == 30


async def test_a_session_that_ends_at_once_again_and_again_is_not_asked_for_without_end(
    small: SmallAws, store: Store, clock: HeldClock
) -> None:
    async with tailing(tail_of(store), clock):
        for _ in range(60):
            if small.sessions[-1].is_open:
                small.sessions[-1].said.put_nowait(None)
            await clock.push(1)
        assert 2 <= small.asked["StartLiveTail"] <= 6


async def test_equal_lines_around_the_begin_of_a_session_are_all_there(
    small: SmallAws, store: Store, clock: HeldClock
) -> None:
    at = ms(clock, 0.5)
    small.write(event(at, "twin"))
    async with tailing(tail_of(store), clock) as told:
        small.write(event(at, "twin"))
        await clock.push(SETTLE + 2)
        assert told.said() == ["twin", "twin"]


async def test_late_lines_are_put_where_they_belong(small: SmallAws, store: Store, clock: HeldClock) -> None:
    async with tailing(tail_of(store), clock) as told:
        await clock.push(20)
        small.write(event(ms(clock), "second"))
        await clock.push(1)
        small.write(event(ms(clock, -5), "first"))
        await clock.push(1)
        assert told.said() == ["first", "second"]
        assert [line.text for batch in told.batches for line in batch.lines] == ["second", "first"]


async def test_sampled_seconds_are_marked_once_a_stretch(small: SmallAws, store: Store, clock: HeldClock) -> None:
    async with tailing(tail_of(store), clock) as told:
        for number, is_sampled in enumerate((True, True, False, True)):
            small.write(event(ms(clock), f"{number}"), sampled=is_sampled)
            await clock.push(1)
        mark = "sampled: more than 500 lines a second; some are missing"
        assert told.texts() == [mark, "0", "1", "2", mark, "3"]


async def test_tasks_join_as_they_are_born_and_say_when_they_end(
    small: SmallAws, store: Store, clock: HeldClock
) -> None:
    async with tailing(tail_of(store), clock) as told:
        small.put(task(2, started_at=clock.now() + timedelta(seconds=3)))
        small.write(event(ms(clock, 4), "hello", 2))
        await clock.push(12)
        assert told.texts() == ["task 00000000 started", "hello"]
        assert told.state().streams == 2
        dead = stopped(
            task(2),
            stop_code="EssentialContainerExited",
            stopped_at=clock.now(),
            containers=(Container(name="api", exit_code=137),),
        )
        small.put(dead)
        await clock.push(12)
        assert told.texts()[-1].startswith("task 00000000 stopped: api was killed (exit 137)")
        assert told.lines()[-1].level == "error"
        assert told.state().streams == 1


async def test_lines_of_other_services_in_the_same_group_are_left_out(
    small: SmallAws, store: Store, clock: HeldClock
) -> None:
    small.put(task(9, group="service:other"), task(2))
    async with tailing(tail_of(store), clock) as told:
        small.write(event(ms(clock), "another's", 9), event(ms(clock), "of another cluster", 77))
        small.write(event(ms(clock), "ours", 2))
        await clock.push(3)
        assert told.said() == ["ours"]


async def test_a_line_is_there_before_its_task_is_listed(small: SmallAws, store: Store, clock: HeldClock) -> None:
    async with tailing(tail_of(store), clock) as told:
        await clock.push(1)
        small.put(task(3))
        small.write(event(ms(clock), "newborn", 3))
        await clock.push(0.5)
        assert told.said() == ["newborn"]


async def test_lines_of_tasks_that_aws_has_forgotten_are_shown_and_said_to_be(
    small: SmallAws, store: Store, clock: HeldClock
) -> None:
    small.write(event(ms(clock, -2 * 3600), "of yesterday's task", 50), event(ms(clock, -60), "of a stranger", 51))
    async with tailing(tail_of(store, minutes=180), clock) as told:
        assert told.said() == ["of yesterday's task"]
        assert told.state().gaps == (
            "lines of tasks that ended over an hour ago are told by the names of their streams alone",
        )


async def test_several_groups_are_followed_at_once(small: SmallAws, store: Store, clock: HeldClock) -> None:
    small.put(
        definition(container("api"), container("proxy", "/ecs/proxy"), ContainerDefinition(name="quiet"), revision=7)
    )
    async with tailing(tail_of(store), clock) as told:
        small.write(event(ms(clock), "a"))
        small.write(event(ms(clock), "b", container="proxy", group="/ecs/proxy"))
        small.write(event(ms(clock), "nobody's", container="stranger"))
        await clock.push(3)
        assert told.said() == ["a", "b"]
        open_now = [session for session in small.sessions if session.is_open]
        assert [(set(session.groups), session.prefixes) for session in open_now] == [({GROUP, "/ecs/proxy"}, ())]
        assert "logs of quiet are not followed: no log driver is configured" in told.state().gaps
        (note,) = told.state().notes
        assert note.startswith("no log mode is set for api, proxy: non-blocking since 2025-06-25")


async def test_a_new_revision_with_another_group_joins(small: SmallAws, store: Store, clock: HeldClock) -> None:
    async with tailing(tail_of(store), clock) as told:
        new = definition(container(group="/ecs/new"), revision=8)
        small.put(new, task(2, task_definition_arn=new.task_definition_arn))
        small.write(event(ms(clock, 1), "from the new one", 2, group="/ecs/new"))
        await clock.push(12)
        small.write(event(ms(clock), "from the old one"), event(ms(clock), "new again", 2, group="/ecs/new"))
        await clock.push(2)
        assert told.said() == ["from the new one", "from the old one", "new again"]


async def test_more_than_ten_groups_are_several_sessions(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    aws.put(cluster("prod"))
    for number in range(12):
        revision = definition(container(group=f"/ecs/{number}"), family=f"f{number}")
        aws.put(revision, task(number, group=f"service:s{number}", task_definition_arn=revision.task_definition_arn))
    async with tailing(tail_of(store, TailSubject(cluster="prod")), clock) as told:
        await clock.push(5)
        aws.write(*(event(ms(clock), f"{number}", number, group=f"/ecs/{number}") for number in range(12)))
        await clock.push(2)
        assert sorted(told.said(), key=int) == [str(number) for number in range(12)]
        assert sorted(len(session.groups) for session in aws.sessions if session.is_open) == [2, 10]
        assert len(aws.sessions) == 2, "changes are gathered"


async def test_a_deleted_log_group_leaves_the_rest_going(small: SmallAws, store: Store, clock: HeldClock) -> None:
    small.put(definition(container("api"), container("proxy", "/ecs/gone")))
    small.groups = {GROUP}
    async with tailing(tail_of(store), clock) as told:
        await clock.push(10)
        assert (told.state().mode, told.state().gaps) == (
            "live tail",
            ("cannot read log group /ecs/gone: it does not exist",),
        )
        small.write(event(ms(clock), "still here"))
        await clock.push(1)
        assert told.said() == ["still here"]
        small.groups.add("/ecs/gone")
        small.write(event(ms(clock), "back", container="proxy", group="/ecs/gone"))
        await clock.push(70)
        assert told.said() == ["still here", "back"]
        assert told.state().gaps == ()


async def test_live_goes_on_where_reading_back_is_denied(small: SmallAws, store: Store, clock: HeldClock) -> None:
    small.errors["FilterLogEvents"] = NotAllowed("read log group /ecs/web", "logs:FilterLogEvents is not allowed")
    async with tailing(tail_of(store), clock) as told:
        await clock.push(2)
        small.write(event(ms(clock), "live"))
        await clock.push(2)
        assert (told.said(), told.state().mode) == (["live"], "live tail")
        assert told.state().gaps == ("cannot read log group /ecs/web: logs:FilterLogEvents is not allowed",)


async def test_passing_trouble_is_told_and_loses_nothing(small: SmallAws, store: Store, clock: HeldClock) -> None:
    small.errors["StartLiveTail"] = DENIED
    async with tailing(tail_of(store), clock) as told:
        small.errors["FilterLogEvents"] = Throttled("read log group /ecs/web", "too many requests")
        small.write(event(ms(clock), "meanwhile"))
        await clock.push(10)
        assert isinstance(told.state().error, Throttled)
        del small.errors["FilterLogEvents"]
        await clock.push(60)
        assert (told.said(), told.state().error) == (["meanwhile"], None)


async def test_where_definitions_cannot_be_read_it_says_so_and_tries_again(
    small: SmallAws, store: Store, clock: HeldClock
) -> None:
    small.errors["DescribeTaskDefinition"] = NotAllowed("describe web:7", "ecs:DescribeTaskDefinition is not allowed")
    async with tailing(tail_of(store), clock) as told:
        assert told.state().gaps == ("cannot describe web:7: ecs:DescribeTaskDefinition is not allowed",)
        small.errors.clear()
        small.write(event(ms(clock), "x"))
        await clock.push(40)
        assert (told.said(), told.state().gaps) == (["x"], ())


async def test_firelens_is_told(small: SmallAws, store: Store, clock: HeldClock) -> None:
    firelens = LogConfiguration(log_driver="awsfirelens", options={"Name": "cloudwatch_logs", "log_group_name": "/a"})
    small.put(definition(ContainerDefinition(name="api", log_configuration=firelens)))
    async with tailing(tail_of(store), clock) as told:
        assert told.state().gaps == (
            "logs of api are not followed: they go through awsfirelens to cloudwatch_logs, log group /a",
        )


ONE = TailSubject(cluster="prod", service="web", task=task(1).task_arn)


async def test_the_tail_of_a_task_ends_after_its_last_lines(small: SmallAws, store: Store, clock: HeldClock) -> None:
    small.put(task(2))
    small.write(event(ms(clock, -5), "a"), event(ms(clock, -4), "another's", 2))
    async with tailing(tail_of(store, ONE), clock) as told:
        assert small.sessions[0].prefixes == (f"ecs/api/{task_name(1)}",)
        small.put(stopped(task(1), stop_code="EssentialContainerExited", stopped_at=clock.now() + timedelta(seconds=1)))
        await clock.push(12)
        assert not told.is_over()
        small.write(event(ms(clock, -11.5), "last words"))
        await clock.push(LINGER)
        assert told.is_over()
        assert told.state().mode == "ended"
        assert not told.state().billed
        assert told.said() == ["a", "last words"]
        assert told.texts()[-1].startswith("task 00000000 stopped")
        assert not any(session.is_open for session in small.sessions)


async def test_of_a_task_that_ended_long_ago_the_last_lines_are_read(
    small: SmallAws, store: Store, clock: HeldClock
) -> None:
    small.put(stopped(task(1), stopped_at=clock.now() - timedelta(minutes=40)))
    small.write(event(ms(clock, -2410), "last words"), event(ms(clock, -2400 - 1000), "long before"))
    async with tailing(tail_of(store, ONE), clock) as told:
        assert told.is_over()
        assert told.said() == ["last words"]
        assert small.sessions == []


async def test_a_task_that_aws_does_not_know_ends_with_its_error(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    aws.put(cluster("prod"))
    async with tailing(tail_of(store, ONE), clock) as told, asyncio.timeout(20):
        while not told.is_over():  # what was kept of it is looked for in a thread; batches wait for the clock
            await clock.push(0.1)
        assert isinstance(told.state().error, NotFound)


async def test_one_container(small: SmallAws, store: Store, clock: HeldClock) -> None:
    small.put(definition(container("api"), container("proxy")))
    subject = TailSubject(cluster="prod", task=task_name(1), container="proxy")
    async with tailing(tail_of(store, subject), clock) as told:
        small.write(event(ms(clock), "api"), event(ms(clock), "proxy", container="proxy"))
        await clock.push(2)
        assert told.said() == ["proxy"]


async def test_a_billed_session_does_not_go_on_while_nobody_is_there(
    small: SmallAws, store: Store, clock: HeldClock
) -> None:
    async with tailing(tail_of(store), clock) as told:
        await clock.push(IDLE_AFTER)
        small.write(event(ms(clock), "first"))
        await clock.push(1)
        assert (told.state().mode, told.state().billed) == ("polling", False)
        small.write(event(ms(clock), "second"))
        await clock.push(12)
        assert told.said() == ["first", "second"]
        store.touch()
        await clock.push(12)
        assert told.state().mode == "live tail"


async def test_keys_are_all_different(small: SmallAws, store: Store, clock: HeldClock) -> None:
    small.write(*(event(ms(clock, -3), "same") for _ in range(50)))
    async with tailing(tail_of(store), clock) as told:
        keys = [line.key for line in told.lines()]
        assert len(keys) == 50
        assert all(a < b for a, b in pairwise(keys))


async def test_in_polling_a_line_that_is_a_minute_late_is_found(
    small: SmallAws, store: Store, clock: HeldClock
) -> None:
    small.errors["StartLiveTail"] = DENIED
    async with tailing(tail_of(store), clock) as told:
        await clock.push(120)
        small.write(event(ms(clock), "in time"))
        await clock.push(4)
        small.write(event(ms(clock, -60), "late"))
        await clock.push(31)
        assert told.said() == ["late", "in time"]


async def test_what_a_session_lost_is_read_as_soon_as_it_broke_off(
    small: SmallAws, store: Store, clock: HeldClock
) -> None:
    async with tailing(tail_of(store), clock) as told:
        await clock.push(60)
        small.sessions[-1].said.put_nowait(Unreachable("follow live", "the connection was cut off"))
        await clock.push(10)
        small.write(event(ms(clock), "heard"))
        await clock.push(1)
        small.sessions[-1].is_open = False
        small.write(event(ms(clock, -60), "not heard"))
        small.sessions[-1].said.put_nowait(Unreachable("follow live", "the connection was cut off"))
        await clock.push(1)
        assert told.said() == ["not heard", "heard"]


async def test_a_stretch_that_could_not_be_read_is_read_later_however_long_the_session_was(
    small: SmallAws, store: Store, clock: HeldClock
) -> None:
    async with tailing(tail_of(store), clock) as told:
        await clock.push(60)
        small.errors["FilterLogEvents"] = Throttled("read log group /ecs/web", "too many requests")
        small.sessions[-1].is_open = False
        small.write(event(ms(clock), "between two sessions"))
        small.sessions[-1].said.put_nowait(Unreachable("follow live", "the connection was cut off"))
        for number in range(10):
            await clock.push(60)
            small.write(event(ms(clock), f"{number}"))
        assert told.state().mode == "live tail"
        small.sessions[-1].said.put_nowait(Unreachable("follow live", "the connection was cut off"))
        await clock.push(1)
        del small.errors["FilterLogEvents"]
        await clock.push(120)
        assert told.said() == ["between two sessions", *(f"{number}" for number in range(10))]


async def test_a_late_line_is_not_read_back_a_second_time_however_long_that_takes(
    small: SmallAws, store: Store, clock: HeldClock
) -> None:
    small.errors["FilterLogEvents"] = Throttled("read log group /ecs/web", "too many requests")
    async with tailing(tail_of(store), clock) as told:
        small.write(event(ms(clock, -300), "late"))
        for number in range(60):
            await clock.push(1)
            small.write(event(ms(clock), f"{number}"))
        del small.errors["FilterLogEvents"]
        await clock.push(120)
        assert told.said() == ["late", *(f"{number}" for number in range(60))]


async def test_a_service_without_tasks_is_followed_by_its_definition(
    aws: SmallAws, store: Store, clock: HeldClock
) -> None:
    aws.put(cluster("prod"), service("web", task_definition=definition().task_definition_arn), definition())
    async with tailing(tail_of(store), clock) as told:
        assert (told.state().mode, told.state().streams) == ("live tail", 0)
        aws.put(task(1))
        aws.write(event(ms(clock), "born"))
        await clock.push(1)
        assert told.said() == ["born"]


async def test_where_services_cannot_be_described_the_tasks_tell(
    small: SmallAws, store: Store, clock: HeldClock
) -> None:
    small.errors["DescribeServices"] = NotAllowed("describe services", "ecs:DescribeServices is not allowed")
    dead = small.tasks.pop(task(1).task_arn)
    async with tailing(tail_of(store), clock) as told:
        assert told.state().mode == "starting"
        (gap,) = told.state().gaps
        assert gap.startswith("log groups are not known before there is a task: cannot describe services: ")
        small.put(dead)
        await clock.push(12)
        assert (told.state().mode, told.state().gaps) == ("live tail", ())
