"""What is searched for in logs, and which of the lines found was gone to. Pure."""

from collections.abc import Sequence

from fargate_tui.fargate.logs.lines import LogLine
from fargate_tui.widgets.log_sift import place


class LogSearch:
    """Goes from one found line to another; it is told each time what is found by now."""

    def __init__(self) -> None:
        self.words = ""
        self.line: LogLine | None = None
        """The line that was gone to."""
        self.waits = False
        """Whether nothing was gone to yet since the search began."""

    def begin(self, words: str) -> None:
        """Search for other words; "" for none."""
        self.words, self.line, self.waits = words, None, bool(words)

    def number(self, found: Sequence[LogLine]) -> int:
        """Which of the found lines was gone to, counted from 1; 0 where none was, or it is no longer among them."""
        at, is_there = self._place(found)
        return at + 1 if is_there else 0

    def first(self, found: Sequence[LogLine], bottom: LogLine | None) -> LogLine | None:
        """Go to the last one at or above `bottom`, else to the first."""
        self.waits = False
        at = place(found, bottom) if bottom is not None else 0
        if at == len(found) or found[at] is not bottom:
            at -= 1
        return self._go(found, max(0, at))

    def next(self, found: Sequence[LogLine]) -> LogLine | None:
        """Go to the next one, after the last one to the first."""
        at, is_there = self._place(found)
        return self._go(found, at + is_there)

    def previous(self, found: Sequence[LogLine]) -> LogLine | None:
        """Go to the one before, before the first one to the last."""
        return self._go(found, self._place(found)[0] - 1)

    def _go(self, found: Sequence[LogLine], number: int) -> LogLine | None:
        self.line = found[number % len(found)] if found else None
        return self.line

    def _place(self, found: Sequence[LogLine]) -> tuple[int, bool]:
        """Where among the found lines the one that was gone to stands, or would stand, and whether it does."""
        if self.line is None:
            return 0, False
        at = place(found, self.line)
        return at, at < len(found) and found[at] is self.line
