"""The columns of the lists of task definitions: families, and the revisions of one."""

from dataclasses import replace

from fargate_tui.columns.column import Column
from fargate_tui.columns.kinds import count_column, name_column
from fargate_tui.fargate.rows import TaskDefinitionRow
from fargate_tui.format import visible

_USED: Column[TaskDefinitionRow] = Column(
    id="used",
    title="RUN BY",
    width=24,
    text=lambda row, _now: visible(", ".join(row.used_by)) or "—",
    grows=True,
    help="services of the lists that were opened in this session; others may run it too",
)
COLUMNS: tuple[Column[TaskDefinitionRow], ...] = (name_column("family", lambda row: row.family, 48), _USED)
REVISIONS: tuple[Column[TaskDefinitionRow], ...] = (
    replace(COLUMNS[0], width=28),
    count_column("revision", "REV", lambda row: row.revision, letter="V", help="of its family"),
    Column(
        id="status",
        title="STATUS",
        width=8,
        text=lambda row, _now: visible(row.status),
        tone=lambda row: "muted" if row.status == "INACTIVE" else "",
    ),
    _USED,
)
"""Of the revisions of a family."""
