"""What the watches ask of AWS: the Protocols that ``aws/`` fulfils and that tests stand in for.

Pages come as AWS sends them; a batched Describe yields one Answer per batch as soon as it is there, so that one failed
batch leaves the others standing. Everything else raises one of the errors of `fargate.errors`. Who may leave a
generator early, or waits for something else in between, uses it inside `contextlib.aclosing`.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from typing import Protocol

from fargate_tui.fargate.answers import Answer, Json
from fargate_tui.fargate.records import (
    CallerIdentity,
    Cluster,
    NetworkInterface,
    Service,
    TargetHealth,
    Task,
    TaskDefinition,
)


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

    def task_definition_pages(self, family: str | None) -> AsyncGenerator[tuple[str, ...], None]:
        """ARNs of the active revisions of a family, or of all families."""

    def task_definition_families(self) -> AsyncGenerator[tuple[str, ...], None]:
        """Names of the families that have an active revision."""

    async def raw(self, kind: str, arn: str, cluster: str | None = None) -> Json:
        """A thing exactly as AWS describes it; ``kind`` is cluster, service, task or task-definition."""


class Elb(Protocol):
    """Elastic Load Balancing, as far as tasks are targets of it."""

    async def target_health(self, target_group_arn: str) -> tuple[TargetHealth, ...]:
        """Every target of a target group."""


class Ec2(Protocol):
    """EC2, as far as tasks have network interfaces."""

    async def network_interfaces(self, ids: Sequence[str]) -> tuple[NetworkInterface, ...]:
        """The interfaces that exist among ``ids``, at most 200 at a time."""


class Sts(Protocol):
    """Who is asking."""

    async def caller_identity(self) -> CallerIdentity:
        """The caller behind the credentials in use."""


class Calls(Protocol):
    """The tally of requests."""

    def per_minute(self) -> int:
        """Requests sent to AWS in the last minute."""


class Aws(Protocol):
    """One connection: an account, a Region, an identity."""

    @property
    def ecs(self) -> Ecs:
        """Amazon ECS."""

    @property
    def elb(self) -> Elb:
        """Elastic Load Balancing."""

    @property
    def ec2(self) -> Ec2:
        """EC2."""

    @property
    def sts(self) -> Sts:
        """The security token service."""

    @property
    def calls(self) -> Calls:
        """The tally of requests."""

    async def close(self) -> None:
        """Let go of the connection."""


Connect = Callable[[], Awaitable[Aws]]
"""Opens a connection, or raises CredentialsMissing, CredentialsExpired, Unreachable or Invalid."""
