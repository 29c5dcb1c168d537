"""The columns of the forwarded ports."""

from dataclasses import replace

from fargate_tui.columns.column import Column
from fargate_tui.columns.finding import severity_column, state_column
from fargate_tui.columns.kinds import age_column, name_column
from fargate_tui.fargate.forwards import ForwardRow
from fargate_tui.format import visible


def _leads_to(row: ForwardRow) -> str:
    """The port, and the host where it is one behind the container."""
    return visible(f"{row.way.host}:{row.way.port}" if row.way.host else str(row.way.port))


COLUMNS: tuple[Column[ForwardRow], ...] = (
    severity_column(ForwardRow),
    state_column(ForwardRow, 9),
    name_column("local", lambda row: row.name, 15),
    Column(
        id="port",
        title="LEADS TO",
        width=20,
        text=lambda row, _now: _leads_to(row),
        middle=True,
        help="the port of the container, or a host behind it as the container sees it",
    ),
    replace(Column(id="of", title="OF", width=24, text=lambda row, _now: visible(row.place), middle=True), grows=True),
    age_column("since", "AGE", lambda row: row.since, letter="A", help="since it was begun"),
)
