"""The columns of a list of targets: the state of each, its task, its address, and why it is as it is."""

from dataclasses import replace

from fargate_tui.columns.column import Column
from fargate_tui.columns.finding import alarm, severity_column, state_column
from fargate_tui.columns.kinds import age_column, name_column, roomy, zone_column
from fargate_tui.columns.tasks import address
from fargate_tui.fargate.arns import task_id
from fargate_tui.fargate.load_balancing import TargetRow
from fargate_tui.format import short_id, visible

_STATE: Column[TargetRow] = state_column(TargetRow)
_TASK: Column[TargetRow] = Column(
    id="task",
    title="TASK",
    width=8,
    text=lambda row, _now: short_id(task_id(row.task)) if row.task else "—",
    searched=lambda row: task_id(row.task) if row.task else "",
    help="the task that has the address; — where none is known",
)
_ZONE: Column[TargetRow] = zone_column(lambda row: row.zone)
_ADDRESS: Column[TargetRow] = Column(
    id="address",
    title="ADDRESS",
    width=16,
    letter="A",
    text=lambda row, _now: visible(row.place) or "—",
    middle=True,
    sort_key=lambda row: (address(row.address), row.port or 0),
    help="address and port that the load balancer sends requests to",
)
_GROUP: Column[TargetRow] = Column(
    id="group",
    title="GROUP",
    width=10,
    letter="B",
    text=lambda row, _now: visible(row.door.name),
    middle=True,
    absent=lambda row: row.door.is_only,
    help="the target group",
)
_ROLE: Column[TargetRow] = Column(
    id="role",
    title="ROLE",
    width=10,
    text=lambda row, _now: row.door.role,
    absent=lambda row: not row.door.role,
    help="of a blue/green pair: the group that gets production or test traffic, or the alternate one",
)
_FOR: Column[TargetRow] = replace(
    age_column(
        "for", "FOR", lambda row: row.since, letter="U", help="how long it has been so, where it was seen to change"
    ),
    absent=lambda row: row.since is None,
)
_WHY: Column[TargetRow] = Column(
    id="why",
    title="WHY",
    width=14,
    text=lambda row, _now: visible(row.finding.why),
    tone=alarm,
    grows=True,
    help="the reason that the load balancer gives, in words",
)

COLUMNS: tuple[Column[TargetRow], ...] = (
    severity_column(TargetRow), _STATE, _TASK, _ZONE, _ADDRESS, _GROUP, _ROLE, _FOR, _WHY,
)  # fmt: skip
"""Of one service."""

ACROSS: tuple[Column[TargetRow], ...] = (
    severity_column(TargetRow), _STATE, name_column("service", lambda row: row.door.service, 14), roomy(_TASK, 12),
    _ZONE, _ADDRESS, roomy(_GROUP, 12), roomy(_ROLE, 12), _FOR, _WHY,
)  # fmt: skip
"""Of a cluster."""

EVERYWHERE: tuple[Column[TargetRow], ...] = (
    *ACROSS[:2], name_column("cluster", lambda row: row.door.cluster, 12), *ACROSS[2:],
)  # fmt: skip
"""Of all clusters."""
