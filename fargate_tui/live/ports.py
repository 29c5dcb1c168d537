"""What the watches ask of AWS: the Protocols that ``aws/`` fulfils and that tests stand in for.

Pages come as AWS sends them; a batched Describe yields one Answer per batch as soon as it is there, so that one failed
batch leaves the others standing. Everything else raises one of the errors of `fargate.errors`. Who may leave a
generator early, or waits for something else in between, uses it inside `contextlib.aclosing`.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from fargate_tui.fargate.answers import Answer, Json
from fargate_tui.fargate.changes import Call, Outcome
from fargate_tui.fargate.logs.insights import QueryResults
from fargate_tui.fargate.logs.records import LogEvent, TailUpdate
from fargate_tui.fargate.metrics import MetricQuery, Series
from fargate_tui.fargate.records import (
    AccessPoint,
    Alarm,
    Balancer,
    CallerIdentity,
    Certificate,
    Cluster,
    FileSystem,
    HealthEvent,
    Listener,
    ListenerRule,
    ListPrices,
    LogGroup,
    MountTarget,
    NatGateway,
    NetworkAcl,
    NetworkInterface,
    PrefixList,
    ProtectedTask,
    RecordedCall,
    Repository,
    Role,
    RouteTable,
    ScalableTarget,
    ScalingActivity,
    ScalingPolicy,
    ScheduledAction,
    SecurityGroup,
    Service,
    ServiceDeployment,
    ServiceQuota,
    ServiceRevision,
    StoredImage,
    StoredKey,
    StoredSecret,
    Subnet,
    TargetGroup,
    TargetHealth,
    Task,
    TaskDefinition,
    Vpc,
    VpcEndpoint,
)
from fargate_tui.fargate.requests import OperationCalls
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


class Entrances(Protocol):
    """What is in front of tasks."""

    async def target_groups(self, arns: Sequence[str]) -> tuple[TargetGroup, ...]:
        """The target groups with the load balancers in front of them."""

    async def balancers(self, arns: Sequence[str]) -> tuple[Balancer, ...]:
        """The load balancers, 20 at most."""

    async def listeners(self, balancer_arn: str) -> tuple[Listener, ...]:
        """Every listener of a load balancer."""

    async def rules(self, listener_arn: str) -> tuple[ListenerRule, ...]:
        """Every rule of a listener."""


class Elb(Entrances, Protocol):
    """Elastic Load Balancing, as far as tasks are targets of it."""

    async def target_health(self, target_group_arn: str) -> tuple[TargetHealth, ...]:
        """Every target of a target group."""

    async def all_target_groups(self) -> tuple[TargetGroup, ...]:
        """Every target group of the Region."""

    async def target_group_named(self, name: str) -> TargetGroup:
        """A target group by its name; NotFound where there is none."""

    async def target_group_attributes(self, arn: str) -> Mapping[str, str]:
        """What is set of a target group beside its health check."""

    async def all_balancers(self) -> tuple[Balancer, ...]:
        """Every load balancer of the Region, classic ones not among them."""

    async def balancer_named(self, name: str) -> Balancer:
        """A load balancer by its name; NotFound where there is none."""


class Ec2(Protocol):
    """EC2, as far as tasks have network interfaces."""

    async def network_interfaces(self, ids: Sequence[str]) -> tuple[NetworkInterface, ...]:
        """The interfaces that exist among ``ids``, at most 200 at a time."""

    async def subnets(self, ids: Sequence[str]) -> tuple[Subnet, ...]:
        """The subnets that exist among ``ids``, 200 at most."""

    async def regions(self) -> tuple[str, ...]:
        """The Regions that are enabled for the account."""


class Network(Protocol):
    """The networks of a Region, a whole VPC at a time."""

    async def all_vpcs(self) -> tuple[Vpc, ...]:
        """Every VPC of the Region."""

    async def subnets_of(self, vpc_id: str) -> tuple[Subnet, ...]:
        """Its subnets."""

    async def route_tables(self, vpc_id: str) -> tuple[RouteTable, ...]:
        """Its route tables."""

    async def nat_gateways(self, vpc_id: str) -> tuple[NatGateway, ...]:
        """Its NAT gateways, also those that were deleted lately."""

    async def endpoints(self, vpc_id: str) -> tuple[VpcEndpoint, ...]:
        """Its endpoints."""

    async def security_groups(self, vpc_id: str) -> tuple[SecurityGroup, ...]:
        """Its security groups with their rules."""

    async def security_groups_named(self, name: str) -> tuple[SecurityGroup, ...]:
        """The security groups of a name, of which each VPC has one at most."""

    async def security_groups_by_id(self, ids: Sequence[str]) -> tuple[SecurityGroup, ...]:
        """The security groups that exist among ``ids``, 200 at most."""

    async def network_acls(self, vpc_id: str) -> tuple[NetworkAcl, ...]:
        """Its network ACLs."""

    async def prefix_lists(self) -> tuple[PrefixList, ...]:
        """The prefix lists of AWS's services in the Region."""

    async def prefix_list_entries(self, prefix_list_id: str) -> PrefixList:
        """A prefix list of somebody's own with its addresses."""

    async def dns_support(self, vpc_id: str) -> bool:
        """Whether its resolver answers."""

    async def dns_hostnames(self, vpc_id: str) -> bool:
        """Whether names lead to private endpoints."""


class Iam(Protocol):
    """Identity and Access Management, as far as tasks take on roles."""

    async def role(self, name: str) -> Role:
        """A role with those who may take it on; NotFound where there is none."""

    async def all_roles(self) -> tuple[Role, ...]:
        """Every role of the account, without its boundary."""

    async def simulate(self, role_arn: str, actions: Sequence[str], resource: str = "*") -> Mapping[str, bool]:
        """Whether a role is allowed actions on a resource, as IAM itself decides it; left out where it cannot tell."""

    async def attached_policies(self, role: str) -> tuple[str, ...]:
        """ARNs of the managed policies of a role."""

    async def inline_policies(self, role: str) -> tuple[str, ...]:
        """Names of the policies that are a role's own."""

    async def inline_policy(self, role: str, name: str) -> Json:
        """What a role's own policy says."""

    async def policy_version(self, arn: str) -> str:
        """Which version of a managed policy holds."""

    async def policy(self, arn: str, version: str) -> Json:
        """What a version of a managed policy says."""


class Registry(Protocol):
    """Amazon ECR of one Region."""

    async def all_repositories(self) -> tuple[Repository, ...]:
        """Every repository of the caller's own account."""

    async def image(self, account: str, repository: str, reference: str) -> StoredImage:
        """An image by its tag or digest; NotFound where it, or its repository, is not there."""

    async def images(self, account: str, repository: str) -> tuple[StoredImage, ...]:
        """A page of the images of a repository, in no order; NotFound where there is no such repository."""

    async def platforms(self, account: str, repository: str, reference: str) -> tuple[str, ...]:
        """What a list of images is built for, as ``linux/arm64``; nothing for a single image."""

    async def repository_policy(self, account: str, repository: str) -> Json:
        """Whom the policy of a repository lets in; NotFound where it has none."""


class Secrets(Protocol):
    """Secrets Manager and the parameters of Systems Manager of one Region; never a value."""

    async def secret(self, arn: str) -> StoredSecret:
        """A secret, by ARN or name; NotFound where there is none."""

    async def parameter(self, name: str) -> StoredSecret:
        """A parameter, by name; NotFound where there is none."""

    async def key(self, key: str) -> StoredKey:
        """A KMS key by its ARN, id or alias; NotFound where there is none."""

    async def all_secrets(self) -> tuple[StoredSecret, ...]:
        """Names and ARNs of all secrets."""

    async def all_parameters(self) -> tuple[StoredSecret, ...]:
        """Names and ARNs of all parameters."""


class Certificates(Protocol):
    """AWS Certificate Manager."""

    async def all_certificates(self) -> tuple[Certificate, ...]:
        """Every certificate of the Region."""

    async def certificate(self, arn: str) -> Certificate:
        """A certificate with all of its names; NotFound where there is none."""


class Quotas(Protocol):
    """Service Quotas."""

    async def quota(self, code: str, service: str = "fargate") -> ServiceQuota:
        """A quota as it holds for the account; NotFound where there is no such quota."""


class Prices(Protocol):
    """AWS's price list."""

    async def rates(self, region: str) -> ListPrices:
        """What Fargate costs on demand in a Region."""


class Events(Protocol):
    """EventBridge."""

    async def targets(self, rule: str) -> tuple[str, ...]:
        """Ids of the targets of a rule; NotFound where there is no such rule."""


class Health(Protocol):
    """AWS Health."""

    async def events(self, services: Sequence[str], region: str, since: datetime) -> tuple[HealthEvent, ...]:
        """The newest 100 events of services in a Region that were not over before ``since``."""


class Trail(Protocol):
    """CloudTrail."""

    async def recorded_calls(self, operation: str, start: datetime, end: datetime) -> tuple[RecordedCall, ...]:
        """The calls of an operation within a span, the newest 50, newest first."""


class FileSystems(Protocol):
    """Elastic File System."""

    async def all_file_systems(self) -> tuple[FileSystem, ...]:
        """Every file system of the Region."""

    async def access_points(self, file_system: str) -> tuple[AccessPoint, ...]:
        """The access points of a file system; NotFound where it is gone."""

    async def mount_targets(self, file_system: str) -> tuple[MountTarget, ...]:
        """The mount targets of a file system; NotFound where it is gone."""


class Sts(Protocol):
    """Who is asking."""

    async def caller_identity(self) -> CallerIdentity:
        """The caller behind the credentials in use."""


class Logs(Protocol):
    """CloudWatch Logs of one Region."""

    def filter_events(
        self,
        group: str,
        *,
        streams: Sequence[str] = (),
        prefix: str = "",
        start: int,
        end: int | None = None,
        pattern: str = "",
    ) -> AsyncGenerator[tuple[LogEvent, ...], None]:
        """The events from ``start`` to ``end`` (milliseconds), all pages as they come, empty ones skipped.

        ``streams`` are at most 100 and exclude ``prefix``.
        """

    async def last_events(self, group: str, stream: str, limit: int) -> tuple[LogEvent, ...]:
        """The newest events of one stream, the oldest of them first; NotFound where there is no such stream."""

    def live_tail(
        self, groups: Sequence[str], *, streams: Sequence[str] = (), prefixes: Sequence[str] = (), pattern: str = ""
    ) -> AsyncGenerator[TailUpdate, None]:
        """A Live Tail session over at most 10 groups (names or ARNs); ``streams`` or ``prefixes`` only with one.

        It begins with the session (an update that may be empty) and ends after three hours. Closing the generator
        closes the session.
        """

    def group_names(self, prefix: str) -> AsyncGenerator[tuple[str, ...], None]:
        """Names of the log groups that begin with ``prefix``."""

    async def resource_policies(self) -> tuple[str, ...]:
        """Names of the policies that let services write into log groups."""

    async def group(self, name: str) -> LogGroup:
        """A log group by its name; NotFound where there is none."""


class Insights(Protocol):
    """Logs Insights of one Region."""

    async def start(self, groups: Sequence[str], query: str, start: datetime, end: datetime) -> str:
        """Start a query over at most 50 log groups (names or ARNs); its id."""

    async def results(self, query_id: str) -> QueryResults:
        """What a query has found so far."""

    async def stop(self, query_id: str) -> None:
        """Stop a query that runs; one that has ended is left as it is."""


class Metrics(Protocol):
    """CloudWatch metrics."""

    async def get_data(self, queries: Sequence[MetricQuery], start: datetime, end: datetime) -> Mapping[str, Series]:
        """The series by query id, in as few requests as there can be (500 queries each)."""

    def alarms(self, names: Sequence[str] = ()) -> AsyncGenerator[tuple[Alarm, ...], None]:
        """All alarms, or those of these names that there are, all pages as they come."""


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


class Changes(Protocol):
    """The one way to change anything."""

    async def carry_out(self, call: Call, doing: str, token: str = "") -> Outcome:
        """Send one call; `ReadOnly` where nothing may be changed, `Unreachable` where AWS may have done it or not."""


class Calls(Protocol):
    """The tally of requests."""

    def per_minute(self) -> int:
        """Requests sent to AWS in the last minute."""

    def by_operation(self) -> tuple[OperationCalls, ...]:
        """What has been asked since the connection was opened; asks nothing."""


class Elsewhere(Protocol):
    """Another Region of the account."""

    @property
    def ecs(self) -> Ecs:
        """Amazon ECS there."""

    @property
    def ec2(self) -> Ec2:
        """EC2 there."""


class Aws(Protocol):
    """One connection: an account, a Region, an identity."""

    @property
    def ecs(self) -> Ecs:
        """Amazon ECS."""

    @property
    def deployments(self) -> Deployments:
        """Deployments of services."""

    @property
    def elb(self) -> Elb:
        """Elastic Load Balancing."""

    @property
    def ec2(self) -> Ec2:
        """EC2."""

    @property
    def network(self) -> Network:
        """The networks."""

    @property
    def sts(self) -> Sts:
        """The security token service."""

    @property
    def metrics(self) -> Metrics:
        """CloudWatch metrics."""

    @property
    def scaling(self) -> Scaling:
        """Application Auto Scaling."""

    @property
    def changes(self) -> Changes:
        """What can be changed."""

    @property
    def iam(self) -> Iam:
        """Roles and policies."""

    @property
    def trail(self) -> Trail:
        """CloudTrail."""

    @property
    def file_systems(self) -> FileSystems:
        """Elastic File System."""

    @property
    def certificates(self) -> Certificates:
        """AWS Certificate Manager."""

    @property
    def quotas(self) -> Quotas:
        """Service Quotas."""

    @property
    def events(self) -> Events:
        """EventBridge."""

    @property
    def health(self) -> Health:
        """AWS Health."""

    @property
    def prices(self) -> Prices:
        """AWS's price list."""

    def elsewhere(self, region: str) -> Elsewhere:
        """Another Region of the account, or the connection's own by its name."""

    def registry(self, region: str | None = None) -> Registry:
        """Amazon ECR of a Region; None for the connection's own."""

    def secrets(self, region: str | None = None) -> Secrets:
        """Secrets and parameters of a Region; None for the connection's own."""

    def logs(self, region: str | None = None) -> Logs:
        """CloudWatch Logs of a Region; None for the connection's own."""

    def insights(self, region: str | None = None) -> Insights:
        """Logs Insights of a Region; None for the connection's own."""

    @property
    def calls(self) -> Calls:
        """The tally of requests."""

    async def close(self) -> None:
        """Let go of the connection."""


Connect = Callable[[], Awaitable[Aws]]
"""Opens a connection, or raises CredentialsMissing, CredentialsExpired, Unreachable or Invalid."""
