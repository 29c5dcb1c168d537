"""The table every list is shown in."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from fargate_tui.columns.arrange import arrange, problem
from fargate_tui.columns.arrangement import Arrangement
from fargate_tui.columns.column import Column
from fargate_tui.columns.layout import next_stop
from fargate_tui.columns.memory import Memory
from fargate_tui.columns.shown import TableColumns
from fargate_tui.format import cut, visible
from fargate_tui.widgets.line_view import LineView, blank
from fargate_tui.widgets.lines import Line
from fargate_tui.widgets.place import first_line, line_for_cursor
from fargate_tui.widgets.scroll_bar import handle
from fargate_tui.widgets.selection import Selection
from fargate_tui.widgets.table_looks import CSS, palette
from fargate_tui.widgets.table_paint import Look, Palette, paint_explanation, sentence
from fargate_tui.widgets.table_rows import TableRows

Row = TypeVar("Row")

ROOM_TO_EXPLAIN = 9
"""Lines that a table must have to give one to the explanation."""
WHEEL = 3
"""Rows per notch of the mouse wheel."""


class ResourceTable(LineView, Generic[Row], can_focus=True):
    """A table over immutable rows whose cost depends on what is visible; cursor and marks hold on to ARNs.

    Every change ends in `repaint_changes`, which draws the visible lines anew from a cache.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "resource-table--header",
        "resource-table--cursor",
        "resource-table--displaced",
        "resource-table--mark",
    }
    """
    | Class | Description |
    | :- | :- |
    | `resource-table--header` | The line of titles. |
    | `resource-table--cursor` | The line under the cursor. |
    | `resource-table--displaced` | The same, when the cursor came there because its row has vanished. |
    | `resource-table--mark` | Marked lines. |
    """

    DEFAULT_CSS = CSS

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", "down", show=False, id="table.down"),
        Binding("up,k", "move(-1)", "up", show=False, id="table.up"),
        Binding("pagedown,ctrl+f", "page(1)", "page down", show=False, id="table.page_down"),
        Binding("pageup,ctrl+b", "page(-1)", "page up", show=False, id="table.page_up"),
        Binding("home,g", "jump(0)", "first", show=False, id="table.first"),
        Binding("end,G", "jump(-1)", "last", show=False, id="table.last"),
        Binding("enter", "open", "open", id="table.open"),
        Binding("space", "mark", "mark", show=False, id="table.mark", tooltip="actions then go to all marked rows"),
        Binding("left", "scroll_sideways(-1)", "scroll left", show=False, id="table.left"),
        Binding("right", "scroll_sideways(1)", "scroll right", show=False, id="table.right"),
    ]
    ALLOW_SELECT = False

    arrangement: reactive[Arrangement] = reactive(Arrangement(), init=False, repaint=False)
    """Filter, sort and problems-only; set another one to rearrange."""
    wide: reactive[bool] = reactive(False, init=False, repaint=False, bindings=True)
    """Whether the columns that need room are shown, if need be by scrolling sideways."""
    stale: reactive[bool] = reactive(False, init=False, repaint=False)
    """Whether the rows are out of date, and so drawn muted."""
    placeholder: reactive[str] = reactive("", init=False, repaint=False)
    """What stands there instead of rows when there are none to show."""

    class Highlighted(Message):
        """The cursor came to another row, or its row is another object now, or there is none (None)."""

        def __init__(self, table: "ResourceTable[Any]", row: object | None) -> None:
            super().__init__()
            self.table = table
            self.row = row

        @property
        def control(self) -> "ResourceTable[Any]":
            """The table."""
            return self.table

        def can_replace(self, message: Message) -> bool:
            """Whether only the newest of two in the queue matters."""
            return isinstance(message, ResourceTable.Highlighted) and message.table is self.table

    class Opened(Message):
        """The person asked to open the row (enter, double click)."""

        def __init__(self, table: "ResourceTable[Any]", row: object) -> None:
            super().__init__()
            self.table = table
            self.row = row

        @property
        def control(self) -> "ResourceTable[Any]":
            """The table."""
            return self.table

    class MarksChanged(Message):
        """Rows were marked or unmarked, or marked rows came into or went out of sight."""

        def __init__(self, table: "ResourceTable[Any]", marked: tuple[str, ...]) -> None:
            super().__init__()
            self.table = table
            self.marked = marked

        @property
        def control(self) -> "ResourceTable[Any]":
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
        opens: bool = True,
        explain: Callable[[Row], Line] | None = None,
        id: str | None = None,  # noqa: A002 -- Textual's own word
        classes: str | None = None,
    ) -> None:
        """Make a table of `columns` whose rows are told apart by `key` (their ARN); `now` is the clock of ages.

        `opens` says whether there is anything behind a row. `explain` makes the line at the bottom that says of the
        row under the cursor what its cells have no room for; it is drawn here so that it comes with the cursor, in one
        frame.
        """
        super().__init__(id=id, classes=classes)
        self._columns = TableColumns(columns)
        self._key = key
        self._opens = opens
        self._explain = explain
        self._now = now
        self._memory = Memory(columns, key)
        self._rows: Sequence[Row] = ()
        self._shown: list[Row] = []
        self._selection = Selection()
        self._told_marks: tuple[str, ...] = ()
        self._highlighted: Row | None = None
        self._drawn: TableRows[Row] = TableRows()
        self._drawn.arrange(self._columns, 0, wide=False)
        self._palette: Palette | None = None
        self.set_reactive(ResourceTable.arrangement, arrangement or Arrangement())
        self.set_reactive(ResourceTable.placeholder, placeholder)

    # -- what it holds -------------------------------------------------------------------------------------------------

    @property
    def columns(self) -> Sequence[Column[Row]]:
        """All columns, shown or not."""
        return self._columns.all

    @property
    def rows(self) -> Sequence[Row]:
        """All rows, arranged or not."""
        return self._rows

    @property
    def shown(self) -> Sequence[Row]:
        """The rows as arranged."""
        return self._shown

    @property
    def problem(self) -> str:
        """What is wrong with the filter or the sort column, in a sentence; empty where nothing is."""
        return problem(self.arrangement, self.columns)

    @property
    def cursor_row(self) -> Row | None:
        """The row under the cursor."""
        return self._shown[self._selection.cursor] if self._shown else None

    @property
    def cursor_index(self) -> int:
        """How many rows stand above the cursor."""
        return self._selection.cursor

    @property
    def displaced(self) -> bool:
        """Whether the cursor is where it is only because its own row vanished, and no key has moved it since."""
        return self._selection.displaced

    @property
    def marked(self) -> tuple[str, ...]:
        """The keys of the marked rows that are shown, in their order; a filter hides marks with their rows."""
        return self._selection.marked

    @property
    def all_marked(self) -> frozenset[str]:
        """The keys of all marked rows, also of those that a filter hides."""
        return self._selection.all_marked

    @property
    def chosen(self) -> tuple[Row, ...]:
        """What an action goes to: the marked rows, or else the one under the cursor."""
        if self.marked:
            return tuple(self._shown[self._selection.places[key]] for key in self.marked)
        return () if self.cursor_row is None else (self.cursor_row,)

    def update_rows(self, rows: Sequence[Row], *, arriving: bool = False) -> None:
        """Show `rows`, all of them, in place of the former ones.

        `arriving` says that the list is still coming for the first time: a cursor nobody has moved stays at its top.
        """
        before = self._rows
        if len(before) == len(rows) and all(old is new for old, new in zip(before, rows, strict=True)):
            self.repaint_changes()
            return
        self._rows = rows
        if self._columns.make_room(rows):
            self._lay_out()
        self._rearrange(refreshed=True, arriving=arriving)

    def show_columns(self, columns: Sequence[Column[Row]], rows: Sequence[Row], *, arriving: bool = False) -> None:
        """Show other columns, at least one of them, and their rows; no row is ever painted with another's columns."""
        self._columns = TableColumns(columns)
        self._memory = Memory(columns, self._key)
        self._rows = rows
        self._lay_out()
        self._rearrange(refreshed=True, arriving=arriving)
        self.scroll_cells_to(0)

    def select(self, key: str) -> bool:
        """Put the cursor on the row with this key; where it is not shown yet, False, and later once it comes."""
        place = self._selection.want(key)
        if place is None:
            return False
        self._go(place)
        return True

    def mark_all(self, keys: Iterable[str]) -> None:
        """Mark the rows with these keys, as far as there are such."""
        self._selection.mark_all(set(keys).intersection(map(self._key, self._rows)))
        self._tell_marks()
        self.repaint_changes()

    def clear_marks(self) -> None:
        """Unmark everything."""
        self._selection.unmark()
        self._tell_marks()
        self.repaint_changes()

    def tick(self) -> None:
        """Repaint the visible cells whose text has changed with the time."""
        self.repaint_changes()

    # -- arranging -----------------------------------------------------------------------------------------------------

    def watch_arrangement(self) -> None:
        """Arrange the rows anew."""
        self._rearrange(refreshed=False)

    def _rearrange(self, *, refreshed: bool, arriving: bool = False) -> None:
        """Filter and sort, and put cursor, marks and view where they belong.

        `refreshed` says that AWS, not the person, has changed what is there.
        """
        selection = self._selection
        was = selection.cursor if self._shown else None
        self._shown = arrange(
            self._rows, self.arrangement, self.columns, self._now(), key=self._key, memory=self._memory
        )
        selection.follow(list(map(self._key, self._shown)), refreshed=refreshed, arriving=arriving)
        if refreshed:
            selection.unmark_all_but(map(self._key, self._rows))
        self._resize_content()
        if was is None:
            self.scroll_rows_to(self._top_for_cursor())
        else:
            top = self.scroll_offset.y
            self.scroll_rows_to(first_line(top, was, selection.cursor, self._page, len(self._shown)))
        self._tell_marks()
        self._tell_highlighted()
        self.repaint_changes()

    def _tell_highlighted(self) -> None:
        row = self.cursor_row
        if row is not self._highlighted:
            self._highlighted = row
            self.post_message(self.Highlighted(self, row))

    def _tell_marks(self) -> None:
        if self.marked != self._told_marks:
            self._told_marks = self.marked
            self.post_message(self.MarksChanged(self, self.marked))

    # -- moving --------------------------------------------------------------------------------------------------------

    @property
    def _page(self) -> int:
        """Rows that fit below the header."""
        return max(0, self.size.height - 1 - self._foot)

    @property
    def _foot(self) -> int:
        """Lines at the bottom that are no rows: the explanation, where there is room for it."""
        return 1 if self._explain is not None and self.size.height >= ROOM_TO_EXPLAIN else 0

    def action_move(self, by: int) -> None:
        """Move the cursor by some rows; at the edge the view jumps half a page, one repaint instead of many."""
        self._go(self._selection.cursor + by, jump=True)

    def action_page(self, pages: int) -> None:
        """Move cursor and view by a page."""
        by = pages * max(1, self._page - 1)
        top = self.scroll_offset.y
        self.scroll_rows_to(max(0, min(top + by, len(self._shown) - self._page)))
        self._go(self._selection.cursor + by)

    def action_jump(self, index: int) -> None:
        """Go to the first (0) or the last (-1) row."""
        self._go(index if index >= 0 else len(self._shown) + index)

    def action_open(self) -> None:
        """Ask for the row under the cursor to be opened."""
        if self.cursor_row is not None:
            self.post_message(self.Opened(self, self.cursor_row))

    def action_mark(self) -> None:
        """Mark or unmark the row under the cursor, and go on to the next."""
        if not self._shown:
            return
        self._selection.mark()
        self._tell_marks()
        self._go(self._selection.cursor + 1, jump=True)

    def action_scroll_sideways(self, steps: int) -> None:
        """Scroll to the beginning of a column, about half the width from here."""
        stops, reach = self._drawn.layout.stops, self.size.width // 2
        self.scroll_cells_to(next_stop(stops, self.scroll_offset.x, reach, steps))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave ← and → to the screen where there is nothing to scroll sideways, and offer only what there is."""
        if action == "scroll_sideways":
            return len(self._drawn.layout.stops) > 1
        if action == "open":
            return self._opens
        return super().check_action(action, parameters)

    def _go(self, index: int, *, jump: bool = False) -> None:
        if not self._shown:
            return
        self._selection.go(index)
        self.scroll_rows_to(self._top_for_cursor(jump=jump))
        self._tell_highlighted()
        self.repaint_changes()

    def _top_for_cursor(self, *, jump: bool = False) -> int:
        """The first row to show so that the cursor is seen."""
        return line_for_cursor(self.scroll_offset.y, self._selection.cursor, self._page, len(self._shown), jump=jump)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse is; a second click opens."""
        event.stop()
        index = self.scroll_offset.y + event.y - 1
        if not 1 <= event.y <= self._page or index >= len(self._shown):
            return
        self._go(index)
        if event.chain == 2:
            self.action_open()

    def _on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.scroll_rows_to(min(self.scroll_offset.y + WHEEL, max(0, len(self._shown) - self._page)))

    def _on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.scroll_rows_to(max(0, self.scroll_offset.y - WHEEL))

    # -- painting ------------------------------------------------------------------------------------------------------

    @property
    def _line_width(self) -> int:
        """Cells of a line without its cell of the scroll bar."""
        return max(0, self.size.width - 1)

    def on_resize(self) -> None:
        """Choose and place the columns for the new width."""
        self._lay_out()
        self.scroll_rows_to(self._top_for_cursor())
        self.repaint_changes()

    def watch_wide(self) -> None:
        """Show or hide columns."""
        self._lay_out()
        self.scroll_cells_to(0)
        self.repaint_changes()

    def watch_stale(self) -> None:
        """Draw the rows muted, or bright again."""
        self.repaint_changes()

    def watch_placeholder(self) -> None:
        """Show another text in place of rows."""
        self.repaint_changes()

    def notify_style_update(self) -> None:
        """Forget colours."""
        super().notify_style_update()
        self._palette = None
        self._drawn.forget_looks()

    def _lay_out(self) -> None:
        self._drawn.arrange(self._columns, self._line_width, wide=self.wide)
        self._resize_content()

    def has_room_for(self, *ids: str) -> bool:
        """Whether one of these columns would be shown if it had something to show."""
        return self._columns.has_room_for(ids, self._line_width, wide=self.wide)

    def _resize_content(self) -> None:
        # The header and the explanation take a line each: without them the last row could not be scrolled to.
        self.set_content_size(self._drawn.layout.width + 1, len(self._shown) + 1 + self._foot)

    def draw_line(self, y: int) -> Strip:
        """One line of the viewport; the first is the header."""
        styles, page, total = self._styles, self._page, len(self._shown)
        left, top = self.scroll_offset
        if y == 0:
            return self._drawn.header(self.arrangement.sort, left, styles, descending=self.arrangement.descending)
        if y > page:
            row = self.cursor_row
            spans = self._explain(row) if row is not None and self._explain is not None else ()
            return paint_explanation(spans, self.size.width, styles)
        if top + y - 1 < total:
            thumb = y - 1 in handle(page, total, top, total - page)
            return self._row_line(top + y - 1, left, styles, thumb=thumb)
        width = self._line_width
        if not total and y == min(2, page):
            return sentence(cut(visible(self.placeholder), width - 3), width + 1, styles.muted)
        return blank(width + 1, styles.base)

    def _row_line(self, index: int, left: int, styles: Palette, *, thumb: bool) -> Strip:
        selection = self._selection
        here = index == selection.cursor
        look = Look(here, here and selection.displaced, selection.is_marked(selection.keys[index]), self.stale)
        return self._drawn.row(self._shown[index], look, left, self._now(), styles, thumb=thumb)

    @property
    def _styles(self) -> Palette:
        if self._palette is None:
            self._palette = palette(self)
        return self._palette
