"""What ECS tells of one deployment of a service, and of the revision it deploys (fargate.md §11)."""

from datetime import datetime

from fargate_tui.fargate.records.base import Record
from fargate_tui.fargate.records.service import DeploymentConfiguration, LoadBalancer


class RevisionShare(Record, frozen=True, kw_only=True):
    """A revision's part in a deployment: its tasks, and its traffic where that is shifted."""

    arn: str | None = None
    """Of the service revision."""
    requested_task_count: int = 0
    running_task_count: int = 0
    pending_task_count: int = 0
    requested_production_traffic_weight: float | None = None
    """Percent."""
    requested_test_traffic_weight: float | None = None


class DeploymentHook(Record, frozen=True, kw_only=True):
    """Something that holds a deployment up at a stage: a function, or a pause for a person."""

    hook_id: str | None = None
    target_type: str | None = None
    """AWS_LAMBDA or PAUSE."""
    target_arn: str | None = None
    status: str | None = None
    """AWAITING_ACTION, IN_PROGRESS, SUCCEEDED, FAILED or TIMED_OUT."""
    expires_at: datetime | None = None
    timeout_action: str | None = None
    """ROLLBACK or CONTINUE."""


class DeploymentBreaker(Record, frozen=True, kw_only=True):
    """How far the circuit breaker is from ending a deployment."""

    status: str | None = None
    """TRIGGERED, MONITORING, MONITORING_COMPLETE or DISABLED."""
    failure_count: int = 0
    threshold: int = 0


class WatchedAlarms(Record, frozen=True, kw_only=True):
    """The alarms that end a deployment, and those that have."""

    status: str | None = None
    alarm_names: tuple[str, ...] = ()
    triggered_alarm_names: tuple[str, ...] = ()


class Rollback(Record, frozen=True, kw_only=True):
    """Why and to which revision a deployment was rolled back."""

    reason: str | None = None
    started_at: datetime | None = None
    service_revision_arn: str | None = None


class ServiceDeployment(Record, frozen=True, kw_only=True):
    """A deployment of a service, from its beginning to its end."""

    service_deployment_arn: str
    service_arn: str | None = None
    cluster_arn: str | None = None
    created_at: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    stopped_at: datetime | None = None
    updated_at: datetime | None = None
    source_service_revisions: tuple[RevisionShare, ...] = ()
    target_service_revision: RevisionShare | None = None
    status: str | None = None
    """PENDING, IN_PROGRESS, SUCCESSFUL, STOP_REQUESTED, STOPPED, ROLLBACK_REQUESTED, ROLLBACK_IN_PROGRESS,
    ROLLBACK_SUCCESSFUL or ROLLBACK_FAILED."""
    status_reason: str | None = None
    lifecycle_stage: str | None = None
    """Of blue/green, linear and canary: RECONCILE_SERVICE to CLEAN_UP."""
    lifecycle_hook_details: tuple[DeploymentHook, ...] = ()
    deployment_configuration: DeploymentConfiguration | None = None
    rollback: Rollback | None = None
    deployment_circuit_breaker: DeploymentBreaker | None = None
    alarms: WatchedAlarms | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is still under way, back as well as forth."""
        return self.status in OPEN

    @property
    def can_be_stopped(self) -> bool:
        """Whether it is on its way forth, so that it can be rolled back."""
        return self.status in ("PENDING", "IN_PROGRESS")

    @property
    def waiting(self) -> DeploymentHook | None:
        """The pause that waits for a person."""
        hooks = self.lifecycle_hook_details if self.can_be_stopped else ()
        return next((hook for hook in hooks if hook.status == "AWAITING_ACTION"), None)


OPEN = frozenset({"PENDING", "IN_PROGRESS", "STOP_REQUESTED", "ROLLBACK_REQUESTED", "ROLLBACK_IN_PROGRESS"})
"""The states of a deployment that has not ended."""


class ResolvedLoadBalancer(Record, frozen=True, kw_only=True):
    """A target group in which the tasks of a revision register."""

    target_group_arn: str | None = None


class ResolvedConfiguration(Record, frozen=True, kw_only=True):
    """What ECS made of a revision's configuration."""

    load_balancers: tuple[ResolvedLoadBalancer, ...] = ()
    """Blue or green."""


class ServiceRevision(Record, frozen=True, kw_only=True):
    """What a service was told to run: it never changes."""

    service_revision_arn: str
    task_definition: str | None = None
    load_balancers: tuple[LoadBalancer, ...] = ()
    resolved_configuration: ResolvedConfiguration | None = None
    platform_version: str | None = None
    created_at: datetime | None = None
