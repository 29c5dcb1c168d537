"""How many lines there were, and how many of them were errors, over a stretch of time. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

from fargate_tui.fargate.logs.lines import LogLine

ERRORS = ("error", "fatal")
STEPS = 240
"""Into how many steps the shown stretch is divided at least; what is drawn is made of whole steps."""


class Count(NamedTuple):
    """Of one bucket."""

    lines: int = 0
    errors: int = 0


class Rate:
    """Counts lines in steps of time as they come, so that the strip never has to read them again."""

    def __init__(self, span: int) -> None:
        """Count for a stretch of `span` milliseconds."""
        self.span = max(1, span)
        self._step = max(1, self.span // STEPS)
        self._counts: dict[int, Count] = {}

    def add(self, lines: Sequence[LogLine]) -> None:
        """Count lines; marks are none."""
        counts = self._counts
        for line in lines:
            if line.kind == "line":
                step = line.at // self._step
                before = counts.get(step, (0, 0))
                counts[step] = Count(before[0] + 1, before[1] + (line.level in ERRORS))

    def buckets(self, end: int, width: int) -> list[Count]:
        """The counts of the stretch that ends at `end` (milliseconds), in `width` buckets; older ones are forgotten."""
        last = (end - 1) // self._step
        per_bucket = max(1, -(-self.span // self._step // max(1, width)))
        # buckets begin at whole multiples, so that they do not change as the end moves on within one
        newest = last // per_bucket
        oldest = newest - -(-self.span // self._step // per_bucket) + 1
        for step in [step for step in self._counts if step // per_bucket < oldest]:
            del self._counts[step]
        found = [Count()] * (newest - oldest + 1)
        for step, count in self._counts.items():
            place = min(step // per_bucket, newest) - oldest
            found[place] = Count(found[place].lines + count.lines, found[place].errors + count.errors)
        return found[-width:] if width > 0 else []
