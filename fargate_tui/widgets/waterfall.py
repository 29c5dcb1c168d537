"""A task's life as bars on one time axis."""

from collections.abc import Callable, Sequence
from datetime import datetime

from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip

from fargate_tui.widgets.bars import Bar, bar_lines
from fargate_tui.widgets.line_view import LineView, blank

__all__ = ["Bar", "Waterfall", "bar_lines"]


class Waterfall(LineView):
    """The phases of a task, one line each, with their durations.

    A phase much longer than the others together (a task that has run for days) is drawn broken, as ``━╌╌━``, so that
    the seconds of its start can still be seen.
    """

    DEFAULT_CSS = """
    Waterfall { height: auto; }
    """

    def __init__(
        self,
        *,
        now: Callable[[], datetime],
        id: str | None = None,  # noqa: A002 -- Textual's own word
        classes: str | None = None,
    ) -> None:
        """Make an empty one; `now` is where a phase that goes on ends."""
        super().__init__(id=id, classes=classes)
        self._now = now
        self._bars: tuple[Bar, ...] = ()

    def show(self, bars: Sequence[Bar]) -> None:
        """Draw `bars` in place of the former ones."""
        taller = len(bars) != len(self._bars)
        self._bars = tuple(bars)
        self.set_content_size(self.size.width, len(self._bars))
        if taller:
            self.refresh(layout=True)
        self.repaint_changes()

    def tick(self) -> None:
        """Draw anew what goes on, if it looks different by now."""
        if any(bar.end is None for bar in self._bars):
            self.repaint_changes()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """A line for each bar."""
        return len(self._bars)

    def draw_line(self, y: int) -> Strip:
        """One bar."""
        width = self.size.width
        if y >= len(self._bars):
            return blank(width, self.rich_style)
        spans = bar_lines(self._bars, self._now(), width)[y]
        segments = [Segment(text, self.style_of(tone)) for text, tone in spans if text]
        return Strip(segments).crop_extend(0, width, self.rich_style)
