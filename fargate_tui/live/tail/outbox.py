"""What waits to be handed on: lines by the key that says where they belong, and the state."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import count
from operator import attrgetter
from typing import Any, Final

from fargate_tui.fargate.logs.levels import Level
from fargate_tui.fargate.logs.lines import LineKey, LogLine, line_key
from fargate_tui.live.clock import Clock
from fargate_tui.live.tail.records import TailBatch, TailState

EVERY: Final = 0.25
"""Seconds between batches: 50 lines a second one by one cost ten times as much to paint (textual.md)."""


class Outbox:
    """Gathers lines and hands them on at most four times a second."""

    def __init__(self, clock: Clock, state: TailState) -> None:
        self.state = state
        self._clock = clock
        self._lines: list[LogLine] = []
        self._order = count()
        self._news = asyncio.Event()
        self._news.set()
        self._handed_on: float | None = None

    def key(self, at: int) -> LineKey:
        """A new key for a line of that time: after all others of the same millisecond so far."""
        return line_key(at, next(self._order))

    def put(self, lines: Iterable[LogLine]) -> None:
        """Take lines in."""
        before = len(self._lines)
        self._lines.extend(lines)
        if len(self._lines) > before:
            self._news.set()

    def mark(self, at: int, text: str, *, task_id: str = "", level: Level = "") -> None:
        """Take in a mark."""
        self.put([LogLine(text=text, key=self.key(at), task_id=task_id, level=level, kind="mark")])

    def say(self, **changes: Any) -> None:
        """Change the state."""
        state = replace(self.state, **changes)
        if state != self.state:
            self.state = state
            self._news.set()

    async def take(self) -> TailBatch:
        """Wait for something new; the lines in the order of their keys."""
        await self._news.wait()
        if self._handed_on is not None:
            rest = self._handed_on + EVERY - self._clock.monotonic()
            if rest > 0:
                await self._clock.sleep(rest)
        self._handed_on = self._clock.monotonic()
        self._news.clear()
        lines, self._lines = self._lines, []
        lines.sort(key=attrgetter("key"))
        return TailBatch(tuple(lines), self.state)


Tell = Callable[[], None]
"""Says that something the state is made of has changed."""
