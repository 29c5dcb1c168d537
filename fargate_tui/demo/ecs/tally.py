"""How many tasks of a service ran at which time: what its metrics are computed from."""

from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

_MOST = 50_000
"""Changes that are kept; a crash loop makes two a minute."""


class Tally:
    """A count and every change of it, times in seconds since 1970."""

    __slots__ = ("_counts", "_times")

    def __init__(self) -> None:
        self._times: list[float] = []
        self._counts: list[int] = []

    def note(self, at: float, count: int) -> None:
        """From ``at`` on there are so many."""
        self._times.append(at)
        self._counts.append(count)
        if len(self._times) > _MOST * 1.2:
            del self._times[:-_MOST], self._counts[:-_MOST]

    @property
    def since(self) -> float | None:
        """When the first change was; None before it."""
        return self._times[0] if self._times else None

    def most(self, start: float, end: float) -> int:
        """The highest count from ``start`` to ``end``."""
        first = bisect_right(self._times, start) - 1
        return max(self._counts[max(0, first) : bisect_right(self._times, end)], default=0) if self._times else 0

    def average(self, start: float, end: float) -> float:
        """The mean count from ``start`` to ``end``."""
        return sum((to - since) * count for since, to, count in self._spans(start, end)) / (end - start)

    def _spans(self, start: float, end: float) -> Iterator[tuple[float, float, int]]:
        first = bisect_right(self._times, start) - 1
        last = bisect_right(self._times, end)
        edges = [start, *self._times[first + 1 : last], end]
        counts = [self._counts[first] if first >= 0 else 0, *self._counts[first + 1 : last]]
        yield from ((since, to, count) for (since, to), count in zip(pairwise(edges), counts, strict=True))
