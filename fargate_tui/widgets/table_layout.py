"""Which columns of a table are shown, where, and how wide."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from fargate_tui.columns.column import Column

Row = TypeVar("Row")

GUTTER = 1
"""The cell at the left in which marks stand."""
GAP = 1
LEAST = 12
"""The growing column shrinks to this many cells before the table has to be scrolled sideways."""


@dataclass(frozen=True, slots=True)
class Slot(Generic[Row]):
    """A column in its place."""

    column: Column[Row]
    width: int


@dataclass(frozen=True, slots=True)
class Layout(Generic[Row]):
    """The columns that are shown, from left to right."""

    slots: tuple[Slot[Row], ...]
    width: int
    """Of the whole line, in cells; wider than the table where it has to be scrolled sideways."""
    pinned: int
    """Cells at the left that stay when the rest is scrolled sideways: up to the name, or none where it is too long."""


def lay_out(columns: Sequence[Column[Row]], width: int, *, wide: bool) -> Layout[Row]:
    """Choose and place columns for a line of `width` cells.

    Columns that are wide only join in their order as long as the growing one keeps the width it is declared with; in
    wide mode all of them are there. The growing column takes what is left over.
    """
    shown = list(columns) if wide else _fitting(columns, width)
    fixed = GUTTER + sum(column.width + GAP for column in shown if not column.grows) - GAP
    slots = []
    for column in shown:
        if column.grows:
            least = column.width if wide else min(column.width, LEAST)
            slots.append(Slot(column, max(width - fixed - GAP, least)))
        else:
            slots.append(Slot(column, column.width))
    return Layout(
        tuple(slots), max(width, GUTTER + sum(slot.width + GAP for slot in slots) - GAP), _pinned(slots, width)
    )


def _pinned(slots: Sequence[Slot[Row]], width: int) -> int:
    """A row without its name says nothing, so what leads up to it is pinned if it leaves half of the room."""
    cells = GUTTER
    for slot in slots:
        cells += slot.width + GAP
        if slot.column.title:
            break
    return cells if cells <= width // 2 else 0


def _fitting(columns: Sequence[Column[Row]], width: int) -> list[Column[Row]]:
    room = width - GUTTER + GAP - sum(column.width + GAP for column in columns if not column.wide_only)
    shown = []
    for column in columns:
        if column.wide_only:
            room -= column.width + GAP
            if room < 0:
                continue
        shown.append(column)
    return shown
