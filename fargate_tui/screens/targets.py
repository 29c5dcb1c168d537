"""The targets of a service, or of a cluster: which of them load balancers send requests to, and why not the others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.widget import Widget

from fargate_tui.columns import targets
from fargate_tui.columns.arrangement import Arrangement
from fargate_tui.columns.column import Column
from fargate_tui.columns.finding import GLYPHS, TONES
from fargate_tui.fargate.arns import is_arn, task_id
from fargate_tui.fargate.load_balancing import TargetRow
from fargate_tui.fargate.partitions import page_of_target_group
from fargate_tui.format import age, visible
from fargate_tui.live.snapshot import Change
from fargate_tui.live.watch import Watch
from fargate_tui.screens.console import CONSOLE
from fargate_tui.screens.context import Context, ViewState, nowhere
from fargate_tui.screens.journey import Place
from fargate_tui.screens.navigation import Descend
from fargate_tui.screens.over_table import show_over
from fargate_tui.screens.related import DEPLOYMENTS, METRICS, NETWORK, PERMISSIONS, SCALING
from fargate_tui.screens.table import TableScreen
from fargate_tui.screens.target_lines import balancers_of, door_lines
from fargate_tui.widgets.lines import Line, Span
from fargate_tui.widgets.text_view import TextView


class TargetsScreen(TableScreen[TargetRow]):
    """Targets with their health; over those of a service stands what leads to them. Opening one shows its task."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l", "logs", "logs", id="row.logs", tooltip="what the task says, live"),
        replace(DEPLOYMENTS, show=False),
        Binding("3", "events", "events", id="service.events", tooltip="what happened here"),
        replace(METRICS, show=False),
        NETWORK,
        SCALING,
        PERMISSIONS,
        CONSOLE,
    ]

    COLUMNS = targets.COLUMNS
    EXPLAINS = True
    first_state = ViewState(arrangement=Arrangement(sort="severity"))
    """What is ill stands on top."""
    noun = "targets"
    kind = "task"

    def __init__(self, place: Place, context: Context) -> None:
        super().__init__(place, context)
        self._doors: tuple[Line, ...] = ()
        self._here: Mapping[str, str] = {}

    def console_page(self, region: str) -> str:
        """That of the target group under the cursor; of a task that is in none, its own."""
        row = self.table.cursor_row
        is_group = row is not None and is_arn(row.door.arn)
        return page_of_target_group(region, row.door.arn) if row and is_group else super().console_page(region)

    @property
    def usual_columns(self) -> Sequence[Column[Any]]:
        """Those of one service, of a cluster, or of all clusters."""
        if self.place.cluster is None:
            return targets.EVERYWHERE
        return targets.COLUMNS if self.place.service is not None else targets.ACROSS

    def middle(self) -> Iterable[Widget]:
        """What leads to the targets, over the table."""
        if self.place.service is not None:
            panel = TextView(id="doors")
            panel.can_focus = False
            panel.wrap = True
            yield panel
        yield from super().middle()

    def listing(self) -> Watch[TargetRow]:
        """The targets of this place."""
        return self.context.store.networks.load_balancing(self.place.cluster, self.place.service)

    def take(self, change: Change[TargetRow]) -> None:
        """Show the targets, and what leads to them."""
        super().take(change)
        self._show_doors()
        names = {one.dns_name for one in balancers_of([row.door for row in self.latest.rows])}
        if names - self._here.keys() and self.context.local_addresses is not nowhere:
            self._find_here()

    @work(exclusive=True, group="addresses")
    async def _find_here(self) -> None:
        """Ask where the load balancers are on this machine."""
        self._here = await self.context.local_addresses()
        self._show_doors()

    def _show_doors(self) -> None:
        lines = tuple(door_lines(self.latest.rows, self.context.now(), self._here))
        if lines != self._doors:
            self._doors = lines
            self._lay_out()

    def _lay_out(self) -> None:
        """Give what leads to the targets as many lines as it fills, and leave the table its own."""
        if not self.query("#doors"):
            return
        panel = self.query_one("#doors", TextView)
        panel.display = bool(self._doors)
        show_over(panel, self._doors, self.size)

    def on_resize(self) -> None:
        """Fold it anew."""
        self._lay_out()

    @property
    def nothing(self) -> str:
        """Why there is nothing."""
        if self.place.service is not None:
            interfaces = self.key("row.network", "6")
            return f"no load balancer: the service names no target group · {interfaces} shows its interfaces"
        return f"no service of {self.place.cluster or 'any cluster'} names a target group"

    @staticmethod
    def id_of(row: TargetRow) -> str:
        """Its address."""
        return row.place or row.door.name

    def explanation(self, row: TargetRow) -> Line:
        """Why it is as it is, and what to do; of one that is well all of its names."""
        finding = row.finding
        glyph = Span(f"{GLYPHS[finding.severity]} ", TONES[finding.severity])
        if not finding.why:
            told = (row.place, row.door.name, f"task {task_id(row.task)}" if row.task else "no task that is known")
            return (glyph, Span(visible(" · ".join(told)), "muted"))
        since = f" · for {age(row.since, self.context.now())}" if row.since is not None else ""
        remedy = f" · {row.remedy}" if row.remedy else ""
        return (glyph, Span(visible(f"{finding.why}{since}")), Span(visible(remedy), "muted"))

    def place_of(self, row: TargetRow) -> Place | None:
        """The task; of a group without any, or an address that is no task's, all targets of its service."""
        door = row.door
        if row.task:
            return Place("task", cluster=door.cluster, service=door.service, task=row.task)
        if self.place.service is None:
            return Place("targets", cluster=door.cluster, service=door.service)
        return None

    def logs_of(self, row: TargetRow) -> Place | None:
        """All containers of the task."""
        return Place("logs", cluster=row.door.cluster, service=row.door.service, task=row.task) if row.task else None

    def subject_of(self, row: TargetRow) -> Place:
        """The task, or the service where there is none."""
        door = row.door
        subject = ("task", row.task) if row.task else ("service", door.service)
        return Place("describe", cluster=door.cluster, service=door.service, task=row.task or None, subject=subject)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Its interfaces are of a service, and events of a cluster."""
        if action == "events":
            return self.place.cluster is not None
        if action == "network":
            return self.place.service is not None
        return super().check_action(action, parameters)

    # -- keys ----------------------------------------------------------------------------------------------------------

    def action_events(self) -> None:
        """Show what happened to the service, or to the cluster."""
        self.post_message(Descend(Place("events", cluster=self.place.cluster, service=self.place.service)))

    def action_copy(self, what: str) -> None:
        """Copy addresses, or ARNs of tasks; of what is no task its target group's."""
        texts = [(row.task or row.door.arn) if what == "arn" else self.id_of(row) for row in self.table.chosen]
        if texts:
            self.copy("\n".join(texts), more=len(texts) - 1)
