"""The lines that a log view holds: in order, and not more than so many. Pure."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from operator import attrgetter

from fargate_tui.fargate.logs.lines import LogLine

KEY = attrgetter("key")
MAX_LINES = 100_000
PRUNED = 10
"""A full ring lets a tenth of its lines go at once: a list is shortened at its beginning in one move of the rest."""


class LogRing:
    """Lines in the order of their keys, each of which exists once; at most `max_lines`, else the oldest go."""

    def __init__(self, max_lines: int = MAX_LINES) -> None:
        self.max_lines = max(1, max_lines)
        self.lines: list[LogLine] = []
        self.dropped = 0
        """Lines let go so far."""

    def add(self, lines: Sequence[LogLine]) -> int:
        """Put lines where their keys belong; how many others were let go."""
        insert(self.lines, lines)
        surplus = len(self.lines) - self.max_lines
        if surplus <= 0:
            return 0
        dropped = min(max(surplus, self.max_lines // PRUNED), len(self.lines) - 1)
        del self.lines[:dropped]
        self.dropped += dropped
        return dropped

    def clear(self) -> None:
        """Forget all lines."""
        self.lines.clear()
        self.dropped = 0


def insert(lines: list[LogLine], fresh: Sequence[LogLine]) -> int:
    """Put `fresh` into ordered `lines`; the index of the first that is new or has moved."""
    if not fresh:
        return len(lines)
    if any(before.key > after.key for before, after in pairwise(fresh)):
        fresh = sorted(fresh, key=KEY)
    first = len(lines)
    if lines and fresh[0].key < lines[-1].key:
        first = bisect_right(lines, fresh[0].key, key=KEY)
        # two runs in order: the sort only merges them, and so costs what they are long
        lines[first:] = sorted([*lines[first:], *fresh], key=KEY)
    else:
        lines.extend(fresh)
    return first
