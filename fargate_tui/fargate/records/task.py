"""The task and its containers, as DescribeTasks sends them (fargate.md §5.1)."""

from datetime import datetime

from fargate_tui.fargate.records.base import KeyValue, Record, Tag


class ManagedAgent(Record, frozen=True, kw_only=True):
    """What AWS runs beside a container's own processes, for instance ``ExecuteCommandAgent``."""

    name: str | None = None
    last_status: str | None = None
    """PENDING, RUNNING or STOPPED."""
    reason: str | None = None


class Container(Record, frozen=True, kw_only=True):
    """A container of a task."""

    name: str | None = None
    container_arn: str | None = None
    image: str | None = None
    image_digest: str | None = None
    runtime_id: str | None = None
    last_status: str | None = None
    exit_code: int | None = None
    """Absent, not 0, for a container that never started."""
    reason: str | None = None
    health_status: str | None = None
    cpu: str | None = None
    """vCPU units, of which 1,024 are one vCPU."""
    memory: str | None = None
    """Hard limit, MiB."""
    memory_reservation: str | None = None
    managed_agents: tuple[ManagedAgent, ...] = ()


class Attachment(Record, frozen=True, kw_only=True):
    """A network interface or volume attached to a task; details are name and value pairs."""

    id: str | None = None
    type: str | None = None
    status: str | None = None
    details: tuple[KeyValue, ...] = ()

    def detail(self, name: str) -> str | None:
        """The value of the detail called ``name``, for instance ``networkInterfaceId``."""
        return next((pair.value for pair in self.details if pair.name == name), None)


class TaskOverride(Record, frozen=True, kw_only=True):
    """What was asked for otherwise than the task definition has it, as far as it is looked at."""

    task_role_arn: str | None = None


class Task(Record, frozen=True, kw_only=True):
    """A task: what it runs, where it stands, and how it ended."""

    task_arn: str
    cluster_arn: str | None = None
    task_definition_arn: str | None = None
    group: str | None = None
    """``service:NAME`` or ``family:NAME``, unless RunTask was given another."""
    started_by: str | None = None
    last_status: str | None = None
    desired_status: str | None = None
    launch_type: str | None = None
    capacity_provider_name: str | None = None
    platform_version: str | None = None
    platform_family: str | None = None
    cpu: str | None = None
    """vCPU units, of which 1,024 are one vCPU."""
    memory: str | None = None
    """MiB."""
    availability_zone: str | None = None
    connectivity: str | None = None
    connectivity_at: datetime | None = None
    health_status: str | None = None
    created_at: datetime | None = None
    pull_started_at: datetime | None = None
    pull_stopped_at: datetime | None = None
    started_at: datetime | None = None
    stopping_at: datetime | None = None
    execution_stopped_at: datetime | None = None
    stopped_at: datetime | None = None
    stop_code: str | None = None
    stopped_reason: str | None = None
    enable_execute_command: bool = False
    overrides: TaskOverride | None = None
    containers: tuple[Container, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    tags: tuple[Tag, ...] = ()
