"""The columns of the list of clusters."""

from fargate_tui.columns.column import Column
from fargate_tui.columns.finding import severity_column, state_column
from fargate_tui.fargate.rows import ClusterRow
from fargate_tui.format import count, visible


def _problems_tone(row: ClusterRow) -> str:
    return "warn" if row.problems else ""


COLUMNS: tuple[Column[ClusterRow], ...] = (
    severity_column(ClusterRow),
    Column(
        id="cluster",
        title="CLUSTER",
        width=24,
        letter="N",
        text=lambda row, _now: visible(row.name),
        middle=True,
        sort_key=lambda row: row.name.casefold(),
    ),
    state_column(ClusterRow),
    Column(
        id="services",
        title="SVCS",
        width=4,
        text=lambda row, _now: str(row.services),
        sort_key=lambda row: row.services,
        right=True,
        help="active services",
    ),
    Column(
        id="running",
        title="RUN",
        width=5,
        letter="U",
        text=lambda row, _now: str(row.running),
        sort_key=lambda row: row.running,
        right=True,
        help="running tasks",
    ),
    Column(
        id="pending",
        title="PEND",
        width=4,
        text=lambda row, _now: str(row.pending),
        tone=lambda row: "busy" if row.pending else "",
        sort_key=lambda row: row.pending,
        right=True,
        help="tasks on their way to running",
    ),
    Column(
        id="problems",
        title="PROB",
        width=4,
        letter="B",
        text=lambda row, _now: count(row.problems),
        tone=_problems_tone,
        sort_key=lambda row: row.problems,
        right=True,
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
