"""The services of a cluster, or of all clusters."""

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from fargate_tui.columns import services
from fargate_tui.columns.column import Column
from fargate_tui.fargate.changes import Subject
from fargate_tui.fargate.rows import ServiceRow
from fargate_tui.fargate.sessions import Wanted
from fargate_tui.live.loads import Loads
from fargate_tui.live.marked_rows import MarkedRows
from fargate_tui.live.watch import Watch
from fargate_tui.screens.console import CONSOLE
from fargate_tui.screens.context import Context
from fargate_tui.screens.editing import REGISTER, Edited
from fargate_tui.screens.journey import Place, wizard_of
from fargate_tui.screens.navigation import Descend
from fargate_tui.screens.reaching import ReachingScreen
from fargate_tui.screens.related import CONFIG, DEPLOYMENTS, METRICS, NETWORK, NEW, PERMISSIONS, SCALING, WHY
from fargate_tui.screens.table import TableScreen
from fargate_tui.widgets.lines import Line, Span
from fargate_tui.widgets.resource_table import ResourceTable

if TYPE_CHECKING:
    from fargate_tui.fargate.watching import Watched


class ServicesScreen(ReachingScreen, TableScreen[ServiceRow]):
    """Services with what is wrong with them; opening one shows its tasks."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l", "logs", "logs", id="row.logs", tooltip="what it says, live"),
        WHY,
        DEPLOYMENTS,
        Binding("3", "events", "events", id="service.events", tooltip="what happened to the service, newest first"),
        METRICS,
        NETWORK,
        SCALING,
        CONFIG,
        PERMISSIONS,
        Binding("t", "task_definition", "task def", id="service.task_definition", tooltip="the revision it runs"),
        Binding("T", "tasks", "all tasks", show=False, id="cluster.tasks", tooltip="all tasks of the cluster"),
        replace(NEW, show=False),
        Binding("ctrl+n", "clone", "clone", show=False, id="service.clone", tooltip="a wizard for another one like it"),
        CONSOLE,
    ]

    COLUMNS = services.COLUMNS
    EXPLAINS = True
    RECALLS = True
    ACTS_ON = ("service",)
    ACTS_BEHIND = (REGISTER,)
    noun = "services"
    kind = "service"

    @property
    def usual_columns(self) -> Sequence[Column[Any]]:
        """Those of one cluster, or of all clusters, each with its cluster."""
        return services.ACROSS if self.place.cluster is None else services.COLUMNS

    def __init__(self, place: Place, context: Context) -> None:
        super().__init__(place, context)
        self.loads = Loads()
        self.watches = MarkedRows()
        self.lost: tuple[str, ...] = ()
        """Why CPU and memory are not known."""

    @property
    def gaps(self) -> tuple[str, ...]:
        """What is missing from the rows, CPU and memory among it."""
        return (*super().gaps, *self.lost)

    def joined(self, rows: Sequence[ServiceRow]) -> Sequence[ServiceRow]:
        """The rows with CPU and memory, and with whether they are watched."""
        return self.watches.join(self.loads.join(rows), self._is_watched)

    def _is_watched(self, row: ServiceRow) -> bool:
        from fargate_tui.fargate.watching import Watched

        return Watched("service", row.cluster, row.name) in self.context.watched

    def watchables(self) -> "tuple[Watched, ...]":
        """The marked services, or the one under the cursor."""
        from fargate_tui.fargate.watching import Watched

        return tuple(Watched("service", row.cluster, row.name) for row in self.table.chosen)

    def show_watched(self) -> None:
        """Mark them in the table too."""
        super().show_watched()
        self.table.update_rows(self.joined(self.latest.rows))

    async def follow(self) -> None:
        """Follow the services, and the metrics of those on screen."""
        async with asyncio.TaskGroup() as group:
            group.create_task(super().follow())
            if self.context.settings.metrics:
                group.create_task(self._follow_metrics())

    async def _follow_metrics(self) -> None:
        watch = self.context.store.metrics.services(self.place.cluster, self._on_screen())
        async with aclosing(watch.follow()) as changes:
            async for change in changes:
                self.loads.learn(change.snapshot.rows)
                self.lost = change.snapshot.gaps
                self.table.update_rows(self.joined(self.latest.rows))
                self.show_problems()

    @on(ResourceTable.Highlighted)
    def _scrolled(self) -> None:
        if self.context.settings.metrics:
            self.context.store.metrics.services(self.place.cluster, self._on_screen())

    def on_resize(self) -> None:
        """Ask for CPU and memory once there is room for them."""
        self._scrolled()

    def action_wide(self) -> None:
        """Show all columns, or those that fit; CPU and memory are asked for only where they are shown."""
        super().action_wide()
        self._scrolled()

    def _on_screen(self) -> tuple[tuple[str, str], ...]:
        """The services whose CPU and memory can be seen: each costs, whether it is looked at or not."""
        table = self.table
        if self.latest.recalled_at is not None or not table.has_room_for("cpu", "memory"):
            return ()
        top = table.scroll_offset.y
        return tuple((row.cluster, row.name) for row in table.shown[top : top + table.size.height])

    def action_new(self) -> None:
        """Fill in another service."""
        self.post_message(Descend(wizard_of("service", cluster=self.place.cluster)))

    def action_clone(self) -> None:
        """Fill in another service, beginning with all of the one under the cursor."""
        row = self.table.cursor_row
        if row is not None:
            self.post_message(Descend(wizard_of("service", cluster=row.cluster, service=row.name)))

    def listing(self) -> Watch[ServiceRow]:
        """The services of this place."""
        return self.context.store.services(self.place.cluster)

    def place_of(self, row: ServiceRow) -> Place:
        """The service's tasks."""
        return Place("tasks", cluster=row.cluster, service=row.name)

    def explanation(self, row: ServiceRow) -> Line:
        """Why it is as it is, and whether ECS manages its parts."""
        said = super().explanation(row)
        if not row.is_express:
            return said
        changes = f"{self.key('service.set', 'm')} changes it"
        return (
            *said, Span(" · " if said else "", "muted"), Span(f"Express Mode: ECS manages its parts, {changes}"),
        )  # fmt: skip

    def logs_of(self, row: ServiceRow) -> Place:
        """All tasks of the service."""
        return Place("logs", cluster=row.cluster, service=row.name)

    def subject_of(self, row: ServiceRow) -> Place:
        """The service."""
        return Place("describe", cluster=row.cluster, service=row.name, subject=("service", row.arn))

    @property
    def edited(self) -> Edited | None:
        """The revision that the service under the cursor runs."""
        row = self.table.cursor_row
        if row is None or not row.task_definition:
            return None
        service = Subject(kind="service", arn=row.arn, name=row.name, cluster=row.cluster)
        return Edited(row.task_definition, service)

    def wanted(self) -> Wanted | None:
        """A running task of the service under the cursor."""
        row = self.table.cursor_row
        return None if row is None else Wanted(cluster=row.cluster, service=row.name)

    def count_of(self, subject: Subject) -> int | None:
        """The desired count of a row."""
        return next((row.desired for row in self.latest.rows if row.arn == subject.arn), None)

    @property
    def nothing(self) -> str:
        """Where else to look in a cluster without services."""
        return (
            f"{super().nothing} · {self.key('list.new', 'n')} makes one"
            f" · {self.key('cluster.tasks', 'T')} shows its tasks"
            if self.place.cluster
            else "no services in any cluster"
        )

    @property
    def measured(self) -> Place | None:
        """The service under the cursor."""
        row = self.table.cursor_row if self.query(ResourceTable) else None
        return None if row is None else Place("metrics", cluster=row.cluster, service=row.name)

    @property
    def deployed(self) -> Place | None:
        """Of the service under the cursor."""
        return None if self.measured is None else replace(self.measured, view="deployments")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer metrics, scaling, deployments and configuration whatever the cursor is on."""
        of_service = ("metrics", "network", "scaling", "deployments", "config", "permissions")
        return True if action in of_service else super().check_action(action, parameters)

    def action_events(self) -> None:
        """Show what happened to the service."""
        row = self.table.cursor_row
        if row is not None:
            self.post_message(Descend(Place("events", cluster=row.cluster, service=row.name)))

    @work(exclusive=True, group="why")
    async def action_why(self) -> None:
        """Show why the service's last failed task died."""
        row = self.table.cursor_row
        if row is not None:
            await self.show_last_failed(row.cluster, row.name)

    def action_task_definition(self) -> None:
        """Show the revision that the service runs."""
        row = self.table.cursor_row
        if row is not None and row.task_definition:
            self.post_message(Descend(Place("task-definition", task_definition=row.task_definition)))

    def action_tasks(self) -> None:
        """Show all tasks of the cluster."""
        self.post_message(Descend(Place("tasks", cluster=self.place.cluster)))
