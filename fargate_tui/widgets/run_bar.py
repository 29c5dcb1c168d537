"""The line that tells how far a change is, and all of why where it went wrong."""

from rich.segment import Segment
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip

from fargate_tui.format import ELLIPSIS, cell_width, fitting
from fargate_tui.widgets.line_view import blank
from fargate_tui.widgets.lines import Line, Span, folds, harmless, part, plain
from fargate_tui.widgets.one_line import OneLine

MOST = 3
"""Lines that a reason may take."""
INDENT = 3


class RunBar(OneLine):
    """One line above the key bar, hidden while nothing is being changed.

    What went wrong is folded: the permission that is missing stands at the end of what AWS says.
    """

    DEFAULT_CSS = "RunBar { height: auto; max-height: 3; }"

    is_folded: reactive[bool] = reactive(False, init=False, repaint=False)
    """Whether all of it has to be read, in up to three lines."""

    def tell(self, told: Line, *, is_folded: bool = False) -> None:
        """Tell something; nothing hides it."""
        self.set_reactive(RunBar.is_folded, is_folded)
        self.told = told
        self.watch_told()

    def watch_told(self) -> None:
        """Show it, or hide."""
        if self.told and len(self._lines(self.size.width)) != self.size.height:
            self.refresh(layout=True)
        super().watch_told()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """One line, or as many as what went wrong needs, three at most."""
        return len(self._lines(width))

    def draw_line(self, y: int) -> Strip:
        """One line of it."""
        lines, width = self._lines(self.size.width), self.size.width
        if y >= len(lines):
            return blank(width, self.rich_style)
        segments = [Segment(text, self.style_of(tone)) for text, tone in lines[y]]
        return Strip(segments).crop_extend(0, width, self.rich_style)

    def _lines(self, width: int) -> list[Line]:
        spans = harmless(self.told)
        if not self.is_folded or width <= INDENT + 1:
            return [spans]
        ends = folds(plain(spans), width - 1, INDENT)
        lines = [(Span(" " * INDENT if start else ""), *part(spans, start, end)) for start, end in ends[:MOST]]
        if len(ends) > MOST:
            lines[-1] = _shortened(lines[-1], width - 1)
        return lines


def _shortened(spans: Line, width: int) -> Line:
    """A line that says that it goes on."""
    text = plain(spans).rstrip()
    end = fitting(text, width - 1) if cell_width(text) >= width else len(text)
    return (*part(spans, 0, end), Span(ELLIPSIS, "muted"))
