"""The tasks of a service, of a cluster, standalone, or of all clusters."""

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from fargate_tui.columns import tasks
from fargate_tui.columns.column import Column
from fargate_tui.fargate.changes import Kind, Subject
from fargate_tui.fargate.protection import Protection, protected_words
from fargate_tui.fargate.rows import ServiceRow, TaskRow
from fargate_tui.fargate.sessions import Wanted
from fargate_tui.format import short_id
from fargate_tui.live.scope import Show, TaskScope
from fargate_tui.live.snapshot import Change, Snapshot
from fargate_tui.live.watch import Watch
from fargate_tui.screens.console import CONSOLE
from fargate_tui.screens.context import Context
from fargate_tui.screens.editing import REGISTER, Edited
from fargate_tui.screens.journey import Place, wizard_of
from fargate_tui.screens.navigation import Descend
from fargate_tui.screens.protections import Protections
from fargate_tui.screens.reaching import ReachingScreen
from fargate_tui.screens.related import CONFIG, DEPLOYMENTS, METRICS, NETWORK, NEW, PERMISSIONS, SCALING, WHY
from fargate_tui.screens.table import TableScreen
from fargate_tui.widgets.lines import Line, Span
from fargate_tui.widgets.resource_table import ResourceTable

if TYPE_CHECKING:
    from fargate_tui.fargate.things import Thing

_LONG_AGO = datetime.min.replace(tzinfo=UTC)
FOLLOWING: dict[Show, Show] = {"both": "running", "running": "stopped", "stopped": "both"}
"""What `x` shows next."""


class TasksScreen(ReachingScreen, TableScreen[TaskRow]):
    """Tasks, running and stopped within the last hour, with why the stopped ones ended."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l", "logs", "logs", id="row.logs", tooltip="what it says, live"),
        WHY,
        Binding(
            "x",
            "show_next",
            "stopped",
            id="tasks.show",
            tooltip="running and stopped, only running, only stopped tasks",
        ),
        DEPLOYMENTS,
        Binding(
            "3",
            "events",
            "events",
            id="tasks.events",
            tooltip="what happened here, newest first",
        ),
        METRICS,
        NETWORK,
        SCALING,
        CONFIG,
        PERMISSIONS,
        Binding("t", "task_definition", "task def", id="task.task_definition", tooltip="the revision it runs"),
        replace(NEW, show=False),
        CONSOLE,
    ]

    COLUMNS = tasks.COLUMNS
    EXPLAINS = True
    RECALLS = True
    ACTS_ON = ("service", "task")
    ACTS_BEHIND = (REGISTER,)
    noun = "tasks"
    kind = "task"

    @property
    def usual_columns(self) -> Sequence[Column[Any]]:
        """Those of one service, of several with what each task belongs to, or of all clusters."""
        if self.place.service is not None:
            return tasks.COLUMNS
        return tasks.ACROSS if self.place.cluster is not None else tasks.EVERYWHERE

    def __init__(self, place: Place, context: Context) -> None:
        super().__init__(place, context)
        self.protections = Protections()
        self.unprotected: tuple[str, ...] = ()
        """Why protection is not known."""

    @property
    def gaps(self) -> tuple[str, ...]:
        """What is missing from the rows, their protection among it."""
        return (*super().gaps, *self.unprotected)

    def joined(self, rows: Sequence[TaskRow]) -> Sequence[TaskRow]:
        """The rows with their protection."""
        return self.protections.join(rows)

    def action_new(self) -> None:
        """Fill in a task that is run by itself."""
        self.post_message(Descend(wizard_of("run-task", cluster=self.place.cluster)))

    async def follow(self) -> None:
        """Follow the tasks, and the protection of those on screen."""
        async with asyncio.TaskGroup() as group:
            group.create_task(super().follow())
            group.create_task(self._follow_protection())

    async def _follow_protection(self) -> None:
        async with aclosing(self._protection().follow()) as changes:
            async for change in changes:
                self.protections.learn(change.snapshot.rows)
                self.unprotected = change.snapshot.gaps
                self.table.update_rows(self.joined(self.latest.rows))
                self.show_problems()

    def _protection(self, *, anew: bool = False) -> Watch[Protection]:
        return self.context.store.task_protection(self.place, self._on_screen(), anew=anew)

    def _on_screen(self) -> tuple[tuple[str, str], ...]:
        """The running tasks of services that can be seen: ECS stops no others by itself."""
        if self.latest.recalled_at is not None:
            return ()
        table = self.table
        top = table.scroll_offset.y
        seen = table.shown[top : top + table.size.height]
        return tuple((row.cluster, row.arn) for row in seen if not row.is_stopped and self._service_of(row))

    def take(self, change: Change[TaskRow]) -> None:
        """Show the rows, and ask for the protection of those that are new on screen."""
        super().take(change)
        self._protection()

    @on(ResourceTable.Highlighted)
    def _scrolled(self) -> None:
        self._protection()

    def refresh_now(self) -> None:
        """Ask AWS now, for the protection too."""
        super().refresh_now()
        self._protection(anew=True)

    def explanation(self, row: TaskRow) -> Line:
        """Why it is as it is, and until when ECS leaves it alone."""
        said = super().explanation(row)
        if not row.is_protected:
            return said
        words = protected_words(row.protected_until, self.context.now())
        told = Span(f"{words} from scale-in and deployments · {self.key('task.protect', 'a')} changes it")
        return (*said, Span(" · ", "muted"), told) if said else (told,)

    def listing(self) -> Watch[TaskRow]:
        """The tasks of this place, as many of them as are to be shown."""
        place = self.place
        return self.context.store.tasks(
            TaskScope(
                cluster=place.cluster,
                service=place.service,
                standalone_only=place.standalone,
                show=self.view_state.show,
            )
        )

    def place_of(self, row: TaskRow) -> Place:
        """The task."""
        return Place("task", cluster=row.cluster, service=self._service_of(row), task=row.arn)

    def logs_of(self, row: TaskRow) -> Place:
        """All containers of the task."""
        return Place("logs", cluster=row.cluster, service=self._service_of(row), task=row.arn)

    def subject_of(self, row: TaskRow) -> Place:
        """The task."""
        return Place(
            "describe", cluster=row.cluster, service=self._service_of(row), task=row.arn, subject=("task", row.arn)
        )

    def near(self) -> "tuple[Thing, ...]":
        """The marked tasks, or the one under the cursor, each with its service as far as that is known."""
        from fargate_tui.fargate.things import task_thing

        rows = self.table.chosen
        return tuple(task_thing(row, self.known_service(row.cluster, self._service_of(row) or "")) for row in rows)

    @staticmethod
    def _service_of(row: TaskRow) -> str | None:
        kind, _, name = row.group.partition(":")
        return name if kind == "service" else None

    @staticmethod
    def id_of(row: TaskRow) -> str:
        """The task's id."""
        return row.id

    def subjects_of(self, kind: Kind) -> tuple[Subject, ...]:
        """The marked tasks, or the one under the cursor; the service whose tasks these are."""
        if self.latest.recalled_at is not None:
            return ()
        if kind != "service":
            return super().subjects_of(kind)
        cluster, service = self.place.cluster, self.place.service
        if cluster is None or service is None:
            return ()
        known = self._service()
        # AWS takes a service's name for its ARN wherever the cluster is given too.
        return (Subject(kind="service", arn=known.arn if known else service, name=service, cluster=cluster),)

    @property
    def edited(self) -> Edited | None:
        """The revision that the service runs, or else the task under the cursor."""
        row, known = self.table.cursor_row, self._service()
        name = (known.task_definition if known is not None else "") or (row.task_definition if row is not None else "")
        return Edited(name, *self.subjects_of("service")) if name else None

    def wanted(self) -> Wanted | None:
        """The task under the cursor."""
        row = self.table.cursor_row
        return None if row is None else Wanted(cluster=row.cluster, task=row.arn, service=self._service_of(row) or "")

    def name_of(self, row: TaskRow) -> str:
        """The task's id, short."""
        return short_id(row.id)

    def count_of(self, subject: Subject) -> int | None:  # noqa: ARG002 - there is only one
        """The desired count of the service whose tasks these are."""
        known = self._service()
        return known.desired if known else None

    def _service(self) -> ServiceRow | None:
        rows = self.context.store.shelf.known(ServiceRow)
        return next((row for row in rows if (row.cluster, row.name) == (self.place.cluster, self.place.service)), None)

    @property
    def nothing(self) -> str:
        """What is missing, and what else could be shown."""
        match self.view_state.show:
            case "running":
                return f"no task is running here · {self.key('tasks.show', 'x')} shows stopped ones"
            case "stopped":
                shows = self.key("tasks.show", "x")
                older = ":history has older ones"
                return f"no task has stopped here within the last hour · {older} · {shows} shows running ones"
            case _:
                return "no task is running here, and none has stopped within the last hour"

    def notes(self) -> tuple[str, ...]:
        """How the rows are arranged, and which are shown."""
        words = {"both": "stopped: shown", "running": "stopped: hidden", "stopped": "stopped only"}
        return (*super().notes(), words[self.view_state.show])

    def action_show_next(self) -> None:
        """Show running and stopped tasks, then running ones, then stopped ones."""
        self.view_state = replace(self.view_state, show=FOLLOWING[self.view_state.show])
        self.latest, self.recalled = Snapshot(), None
        self.show_header()
        self._follow_rows()

    def action_events(self) -> None:
        """Show what happened to the service, or to the cluster."""
        self.post_message(Descend(Place("events", cluster=self.place.cluster, service=self.place.service)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell the events of one cluster only."""
        if action == "events":
            return self.place.cluster is not None
        if action == "act" and str(parameters[0]).startswith("service."):
            return self.place.service is not None
        return super().check_action(action, parameters)

    @work(exclusive=True, group="why")
    async def action_why(self) -> None:
        """Show why the task under the cursor died, else the one that failed last."""
        row = self.table.cursor_row
        failed = [each for each in self.latest.rows if each.is_stopped and each.finding.is_problem]
        if row is None or row not in failed:
            row = max(failed, key=lambda each: each.stopped_at or _LONG_AGO, default=None)
        if row is not None:
            self.post_message(Descend(self.place_of(row)))
        elif self.place.cluster and self.place.service:
            await self.show_last_failed(self.place.cluster, self.place.service)
        else:
            self.notify("none of these tasks has failed", markup=False)

    def action_task_definition(self) -> None:
        """Show the revision that the task runs."""
        row = self.table.cursor_row
        if row is not None and row.task_definition:
            self.post_message(Descend(Place("task-definition", task_definition=row.task_definition)))
