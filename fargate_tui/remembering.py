"""Where a person was, put back at the start and in each account that is gone to, and written down now and then."""

import asyncio
import itertools
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import msgspec

from fargate_tui.format import failure
from fargate_tui.last_time import Found, LastTime
from fargate_tui.live.clock import Clock
from fargate_tui.returning import add, assumed, gone, journey_back, left_now, put_back
from fargate_tui.screens.context import Assumed, Context
from fargate_tui.screens.frame import FrameScreen
from fargate_tui.screens.journey import Journey
from fargate_tui.screens.left import PASSING, Left
from fargate_tui.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fargate_tui.app import FargateApp
    from fargate_tui.live.known_rows import KnownListing

EVERY: Final = 10.0
"""Seconds between two looks at whether one is elsewhere; only then it is written down."""
ROUNDS: Final = 6
"""Looks between two writings of what the lists show."""
LAST: Final = 2.0
"""Seconds that the end waits for a slow disk."""


class Remembering:
    """What was left in the account on the screen."""

    def __init__(self, app: "FargateApp", settings: Settings, clock: Clock) -> None:
        self._app = app
        self._clock = clock
        self._settings = settings
        self._first = LastTime(settings.memory, settings)  # it reads while the app is made
        self._times: dict[int, tuple[Context, LastTime]] = {}
        """Of each account, by the identity of its context, which lives as long."""
        self._known: set[int] = set()
        """The accounts of which AWS has said that they are those that were assumed."""
        self._is_by_itself = False
        """Whether the place at the start was chosen by nobody."""
        self._kept: Left | None = None
        self._one_at_a_time = asyncio.Lock()
        self._is_told = False

    @property
    def is_off(self) -> bool:
        """Whether nothing is kept."""
        return self._first.is_off

    def is_known(self, context: Context) -> bool:
        """Whether AWS has said whose account it is."""
        return id(context) in self._known

    # -- at the start, and in another account --------------------------------------------------------------------------

    def first_journey(self, context: Context, named: Journey | None) -> Journey:
        """Put back what was left, and say where to begin: where one is ``named``, else where one was."""
        self._times[id(context)] = context, self._first
        found = self._first.assumed()
        put_back(context, found)
        if found.left is not None:
            context.logs, context.header = found.left.logs, found.left.header
            context.atlas.put_back(found.left.together)
        if named is not None:
            return named
        self._is_by_itself = True
        journey = journey_back(found)
        context.assumed = assumed(found, journey.place)
        return journey

    async def prepare(self, context: Context) -> None:
        """Arrange the views of an account as they were left, the first time that it is gone to."""
        if self.is_off or id(context) in self._times:
            return
        time = LastTime(self._settings.memory, self._app.contexts.settings_of(context.here))
        self._times[id(context)] = context, time
        put_back(context, await asyncio.to_thread(time.assumed))

    def begin(self) -> None:
        """Learn whose account is on the screen, and keep now and then where one is in it."""
        if not self.is_off:
            self._app.run_worker(self._remember(self._app.context), group="memory", exclusive=True)

    async def _remember(self, context: Context) -> None:
        if not self.is_known(context):
            await self._learn(context)
        for look in itertools.count():
            await self.keep(rows=look % ROUNDS == ROUNDS - 1)
            await self._clock.sleep(EVERY)

    async def _learn(self, context: Context) -> None:
        """Drop what was put back where the account is another one."""
        _, time = self._times[id(context)]
        begun, was, known = context.journey, context.assumed, time.assumed().left
        caller = await context.store.known_caller()
        if known is None or (known.account, known.region) != (caller.account, caller.region):
            found = await asyncio.to_thread(time.of, caller)
            if known is None:
                add(context, found)
            else:
                await self._begin_anew(context, found, begun, was)
        context.assumed = None
        self._known.add(id(context))
        if was is not None and context.journey is begun:
            await self._look(context, was)

    async def _look(self, context: Context, was: Assumed) -> None:
        """Say where what was opened by itself has been deleted since."""
        words = await gone(context.store, was.place, was.left_at, context.now())
        if words:
            self._app.notify(words, severity="warning", timeout=30, markup=False)

    async def _begin_anew(self, context: Context, found: Found, begun: Journey, was: Assumed | None) -> None:
        put_back(context, found)
        context.assumed = None
        if was is not None:
            words = f"you were in account {was.account}, {was.region}; this is another: nothing of that is shown"
            self._app.notify(words, severity="warning", markup=False)
        if context.journey is begun and self._app.context is context:
            await self._app.begin_at(journey_back(found) if self._is_by_itself else begun)

    # -- writing -------------------------------------------------------------------------------------------------------

    def keep_soon(self, context: Context, *, rows: bool = False) -> None:
        """Write down how an account is left, meanwhile."""
        left = self._left(context)
        if left is not None:
            listings = context.store.shelf.listings() if rows else None
            self._app.run_worker(self._write(context, left, listings), group="keep")

    async def keep(self, *, rows: bool) -> None:
        """Write down where one is, and where it is worth it what the lists show."""
        context, screen = self._app.context, self._app.screen
        if isinstance(screen, FrameScreen) and screen.is_mounted and screen.place.view not in PASSING:
            screen.leave()
        left = self._left(context)
        if left is not None:
            await self._write(context, left, context.store.shelf.listings() if rows else None)

    def _left(self, context: Context) -> Left | None:
        """How an account is left now; None while it is not known whose it is."""
        caller = context.store.caller()
        if caller is None or not self.is_known(context):
            return None
        return left_now(context, context.journey, caller.account, caller.region)

    async def _write(self, context: Context, left: Left, listings: "Sequence[KnownListing] | None") -> None:
        async with self._one_at_a_time:
            if listings is None and self._kept is not None and left == msgspec.structs.replace(self._kept, at=left.at):
                return
            self._kept = left
            try:
                await asyncio.to_thread(self._times[id(context)][1].write, left, listings)
            except OSError as error:
                self._tell(error)

    async def keep_at_the_end(self) -> None:
        """Write all of it down, as far as the disk does not take too long."""
        if not self.is_off:
            with suppress(TimeoutError):
                await asyncio.wait_for(self.keep(rows=True), LAST)

    def _tell(self, error: OSError) -> None:
        """Say once that it is not kept where one is."""
        if not self._is_told:
            self._is_told = True
            where = f"{self._settings.memory}: {failure(error)}"
            words = f"where you are cannot be kept in {where}; the next start does not know"
            self._app.telling.warn_of_disk(words)
