"""What happened to a service or a cluster: one timeline of events, ends of tasks, deployments, scaling and changes."""

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from fargate_tui.columns import timeline
from fargate_tui.columns.column import Column
from fargate_tui.columns.finding import GLYPHS, TONES
from fargate_tui.fargate.changes import Kind, Subject
from fargate_tui.fargate.rows import ServiceRow
from fargate_tui.fargate.things import Thing, event_thing
from fargate_tui.fargate.timeline import TimelineRow
from fargate_tui.format import visible
from fargate_tui.live.watch import Watch
from fargate_tui.screens.journey import Place
from fargate_tui.screens.paging import PAGER, Lines, PagingScreen
from fargate_tui.screens.related import CONFIG, DEPLOYMENTS, METRICS, NETWORK, PERMISSIONS, SCALING
from fargate_tui.screens.table import TableScreen
from fargate_tui.widgets.lines import Line, Span


class EventsScreen(TableScreen[TimelineRow], PagingScreen):
    """The timeline, newest first; opening a line shows the task it names, else the tasks of its service."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l", "logs", "logs", id="row.logs", tooltip="of the deployment, task or service of the line, live"),
        DEPLOYMENTS,
        METRICS,
        NETWORK,
        SCALING,
        CONFIG,
        PERMISSIONS,
        PAGER,
    ]

    COLUMNS = timeline.COLUMNS
    EXPLAINS = True
    noun = "events"
    kind = "service"

    @property
    def usual_columns(self) -> Sequence[Column[Any]]:
        """Those of one service, or of a cluster's, each with its service."""
        return timeline.COLUMNS if self.place.service is not None else timeline.ACROSS

    def listing(self) -> Watch[TimelineRow]:
        """The timeline of this place."""
        return self.context.store.course.timeline(
            self.place.cluster or "", self.place.service, self.context.runs.journal
        )

    def place_of(self, row: TimelineRow) -> Place | None:
        """Of a change from here its entry in the journal; else the first task it names, or the tasks of its service."""
        if row.source == "change":
            return Place("entry", self.place.cluster, subject=("change", row.arn.removeprefix("change ")))
        service = row.service or None
        if row.tasks:
            task = row.arn if row.source == "task" else row.tasks[0]
            return Place("task", cluster=self.place.cluster, service=service, task=task)
        return Place("tasks", cluster=self.place.cluster, service=service) if service else None

    def logs_of(self, row: TimelineRow) -> Place | None:
        """Of the deployment it is about, else of the task it names, else of its service."""
        cluster, service = self.place.cluster, row.service or None
        if row.tasks:
            task = row.arn if row.source == "task" else row.tasks[0]
            return Place("logs", cluster=cluster, service=service, task=task)
        if service and row.deployment.startswith("ecs-svc/"):
            return Place("logs", cluster=cluster, service=service, deployment=row.deployment)
        return Place("logs", cluster=cluster, service=service) if service else None

    def subject_of(self, row: TimelineRow) -> Place:
        """The task it names, else its service."""
        cluster, service = self.place.cluster, row.service or None
        if row.tasks:
            return Place(
                "describe", cluster=cluster, service=service, task=row.tasks[0], subject=("task", row.tasks[0])
            )
        return Place("describe", cluster=cluster, service=service, subject=("service", row.service))

    def subjects_of(self, kind: Kind) -> tuple[Subject, ...]:
        """The service whose timeline it is, for what is typed after ``:``; never a line of it."""
        place = self.place
        rows = self.context.store.shelf.known(ServiceRow) if kind == "service" and place.service else ()
        here = (row for row in rows if (row.cluster, row.name) == (place.cluster, place.service))
        return tuple(Subject(kind="service", arn=row.arn, name=row.name, cluster=row.cluster) for row in here)

    @staticmethod
    def id_of(row: TimelineRow) -> str:
        """What AWS said."""
        return row.detail or row.text

    def near(self) -> tuple[Thing, ...]:
        """The marked lines, or the one under the cursor."""
        about = self.about()
        return tuple(event_thing(row, about) for row in self.table.chosen)

    def paged(self) -> Lines | None:
        """The lines that are shown, each in full."""
        rows = tuple(self.table.shown)
        return (lambda: map(_paged, rows)) if rows else None

    @property
    def problems(self) -> int | None:
        """How many lines are not as they should be."""
        if not self.latest.loaded:
            return None
        return sum(row.severity in ("warn", "error") for row in self.latest.rows)

    def explanation(self, row: TimelineRow) -> Line:
        """All that AWS says, in full."""
        return (Span(f"{GLYPHS[row.severity]} ", TONES[row.severity]), Span(visible(row.detail or row.text)))


def _paged(row: TimelineRow) -> str:
    times = f" ×{row.count}" if row.count > 1 else ""
    words = f"{GLYPHS[row.severity]} {row.source:<10} {visible(row.service)}  {visible(row.detail or row.text)}{times}"
    return f"{row.at:%Y-%m-%d %H:%M:%S} UTC {words}"
