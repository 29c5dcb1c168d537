"""The columns of what is watched."""

from dataclasses import replace

from fargate_tui.columns.column import Column
from fargate_tui.columns.finding import severity_column, state_column
from fargate_tui.columns.kinds import age_column, count_column, name_column
from fargate_tui.fargate.watching import WatchedRow
from fargate_tui.format import visible

COLUMNS: tuple[Column[WatchedRow], ...] = (
    severity_column(WatchedRow),
    replace(name_column("watched", lambda row: row.name, 30), help="the thing that is watched"),
    state_column(WatchedRow, 10),
    age_column("since", "FOR", lambda row: row.since, letter="A", help="since it is watched"),
    count_column("times", "TOLD", lambda row: row.times, help="how often something was told of it"),
    age_column("told", "LAST", lambda row: row.told_at, letter="E", help="since something was told of it"),
    Column(
        id="last",
        title="WHAT WAS TOLD",
        width=24,
        text=lambda row, _now: visible(row.last),
        grows=True,
        help="what has become of it",
    ),
)
