"""How a service is scaled: its limits above, its policies, its schedules and what was done below."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from fargate_tui.actions.action import Question
from fargate_tui.actions.catalogue import BY_ID, bindings_in
from fargate_tui.actions.scale import ScaleService
from fargate_tui.columns.scaling import COLUMNS
from fargate_tui.fargate.changes import Kind, Subject
from fargate_tui.fargate.scaling import ScalingRow, summary
from fargate_tui.live.snapshot import Change, Snapshot
from fargate_tui.live.watch import Watch
from fargate_tui.screens.journey import Place
from fargate_tui.screens.navigation import Descend
from fargate_tui.screens.related import CONFIG, METRICS, NETWORK, PERMISSIONS
from fargate_tui.screens.scaling_lines import as_sent, explained, headline, how_to_begin, in_full
from fargate_tui.screens.table import TableScreen
from fargate_tui.widgets.json_lines import json_lines
from fargate_tui.widgets.lines import Line
from fargate_tui.widgets.masthead import Trail
from fargate_tui.widgets.one_line import Headline
from fargate_tui.widgets.resource_table import ResourceTable


class ScalingScreen(TableScreen[ScalingRow]):
    """Limits, policies with what their alarms want, schedules with their next run, and what was done."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("3", "events", "events", id="scaling.events", tooltip="what happened to the service, newest first"),
        METRICS,
        NETWORK,
        CONFIG,
        PERMISSIONS,
        *bindings_in("scaling"),
        *(binding for binding in ScaleService.bindings if binding.key != "equals_sign"),
    ]

    COLUMNS = COLUMNS
    EXPLAINS = True
    noun = "policies and schedules"
    kind = "service"

    def middle(self) -> Iterable[Widget]:
        """The limits, and the table."""
        yield Headline()
        yield from super().middle()

    def listing(self) -> Watch[ScalingRow]:
        """What scales the service of this place."""
        return self.context.store.course.scaling(self.place.cluster or "", self.place.service or "")

    def joined(self, rows: Sequence[ScalingRow]) -> Sequence[ScalingRow]:
        """All but the limits, which stand above."""
        return [row for row in rows if row.sort != "limits"]

    def take(self, change: Change[ScalingRow]) -> None:
        """Show the limits and the rows."""
        super().take(change)
        limits = self.limits
        self.query_one(Headline).told = headline(limits, self.key) if limits is not None else ()

    @property
    def limits(self) -> ScalingRow | None:
        """What stands above the table; None before AWS has answered."""
        return next((row for row in self.latest.rows if row.sort == "limits"), None)

    @property
    def trail(self) -> Trail:
        """Where one is, and how many policies and schedules there are."""
        return Trail(self.place.path, summary(self.latest.rows) if self.latest.loaded else "", self.notes())

    def placeholder(self, snapshot: Snapshot[ScalingRow]) -> str:
        """Why the table is empty, and how to begin."""
        if snapshot.loaded and not self.joined(snapshot.rows):
            return self.nothing
        return super().placeholder(snapshot)

    @property
    def nothing(self) -> str:
        """How to begin."""
        scaled = self.limits.scaled if self.limits else None
        if scaled is None or not scaled.is_known:
            return "not known"
        if scaled.unknown:
            return summary(self.latest.rows)
        if scaled.target is None:
            return how_to_begin(self.key)
        track, steps = self.key("scaling.track", "n"), self.key("scaling.steps", "t")
        schedule = self.key("scaling.schedule", "a")
        return (
            f"no policy and no schedule · {track} tracks a metric (cpu 60), {steps} adds steps, {schedule} a schedule"
        )

    @staticmethod
    def id_of(row: ScalingRow) -> str:
        """Its name, or what was done."""
        return row.name or row.text

    def explanation(self, row: ScalingRow) -> Line:
        """The row in full."""
        return explained(row, self.context.now())

    # -- what is changed -----------------------------------------------------------------------------------------------

    def subjects_of(self, kind: Kind) -> tuple[Subject, ...]:
        """The service, whatever the cursor is on."""
        cluster, service = self.place.cluster, self.place.service
        if kind != "service" or cluster is None or service is None:
            return ()
        # AWS takes a service's name for its ARN wherever the cluster is given too.
        return (Subject(kind="service", arn=service, name=service, cluster=cluster),)

    def count_of(self, subject: Subject) -> int | None:  # noqa: ARG002 - there is only one
        """The desired count of the service."""
        return self.limits.scaled.desired if self.limits and self.limits.scaled else None

    def action_act(self, name: str, answer: str = "") -> None:
        """Begin to change something; what a policy holds, and what is deleted, by the row under the cursor."""
        if name not in ("scaling.retarget", "scaling.remove"):
            super().action_act(name, answer)
            return
        row = self.table.cursor_row
        wanted = "a policy that holds a metric" if name == "scaling.retarget" else "a policy or a schedule"
        steps = row.steps if row and name == "scaling.retarget" else ""
        if len(self.table.marked) > 1:
            self.notify("one at a time: ctrl+\\ clears the marks", severity="warning", markup=False)
        elif steps:
            self._ask(BY_ID["scaling.steps"], Question("steps", steps), self.subjects_of("service"))
        elif row is None or row.sort == "activity" or (name == "scaling.retarget" and not _holds(row)):
            self.notify(f"the cursor is not on {wanted}", severity="warning", markup=False)
        elif name == "scaling.remove":
            super().action_act(name, f"{row.sort} {row.name}")
        else:
            assert row.policy is not None, "what holds a value is a policy"
            asked = Question("policy and value", f"{row.name} {row.policy.target_value:g}")
            self._ask(BY_ID[name], asked, self.subjects_of("service"))

    # -- keys ----------------------------------------------------------------------------------------------------------

    def action_open(self) -> None:
        """Show all of the row under the cursor."""
        row = self.table.cursor_row if self.query(ResourceTable) else None
        if row is not None:
            self._show(row, tuple(in_full(row, self.context.now())))

    def action_describe(self) -> None:
        """Show all of the row under the cursor."""
        self.action_open()

    def action_json(self) -> None:
        """Show the row under the cursor as AWS sent it."""
        row = self.table.cursor_row
        if row is not None:
            self._show(row, tuple(json_lines(as_sent(row))))

    def _show(self, row: ScalingRow, lines: tuple[Line, ...]) -> None:
        from fargate_tui.screens.scaling_page import ScalingPage

        self.app.push_screen(ScalingPage((*self.place.path, row.name or row.sort), lines))

    def action_events(self) -> None:
        """Show what happened to the service."""
        self.post_message(Descend(replace(self.place, view="events")))

    def subject_of(self, row: ScalingRow) -> Place:  # noqa: ARG002 - what scales a service is shown here
        """The service."""
        return Place("describe", self.place.cluster, self.place.service, subject=("service", self.place.service or ""))


def _holds(row: ScalingRow) -> bool:
    return row.policy is not None and row.policy.target_value is not None
