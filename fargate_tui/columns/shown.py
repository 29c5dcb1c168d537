"""The columns of a table that have something to show. Pure."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from fargate_tui.columns.column import Column
from fargate_tui.columns.layout import Layout, lay_out

Row = TypeVar("Row")


class TableColumns(Generic[Row]):
    """Columns, some of which are left out until a row has something for them; once there, a column stays."""

    def __init__(self, columns: Sequence[Column[Row]]) -> None:
        self.all = tuple(columns)
        self.ages = tuple(column for column in columns if column.ages)
        """Those whose texts change with the time alone."""
        self._empty = {column.id for column in columns if column.absent is not None}

    def make_room(self, rows: Sequence[Row]) -> bool:
        """Take in the columns that have something to show by now; whether there are any."""
        found = {
            column.id
            for column in self.all
            if column.absent is not None and column.id in self._empty and not all(map(column.absent, rows))
        }
        self._empty -= found
        return bool(found)

    def lay_out(self, width: int, *, wide: bool) -> Layout[Row]:
        """Place them in a line of `width` cells; in wide mode all of them."""
        return lay_out([column for column in self.all if wide or column.id not in self._empty], width, wide=wide)

    def has_room_for(self, ids: Sequence[str], width: int, *, wide: bool) -> bool:
        """Whether one of these columns would be shown if it had something to show."""
        columns = [column for column in self.all if wide or column.id in ids or column.id not in self._empty]
        return any(slot.column.id in ids for slot in lay_out(columns, width, wide=wide).slots)
