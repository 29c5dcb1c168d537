"""A table as it was left: arranged, with its columns, its count of problems, and saved to a file."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.widget import Widget

from fargate_tui.columns.arrangement import Arrangement
from fargate_tui.columns.column import Column
from fargate_tui.columns.lists import chosen
from fargate_tui.format import failure
from fargate_tui.live.snapshot import Snapshot
from fargate_tui.screens.arranging import ArrangingScreen
from fargate_tui.screens.context import Context, ViewState
from fargate_tui.screens.journey import Place
from fargate_tui.screens.rows import Row
from fargate_tui.screens.saving import save_table, saved_path
from fargate_tui.widgets.masthead import Trail
from fargate_tui.widgets.resource_table import ResourceTable


class ArrangedScreen(ArrangingScreen[Row]):
    """A table of rows of one kind, with filter, sort, problems, marks, wide mode and copies; a subclass fills it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "open", "open", show=False, id="row.open"),
        Binding("d", "describe", "describe", id="row.describe", tooltip="all AWS says of it, readable"),
        Binding("y", "json", "json", id="row.json", tooltip="all AWS says of it, as it was sent"),
        Binding(
            "exclamation_mark", "problems", "problems", id="list.problems", tooltip="problems only",
        ),
        Binding("slash", "filter", "filter", id="list.filter", tooltip="text !not col:value /regex/"),
        Binding("o", "sort", "sort", show=False, id="list.sort", tooltip="sort by the next column"),
        Binding("O", "reverse", "reverse the order", show=False, id="list.reverse"),
        Binding("w", "wide", "wide columns", show=False, id="list.wide"),
        Binding("c", "copy('id')", "copy the id", show=False, id="row.copy_id"),
        Binding("C", "copy('arn')", "copy the ARN", show=False, id="row.copy_arn"),
        Binding("ctrl+s", "save", "save to a file", show=False, id="list.save"),
        Binding(
            "ctrl+backslash", "clear_marks", "clear marks", show=False, id="list.clear_marks",
        ),
    ]  # fmt: skip
    EXPLAINS: ClassVar[bool] = False
    """Whether the last line of the table says in full why the row under the cursor is as it is."""
    OPENS: ClassVar[bool] = True
    """Whether there is anything behind a row."""
    first_state: ClassVar[ViewState] = ViewState()
    """How the view looks before a person has changed it."""

    def __init__(self, place: Place, context: Context) -> None:
        super().__init__(place, context)
        self._views = context.views  # those of this account: others may take their place
        self.view_state = context.views.get(place) or self._sorted_first(context.settings.sort.get(place.view, ""))
        self.latest: Snapshot[Row] = Snapshot()
        self._counted: tuple[tuple[Row, ...], int] = ((), 0)
        """Rows, and how many of them have a problem."""

    def _sorted_first(self, by: str) -> ViewState:
        """How the view begins, sorted as the person has set it."""
        if not by:
            return self.first_state
        arrangement = Arrangement(sort=by.removeprefix("-"), descending=by.startswith("-"))
        return replace(self.first_state, arrangement=arrangement)

    def middle(self) -> Iterable[Widget]:
        """The table."""
        yield ResourceTable(
            self.columns,
            self.key_of,
            now=self.context.now,
            arrangement=self.view_state.arrangement,
            placeholder=self.waiting,
            opens=self.OPENS,
            explain=self.explanation if self.EXPLAINS else None,
        )

    @property
    def columns(self) -> Sequence[Column[Any]]:
        """Those that the person has chosen for this list, else the usual ones."""
        return chosen(self.usual_columns, self.context.settings.columns.get(self.place.view, ()))

    @property
    def usual_columns(self) -> Sequence[Column[Any]]:
        """The columns of the table at this place."""
        return self.COLUMNS

    def on_mount(self) -> None:
        """Show the view as it was left."""
        self.table.wide = self.view_state.wide
        if self.view_state.cursor:
            self.table.select(self.view_state.cursor)
        super().on_mount()

    def leave(self) -> None:
        """Remember how the view is left, as the newest of those that are remembered."""
        row = self.table.cursor_row
        self._views.pop(self.place, None)
        self._views[self.place] = replace(
            self.view_state,
            arrangement=self.table.arrangement,
            cursor=self.view_state.cursor if row is None else self.key_of(row),
            wide=self.table.wide,
            marks=self.marks,
        )

    @property
    def marks(self) -> tuple[str, ...]:
        """What is marked, for the next time."""
        return ()

    def joined(self, rows: Sequence[Row]) -> Sequence[Row]:
        """The rows with what else is known of them."""
        return rows

    def tick(self) -> None:
        """Paint the ages that have changed."""
        self.table.tick()

    @property
    def snapshot(self) -> Snapshot[object] | None:
        """What is shown."""
        return self.latest  # type: ignore[return-value]  # rows are only counted

    @property
    def problems(self) -> int | None:
        """How many rows have a problem."""
        if not self.latest.loaded:
            return None
        rows = self.latest.rows
        if self._counted[0] is not rows:
            # Once for each answer: the header is brought up to date every second, and 10,000 rows take it 7 ms.
            findings = (self.finding_of(row) for row in rows)
            self._counted = rows, sum(1 for finding in findings if finding is not None and finding.is_problem)
        return self._counted[1]

    @property
    def trail(self) -> Trail:
        """Where one is, how many there are, and how they are arranged."""
        table, total = self.table, len(self.latest.rows)
        shown = len(table.shown)
        count = f"{total:,}" if shown == total else f"{shown:,} of {total:,}"
        is_known = self.latest.loaded or self.latest.recalled_at is not None
        return Trail(self.place.path, count if is_known else "", self.notes())

    @work(exclusive=True, group="save")
    async def action_save(self) -> None:
        """Save what is shown to a file."""
        rows, now = tuple(self.table.shown), self.context.now()
        try:
            path = saved_path(self.place, now)
            await asyncio.to_thread(save_table, path, self.columns, rows, now)
        except OSError as error:
            self.notify(f"cannot save {self.noun}: {failure(error)}", severity="error", markup=False)
            return
        self.notify(f"saved {len(rows):,} {self.noun} to {path}", markup=False)
