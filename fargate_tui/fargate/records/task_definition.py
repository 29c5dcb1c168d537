"""The task definition, as DescribeTaskDefinition sends it."""

from datetime import datetime

import msgspec

from fargate_tui.fargate.records.base import KeyValue, Record, Tag


class PortMapping(Record, frozen=True, kw_only=True):
    """A port a container listens on."""

    container_port: int | None = None
    host_port: int | None = None
    protocol: str | None = None
    name: str | None = None
    container_port_range: str | None = None
    """``8000-8010``, instead of a port."""


class Secret(Record, frozen=True, kw_only=True):
    """A secret by reference: its name in the container, and where AWS finds the value. Never the value."""

    name: str | None = None
    value_from: str | None = None


class LogConfiguration(Record, frozen=True, kw_only=True):
    """Where a container's output goes."""

    log_driver: str | None = None
    options: dict[str, str] = msgspec.field(default_factory=dict)
    secret_options: tuple[Secret, ...] = ()


class HealthCheck(Record, frozen=True, kw_only=True):
    """A container's own health check; seconds."""

    command: tuple[str, ...] = ()
    interval: int | None = None
    timeout: int | None = None
    retries: int | None = None
    start_period: int | None = None


class EnvironmentFile(Record, frozen=True, kw_only=True):
    """A file of S3 with variables in it."""

    value: str | None = None
    """ARN of the object."""


class RepositoryCredentials(Record, frozen=True, kw_only=True):
    """Where the password of a private registry is."""

    credentials_parameter: str | None = None
    """ARN of a secret in Secrets Manager."""


class ContainerDependency(Record, frozen=True, kw_only=True):
    """What has to be so of another container before this one starts."""

    container_name: str | None = None
    condition: str | None = None


class LinuxParameters(Record, frozen=True, kw_only=True):
    """Options of Linux, as far as they are looked at."""

    init_process_enabled: bool | None = None


class ContainerDefinition(Record, frozen=True, kw_only=True):
    """A container as it was defined."""

    name: str | None = None
    image: str | None = None
    cpu: int | None = None
    """Relative share, in vCPU units."""
    memory: int | None = None
    """Hard limit, MiB: beyond it the container is killed."""
    memory_reservation: int | None = None
    essential: bool = True
    command: tuple[str, ...] = ()
    entry_point: tuple[str, ...] = ()
    environment: tuple[KeyValue, ...] = ()
    environment_files: tuple[EnvironmentFile, ...] = ()
    secrets: tuple[Secret, ...] = ()
    repository_credentials: RepositoryCredentials | None = None
    port_mappings: tuple[PortMapping, ...] = ()
    log_configuration: LogConfiguration | None = None
    health_check: HealthCheck | None = None
    depends_on: tuple[ContainerDependency, ...] = ()
    stop_timeout: int | None = None
    readonly_root_filesystem: bool | None = None
    linux_parameters: LinuxParameters | None = None


class RuntimePlatform(Record, frozen=True, kw_only=True):
    """Operating system and processor architecture."""

    cpu_architecture: str | None = None
    operating_system_family: str | None = None


class EphemeralStorage(Record, frozen=True, kw_only=True):
    """The storage of a task, for images and all that its containers write."""

    size_in_gib: int | None = msgspec.field(default=None, name="sizeInGiB")


class EfsAuthorization(Record, frozen=True, kw_only=True):
    """Whether a file system asks IAM whom to let in."""

    iam: str | None = None
    """ENABLED or DISABLED."""
    access_point_id: str | None = None


class EfsVolume(Record, frozen=True, kw_only=True):
    """A file system of EFS."""

    file_system_id: str | None = None
    root_directory: str | None = None
    transit_encryption: str | None = None
    """ENABLED or DISABLED."""
    authorization_config: EfsAuthorization | None = None


class Volume(Record, frozen=True, kw_only=True):
    """Storage that containers mount."""

    name: str | None = None
    efs: EfsVolume | None = msgspec.field(default=None, name="efsVolumeConfiguration")
    configured_at_launch: bool = False
    """Whether the service or task that is started says what it is: a volume of EBS."""


class TaskDefinition(Record, frozen=True, kw_only=True):
    """One revision of a task definition family."""

    task_definition_arn: str
    family: str
    revision: int
    status: str | None = None
    cpu: str | None = None
    """vCPU units, of which 1,024 are one vCPU."""
    memory: str | None = None
    """MiB."""
    network_mode: str | None = None
    pid_mode: str | None = None
    requires_compatibilities: tuple[str, ...] = ()
    runtime_platform: RuntimePlatform | None = None
    ephemeral_storage: EphemeralStorage | None = None
    task_role_arn: str | None = None
    execution_role_arn: str | None = None
    container_definitions: tuple[ContainerDefinition, ...] = ()
    volumes: tuple[Volume, ...] = ()
    registered_at: datetime | None = None
    registered_by: str | None = None
    deregistered_at: datetime | None = None
    tags: tuple[Tag, ...] = ()
