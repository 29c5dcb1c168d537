"""The base of everything drawn line by line: it writes only the cells that look different."""

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from fargate_tui.format import cell_width

TONES = ("good", "busy", "warn", "bad", "muted", "key", "value", "title")


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
        if not self.is_attached or not self.display:
            return
        for y in range(self.size.height):
            painted = self._painted.get(y)
            if painted is not None and (width := changed_width(painted, self.draw_line(y))):
                self.refresh(Region(0, y, width, 1))

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


def changed_width(old: Strip, new: Strip) -> int:
    """How many cells from the left have to be written to turn one line into the other; 0 where they are the same.

    The compositor writes every span from the widget's left edge (textual.md §3, repaint granularity), so only what is
    the same at the right end can be saved.
    """
    if old is new:
        return 0
    if old.cell_length != new.cell_length:
        return max(old.cell_length, new.cell_length)
    before, after = list(old), list(new)
    same = 0
    while before and after and before[-1] == after[-1]:
        before.pop()
        same += cell_width(after.pop().text)
    if before and after and before[-1].style == after[-1].style:
        same += _same_ending(before[-1].text, after[-1].text)
    return new.cell_length - same


def _same_ending(before: str, after: str) -> int:
    """Cells of the ending that two different texts share, from a blank on so that no character is split."""
    length = 0
    while length < min(len(before), len(after)) and before[-1 - length] == after[-1 - length]:
        length += 1
    ending = after[len(after) - length :]
    start = ending.find(" ")
    return cell_width(ending[start:]) if start >= 0 else 0
