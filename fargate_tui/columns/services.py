"""The columns of a list of services."""

from dataclasses import replace

from fargate_tui.columns.column import Column
from fargate_tui.columns.finding import severity_column, state_column
from fargate_tui.columns.moments import since
from fargate_tui.fargate.events import brief
from fargate_tui.fargate.rows import ServiceRow
from fargate_tui.format import age, visible


def _running_tone(row: ServiceRow) -> str:
    return "warn" if row.running < row.desired else ""


def _revision(row: ServiceRow) -> str:
    family, colon, revision = row.task_definition.rpartition(":")
    return visible(f"{colon}{revision}" if family == row.name else row.task_definition) or "—"


COLUMNS: tuple[Column[ServiceRow], ...] = (
    severity_column(ServiceRow),
    Column(
        id="service",
        title="SERVICE",
        width=22,
        letter="N",
        text=lambda row, _now: visible(row.name),
        middle=True,
        sort_key=lambda row: row.name.casefold(),
    ),
    state_column(ServiceRow),
    Column(
        id="desired",
        title="DES",
        width=4,
        text=lambda row, _now: str(row.desired),
        sort_key=lambda row: row.desired,
        right=True,
        help="tasks wanted",
    ),
    Column(
        id="running",
        title="RUN",
        width=4,
        letter="U",
        text=lambda row, _now: str(row.running),
        tone=_running_tone,
        sort_key=lambda row: row.running,
        right=True,
        help="tasks running",
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
        id="revision",
        title="TASK DEF",
        width=9,
        letter="V",
        text=lambda row, _now: _revision(row),
        searched=lambda row: visible(row.task_definition),
        middle=True,
        sort_key=lambda row: row.task_definition.casefold() or None,
        wide_only=True,
        help="the revision of its primary deployment; with its family where that is not the service's name",
    ),
    Column(
        id="cluster",
        title="CLUSTER",
        width=14,
        text=lambda row, _now: visible(row.cluster),
        middle=True,
        sort_key=lambda row: row.cluster.casefold(),
        wide_only=True,
        spare=24,
    ),
    Column(
        id="launch",
        title="LAUNCH",
        width=18,
        text=lambda row, _now: visible(row.launch) or "—",
        wide_only=True,
        spare=24,
        help="the launch type, or the capacity provider strategy",
    ),
    Column(
        id="age",
        title="AGE",
        width=4,
        letter="A",
        text=lambda row, now: age(row.created_at, now),
        sort_key=lambda row: since(row.created_at),
        right=True,
        ages=True,
        wide_only=True,
        spare=24,
        help="since it was created",
    ),
    Column(
        id="event",
        title="LAST",
        width=4,
        letter="E",
        text=lambda row, now: age(row.last_event_at, now),
        sort_key=lambda row: since(row.last_event_at),
        right=True,
        ages=True,
        help="since its last event",
    ),
    Column(
        id="why",
        title="WHY / LAST EVENT",
        width=28,
        text=lambda row, _now: visible(row.finding.why or brief(row.last_event)),
        grows=True,
        help="what makes its state so, else its newest event",
    ),
)

ACROSS: tuple[Column[ServiceRow], ...] = tuple(
    replace(column, wide_only=False, spare=0) if column.id == "cluster" else column for column in COLUMNS
)
"""The same for the services of all clusters."""
