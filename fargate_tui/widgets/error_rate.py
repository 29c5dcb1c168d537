"""The strip above logs: how many lines, and how many errors, over the shown stretch of time."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from rich.segment import Segment
from textual.strip import Strip

from fargate_tui.fargate.logs.lines import LogLine
from fargate_tui.format import cell_width, count, fit
from fargate_tui.sparkline import BLOCKS
from fargate_tui.widgets.line_view import LineView
from fargate_tui.widgets.log_rate import Count, Rate

QUIET = "⡀⡄⡆⡇"
"""Heights of a bucket without errors: told apart from the blocks of errors without colour too."""
NUMBERS = 30
"""Cells of the numbers, so that the bars stay where they are when there are more digits."""
MINUTES = timedelta(minutes=15)


class ErrorRate(LineView):
    """One line: errors and lines in numbers, then a bar for each bucket of time.

    A bucket with errors is a block as high as its share of the most errors in a bucket; one without is a thin bar as
    high as its share of the most lines.
    """

    DEFAULT_CSS = """
    ErrorRate { height: 1; }
    """

    def __init__(
        self,
        *,
        now: Callable[[], datetime],
        span: timedelta = MINUTES,
        id: str | None = None,  # noqa: A002 -- Textual's own word
        classes: str | None = None,
    ) -> None:
        """Make an empty one over the `span` that ends `now`."""
        super().__init__(id=id, classes=classes)
        self._now = now
        self._rate = Rate(_milliseconds(span))

    def append(self, lines: Sequence[LogLine]) -> None:
        """Count more lines."""
        self._rate.add(lines)
        self.repaint_changes()

    def show(self, lines: Sequence[LogLine], span: timedelta) -> None:
        """Count these lines alone, over another span."""
        self._rate = Rate(_milliseconds(span))
        self.append(lines)

    def tick(self) -> None:
        """Move on with the time."""
        self.repaint_changes()

    def draw_line(self, y: int) -> Strip:  # noqa: ARG002 -- there is one
        """The numbers and the bars."""
        width = self.size.width
        room = max(0, width - NUMBERS)
        buckets = self._rate.buckets(int(self._now().timestamp() * 1000), room)
        lines, errors = sum(each.lines for each in buckets), sum(each.errors for each in buckets)
        told = f" {count(errors)} {'error' if errors == 1 else 'errors'}"
        rest = fit(f" in {count(lines)} {'line' if lines == 1 else 'lines'}", NUMBERS - cell_width(told))
        segments = [
            Segment(told, self.style_of("bad" if errors else "muted")),
            Segment(rest, self.style_of("muted")),
        ]
        bars = "".join(bars_of(buckets)).rjust(room)
        for loud, run in groupby(bars, key=lambda bar: bar in BLOCKS):
            segments.append(Segment("".join(run), self.style_of("bad" if loud else "muted")))
        return Strip(segments).crop_extend(0, width, self.rich_style)


def bars_of(buckets: Sequence[Count]) -> list[str]:
    """A character for each bucket."""
    most_lines = max((each.lines for each in buckets), default=0)
    most_errors = max((each.errors for each in buckets), default=0)
    return [_bar(each, most_lines, most_errors) for each in buckets]


def _bar(bucket: Count, most_lines: int, most_errors: int) -> str:
    if bucket.errors:
        return BLOCKS[-(-bucket.errors * len(BLOCKS) // most_errors) - 1]
    return QUIET[-(-bucket.lines * len(QUIET) // most_lines) - 1] if bucket.lines else " "


def _milliseconds(span: timedelta) -> int:
    return int(span.total_seconds() * 1000)
