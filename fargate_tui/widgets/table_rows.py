"""The lines of a table: those of rows that have been on the screen are remembered."""

from collections.abc import Sequence
from datetime import datetime
from typing import Generic, TypeVar

from textual.strip import Strip

from fargate_tui.columns.column import Column
from fargate_tui.columns.layout import Layout, lay_out
from fargate_tui.columns.shown import TableColumns
from fargate_tui.widgets.table_paint import Look, Palette, paint_header, paint_row, scrolled, with_thumb

Row = TypeVar("Row")

STRIPS_KEPT = 1024
"""Painted lines that are remembered; some screens full."""


class TableRows(Generic[Row]):
    """Makes the lines of rows for one set of columns; each change of it forgets what was made with another."""

    def __init__(self) -> None:
        self.layout: Layout[Row] = lay_out((), 0, wide=False)
        self._ages: Sequence[Column[Row]] = ()
        self._width = 0
        self._strips: dict[tuple[int, Look, tuple[str, ...], int, bool], tuple[Row, Strip]] = {}

    def arrange(self, columns: TableColumns[Row], width: int, *, wide: bool) -> None:
        """Place other columns, or the same in another width (cells, without that of the scroll bar)."""
        self.layout, self._ages, self._width = columns.lay_out(width, wide=wide), columns.ages, width
        self._strips.clear()

    def forget_looks(self) -> None:
        """Forget colours."""
        self._strips.clear()

    def header(self, sort: str, left: int, palette: Palette, *, descending: bool) -> Strip:
        """The line of titles, scrolled by `left`."""
        line = paint_header(self.layout, sort, descending, palette)
        return scrolled(line, self.layout.pinned, left, self._width).extend_cell_length(self._width + 1, palette.header)

    def row(self, row: Row, look: Look, left: int, now: datetime, palette: Palette, *, thumb: bool) -> Strip:
        """The line of a row, scrolled by `left`, with its cell of the scroll bar."""
        known_as = id(row), look, tuple(column.text(row, now) for column in self._ages), left, thumb
        known = self._strips.get(known_as)
        if known is not None:
            return known[1]  # the entry holds the row, so no other object can have its id
        if len(self._strips) > STRIPS_KEPT:
            self._strips.clear()
        seen = scrolled(paint_row(row, self.layout, now, look, palette), self.layout.pinned, left, self._width)
        strip = with_thumb(seen, "┃" if thumb else " ", palette.muted if thumb else palette.base)
        self._strips[known_as] = (row, strip)
        return strip
