"""The columns of the lists of task definitions: families, and the revisions of one."""

from fargate_tui.columns.column import Column
from fargate_tui.columns.kinds import count_column, name_column
from fargate_tui.fargate.rows import TaskDefinitionRow

COLUMNS: tuple[Column[TaskDefinitionRow], ...] = (
    name_column("family", lambda row: row.family, 48),
    count_column(
        "revision",
        "REV",
        lambda row: row.revision,
        letter="V",
        help="— for a family: opening it shows its revisions",
    ),
)
