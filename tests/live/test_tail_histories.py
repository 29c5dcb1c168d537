"""Whatever happens to sessions and however late lines are: each is handed on once, and all in the end."""

import asyncio
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fargate_tui.fargate.errors import AwsError, NotAllowed, Throttled, Unreachable
from fargate_tui.fargate.logs.records import LogEvent
from fargate_tui.live.store import Store
from fargate_tui.live.tail import TailSubject
from fargate_tui.live.tail.seen import Seen, Tally
from tests.live.held_clock import HeldClock
from tests.live.small_aws import SmallAws, cluster, service, task
from tests.live.tailing import definition, event, ms, tailing

BROKEN = Unreachable("follow live", "the connection was cut off")
LIMITED = Throttled("follow live", "all sessions are taken")
DENIED = NotAllowed("follow live", "logs:StartLiveTail is not allowed")
BUSY = Throttled("read the log group", "too many requests")

WRITE = st.tuples(
    st.just("write"),
    st.lists(
        st.tuples(st.integers(0, 2), st.floats(0, 100), st.sampled_from("abc")),
        min_size=1,
        max_size=4,
    ),
)
STEPS = st.lists(
    st.one_of(
        WRITE,
        WRITE,
        st.tuples(st.just("pass"), st.floats(0, 40)),
        st.tuples(st.just("break"), st.sampled_from([BROKEN, LIMITED, None])),
        st.tuples(st.just("StartLiveTail"), st.sampled_from([LIMITED, DENIED, BROKEN, None])),
        st.tuples(st.just("FilterLogEvents"), st.sampled_from([BUSY, None])),
        st.tuples(st.just("deaf"), st.none()),
    ),
    max_size=25,
)


async def live_through(before: list[tuple[int, float, str]], steps: list[tuple[str, object]]) -> None:
    clock, aws = HeldClock(), SmallAws()

    async def connect() -> SmallAws:
        return aws

    store = Store(connect, clock=clock, chance=lambda: 0.5)
    aws.put(cluster("prod"), service("web", task_definition=definition().task_definition_arn), definition())
    aws.put(*(task(number) for number in range(3)))
    for number, late, text in before:
        aws.write(event(ms(clock, -late * 5), text, number))
    async with tailing(
        store.logs.tail(TailSubject(cluster="prod", service="web"), timedelta(minutes=15)), clock
    ) as told:
        for step, argument in steps:
            await _take(aws, clock, step, argument)
        aws.errors.clear()
        await clock.push(180)
        lines = told.lines()
        assert sorted((line.at, line.task_id, line.text) for line in lines) == sorted(
            (each.at, each.stream.rpartition("/")[2], each.message) for each in aws.written
        )
        assert [line.at for line in lines] == sorted(line.at for line in lines)
        for batch in told.batches:
            assert [line.key for line in batch.lines] == sorted(line.key for line in batch.lines)
        assert len({line.key for line in lines}) == len(lines)
    assert not any(session.is_open for session in aws.sessions)
    await store.close()


async def _take(aws: SmallAws, clock: HeldClock, step: str, argument: object) -> None:
    match step, argument:
        case "write", list(lines):
            aws.write(*(event(ms(clock, -late), text, number) for number, late, text in lines))
        case "pass", float(seconds):
            await clock.push(seconds)
        case "break", error:
            _say_to_all(aws, error)
        case "deaf", None:
            # The server has gone, but nobody has noticed yet: what is written now no session hears.
            for session in aws.sessions:
                session.is_open = False
            _say_to_all(aws, BROKEN)
        case (("StartLiveTail" | "FilterLogEvents"), error):
            aws.errors.pop(step, None)
            if isinstance(error, AwsError):
                aws.errors[step] = error


def _say_to_all(aws: SmallAws, error: object) -> None:
    for session in aws.sessions:
        if error is None:
            session.said.put_nowait(None)
        elif isinstance(error, AwsError):
            session.said.put_nowait(type(error)(*error.args))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), st.floats(0, 170), st.sampled_from("abc")), max_size=6), STEPS)
def test_every_line_is_handed_on_once(before: list[tuple[int, float, str]], steps: list[tuple[str, object]]) -> None:
    asyncio.run(live_through(before, steps))


EVENTS = st.lists(st.builds(LogEvent, at=st.integers(0, 40_000), stream=st.sampled_from("st"), message=st.just("m")))


@given(st.lists(EVENTS, max_size=4))
def test_tallies_of_the_same_stretch_admit_the_most_that_any_of_them_met(passes: list[list[LogEvent]]) -> None:
    seen = Seen()
    admitted: list[LogEvent] = []
    for events in passes:
        tally = Tally(seen)
        admitted += [one for one in events if tally.admits(one)]
    for one in {one for events in passes for one in events}:
        assert admitted.count(one) == max(events.count(one) for events in passes)


@pytest.mark.parametrize(("before", "is_new"), [(9_999, False), (10_000, True), (30_000, True)])
def test_what_is_forgotten_is_new_again(before: int, is_new: bool) -> None:
    seen = Seen()
    line = LogEvent(at=5, stream="s", message="m")
    assert Tally(seen).admits(line)
    seen.forget_before(before)
    assert Tally(seen).admits(line) is is_new
