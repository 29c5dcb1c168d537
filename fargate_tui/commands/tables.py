"""Rows as lines of text: cut to a terminal's width as on the screen, uncut and with all they hold for whatever else."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Generic, TypeVar

from fargate_tui.columns.column import Column
from fargate_tui.columns.layout import GUTTER
from fargate_tui.columns.shown import TableColumns
from fargate_tui.format import cell_width, cut, cut_middle

Row = TypeVar("Row")
Paint = Callable[[str, str], str]
"""Text in a tone."""

_PIPED_GAP: Final = 2


@dataclass(frozen=True, slots=True)
class Cell(Generic[Row]):
    """A column in its place."""

    column: Column[Row]
    width: int
    is_cut: bool
    """Whether what is longer is cut, rather than moving what follows."""


class Table(Generic[Row]):
    """The columns that are shown, and how wide they are, for all lines of one listing."""

    def __init__(
        self, columns: Sequence[Column[Row]], rows: Sequence[Row], now: datetime, *, width: int | None, wide: bool
    ) -> None:
        self._width = width if not wide else None
        self._gap = " " if width is not None and not wide else " " * _PIPED_GAP
        self._cells: tuple[Cell[Row], ...]
        if width is None or wide:
            self._cells = _measured([column for column in columns if wide or not column.wide_only], rows, now)
        else:
            self._cells = _fitted(columns, rows, width)

    def header(self) -> str:
        """The titles."""
        return self._joined([(cell.column.title, "") for cell in self._cells], lambda text, _tone: text)

    def line(self, row: Row, now: datetime, paint: Paint) -> str:
        """A row."""
        return self._joined([(cell.column.text(row, now), cell.column.tone(row)) for cell in self._cells], paint)

    def _joined(self, told: Sequence[tuple[str, str]], paint: Paint) -> str:
        """Texts with their tones side by side, up to the end of the terminal's line."""
        left = self._width
        shown = []
        for cell, (text, tone) in zip(self._cells, told, strict=True):
            fitted = _fit(cell, text)
            if left is not None:
                fitted = cut(fitted, max(left, 0))
                left -= cell_width(fitted) + len(self._gap)
            shown.append((fitted, tone))
        *others, (text, tone) = shown
        return self._gap.join([*(paint(*each) for each in others), paint(text.rstrip(), tone)]).rstrip()


def _measured(columns: Sequence[Column[Row]], rows: Sequence[Row], now: datetime) -> tuple[Cell[Row], ...]:
    """As wide as what is in them."""
    return tuple(
        Cell(column, max([cell_width(column.title), *(cell_width(column.text(row, now)) for row in rows)]), False)
        for column in columns
    )


def _fitted(columns: Sequence[Column[Row]], rows: Sequence[Row], width: int) -> tuple[Cell[Row], ...]:
    """As on the screen, without its gutter."""
    shown = TableColumns(columns)
    shown.make_room(rows)
    return tuple(Cell(slot.column, slot.width, True) for slot in shown.lay_out(width + GUTTER, wide=False).slots)


def _fit(cell: Cell[Row], text: str) -> str:
    if cell.is_cut:
        text = (cut_middle if cell.column.middle else cut)(text, cell.width)
    padding = " " * max(0, cell.width - cell_width(text))
    return padding + text if cell.column.right else text + padding
