"""The task definition families, or the revisions of one family."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar

import msgspec
from textual.binding import Binding, BindingType

from fargate_tui.columns.column import Column
from fargate_tui.columns.task_definitions import COLUMNS, REVISIONS
from fargate_tui.fargate.changes import Kind, Subject
from fargate_tui.fargate.rows import ServiceRow, TaskDefinitionRow
from fargate_tui.live.snapshot import Snapshot
from fargate_tui.live.watch import Watch
from fargate_tui.screens.console import CONSOLE
from fargate_tui.screens.context import ViewState
from fargate_tui.screens.editing import DIFF_BEFORE, Edited
from fargate_tui.screens.journey import Place, diff_of, wizard_of
from fargate_tui.screens.navigation import Descend
from fargate_tui.screens.related import NEW
from fargate_tui.screens.table import TableScreen

BOTH = 2
"""Marked revisions that are compared."""


class TaskDefinitionsScreen(TableScreen[TaskDefinitionRow]):
    """Families; opening one shows its revisions, opening a revision what it consists of."""

    COLUMNS = COLUMNS
    first_state = ViewState(show="running")
    noun = "task definitions"
    kind = "task-definition"
    ACTS_ON = ("task-definition",)
    BINDINGS: ClassVar[list[BindingType]] = [
        DIFF_BEFORE,
        NEW,
        CONSOLE,
        Binding("x", "show_inactive", "inactive", show=False, id="revisions.inactive", tooltip="INACTIVE ones too"),
    ]

    def listing(self) -> Watch[TaskDefinitionRow]:
        """The families, or the revisions of the family of this place."""
        inactive = self.view_state.show == "both"
        return self.context.store.task_definitions(self.place.task_definition, inactive=inactive)

    @property
    def usual_columns(self) -> Sequence[Column[Any]]:
        """Those of revisions, or of families."""
        return REVISIONS if self.place.task_definition else COLUMNS

    def joined(self, rows: Sequence[TaskDefinitionRow]) -> Sequence[TaskDefinitionRow]:
        """The rows with the services that are known to run them, or revisions of them."""
        using: dict[str, list[str]] = {}
        for service in self.context.store.shelf.known(ServiceRow):
            revision = service.task_definition
            name = revision if self.place.task_definition else revision.rpartition(":")[0]
            using.setdefault(name, []).append(f"{service.cluster}/{service.name}")
        return [
            msgspec.structs.replace(row, used_by=tuple(sorted(using[row.name]))) if row.name in using else row
            for row in rows
        ]

    def notes(self) -> tuple[str, ...]:
        """How the rows are arranged, and whether INACTIVE ones are among them."""
        return (*super().notes(), *(("inactive: shown",) if self.view_state.show == "both" else ()))

    def action_show_inactive(self) -> None:
        """Show INACTIVE revisions too, or only ACTIVE ones again."""
        self.view_state = replace(self.view_state, show="running" if self.view_state.show == "both" else "both")
        self.latest = Snapshot()
        self.show_header()
        self._follow_rows()

    def place_of(self, row: TaskDefinitionRow) -> Place:
        """The family's revisions, or the revision."""
        if row.revision is None:
            return Place("task-definitions", task_definition=row.family)
        return Place("task-definition", task_definition=row.name)

    def subject_of(self, row: TaskDefinitionRow) -> Place:
        """The revision, or the newest one of the family."""
        return replace(self.place, task_definition=row.name, subject=("task-definition", row.arn))

    def action_new(self) -> None:
        """Fill in a task definition: among revisions, one made from that under the cursor."""
        row = self.table.cursor_row
        base = row.name if row is not None and self.place.task_definition else None
        self.post_message(Descend(wizard_of("task-definition", task_definition=base)))

    @property
    def edited(self) -> Edited | None:
        """The revision under the cursor, or the newest one of the family."""
        row = self.table.cursor_row
        return None if row is None else Edited(row.name)

    def subjects_of(self, kind: Kind) -> tuple[Subject, ...]:
        """The marked revisions, or the one under the cursor; a family is none."""
        return super().subjects_of(kind) if self.place.task_definition else ()

    def action_describe(self) -> None:
        """Show what is different between the two marked revisions, or all of the one under the cursor."""
        marked = sorted((row.revision, row.name) for row in self.table.chosen if row.revision is not None)
        if len(self.table.marked) == BOTH == len(marked):
            self.post_message(Descend(diff_of(marked[0][1], marked[1][1])))
        else:
            super().action_describe()

    def action_diff_before(self) -> None:
        """Show what is different from the revision before."""
        row = self.table.cursor_row
        if row is None or row.revision is None:
            return
        older = [each.revision for each in self.latest.rows if each.revision and each.revision < row.revision]
        before = max(older, default=row.revision - 1)
        if before > 0:
            self.post_message(Descend(diff_of(f"{row.family}:{before}", row.name)))
        else:
            self.notify(f"{row.name} is the first revision", markup=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what is for revisions where revisions are listed."""
        if action in ("diff_before", "show_inactive", "act"):
            return self.place.task_definition is not None
        return super().check_action(action, parameters)

    @property
    def problems(self) -> int | None:
        """Definitions have no problems of their own."""
        return None
