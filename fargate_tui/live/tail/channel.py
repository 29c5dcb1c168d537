"""How new lines come from some log groups of one Region: by Live Tail where that is allowed, else by asking often.

Whatever changes - the session breaks off, is refused, is over after three hours - the stretch around the change is read
by FilterLogEvents, and `seen` keeps what was handed on already from coming twice.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable
from contextlib import aclosing, suppress
from typing import Final

from fargate_tui.fargate.errors import AwsError, Invalid, NotAllowed, NotFound, Throttled
from fargate_tui.fargate.logs.records import TailUpdate
from fargate_tui.live.pace import back_off
from fargate_tui.live.refusal import AGAIN_AFTER
from fargate_tui.live.tail import marks
from fargate_tui.live.tail.means import Means
from fargate_tui.live.tail.outbox import Outbox, Tell
from fargate_tui.live.tail.place import Place
from fargate_tui.live.tail.reader import Reader
from fargate_tui.live.tail.records import ChannelState, Mode
from fargate_tui.live.tail.seen import Tally

GROUPS: Final = 10
"""Log groups of a session."""

PREFIXES: Final = 100
"""Stream prefixes of a session, which may have any only if it is about one group."""

POLL_EVERY: Final = 2.0
IDLE_EVERY: Final = 10.0
"""Seconds between passes while nobody has pressed a key for a while."""

CALLS_PER_SECOND: Final = 2.5
"""Half of what the smallest Regions allow an account (fargate.md §9.2)."""

OVERLAP: Final = 15_000
"""Milliseconds that a pass goes back behind what was read: the awslogs driver sends what it has every five seconds."""

SWEEP: Final = 120_000
"""Milliseconds that every so often, and after a change, a pass goes back for lines that are later still."""

SWEEP_EVERY: Final = 30.0
SETTLE: Final = 10.0
"""Seconds after the begin of a session when the stretch around its begin is read once more."""

SESSION: Final = 2.9 * 3600.0
"""Seconds after which a session is replaced, before AWS ends it at three hours."""

GATHER: Final = 0.5
"""Seconds in which changes of the places are gathered: an account may begin five sessions a second."""

_AGAIN_IF_LIMITED: Final = 60.0
_AGAIN_IF_BROKEN: Final = 5.0
_LONG_ENOUGH: Final = 60.0
"""Seconds after which the end of a session is no sign of trouble."""


class Channel:
    """Follows up to ten log groups of a Region."""

    def __init__(
        self,
        region: str,
        means: Means,
        reader: Reader,
        outbox: Outbox,
        tell: Tell,
    ) -> None:
        self.region = region
        self.places: list[Place] = []
        self.is_live = False
        self.is_polling = False
        self.gap = ""
        """Why there is no Live Tail; empty while there is."""
        self._means = means
        self._reader = reader
        self._outbox = outbox
        self._tell = tell
        self._changed = asyncio.Event()
        self._live_at = 0.0
        self._breaks = 0
        self._failures = 0
        self._swept_at = float("-inf")
        self._is_sampled = False

    @property
    def state(self) -> ChannelState:
        """How its lines come."""
        mode: Mode = "live tail" if self.is_live else "polling" if self.is_polling else "starting"
        return ChannelState(self.region, tuple(place.group for place in self.places), mode, self.gap)

    def change(self) -> None:
        """Take note that the places or what is read of them have changed."""
        self._changed.set()

    async def run(self) -> None:
        """Follow until cancelled."""
        while True:
            while self._changed.is_set():
                self._changed.clear()
                await self._means.clock.sleep(GATHER)
            if self._may_be_live():
                await self._live()
            else:
                await self._until(self._means.clock.sleep(await self._poll()))

    def _may_be_live(self) -> bool:
        """Live Tail is billed: not while nobody is there."""
        if not self._means.may_be_live:
            self.gap = f"no live tail, asking every {POLL_EVERY:.0f} s instead: it is switched off in the settings"
            return False
        is_due = self._means.clock.monotonic() >= self._live_at
        return is_due and not self._means.attention.is_lost and any(not place.is_lost for place in self.places)

    async def _live(self) -> None:
        """Hold one session, to whatever end it comes."""
        places = [place for place in self.places if not place.is_lost]
        prefixes = places[0].stems if len(places) == 1 and len(places[0].stems) <= PREFIXES else ()
        try:
            async with self._means.connection.use() as aws:
                logs = aws.logs(self.region or None)
                updates = logs.live_tail([place.group for place in places], prefixes=prefixes)
                async with aclosing(updates):
                    await self._session(updates, places)
        except AwsError as error:
            self._put_off(error)
        finally:
            self.is_live = False
            self._swept_at = float("-inf")
            self._tell()

    def _put_off(self, error: AwsError) -> None:
        """Say why there is no session now, and when the next is tried."""
        self._breaks += 1
        match error:
            case NotAllowed() | Invalid():
                wait = AGAIN_AFTER
            case Throttled():
                wait = max(_AGAIN_IF_LIMITED, back_off(error, self._breaks, self._means.chance))
            case NotFound():
                # A pass over each group says which of them it is.
                wait = _AGAIN_IF_BROKEN
            case _:
                wait = max(_AGAIN_IF_BROKEN, back_off(error, self._breaks, self._means.chance))
        self._live_at = self._means.clock.monotonic() + wait
        self.gap = f"no live tail, asking every {POLL_EVERY:.0f} s instead: {error}"

    async def _session(self, updates: AsyncGenerator[TailUpdate, None], places: list[Place]) -> None:
        """Hand on what a session says until it ends, is too old, or is about other places than are wanted."""
        begun = self._means.clock.monotonic()
        if await anext(updates, None) is None:
            self._rest_if_short(begun)
            return
        self.is_live, self.is_polling, self.gap = True, False, ""
        self._tell()
        tallies = {place.group: (place, Tally(place.seen)) for place in places}
        caught_up = asyncio.Event()
        around = asyncio.create_task(self._read_around(places, caught_up), name="read around the begin of a live tail")
        try:
            while self._means.clock.monotonic() - begun < SESSION and not self._means.attention.is_lost:
                update = await self._until(anext(updates, None))
                if update is None:
                    self._rest_if_short(begun)
                    return
                await self._take(update, tallies, caught_up)
        finally:
            around.cancel()
            await asyncio.gather(around, return_exceptions=True)

    def _rest_if_short(self, begun: float) -> None:
        """After a session that ended too soon, wait longer each time before the next."""
        moment = self._means.clock.monotonic()
        if self._changed.is_set() or moment - begun >= _LONG_ENOUGH:
            self._breaks = 0
            return
        self._breaks += 1
        self._live_at = moment + _AGAIN_IF_BROKEN * 2.0 ** min(self._breaks, 5)

    async def _take(
        self, update: TailUpdate, tallies: dict[str, tuple[Place, Tally]], caught_up: asyncio.Event
    ) -> None:
        if update.sampled and not self._is_sampled:
            self._outbox.mark(update.events[0].at if update.events else self._means.now(), marks.SAMPLED, level="warn")
        self._is_sampled = update.sampled
        for group, (place, tally) in tallies.items():
            events = [event for event in update.events if event.group == group]
            newest = await self._reader.take(place, tally, events)
            if caught_up.is_set():
                place.advance(min(newest, self._means.now()))
            if (forgotten := place.forget(SWEEP * 2)) is not None:
                tally.forget_before(forgotten)

    async def _read_around(self, places: list[Place], caught_up: asyncio.Event) -> None:
        """Read what came before the session, once more when it has settled, and look for groups that were lost.

        An event that equals one just before the session cannot be told from it until both can be read.
        """
        starts = [(place, place.covered - SWEEP) for place in places]
        for place, start in starts:
            await self._reader.insist(place, start)
        caught_up.set()
        await self._means.clock.sleep(SETTLE)
        for place, start in starts:
            await self._reader.insist(place, start)
        while True:
            await self._means.clock.sleep(SWEEP_EVERY)
            for place in self._lost():
                if await self._reader.insist(place, place.covered - SWEEP):
                    self.change()

    def _lost(self) -> list[Place]:
        moment = self._means.clock.monotonic()
        return [place for place in self.places if place.gap and moment >= place.rests_until]

    async def _poll(self) -> float:
        """Read what is new in every place; the seconds to wait."""
        self.is_polling = True
        self._tell()
        moment = self._means.clock.monotonic()
        is_sweep = moment - self._swept_at >= SWEEP_EVERY
        if is_sweep:
            self._swept_at = moment
        calls = 0
        error: AwsError | None = None
        for place in [place for place in self.places if not place.gap or moment >= place.rests_until]:
            calls += len(place.reads)
            failed = await self._reader.attempt(place, place.covered - (SWEEP if is_sweep else OVERLAP))
            error = failed if failed is not None and not place.gap else error
            place.forget(SWEEP * 2)
        self._failures = self._failures + 1 if error is not None else 0
        pace = max(IDLE_EVERY if self._means.attention.is_lost else POLL_EVERY, calls / CALLS_PER_SECOND)
        return max(pace, back_off(error, self._failures, self._means.chance)) if error is not None else pace

    async def _until(self, awaited: Awaitable[TailUpdate | None]) -> TailUpdate | None:
        """Wait for something, or until the places change; None then."""
        waiting = asyncio.ensure_future(awaited)
        changed = asyncio.ensure_future(self._changed.wait())
        try:
            await asyncio.wait((waiting, changed), return_when=asyncio.FIRST_COMPLETED)
            return waiting.result() if waiting.done() else None
        finally:
            changed.cancel()
            if not waiting.done():
                waiting.cancel()
                with suppress(asyncio.CancelledError, AwsError, StopAsyncIteration):
                    await waiting
