"""Read-only text: describe views, JSON, help."""

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from fargate_tui.format import cell_width
from fargate_tui.widgets.line_view import LineView, blank
from fargate_tui.widgets.lines import Line, harmless, part, plain
from fargate_tui.widgets.scroll_bar import handle
from fargate_tui.widgets.table_paint import with_thumb
from fargate_tui.widgets.text_rows import TextRow, rows_of
from fargate_tui.widgets.text_search import Match, find

WHEEL = 3
"""Lines per notch of the mouse wheel."""
LEAST_BESIDE_BAR = 3
"""Lines that a view must have to give a column to the scroll bar."""


class TextView(LineView, can_focus=True):
    """A scrolling view of toned lines, with search."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"text-view--match", "text-view--current"}
    """
    | Class | Description |
    | :- | :- |
    | `text-view--match` | What a search has found. |
    | `text-view--current` | The match that was gone to. |
    """

    DEFAULT_CSS = """
    TextView {
        & > .text-view--match { background: $warning-muted; color: $text-warning; }
        & > .text-view--current { background: $warning; color: $background; }
        &:ansi {
            & > .text-view--match { background: ansi_default; color: ansi_yellow; text-style: underline; }
            & > .text-view--current { background: ansi_yellow; color: ansi_black; }
        }
        &:nocolor {
            & > .text-view--match { text-style: underline; }
            & > .text-view--current { background: $foreground; color: $background; }
        }
        &:ansi:nocolor > .text-view--current { text-style: reverse; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", "down", show=False, id="text.down"),
        Binding("up,k", "move(-1)", "up", show=False, id="text.up"),
        Binding("pagedown,ctrl+f,space", "page(1)", "page down", show=False, id="text.page_down"),
        Binding("pageup,ctrl+b", "page(-1)", "page up", show=False, id="text.page_up"),
        Binding("home,g", "jump(0)", "top", show=False, id="text.first"),
        Binding("end,G", "jump(-1)", "bottom", show=False, id="text.last"),
        Binding("left", "scroll_sideways(-1)", "scroll left", show=False, id="text.left"),
        Binding("right", "scroll_sideways(1)", "scroll right", show=False, id="text.right"),
    ]

    wrap: reactive[bool] = reactive(False, init=False, repaint=False, bindings=True)
    """Whether long lines are folded instead of scrolled."""

    class Moved(Message):
        """What is visible, or what was found, is another part of the text."""

        def __init__(self, view: "TextView", first: int, last: int, total: int, match: int, matches: int) -> None:
            super().__init__()
            self.view = view
            self.first, self.last, self.total = first, last, total
            """Lines, counted from 1; 0 where there are none."""
            self.match, self.matches = match, matches
            """The match that was gone to, counted from 1, and how many there are."""

        @property
        def control(self) -> "TextView":
            """The view."""
            return self.view

        def can_replace(self, message: Message) -> bool:
            """Whether only the newest of two in the queue matters."""
            return isinstance(message, TextView.Moved) and message.view is self.view

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 -- Textual's own word
        super().__init__(id=id, classes=classes)
        self._given: tuple[Line, ...] = ()
        self._lines: tuple[Line, ...] = ()
        self._texts: tuple[str, ...] = ()
        self._rows: list[TextRow] = []
        self._width = 0
        self._bar = 0
        """Cells of the scroll bar: 1 where not all of the text fits, else 0."""
        self._pattern = ""
        self._matches: tuple[Match, ...] = ()
        self._found: dict[int, list[tuple[int, Match]]] = {}
        self._current = -1
        self._told: tuple[int, ...] = ()

    # -- what it holds -------------------------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """All of it, as it is shown."""
        return "\n".join(self._texts)

    @property
    def lines(self) -> tuple[str, ...]:
        """The same line by line; another tuple as soon as it is another text."""
        return self._texts

    def show(self, lines: Sequence[Line], *, anchored: bool = False) -> None:
        """Show `lines` in place of the former ones; the place in the text is kept.

        That is the number of the line at the top, or, where it is `anchored`, that line itself: what grows above it
        moves nothing under the reader's eyes.
        """
        if self._lines and self._given == tuple(lines):
            return
        top = self._place_of_top(tuple(lines)) if anchored else None
        self._given = tuple(lines)
        self._lines = tuple(harmless(spans) for spans in lines)
        self._texts = tuple(plain(spans) for spans in self._lines)
        self._width = max(map(cell_width, self._texts), default=0)
        self._find()
        self._current = min(self._current, len(self._matches) - 1)
        self._fold(top)

    def _place_of_top(self, lines: Sequence[Line]) -> int | None:
        """Where the line at the top stands among others; None where it is gone, and at the very top, which stays."""
        at = self.scroll_offset.y
        if not at or at >= len(self._rows):
            return None
        top = self._rows[at].line
        places = (number for number, each in enumerate(lines) if each and each == self._given[top])
        return min(places, key=lambda number: abs(number - top), default=None)

    def search(self, pattern: str) -> int:
        """Mark every match (text, or ``/regex/``), go to the next one, and say how many there are; "" ends it."""
        self._pattern = pattern
        self._find()
        here = self._rows[self.scroll_offset.y].line if self._rows else 0
        following = (number for number, match in enumerate(self._matches) if match.line >= here)
        self._go_to_match(next(following, 0))
        return len(self._matches)

    def next_match(self) -> None:
        """Go to the next match, after the last one to the first."""
        self._go_to_match(self._current + 1)

    def previous_match(self) -> None:
        """Go to the match before, before the first one to the last."""
        self._go_to_match(self._current - 1)

    def _find(self) -> None:
        self._matches = find(self._pattern, self._texts)
        self._found = {}
        for number, match in enumerate(self._matches):
            self._found.setdefault(match.line, []).append((number, match))

    def _go_to_match(self, number: int) -> None:
        if self._matches:
            self._current = number % len(self._matches)
            self._reveal(self._matches[self._current])
        else:
            self._current = -1
        self._tell()
        self.repaint_changes()

    def _reveal(self, match: Match) -> None:
        row = next(n for n, row in enumerate(self._rows) if row.line == match.line and match.start < max(row.end, 1))
        top, page = self.scroll_offset.y, self.size.height
        if not top <= row < top + page:
            self._scroll_to_row(row - page // 2)
        if self.wrap:
            return
        left, width = self.scroll_offset.x, self._room
        start, end = (cell_width(self._texts[match.line][:at]) for at in (match.start, match.end))
        if start < left or end > left + width:
            self.scroll_cells_to(max(0, min(start - width // 2, self._width - width)))

    # -- moving --------------------------------------------------------------------------------------------------------

    def action_move(self, by: int) -> None:
        """Scroll by lines."""
        self._scroll_to_row(self.scroll_offset.y + by)

    def action_page(self, pages: int) -> None:
        """Scroll by pages that overlap by a line."""
        self._scroll_to_row(self.scroll_offset.y + pages * max(1, self.size.height - 1))

    def action_jump(self, line: int) -> None:
        """Go to the top (0) or the bottom (-1)."""
        self._scroll_to_row(line if line >= 0 else len(self._rows))

    def action_scroll_sideways(self, steps: int) -> None:
        """Scroll by half the width."""
        left = self.scroll_offset.x + steps * max(1, self._room // 2)
        self.scroll_cells_to(max(0, min(left, self._width - self._room)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave ← and → to the screen where there is nothing to scroll sideways."""
        if action == "scroll_sideways":
            return not self.wrap and self._width > self._room
        return super().check_action(action, parameters)

    def _scroll_to_row(self, top: int) -> None:
        self.scroll_rows_to(max(0, min(top, len(self._rows) - self.size.height)))
        self._tell()

    def _on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.action_move(WHEEL)

    def _on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.action_move(-WHEEL)

    # -- painting ------------------------------------------------------------------------------------------------------

    def on_resize(self) -> None:
        """Fold for the new width."""
        self._fold()

    def watch_wrap(self) -> None:
        """Fold, or unfold."""
        self.scroll_cells_to(0)
        self._fold()

    def _fold(self, top: int | None = None) -> None:
        """Fold all lines for the width; ``top`` is the line to be at the top, by default the one of the same number."""
        if top is None:
            top = self._rows[self.scroll_offset.y].line if self.scroll_offset.y < len(self._rows) else 0
        self._bar = 0
        self._rows = self._folded()
        if len(self._rows) > self.size.height >= LEAST_BESIDE_BAR:
            self._bar = 1
            self._rows = self._folded()
        self.set_content_size(self._room if self.wrap else self._width, len(self._rows))
        at = next((number for number, row in enumerate(self._rows) if row.line >= top), 0)
        self._scroll_to_row(at)
        self.repaint_changes()

    def _folded(self) -> list[TextRow]:
        return rows_of(self._lines, self._texts, self._room if self.wrap and self._room > 0 else None)

    @property
    def _room(self) -> int:
        """Cells for the text, beside the scroll bar where there is one."""
        return self.size.width - self._bar

    def _tell(self) -> None:
        total, page = len(self._rows), self.size.height
        top = self.scroll_offset.y
        now = (min(top + 1, total), min(top + page, total), total, self._current + 1, len(self._matches))
        if now != self._told:
            self._told = now
            self.post_message(self.Moved(self, *now))

    def draw_line(self, y: int) -> Strip:
        """One line of the viewport."""
        at, width, left = self.scroll_offset.y + y, self._room, self.scroll_offset.x
        if at >= len(self._rows):
            return blank(self.size.width, self.rich_style)
        row = self._rows[at]
        pieces = Strip(self._segments(row)).simplify()
        seen = pieces.crop_extend(left, left + width, self.rich_style)
        if not self._bar:
            return seen
        page, total, top = self.size.height, len(self._rows), self.scroll_offset.y
        is_thumb = y in handle(page, total, top, total - page)
        return with_thumb(seen, "┃" if is_thumb else " ", self.style_of("muted") if is_thumb else self.rich_style)

    def _segments(self, row: TextRow) -> list[Segment]:
        segments = [Segment(" " * row.indent, self.rich_style)] if row.indent else []
        position = row.start
        for start, end, style in self._found_in(row):
            segments += self._toned(row, position, start)
            segments.append(Segment(self._texts[row.line][start:end], style))
            position = end
        return segments + self._toned(row, position, row.end)

    def _toned(self, row: TextRow, start: int, end: int) -> list[Segment]:
        return [Segment(text, self.style_of(tone)) for text, tone in part(self._lines[row.line], start, end) if text]

    def _found_in(self, row: TextRow) -> list[tuple[int, int, Style]]:
        """The matches in a row: from, to, style."""
        found = []
        for number, match in self._found.get(row.line, ()):
            if match.start < row.end and match.end > row.start:
                name = "text-view--current" if number == self._current else "text-view--match"
                style = self.get_component_rich_style(name)
                found.append((max(match.start, row.start), min(match.end, row.end), style))
        return found
