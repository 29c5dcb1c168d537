"""Which task or service a text is: an address, an interface, an id, an image, a digest, or a part of a name."""

from collections.abc import Sequence
from typing import Any, ClassVar, Literal

from textual.binding import Binding, BindingType

from fargate_tui.columns.column import Column
from fargate_tui.columns.find import ACROSS, COLUMNS
from fargate_tui.fargate.finds import EVERYWHERE, FoundRow
from fargate_tui.live.search import Search
from fargate_tui.live.snapshot import Change
from fargate_tui.live.watch import Watch
from fargate_tui.screens.context import Context
from fargate_tui.screens.journey import Place
from fargate_tui.screens.navigation import Descend
from fargate_tui.screens.table import TableScreen


class FindScreen(TableScreen[FoundRow]):
    """What was found, as it is found; it is searched once, and again with ``r``."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l", "logs", "logs", id="row.logs", tooltip="what it says, live"),
        Binding("a", "everywhere", "all Regions", id="find.everywhere", tooltip="search all Regions of the account"),
    ]

    COLUMNS = COLUMNS
    EXPLAINS = True
    noun = "matches"
    kind = "task"
    waiting = "searching…"

    def __init__(self, place: Place, context: Context) -> None:
        super().__init__(place, context)
        self.text = place.subject[1] if place.subject else ""
        self._search, self._watch = context.store.searches.search(self.text)

    @property
    def is_everywhere(self) -> bool:
        """Whether all Regions are searched."""
        return self.text.endswith(EVERYWHERE)

    @property
    def usual_columns(self) -> Sequence[Column[Any]]:
        """With the Region where there may be several."""
        return ACROSS if self.is_everywhere else self.COLUMNS

    @property
    def search(self) -> Search:
        """What is being done."""
        return self._search

    @property
    def _is_searching(self) -> bool:
        return not (self.latest.loaded and self.latest.complete) and self.latest.error is None

    def listing(self) -> Watch[FoundRow]:
        """What is found."""
        return self._watch

    def take(self, change: Change[FoundRow]) -> None:
        """Show what was found so far."""
        super().take(change)
        self.refresh_bindings()

    def notes(self) -> tuple[str, ...]:
        """How far the search has come, and whether it ends at the Region's border."""
        region = self.context.region or "this Region"
        if self._is_searching:
            return (*super().notes(), f"searching: {self._search.progress}", "esc stops")
        at = (f"at {self.latest.at:%H:%M:%S} UTC",) if self.latest.at is not None else ()
        return (*super().notes(), "all Regions" if self.is_everywhere else f"{region} only", self._search.progress, *at)

    @property
    def snapshot(self) -> None:
        """Nothing that is asked for again by itself."""
        return

    @property
    def nothing(self) -> str:
        """Where it was looked, and where it was not."""
        region = self.context.region or "this Region"
        if self.is_everywhere:
            return "not in any Region that answered, running, stopped or kept"
        return f"not in {region}, running, stopped or kept · {self.key('find.everywhere', 'a')} searches all Regions"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Widen the search once."""
        return not self.is_everywhere if action == "everywhere" else super().check_action(action, parameters)

    def action_everywhere(self) -> None:
        """Search all Regions for the same."""
        self.post_message(Descend(Place("find", subject=("find", f"{self.text}{EVERYWHERE}"))))

    def action_open(self) -> None:
        """Go into the row; what is in another Region is told how to be gone to."""
        if not self._is_elsewhere():
            super().action_open()

    def action_logs(self) -> None:
        """Follow what it says, where it is in this Region."""
        if not self._is_elsewhere():
            super().action_logs()

    def _look(self, view: Literal["describe", "json"]) -> None:
        if not self._is_elsewhere():
            super()._look(view)

    def _is_elsewhere(self) -> bool:
        """Whether the row under the cursor is in another Region than the connection; it is said then."""
        row = self.table.cursor_row
        if row is None or not row.region or row.region == (self.context.region or row.region):
            return False
        command = f"fargate-tui --region {row.region}"
        self.notify(f"it is in {row.region}: {command}, then :find {row.name}", markup=False)
        return True

    def place_of(self, row: FoundRow) -> Place:
        """The task, the tasks of the service, the services of the cluster."""
        match row.kind:
            case "task":
                return Place("task", cluster=row.cluster, service=row.service or None, task=row.arn)
            case "service":
                return Place("tasks", cluster=row.cluster, service=row.name)
            case _:
                return Place("services", cluster=row.cluster)

    def logs_of(self, row: FoundRow) -> Place | None:
        """Of the task, the service, or the whole cluster."""
        task = row.arn if row.kind == "task" else None
        return Place("logs", cluster=row.cluster, service=row.service or None, task=task)

    def subject_of(self, row: FoundRow) -> Place:
        """The thing itself."""
        task = row.arn if row.kind == "task" else None
        return Place(
            "describe", cluster=row.cluster, service=row.service or None, task=task, subject=(row.kind, row.arn)
        )

    def action_back(self) -> None:
        """Stop the search while it goes on; else go one step back."""
        if self._is_searching:
            self._search.stop()
        else:
            super().action_back()
