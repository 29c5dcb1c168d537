"""A line that tells one thing, or is not there."""

from rich.segment import Segment
from textual.reactive import reactive
from textual.strip import Strip

from fargate_tui.widgets.line_view import LineView
from fargate_tui.widgets.lines import Line, harmless


class OneLine(LineView):
    """One line of toned text, hidden while there is nothing to tell."""

    DEFAULT_CSS = """
    OneLine {
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


class Headline(OneLine):
    """What is true of all that stands in the table below it."""

    DEFAULT_CSS = "Headline { background: $background; }"
