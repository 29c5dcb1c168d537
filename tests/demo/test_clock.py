import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from fargate_tui.demo.clock import HeldClock, LateClock, LiveClock

START = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)


def later(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def test_stands_at_each_appointments_own_time() -> None:
    clock = HeldClock(START)
    seen: list[datetime] = []
    for seconds in (30, 10, 20):
        clock.at(later(seconds), lambda: seen.append(clock.now()))
    clock.advance(25)
    assert seen == [later(10), later(20)]
    assert clock.now() == later(25)


def test_runs_appointments_of_one_time_in_the_order_of_asking() -> None:
    clock = HeldClock(START)
    seen: list[str] = []
    for name in "abc":
        clock.at(later(5), lambda name=name: seen.append(name))  # type: ignore[misc]
    clock.advance(5)
    assert seen == ["a", "b", "c"]


def test_runs_what_appointments_ask_for_in_the_same_push() -> None:
    clock = HeldClock(START)
    seen: list[datetime] = []

    def tick() -> None:
        seen.append(clock.now())
        clock.at(clock.now() + timedelta(hours=6), tick)

    clock.at(START, tick)
    clock.advance(86_400)
    assert seen == [later(hours * 3600) for hours in (0, 6, 12, 18, 24)]


def test_cancelled_appointments_do_not_run_and_may_be_cancelled_again() -> None:
    clock = HeldClock(START)
    seen: list[int] = []
    appointment = clock.at(later(1), lambda: seen.append(1))
    clock.at(later(2), lambda: seen.append(2))
    clock.cancel(appointment)
    clock.cancel(appointment)
    clock.cancel(None)
    clock.advance(3)
    assert seen == [2]


def test_forgets_cancelled_appointments() -> None:
    clock = HeldClock(START)
    kept: list[int] = []
    for _ in range(20_000):
        clock.cancel(clock.at(later(86_400), lambda: kept.append(0)))
    clock.at(later(1), lambda: kept.append(1))
    assert len(clock._heap) < 10_000
    clock.advance(86_401)
    assert kept == [1]


def test_never_goes_back() -> None:
    clock = HeldClock(START)
    clock.advance(60)
    clock.run_until(later(10))
    seen: list[datetime] = []
    clock.at(later(10), lambda: seen.append(clock.now()))
    clock.advance(0)
    assert seen == [later(60)]


@given(st.lists(st.tuples(st.integers(0, 50), st.booleans()), max_size=40), st.integers(0, 50))
def test_runs_exactly_what_is_due_in_order(asked: list[tuple[int, bool]], until: int) -> None:
    clock = HeldClock(START)
    seen: list[tuple[int, int]] = []
    for order, (seconds, cancelled) in enumerate(asked):
        appointment = clock.at(later(seconds), lambda entry=(seconds, order): seen.append(entry))  # type: ignore[misc]
        if cancelled:
            clock.cancel(appointment)
    clock.run_until(later(until))
    due = sorted(
        (seconds, order) for order, (seconds, cancelled) in enumerate(asked) if not cancelled and seconds <= until
    )
    assert seen == due


async def test_live_clock_goes_on_from_where_it_was_pushed_to() -> None:
    clock = LiveClock(START, speed=10_000)
    seen: list[datetime] = []
    done = asyncio.Event()
    clock.at(later(100), lambda: seen.append(clock.now()))
    clock.at(later(86_400), lambda: seen.append(clock.now()))
    clock.at(later(86_400), done.set)
    clock.run_until(later(86_300))
    running = asyncio.create_task(clock.run())
    await done.wait()
    running.cancel()
    assert seen == [later(100), later(86_400)]


async def test_live_clock_wakes_for_an_earlier_appointment() -> None:
    clock = LiveClock(START, speed=1000)
    seen: list[datetime] = []
    clock.at(later(10**9), lambda: seen.append(clock.now()))
    running = asyncio.create_task(clock.run())
    await asyncio.sleep(0)
    done = asyncio.Event()
    soon = clock.now() + timedelta(seconds=5)
    clock.at(soon, lambda: seen.append(clock.now()))
    clock.at(soon, done.set)
    async with asyncio.timeout(10):
        await done.wait()
    running.cancel()
    assert seen == [soon], "the one a thousand seconds of ours away is not waited for"


async def test_live_clock_stands_still_again_when_it_is_cancelled() -> None:
    clock = LiveClock(START, speed=1000)
    done = asyncio.Event()
    clock.at(later(5), done.set)
    running = asyncio.create_task(clock.run())
    await done.wait()
    running.cancel()
    await asyncio.wait([running])
    stood = clock.now()
    assert stood >= later(5)
    assert clock.now() == stood


async def test_live_clock_can_be_pushed_while_it_goes() -> None:
    clock = LiveClock(START)
    running = asyncio.create_task(clock.run())
    await asyncio.sleep(0)
    seen: list[datetime] = []
    clock.at(later(3600), lambda: seen.append(clock.now()))
    clock.advance(7200)
    assert seen == [later(3600)]
    assert clock.now() >= later(7200)
    running.cancel()


def test_a_clock_that_is_made_late_catches_up_and_goes_with_its_leader() -> None:
    leader = HeldClock(START)
    late = LateClock(START - timedelta(minutes=10), leader)
    heard: list[tuple[str, datetime]] = []

    def note(word: str) -> Callable[[], None]:
        return lambda: heard.append((word, late.now()))

    late.at(START - timedelta(minutes=5), note("past"))
    late.at(START + timedelta(minutes=5), note("future"))
    dropped = late.at(START + timedelta(minutes=6), note("dropped"))
    assert late.now() == START - timedelta(minutes=10)

    late.catch_up()

    assert heard == [("past", START - timedelta(minutes=5))]
    assert late.now() == START
    late.cancel(dropped)
    late.at(START + timedelta(minutes=7), note("later"))
    leader.advance(600)
    assert heard[1:] == [("future", START + timedelta(minutes=5)), ("later", START + timedelta(minutes=7))]
    assert late.now() == leader.now()
