"""Amazon ECS and what scales its services."""

from collections.abc import AsyncGenerator, Sequence
from typing import Protocol

from fargate_tui.fargate.answers import Answer, Json
from fargate_tui.fargate.records import (
    Cluster,
    ProtectedTask,
    ScalableTarget,
    ScalingActivity,
    ScalingPolicy,
    ScheduledAction,
    Service,
    ServiceDeployment,
    ServiceRevision,
    Task,
    TaskDefinition,
)
from fargate_tui.fargate.shapes import Shape


class Ecs(Protocol):
    """The reading half of Amazon ECS."""

    def cluster_pages(self) -> AsyncGenerator[tuple[str, ...], None]:
        """ARNs of all clusters."""

    def describe_clusters(self, arns: Sequence[str]) -> AsyncGenerator[Answer[Cluster], None]:
        """The clusters with settings, statistics and tags; batches of 100."""

    def service_pages(self, cluster: str) -> AsyncGenerator[tuple[str, ...], None]:
        """ARNs of the services of a cluster."""

    def describe_services(self, cluster: str, arns: Sequence[str]) -> AsyncGenerator[Answer[Service], None]:
        """The services with their deployments and events; batches of 10."""

    def task_pages(
        self, cluster: str, *, service: str | None = None, family: str | None = None, desired_status: str = "RUNNING"
    ) -> AsyncGenerator[tuple[str, ...], None]:
        """ARNs of the tasks that ECS wants RUNNING, or of those it wants STOPPED (kept for about an hour)."""

    def describe_tasks(self, cluster: str, arns: Sequence[str]) -> AsyncGenerator[Answer[Task], None]:
        """The tasks; batches of 100."""

    async def describe_task_definition(self, arn: str) -> TaskDefinition:
        """One revision, by ARN, ``family:revision`` or family (its newest active revision)."""

    async def registration_shape(self) -> Shape:
        """The form of what registers a task definition; asks nothing."""

    def task_definition_pages(
        self, family: str | None, *, status: str = "ACTIVE"
    ) -> AsyncGenerator[tuple[str, ...], None]:
        """ARNs of the revisions of a family, or of all families, that are ACTIVE or of another status."""

    def task_definition_families(self) -> AsyncGenerator[tuple[str, ...], None]:
        """Names of the families that have an active revision."""

    async def task_protection(self, cluster: str, arns: Sequence[str]) -> tuple[ProtectedTask, ...]:
        """The protection of tasks that a service keeps, 100 at most."""

    async def raw(self, kind: str, arn: str, cluster: str | None = None) -> Json:
        """A thing exactly as AWS describes it.

        ``kind`` is cluster, service, task, task-definition, service-deployment, service-revision or express-service.
        """


class Deployments(Protocol):
    """The deployments of services, and the revisions they deploy."""

    async def service_deployment_arns(self, cluster: str, service: str) -> tuple[str, ...]:
        """ARNs of the newest deployments of a service, the newest first, 100 at most."""

    def describe_service_deployments(self, arns: Sequence[str]) -> AsyncGenerator[Answer[ServiceDeployment], None]:
        """The deployments; batches of 20."""

    def describe_service_revisions(self, arns: Sequence[str]) -> AsyncGenerator[Answer[ServiceRevision], None]:
        """The revisions; batches of 20."""


class Scaling(Protocol):
    """Application Auto Scaling, as far as services are scaled by it."""

    async def activities(self, cluster: str, service: str) -> tuple[ScalingActivity, ...]:
        """The newest scaling activities of a service, newest first."""

    async def target(self, cluster: str, service: str) -> ScalableTarget | None:
        """The limits within which a service is scaled; None where nothing scales it."""

    async def policies(self, cluster: str, service: str) -> tuple[ScalingPolicy, ...]:
        """The scaling policies of a service."""

    async def scheduled(self, cluster: str, service: str) -> tuple[ScheduledAction, ...]:
        """The scheduled actions of a service."""
