"""The columns of this session's changes, step by step."""

from datetime import datetime

from fargate_tui.columns.column import Column
from fargate_tui.columns.finding import severity_column, state_column
from fargate_tui.columns.journal import arrow
from fargate_tui.columns.kinds import age_column, cluster_column, name_column, took_column
from fargate_tui.fargate.runs import StepRow
from fargate_tui.format import NONE, age, visible


def _took(row: StepRow, now: datetime) -> str:
    """How long it took, or takes so far."""
    return age(row.began_at, row.ended_at or now) if row.began_at is not None else NONE


COLUMNS: tuple[Column[StepRow], ...] = (
    severity_column(StepRow),
    state_column(StepRow, 9),
    Column(
        id="what",
        title="WHAT",
        width=20,
        letter="H",
        text=lambda row, _now: visible(row.what),
        middle=True,
        help="the change as it was confirmed; it may be of several things, each with its own line",
    ),
    name_column("subject", lambda row: row.subject.name, 14),
    Column(
        id="change",
        title="CHANGE",
        width=17,
        middle=True,
        text=lambda row, _now: arrow(row.difference, row.more),
        wide_only=True,
        spare=12,
        help="from what to what, and how much else is changed",
    ),
    cluster_column(lambda row: row.subject.cluster, spare=24),
    age_column("since", "AGE", lambda row: row.began_at, letter="A", help="since it was sent"),
    took_column(
        _took, lambda row: (row.began_at, row.ended_at), width=4, help="from the sending to the end, or so far"
    ),
    Column(
        id="words",
        title="HOW FAR",
        width=14,
        text=lambda row, _now: visible(row.finding.why),
        grows=True,
        help="what AWS says of it; the last line has it in full",
    ),
)
