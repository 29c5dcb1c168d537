"""Logs Insights: a query over the log groups of a cluster, a service or a task, its progress, and what it found."""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from contextlib import aclosing
from typing import Any, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.css.query import NoMatches
from textual.widget import Widget

from fargate_tui.columns.column import Column
from fargate_tui.columns.query import query_columns
from fargate_tui.fargate.arns import task_id
from fargate_tui.fargate.errors import AwsError, MalformedQuery
from fargate_tui.fargate.logs.insights import MOST_ROWS, QueryRow, ready_queries
from fargate_tui.format import failure, visible
from fargate_tui.live.log_groups import LogGroup
from fargate_tui.live.log_queries import Asked, QueryState
from fargate_tui.live.snapshot import Snapshot
from fargate_tui.live.tail import TailSubject
from fargate_tui.screens.arranged import ArrangedScreen
from fargate_tui.screens.context import Context, LastQuery
from fargate_tui.screens.journey import Place
from fargate_tui.screens.query_groups import chosen_groups, typed_groups
from fargate_tui.screens.query_lines import liveness, nothing_found, offer_line, pointed, progress_line
from fargate_tui.screens.query_row import QueryRowScreen, row_text
from fargate_tui.screens.query_scope import GROUPS, QueryScope
from fargate_tui.screens.saving import save_fields, save_table, saved_path
from fargate_tui.widgets.lines import Line, Span, line
from fargate_tui.widgets.masthead import Masthead, Pulse, Trail
from fargate_tui.widgets.prompt import Prompt
from fargate_tui.widgets.query_editor import QueryEditor
from fargate_tui.widgets.text_view import TextView

HISTORY = "query"
_USELESS = frozenset({"describe", "json", "problems"})
"""What lists can do and a row of a query has not."""


class QueryScreen(ArrangedScreen[QueryRow]):
    """A query, and below it what it found; it runs only when it is told to, for what it scans is billed."""

    AUTO_FOCUS = "QueryEditor"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "edit", "edit", id="query.edit", tooltip="go to the query"),
        Binding("r", "refresh_now", "refresh", id="view.refresh", tooltip="run the query again, which is billed again"),
        Binding("less_than_sign", "range(-1)", "shorter", id="query.shorter",
                tooltip="shorter range: begin less far back"),
        Binding("greater_than_sign", "range(1)", "longer", id="query.longer",
                tooltip="longer range: begin further back"),
        Binding("L", "groups", "log groups", id="query.groups", tooltip="choose the log groups by hand"),
    ]  # fmt: skip

    EXPLAINS = True
    noun = "rows"
    kind = "row"

    def __init__(self, place: Place, context: Context) -> None:
        super().__init__(place, context)
        self.scope = QueryScope(place)
        self.state: QueryState | None = None
        self.waits = False
        """Whether the query is to run once the log groups are known."""
        self.brought: int | None = 0
        """Which ready-made query stands in the editor."""
        self.wrong: MalformedQuery | None = None
        self.shown_columns: tuple[Column[QueryRow], ...] = ()
        self.ready = ready_queries(task_id(place.task) if place.task else "")
        if (last := context.last_query) is not None and last.place == place:
            self.state, self.scope.range, self.scope.by_hand = last.state, last.range, last.by_hand

    # -- what is shown -------------------------------------------------------------------------------------------------

    def middle(self) -> Iterable[Widget]:
        """The query, how far it is, and what it found."""
        history = self.context.history.setdefault(HISTORY, [])
        text = self.state.asked.text if self.state is not None else self.ready[0].text
        yield QueryEditor(text, [ready.text for ready in self.ready], history)
        progress = TextView(id="progress")
        progress.can_focus = False
        yield progress
        yield from super().middle()

    @property
    def editor(self) -> QueryEditor:
        """The query."""
        return self.query_one(QueryEditor)

    @property
    def usual_columns(self) -> Sequence[Column[Any]]:
        """One for each field that was found."""
        return self.shown_columns

    @property
    def problems(self) -> int | None:
        """Rows of a query have none that we know of."""
        return None

    @staticmethod
    def key_of(row: QueryRow) -> str:
        """AWS's pointer to the event, or the number of the row."""
        return row.key

    @staticmethod
    def id_of(row: QueryRow) -> str:
        """The row as one text."""
        return row_text(row)

    @staticmethod
    def finding_of(row: QueryRow) -> None:  # noqa: ARG004 - nothing follows from a row
        """Nothing follows from a row."""
        return

    def explanation(self, row: QueryRow) -> Line:
        """The row under the cursor as one text."""
        return (Span(visible(row_text(row)[:1000])),)

    def on_mount(self) -> None:
        """Show what was found here last."""
        super().on_mount()
        if self.state is not None:
            self.brought = None
            self.take(self.state)
        self.show_all()

    async def follow(self) -> None:
        """Find out where the place writes; the query itself goes on while the view is covered."""
        self.show_all()
        if self.scope.is_searched:
            return
        place = self.place
        subject = TailSubject(place.cluster or "", service=place.service, task=place.task, container=place.container)
        async with aclosing(self.context.store.logs.groups(subject)) as groups:
            async for found in groups:
                self.scope.found = found
                self.show_all()
                if self.waits and self.scope.may_be_asked:
                    self._start()

    @work(exclusive=True, group="query")
    async def _follow_query(self, asked: Asked) -> None:
        try:
            async with aclosing(self.context.store.logs.query(asked)) as states:
                async for state in states:
                    self.take(state)
        except NoMatches:
            if self.query(Masthead):
                raise

    def take(self, state: QueryState) -> None:
        """Show how far the query is, and the rows it has found."""
        self.state = state
        results = state.results
        if isinstance(state.error, MalformedQuery):
            self.wrong = state.error
            self.editor.point_at(state.error.start or 0)
            self.editor.focus()
        self._show_rows(results.rows, state)
        if state.is_over:
            self.context.last_query = LastQuery(self.place, state, self.scope.range, self.scope.by_hand)
        self.show_all()

    def _show_rows(self, rows: tuple[QueryRow, ...], state: QueryState) -> None:
        arriving = not self.latest.rows
        columns = query_columns(rows)
        self.latest = Snapshot(rows=rows, at=state.at if state.is_over or rows else None)
        if [column.title for column in columns] == [column.title for column in self.shown_columns]:
            self.table.update_rows(rows, arriving=arriving)
            return
        self.shown_columns = columns
        self.table.show_columns(columns, rows, arriving=arriving)

    # -- header, progress, placeholder, notice -------------------------------------------------------------------------

    def show_all(self) -> None:
        """Bring everything but the rows up to date."""
        self._show_progress()
        self.table.placeholder = self.placeholder(self.latest)
        self.show_problems()
        self.show_header()
        self.refresh_bindings()

    def _show_progress(self) -> None:
        view = self.query_one("#progress", TextView)
        lines = self._progress()
        view.styles.height = len(lines)
        view.show(lines)

    def _progress(self) -> tuple[Line, ...]:
        width = max(20, self.size.width - 2)
        if self.wrong is not None and (where := pointed(self.editor.text, self.wrong, width)):
            return where
        if self.waits:
            return (line("looking for log groups, then it runs · esc cancels", "busy"),)
        state = self.state
        if state is not None and (not state.is_over or state.asked.text == self.editor.text.strip()):
            return (progress_line(state, len(state.results.rows), self.region_name, width),)
        ready = "" if self.brought is None else self.ready[self.brought].name
        return (offer_line(ready, [group.name for group in self.scope.groups], self.scope.back, width),)

    @property
    def region_name(self) -> str:
        """The Region that is asked, by its name."""
        region = self.state.asked.region if self.state is not None else ""
        callers = self.context.store.identity.snapshot.rows
        return region or (callers[0].region if callers else "")

    def placeholder(self, snapshot: Snapshot[QueryRow]) -> str:
        """What stands there while there are no rows, and why."""
        if snapshot.rows:
            return f"nothing matches {self.table.arrangement.filter} · esc clears the filter"
        if self.state is not None:
            return nothing_found(self.state, self.scope.back, self.key)
        if self.scope.is_empty:
            return f"no log group is chosen · esc, then {self.key('query.groups', 'L')} chooses some"
        return "nothing was asked yet"

    def show_header(self) -> None:
        """Bring the header up to date: how the query goes, instead of how old it is."""
        masthead = self.query_one(Masthead)
        masthead.trail = self.trail
        masthead.pulse = Pulse(*self.liveness(), self.context.calls_per_minute())

    def liveness(self) -> tuple[str, str]:
        """How the query goes."""
        return liveness(self.state)

    @property
    def trail(self) -> Trail:
        """Where one is, how many rows there are, over which range, and how they are arranged."""
        trail = super().trail
        return Trail(trail.path, f"{trail.count} rows" if trail.count else "", trail.notes)

    def notes(self) -> tuple[str, ...]:
        """The range and the groups, then how the rows are arranged."""
        groups = len(self.scope.groups)
        over = f"{groups} log group{'' if groups == 1 else 's'}" if groups else ""
        return tuple(filter(None, (f"last {self.scope.back}", over, *super().notes())))

    @property
    def gaps(self) -> tuple[str, ...]:
        """What is not asked, and why."""
        return tuple(self._gaps())

    def _gaps(self) -> Iterator[str]:
        state = self.state
        if state is not None and len(state.results.rows) >= MOST_ROWS:
            yield f"{MOST_ROWS:,} rows are shown, as many as are read of a query: there may be more"
        yield from self.scope.gaps(self.key)

    def show_problems(self) -> None:
        """Say what is wrong with the query, the filter, the answer, and what is missing."""
        problem = self.table.problem
        error: AwsError | None = self.wrong or (self.state.error if self.state is not None else None)
        self.show_trouble(error, ((problem,) if problem else ()) + self.gaps)

    # -- running -------------------------------------------------------------------------------------------------------

    @property
    def runs(self) -> bool:
        """Whether a query is under way."""
        return self.state is not None and not self.state.is_over

    @on(QueryEditor.Run)
    def _asked_to_run(self) -> None:
        self.refresh_now()

    def refresh_now(self) -> None:
        """Run the query that is typed."""
        if not self.editor.text.strip():
            return
        self.editor.remember()
        self.wrong = None
        if self.scope.may_be_asked:
            self._start()
            return
        if self.scope.is_searched:
            self.notify(
                f"no log group to ask · {self.key('query.groups', 'L')} chooses some", severity="warning", markup=False
            )
        else:
            self.waits = True
        self._see_results()
        self.show_all()

    def _start(self) -> None:
        self.waits = False
        self.brought = None
        asked = self.scope.asked(self.editor.text.strip(), self.context.now())
        self._see_results()
        self._follow_query(asked)

    def _see_results(self) -> None:
        self.table.focus()

    def _cancel(self) -> None:
        """Stop waiting, which stops the query at AWS; what was found until then stays."""
        self.waits = False
        self.workers.cancel_group(self, "query")
        if self.state is not None and not self.state.is_over:
            self.take(self.state.cancelled(self.context.now()))
        self.show_all()

    # -- keys ----------------------------------------------------------------------------------------------------------

    @property
    def help_key(self) -> str:
        """None: in the query ``?`` is typed."""
        return ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what a row of a query can do."""
        if action in _USELESS or (action == "copy" and parameters == ("arn",)):
            return False
        return super().check_action(action, parameters)

    def action_back(self) -> None:
        """Cancel what runs, clear the filter, or go one step back."""
        if self.runs or self.waits:
            self._cancel()
        else:
            super().action_back()

    def action_open(self) -> None:
        """Show the row under the cursor in full."""
        row = self.table.cursor_row
        if row is not None:
            self.app.push_screen(QueryRowScreen(row))

    def action_edit(self) -> None:
        """Go to the query."""
        self.editor.focus()

    @on(QueryEditor.Left)
    def _left(self) -> None:
        self._see_results()

    @on(QueryEditor.Brought)
    def _another(self, brought: QueryEditor.Brought) -> None:
        self.brought = brought.ready
        self.show_all()

    @on(QueryEditor.Changed)
    def _typed_query(self) -> None:
        if self.brought is not None and self.editor.text != self.ready[self.brought].text:
            self.brought = None
        self.wrong = None
        self.show_all()

    def action_range(self, by: int) -> None:
        """Begin less far back, or further; the query is run again by hand."""
        self.scope.shift(by)
        self.show_all()

    def action_groups(self) -> None:
        """Ask for log groups, those there are among the candidates."""
        self._list_groups(self.scope.regions)
        self.query_one(Prompt).open(GROUPS, chosen_groups(self.scope.groups), complete=self.scope.candidates)

    @work(exclusive=True, group="names")
    async def _list_groups(self, regions: Sequence[str]) -> None:
        """Learn which groups there are; a name can be typed without."""
        found: list[LogGroup] = []
        for region in regions:
            try:
                names = await self.context.store.logs.group_names("", region)
            except AwsError as error:
                self.notify(str(error), severity="warning", markup=False)
                continue
            found += [LogGroup(region, name) for name in names]
        self.scope.listed = tuple(found)

    def typed(self, glyph: str, value: str) -> None:
        """Take the log groups that were typed, or the filter."""
        if glyph != GROUPS:
            super().typed(glyph, value)
            return
        self.scope.by_hand = typed_groups(value)
        self.show_all()

    @work(exclusive=True, group="save")
    async def action_save(self) -> None:
        """Save the rows that are shown, as a table and as JSON lines."""
        rows, columns, now = tuple(self.table.shown), self.columns, self.context.now()
        try:
            table, lines = saved_path(self.place, now), saved_path(self.place, now, "jsonl")
            await asyncio.to_thread(save_table, table, columns, rows, now)
            await asyncio.to_thread(save_fields, lines, [row.fields for row in rows])
        except OSError as error:
            self.notify(f"cannot save the rows: {failure(error)}", severity="error", markup=False)
            return
        self.notify(f"saved {len(rows):,} rows to {table} and as {lines.name}", markup=False)
