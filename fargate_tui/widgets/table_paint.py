"""Rows drawn as strips."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from fargate_tui.columns.layout import GAP, GUTTER, Layout, Slot
from fargate_tui.format import ELLIPSIS, cut, cut_middle, fit, visible
from fargate_tui.widgets.lines import Line

Row = TypeVar("Row")

MARK = "◆"
DISPLACED = "!"


@dataclass(frozen=True, slots=True)
class Palette:
    """The styles of a table, resolved from its component classes."""

    base: Style
    header: Style
    cursor: Style
    displaced: Style
    mark: Style
    muted: Style
    tones: dict[str, Style]


@dataclass(frozen=True, slots=True)
class Look:
    """How a line is to be drawn, apart from what is written in it."""

    here: bool = False
    """The cursor is on it."""
    displaced: bool = False
    """The cursor was put on it because its own row vanished."""
    marked: bool = False
    stale: bool = False


def cell_text(slot: Slot[Row], row: Row, now: datetime) -> str:
    """What stands in a cell, in exactly its width."""
    text = visible(slot.column.text(row, now))
    if slot.column.middle:
        text = cut_middle(text, slot.width)
    return fit(text, slot.width, right=slot.column.right)


def paint_row(row: Row, layout: Layout[Row], now: datetime, look: Look, palette: Palette) -> Strip:
    """The whole line of a row, unscrolled."""
    line = _Line()
    whole = _whole_line_style(look, palette)
    base = whole or (palette.mark if look.marked else palette.base)
    gutter = MARK if look.marked else DISPLACED if look.displaced else " "
    first = layout.slots[0]
    line.add(gutter * GUTTER, whole or (palette.mark if look.marked else _tone(first, row, palette, base)))
    for number, slot in enumerate(layout.slots):
        style = whole or _tone(slot, row, palette, base)
        if number:
            line.space(GAP)
        line.add(cell_text(slot, row, now), style)
    return line.strip(layout.width, base)


def paint_header(layout: Layout[Any], sort: str, descending: bool, palette: Palette) -> Strip:
    """The titles, the sorted column's with an arrow."""
    parts = [" " * GUTTER]
    for slot in layout.slots:
        title = slot.column.title
        if sort and slot.column.id == sort:
            arrow = "↓" if descending else "↑"
            title = cut(title, slot.width - 1) + arrow
        parts.append(fit(title, slot.width, right=slot.column.right) + " " * GAP)
    return Strip([Segment("".join(parts)[: layout.width], palette.header)])


def _whole_line_style(look: Look, palette: Palette) -> Style | None:
    """The style of lines that have one only: fewer bytes, and no tone on a background it was not made for."""
    if look.displaced:
        return palette.displaced
    if look.here:
        return palette.cursor
    return palette.muted if look.stale else None


def _tone(slot: Slot[Row], row: Row, palette: Palette, base: Style) -> Style:
    return palette.tones.get(slot.column.tone(row), base)


class _Line:
    """Segments being put together; neighbours of one style become one, and blanks take their left neighbour's."""

    def __init__(self) -> None:
        self._parts: list[tuple[list[str], Style]] = []

    def add(self, text: str, style: Style) -> None:
        if self._parts and (self._parts[-1][1] == style or not text.strip()):
            self._parts[-1][0].append(text)
        else:
            self._parts.append(([text], style))

    def space(self, cells: int) -> None:
        self._parts[-1][0].append(" " * cells)

    def strip(self, width: int, style: Style) -> Strip:
        segments = [Segment("".join(texts), style) for texts, style in self._parts]
        return Strip(segments).extend_cell_length(width, style)


def paint_explanation(spans: Line, width: int, palette: Palette) -> Strip:
    """A line of toned text below the rows, cut where it does not fit."""
    segments = [Segment(span.text, palette.tones.get(span.tone, palette.base)) for span in spans]
    whole = Strip([Segment(" ", palette.base), *segments])
    if whole.cell_length <= width:
        return whole.extend_cell_length(width, palette.base)
    return Strip([*whole.crop(0, width - 1), Segment(ELLIPSIS, palette.base)])


def sentence(text: str, width: int, style: Style) -> Strip:
    """A line of prose, indented as the first column is."""
    return Strip([Segment(fit("   " + text, width), style)], width)


def scrolled(line: Strip, pinned: int, left: int, width: int) -> Strip:
    """What is seen of a line in `width` cells when all but its pinned beginning is scrolled by `left`."""
    if not left:
        return line.crop(0, width)
    return Strip.join([line.crop(0, pinned), line.crop(pinned + left, left + width)]).adjust_cell_length(width)


def with_thumb(line: Strip, thumb: str, style: Style) -> Strip:
    """A line with its cell of the scroll bar at the end."""
    segments: Sequence[Segment] = [*line, Segment(thumb, style)]
    return Strip(segments, line.cell_length + 1)
