"""One line with what the row under the cursor has no room for."""

from rich.segment import Segment
from textual.reactive import reactive
from textual.strip import Strip

from fargate_tui.format import cell_width, cut
from fargate_tui.widgets.line_view import LineView
from fargate_tui.widgets.lines import Line, Span


class DetailLine(LineView):
    """A line of toned text, cut at the end where it does not fit."""

    DEFAULT_CSS = """
    DetailLine { height: 1; }
    """

    text: reactive[Line] = reactive((), init=False, repaint=False)
    """What it says; its spans have been made harmless."""

    def watch_text(self) -> None:
        """Write what has changed."""
        self.repaint_changes()

    def draw_line(self, y: int) -> Strip:  # noqa: ARG002 -- there is only one
        """The text in the width there is."""
        width = self.size.width
        segments = []
        left = width
        for span in (Span(" "), *self.text):
            shown = cut(span.text, left)
            segments.append(Segment(shown, self.style_of(span.tone)))
            left -= cell_width(shown)
            if shown != span.text:
                break
        return Strip(segments).crop_extend(0, width, self.rich_style)
