"""The columns of what scales a service."""

from datetime import datetime

from fargate_tui.columns.column import Column
from fargate_tui.columns.finding import severity_column, state_column
from fargate_tui.columns.kinds import name_column
from fargate_tui.fargate.scaling import ScalingRow
from fargate_tui.fargate.schedules import next_run
from fargate_tui.format import age, visible


def _when(row: ScalingRow, now: datetime) -> str:
    """How long ago it was done, or in how long it runs."""
    if row.schedule is not None:
        following = next_run(row.schedule, now)
        return f"in {age(now, following)}" if following is not None else "—"
    return age(row.at, now) if row.at is not None else ""


COLUMNS: tuple[Column[ScalingRow], ...] = (
    severity_column(ScalingRow),
    Column(id="kind", title="KIND", width=8, letter="K", text=lambda row, _now: row.sort),
    name_column("name", lambda row: row.name, 14),
    state_column(ScalingRow),
    Column(
        id="when",
        title="WHEN",
        width=7,
        text=_when,
        ages=True,
        right=True,
        sort_key=lambda row: -row.at.timestamp() if row.at is not None else None,
        help="how long ago it was done, or in how long it runs next",
    ),
    Column(
        id="what",
        title="WHAT",
        width=28,
        letter="E",
        text=lambda row, _now: visible(row.text),
        grows=True,
        help="what a policy holds and how soon again, what a schedule sets and when, what was done and why",
    ),
)
