"""The base of everything drawn line by line: it writes only the cells that look different."""

from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from fargate_tui.format import cell_width

TONES = ("good", "busy", "warn", "bad", "muted", "key", "value", "title")

NEAR = 4
"""Cells between two changed spans that are rather written once more than jumped over."""


class LineView(ScrollView, can_focus=False, inherit_bindings=False):
    """A widget on the Line API that remembers what it has painted.

    After any change, `repaint_changes` draws the visible lines anew and writes what differs: DataTable and Static write
    their whole viewport instead (19,226 bytes for one changed cell, textual.md §4.4). A subclass draws a line of its
    viewport in `draw_line`, as wide as itself.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"line-view--{tone}" for tone in TONES}
    """One class for each tone: ``line-view--good``, ``-busy``, ``-warn``, ``-bad``, ``-muted``, ``-key``, ``-value``,
    ``-title``."""

    DEFAULT_CSS = """
    LineView {
        overflow: hidden hidden;
        background: $background;
        color: $foreground;
        & > .line-view--good { color: $text-success; }
        & > .line-view--busy { color: $text-primary; }
        & > .line-view--warn { color: $text-warning; }
        & > .line-view--bad { color: $text-error; }
        & > .line-view--muted { color: $text-muted; }
        & > .line-view--key { color: $text-primary; }
        & > .line-view--value { color: $foreground; }
        & > .line-view--title { color: $foreground; text-style: bold; }
        &:ansi > .line-view--muted { color: ansi_default; text-style: dim; }
        &:nocolor > .line-view--muted { text-style: dim; }
        &:nocolor > .line-view--bad { text-style: bold; }
    }
    """
    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 -- Textual's own word
        super().__init__(id=id, classes=classes)
        self._painted: dict[int, Strip] = {}
        self._tones: dict[str, Style] = {}

    def draw_line(self, y: int) -> Strip:
        """One line of the viewport as it should look now."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """Draw one line, and remember it."""
        self._painted[y] = strip = self.draw_line(y)
        return strip

    def repaint_changes(self) -> None:
        """Write the cells that look different from what was painted last."""
        if not self.is_attached:
            return
        if not self.display or not self.size:
            # Hidden, by itself or with what it stands in: it is drawn as a whole once it is shown again.
            self.refresh()
            return
        for y in range(self.size.height):
            painted = self._painted.get(y)
            if painted is None:
                continue
            for start, end in changed_spans(painted, self.draw_line(y)):
                self.refresh(Region(start, y, end - start, 1))

    def style_of(self, tone: str) -> Style:
        """The style of a tone; of none or an unknown one the widget's own."""
        if tone not in self._tones:
            known = tone in TONES
            self._tones[tone] = self.get_component_rich_style(f"line-view--{tone}") if known else self.rich_style
        return self._tones[tone]

    def notify_style_update(self) -> None:
        """Forget colours."""
        super().notify_style_update()
        self._tones.clear()

    def set_content_size(self, width: int, height: int) -> None:
        """Say how far can be scrolled."""
        # Not by assignment: a new virtual size lays out the whole screen anew, and there are no scroll bars to move.
        self.set_reactive(LineView.virtual_size, Size(width, height))

    def scroll_rows_to(self, top: int) -> None:
        """Scroll up or down at once."""
        if top != self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, force=True, immediate=True)

    def scroll_cells_to(self, left: int) -> None:
        """Scroll sideways at once."""
        if left != self.scroll_offset.x:
            self.scroll_to(x=left, animate=False, force=True, immediate=True)

    def watch_scroll_x(self, _old: float, _new: float) -> None:
        """Write only what looks different."""
        self.repaint_changes()

    def watch_scroll_y(self, _old: float, _new: float) -> None:
        """Write only what looks different."""
        self.repaint_changes()


def blank(width: int, style: Style) -> Strip:
    """An empty line."""
    return Strip([Segment(" " * width, style)], width)


def changed_spans(old: Strip, new: Strip) -> list[tuple[int, int]]:
    """Which cells have to be written to turn one line into the other: the first and the one behind the last of each.

    Spans that stand close together are one: to move the cursor costs as many bytes as the cells between.
    """
    if old is new:
        return []
    before, after = _cells(old), _cells(new)
    if before is None or after is None or len(before) != len(after):
        return [] if list(old) == list(new) else [(0, max(old.cell_length, new.cell_length))]
    spans: list[tuple[int, int]] = []
    for at, (was, now) in enumerate(zip(before, after, strict=True)):
        if was == now:
            continue
        if spans and at - spans[-1][1] <= NEAR:
            spans[-1] = (spans[-1][0], at + 1)
        else:
            spans.append((at, at + 1))
    return spans


def _cells(strip: Strip) -> list[tuple[str, Style | None]] | None:
    """What stands in each cell, and how; None for a line with a character that does not take exactly one.

    Terminals disagree about the width of such characters, so what stands behind one is not written without it.
    """
    cells: list[tuple[str, Style | None]] = []
    for text, style, _ in strip:
        if not text.isascii() and (cell_len(text) != len(text) or any(cell_width(each) != 1 for each in text)):
            return None
        cells += [(character, style) for character in text]
    return cells
