"""The columns of a list of tasks: one joined row for each."""

from dataclasses import replace
from datetime import datetime

from fargate_tui.columns.column import Column
from fargate_tui.columns.finding import alarm, severity_column
from fargate_tui.columns.kinds import age_column, name_column, roomy
from fargate_tui.fargate.protection import protected_words
from fargate_tui.fargate.rows import TaskRow
from fargate_tui.format import memory, short_id, short_zone, vcpu, visible

_HEALTH_TONES = {"UNHEALTHY": "bad"}
_TARGET_TONES = {
    "unhealthy": "bad",
    "unhealthy.draining": "bad",
    "draining": "busy",
    "initial": "busy",
    "unavailable": "warn",
}


def _age(row: TaskRow) -> datetime | None:
    """Of a stopped task the time of its end, of any other its start."""
    if row.is_stopped:
        return row.stopped_at or row.created_at
    return row.started_at or row.created_at


def _revision(row: TaskRow) -> str:
    family, colon, revision = row.task_definition.rpartition(":")
    return visible(colon + revision) if family else visible(row.task_definition) or "—"


def _revision_key(row: TaskRow) -> tuple[str, int] | None:
    family, _, revision = row.task_definition.rpartition(":")
    if not revision:
        return None
    return (family, int(revision)) if revision.isdecimal() else (row.task_definition, 0)


def _public_ip(row: TaskRow) -> str:
    if row.public_ip is None:
        return "?" if not row.is_stopped else "—"
    return visible(row.public_ip) or "—"


def _target(row: TaskRow) -> str:
    return visible(row.target) if row.target else "—"


def _why(row: TaskRow, now: datetime) -> str:
    protected = protected_words(row.protected_until, now) if row.is_protected else ""
    return " · ".join(filter(None, (visible(row.finding.why or row.target_reason), protected)))


def address(text: str | None) -> tuple[int, ...] | None:
    """An IPv4 address as its numbers: 10.0.0.9 before 10.0.0.17."""
    parts = (text or "").split(".")
    return tuple(map(int, parts)) if len(parts) == 4 and all(part.isdecimal() for part in parts) else None


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


COLUMNS: tuple[Column[TaskRow], ...] = (
    severity_column(TaskRow),
    Column(
        id="task",
        title="TASK",
        width=8,
        letter="N",
        text=lambda row, _now: short_id(row.id),
        searched=lambda row: visible(row.id),
        sort_key=lambda row: row.id,
    ),
    Column(
        id="status",
        title="STATUS",
        width=12,
        letter="X",
        text=lambda row, _now: visible(row.last_status),
        tone=alarm,
    ),
    Column(
        id="health",
        title="HEALTH",
        width=9,
        letter="H",
        text=lambda row, _now: visible(row.health).lower() or "—",
        tone=lambda row: _HEALTH_TONES.get(row.health, ""),
        absent=lambda row: not row.health,
        help="of its container health checks; — where it has none",
    ),
    Column(
        id="target",
        title="TARGET",
        width=9,
        text=lambda row, _now: _target(row),
        tone=lambda row: _TARGET_TONES.get(row.target or "", ""),
        absent=lambda row: row.target is None,
        help="its health in the load balancer's target group; — where it has none or that is not known",
    ),
    Column(
        id="zone",
        title="AZ",
        width=3,
        letter="Z",
        text=lambda row, _now: short_zone(row.availability_zone) or "—",
        sort_key=lambda row: row.availability_zone or None,
        wide_only=True,
    ),
    Column(
        id="private",
        title="PRIVATE IP",
        width=15,
        letter="I",
        text=lambda row, _now: visible(row.private_ip) or "—",
        sort_key=lambda row: address(row.private_ip),
        wide_only=True,
    ),
    Column(
        id="public",
        title="PUBLIC IP",
        width=15,
        text=lambda row, _now: _public_ip(row),
        sort_key=lambda row: address(row.public_ip),
        wide_only=True,
        absent=lambda row: not row.public_ip,
        help="— where it has none, ? where that is not known",
    ),
    Column(
        id="group",
        title="GROUP",
        width=24,
        text=lambda row, _now: visible(row.group) or "—",
        middle=True,
        wide_only=True,
        spare=24,
        help="service:NAME, family:NAME, or as RunTask was told",
    ),
    roomy(replace(name_column("cluster", lambda row: row.cluster, 14), letter="")),
    Column(
        id="launch",
        title="LAUNCH",
        width=7,
        text=lambda row, _now: visible(row.launch) or "—",
        wide_only=True,
        spare=24,
    ),
    Column(
        id="size",
        title="SIZE",
        width=19,
        text=lambda row, _now: f"{vcpu(row.cpu)} {memory(row.memory)}",
        sort_key=lambda row: (_number(row.cpu), _number(row.memory)),
        wide_only=True,
        spare=24,
    ),
    Column(
        id="exit",
        title="EXIT",
        width=7,
        text=lambda row, _now: " ".join(map(str, row.exit_codes)) or "—",
        sort_key=lambda row: row.exit_codes or None,
        wide_only=True,
        spare=24,
        help="exit codes of its containers",
    ),
    Column(
        id="revision",
        title="REV",
        width=4,
        letter="V",
        text=lambda row, _now: _revision(row),
        searched=lambda row: visible(row.task_definition),
        sort_key=_revision_key,
        help="the revision of its task definition",
    ),
    age_column("age", "AGE", _age, letter="A", help="since it started, or since it stopped"),
    Column(
        id="why",
        title="WHY",
        width=28,
        text=_why,
        tone=lambda row: "muted" if row.is_stopped and not row.finding.is_problem else "",
        grows=True,
        help="why it stopped, what is not right about it, or until when it is protected",
    ),
)


def _across(column: Column[TaskRow]) -> Column[TaskRow]:
    match column.id:
        case "group":
            return replace(column, width=22, wide_only=False, spare=0)
        case "health" | "target":
            return replace(column, wide_only=True)
        case _:
            return column


ACROSS: tuple[Column[TaskRow], ...] = tuple(
    _across(next(column for column in COLUMNS if column.id == wanted))
    for wanted in (
        *("severity", "task", "status", "group", "health", "target", "zone", "private", "public"),
        *("cluster", "launch", "size", "exit", "revision", "age", "why"),
    )
)
"""The same for tasks of several services, or of none: what a task belongs to comes before how well it is."""

EVERYWHERE: tuple[Column[TaskRow], ...] = tuple(
    replace(column, spare=0) if column.id == "cluster" else column for column in ACROSS
)
"""The same for tasks of all clusters."""
