"""The panel at the bottom in which a change is shown and confirmed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from fargate_tui.format import cell_width, visible
from fargate_tui.widgets.docked import Docked
from fargate_tui.widgets.key_bar import GAP, Hint
from fargate_tui.widgets.line_view import LineView, blank
from fargate_tui.widgets.lines import Line, Span, folds, hang, harmless, part, plain

ROWS_LEFT = 6
"""Rows of the view behind it that stay to be seen, as far as there is room."""
EDGE = "▌"
SIGN = 4
"""Cells that a sign at the beginning of a line takes, with the blanks around it."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the panel shows."""

    lines: tuple[Line, ...]
    hints: tuple[Hint, ...]
    """The keys that mean something now."""
    typed: str = ""
    """What has to be typed before it can be confirmed; empty where a key is enough."""
    tone: str = "busy"
    """Of its edge: ``bad`` where something is destroyed."""


class PlanPanel(LineView, Docked, can_focus=True):
    """Shows what is about to be changed, and hands on every key: none of them reaches the view behind it.

    It stands in place of the key bar, and what it is about does not move with the rows.
    """

    DEFAULT_CSS = """
    PlanPanel {
        height: auto;
        display: none;
        background: $panel;
        & > .line-view--key { text-style: bold; }
        &.-open { display: block; }
    }
    """

    class Pressed(Message):
        """A key that the panel does not need itself."""

        def __init__(self, panel: "PlanPanel", key: str, *, was_typed_ahead: bool) -> None:
            super().__init__()
            self.panel = panel
            self.key = key
            self.was_typed_ahead = was_typed_ahead
            """Whether it was pressed before what is shown stood there: it cannot be meant for that."""

        @property
        def control(self) -> "PlanPanel":
            """The panel."""
            return self.panel

    class Confirmed(Message):
        """What had to be typed was typed, and enter pressed."""

        def __init__(self, panel: "PlanPanel") -> None:
            super().__init__()
            self.panel = panel

        @property
        def control(self) -> "PlanPanel":
            """The panel."""
            return self.panel

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 -- Textual's own word
        super().__init__(id=id, classes=classes)
        self._proposal = Proposal((), ())
        self._body: list[Line] = []
        self._top = 0
        self._value = ""
        self._shown_at = 0.0

    @property
    def proposal(self) -> Proposal:
        """What it shows, or has shown last."""
        return self._proposal

    @property
    def value(self) -> str:
        """What has been typed so far."""
        return self._value

    def show(self, proposal: Proposal) -> None:
        """Show something and take the keys; what was typed before is forgotten."""
        self._proposal, self._top, self._value = proposal, 0, ""
        self._shown_at = Message().time
        self.appear()
        self._fold()
        self.refresh(layout=True)
        self.focus(scroll_visible=False)
        self.screen.refresh_bindings()  # other keys mean something now: who follows them looks again

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as there are, but some of the view behind it stay."""
        self._fold(width)
        room = viewport.height - ROWS_LEFT - self.rows_told(container, viewport, width)
        return min(len(self._body), max(3, room)) + 1

    def on_resize(self) -> None:
        """Fold for the new width."""
        self._fold()
        self.repaint_changes()

    def draw_line(self, y: int) -> Strip:
        """One line of what is shown; the last is that of the keys."""
        width, rows = self.size.width, self.size.height
        if y >= rows:
            return blank(width, self.rich_style)
        edge = Segment(EDGE, self.style_of(self._proposal.tone))
        spans = self._keys() if y == rows - 1 else self._text(y)
        segments = [Segment(text, self.style_of(tone)) for text, tone in spans if text]
        return Strip([edge, *segments]).crop_extend(0, width, self.rich_style)

    def _text(self, y: int) -> Line:
        row = self._top + y
        return self._body[row] if row < len(self._body) else ()

    def _keys(self) -> Line:
        spans = [Span(" ")]
        if self._proposal.typed:
            spans += [
                Span("type ", "muted"),
                Span(visible(self._proposal.typed), "title"),
                Span(" and ↵ to do it: ", "muted"),
                Span(f"{visible(self._value)}▏", "value"),
                Span(GAP),
            ]
        if len(self._body) > self.size.height - 1:
            spans += [Span("↑↓", "key"), Span(f" more{GAP}")]
        for hint in self._proposal.hints:
            spans += [Span(hint.key, "key"), Span(f" {hint.what}{GAP}")]
        return tuple(spans)

    def _fold(self, width: int | None = None) -> None:
        room = (self.size.width if width is None else width) - 2
        self._body = [folded for each in self._proposal.lines for folded in _folded(harmless(each), room)]

    # -- keys ----------------------------------------------------------------------------------------------------------

    async def _on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        if event.key in ("up", "down", "pageup", "pagedown"):
            self._scroll({"up": -1, "down": 1, "pageup": -self.size.height, "pagedown": self.size.height}[event.key])
        elif self._proposal.typed and self._type(event):
            self.repaint_changes()
        else:
            self.post_message(self.Pressed(self, event.key, was_typed_ahead=event.time < self._shown_at))

    def _type(self, event: events.Key) -> bool:
        """Take a key into what is typed; whether it was one for that."""
        if event.time < self._shown_at:
            return event.is_printable or event.key == "enter"
        if event.key == "enter":
            if self._value == self._proposal.typed:
                self.post_message(self.Confirmed(self))
            return True
        if event.key == "backspace" and self._value:
            self._value = self._value[:-1]
            return True
        if event.is_printable and event.character:
            self._value += event.character
            return True
        return False

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        if self._proposal.typed:
            self._value += event.text.strip()
            self.repaint_changes()

    def _scroll(self, by: int) -> None:
        self._top = max(0, min(self._top + by, len(self._body) - (self.size.height - 1)))
        self.repaint_changes()


def _folded(spans: Line, width: int) -> Iterator[Line]:
    """A line folded to a width, its rest standing in where it begins with a sign or a name."""
    first = cell_width(spans[0].text) if spans else 0
    has_sign = len(spans) > 1 and first <= SIGN and spans[0].text.strip()
    indent = first if has_sign else hang(spans, width)
    for number, (start, end) in enumerate(folds(plain(spans), width, indent)):
        begin = Span(" " * (indent + 1 if number else 1))
        yield (begin, *part(spans, start, end))


def hints(*pairs: Sequence[str]) -> tuple[Hint, ...]:
    """Hints out of keys and words."""
    return tuple(Hint(key, what) for key, what in pairs)
