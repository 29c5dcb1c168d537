"""The deployment cockpit of a service: what is under way at the top, the deployments before below."""

import asyncio
from collections.abc import Iterable
from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from fargate_tui.columns.deployments import COLUMNS
from fargate_tui.fargate.changes import Kind, Subject
from fargate_tui.fargate.cockpit import RolloutRow, Rollouts, history
from fargate_tui.fargate.rows import TaskRow
from fargate_tui.format import visible
from fargate_tui.live.difference import merge
from fargate_tui.live.scope import TaskScope
from fargate_tui.live.snapshot import Snapshot
from fargate_tui.live.watch import Watch
from fargate_tui.screens.arranged import ArrangedScreen
from fargate_tui.screens.cockpit_lines import cockpit_lines
from fargate_tui.screens.console import CONSOLE, page_of
from fargate_tui.screens.context import Context
from fargate_tui.screens.journey import Place
from fargate_tui.screens.navigation import Descend
from fargate_tui.screens.related import CONFIG, METRICS, NETWORK, PERMISSIONS, SCALING
from fargate_tui.widgets.lines import Line, Span
from fargate_tui.widgets.text_view import TextView

if TYPE_CHECKING:
    from fargate_tui.fargate.watching import Watched

LEAST_ROWS = 8
"""Lines that are left to the table, its header among them, on a low terminal."""
AROUND = 5
"""Lines of the frame: header, explanation, keys, and one for a notice or a change under way."""


class DeploymentsScreen(ArrangedScreen[RolloutRow]):
    """One service's deployments; opening one shows all that AWS tells of it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l", "logs", "logs", id="row.logs", tooltip="of the tasks of the deployment, live"),
        Binding("1", "tasks", "tasks", show=False, id="service.tasks", tooltip="the tasks of the service"),
        Binding("3", "events", "events", show=False, id="service.events", tooltip="what happened to the service"),
        METRICS,
        NETWORK,
        SCALING,
        CONFIG,
        PERMISSIONS,
        CONSOLE,
    ]

    COLUMNS = COLUMNS
    EXPLAINS = True
    ACTS_ON = ("service",)
    noun = "deployments"
    kind = "service-deployment"

    def __init__(self, place: Place, context: Context) -> None:
        super().__init__(place, context)
        self.rollouts: Rollouts | None = None
        self.tasks: tuple[TaskRow, ...] = ()
        self.tasks_lack: tuple[str, ...] = ()
        """What is not known of the tasks."""

    def middle(self) -> Iterable[Widget]:
        """The cockpit over the table."""
        panel = TextView(id="cockpit")
        panel.can_focus = False
        yield panel
        yield from super().middle()

    def console_page(self, region: str) -> str:
        """That of all deployments of the service: of one by itself none is known."""
        return page_of(self.place, region)

    def watch_of_deployments(self) -> Watch[Rollouts]:
        """The service with its deployments."""
        return self.context.store.course.deployments(self.place.cluster or "", self.place.service or "")

    def watch_of_tasks(self) -> Watch[TaskRow]:
        """Its tasks, those that have ended too."""
        return self.context.store.tasks(TaskScope(cluster=self.place.cluster, service=self.place.service, show="both"))

    async def follow(self) -> None:
        """Follow the deployments, and the tasks that tell what becomes of them."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._follow_deployments())
            group.create_task(self._follow_tasks())

    async def _follow_deployments(self) -> None:
        known: dict[str, RolloutRow] = {}
        async with aclosing(self.watch_of_deployments().follow()) as changes:
            async for change in changes:
                snapshot = change.snapshot
                self.rollouts = next(iter(snapshot.rows), None)
                rows = history(self.rollouts) if self.rollouts is not None else ()
                known = merge(known, rows, lambda row: row.arn)
                self._take(
                    Snapshot(tuple(known.values()), snapshot.at, snapshot.error, snapshot.gaps, True, snapshot.every)
                )

    def _take(self, snapshot: Snapshot[RolloutRow]) -> None:
        self.latest = snapshot
        table = self.table
        table.stale = snapshot.error is not None and snapshot.loaded
        table.placeholder = self.placeholder(snapshot)
        table.update_rows(snapshot.rows)
        self.show_cockpit()
        self.show_problems()
        self.show_header()
        self.refresh_bindings()

    async def _follow_tasks(self) -> None:
        async with aclosing(self.watch_of_tasks().follow()) as changes:
            async for change in changes:
                error = change.snapshot.error
                self.tasks_lack = (*change.snapshot.gaps, *([str(error)] if error is not None else []))
                self.tasks = change.snapshot.rows
                self.show_cockpit()
                self.show_problems()

    def show_cockpit(self) -> None:
        """Write what has changed of the panel."""
        if self.rollouts is None:
            return
        address = self.context.reached_at.get((self.place.cluster or "", self.place.service or ""), ("", ""))
        lines = cockpit_lines(self.rollouts, self.tasks, self.context.now(), address)
        panel = self.query_one("#cockpit", TextView)
        height = min(len(lines), max(self.size.height - LEAST_ROWS - AROUND, 4))
        if panel.styles.height is None or panel.styles.height.value != height:
            panel.styles.height = height
        panel.show(lines)

    def on_resize(self) -> None:
        """Give the panel what room there is."""
        self.show_cockpit()

    def tick(self) -> None:
        """Paint what has aged."""
        super().tick()
        self.show_cockpit()

    def refresh_now(self) -> None:
        """Ask AWS now."""
        self.watch_of_deployments().refresh()
        self.watch_of_tasks().refresh()

    @property
    def gaps(self) -> tuple[str, ...]:
        """What is missing, of the tasks too."""
        return tuple(dict.fromkeys((*super().gaps, *self.tasks_lack)))

    @property
    def problems(self) -> int | None:
        """A deployment that failed long ago is no problem of today."""
        return None

    @staticmethod
    def finding_of(row: RolloutRow) -> None:  # noqa: ARG004 - see `problems`
        """None: its severity says it all."""
        return

    def explanation(self, row: RolloutRow) -> Line:
        """AWS's words in full."""
        return (Span(visible(row.reason), "muted"),) if row.reason else ()

    # -- where rows lead -----------------------------------------------------------------------------------------------

    def place_of(self, row: RolloutRow) -> Place:
        """All that AWS tells of it."""
        return self.subject_of(row)

    def subject_of(self, row: RolloutRow) -> Place:
        """The deployment; the service where AWS does not tell of it."""
        if row.is_described:
            return replace(self.place, view="describe", subject=(self.kind, row.arn))
        arn = self.rollouts.arn if self.rollouts is not None else ""
        return replace(self.place, view="describe", subject=("service", arn))

    def logs_of(self, row: RolloutRow) -> Place:
        """Of its tasks while ECS knows them by it, else of the service."""
        return replace(self.place, view="logs", deployment=row.deployment or None)

    def subjects_of(self, kind: Kind) -> tuple[Subject, ...]:
        """The service."""
        if kind != "service" or self.rollouts is None:
            return ()
        cluster, name = self.place.cluster or "", self.place.service or ""
        return (Subject(kind="service", arn=self.rollouts.arn, name=name, cluster=cluster),)

    def watchables(self) -> "tuple[Watched, ...]":
        """The deployments of the service."""
        from fargate_tui.fargate.watching import Watched

        return (Watched("deployments", self.place.cluster or "", self.place.service or ""),)

    def count_of(self, subject: Subject) -> int | None:  # noqa: ARG002 - there is only one
        """The desired count of the service."""
        return self.rollouts.service.desired_count if self.rollouts is not None else None

    @property
    def nothing(self) -> str:
        """What an empty list says."""
        return "AWS tells of no deployment of this service"

    # -- keys ----------------------------------------------------------------------------------------------------------

    def action_tasks(self) -> None:
        """Show the tasks of the service."""
        self.post_message(Descend(replace(self.place, view="tasks")))

    def action_events(self) -> None:
        """Show what happened to the service."""
        self.post_message(Descend(replace(self.place, view="events")))
