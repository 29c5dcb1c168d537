"""The columns of a list of network interfaces: each with its task, its subnet and its way out."""

from dataclasses import replace

from fargate_tui.columns.column import Column
from fargate_tui.columns.finding import alarm, severity_column
from fargate_tui.columns.kinds import count_column, name_column, roomy, zone_column
from fargate_tui.columns.tasks import address
from fargate_tui.fargate.arns import service_of_group, task_id
from fargate_tui.fargate.rows import EniRow
from fargate_tui.format import short_id, visible


def owner(row: EniRow) -> str:
    """The service that keeps the task, or the family of one that no service keeps."""
    return service_of_group(row.group) or row.group.partition(":")[2] or row.group


def _public(row: EniRow) -> str:
    return "?" if row.public_ip is None else visible(row.public_ip) or "—"


_SEVERITY = severity_column(EniRow)
_INTERFACE: Column[EniRow] = Column(
    id="interface",
    title="INTERFACE",
    width=12,
    letter="I",
    text=lambda row, _now: visible(row.interface) or "—",
    middle=True,
    help="the elastic network interface of the task",
)
_TASK: Column[EniRow] = Column(
    id="task",
    title="TASK",
    width=8,
    text=lambda row, _now: short_id(task_id(row.arn)),
    searched=lambda row: task_id(row.arn),
    help="the first eight digits of its id",
)
_SERVICE: Column[EniRow] = replace(name_column("service", owner, 10), grows=True)
_CLUSTER: Column[EniRow] = name_column("cluster", lambda row: row.cluster, 11)
_SUBNET: Column[EniRow] = Column(
    id="subnet",
    title="SUBNET",
    width=15,
    letter="B",
    text=lambda row, _now: visible(row.subnet_name or row.subnet) or "—",
    searched=lambda row: f"{row.subnet} {row.subnet_name}",
    middle=True,
    help="its name, or its id where it has none",
)
_ZONE: Column[EniRow] = zone_column(lambda row: row.zone)
_PRIVATE: Column[EniRow] = Column(
    id="private",
    title="PRIVATE IP",
    width=13,
    letter="A",
    text=lambda row, _now: visible(row.private_ip) or "—",
    sort_key=lambda row: address(row.private_ip),
)
_PUBLIC: Column[EniRow] = Column(
    id="public",
    title="PUBLIC IP",
    width=14,
    text=lambda row, _now: _public(row),
    sort_key=lambda row: address(row.public_ip),
    help="? where that is not known",
)
_GROUPS: Column[EniRow] = Column(
    id="groups",
    title="GROUPS",
    width=20,
    text=lambda row, _now: visible(" ".join(row.group_ids)) or "—",
    help="security groups",
)
_OUT: Column[EniRow] = Column(
    id="out",
    title="WAY OUT",
    width=14,
    text=lambda row, _now: visible(row.finding.word),
    tone=alarm,
    help="to ECR, S3 and CloudWatch Logs: by public address, NAT or endpoints; in part, none, or cannot be told",
)
_FREE: Column[EniRow] = count_column(
    "free",
    "FREE",
    lambda row: row.free,
    width=5,
    help="addresses that are left in the subnet: each task takes one",
)

COLUMNS: tuple[Column[EniRow], ...] = (
    _SEVERITY,
    _INTERFACE,
    replace(_TASK, grows=True),
    roomy(_SUBNET, 4),
    _ZONE,
    _PRIVATE,
    _PUBLIC,
    roomy(_GROUPS, 4),
    _OUT,
    _FREE,
)
"""Of one service."""

ACROSS: tuple[Column[EniRow], ...] = (
    _SEVERITY,
    _INTERFACE,
    roomy(_TASK, 4),
    _SERVICE,
    roomy(_SUBNET, 4),
    _ZONE,
    _PRIVATE,
    _PUBLIC,
    roomy(_GROUPS, 4),
    _OUT,
    _FREE,
)
"""Of a cluster."""

EVERYWHERE: tuple[Column[EniRow], ...] = (*ACROSS[:3], roomy(_CLUSTER, 4), *ACROSS[3:])
"""Of all clusters."""
