"""The panel of the guided tour: what to do next, and by which keys."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip

from fargate_tui.format import ELLIPSIS, cell_width, cut
from fargate_tui.widgets.docked import Standing
from fargate_tui.widgets.key_bar import GAP, Hint, KeyBar
from fargate_tui.widgets.line_view import blank
from fargate_tui.widgets.lines import Line, Span, folds, part, plain

EDGE = "▌"
MOST, LOW, LEAST = 5, 4, 3
"""Lines at most: where the terminal has room, where it is low, and where it is very low."""
ROOM, LITTLE = 20, 10
"""Rows of the terminal from which there is room, and little."""


@dataclass(frozen=True, slots=True)
class Page:
    """What the panel shows."""

    number: str
    short_number: str
    """Where there is little room."""
    title: str
    words: Line = ()
    presses: Line = ()
    hints: tuple[Hint, ...] = ()
    """How to get around in the tour, the most important last."""


class TourPanel(Standing):
    """Above the key bar: the number of the step, a sentence or two, the keys, and how to leave. It takes no keys."""

    DEFAULT_CSS = """
    TourPanel {
        height: auto;
        background: $panel;
        & > .line-view--key { text-style: bold; }
    }
    """

    def __init__(self, page: Page, looked: Callable[[], None]) -> None:
        """``looked`` is called when something may have been done: whenever other keys work than before."""
        super().__init__()
        self._page = page
        self._looked = looked

    def on_mount(self) -> None:
        """Look on."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self._looked())

    def tell(self, page: Page) -> None:
        """Show a page, in as many lines as it may take now."""
        is_another, self._page = page != self._page, page
        if len(self._lines(self.size.width)) != self.size.height:
            self.refresh(layout=True)
        if is_another:
            self.repaint_changes()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many lines as the page needs, within what the terminal has room for."""
        return len(self._lines(width, viewport.height))

    def draw_line(self, y: int) -> Strip:
        """One line of the page."""
        width, lines = self.size.width, self._lines(self.size.width)
        if y >= len(lines):
            return blank(width, self.rich_style)
        segments = [Segment(text, self.style_of(tone)) for text, tone in lines[y] if text]
        edge = Segment(EDGE, self.style_of("good"))
        return Strip([edge, Segment(" ", self.rich_style), *segments]).crop_extend(0, width, self.rich_style)

    def _lines(self, width: int, rows: int = 0) -> list[Line]:
        page, room, most = self._page, max(1, width - 3), self._most(rows or self.app.size.height)
        below = [page.presses] if page.presses else []
        return [self._head(room), *_folded(page.words, room, most - 1 - len(below)), *below]

    def _most(self, rows: int) -> int:
        """Lines that it may take; where it is low, fewer while another panel stands in place of the key bar."""
        if rows >= ROOM:
            return MOST
        is_alone = all(bar.display for bar in self.screen.query(KeyBar))
        return LOW if is_alone and rows >= LITTLE else LEAST

    def _head(self, room: int) -> Line:
        """The number and the title, and at the right how to get around, as far as that fits."""
        page, hints = self._page, list(self._page.hints)
        number = page.number
        if cell_width(f"{number}  {page.title} ") + _width(hints) - len(GAP) > room:
            number = page.short_number
        title = f"{number}  {page.title}" if number else page.title
        while len(hints) > 1 and cell_width(title) + 1 + _width(hints) - len(GAP) > room:
            hints.pop(0)
        title = cut(title, max(0, room - 1 - _width(hints) + len(GAP)))
        gap = max(1, room - cell_width(title) - _width(hints) + len(GAP))
        left = (Span(number, "muted"), Span(title.removeprefix(number), "title"), Span(" " * gap))
        return (*left, *(span for hint in hints for span in _hinted(hint, is_last=hint is hints[-1])))


def _width(hints: list[Hint]) -> int:
    return sum(hint.width + len(GAP) for hint in hints)


def _hinted(hint: Hint, *, is_last: bool) -> Iterator[Span]:
    yield Span(hint.key, "key")
    yield Span(f" {hint.what}{'' if is_last else GAP}", "muted")


def _folded(spans: Line, room: int, most: int) -> list[Line]:
    """A text in as many lines as there may be; where that is not enough the last one says so."""
    ends = folds(plain(spans), room)
    lines = [part(spans, start, end) for start, end in ends[:most]]
    if len(ends) > most:
        lines[-1] = (Span(cut(plain(lines[-1]).rstrip() + ELLIPSIS, room)),)
    return lines
