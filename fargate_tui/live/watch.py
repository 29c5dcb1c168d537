"""The watch: one listing, asked for round after round while somebody follows it."""

import asyncio
import logging
import random
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final, Generic, TypeVar

from fargate_tui.fargate.errors import AwsError, Throttled
from fargate_tui.live.attention import Attention
from fargate_tui.live.clock import Clock
from fargate_tui.live.difference import difference, merge
from fargate_tui.live.pace import back_off, interval
from fargate_tui.live.snapshot import Change, Recalled, Snapshot
from fargate_tui.live.source import Reading, Source

Row = TypeVar("Row")

GRACE: Final = 1.5
"""Seconds that polling outlives the last follower, so that a change of screens does not begin anew."""

SHOW_EVERY: Final = 0.25
"""Seconds between publications while the pages of a first round arrive."""

UNATTENDED: Final = 30.0
"""Seconds between rounds at least while nobody is there and somebody wants to be told all the same."""

LEAST_REST: Final = 1.0
"""Seconds between the end of a round and the next, however slow AWS answers."""

PAUSED: Final = "paused after 15 minutes without a key; any key goes on"

_log = logging.getLogger(__name__)


class Watch(Generic[Row]):
    """One listing: polled only while followed, by one poller however many follow.

    A follower that is slow sees the newest snapshot, never a queue of old ones.
    """

    def __init__(
        self,
        name: str,
        source: Source[Row],
        *,
        key: Callable[[Row], str],
        clock: Clock,
        attention: Attention,
        chance: Callable[[], float] = random.random,
        least: float = 0.0,
    ) -> None:
        """``least`` is how many seconds are between two rounds at least."""
        self.name = name
        """What it lists, for errors and the log: ``services of production``."""
        self.snapshot: Snapshot[Row] = Snapshot()
        """The newest, also while nobody follows."""
        self.recalled: Recalled[Row] | None = None
        """The rows of an earlier run, for whoever shows them until there is a snapshot; they are in none."""
        self._source = source
        self._key = key
        self._clock = clock
        self._attention = attention
        self._chance = chance
        self._least = least
        self._index: Mapping[str, Row] = {}
        self._gathered: dict[str, Row] = {}
        self._version = 0
        self._published = asyncio.Event()
        self._kicked = asyncio.Event()
        self._followers = 0
        self._unattended = 0
        self._poller: asyncio.Task[None] | None = None
        self._grace: asyncio.Task[None] | None = None
        self._due = self._begun = clock.monotonic()
        self._shown_at: float | None = None
        self._failures = 0

    @property
    def is_followed(self) -> bool:
        """Whether anybody follows it now."""
        return self._followers > 0

    @property
    def is_viewed(self) -> bool:
        """Whether a view follows it now."""
        return self._followers > self._unattended

    async def follow(self, *, unattended: bool = False) -> AsyncGenerator[Change[Row], None]:
        """Yield what is known at once, then what each round changed; use it inside `contextlib.aclosing`.

        A round that changed no row yields an empty change with a fresher snapshot. ``unattended`` followers want to be
        told while nobody is there too: it is then asked now and then, where it would otherwise rest.
        """
        self._unattended += unattended
        self._begin()
        seen_version = 0
        seen: Mapping[str, Row] = {}
        try:
            while True:
                while self._version == seen_version:
                    await self._published.wait()
                seen_version, before, seen = self._version, seen, self._index
                yield difference(before, seen, self.snapshot)
        finally:
            self._unattended -= unattended
            self._end()

    def refresh(self) -> None:
        """Ask now rather than when the next round is due; the answer is newer than this call."""
        self._kicked.set()

    async def close(self) -> None:
        """Stop polling for good."""
        tasks = [task for task in (self._poller, self._grace) if task is not None]
        self._poller = self._grace = None
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _begin(self) -> None:
        self._followers += 1
        if self._grace is not None:
            self._grace.cancel()
            self._grace = None
        if self._poller is None:
            self._poller = asyncio.create_task(self._poll(), name=f"watch {self.name}")

    def _end(self) -> None:
        self._followers -= 1
        if not self._followers and self._poller is not None:
            self._grace = asyncio.create_task(self._let_go(), name=f"let go of {self.name}")

    async def _let_go(self) -> None:
        await self._clock.sleep(GRACE)
        self._grace = None
        if self._poller is not None:
            self._poller.cancel()
            self._poller = None

    async def _poll(self) -> None:
        while True:
            await self._until_due()
            if self._attention.is_lost and not self._kicked.is_set():
                await (self._slow_down() if self._unattended else self._pause())
            self._kicked.clear()
            self._begun = self._clock.monotonic()
            pause = await self._round()
            self._due = max(self._begun + pause, self._clock.monotonic() + LEAST_REST)

    async def _until_due(self) -> None:
        wait = self._due - self._clock.monotonic()
        if wait > 0:
            await _first(self._clock.sleep(wait), self._kicked.wait())

    async def _slow_down(self) -> None:
        """Wait for a longer while, or until somebody is there."""
        wait = UNATTENDED - (self._clock.monotonic() - self._begun)
        if wait > 0:
            await _first(self._clock.sleep(wait), self._attention.returns(), self._kicked.wait())

    async def _pause(self) -> None:
        gaps = self.snapshot.gaps
        self._publish(self._index, replace(self.snapshot, every=None, gaps=(*gaps, PAUSED)))
        await _first(self._attention.returns(), self._kicked.wait())
        self._publish(self._index, replace(self.snapshot, gaps=gaps))

    async def _round(self) -> float:
        """Ask once and publish what came of it; the seconds until the next round."""
        self._gathered = {}
        try:
            return self._succeeded(await self._source.ask(self._show))
        except AwsError as error:
            return self._failed(error)
        except Exception as error:  # noqa: BLE001 - see below
            # A defect of ours must be seen on the screen, and must not leave a table that silently stands still.
            _log.exception("watch %s", self.name)
            return self._failed(_defect(self.name, error))

    def _succeeded(self, reading: Reading[Row]) -> float:
        pause = interval(calls=reading.calls, is_lively=reading.is_lively, at_least=max(reading.at_least, self._least))
        self._failures = self._failures + 1 if reading.is_throttled else 0
        if reading.is_throttled:
            pause = max(pause, back_off(Throttled("", ""), self._failures, self._chance))
        merged = merge(self._index, reading.rows, self._key)
        self._publish(
            merged, Snapshot(at=self._clock.now(), gaps=reading.gaps, is_partial=reading.is_partial, every=pause)
        )
        return pause

    def _failed(self, error: AwsError) -> float:
        self._failures += 1
        pause = back_off(error, self._failures, self._chance)
        self._publish({**self._index, **self._gathered}, replace(self.snapshot, error=error, every=pause))
        return pause

    def _show(self, rows: Iterable[Row]) -> None:
        """Take rows that are there before the first round is over, and publish them a few times a second."""
        if self.snapshot.loaded and self.snapshot.complete:
            return
        self._gathered.update(merge(self._index, rows, self._key))
        moment = self._clock.monotonic()
        if self._shown_at is not None and moment - self._shown_at < SHOW_EVERY:
            return
        self._shown_at = moment
        now: Snapshot[Row] = Snapshot(at=self._clock.now(), complete=False, every=self.snapshot.every)
        self._publish({**self._index, **self._gathered}, now)

    def _publish(self, index: Mapping[str, Row], snapshot: Snapshot[Row]) -> None:
        """Tell the followers; rows that are the same in the same order stay the same tuple."""
        if not _is_same(self._index, index):
            self._index = index
            snapshot = replace(snapshot, rows=tuple(index.values()))
        else:
            snapshot = replace(snapshot, rows=self.snapshot.rows)
        self.snapshot = snapshot
        self._version += 1
        published, self._published = self._published, asyncio.Event()
        published.set()


def _is_same(old: Mapping[str, object], new: Mapping[str, object]) -> bool:
    return len(old) == len(new) and all(a is b for a, b in zip(old.values(), new.values(), strict=True))


def _defect(name: str, error: Exception) -> AwsError:
    return AwsError(f"read {name}", f"{type(error).__name__}: {error}", "this is a defect of fargate-tui, see its log")


async def _first(*waits: Awaitable[object]) -> None:
    """Wait for the one that is done first, and let go of the others."""
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
