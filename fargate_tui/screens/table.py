"""A view that is one table: it follows a watch and fills the table."""

import asyncio
import sys
from abc import abstractmethod
from collections.abc import Iterable, Sequence
from contextlib import aclosing, suppress
from dataclasses import replace
from typing import Any, ClassVar, Generic, Literal, TypeVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.widget import Widget

from fargate_tui.columns.arrangement import Arrangement
from fargate_tui.columns.finding import GLYPHS, TONES
from fargate_tui.fargate.changes import Kind, Subject
from fargate_tui.fargate.errors import AwsError, NotFound
from fargate_tui.fargate.rows import Finding
from fargate_tui.format import visible
from fargate_tui.live.snapshot import Change, Snapshot
from fargate_tui.live.watch import Watch
from fargate_tui.screens.acting import CATALOGUE
from fargate_tui.screens.context import Context, ViewState
from fargate_tui.screens.frame import FrameScreen
from fargate_tui.screens.journey import Place
from fargate_tui.screens.navigation import Descend
from fargate_tui.screens.saving import save_table, saved_path
from fargate_tui.widgets.lines import Line, Span
from fargate_tui.widgets.masthead import Trail
from fargate_tui.widgets.prompt import Prompt
from fargate_tui.widgets.resource_table import ResourceTable

Row = TypeVar("Row")

KEPT = 10.0
"""Seconds that a key is kept which may be meant for an action that is not loaded yet."""


class ArrangedScreen(FrameScreen, Generic[Row]):
    """A table of rows of one kind, with filter, sort, problems, marks, wide mode and copies; a subclass fills it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "open", "open", show=False, id="table.open"),
        Binding("d", "describe", "describe", id="row.describe", tooltip="all AWS says of it, readable"),
        Binding("y", "json", "json", id="row.json", tooltip="all AWS says of it, as it was sent"),
        Binding(
            "exclamation_mark", "problems", "problems", key_display="!", id="list.problems", tooltip="problems only",
        ),
        Binding("slash", "filter", "filter", key_display="/", id="list.filter", tooltip="text !not col:value /regex/"),
        Binding("o", "sort", "sort", show=False, id="list.sort", tooltip="sort by the next column"),
        Binding("O", "reverse", "reverse the order", show=False, id="list.reverse"),
        Binding("w", "wide", "wide columns", show=False, id="list.wide"),
        Binding("c", "copy('id')", "copy the id", show=False, id="row.copy_id"),
        Binding("C", "copy('arn')", "copy the ARN", show=False, id="row.copy_arn"),
        Binding("ctrl+s", "save", "save to a file", show=False, id="list.save"),
        Binding(
            "ctrl+backslash", "clear_marks", "clear marks", show=False, key_display="ctrl+\\", id="list.clear_marks",
        ),
    ]  # fmt: skip

    EXPLAINS: ClassVar[bool] = False
    """Whether the last line of the table says in full why the row under the cursor is as it is."""
    OPENS: ClassVar[bool] = True
    """Whether there is anything behind a row."""
    waiting: ClassVar[str] = "asking AWS…"
    """What stands in the table until the first answer."""
    noun: ClassVar[str]
    """What the rows are, in the plural."""
    ACTS_BEHIND: ClassVar[tuple[str, ...]] = ()
    """Ids of actions on what belongs to the rows: their keys work here, and are not shown."""
    ACTS_ON: ClassVar[tuple[Kind, ...]] = ()
    """What can be changed from here: the kinds of things whose actions have their keys."""
    kind: ClassVar[str]
    """What a row is to the describe and JSON views: cluster, service, task or task-definition."""

    def __init_subclass__(cls, **options: Any) -> None:
        """Give every column that has a letter its key, and every action that applies to the rows."""
        sorting = [
            Binding(
                column.letter, f"sort_by({column.id!r})", f"sort by {column.id}", show=False, id=f"sort.{column.id}"
            )
            for column in cls.COLUMNS
            if column.letter
        ]
        cls._sorting = len(sorting)
        cls.BINDINGS = [*cls.__dict__.get("BINDINGS", ()), *sorting]
        cls._lacks_actions = bool(cls.ACTS_ON)
        if CATALOGUE in sys.modules:
            cls._bind_actions()
        super().__init_subclass__(**options)

    _lacks_actions: ClassVar[bool] = False
    """Whether the keys of its actions are still to come: the first view is there before the actions are."""
    _sorting: ClassVar[int] = 0
    """How many of its keys sort; they are the last ones."""

    @classmethod
    def _bind_actions(cls) -> None:
        from fargate_tui.actions.catalogue import bindings_on

        cls._lacks_actions = False
        own, sorting = cls.BINDINGS[: -cls._sorting or None], cls.BINDINGS[len(cls.BINDINGS) - cls._sorting :]
        cls.BINDINGS = [*own, *bindings_on(*cls.ACTS_ON, behind=cls.ACTS_BEHIND), *sorting]

    def bind_actions(self) -> None:
        """Take the keys of what can be changed from here, where the view is older than the actions."""
        if self._bound.is_set():
            return
        self._bound.set()
        if self._lacks_actions:
            self._bind_actions()
            type(self)._merged_bindings = self._merge_bindings()
        self._bindings = self._merge_bindings()
        self.refresh_bindings()

    def is_early(self, key: str) -> bool:
        """Whether a key means nothing to the table, but may once the actions are bound."""
        return not self._bound.is_set() and self.focused is self.table and key not in self.active_bindings

    async def acts(self) -> None:
        """Wait until the actions are bound; they are loaded now."""
        self.context.shown.set()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._bound.wait(), KEPT)

    def __init__(self, place: Place, context: Context) -> None:
        super().__init__(place, context)
        self._bound = asyncio.Event()
        if not self._lacks_actions:
            self._bound.set()
        self.view_state = context.views.get(place, self.first_state)
        self.latest: Snapshot[Row] = Snapshot()
        self._counted: tuple[tuple[Row, ...], int] = ((), 0)
        """Rows, and how many of them have a problem."""

    first_state: ClassVar[ViewState] = ViewState()
    """How the view looks before a person has changed it."""

    def place_of(self, row: Row) -> Place | None:  # noqa: ARG002 - not every row leads anywhere
        """Where opening a row leads."""
        return None

    def logs_of(self, row: Row) -> Place | None:  # noqa: ARG002 - most rows say nothing
        """Where what a row says is followed."""
        return None

    def subject_of(self, row: Row) -> Place:
        """The place of a row as far as describe and JSON are concerned; their view is filled in."""
        return replace(self.place, subject=(self.kind, self.key_of(row)))

    @staticmethod
    def key_of(row: Any) -> str:
        """The ARN of a row."""
        return str(row.arn)

    @staticmethod
    def id_of(row: Any) -> str:
        """What a person calls the row."""
        return str(row.name)

    @staticmethod
    def finding_of(row: Any) -> Finding | None:
        """What follows from the row, for the count of problems."""
        finding = row.finding
        return finding if isinstance(finding, Finding) else None

    def subjects_of(self, kind: Kind) -> tuple[Subject, ...]:
        """The marked rows, or the one under the cursor, if they are of this kind and can be changed from here."""
        if kind != self.kind or kind not in self.ACTS_ON:
            return ()
        rows = self.table.chosen
        return tuple(
            Subject(kind=kind, arn=self.key_of(row), name=self.name_of(row), cluster=getattr(row, "cluster", ""))
            for row in rows
        )

    def name_of(self, row: Any) -> str:
        """What a change calls the row."""
        return self.id_of(row)

    # -- what is shown -------------------------------------------------------------------------------------------------

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
    def table(self) -> ResourceTable[Row]:
        """The table."""
        return self.query_one(ResourceTable)

    def on_mount(self) -> None:
        """Show the view as it was left."""
        self.table.wide = self.view_state.wide
        if self.view_state.cursor:
            self.table.select(self.view_state.cursor)
        super().on_mount()

    def leave(self) -> None:
        """Remember how the view is left."""
        row = self.table.cursor_row
        self.context.views[self.place] = replace(
            self.view_state,
            arrangement=self.table.arrangement,
            cursor=self.view_state.cursor if row is None else self.key_of(row),
            wide=self.table.wide,
        )

    @property
    def gaps(self) -> tuple[str, ...]:
        """What is missing from the rows, a sentence each."""
        return self.latest.gaps

    def joined(self, rows: Sequence[Row]) -> Sequence[Row]:
        """The rows with what else is known of them."""
        return rows

    def placeholder(self, snapshot: Snapshot[Row]) -> str:
        """What stands in an empty table, and why it is empty."""
        if not snapshot.loaded:
            return self.unanswered(snapshot.error) if snapshot.error else self.waiting
        if snapshot.rows:
            arrangement = self.table.arrangement
            if arrangement.problems_only and not arrangement.filter:
                return f"no problems among {len(snapshot.rows):,} {self.noun} · ! shows all"
            return f"nothing matches {arrangement.filter} · esc clears the filter"
        return self.nothing

    def unanswered(self, error: AwsError) -> str:
        """What can be done where the first answer is an error, which the notice tells."""
        if isinstance(error, NotFound):
            return "not in this account and Region · :clusters shows what there is"
        return "no answer yet; r asks again"

    @property
    def nothing(self) -> str:
        """What an empty list says."""
        where = f" in {self.place.cluster}" if self.place.cluster else ""
        return f"no {self.noun}{where}"

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
        return Trail(self.place.path, count if self.latest.loaded else "", self.notes())

    def notes(self) -> tuple[str, ...]:
        """How the rows are arranged, the most important first."""
        table = self.table
        arrangement = table.arrangement
        notes = []
        if arrangement.filter:
            notes.append(f"/{arrangement.filter}")
        if arrangement.problems_only:
            notes.append("problems only")
        if table.marked:
            notes.append(f"{len(table.marked)} marked")
        if arrangement.sort:
            notes.append(f"sort: {arrangement.sort} {'↓' if arrangement.descending else '↑'}")
        if table.wide:
            notes.append("wide")
        return tuple(notes)

    def rearrange(self, arrangement: Arrangement) -> None:
        """Arrange the table anew and say so in the header."""
        table = self.table
        table.arrangement = arrangement
        table.placeholder = self.placeholder(self.latest)
        self.show_problems()
        self.show_header()
        self.refresh_bindings()

    def show_problems(self) -> None:
        """Say what is wrong with the filter, the answer, and what is missing from it."""
        problem = self.table.problem
        self.show_trouble(self.latest.error, ((problem,) if problem else ()) + self.gaps)

    def explanation(self, row: Any) -> Line:
        """Why the row under the cursor is as it is, in full."""
        finding = self.finding_of(row)
        if finding is None or not finding.why:
            return ()
        return (Span(f"{GLYPHS[finding.severity]} ", TONES[finding.severity]), Span(visible(finding.why)))

    @on(ResourceTable.MarksChanged)
    def _marks_changed(self) -> None:
        self.show_header()

    # -- keys ----------------------------------------------------------------------------------------------------------

    @on(ResourceTable.Opened)
    def _opened(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        """Go into the row under the cursor."""
        row = self.table.cursor_row
        place = None if row is None else self.place_of(row)
        if place is not None:
            self.post_message(Descend(place))

    def action_logs(self) -> None:
        """Follow what the row under the cursor says."""
        row = self.table.cursor_row
        place = None if row is None else self.logs_of(row)
        if place is not None:
            self.post_message(Descend(place))

    def action_describe(self) -> None:
        """Show everything about the row, readable."""
        self._look("describe")

    def action_json(self) -> None:
        """Show everything about the row as AWS sent it."""
        self._look("json")

    def _look(self, view: Literal["describe", "json"]) -> None:
        row = self.table.cursor_row
        if row is not None:
            self.post_message(Descend(replace(self.subject_of(row), view=view)))

    def action_back(self) -> None:
        """Clear the filter, or problems only, or go one step back."""
        arrangement = self.table.arrangement
        if arrangement.filter:
            self.rearrange(replace(arrangement, filter=""))
        elif arrangement.problems_only:
            self.rearrange(replace(arrangement, problems_only=False))
        else:
            super().action_back()

    def action_problems(self) -> None:
        """Show only problems, or all again."""
        arrangement = self.table.arrangement
        self.rearrange(replace(arrangement, problems_only=not arrangement.problems_only))

    def action_filter(self) -> None:
        """Ask for a filter."""
        self.query_one(Prompt).open("/", self.table.arrangement.filter)

    @on(Prompt.Changed)
    def _filter_typed(self, changed: Prompt.Changed) -> None:
        if changed.prompt.glyph == "/":
            self.rearrange(replace(self.table.arrangement, filter=changed.value))

    def typed(self, glyph: str, value: str) -> None:
        """Keep the filter that was typed."""
        if glyph == "/":
            self.rearrange(replace(self.table.arrangement, filter=value))

    @on(Prompt.Cancelled)
    def _filter_cancelled(self, cancelled: Prompt.Cancelled) -> None:
        if cancelled.prompt.glyph == "/":
            self.rearrange(replace(self.table.arrangement, filter=""))

    def action_sort(self) -> None:
        """Sort by the next column; after the last one, by none."""
        arrangement = self.table.arrangement
        ids = ["", *(column.id for column in self.columns if column.title)]
        following = ids[(ids.index(arrangement.sort) + 1) % len(ids)] if arrangement.sort in ids else ""
        self.rearrange(replace(arrangement, sort=following, descending=False))

    def action_sort_by(self, column: str) -> None:
        """Sort by a column; once more turns the order round."""
        arrangement = self.table.arrangement
        again = arrangement.sort == column
        self.rearrange(replace(arrangement, sort=column, descending=again and not arrangement.descending))

    def action_reverse(self) -> None:
        """Turn the order round."""
        arrangement = self.table.arrangement
        self.rearrange(replace(arrangement, descending=not arrangement.descending))

    def action_wide(self) -> None:
        """Show or hide the columns that need room."""
        self.table.wide = not self.table.wide
        self.show_header()

    def action_clear_marks(self) -> None:
        """Unmark everything."""
        self.table.clear_marks()

    def action_copy(self, what: str) -> None:
        """Copy the id or the ARN of the marked rows, or of the one under the cursor."""
        chosen = self.table.chosen
        if not chosen:
            return
        texts = [self.key_of(row) if what == "arn" else self.id_of(row) for row in chosen]
        self.copy("\n".join(texts), more=len(texts) - 1)

    @work(exclusive=True, group="save")
    async def action_save(self) -> None:
        """Save what is shown to a file."""
        rows, now = tuple(self.table.shown), self.context.now()
        try:
            path = saved_path(self.place, now)
            await asyncio.to_thread(save_table, path, self.columns, rows, now)
        except OSError as error:
            self.notify(f"cannot save {self.noun}: {error}", severity="error", markup=False)
            return
        self.notify(f"saved {len(rows):,} {self.noun} to {path}", markup=False)


class TableScreen(ArrangedScreen[Row]):
    """A table that follows a watch."""

    @abstractmethod
    def listing(self) -> Watch[Row]:
        """The watch that this view follows."""

    async def follow(self) -> None:
        """Take each change of the watch."""
        async with aclosing(self.listing().follow()) as changes:
            async for change in changes:
                self.take(change)

    def take(self, change: Change[Row]) -> None:
        """Show the rows, how old they are, and what is missing from them."""
        arriving = not (self.latest.loaded and self.latest.complete)
        snapshot = self.latest = change.snapshot
        table = self.table
        table.stale = snapshot.error is not None and snapshot.loaded
        table.placeholder = self.placeholder(snapshot)
        table.update_rows(self.joined(snapshot.rows), arriving=arriving)
        self.show_problems()
        self.show_header()

    def refresh_now(self) -> None:
        """Ask AWS now."""
        self.listing().refresh()
