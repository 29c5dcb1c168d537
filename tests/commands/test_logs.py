"""Lines without the screen: read back, followed and waited for, over a small AWS and a held clock."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec
import pytest

from fargate_tui.commands.lines import MEMBERS, Lines
from fargate_tui.commands.logs import main, parser, read_options, subject_of
from fargate_tui.fargate.errors import NotAllowed, NotFound, Throttled, Unreachable
from fargate_tui.fargate.logs.records import TailUpdate
from fargate_tui.links import Link
from fargate_tui.live.attention import IDLE_AFTER
from fargate_tui.live.limits import Limits
from fargate_tui.live.store import Store
from fargate_tui.live.tail import TailSubject
from tests.commands.program import Kept, Seen
from tests.live.held_clock import HeldClock
from tests.live.small_aws import SmallAws, cluster, service, stopped, task
from tests.live.tailing import GROUP, container, definition, event, ms, task_name

WEB = TailSubject(cluster="prod", service="web")
FIRST = task_name(1)


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def aws() -> SmallAws:
    made = SmallAws()
    made.put(cluster("prod"), service("web", task_definition=definition().task_definition_arn), definition(), task(1))
    return made


@pytest.fixture
async def store(aws: SmallAws, clock: HeldClock) -> AsyncIterator[Store]:
    async def connect() -> SmallAws:
        return aws

    made = Store(connect, clock=clock, chance=lambda: 1.0)
    yield made
    await made.close()


@asynccontextmanager
async def telling(
    store: Store, clock: HeldClock, *words: str, kept: Kept | None = None, subject: TailSubject = WEB
) -> "AsyncIterator[tuple[Kept, Any]]":
    """What is printed meanwhile, and the task that does it."""
    kept = kept or Kept()
    made = parser()
    how = read_options(made.parse_args(["prod/web", *words]), made)
    work = asyncio.create_task(Lines(how, kept, clock).tell(store.logs.tail(subject, how.since, once=not how.goes_on)))
    await clock.push(0.5)  # an outbox is emptied four times a second
    try:
        yield kept, work
    finally:
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)


async def test_lines_are_told_once_in_the_order_of_their_time(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    aws.write(*(event(ms(clock, -800 + 100 * i), f"line {i}") for i in range(8)), event(ms(clock, -1000), "too old"))
    async with telling(store, clock) as (kept, work):
        assert work.result() == 0
    assert [line.split(" ", 2)[2] for line in kept.said] == [f"line {i}" for i in range(8)]
    assert kept.said[0].startswith("2026-11-23T02:58:40.000Z 00000000/api line 0")
    assert (kept.noted, aws.sessions) == ([], []), "nothing is billed by the minute"


async def test_as_json_all_of_a_line_is_there_and_marks_are(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    aws.put(stopped(task(1), stopped_at=clock.now(), stopped_reason="by hand"))
    aws.write(event(ms(clock, -60), "ERROR \x1b[31mred\nand more"))
    async with telling(store, clock, "--json") as (kept, work):
        assert work.result() == 0
    line, mark = json.loads("\n".join(kept.said))
    assert list(line) == [member.name for member in MEMBERS]
    assert (line["at"], line["taskId"], line["container"]) == ("2026-11-23T03:11:00.000Z", FIRST, "api")
    assert (line["kind"], line["level"], line["text"]) == ("line", "error", "ERROR \x1b[31mred\nand more")
    assert "\x1b" not in kept.out.getvalue()
    assert (mark["kind"], mark["text"][:21]) == ("mark", "task 00000000 stopped")


async def test_nothing_said_is_an_empty_array(store: Store, clock: HeldClock) -> None:
    async with telling(store, clock, "--json", "--filter", "nothing") as (kept, work):
        assert (kept.said, work.result()) == (["[]"], 0)


async def test_filters_are_text_and_patterns(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    aws.write(*(event(ms(clock, -60), text) for text in ("GET /cart 200", "GET /cart 500", "POST /cart 500")))
    async with telling(store, clock, "--filter", "get", "--filter", "/5\\d\\d$/") as (kept, _):
        assert [line.split(" ", 2)[2] for line in kept.said] == ["GET /cart 500"]


async def test_what_may_not_be_read_is_a_failure(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    aws.errors["FilterLogEvents"] = NotAllowed("read /ecs/web", "not allowed", action="logs:FilterLogEvents")
    async with telling(store, clock) as (kept, work):
        assert work.result() == 1
    assert kept.noted == ["fargate-tui test: cannot read /ecs/web: not allowed"]


async def test_what_can_be_read_beside_a_gap_is_told(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    aws.put(definition(container(), container("sidecar", "/ecs/other")))
    aws.errors["FilterLogEvents /ecs/other"] = NotAllowed("read /ecs/other", "not allowed")
    aws.write(event(ms(clock, -60), "a line"))
    async with telling(store, clock) as (kept, work):
        assert (work.result(), len(kept.said)) == (0, 1)
    assert kept.noted == ["fargate-tui test: cannot read /ecs/other: not allowed"]
    async with telling(store, clock, "--filter", "nothing") as (kept, work):
        assert (work.result(), kept.said) == (0, []), "it was read, and has no such line"


async def test_trouble_ends_a_single_reading(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    for error in (Unreachable("read /ecs/web", "no answer"), Throttled("read /ecs/web", "slow down")):
        aws.errors["FilterLogEvents"] = error
        async with telling(store, clock) as (_, work):
            with pytest.raises(type(error)):
                work.result()
    del aws.errors["FilterLogEvents"]
    aws.errors["ListTasks"] = NotFound("list tasks of web", "service not found")
    async with telling(store, clock, subject=TailSubject("other", "web")) as (_, work):
        with pytest.raises(NotFound):
            work.result()


async def test_followed_lines_come_as_they_are_said(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    aws.write(*(event(ms(clock, -800 + 10 * i), f"old {i}") for i in range(80)))
    async with telling(store, clock, "--follow") as (kept, work):
        assert [line.split(" ", 2)[2] for line in kept.said] == [f"old {i}" for i in range(80)], "in their order"
        aws.write(event(ms(clock), "new"))
        await clock.push(1)
        assert kept.said[-1].endswith("/api new")
        aws.errors["FilterLogEvents"] = aws.errors["ListTasks"] = Throttled("read", "slow down")
        aws.write(event(ms(clock), "newer"))
        await clock.push(60)
        assert (kept.said[-1].endswith("/api newer"), work.done()) == (True, False)
    assert kept.noted[0] == (
        "fargate-tui test: by Live Tail, which AWS bills by the minute (--no-live-tail asks every 2 s instead)"
    )
    assert not aws.sessions[0].is_open


async def test_nothing_is_lost_or_told_twice_while_it_is_followed(
    aws: SmallAws, store: Store, clock: HeldClock
) -> None:
    async with telling(store, clock, "--follow", "--json") as (kept, _):
        for number in range(120):
            aws.write(event(ms(clock), f"line {number}"))
            if number == 40:
                aws.sessions[-1].is_open = False
                aws.sessions[-1].said.put_nowait(Unreachable("follow live", "the connection was cut off"))
            store.touch()
            await clock.push(5)
        await clock.push(30)
    texts = [said["text"] for said in map(json.loads, kept.said) if said["kind"] == "line"]
    assert sorted(texts) == sorted(f"line {number}" for number in range(120))


async def test_that_lines_are_missing_is_said_through_a_pipe_too(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    async with telling(store, clock, "--follow") as (kept, _):
        sampled = TailUpdate(events=(event(ms(clock), "one of many"),), sampled=True)
        aws.sessions[-1].said.put_nowait(sampled)
        await clock.push(2)
    assert kept.said[-1].endswith("/api one of many")
    assert kept.noted[-1] == "fargate-tui test: sampled: more than 500 lines a second; some are missing"


async def test_where_live_tail_is_not_wanted_it_is_asked_often(aws: SmallAws, clock: HeldClock) -> None:
    async def connect() -> SmallAws:
        return aws

    store = Store(connect, clock=clock, chance=lambda: 1.0, limits=Limits(live_tail=False))
    async with telling(store, clock, "--follow") as (kept, _):
        aws.write(event(ms(clock), "new"))
        await clock.push(10)
        assert [line.split(" ", 2)[2] for line in kept.said] == ["new"]
    await store.close()
    assert aws.sessions == []


async def test_a_script_goes_on_following_by_live_tail(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    async with telling(store, clock, "--follow"):
        for _ in range(int(IDLE_AFTER / 60) + 5):
            store.touch()  # as `running` does each minute
            await clock.push(60)
        assert aws.sessions[-1].is_open


async def test_a_line_is_waited_for(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    aws.write(event(ms(clock, -1), "listening on 8080"))
    async with telling(store, clock, "--watch", "/listening on \\d+/") as (kept, work):
        await clock.push(10)
        assert not work.done(), "what was said before is not waited for"
        aws.write(event(ms(clock), "starting"), event(ms(clock), "Listening on 8081"), event(ms(clock), "more"))
        await clock.push(5)
        assert work.result() == 0
    assert [line.split(" ", 2)[2] for line in kept.said] == ["Listening on 8081"]


async def test_with_since_it_may_have_been_said_before(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    aws.write(event(ms(clock, -30), "listening"))
    async with telling(store, clock, "--watch", "listening", "--since", "1m") as (_, work):
        await clock.push(1)
        assert work.result() == 0


async def test_a_line_that_does_not_come(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    async with telling(store, clock, "--watch", "listening", "--timeout", "2m", "--follow") as (kept, work):
        aws.write(event(ms(clock), "starting"))
        await clock.push(119)
        assert (work.done(), len(kept.said)) == (False, 1)
        await clock.push(1)
        assert work.result() == 1
    assert kept.noted[-1] == 'fargate-tui test: no line had "listening" within 2m'


async def test_a_task_that_ends_ends_it(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    of_task = TailSubject(cluster="prod", task=task(1).task_arn)
    async with telling(store, clock, "--watch", "listening", subject=of_task) as (kept, work):
        aws.put(stopped(task(1), stopped_at=clock.now()))
        await clock.push(60)
        assert work.result() == 1
    assert kept.noted[-1] == 'fargate-tui test: no line had "listening" before it ended'


async def test_on_a_terminal_lines_are_harmless_and_marks_stand_between(
    aws: SmallAws, store: Store, clock: HeldClock
) -> None:
    aws.put(stopped(task(1), stopped_at=clock.now()))
    aws.write(event(ms(clock, -60), "ERROR \x1b]0;title\x07 \x9b31m \u202e"))
    async with telling(store, clock, kept=Seen()) as (kept, _):
        line, mark = kept.said
    assert line == "\x1b[2m03:11:00.000 00000000/api\x1b[0m \x1b[31mERROR ␛]0;title␇ �31m �\x1b[0m"
    assert "── task 00000000 stopped" in mark


async def test_what_is_meant(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    aws.put(msgspec.structs.replace(task(9), task_arn=task(1).task_arn.replace(FIRST, 32 * "a")))
    arn = task(1).task_arn.replace(FIRST, 32 * "a")

    assert await subject_of(store, Link("prod", "web"), None, "api") == TailSubject("prod", "web", None, "api")
    assert await subject_of(store, Link("prod", "aaaaaaaa"), None, None) == TailSubject("prod", None, arn)
    assert await subject_of(store, Link("prod", "deadbeef"), None, None) == TailSubject("prod", "deadbeef")
    assert await subject_of(store, Link("prod", None, "aaaa"), None, None) == TailSubject("prod", None, arn)
    assert await subject_of(store, Link(), GROUP, None) == TailSubject("", group=GROUP)
    with pytest.raises(NotFound):
        await subject_of(store, Link("prod", "web", "bbbb"), None, None)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "name a cluster, a service or a task of it, or a log group"),
        (("prod", "--filter", "/(/"), "cannot read /(/ as a pattern"),
        (("prod", "--since", "soon"), '--since: "soon" is no length of time'),
        (("prod", "--timeout", "1m"), "--timeout is of --watch"),
        (("prod", "--watch", "x", "--timeout", "1"), '--timeout: "1" is no length of time'),
        (("prod/web/nothing",), "no id of a task"),
    ],
)
def test_what_makes_no_sense_is_said(words: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert says in capsys.readouterr().err
