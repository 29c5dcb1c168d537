"""The table every list is shown in."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Generic, TypeVar

from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView

from fargate_tui.columns.arrangement import Arrangement
from fargate_tui.columns.column import Column

Row = TypeVar("Row")


class ResourceTable(ScrollView, Generic[Row], can_focus=True):
    """A table over immutable rows whose cost depends on what is visible; cursor and marks hold on to ARNs."""

    arrangement: reactive[Arrangement] = reactive(Arrangement(), init=False, repaint=False)
    """Filter, sort and problems-only; set another one to rearrange."""
    wide: reactive[bool] = reactive(False, init=False, repaint=False)
    """Whether the columns that need room are shown, if need be by scrolling sideways."""
    stale: reactive[bool] = reactive(False, init=False, repaint=False)
    """Whether the rows are out of date, and so drawn muted."""
    placeholder: reactive[str] = reactive("", init=False, repaint=False)
    """What stands there instead of rows when there are none to show."""

    class Highlighted(Message):
        """The cursor came to another row, or its row is another object now, or there is none (None)."""

        def __init__(self, table: "ResourceTable[Row]", row: Row | None) -> None:
            super().__init__()
            self.table = table
            self.row = row

        @property
        def control(self) -> "ResourceTable[Row]":
            """The table."""
            return self.table

    class Opened(Highlighted):
        """The person asked to open the row (enter, double click)."""

    class MarksChanged(Message):
        """Rows were marked or unmarked, or marked rows have gone."""

        def __init__(self, table: "ResourceTable[Row]", marked: tuple[str, ...]) -> None:
            super().__init__()
            self.table = table
            self.marked = marked

        @property
        def control(self) -> "ResourceTable[Row]":
            """The table."""
            return self.table

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        key: Callable[[Row], str],
        *,
        now: Callable[[], datetime],
        arrangement: Arrangement | None = None,
        placeholder: str = "",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """Make a table of `columns` whose rows are told apart by `key` (their ARN); `now` is the clock of ages."""
        super().__init__(id=id, classes=classes)

    @property
    def rows(self) -> Sequence[Row]:
        """All rows, arranged or not."""
        raise NotImplementedError

    @property
    def shown(self) -> Sequence[Row]:
        """The rows as arranged."""
        raise NotImplementedError

    @property
    def problem(self) -> str:
        """What is wrong with the filter or the sort column, in a sentence; empty where nothing is."""
        raise NotImplementedError

    @property
    def cursor_row(self) -> Row | None:
        """The row under the cursor."""
        raise NotImplementedError

    @property
    def marked(self) -> tuple[str, ...]:
        """The keys of the marked rows, in the order they are shown."""
        raise NotImplementedError

    @property
    def chosen(self) -> tuple[Row, ...]:
        """What an action goes to: the marked rows, or else the one under the cursor."""
        raise NotImplementedError

    def update_rows(self, rows: Sequence[Row]) -> None:
        """Show `rows`, all of them, in place of the former ones."""
        raise NotImplementedError

    def select(self, key: str) -> bool:
        """Put the cursor on the row with this key; False (and later, once it comes) where it is not shown yet."""
        raise NotImplementedError

    def clear_marks(self) -> None:
        """Unmark everything."""
        raise NotImplementedError

    def tick(self) -> None:
        """Repaint the visible cells whose text has changed with the time."""
        raise NotImplementedError
