"""An axis of time on which one long stretch does not make all the short ones invisible. Pure."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

LONG = 4
"""A stretch this many times as long as all the others together is compressed,"""
SHARE = 0.4
"""to this part of the axis."""


class TimeAxis:
    """Maps moments (seconds) to cells; between two of the moments it is made of, it is linear."""

    def __init__(self, moments: Iterable[float], cells: int) -> None:
        self._moments = sorted(set(moments))
        self._cells = max(1, cells)
        lengths = [end - begin for begin, end in pairwise(self._moments)]
        self._places, self.compressed = _places(self._moments, lengths, self._cells)

    def cell(self, moment: float) -> float:
        """Where a moment lies, 0 to the number of cells."""
        for (begin, end), (left, right) in zip(pairwise(self._moments), pairwise(self._places), strict=True):
            if moment <= end:
                share = (max(moment, begin) - begin) / (end - begin)
                return left + share * (right - left)
        return self._places[-1] if self._places else 0.0

    def span(self, begin: float, end: float) -> tuple[int, int]:
        """First cell and number of cells of a stretch; what took no time at all still has one."""
        first = min(int(self.cell(begin)), self._cells - 1)
        return first, max(1, min(round(self.cell(end)), self._cells) - first)


def _places(
    moments: Sequence[float], lengths: Sequence[float], cells: int
) -> tuple[list[float], tuple[float, float] | None]:
    """Where each moment lies, and which stretch was compressed."""
    if not lengths:
        return [0.0 for _ in moments], None
    longest = max(lengths)
    others = sum(lengths) - longest
    shares = list(lengths)
    compressed = None
    if others > 0 and longest > LONG * others:
        at = lengths.index(longest)
        shares[at] = others * SHARE / (1 - SHARE)
        compressed = (moments[at], moments[at + 1])
    total = sum(shares)
    places = [0.0]
    for share in shares:
        places.append(places[-1] + share / total * cells)
    return places, compressed
