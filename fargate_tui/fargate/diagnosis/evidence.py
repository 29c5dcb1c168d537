"""What was gathered about a task beside its record: each part known, not checked with the reason, or not there yet.

Everything is read, nothing is changed, and no value of a secret is ever among it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, Protocol, TypeAlias, TypeVar

import msgspec

from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.records import (
    Record,
    ScalingActivity,
    Service,
    ServiceDeployment,
    Subnet,
    TargetHealth,
    TaskDefinition,
)

Part_co = TypeVar("Part_co", covariant=True)


Part: TypeAlias = Known[Part_co] | NotChecked | None
"""None while it is being gathered."""


class Way(Protocol):
    """A path through the network, as far as its end counts (`fargate.network`)."""

    @property
    def service(self) -> str:
        """Where it leads: ecr.api, ecr.dkr, s3, logs, secretsmanager, ssm, …, or the host of another registry."""
        ...

    @property
    def verdict(self) -> Literal["open", "blocked", "unknown"]:
        """Whether it can be gone."""
        ...

    @property
    def sentence(self) -> str:
        """Why, in one clause that names the thing."""
        ...

    @property
    def missing(self) -> tuple[str, ...]:
        """The IAM actions without which it cannot be told."""
        ...


Decision = Literal["allowed", "denied", "unknown"]


class ImageAnswer(Record, frozen=True, kw_only=True):
    """What the registry says of an image."""

    exists: bool
    has_repository: bool = True
    platforms: tuple[str, ...] = ()
    """``linux/amd64``; empty where it does not say."""
    size: int | None = None
    """Bytes, compressed."""
    newest_tags: tuple[str, ...] = ()
    """Of the repository, where the one asked for is not there."""


class RoleAnswer(Record, frozen=True, kw_only=True):
    """What IAM says of a role."""

    exists: bool
    trusts: tuple[str, ...] = ()
    """Who may take it on: ``ecs-tasks.amazonaws.com``."""
    decisions: Mapping[str, Decision] = msgspec.field(default_factory=dict)
    """By IAM action, of those that the task needs."""
    missing: str = ""
    """The IAM action that is missing, where that is why something is unknown."""


RoleKind = Literal["execution", "task", "infrastructure", "service-linked"]


class SecretAnswer(Record, frozen=True, kw_only=True):
    """What is known of a secret or a parameter without its value."""

    exists: bool
    is_being_deleted: bool = False
    has_current_version: bool | None = None
    """Whether a version bears AWSCURRENT; None for parameters."""
    key: str = ""
    """ARN or id of the KMS key of the customer; empty for AWS's own."""
    key_state: "Part[str]" = None
    """How that key stands: Enabled, Disabled, PendingDeletion, …; empty where it does not exist."""


class RepositoryAnswer(Record, frozen=True, kw_only=True):
    """Whether the repository of an image lets the account of the task pull."""

    account: str
    """Whose it is."""
    is_own: bool
    has_policy: bool
    lets_in: Decision = "allowed"
    """What its policy says of the execution role, as far as that can be read from it."""


class TargetGroupAnswer(Record, frozen=True, kw_only=True):
    """How a target group checks its targets (fargate.md §7)."""

    name: str
    path: str = ""
    port: str = ""
    """A number, or ``traffic-port``."""
    codes: str = ""
    """The codes that are healthy: ``200``, ``200-299``."""
    timeout: int | None = None
    zones: tuple[str, ...] = ()
    """The zones that its load balancer is enabled in; empty where that is not known."""
    deregistration_delay: Part[int] = None
    """Seconds; asked for only of tasks that are ending."""


class Usage(Record, frozen=True, kw_only=True):
    """Per cent of what the task had, the highest shortly before its end; None where nothing was measured."""

    of: str = ""
    """Of what it was measured, where not of the task itself: ``the service's hottest task``."""

    memory: float | None = None
    cpu: float | None = None
    storage: float | None = None


class Quota(Record, frozen=True, kw_only=True):
    """How many vCPUs of a kind the account may run at once."""

    name: str
    limit: float
    used: float | None = None
    unread: NotChecked | None = None
    """Why it is not known how many are used."""


class TrailEvent(Record, frozen=True, kw_only=True):
    """Who called AWS, as CloudTrail has it."""

    at: datetime
    name: str
    """The operation: ``StopTask``."""
    by: str
    """The user or the role's session."""


class FileSystemAnswer(Record, frozen=True, kw_only=True):
    """What EFS says of a file system."""

    id: str
    exists: bool
    zones: tuple[str, ...] = ()
    """Zones with a mount target that is available."""


class Evidence(Record, frozen=True, kw_only=True):
    """All that is known so far."""

    definition: Part[TaskDefinition] = None
    ways_out: Part[tuple[Way, ...]] = None
    ways_in: Part[tuple[Way, ...]] = None
    subnets: Part[tuple[Subnet, ...]] = None
    """Those that the task, or its service, may be put in."""
    has_dns: Part[bool] = None
    """Whether the VPC resolves names and gives them to its hosts."""
    images: Mapping[str, Part[ImageAnswer]] = msgspec.field(default_factory=dict)
    """By the image as the task definition writes it."""
    repositories: Mapping[str, Part[RepositoryAnswer]] = msgspec.field(default_factory=dict)
    """By the image as the task definition writes it; asked for only where an image was refused."""
    roles: Mapping[RoleKind, Part[RoleAnswer]] = msgspec.field(default_factory=dict)
    secrets: Mapping[str, Part[SecretAnswer]] = msgspec.field(default_factory=dict)
    """By ``valueFrom``."""
    log_groups: Mapping[str, Part[bool]] = msgspec.field(default_factory=dict)
    """Whether each of the task definition's log groups exists in the region it is looked for in, by name."""
    last_lines: Part[Mapping[str, tuple[str, ...]]] = None
    """The last lines of each container's log before the end, the newest last."""
    targets: Part[tuple[TargetHealth, ...]] = None
    target_groups: Part[tuple[TargetGroupAnswer, ...]] = None
    usage: Part[Usage] = None
    service: Part[Service] = None
    deployments: Part[tuple[ServiceDeployment, ...]] = None
    activities: Part[tuple[ScalingActivity, ...]] = None
    quotas: Part[tuple[Quota, ...]] = None
    trail: Part[tuple[TrailEvent, ...]] = None
    retirements: Part[tuple[str, ...]] = None
    """What AWS Health has announced, a sentence each."""
    file_systems: Part[tuple[FileSystemAnswer, ...]] = None
