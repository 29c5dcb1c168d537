"""The clocks of the local AWS: one that is held and pushed, and one that goes by itself.

Both are discrete-event: what is to happen is an appointment, and between two appointments nothing costs anything,
so days pass in milliseconds.
"""

import asyncio
import heapq
import itertools
import time
from collections.abc import Callable
from datetime import datetime, timedelta

_SWEEP_AT = 4096
"""Cancelled appointments that may lie in the heap before it is built anew."""


class Appointment:
    """Something to do at a time; ``do`` is None once it was done or cancelled."""

    __slots__ = ("do", "when")

    def __init__(self, when: datetime, do: Callable[[], None]) -> None:
        self.when = when
        self.do: Callable[[], None] | None = do


class HeldClock:
    """A clock that stands still until it is pushed."""

    is_held = True
    """Whether it goes only as it is pushed."""

    def __init__(self, start: datetime) -> None:
        self._now = start
        self._heap: list[tuple[datetime, int, Appointment]] = []
        self._order = itertools.count()
        self._cancelled = 0

    def now(self) -> datetime:
        """The time, UTC; while an appointment runs, that appointment's own time."""
        return self._now

    def at(self, when: datetime, do: Callable[[], None]) -> Appointment:
        """Run ``do`` when the time has come, in order of time and then of asking; a time gone by means now."""
        appointment = Appointment(max(when, self._now), do)
        self.keep(appointment)
        return appointment

    def keep(self, appointment: Appointment) -> None:
        """Take an appointment over from another clock."""
        heapq.heappush(self._heap, (max(appointment.when, self._now), next(self._order), appointment))

    def cancel(self, appointment: object) -> None:
        """Do not run it; nothing happens where it has run already."""
        if not isinstance(appointment, Appointment) or appointment.do is None:
            return
        appointment.do = None
        self._cancelled += 1
        if self._cancelled > _SWEEP_AT and self._cancelled * 2 > len(self._heap):
            self._sweep()

    def advance(self, seconds: float) -> None:
        """Push the clock by ``seconds`` and run everything that falls due on the way, in order."""
        self.run_until(self.now() + timedelta(seconds=seconds))

    def run_until(self, when: datetime) -> None:
        """Run everything due up to ``when``, and stand there; a time gone by changes nothing."""
        self._run_due(when)
        self._now = max(self._now, when)

    def _run_due(self, until: datetime) -> None:
        while self._heap and self._heap[0][0] <= until:
            when, _, appointment = heapq.heappop(self._heap)
            do, appointment.do = appointment.do, None
            if do is None:
                self._cancelled -= 1
                continue
            self._now = max(self._now, when)
            do()

    def _next(self) -> datetime | None:
        """When the next appointment is that was not cancelled."""
        while self._heap and self._heap[0][2].do is None:
            heapq.heappop(self._heap)
            self._cancelled -= 1
        return self._heap[0][0] if self._heap else None

    def _sweep(self) -> None:
        self._heap = [entry for entry in self._heap if entry[2].do is not None]
        heapq.heapify(self._heap)
        self._cancelled = 0


class LiveClock(HeldClock):
    """A clock that goes by itself while `run` runs, ``speed`` times as fast as the world; held before that.

    Push it first (`run_until`) to have a past, then `run` it: it goes on from where it stands.
    """

    is_held = False

    def __init__(self, start: datetime, speed: float = 1.0) -> None:
        super().__init__(start)
        self._speed = speed
        self._anchor: tuple[datetime, float] | None = None
        self._running_due = False
        self._sooner = asyncio.Event()

    def now(self) -> datetime:
        """The time, UTC; it never goes back."""
        if self._anchor is not None and not self._running_due:
            self._now = max(self._now, self._present())
        return self._now

    def keep(self, appointment: Appointment) -> None:
        """Take an appointment over from another clock."""
        super().keep(appointment)
        if self._heap[0][2] is appointment:
            self._sooner.set()

    def run_until(self, when: datetime) -> None:
        """Run everything due up to ``when``, and go on from there."""
        super().run_until(when)
        if self._anchor is not None:
            self._anchor = (self._now, time.monotonic())
            self._sooner.set()

    def go_at(self, speed: float) -> None:
        """Go on ``speed`` times as fast as the world."""
        self._now = self.now()
        self._speed = speed
        if self._anchor is not None:
            self._anchor = (self._now, time.monotonic())
            self._sooner.set()

    async def run(self) -> None:
        """Go by itself until cancelled: sleep exactly until the next appointment, run it, and so on."""
        self._anchor = (self._now, time.monotonic())
        try:
            while True:
                self._run_due(self._present())
                await self._sleep()
        finally:
            self.now()
            self._anchor = None

    def _run_due(self, until: datetime) -> None:
        self._running_due = True
        try:
            super()._run_due(until)
        finally:
            self._running_due = False

    async def _sleep(self) -> None:
        self._sooner.clear()
        due = self._next()
        seconds = None if due is None else max(0.0, (due - self._present()).total_seconds() / self._speed)
        try:
            async with asyncio.timeout(seconds):
                await self._sooner.wait()
        except TimeoutError:
            return

    def _present(self) -> datetime:
        """What the time is; unlike `now` it tells nobody, so an appointment can still have its own, earlier time."""
        if self._anchor is None:
            return self._now
        then, at = self._anchor
        return then + timedelta(seconds=(time.monotonic() - at) * self._speed)


class LateClock(HeldClock):
    """The clock of what is made late, and has a past all the same: it catches up, and then goes with another."""

    def __init__(self, start: datetime, leader: HeldClock) -> None:
        super().__init__(start)
        self.is_held = leader.is_held
        self._leader = leader
        self._is_there = False

    def now(self) -> datetime:
        """The leader's time, once it has caught up."""
        return self._leader.now() if self._is_there else super().now()

    def at(self, when: datetime, do: Callable[[], None]) -> Appointment:
        """Run ``do`` when the time has come, once it has caught up: with all that is the leader's."""
        return self._leader.at(when, do) if self._is_there else super().at(when, do)

    def cancel(self, appointment: object) -> None:
        """Do not run it; nothing happens where it has run already."""
        if self._is_there:
            self._leader.cancel(appointment)
        else:
            super().cancel(appointment)

    def catch_up(self) -> None:
        """Let the past happen, and leave to the leader what is still to come."""
        self.run_until(self._leader.now())
        self._is_there = True
        for _, _, appointment in sorted(self._heap):
            if appointment.do is not None:
                self._leader.keep(appointment)
        self._heap.clear()
