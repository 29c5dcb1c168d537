"""The joined rows that tables show: a record with what other answers say about it.

Rows are compared by value and hold nothing that ages by itself, so an unchanged row stays the same object from one
snapshot to the next and its line is not painted again.
"""

from datetime import datetime
from typing import Literal

from fargate_tui.fargate.metrics import ServiceMetrics
from fargate_tui.fargate.records import NetworkInterface, ProtectedTask, Record, TargetHealth, Task

Severity = Literal["ok", "info", "busy", "warn", "error"]
"""ok: as it should be; info: at rest or of no concern; busy: changing as asked; warn and error: look at it."""


class Finding(Record, frozen=True, kw_only=True):
    """What follows from a record, in a word and a sentence."""

    severity: Severity
    word: str
    """The state in one short word for the table: steady, rolling, failing, crash loop, …"""
    why: str = ""
    """What makes it so, in one plain line; empty where there is nothing to explain."""

    @property
    def is_problem(self) -> bool:
        """Whether the problems-only view shows it."""
        return self.severity in ("warn", "error")


class ClusterRow(Record, frozen=True, kw_only=True):
    """A cluster in the list of clusters."""

    arn: str
    name: str
    finding: Finding
    status: str | None = None
    services: int = 0
    running: int = 0
    pending: int = 0
    problems: int | None = None
    """Services with a problem; None while that is not known."""
    providers: tuple[str, ...] = ()
    container_insights: str | None = None
    """enabled, enhanced or disabled; None where AWS did not say."""


class ServiceRow(Record, frozen=True, kw_only=True):
    """A service in a list of services."""

    arn: str
    name: str
    cluster: str
    """The cluster's name."""
    finding: Finding
    status: str | None = None
    desired: int = 0
    running: int = 0
    pending: int = 0
    rollout: str | None = None
    """The primary deployment's rolloutState."""
    task_definition: str = ""
    """``family:revision`` of the primary deployment."""
    is_express: bool = False
    """Whether it is an Express Mode service, whose parts ECS manages."""
    launch: str = ""
    """``FARGATE``, or a strategy as ``SPOT 3 : FARGATE 1``."""
    last_event: str = ""
    """The newest event that is not a steady-state notice, without its ``(service NAME)`` prefix; else that notice."""
    last_event_at: datetime | None = None
    created_at: datetime | None = None
    metrics: ServiceMetrics | None = None
    """CPU and memory of the last hour, where they were asked for."""
    is_watched: bool = False
    """Whether a person is told what becomes of it."""


class TaskRow(Record, frozen=True, kw_only=True):
    """A task in a list of tasks, joined with its target's health and its network interface."""

    arn: str
    id: str
    """The last part of the ARN: 32 hexadecimal digits."""
    cluster: str
    """The cluster's name."""
    finding: Finding
    """Its ``why`` is the one-line cause of a stopped task."""
    group: str = ""
    """``service:NAME``, ``family:NAME`` or as RunTask was told."""
    started_by: str = ""
    """The deployment that began it, ``ecs-svc/…``, or as RunTask was told."""
    last_status: str = ""
    desired_status: str = ""
    health: str = ""
    """HEALTHY, UNHEALTHY or UNKNOWN; empty without a container health check."""
    target: str | None = None
    """The state of its worst target; None where it has none or that is not known."""
    target_reason: str = ""
    availability_zone: str = ""
    private_ip: str = ""
    interface: str = ""
    """Id of its network interface."""
    public_ip: str | None = None
    """Empty where it has none; None where that is not known."""
    task_definition: str = ""
    """``family:revision``."""
    launch: str = ""
    """``FARGATE`` or ``SPOT``."""
    cpu: str = ""
    """vCPU units."""
    memory: str = ""
    """MiB."""
    created_at: datetime | None = None
    started_at: datetime | None = None
    stopped_at: datetime | None = None
    exit_codes: tuple[int, ...] = ()
    """Of the containers that have ended with one, in their order."""
    is_protected: bool = False
    """Whether scale-in and deployments leave it alone, as far as that was asked for."""
    protected_until: datetime | None = None

    @property
    def is_stopped(self) -> bool:
        """Whether it has ended."""
        return self.last_status in ("STOPPED", "DELETED")


class TaskDetail(Record, frozen=True, kw_only=True):
    """One task in full: its record, with what other answers say about it."""

    arn: str
    task: Task
    row: TaskRow
    """The same task as lists show it, joined with the two below."""
    targets: tuple[TargetHealth, ...] = ()
    """One for each target group it is registered in; empty where it has none or that is not known."""
    interface: NetworkInterface | None = None
    """None where it has none or that is not known."""
    protection: ProtectedTask | None = None
    """Whether scale-in and deployments leave it alone; None where that means nothing or is not known."""


class TaskDefinitionRow(Record, frozen=True, kw_only=True):
    """A family, or one revision of a family, in a list of task definitions."""

    arn: str
    """Of the revision; for a family its name, which AWS takes for its newest active revision."""
    name: str
    """``family`` or ``family:revision``."""
    family: str
    revision: int | None = None
    """None for a family."""
    status: str = ""
    """ACTIVE or INACTIVE; empty for a family."""
    used_by: tuple[str, ...] = ()
    """The services of known listings that run it."""


class EniRow(Record, frozen=True, kw_only=True):
    """A task's network interface in a list of them, joined with its subnet and its way out."""

    arn: str
    """Of the task: it has one interface."""
    interface: str
    cluster: str
    finding: Finding
    """Its word is the way out, or why there is none."""
    group: str = ""
    """As the task's."""
    subnet: str = ""
    subnet_name: str = ""
    zone: str = ""
    vpc: str = ""
    private_ip: str = ""
    public_ip: str | None = None
    """Empty where it has none; None where that is not known."""
    group_ids: tuple[str, ...] = ()
    """Security groups."""
    free: int | None = None
    """Addresses left in the subnet; None where that is not known."""
