"""The line that tells how far a change is."""

from rich.segment import Segment
from textual.reactive import reactive
from textual.strip import Strip

from fargate_tui.widgets.line_view import LineView
from fargate_tui.widgets.lines import Line, harmless


class RunBar(LineView):
    """One line above the key bar, hidden while nothing is being changed."""

    DEFAULT_CSS = """
    RunBar {
        height: 1;
        display: none;
        background: $panel;
        &.-shown { display: block; }
    }
    """

    told: reactive[Line] = reactive((), init=False, repaint=False)
    """What is told; hidden where it is nothing."""

    def watch_told(self) -> None:
        """Show it, or hide."""
        self.set_class(bool(self.told), "-shown")
        self.repaint_changes()

    def draw_line(self, y: int) -> Strip:  # noqa: ARG002 -- there is only one
        """The line."""
        segments = [Segment(text, self.style_of(tone)) for text, tone in harmless(self.told)]
        return Strip(segments).crop_extend(0, self.size.width, self.rich_style)
