"""The clusters of the account and Region."""

from typing import ClassVar

from textual.binding import Binding, BindingType

from fargate_tui.columns.clusters import COLUMNS
from fargate_tui.fargate.errors import AwsError, NotAllowed
from fargate_tui.fargate.rows import ClusterRow
from fargate_tui.live.watch import Watch
from fargate_tui.screens.console import CONSOLE
from fargate_tui.screens.destinations import inside
from fargate_tui.screens.journey import Place, wizard_of
from fargate_tui.screens.navigation import Descend
from fargate_tui.screens.related import NEW
from fargate_tui.screens.table import TableScreen
from fargate_tui.widgets.resource_table import ResourceTable


class ClustersScreen(TableScreen[ClusterRow]):
    """Every cluster; opening one shows its services, or its tasks where it has no services."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("3", "events", "events", id="cluster.events", tooltip="what happened to all of it, newest first"),
        Binding("l", "logs", "logs", id="row.logs", tooltip="what it says, live"),
        NEW,
        CONSOLE,
    ]

    COLUMNS = COLUMNS
    EXPLAINS = True
    RECALLS = True
    ACTS_ON = ("cluster",)
    noun = "clusters"
    kind = "cluster"

    def listing(self) -> Watch[ClusterRow]:
        """All clusters."""
        return self.context.store.clusters()

    def place_of(self, row: ClusterRow) -> Place:
        """The cluster's services, or its tasks where it has nothing else."""
        return inside(row)

    def logs_of(self, row: ClusterRow) -> Place:
        """All tasks of the cluster."""
        return Place("logs", cluster=row.name)

    def subject_of(self, row: ClusterRow) -> Place:
        """The cluster."""
        return Place("describe", cluster=row.name, subject=("cluster", row.arn))

    def action_new(self) -> None:
        """Fill in another cluster."""
        self.post_message(Descend(wizard_of("cluster")))

    def action_events(self) -> None:
        """Show what happened to the cluster."""
        row = self.table.cursor_row
        if row is not None:
            self.post_message(Descend(Place("events", cluster=row.name)))

    @property
    def problems(self) -> int | None:
        """How many services have a problem, as far as the clusters know."""
        if self.latest.recalled_at is not None:
            return None
        known = [row.problems for row in self.latest.rows if row.problems is not None]
        return sum(known) if known else None

    def unanswered(self, error: AwsError) -> str:
        """A person who may not list clusters can still open one whose name they know."""
        if isinstance(error, NotAllowed):
            return "clusters cannot be listed · :services NAME opens one whose name you know"
        return super().unanswered(error)

    @property
    def nothing(self) -> str:
        """What an account without clusters is told."""
        return (
            f"no clusters in this account and Region · {self.key('list.new', 'n')} makes one"
            " · check the Region at the top"
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to go back only while there is something to clear: nothing is above the clusters."""
        if action != "back":
            return super().check_action(action, parameters)
        arrangements = (table.arrangement for table in self.query(ResourceTable))
        return any(arrangement.filter or arrangement.problems_only for arrangement in arrangements)
