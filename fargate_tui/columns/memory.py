"""What has been worked out about rows, so that an update of 10,000 rows costs what has changed in it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar

from fargate_tui.columns.column import Column

Row = TypeVar("Row")

FORGET_BEYOND = 2
"""How many times as many rows as there are may be remembered before those that are gone are forgotten."""


class Memory(Generic[Row]):
    """Texts and sort values, by row object.

    An entry holds its row, so that no other object can come to have the same identity while the entry is there.
    """

    def __init__(self, columns: Sequence[Column[Row]], key: Callable[[Row], str]) -> None:
        self._cells = tuple(reader(column) for column in columns if not column.ages)
        self._key = key
        self._texts: dict[int, tuple[Row, str]] = {}
        self._sorted_by = ""
        self._values: dict[int, tuple[Row, Any]] = {}

    def text(self, row: Row, now: datetime) -> str:
        """What plain text is looked for in: all cells that do not age, and the ARN, in lower case."""
        known = self._texts.get(id(row))
        if known is None:
            text = "\n".join([*(cell(row, now) for cell in self._cells), self._key(row)]).lower()
            known = self._texts[id(row)] = (row, text)
        return known[1]

    def values(self, rows: Sequence[Row], column: Column[Row], now: datetime) -> list[tuple[Row, Any]]:
        """Each row with what it is sorted by."""
        if self._sorted_by != column.id:
            self._sorted_by, self._values = column.id, {}
        known, found = self._values, []
        value = column.sort_key or (lambda row: column.text(row, now).casefold())
        for row in rows:
            entry = known.get(id(row))
            if entry is None:
                entry = known[id(row)] = (row, value(row))
            found.append(entry)
        return found

    def forget_all_but(self, rows: Sequence[Row]) -> None:
        """Let go of rows that are gone, once they are many."""
        if max(len(self._texts), len(self._values)) <= FORGET_BEYOND * len(rows) + 256:
            return
        alive = {id(row) for row in rows}
        self._texts = {identity: entry for identity, entry in self._texts.items() if identity in alive}
        self._values = {identity: entry for identity, entry in self._values.items() if identity in alive}


def reader(column: Column[Row]) -> Callable[[Row, datetime], str]:
    """How the filter reads a column's cell."""
    searched = column.searched
    return column.text if searched is None else lambda row, _now: searched(row)
