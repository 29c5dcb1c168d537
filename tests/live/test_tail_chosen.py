"""Tails of one deployment, and of a log group that a person has named."""

from datetime import timedelta

import pytest

from fargate_tui.fargate.logs.records import LogEvent, parts_of_stream
from fargate_tui.fargate.records import ContainerDefinition, Deployment, LogConfiguration
from fargate_tui.live.store import Store
from fargate_tui.live.tail import Tail, TailSubject
from tests.live.held_clock import HeldClock
from tests.live.small_aws import SmallAws, cluster, service, stopped, task
from tests.live.tailing import GROUP, definition, event, ms, tailing, task_name

OLD, NEW = "ecs-svc/1111111111", "ecs-svc/2222222222"
FIRELENS = {"Name": "cloudwatch_logs", "log_group_name": "/fire/web"}


@pytest.fixture
def small(aws: SmallAws) -> SmallAws:
    deployments = tuple(Deployment(id=each, task_definition=definition().task_definition_arn) for each in (NEW, OLD))
    aws.put(cluster("prod"), service("web", deployments=deployments), definition())
    aws.put(task(1, started_by=OLD), task(2, started_by=NEW))
    return aws


def tail_of(store: Store, **named: str) -> Tail:
    return store.logs.tail(TailSubject(**{"cluster": "prod", "service": "web", **named}), timedelta(minutes=15))


async def test_the_logs_of_a_deployment_are_those_of_its_tasks(small: SmallAws, store: Store, clock: HeldClock) -> None:
    small.write(event(ms(clock, -20), "old", 1), event(ms(clock, -10), "new", 2))
    async with tailing(tail_of(store, deployment=NEW), clock) as told:
        assert told.said() == ["new"]
        assert told.state().streams == 1
        small.put(task(3, started_by=NEW), task(4, started_by=OLD))
        small.write(event(ms(clock), "of the old one", 4), event(ms(clock), "a new one joins", 3))
        await clock.push(20)
        assert told.said() == ["new", "a new one joins"]
        small.put(stopped(task(1, started_by=OLD), stopped_at=clock.now()))
        await clock.push(20)
        assert not any("stopped" in text for text in told.texts()), "the end of a task of another deployment"


async def test_lines_of_forgotten_tasks_are_left_out_of_a_deployment_and_that_is_said(
    small: SmallAws, store: Store, clock: HeldClock
) -> None:
    small.write(event(ms(clock, -3600), "whose?", 9), event(ms(clock, -10), "new", 2))
    tail = store.logs.tail(TailSubject(cluster="prod", service="web", deployment=NEW), timedelta(hours=2))
    async with tailing(tail, clock) as told:
        await clock.push(5)
        assert told.said() == ["new"]
        assert "which deployment" in told.state().gaps[0]


async def test_a_group_that_is_named_is_followed_whole(small: SmallAws, store: Store, clock: HeldClock) -> None:
    stream = f"app-firelens-{task_name(2)}"
    small.write(LogEvent(at=ms(clock, -5), stream=stream, message="from fluent bit", group="/fire/web"))
    small.write(event(ms(clock, -5), "not here", 2))
    async with tailing(tail_of(store, group="/fire/web"), clock) as told:
        assert told.said() == ["from fluent bit"]
        (line,) = (line for line in told.lines() if line.kind == "line")
        assert (line.container, line.task_id) == ("app", task_name(2))
        (session,) = small.sessions
        assert (session.groups, session.prefixes) == (("/fire/web",), ())
        small.write(LogEvent(at=ms(clock), stream="by hand", message="anything", group="/fire/web"))
        await clock.push(1)
        assert told.said()[-1] == "anything"
        assert told.state().channels[0].groups == ("/fire/web",)
        small.put(stopped(task(1, started_by=OLD), stopped_at=clock.now()))
        await clock.push(20)
        assert any("stopped" in text for text in told.texts()), "the tasks still say when they end"


async def test_a_group_can_be_followed_without_a_cluster(small: SmallAws, store: Store, clock: HeldClock) -> None:
    small.write(event(ms(clock, -5), "said"))
    async with tailing(store.logs.tail(TailSubject(cluster="", group=GROUP), timedelta(minutes=15)), clock) as told:
        assert told.said() == ["said"]
        assert told.state().mode == "live tail"
        assert not small.asked["ListTasks"]


async def test_a_named_group_that_is_not_there_is_said_and_followed_once_it_is(
    small: SmallAws, store: Store, clock: HeldClock
) -> None:
    small.groups = set()
    async with tailing(tail_of(store, group="/later"), clock) as told:
        assert told.state().gaps == ("cannot read log group /later: it does not exist",)
        small.groups.add("/later")
        small.write(LogEvent(at=ms(clock), stream="one", message="at last", group="/later"))
        await clock.push(60)
        assert told.said() == ["at last"]
        assert told.state().gaps == ()


async def test_where_nothing_can_be_followed_the_group_of_firelens_is_offered(
    small: SmallAws, store: Store, clock: HeldClock
) -> None:
    fire = LogConfiguration(log_driver="awsfirelens", options=FIRELENS)
    small.put(definition(ContainerDefinition(name="api", log_configuration=fire)))
    async with tailing(tail_of(store), clock) as told:
        state = told.state()
        assert (state.mode, state.offered) == ("nowhere", ("/fire/web",))
        assert "awsfirelens" in state.gaps[0]


async def test_a_task_that_has_ended_ends_the_tail_of_a_named_group_too(
    small: SmallAws, store: Store, clock: HeldClock
) -> None:
    of = task(2, started_by=NEW)
    async with tailing(tail_of(store, task=of.task_arn, group="/fire/web"), clock) as told:
        small.put(stopped(of, stopped_at=clock.now()))
        await clock.push(60)
        assert told.is_over()


@pytest.mark.parametrize(
    ("stream", "parts"),
    [
        (f"ecs/api/{'a' * 32}", ("api", "a" * 32)),
        (f"app-firelens-{'0' * 32}", ("app", "0" * 32)),
        ("2026/11/23/[$LATEST]abc", ("", "2026/11/23/[$LATEST]abc")),
    ],
)
def test_whose_a_stream_is(stream: str, parts: tuple[str, str]) -> None:
    assert parts_of_stream(stream) == parts
