"""The columns of the list of clusters."""

from fargate_tui.columns.column import Column
from fargate_tui.columns.finding import severity_column, state_column
from fargate_tui.columns.kinds import count_column, name_column, pending_column
from fargate_tui.fargate.rows import ClusterRow
from fargate_tui.format import visible

COLUMNS: tuple[Column[ClusterRow], ...] = (
    severity_column(ClusterRow),
    name_column("cluster", lambda row: row.name, 23),
    state_column(ClusterRow),
    count_column("services", "SVCS", lambda row: row.services, help="active services"),
    count_column("running", "RUN", lambda row: row.running, width=6, letter="U", help="running tasks"),
    pending_column(lambda row: row.pending),
    count_column(
        "problems",
        "PROB",
        lambda row: row.problems,
        letter="B",
        tone=lambda row: "warn" if row.problems else "",
        help="services with a problem; — while that is not known",
    ),
    Column(
        id="insights",
        title="INSIGHTS",
        width=8,
        text=lambda row, _now: visible(row.container_insights or "—"),
        sort_key=lambda row: row.container_insights,
        wide_only=True,
        help="Container Insights",
    ),
    Column(
        id="providers",
        title="PROVIDERS",
        width=21,
        text=lambda row, _now: visible(", ".join(row.providers)) or "—",
        wide_only=True,
        help="capacity providers",
    ),
    Column(
        id="why",
        title="WHY",
        width=24,
        text=lambda row, _now: visible(row.finding.why),
        grows=True,
        help="what makes its state so",
    ),
)
