"""Log streams whose lines are made when they are first read: what nobody reads costs nothing."""

import random
import zlib
from bisect import bisect_left, insort
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from fargate_tui.demo.ports import Lines

_KEPT = 6 * 3600 * 1000
"""Milliseconds; lines that are older when a stream is first read are not made any more."""
_MOST = 50_000
"""Lines kept of one stream; the oldest go first."""
_LATEST = 2500
"""Milliseconds after which the slowest stream's lines can be read; the awslogs driver sends them in batches."""


class Event(NamedTuple):
    """One line; events are ordered by this, across streams too."""

    at: int
    """Milliseconds since 1970."""
    stream: str
    number: int
    """Of its stream, in the order of arrival."""
    message: str
    ingested: int
    """When it arrived: it can be read from then on."""


@dataclass(slots=True)
class _Written:
    at: int
    lines: Sequence[str]


@dataclass(slots=True)
class _Rhythm:
    start: int
    every: int
    lines: Lines
    end: int | None = None
    beat: int = 0


class Stream:
    """What one container writes, oldest line first."""

    def __init__(self, name: str, created: int, seed: int) -> None:
        self.name = name
        self.created = created
        self._seed = zlib.crc32(f"{seed}/{name}".encode())
        self.lag = 150 + self._seed % (_LATEST - 150)
        """Milliseconds from the writing of a line to its first reading."""
        self._to_make: deque[_Written | _Rhythm] = deque()
        self._events: list[Event] = []
        self._arrivals: list[Event] = []
        self._count = 0

    def write(self, at: int, lines: Sequence[str]) -> None:
        """Append lines, all of one moment."""
        self._to_make.append(_Written(at, lines))

    def begin(self, at: int, every: int, lines: Lines) -> None:
        """From ``at`` on say such lines every so many milliseconds."""
        self._to_make.append(_Rhythm(at, max(1, every), lines))

    def end(self, at: int) -> None:
        """Say nothing more by itself."""
        if self._to_make and isinstance(rhythm := self._to_make[-1], _Rhythm):
            rhythm.end = at

    @property
    def is_silent(self) -> bool:
        """Whether it has no line and will have none as it stands."""
        ended = (
            isinstance(part, _Rhythm) and part.end is not None and part.end <= part.start for part in self._to_make
        )
        return not self._events and all(ended)

    def put(self, lines: Iterable[tuple[int, str]], now: int) -> None:
        """Take in lines of any moments that arrive ``now``."""
        self._make(now)
        for at, line in lines:
            self._arrive(at, line, now)

    def between(self, start: int, end: int, now: int) -> Sequence[Event]:
        """The lines from ``start`` to before ``end`` that can be read ``now``, in order of time."""
        self._make(now)
        return self._events[bisect_left(self._events, (start,)) : bisect_left(self._events, (end,))]

    def count(self, now: int) -> int:
        """How many lines have arrived until ``now``."""
        self._make(now)
        return self._count

    def arrived(self, after: int, now: int) -> Sequence[Event]:
        """The lines that arrived after so many others, in the order in which they did."""
        self._make(now)
        first = self._count - len(self._arrivals)
        return self._arrivals[max(0, after - first) :]

    def last(self, now: int) -> Event | None:
        """The newest line that can be read ``now``."""
        self._make(now)
        return self._events[-1] if self._events else None

    def _make(self, now: int) -> None:
        """Make the lines that have arrived by ``now``."""
        until = now - self.lag + 1
        while self._to_make:
            part = self._to_make[0]
            if isinstance(part, _Written):
                if part.at >= until:
                    break
                self._say(part.at, part.lines)
            else:
                for at, lines in _beats(part, self._seed, until):
                    self._say(at, lines)
                if part.end is None or part.end > until:
                    break
            self._to_make.popleft()
        if len(self._arrivals) > _MOST * 1.2:
            self._arrivals = self._arrivals[-_MOST:]
            self._events = sorted(self._arrivals)

    def _say(self, at: int, lines: Sequence[str]) -> None:
        for line in lines:
            self._arrive(at, line, at + self.lag)

    def _arrive(self, at: int, line: str, ingested: int) -> None:
        event = Event(at, self.name, self._count, line, ingested)
        self._count += 1
        self._arrivals.append(event)
        if self._events and event < self._events[-1]:
            insort(self._events, event)
        else:
            self._events.append(event)


def _beats(rhythm: _Rhythm, seed: int, until: int) -> Iterator[tuple[int, Sequence[str]]]:
    """The beats before ``until`` that were not made yet; the same seed makes the same ones, whenever they are read."""
    end = until if rhythm.end is None else min(until, rhythm.end)
    rhythm.beat = max(rhythm.beat, (end - _KEPT - rhythm.start) // rhythm.every)
    chance = random.Random()
    while True:
        chance.seed(seed << 32 | rhythm.beat)
        at = rhythm.start + int((rhythm.beat + chance.random()) * rhythm.every)
        if at >= end:
            return
        rhythm.beat += 1
        yield at, spoken(rhythm.lines, chance, one=True)


def spoken(lines: Lines, chance: random.Random, *, one: bool) -> Sequence[str]:
    """What is said of these lines: of a tuple all, or one by chance."""
    if callable(lines):
        return lines(chance)
    return (chance.choice(lines),) if one and lines else lines


def milliseconds(at: datetime) -> int:
    """Since 1970."""
    return round(at.timestamp() * 1000)
