"""The network interfaces of tasks: where each is, in which groups, and how it gets out."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from fargate_tui.columns import enis
from fargate_tui.columns.column import Column
from fargate_tui.columns.enis import owner
from fargate_tui.columns.finding import GLYPHS, TONES
from fargate_tui.fargate.arns import service_of_group
from fargate_tui.fargate.errors import AwsError
from fargate_tui.fargate.network import Networked
from fargate_tui.fargate.rows import EniRow
from fargate_tui.format import visible
from fargate_tui.live.scope import TaskScope
from fargate_tui.live.watch import Watch
from fargate_tui.screens.context import Context
from fargate_tui.screens.journey import Place
from fargate_tui.screens.navigation import Descend
from fargate_tui.screens.network_lines import summary
from fargate_tui.screens.over_table import show_over
from fargate_tui.screens.related import DEPLOYMENTS, METRICS, PERMISSIONS, SCALING, TARGETS
from fargate_tui.screens.table import TableScreen
from fargate_tui.widgets.lines import Line, Span, line
from fargate_tui.widgets.text_view import TextView


class EnisScreen(TableScreen[EniRow]):
    """Interfaces of running tasks; opening one shows its ways hop by hop. Over those of a service stand its ways."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "paths", "paths", id="network.paths", tooltip="ways in and out of the service, hop by hop"),
        TARGETS,
        Binding("l", "logs", "logs", id="row.logs", tooltip="what the task says, live"),
        replace(DEPLOYMENTS, show=False),
        Binding("3", "events", "events", show=False, id="service.events", tooltip="what happened here"),
        replace(METRICS, show=False),
        SCALING,
        PERMISSIONS,
    ]

    COLUMNS = enis.COLUMNS
    EXPLAINS = True
    noun = "interfaces"
    kind = "task"

    def __init__(self, place: Place, context: Context) -> None:
        super().__init__(place, context)
        self.networked: Networked | None = None
        self._ways: tuple[Line, ...] = ()
        self.lacking: tuple[str, ...] = ()
        """What is not known of the ways."""

    @property
    def usual_columns(self) -> Sequence[Column[Any]]:
        """Those of one service, of a cluster, or of all clusters."""
        if self.place.service is not None:
            return enis.COLUMNS
        return enis.ACROSS if self.place.cluster is not None else enis.EVERYWHERE

    def middle(self) -> Iterable[Widget]:
        """The ways over the table."""
        if self.place.service is not None:
            panel = TextView(id="ways")
            panel.can_focus = False
            panel.wrap = True
            yield panel
        yield from super().middle()

    def listing(self) -> Watch[EniRow]:
        """The interfaces of this place."""
        return self.context.store.networks.enis(TaskScope(cluster=self.place.cluster, service=self.place.service))

    async def follow(self) -> None:
        """Follow the interfaces, and read the ways of the service once."""
        async with asyncio.TaskGroup() as group:
            group.create_task(super().follow())
            if self.place.service is not None:
                group.create_task(self._read_ways(self.place.cluster or "", self.place.service))

    async def _read_ways(self, cluster: str, service: str) -> None:
        if self.networked is None:
            self._show_ways([line(" reading the network…", "muted")])
        try:
            self.networked, self.lacking = await self.context.store.networks.network(cluster, service, None)
        except AwsError as error:
            self.lacking = (str(error),)
            self._show_ways([])
        else:
            self._show_ways(summary(self.networked, paths_key=self.key("network.paths", "p")))
        self.show_problems()

    def _show_ways(self, lines: Sequence[Line]) -> None:
        self._ways = tuple(lines)
        self._lay_out()

    def _lay_out(self) -> None:
        """Give the ways as many lines as they fill, and leave the table its own."""
        if not self.query("#ways"):
            return
        show_over(self.query_one("#ways", TextView), self._ways, self.size)

    def on_resize(self) -> None:
        """Fold the ways anew."""
        self._lay_out()

    def refresh_now(self) -> None:
        """Ask AWS now, for the VPC too."""
        self.context.store.common.forget_networks()
        super().refresh_now()
        self._follow_rows()

    @property
    def gaps(self) -> tuple[str, ...]:
        """What is missing, of the ways too."""
        return tuple(dict.fromkeys((*super().gaps, *self.lacking)))

    @property
    def nothing(self) -> str:
        """Where else to look."""
        if self.place.service is not None:
            return f"no task of this service runs now · {self.key('network.paths', 'p')} shows the ways of its subnets"
        return "no task runs here now: only those have interfaces"

    @staticmethod
    def id_of(row: EniRow) -> str:
        """The interface."""
        return row.interface

    def explanation(self, row: EniRow) -> Line:
        """What is wrong with its way out, or else all of its ids."""
        glyph = Span(f"{GLYPHS[row.finding.severity]} ", TONES[row.finding.severity])
        if row.finding.why:
            return (glyph, Span(visible(row.finding.why)))
        told = (row.interface, row.subnet, row.subnet_name, *row.group_ids, owner(row))
        return (glyph, Span(visible(" · ".join(filter(None, told))), "muted"))

    def place_of(self, row: EniRow) -> Place:
        """The network of the task."""
        return Place("network", cluster=row.cluster, service=service_of_group(row.group) or None, task=row.arn)

    def logs_of(self, row: EniRow) -> Place:
        """All containers of the task."""
        return replace(self.place_of(row), view="logs")

    def subject_of(self, row: EniRow) -> Place:
        """The task."""
        return replace(self.place_of(row), view="describe", subject=("task", row.arn))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell the ways of a service, and the events of one cluster."""
        if action == "network":
            return False
        if action == "paths":
            return self.place.service is not None
        if action == "events":
            return self.place.cluster is not None
        return super().check_action(action, parameters)

    # -- keys ----------------------------------------------------------------------------------------------------------

    def action_paths(self) -> None:
        """Show the ways of the service hop by hop."""
        self.post_message(Descend(Place("network", cluster=self.place.cluster, service=self.place.service)))

    def action_events(self) -> None:
        """Show what happened to the service, or to the cluster."""
        self.post_message(Descend(Place("events", cluster=self.place.cluster, service=self.place.service)))
