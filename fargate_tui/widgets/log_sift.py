"""Which of the held lines are shown, what repeats, and what a search has found. Pure."""

import asyncio
import re
import time
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from fargate_tui.fargate.logs.filters import InvalidPattern, LineFilter, Wanted
from fargate_tui.fargate.logs.lines import LogLine
from fargate_tui.widgets.log_ring import KEY, insert
from fargate_tui.widgets.log_words import understood

HELD = 0.002
"""Seconds."""
SLICE = 256
"""Lines in the first slice; the next ones are made as long as fits."""

# times and dates as programs write them into their lines: two lines that differ only there are the same
_TIMES = re.compile(r"\d{4}[-/]\d\d[-/]\d\d|\d\d:\d\d:\d\d(?:[.,]\d+)?")


class Sift:
    """A filter, a search and the folding of repeats at work; `take` may be called in slices.

    What is shown are entries: a line each, or several equal lines of one container that stand together.
    """

    def __init__(
        self, wanted: LineFilter | None = None, search: Wanted | None = None, *, collapsed: bool = False
    ) -> None:
        """Sift by a filter and a search, none by default; marks pass any filter, for they say what is missing."""
        self.wanted, self.search, self.collapsed = wanted, search, collapsed
        self.kept: list[LogLine] = []
        """The lines that pass, in order."""
        self.found: list[LogLine] = []
        """Those of them that the search finds."""
        self._starts: list[int] = []
        """Where in `kept` each entry begins, if repeats are folded."""

    @property
    def idle(self) -> bool:
        """Whether it does nothing to any line."""
        return self.wanted is None and self.search is None and not self.collapsed

    def __len__(self) -> int:
        return len(self._starts) if self.collapsed else len(self.kept)

    def line(self, entry: int) -> LogLine:
        """The (first) line of an entry."""
        return self.kept[self._starts[entry] if self.collapsed else entry]

    def last_line(self, entry: int) -> LogLine:
        """The last line of an entry."""
        return self.kept[(self._starts[entry] if self.collapsed else entry) + self.count(entry) - 1]

    def count(self, entry: int) -> int:
        """How many lines an entry stands for."""
        if not self.collapsed:
            return 1
        end = self._starts[entry + 1] if entry + 1 < len(self._starts) else len(self.kept)
        return end - self._starts[entry]

    def entry_of(self, line: LogLine) -> int:
        """The entry in which a line stands, or that stands where it would."""
        at = place(self.kept, line)
        if not self.collapsed:
            return max(0, min(at, len(self.kept) - 1))
        return max(0, bisect_right(self._starts, at) - 1)

    def lines_after(self, line: LogLine) -> int:
        """How many shown lines stand below a line."""
        at = place(self.kept, line)
        here = at < len(self.kept) and self.kept[at].key == line.key
        return len(self.kept) - at - here

    def take(self, lines: Sequence[LogLine]) -> None:
        """Put more lines where they belong."""
        passing = self._passing(lines)
        first = insert(self.kept, passing)
        if self.search is not None:
            matches = self.search.matches
            insert(self.found, [line for line in passing if matches(line.text)])
        if self.collapsed:
            self._group(first)

    def forget_before(self, first: LogLine) -> None:
        """Let go of what stands before `first`, now the oldest of the held lines."""
        gone = bisect_left(self.kept, first.key, key=KEY)
        del self.kept[:gone]
        del self.found[: bisect_left(self.found, first.key, key=KEY)]
        if self.collapsed and gone:
            # the entry that was cut is one of its remaining lines
            rest = bisect_right(self._starts, gone)
            self._starts = [0, *(start - gone for start in self._starts[rest:])] if self.kept else []

    def _passing(self, lines: Sequence[LogLine]) -> Sequence[LogLine]:
        if self.wanted is None:
            return lines
        # a pass for each word, not a call of `shows` for each line: a third of the time over 100,000 lines
        for each in self.wanted.keep:
            matches = each.matches
            lines = [line for line in lines if line.kind == "mark" or matches(line.text)]
        for each in self.wanted.drop:
            matches = each.matches
            lines = [line for line in lines if line.kind == "mark" or not matches(line.text)]
        return lines

    def _group(self, first: int) -> None:
        """Make the entries anew from a line of `kept` on."""
        starts, kept = self._starts, self.kept
        del starts[bisect_left(starts, first) :]
        before = kept[first - 1] if first else None
        for at in range(first, len(kept)):
            line = kept[at]
            if before is None or not repeats(before, line):
                starts.append(at)
            before = line


def sift_of(keep: str, drop: str, search: str, *, collapsed: bool) -> tuple[Sift, str]:
    """A sift by what a person typed, and what is wrong with that, in a sentence; what is wrong hides nothing."""
    problem = ""
    wanted: list[Wanted | None] = []
    for words in (keep, drop, search):
        try:
            wanted.append(understood(words) if words else None)
        except InvalidPattern as wrong:
            problem = str(wrong)
            wanted.append(None)
    kept, dropped, searched = wanted
    by = LineFilter((kept,) if kept else (), (dropped,) if dropped else ()) if kept or dropped else None
    return Sift(by, searched, collapsed=collapsed), problem


async def sift_in_slices(sift: Sift, lines: Sequence[LogLine]) -> None:
    """Let lines pass through a sift without holding the loop for much more than `HELD` at a time."""
    at, size = 0, SLICE
    while at < len(lines):
        began = time.perf_counter()
        sift.take(lines[at : at + size])
        at += size
        took = time.perf_counter() - began
        # lines of a megabyte and patterns that go back and forth make a slice ten thousand times as long
        size = max(1, min(2 * size, round(size * HELD / max(took, 1e-6))))
        await asyncio.sleep(0)


def repeats(before: LogLine, line: LogLine) -> bool:
    """Whether a line says nothing but what the one before it said, times apart."""
    if before.task_id != line.task_id or before.kind != "line" or line.kind != "line":
        return False
    if before.container != line.container:
        return False
    one, other = before.text, line.text
    return one == other or (abs(len(one) - len(other)) < 8 and _TIMES.sub("", one) == _TIMES.sub("", other))


def place(lines: Sequence[LogLine], line: LogLine) -> int:
    """Where a line stands, or would stand."""
    return bisect_left(lines, line.key, key=KEY)
