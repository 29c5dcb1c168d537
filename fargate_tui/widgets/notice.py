"""What went wrong or is missing, in up to three lines."""

from rich.segment import Segment
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip

from fargate_tui.format import ELLIPSIS, cut, fit, visible
from fargate_tui.widgets.line_view import LineView, blank
from fargate_tui.widgets.lines import folds

GLYPHS = {"bad": "✗", "warn": "▲"}
MOST = 3
INDENT = 3


class Notice(LineView):
    """A line for errors and gaps above the key bar, hidden while there are none. Never markup."""

    DEFAULT_CSS = """
    Notice {
        height: auto;
        max-height: 3;
        display: none;
        background: $panel;
        &.-shown { display: block; }
    }
    """

    text: reactive[str] = reactive("", init=False, repaint=False)
    """What is wrong; sentences one per line, hidden when empty."""
    tone: reactive[str] = reactive("bad", init=False, repaint=False)
    """``bad`` or ``warn``."""

    def watch_text(self) -> None:
        """Show another text, or hide."""
        self.set_class(bool(self.text), "-shown")
        if self.text and len(self._lines(self.size.width)) != self.size.height:
            self.refresh(layout=True)
        self.repaint_changes()

    def watch_tone(self) -> None:
        """Show it in another tone."""
        self.repaint_changes()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many lines as the text needs, three at most."""
        return len(self._lines(width))

    def draw_line(self, y: int) -> Strip:
        """One line of the text."""
        width = self.size.width
        lines = self._lines(width)
        if y >= len(lines):
            return blank(width, self.rich_style)
        return Strip([Segment(fit(lines[y], width), self.style_of(self.tone))], width)

    def _lines(self, width: int) -> list[str]:
        """The text folded to the width; where three lines are not enough the last one says so."""
        glyph = GLYPHS.get(self.tone, "▲")
        room = max(1, width - INDENT - 1)
        lines = []
        for sentence in filter(None, map(visible, self.text.split("\n"))):
            for number, (start, end) in enumerate(folds(sentence, room)):
                lines.append((f" {glyph} " if number == 0 else " " * INDENT) + sentence[start:end].rstrip())
        if len(lines) > MOST:
            lines[MOST - 1] = cut(lines[MOST - 1] + ELLIPSIS, width - 1)
        return lines[:MOST]
