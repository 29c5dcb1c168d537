"""The columns of what was found for a text."""

from dataclasses import replace

from fargate_tui.columns.column import Column
from fargate_tui.columns.finding import alarm, severity_column
from fargate_tui.columns.kinds import age_column, name_column
from fargate_tui.fargate.finds import FoundRow
from fargate_tui.format import NONE, short_id, visible

COLUMNS: tuple[Column[FoundRow], ...] = (
    severity_column(FoundRow),
    Column(id="kind", title="KIND", width=7, letter="K", wide_only=True, spare=4, text=lambda row, _now: row.kind),
    Column(
        id="name",
        title="NAME",
        width=16,
        letter="N",
        text=lambda row, _now: short_id(row.name) if row.kind == "task" else visible(row.name),
        searched=lambda row: visible(row.name),
        middle=True,
        help="the task's id, or the name of the service or cluster",
    ),
    replace(name_column("cluster", lambda row: row.cluster, 12), letter=""),
    replace(
        name_column("service", lambda row: row.service, 16),
        letter="",
        wide_only=True,
        spare=14,
        text=lambda row, _now: visible(row.service) or NONE,
        help="of a task, the service that keeps it",
    ),
    Column(
        id="state",
        title="STATE",
        width=13,
        letter="E",
        text=lambda row, _now: visible("gone" if row.is_gone else row.finding.word),
        tone=alarm,
        help="gone: AWS may have forgotten it, the flight recorder has not",
    ),
    age_column("age", "AGE", lambda row: row.since, letter="A", help="of a task, since it began or ended"),
    Column(
        id="matched",
        title="MATCHED",
        width=24,
        text=lambda row, _now: visible(row.matched),
        grows=True,
        help="what of it is the text",
    ),
)

ACROSS: tuple[Column[FoundRow], ...] = (
    *COLUMNS[:3],
    Column(
        id="region",
        title="REGION",
        width=14,
        letter="R",
        text=lambda row, _now: visible(row.region) or NONE,
        help="where it is",
    ),
    *(replace(column, wide_only=True, spare=10) if column.id == "cluster" else column for column in COLUMNS[3:]),
)
"""The same for what was found in all Regions."""
