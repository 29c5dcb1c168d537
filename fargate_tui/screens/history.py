"""What has ended and failed, long after AWS has forgotten it: the flight recorder's view."""

import asyncio
from contextlib import aclosing
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, Final

from textual import work
from textual.binding import Binding, BindingType

from fargate_tui.actions.catalogue import bindings_in
from fargate_tui.columns.history import COLUMNS
from fargate_tui.fargate.captures import PATTERNS, group_subject
from fargate_tui.fargate.changes import Kind, Subject
from fargate_tui.fargate.errors import AwsError
from fargate_tui.fargate.past import PastRow
from fargate_tui.live.past import PastScope
from fargate_tui.live.snapshot import Snapshot
from fargate_tui.live.watch import Watch
from fargate_tui.screens.journey import Place
from fargate_tui.screens.table import TableScreen

if TYPE_CHECKING:
    from fargate_tui.live.backfill import Backfill

RANGES: Final = (
    ("1h", timedelta(hours=1)),
    ("6h", timedelta(hours=6)),
    ("24h", timedelta(hours=24)),
    ("3d", timedelta(days=3)),
    ("7d", timedelta(days=7)),
    ("14d", timedelta(days=14)),
    ("30d", timedelta(days=30)),
    ("all", timedelta(days=10_000)),
)
"""How far back it is looked; `<` and `>` shorten and lengthen it."""

AT_FIRST: Final = 4

PROGRESS: Final = 0.5
"""Seconds between two words of how far a reading has come."""

NO_GROUPS: Final = (
    f"no log group begins with {' or '.join(PATTERNS)}: the account keeps no ECS events there · "
    "e sets that up (docs/history.md)"
)


class HistoryScreen(TableScreen[PastRow]):
    """The dead of the last days, newest first; it is read from a file, and nothing is asked of AWS."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l", "logs", "logs", id="row.logs", tooltip="what it said, as far as its log group keeps it"),
        Binding("x", "happenings", "events", id="history.happenings",
                tooltip="events and deployments too, or only the tasks that have ended"),
        Binding("less_than_sign", "range(-1)", "range", key_display="< >", id="history.shorter",
                tooltip="look less far back; > looks further"),
        Binding("greater_than_sign", "range(1)", "longer", show=False, id="history.longer",
                tooltip="look further back"),
        Binding("b", "backfill", "back-fill", id="history.backfill",
                tooltip="read what the account keeps of ECS events in log groups; AWS bills nothing for it"),
        Binding("a", "everywhere", "all", id="history.everywhere", tooltip="all accounts and Regions, or this one"),
        *bindings_in("history"),
    ]  # fmt: skip

    _reading: "Backfill | None" = None
    """What is being read from log groups."""

    COLUMNS = COLUMNS
    EXPLAINS = True
    noun = "things"
    kind = "task"
    waiting = "reading what was kept…"

    @property
    def _range(self) -> int:
        kept = self.view_state.range
        return AT_FIRST if kept is None else kept

    def listing(self) -> Watch[PastRow]:
        """What is kept of this cluster or service, or of all."""
        state = self.view_state
        scope = PastScope(
            cluster=self.place.cluster or "",
            service=self.place.service or "",
            span=RANGES[self._range][1],
            happenings=state.happenings,
            everywhere=state.everywhere,
        )
        return self.context.store.own.past(scope)

    def subjects_of(self, kind: Kind) -> tuple[Subject, ...]:
        """The log group in which this account and Region keep their ECS events, or would."""
        caller = self.context.store.caller()
        if kind != "log-group" or caller is None:
            return ()
        return (group_subject(caller.region, caller.account),)

    async def follow(self) -> None:
        """Follow what is kept, and read it again whenever something was written."""
        async with asyncio.TaskGroup() as group:
            group.create_task(super().follow())
            group.create_task(self._follow_writings())

    async def _follow_writings(self) -> None:
        watch = self.listing()
        async with aclosing(self.context.store.recorder.writings()) as writings:
            async for _ in writings:
                watch.refresh()

    def show_caller(self) -> None:
        """Show who is asking: only then it is known what is from here."""
        super().show_caller()
        self.refresh_now()

    @property
    def snapshot(self) -> None:
        """Nothing that ages: it is as it was written."""
        return

    def place_of(self, row: PastRow) -> Place | None:
        """The task, as it was; of an event the events of its service, of a deployment its cockpit."""
        service = row.service or None
        if row.kind == "task":
            return Place("task", cluster=row.cluster, service=service, task=row.arn)
        return Place("events" if row.kind == "event" else "deployments", cluster=row.cluster, service=service)

    def logs_of(self, row: PastRow) -> Place | None:
        """Of the task."""
        if row.kind != "task" or row.elsewhere:
            return None
        return Place("logs", cluster=row.cluster, service=row.service or None, task=row.arn)

    def action_open(self) -> None:
        """Go into the row; what was said or deployed elsewhere is not to be had from here."""
        row = self.table.cursor_row
        if row is not None and row.elsewhere and row.kind != "task":
            self.notify(f"it is in {row.elsewhere}, not here", severity="warning", markup=False)
            return
        super().action_open()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """AWS has nothing to say of what it has forgotten."""
        return False if action in ("describe", "json") else super().check_action(action, parameters)

    @property
    def nothing(self) -> str:
        """What is missing, and where more could be."""
        word = RANGES[self._range][0]
        within = "" if word == "all" else f" within {word}"
        of = self.place.service or self.place.cluster
        where = f" in {of}" if of else ""
        longer, backfill = self.key("history.longer", "greater_than_sign"), self.key("history.backfill", "b")
        return f"nothing was seen to end{where}{within} · {longer} further back · {backfill} back-fills"

    def notes(self) -> tuple[str, ...]:
        """How the rows are arranged, how far back they reach, and whose they are."""
        state = self.view_state
        if self._reading is not None:
            return (*super().notes(), f"reading {self._reading.progress}", "esc stops")
        shown = "events: shown" if state.happenings else "ended tasks only"
        whose = ("all accounts and Regions",) if state.everywhere else ()
        return (*super().notes(), f"range: {RANGES[self._range][0]}", shown, *whose)

    # -- keys ----------------------------------------------------------------------------------------------------------

    def action_range(self, by: int) -> None:
        """Look less or further back."""
        wanted = max(0, min(self._range + by, len(RANGES) - 1))
        if wanted != self._range:
            self.view_state = replace(self.view_state, range=wanted)
            self._look_again()

    def action_happenings(self) -> None:
        """Show events and deployments too, or only tasks."""
        self.view_state = replace(self.view_state, happenings=not self.view_state.happenings)
        self._look_again()

    def action_everywhere(self) -> None:
        """Show what was seen in all accounts and Regions, or in this one."""
        self.view_state = replace(self.view_state, everywhere=not self.view_state.everywhere)
        self._look_again()

    def action_back(self) -> None:
        """Stop reading log groups while that goes on; else go back."""
        if self._reading is not None:
            self.workers.cancel_group(self, "back-fill")
        else:
            super().action_back()

    @work(exclusive=True, group="back-fill")
    async def action_backfill(self) -> None:
        """Read what the account keeps of its events, as far back as is looked at."""
        from fargate_tui.live.backfill import Backfill

        store = self.context.store
        reading = self._reading = Backfill(store.recorder)
        days = min(RANGES[self._range][1], timedelta(days=max(store.recorder.days, 1)))
        progress = self.set_interval(PROGRESS, self.show_header)
        try:
            async with store.use() as aws:
                await reading.read(aws.logs(None), self.context.now() - days)
        except AwsError as error:
            self.notify(f"cannot back-fill: {error}", severity="error", markup=False)
        else:
            self._tell(reading)
        finally:
            progress.stop()
            self._reading = None
            if self.is_attached:
                self.show_header()

    def _tell(self, reading: "Backfill") -> None:
        """Say what came of it."""
        if not reading.groups:
            self.notify(NO_GROUPS, severity="warning", timeout=15, markup=False)
            return
        found = f"{reading.tasks:,} ended tasks and {reading.events:,} events in {reading.groups:,} log groups"
        said = " · ".join((found, *reading.gaps[:2]))
        self.notify(said, severity="warning" if reading.gaps else "information", markup=False)

    def _look_again(self) -> None:
        self.latest = Snapshot()
        self.show_header()
        self._follow_rows()
