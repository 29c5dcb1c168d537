import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fargate_tui.fargate.errors import AwsError, NotAllowed, Throttled, Unreachable
from fargate_tui.live.attention import IDLE_AFTER, Attention
from fargate_tui.live.pace import AT_REST, LIVELY, back_off, interval
from fargate_tui.live.snapshot import Change, Snapshot
from fargate_tui.live.source import Reading, Show
from fargate_tui.live.watch import GRACE, PAUSED, Watch
from tests.live.held_clock import HeldClock, settle


@dataclass(frozen=True)
class Row:
    arn: str
    value: int = 0


@dataclass
class Scripted:
    """A source that answers what it is told to, and counts how often and how many at a time it is asked."""

    rows: Sequence[Row] = ()
    error: Exception | None = None
    is_lively: bool = False
    calls: int = 1
    is_throttled: bool = False
    pages: Sequence[Sequence[Row]] = ()
    gate: asyncio.Event | None = None
    asked: int = 0
    at_once: int = 0
    most_at_once: int = 0

    async def ask(self, show: Show[Row]) -> Reading[Row]:
        self.asked += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            return await self._answer(show)
        finally:
            self.at_once -= 1

    async def _answer(self, show: Show[Row]) -> Reading[Row]:
        for page in self.pages:
            show(page)
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            await asyncio.sleep(0)
        if self.gate is not None:
            await self.gate.wait()
        if self.error is not None:
            raise self.error
        return Reading(tuple(self.rows), calls=self.calls, is_lively=self.is_lively, is_throttled=self.is_throttled)


@dataclass
class Follower:
    """Applies every change to what it had, as a table does, and keeps what it was told."""

    watch: Watch[Row]
    had: dict[str, Row] = field(default_factory=dict)
    changes: list[Change[Row]] = field(default_factory=list)
    task: asyncio.Task[None] | None = None

    def start(self) -> "Follower":
        self.task = asyncio.create_task(self._follow())
        return self

    async def _follow(self) -> None:
        async with contextlib.aclosing(self.watch.follow()) as changes:
            async for change in changes:
                self.changes.append(change)
                self.apply(change)

    def apply(self, change: Change[Row]) -> None:
        for arn in change.removed:
            del self.had[arn]
        for row in change.added:
            assert row.arn not in self.had
            self.had[row.arn] = row
        for row in change.changed:
            assert self.had[row.arn] != row
            self.had[row.arn] = row
        assert self.had == {row.arn: row for row in change.snapshot.rows}

    async def stop(self) -> None:
        assert self.task is not None
        self.task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self.task

    def newest(self) -> Snapshot[Row]:
        return self.changes[-1].snapshot


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def attention(clock: HeldClock) -> Attention:
    return Attention(clock)


@pytest.fixture
def source() -> Scripted:
    return Scripted(rows=(Row("a"), Row("b")))


@pytest.fixture
async def watch(source: Scripted, clock: HeldClock, attention: Attention) -> AsyncIterator[Watch[Row]]:
    subject = _watch(source, clock, attention)
    yield subject
    await subject.close()


def _watch(source: Scripted, clock: HeldClock, attention: Attention) -> Watch[Row]:
    return Watch("things", source, key=lambda row: row.arn, clock=clock, attention=attention, chance=lambda: 1.0)


async def test_nothing_is_asked_while_nobody_follows(watch: Watch[Row], source: Scripted, clock: HeldClock) -> None:
    watch.refresh()
    await clock.push(100)
    assert source.asked == 0
    assert not watch.snapshot.loaded


async def test_a_follower_is_told_what_is_added_changed_and_removed(
    watch: Watch[Row], source: Scripted, clock: HeldClock
) -> None:
    follower = Follower(watch).start()
    await settle()
    source.rows = (Row("b", 1), Row("c"))
    await clock.push(AT_REST)
    first, second = follower.changes
    assert first.added == (Row("a"), Row("b"))
    assert (second.added, second.changed, second.removed) == ((Row("c"),), (Row("b", 1),), ("a",))
    assert second.snapshot.at == clock.now()
    await follower.stop()


async def test_equal_rows_keep_their_identity_and_so_does_an_unchanged_listing(
    watch: Watch[Row], source: Scripted, clock: HeldClock
) -> None:
    follower = Follower(watch).start()
    await settle()
    before = watch.snapshot
    source.rows = (Row("a"), Row("b"))
    await clock.push(AT_REST)
    assert watch.snapshot.rows is before.rows
    assert watch.snapshot.at != before.at
    change = follower.changes[-1]
    assert (change.added, change.changed, change.removed) == ((), (), ())
    await follower.stop()


async def test_two_followers_share_one_poller(watch: Watch[Row], source: Scripted, clock: HeldClock) -> None:
    source.gate = asyncio.Event()
    followers = [Follower(watch).start(), Follower(watch).start()]
    await settle()
    watch.refresh()
    watch.refresh()
    await settle()
    assert (source.asked, source.most_at_once) == (1, 1)
    source.gate.set()
    await clock.push(1)
    assert source.asked == 2, "refreshed while a round was under way: asked once more, not twice"
    assert [len(follower.had) for follower in followers] == [2, 2]
    for follower in followers:
        await follower.stop()


async def test_polling_ends_a_moment_after_the_last_follower_left(
    watch: Watch[Row], source: Scripted, clock: HeldClock
) -> None:
    one, two = Follower(watch).start(), Follower(watch).start()
    await settle()
    await one.stop()
    await clock.push(AT_REST)
    assert source.asked == 2
    await two.stop()
    await clock.push(1000)
    assert source.asked == 2


async def test_who_comes_back_within_the_cadence_is_told_at_once_and_nothing_is_asked(
    watch: Watch[Row], source: Scripted, clock: HeldClock
) -> None:
    follower = Follower(watch).start()
    await settle()
    await follower.stop()
    await clock.push(GRACE * 2)
    again = Follower(watch).start()
    await settle()
    assert set(again.had) == {"a", "b"}
    assert source.asked == 1
    await clock.push(AT_REST - GRACE * 2)
    assert source.asked == 2
    await again.stop()


async def test_a_change_of_screens_does_not_break_off_a_round(watch: Watch[Row], source: Scripted) -> None:
    source.gate = asyncio.Event()
    one = Follower(watch).start()
    await settle()
    await one.stop()
    two = Follower(watch).start()
    source.gate.set()
    await settle()
    assert source.asked == 1
    assert set(two.had) == {"a", "b"}
    await two.stop()


async def test_a_slow_follower_sees_the_newest_and_what_changed_since_it_looked(
    watch: Watch[Row], source: Scripted, clock: HeldClock
) -> None:
    async with contextlib.aclosing(watch.follow()) as changes:
        first = await anext(changes)
        source.rows = (Row("a", 1), Row("b"), Row("passing"))
        await clock.push(AT_REST)
        source.rows = (Row("a", 2), Row("c"))
        await clock.push(AT_REST)
        second = await anext(changes)
    assert first.added == (Row("a"), Row("b"))
    assert (second.added, second.changed, second.removed) == ((Row("c"),), (Row("a", 2),), ("b",))


async def test_pages_of_the_first_round_are_shown_a_few_times_a_second(
    watch: Watch[Row], source: Scripted, clock: HeldClock
) -> None:
    source.pages = [[Row(f"{page}-{n}") for n in range(10)] for page in range(10)]
    source.rows = [row for page in source.pages for row in page]
    source.gate = asyncio.Event()
    follower = Follower(watch).start()
    await settle()
    assert [len(change.snapshot.rows) for change in follower.changes] == [10]
    assert not follower.newest().complete
    source.gate.set()
    await settle()
    assert [len(change.snapshot.rows) for change in follower.changes] == [10, 100]
    assert follower.newest().complete
    await clock.push(AT_REST)
    assert len(follower.changes) == 3, "pages of later rounds are not shown before the round is over"
    await follower.stop()


async def test_a_first_round_that_breaks_off_keeps_its_pages(
    watch: Watch[Row], source: Scripted, clock: HeldClock
) -> None:
    source.pages = [[Row("a")], [Row("b")]]
    source.error = Unreachable("list things", "timed out")
    follower = Follower(watch).start()
    await settle()
    assert set(follower.had) == {"a", "b"}
    assert (follower.newest().complete, follower.newest().error) == (False, source.error)
    source.error = None
    await clock.push(60)
    assert (follower.newest().complete, follower.newest().error) == (True, None)
    await follower.stop()


async def test_a_failure_keeps_the_rows_and_their_age(watch: Watch[Row], source: Scripted, clock: HeldClock) -> None:
    follower = Follower(watch).start()
    await settle()
    at = watch.snapshot.at
    source.error = Unreachable("list things", "refused")
    await clock.push(AT_REST)
    assert follower.newest().error is source.error
    assert (follower.newest().at, len(follower.newest().rows)) == (at, 2)
    source.error = None
    watch.refresh()
    await settle()
    assert follower.newest().error is None
    assert follower.newest().at == clock.now()
    await follower.stop()


async def test_failures_back_off(watch: Watch[Row], source: Scripted, clock: HeldClock) -> None:
    source.error = Throttled("list things", "rate exceeded")
    follower = Follower(watch).start()
    await clock.push(0)
    moments = []
    for _ in range(240):
        before = source.asked
        await clock.push(1)
        if source.asked > before:
            moments.append(clock.seconds)
    pauses = [later - earlier for earlier, later in zip([0.0, *moments], moments, strict=False)]
    assert pauses[:6] == [4, 8, 16, 32, 60, 60]
    await follower.stop()


async def test_a_round_that_was_throttled_in_part_slows_down(
    watch: Watch[Row], source: Scripted, clock: HeldClock
) -> None:
    source.is_throttled = source.is_lively = True
    follower = Follower(watch).start()
    await clock.push(3.5)
    assert source.asked == 1
    assert follower.newest().error is None
    await follower.stop()


async def test_a_defect_is_seen_and_logged_and_polling_goes_on(
    watch: Watch[Row], source: Scripted, clock: HeldClock, caplog: pytest.LogCaptureFixture
) -> None:
    source.error = ZeroDivisionError("by zero")
    follower = Follower(watch).start()
    await settle()
    assert isinstance(follower.newest().error, AwsError)
    assert "cannot read things: ZeroDivisionError: by zero" in str(follower.newest().error)
    assert "ZeroDivisionError" in caplog.text
    source.error = None
    await clock.push(60)
    assert set(follower.had) == {"a", "b"}
    await follower.stop()


async def test_it_is_quick_while_something_changes(watch: Watch[Row], source: Scripted, clock: HeldClock) -> None:
    source.is_lively = True
    follower = Follower(watch).start()
    await settle()
    assert watch.snapshot.every == LIVELY
    await clock.push(LIVELY)
    assert source.asked == 2
    await follower.stop()


async def test_it_rests_after_idle_minutes_until_a_key(
    watch: Watch[Row], source: Scripted, clock: HeldClock, attention: Attention
) -> None:
    follower = Follower(watch).start()
    await clock.push(IDLE_AFTER + AT_REST)
    asked = source.asked
    assert (follower.newest().every, follower.newest().gaps) == (None, (PAUSED,))
    await clock.push(10_000)
    assert source.asked == asked
    attention.touch()
    await settle()
    assert source.asked == asked + 1
    assert (follower.newest().every, follower.newest().gaps) == (AT_REST, ())
    await follower.stop()


async def test_a_refresh_is_heard_while_it_rests(watch: Watch[Row], source: Scripted, clock: HeldClock) -> None:
    follower = Follower(watch).start()
    await clock.push(IDLE_AFTER + AT_REST)
    asked = source.asked
    watch.refresh()
    await settle()
    assert source.asked == asked + 1
    await follower.stop()


listings = st.lists(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 2)), max_size=8)
steps = st.lists(st.booleans(), max_size=8)


@given(listings, steps)
async def test_changes_applied_to_what_a_follower_had_are_the_rows(
    history: list[dict[str, int]], looks: list[bool]
) -> None:
    clock = HeldClock()
    source = Scripted()
    watch = _watch(source, clock, Attention(clock))
    eager = Follower(watch).start()
    lazy = Follower(watch)
    async with contextlib.aclosing(watch.follow()) as changes:
        for listing, look in zip(history, looks + [True] * len(history), strict=False):
            source.rows = [Row(arn, value) for arn, value in listing.items()]
            await clock.push(AT_REST)
            if look:
                lazy.apply(await anext(changes))
    assert set(eager.had.values()) == set(source.rows)
    await eager.stop()
    await watch.close()


@pytest.mark.parametrize(
    ("calls", "is_lively", "at_least", "seconds"),
    [(1, True, 0, 2), (1, False, 0, 10), (42, True, 0, 8.4), (220, False, 0, 44), (2, False, 3600, 3600)],
)
def test_the_pace(calls: int, is_lively: bool, at_least: float, seconds: float) -> None:
    assert interval(calls=calls, is_lively=is_lively, at_least=at_least) == seconds


@given(st.integers(1, 10_000), st.floats(0, 0.999))
def test_back_off_stays_within_a_minute_and_never_stops(failures: int, chance: float) -> None:
    assert 1 <= back_off(Throttled("ask", "slow down"), failures, lambda: chance) <= 60
    assert 20 <= back_off(NotAllowed("ask", "no"), failures, lambda: chance) <= 40
