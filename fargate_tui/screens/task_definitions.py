"""The task definition families, or the revisions of one family."""

from dataclasses import replace
from typing import ClassVar

from textual.binding import BindingType

from fargate_tui.columns.task_definitions import COLUMNS
from fargate_tui.fargate.changes import Kind, Subject
from fargate_tui.fargate.rows import TaskDefinitionRow
from fargate_tui.live.watch import Watch
from fargate_tui.screens.editing import DIFF_BEFORE, Edited
from fargate_tui.screens.journey import Place, diff_of
from fargate_tui.screens.navigation import Descend
from fargate_tui.screens.table import TableScreen

BOTH = 2
"""Marked revisions that are compared."""


class TaskDefinitionsScreen(TableScreen[TaskDefinitionRow]):
    """Families; opening one shows its revisions, opening a revision what it consists of."""

    COLUMNS = COLUMNS
    noun = "task definitions"
    kind = "task-definition"
    ACTS_ON = ("task-definition",)
    BINDINGS: ClassVar[list[BindingType]] = [DIFF_BEFORE]

    def listing(self) -> Watch[TaskDefinitionRow]:
        """The families, or the revisions of the family of this place."""
        return self.context.store.task_definitions(self.place.task_definition)

    def place_of(self, row: TaskDefinitionRow) -> Place:
        """The family's revisions, or the revision."""
        if row.revision is None:
            return Place("task-definitions", task_definition=row.family)
        return Place("task-definition", task_definition=row.name)

    def subject_of(self, row: TaskDefinitionRow) -> Place:
        """The revision, or the newest one of the family."""
        return replace(self.place, task_definition=row.name, subject=("task-definition", row.arn))

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
        if action == "diff_before":
            return self.place.task_definition is not None
        return super().check_action(action, parameters)

    @property
    def problems(self) -> int | None:
        """Definitions have no problems of their own."""
        return None
