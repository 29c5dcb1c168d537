"""The task definition families, or the revisions of one family."""

from dataclasses import replace

from fargate_tui.columns.task_definitions import COLUMNS
from fargate_tui.fargate.changes import Kind, Subject
from fargate_tui.fargate.rows import TaskDefinitionRow
from fargate_tui.live.watch import Watch
from fargate_tui.screens.editing import Edited
from fargate_tui.screens.journey import Place
from fargate_tui.screens.table import TableScreen


class TaskDefinitionsScreen(TableScreen[TaskDefinitionRow]):
    """Families; opening one shows its revisions, opening a revision what it consists of."""

    COLUMNS = COLUMNS
    noun = "task definitions"
    kind = "task-definition"
    ACTS_ON = ("task-definition",)

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

    @property
    def problems(self) -> int | None:
        """Definitions have no problems of their own."""
        return None
