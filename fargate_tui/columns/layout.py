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
    """Of the whole line, in cells, with what is blank when it is scrolled to its last stop."""
    pinned: int
    """Cells at the left that stay when the rest is scrolled sideways: up to the name, or none where it is too long."""
    stops: tuple[int, ...]
    """How far it can be scrolled: to the beginning of each column, until the last one is seen."""


def lay_out(columns: Sequence[Column[Row]], width: int, *, wide: bool) -> Layout[Row]:
    """Choose and place columns for a line of `width` cells.

    Columns that are wide only join in their order as long as the growing one keeps the width it is declared with (and
    what they want it to have to spare); in wide mode all of them are there. The growing column takes what is left over.
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
    pinned = _pinned(slots, width)
    stops = _stops(slots, pinned, width)
    return Layout(tuple(slots), width + stops[-1], pinned, stops)


def next_stop(stops: Sequence[int], here: int, reach: int, steps: int) -> int:
    """The farthest stop within reach, else the next one; to the left of `here` where `steps` are negative."""
    if steps > 0:
        ahead = [stop for stop in stops if stop > here]
        return max([stop for stop in ahead if stop <= here + reach] or ahead[:1], default=here)
    behind = [stop for stop in stops if stop < here]
    return min([stop for stop in behind if stop >= here - reach] or behind[-1:], default=here)


def _stops(slots: Sequence[Slot[Row]], pinned: int, width: int) -> tuple[int, ...]:
    """Where scrolling sideways stops: a column is never cut at its beginning, where 10.0.0.4 would read 0.0.4."""
    begin, stops = GUTTER, [0]
    total = GUTTER + sum(slot.width + GAP for slot in slots) - GAP
    for slot in slots:
        if begin - pinned > stops[-1] and stops[-1] < total - width:
            stops.append(begin - pinned)
        begin += slot.width + GAP
    if stops[-1] < total - width:
        stops.append(total - width)  # the last column alone is wider than the room
    return tuple(stops)


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
            left = room - column.width - GAP
            if 0 <= left < column.spare:
                continue
            room = left
            if room < 0:
                continue
        shown.append(column)
    return shown
