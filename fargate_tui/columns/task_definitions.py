"""The columns of the lists of task definitions: families, and the revisions of one."""

from fargate_tui.columns.column import Column
from fargate_tui.fargate.rows import TaskDefinitionRow
from fargate_tui.format import visible

COLUMNS: tuple[Column[TaskDefinitionRow], ...] = (
    Column(
        id="family",
        title="FAMILY",
        width=40,
        letter="N",
        text=lambda row, _now: visible(row.family),
        middle=True,
        sort_key=lambda row: row.family.casefold(),
        grows=True,
    ),
    Column(
        id="revision",
        title="REVISION",
        width=8,
        letter="V",
        text=lambda row, _now: "" if row.revision is None else str(row.revision),
        sort_key=lambda row: row.revision,
        right=True,
        help="empty for a family",
    ),
)
