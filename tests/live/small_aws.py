"""A small AWS in memory: what the ports of `live` need, counted, and failing on order."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Self

import msgspec
from botocore.loaders import Loader
from botocore.model import ServiceModel

from fargate_tui.aws.models import TRIMMED
from fargate_tui.aws.shapes import shape_of
from fargate_tui.fargate.accounts import AccountAlias, Allowance, Expiry, RegionOffers
from fargate_tui.fargate.answers import Answer, Json
from fargate_tui.fargate.arns import cluster_of, name_of
from fargate_tui.fargate.changes import Call, Outcome
from fargate_tui.fargate.errors import AwsError, NotFound, ReadOnly
from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.logs.insights import QueryResults
from fargate_tui.fargate.logs.records import LogEvent, TailUpdate
from fargate_tui.fargate.metrics import MetricQuery, Series
from fargate_tui.fargate.network import Surroundings
from fargate_tui.fargate.records import (
    AccessPoint,
    Alarm,
    Attachment,
    Balancer,
    CallerIdentity,
    Certificate,
    Cluster,
    Container,
    Deployment,
    Failure,
    FileSystem,
    HealthEvent,
    KeyValue,
    Listener,
    ListenerRule,
    ListPrices,
    LogGroup,
    MountTarget,
    NatGateway,
    NetworkAcl,
    NetworkInterface,
    PolicyAlarm,
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
from tests.live.small_making import make

TOKEN = "AAEAAsecret-of-the-session"
ECS = "arn:aws:ecs:eu-west-1:123456789012:"
LOGS = "arn:aws:logs:eu-west-1:123456789012:"
BORN = datetime(2026, 11, 22, tzinfo=UTC)


def cluster(name: str, **members: Any) -> Cluster:
    return Cluster(cluster_arn=f"{ECS}cluster/{name}", cluster_name=name, status="ACTIVE", **members)


def service(name: str, of: str = "prod", **members: Any) -> Service:
    facts: dict[str, Any] = {"status": "ACTIVE", "desired_count": 1, "running_count": 1, **members}
    return Service(
        service_arn=f"{ECS}service/{of}/{name}", service_name=name, cluster_arn=f"{ECS}cluster/{of}", **facts
    )


def task(number: int, of: str = "prod", group: str = "service:web", **members: Any) -> Task:
    address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    facts: dict[str, Any] = {
        "last_status": "RUNNING",
        "desired_status": "RUNNING",
        "group": group,
        "task_definition_arn": f"{ECS}task-definition/web:7",
        "launch_type": "FARGATE",
        "cpu": "256",
        "memory": "512",
        "availability_zone": "eu-west-1a",
        "created_at": BORN,
        "started_at": BORN + timedelta(seconds=30),
        "containers": (Container(name="api", last_status="RUNNING", health_status="UNKNOWN"),),
        "attachments": (
            Attachment(
                type="ElasticNetworkInterface",
                details=(
                    KeyValue(name="networkInterfaceId", value=f"eni-{number:08x}"),
                    KeyValue(name="privateIPv4Address", value=address),
                ),
            ),
        ),
        **members,
    }
    return Task(task_arn=f"{ECS}task/{of}/{number:032x}", cluster_arn=f"{ECS}cluster/{of}", **facts)


def stopped(alive: Task, **members: Any) -> Task:
    facts = {"last_status": "STOPPED", "desired_status": "STOPPED", **members}
    return msgspec.structs.replace(alive, **facts)


def sent(thing: Cluster | Service | Task | TaskDefinition) -> Json:
    """A record as AWS would have sent it: its members' names, and times in seconds."""
    found: Json = _in_seconds(msgspec.to_builtins(thing, builtin_types=(datetime,)))
    return found


def sent_whole(thing: ScalableTarget) -> dict[str, Any]:
    """A scalable target with the members that AWS requires, as it would have sent it."""
    found: dict[str, Any] = msgspec.to_builtins(thing)
    return found


def _in_seconds(thing: Any) -> Any:
    match thing:
        case datetime():
            return thing.timestamp()
        case dict():
            return {name: _in_seconds(value) for name, value in thing.items()}
        case list() | tuple():
            return [_in_seconds(value) for value in thing]
        case _:
            return thing


class Session:
    """A Live Tail session, as the server sees it."""

    def __init__(self, groups: Sequence[str], prefixes: Sequence[str]) -> None:
        self.groups = tuple(groups)
        self.prefixes = tuple(prefixes)
        self.is_open = True
        self.said: asyncio.Queue[TailUpdate | AwsError | None] = asyncio.Queue()

    def hears(self, event: LogEvent) -> bool:
        is_wanted = not self.prefixes or any(event.stream.startswith(prefix) for prefix in self.prefixes)
        return self.is_open and event.group in self.groups and is_wanted


class SmallQuery:
    """A query, as the server sees it."""

    def __init__(self, region: str, groups: Sequence[str], text: str, start: datetime, end: datetime) -> None:
        self.region = region
        self.groups = tuple(groups)
        self.text = text
        self.start = start
        self.end = end
        self.asked = 0
        self.is_stopped = False


class SmallInsights:
    """Logs Insights of a Region."""

    def __init__(self, aws: "SmallAws", region: str) -> None:
        self._aws = aws
        self._region = region

    async def start(self, groups: Sequence[str], query: str, start: datetime, end: datetime) -> str:
        await asyncio.sleep(0)
        self._aws._ask("StartQuery")
        assert 1 <= len(groups) <= 50
        self._aws.queries.append(SmallQuery(self._region, groups, query, start, end))
        return str(len(self._aws.queries) - 1)

    async def results(self, query_id: str) -> QueryResults:
        await asyncio.sleep(0)
        query = self._aws.queries[int(query_id)]
        self._aws._ask("GetQueryResults")
        answers = self._aws.answers
        query.asked += 1
        return answers[min(query.asked, len(answers)) - 1]

    async def stop(self, query_id: str) -> None:
        await asyncio.sleep(0)
        self._aws._ask("StopQuery")
        self._aws.queries[int(query_id)].is_stopped = True


@cache
def policy_arn(name: str) -> str:
    """What AWS gives a scaling policy of this name."""
    return f"arn:aws:autoscaling:eu-west-1:123456789012:scalingPolicy:7:resource/ecs/it:policyName/{name}"


def registration_shape() -> Shape:
    """The form of what registers a task definition, out of the model that the program comes with."""
    loader = Loader(extra_search_paths=[str(TRIMMED / "ecs")], include_default_search_paths=False)
    model = ServiceModel(loader.load_service_model("ecs", "service-2"), "ecs")
    return shape_of(model.operation_model("RegisterTaskDefinition").input_shape)


class SmallHealth:
    """AWS Health."""

    def __init__(self, aws: "SmallAws") -> None:
        self._aws = aws

    async def events(self, services: Sequence[str], region: str, since: datetime) -> tuple[HealthEvent, ...]:
        await asyncio.sleep(0)
        self._aws._ask("DescribeEvents")
        return self._aws.announced


class SmallEvents:
    """EventBridge without a rule."""

    def __init__(self, aws: "SmallAws") -> None:
        self._aws = aws

    async def targets(self, rule: str) -> tuple[str, ...]:
        await asyncio.sleep(0)
        self._aws._ask("ListTargetsByRule")
        raise NotFound(f"list the targets of rule {rule}", "it does not exist")


class SmallAws:
    """All services in one, with what they hold as plain dicts; `errors` by operation (and optionally cluster)."""

    def __init__(self) -> None:
        self.clusters: dict[str, Cluster] = {}
        self.services: dict[str, Service] = {}
        self.tasks: dict[str, Task] = {}
        self.targets: dict[str, tuple[TargetHealth, ...]] = {}
        self.public: dict[str, str] = {}
        self.definitions: tuple[str, ...] = ()
        """ARNs of revisions that exist, with no content of interest."""
        self.revisions: dict[str, TaskDefinition] = {}
        """Revisions with their content, by ARN."""
        self.abroad: dict[str, SmallAws] = {}
        """What there is in other Regions."""
        self.alias: AccountAlias = Known("")
        self.may: tuple[Allowance, ...] = ()
        """What the caller is allowed."""
        self.expiry = Expiry()
        self.offered = RegionOffers(partition="aws", regions=())
        self.errors: dict[str, AwsError] = {}
        """By ``Operation`` or ``Operation cluster``."""
        self.written: list[LogEvent] = []
        self.groups: set[str] | None = None
        """Log groups that exist; None for any."""
        self.sessions: list[Session] = []
        self.queries: list[SmallQuery] = []
        self.answers: list[QueryResults] = [QueryResults(status="Complete")]
        """What a query is answered each time it is asked about; the last one stays."""
        self.series: dict[str, Series] = {}
        """By the name of a metric and its statistic: ``CPUUtilization Average``."""
        self.queried: list[MetricQuery] = []
        self.watching: list[Alarm] = []
        """The alarms of CloudWatch."""
        self.fronts: dict[str, TargetGroup] = {}
        """Target groups by ARN."""
        self.scaled: dict[str, tuple[ScalingActivity, ...]] = {}
        """By service."""
        self.told: tuple[OperationCalls, ...] = ()
        """What the tally says was asked, operation by operation."""
        self.scalable: dict[str, ScalableTarget] = {}
        """By service."""
        self.tracked: dict[str, tuple[ScalingPolicy, ...]] = {}
        """Scaling policies by service."""
        self.scheduled_for: dict[str, tuple[ScheduledAction, ...]] = {}
        """Scheduled actions by service."""
        self.vpcs: dict[str, Surroundings] = {}
        """VPCs by id, with all that there is of them."""
        self.interfaces: dict[str, NetworkInterface] = {}
        """Interfaces with more than their public address, by id."""
        self.balanced: dict[str, Balancer] = {}
        """Load balancers by ARN."""
        self.listening: tuple[Listener, ...] = ()
        self.ruling: tuple[ListenerRule, ...] = ()
        self.roles: dict[str, Role] = {}
        """By name."""
        self.allowed: set[tuple[str, str, str]] = set()
        """Role, action and resource of what is allowed, as a simulation says it."""
        self.role_policies: dict[str, dict[str, Json]] = {}
        """By role: inline policies by name, managed ones by ARN."""
        self.stored: dict[str, dict[str, StoredImage]] = {}
        """By repository and tag or digest."""
        self.built_for: dict[str, tuple[str, ...]] = {}
        """Platforms by ``repository:tag``."""
        self.secret_things: dict[str, StoredSecret] = {}
        self.keys: dict[str, StoredKey] = {}
        self.own_lists: dict[str, tuple[str, ...]] = {}
        """Prefix lists of somebody's own, by id."""
        self.repository_policies: dict[str, Json] = {}
        self.announced: tuple[HealthEvent, ...] = ()
        """By the ARN of a secret or the name of a parameter."""
        self.recorded: list[RecordedCall] = []
        self.networks: tuple[Vpc, ...] = ()
        """The VPCs as they are offered; those with contents are in `vpcs`."""
        self.repositories: tuple[Repository, ...] = ()
        self.systems: tuple[FileSystem, ...] = ()
        self.doors: dict[str, tuple[AccessPoint, ...]] = {}
        """Access points by file system."""
        self.certified: dict[str, Certificate] = {}
        """By ARN."""
        self.limits: dict[str, ServiceQuota] = {}
        """Quotas by code."""
        self.listed_prices: dict[str, ListPrices] = {}
        """By Region."""
        self.retention: dict[str, int] = {}
        """Days, by log group."""
        self.group_attributes: dict[str, dict[str, str]] = {}
        """By the ARN of a target group."""
        self.mounts: dict[str, tuple[MountTarget, ...]] = {}
        """By file system."""
        self.free: dict[str, int] = {}
        """Free addresses by subnet."""
        self.protected: set[str] = set()
        self.protected_until: datetime | None = None
        """ARNs of protected tasks."""
        self.deployed: dict[str, ServiceDeployment] = {}
        """Deployments of services, by ARN."""
        self.service_revisions: dict[str, ServiceRevision] = {}
        self.raws: dict[tuple[str, str], Json] = {}
        """What else is there exactly as AWS sends it, by kind and ARN."""
        self.carried_out: list[Call] = []
        self.started: tuple[Task, ...] = ()
        """What the last RunTask has started."""
        self.new_balancers_are = "active"
        """The state of load balancers that are created."""
        self.is_strict = False
        """Whether nothing is described that is not there, even in an account without clusters."""
        self.lacking = 0
        """Tasks for which RunTask finds no capacity."""
        self.tokens: list[str] = []
        self.read_only = False
        self.unlisted: set[str] = set()
        """ARNs that can be described but are listed no more."""
        self.hidden: set[str] = set()
        """ARNs that are listed but cannot be described."""
        self.page = 100
        self.asked: Counter[str] = Counter()
        self.described: list[str] = []
        self.is_closed = False
        self.ecs = self.elb = self.ec2 = self.sts = self.calls = self.metrics = self.scaling = self.changes = self
        self.deployments = self.network = self.iam = self.trail = self.file_systems = self
        self.certificates = self.quotas = self.prices = self
        self.health = SmallHealth(self)
        self.events = SmallEvents(self)

    def put(self, *things: Cluster | Service | Task | TaskDefinition | ServiceDeployment | ServiceRevision) -> None:
        for thing in things:
            match thing:
                case Cluster():
                    self.clusters[thing.cluster_arn] = thing
                case Service():
                    self.services[thing.service_arn] = thing
                case Task():
                    self.tasks[thing.task_arn] = thing
                case TaskDefinition():
                    self.revisions[thing.task_definition_arn] = thing
                case ServiceDeployment():
                    self.deployed[thing.service_deployment_arn] = thing
                case ServiceRevision():
                    self.service_revisions[thing.service_revision_arn] = thing

    def forget_calls(self) -> None:
        self.asked.clear()
        self.described.clear()

    def _ask(self, operation: str, cluster: str = "") -> None:
        self.asked[operation] += 1
        assert not self.is_closed, "asked over a closed connection"
        for name in (operation, f"{operation} {name_of(cluster)}"):
            if name in self.errors:
                raise self.errors[name]

    async def _pages(
        self, operation: str, names: Iterable[str], cluster: str = ""
    ) -> AsyncGenerator[tuple[str, ...], None]:
        every = tuple(names)
        for start in range(0, max(len(every), 1), self.page):
            self._ask(operation, cluster)
            await asyncio.sleep(0)
            yield every[start : start + self.page]

    def cluster_pages(self) -> AsyncGenerator[tuple[str, ...], None]:
        return self._pages("ListClusters", self.clusters)

    def service_pages(self, cluster: str) -> AsyncGenerator[tuple[str, ...], None]:
        of = (arn for arn in self.services if cluster_of(arn) == name_of(cluster) and arn not in self.unlisted)
        return self._pages("ListServices", of, cluster)

    def task_pages(
        self, cluster: str, *, service: str | None = None, family: str | None = None, desired_status: str = "RUNNING"
    ) -> AsyncGenerator[tuple[str, ...], None]:
        of = (
            arn
            for arn, task in self.tasks.items()
            if cluster_of(arn) == name_of(cluster)
            and task.desired_status == desired_status
            and (service is None or task.group == f"service:{service}")
        )
        return self._pages("ListTasks", of, cluster)

    async def _answers(
        self, operation: str, cluster: str, known: dict[str, Any], arns: Sequence[str], size: int
    ) -> AsyncGenerator[Answer[Any], None]:
        for start in range(0, len(arns), size):
            await asyncio.sleep(0)
            batch = arns[start : start + size]
            self.described += batch
            try:
                self._ask(operation, cluster)
            except AwsError as error:
                yield Answer(error=error)
                continue
            told = {arn: thing for arn, thing in known.items() if arn not in self.hidden}
            by_name = {**{name_of(arn): thing for arn, thing in told.items()}, **told}
            yield Answer(
                records=tuple(by_name[arn] for arn in batch if arn in by_name),
                failures=tuple(Failure(arn=arn, reason="MISSING") for arn in batch if arn not in by_name),
            )

    def describe_clusters(self, arns: Sequence[str]) -> AsyncGenerator[Answer[Cluster], None]:
        return self._answers("DescribeClusters", "", self.clusters, arns, 100)

    def describe_services(self, cluster: str, arns: Sequence[str]) -> AsyncGenerator[Answer[Service], None]:
        of = {arn: s for arn, s in self.services.items() if cluster_of(arn) == name_of(cluster)}
        return self._answers("DescribeServices", cluster, of, arns, 10)

    def describe_tasks(self, cluster: str, arns: Sequence[str]) -> AsyncGenerator[Answer[Task], None]:
        return self._answers("DescribeTasks", cluster, self.tasks, arns, 100)

    async def service_deployment_arns(self, cluster: str, service: str) -> tuple[str, ...]:
        await asyncio.sleep(0)
        self._ask("ListServiceDeployments", cluster)
        of = [each for each in self.deployed.values() if name_of(each.service_arn or "") == name_of(service)]
        of.sort(key=lambda each: each.created_at or BORN, reverse=True)
        return tuple(each.service_deployment_arn for each in of)

    def describe_service_deployments(self, arns: Sequence[str]) -> AsyncGenerator[Answer[Any], None]:
        return self._answers("DescribeServiceDeployments", "", self.deployed, arns, 20)

    def describe_service_revisions(self, arns: Sequence[str]) -> AsyncGenerator[Answer[Any], None]:
        return self._answers("DescribeServiceRevisions", "", self.service_revisions, arns, 20)

    async def describe_task_definition(self, arn: str) -> TaskDefinition:
        self._ask("DescribeTaskDefinition")
        for known, revision in reversed(self.revisions.items()):
            if arn in (known, name_of(known), revision.family):
                return revision
        if arn not in self.definitions:
            raise NotFound("describe task definition", f"{arn} does not exist")
        return TaskDefinition(task_definition_arn=arn, family="web", revision=7)

    async def registration_shape(self) -> Shape:
        return registration_shape()

    def task_definition_pages(
        self, family: str | None, *, status: str = "ACTIVE"
    ) -> AsyncGenerator[tuple[str, ...], None]:
        every = (*(self.definitions if status == "ACTIVE" else ()), *self._revisions_that_are(status))
        names = (arn for arn in every if family is None or name_of(arn).startswith(family))
        return self._pages("ListTaskDefinitions", names)

    def _revisions_that_are(self, status: str) -> Iterator[str]:
        return (arn for arn, revision in self.revisions.items() if (revision.status or "ACTIVE") == status)

    def task_definition_families(self) -> AsyncGenerator[tuple[str, ...], None]:
        families = dict.fromkeys(name_of(arn).split(":")[0] for arn in (*self.definitions, *self.revisions))
        return self._pages("ListTaskDefinitionFamilies", families)

    async def raw(self, kind: str, arn: str, cluster: str | None = None) -> Json:
        self._ask("raw", kind)
        known: dict[str, dict[str, Any]] = {
            "cluster": self.clusters,
            "service": self.services,
            "task": self.tasks,
            "task-definition": {
                **self.revisions,
                **{name: each for arn, each in self.revisions.items() for name in (name_of(arn), each.family)},
            },
        }
        if kind == "service" and arn not in self.services:
            arn = f"{ECS}service/{cluster}/{arn}"
        if kind == "cluster" and arn not in self.clusters and f"{ECS}cluster/{arn}" in self.clusters:
            arn = f"{ECS}cluster/{arn}"
        if (kind, arn) in self.raws:
            return self.raws[kind, arn]
        if arn in known.get(kind, {}):
            return sent(known[kind][arn])
        if self.clusters or self.is_strict:
            raise NotFound(f"describe {kind} {name_of(arn)}", f"AWS does not know this {kind}, or no longer")
        return {"kind": kind, "arn": arn, "cluster": cluster}

    async def target_health(self, target_group_arn: str) -> tuple[TargetHealth, ...]:
        await asyncio.sleep(0)
        self._ask("DescribeTargetHealth")
        return self.targets.get(target_group_arn, ())

    async def target_groups(self, arns: Sequence[str]) -> tuple[TargetGroup, ...]:
        await asyncio.sleep(0)
        self._ask("DescribeTargetGroups")
        return tuple(self.fronts[arn] for arn in arns if arn in self.fronts)

    async def network_interfaces(self, ids: Sequence[str]) -> tuple[NetworkInterface, ...]:
        await asyncio.sleep(0)
        self._ask("DescribeNetworkInterfaces")
        told = {i: NetworkInterface(network_interface_id=i, public_ip=self.public[i]) for i in ids if i in self.public}
        told |= {i: self.interfaces[i] for i in ids if i in self.interfaces}
        return tuple(told[i] for i in ids if i in told)

    async def all_target_groups(self) -> tuple[TargetGroup, ...]:
        await asyncio.sleep(0)
        self._ask("DescribeTargetGroups")
        return tuple(self.fronts.values())

    async def target_group_named(self, name: str) -> TargetGroup:
        for group in await self.all_target_groups():
            if group.target_group_name == name:
                return group
        raise NotFound(f"find target group {name}", "it does not exist")

    async def target_group_attributes(self, arn: str) -> Mapping[str, str]:
        await asyncio.sleep(0)
        self._ask("DescribeTargetGroupAttributes")
        return self.group_attributes.get(arn, {})

    async def all_balancers(self) -> tuple[Balancer, ...]:
        await asyncio.sleep(0)
        self._ask("DescribeLoadBalancers")
        return tuple(self.balanced.values())

    async def balancer_named(self, name: str) -> Balancer:
        for balancer in await self.all_balancers():
            if balancer.load_balancer_name == name:
                return balancer
        raise NotFound(f"find load balancer {name}", "it does not exist")

    async def balancers(self, arns: Sequence[str]) -> tuple[Balancer, ...]:
        await asyncio.sleep(0)
        self._ask("DescribeLoadBalancers")
        return tuple(self.balanced[arn] for arn in arns if arn in self.balanced)

    async def listeners(self, balancer_arn: str) -> tuple[Listener, ...]:
        await asyncio.sleep(0)
        self._ask("DescribeListeners")
        return tuple(each for each in self.listening if each.load_balancer_arn == balancer_arn)

    async def rules(self, listener_arn: str) -> tuple[ListenerRule, ...]:
        await asyncio.sleep(0)
        self._ask("DescribeRules")
        return tuple(each for each in self.ruling if each.listener_arn == listener_arn)

    async def _part(self, operation: str, vpc_id: str, part: str) -> Any:
        await asyncio.sleep(0)
        self._ask(operation)
        if vpc_id not in self.vpcs:
            return ()
        held: Known[Any] | NotChecked = getattr(self.vpcs[vpc_id], part)
        return held.value if isinstance(held, Known) else ()

    async def all_vpcs(self) -> tuple[Vpc, ...]:
        await asyncio.sleep(0)
        self._ask("DescribeVpcs")
        return self.networks

    async def security_groups_named(self, name: str) -> tuple[SecurityGroup, ...]:
        found = [await self.security_groups(each) for each in self.vpcs]
        return tuple(group for groups in found for group in groups if group.group_name == name)

    async def security_groups_by_id(self, ids: Sequence[str]) -> tuple[SecurityGroup, ...]:
        found = [await self.security_groups(each) for each in self.vpcs]
        return tuple(group for groups in found for group in groups if group.group_id in ids)

    async def subnets_of(self, vpc_id: str) -> tuple[Subnet, ...]:
        found: tuple[Subnet, ...] = await self._part("DescribeSubnets", vpc_id, "subnets")
        return found

    async def route_tables(self, vpc_id: str) -> tuple[RouteTable, ...]:
        found: tuple[RouteTable, ...] = await self._part("DescribeRouteTables", vpc_id, "route_tables")
        return found

    async def nat_gateways(self, vpc_id: str) -> tuple[NatGateway, ...]:
        found: tuple[NatGateway, ...] = await self._part("DescribeNatGateways", vpc_id, "nat_gateways")
        return found

    async def endpoints(self, vpc_id: str) -> tuple[VpcEndpoint, ...]:
        found: tuple[VpcEndpoint, ...] = await self._part("DescribeVpcEndpoints", vpc_id, "endpoints")
        return found

    async def security_groups(self, vpc_id: str) -> tuple[SecurityGroup, ...]:
        found: tuple[SecurityGroup, ...] = await self._part("DescribeSecurityGroups", vpc_id, "groups")
        return found

    async def network_acls(self, vpc_id: str) -> tuple[NetworkAcl, ...]:
        found: tuple[NetworkAcl, ...] = await self._part("DescribeNetworkAcls", vpc_id, "acls")
        return found

    async def prefix_list_entries(self, prefix_list_id: str) -> PrefixList:
        await asyncio.sleep(0)
        self._ask("GetManagedPrefixListEntries")
        return PrefixList(prefix_list_id=prefix_list_id, cidrs=self.own_lists[prefix_list_id])

    async def prefix_lists(self) -> tuple[PrefixList, ...]:
        lists = [await self._part("DescribePrefixLists", each, "prefix_lists") for each in list(self.vpcs)[:1]]
        return lists[0] if lists else ()

    async def dns_support(self, vpc_id: str) -> bool:
        return bool(await self._part("DescribeVpcAttribute", vpc_id, "dns_support"))

    async def dns_hostnames(self, vpc_id: str) -> bool:
        return bool(await self._part("DescribeVpcAttribute", vpc_id, "dns_hostnames"))

    async def regions(self) -> tuple[str, ...]:
        await asyncio.sleep(0)
        self._ask("DescribeRegions")
        return ("eu-west-1", *self.abroad)

    def elsewhere(self, region: str) -> "SmallAws":
        return self.abroad.get(region, self)

    def logs(self, region: str | None = None) -> Self:
        return self

    def insights(self, region: str | None = None) -> SmallInsights:
        return SmallInsights(self, region or "eu-west-1")

    def write(self, *events: LogEvent, sampled: bool = False) -> None:
        """Take in events, and say them to the sessions that are open now."""
        self.written += events
        for session in self.sessions:
            if heard := tuple(event for event in events if session.hears(event)):
                session.said.put_nowait(TailUpdate(events=heard, sampled=sampled))

    async def filter_events(
        self,
        group: str,
        *,
        streams: Sequence[str] = (),
        prefix: str = "",
        start: int,
        end: int | None = None,
        pattern: str = "",
    ) -> AsyncGenerator[tuple[LogEvent, ...], None]:
        assert not (streams and prefix)
        found = [
            event
            for event in self.written
            if event.group == group
            and event.stream.startswith(prefix)
            and (not streams or event.stream in streams)
            and start <= event.at <= (end if end is not None else event.at)
        ]
        found.sort(key=lambda event: event.at)
        for first in range(0, max(len(found), 1), self.page):
            self._ask("FilterLogEvents", group)
            if self.groups is not None and group not in self.groups:
                raise NotFound(f"read log group {group}", "it does not exist")
            await asyncio.sleep(0)
            if page := tuple(found[first : first + self.page]):
                yield page

    async def last_events(self, group: str, stream: str, limit: int) -> tuple[LogEvent, ...]:
        await asyncio.sleep(0)
        self._ask("GetLogEvents", group)
        found = [event for event in self.written if (event.group, event.stream) == (group, stream)]
        if not found or (self.groups is not None and group not in self.groups):
            raise NotFound(f"read log group {group}", "the specified log stream does not exist")
        return tuple(sorted(found, key=lambda event: event.at)[-limit:])

    async def live_tail(
        self, groups: Sequence[str], *, streams: Sequence[str] = (), prefixes: Sequence[str] = (), pattern: str = ""
    ) -> AsyncGenerator[TailUpdate, None]:
        assert 1 <= len(groups) <= 10
        assert not (streams and prefixes)
        assert len(groups) == 1 or not (streams or prefixes)
        self._ask("StartLiveTail")
        if self.groups is not None and not self.groups >= set(groups):
            raise NotFound("follow logs live", "a log group does not exist")
        session = Session(groups, prefixes)
        self.sessions.append(session)
        try:
            yield TailUpdate()
            while (said := await session.said.get()) is not None:
                if isinstance(said, AwsError):
                    raise said
                yield said
        finally:
            session.is_open = False

    async def group(self, name: str) -> LogGroup:
        await asyncio.sleep(0)
        self._ask("DescribeLogGroups")
        if self.groups is not None and name not in self.groups:
            raise NotFound(f"find log group {name}", "it does not exist")
        return LogGroup(name=name, arn=f"{LOGS}log-group:{name}", retention=self.retention.get(name))

    def group_names(self, prefix: str) -> AsyncGenerator[tuple[str, ...], None]:
        return self._pages("DescribeLogGroups", sorted(name for name in self.groups or () if name.startswith(prefix)))

    async def get_data(self, queries: Sequence[MetricQuery], start: datetime, end: datetime) -> Mapping[str, Series]:
        await asyncio.sleep(0)
        self._ask("GetMetricData")
        self.queried += queries
        empty = Series(id="")
        found = {query.id: self.series.get(f"{query.name} {query.statistic}", empty) for query in queries}
        return {name: msgspec.structs.replace(series, id=name) for name, series in found.items()}

    async def alarms(self, names: Sequence[str] = ()) -> AsyncGenerator[tuple[Alarm, ...], None]:
        found = [alarm for alarm in self.watching if not names or alarm.alarm_name in names]
        for start in range(0, max(len(found), 1), self.page):
            self._ask("DescribeAlarms")
            await asyncio.sleep(0)
            yield tuple(found[start : start + self.page])

    async def activities(self, cluster: str, service: str) -> tuple[ScalingActivity, ...]:
        await asyncio.sleep(0)
        self._ask("DescribeScalingActivities", cluster)
        return self.scaled.get(name_of(service), ())

    async def target(self, cluster: str, service: str) -> ScalableTarget | None:
        await asyncio.sleep(0)
        self._ask("DescribeScalableTargets", cluster)
        return self.scalable.get(name_of(service))

    async def policies(self, cluster: str, service: str) -> tuple[ScalingPolicy, ...]:
        await asyncio.sleep(0)
        self._ask("DescribeScalingPolicies", cluster)
        return self.tracked.get(name_of(service), ())

    async def scheduled(self, cluster: str, service: str) -> tuple[ScheduledAction, ...]:
        await asyncio.sleep(0)
        self._ask("DescribeScheduledActions", cluster)
        return self.scheduled_for.get(name_of(service), ())

    async def subnets(self, ids: Sequence[str]) -> tuple[Subnet, ...]:
        await asyncio.sleep(0)
        self._ask("DescribeSubnets")
        told = {i: Subnet(subnet_id=i, free_addresses=self.free[i]) for i in ids if i in self.free}
        held = [each.subnets.value for each in self.vpcs.values() if isinstance(each.subnets, Known)]
        told |= {each.subnet_id: each for subnets in held for each in subnets if each.subnet_id in ids}
        return tuple(told[i] for i in ids if i in told)

    async def task_protection(self, cluster: str, arns: Sequence[str]) -> tuple[ProtectedTask, ...]:
        await asyncio.sleep(0)
        self._ask("GetTaskProtection", cluster)
        until = self.protected_until
        return tuple(
            ProtectedTask(
                task_arn=arn,
                protection_enabled=arn in self.protected,
                expiration_date=until if arn in self.protected else None,
            )
            for arn in arns
        )

    async def carry_out(self, call: Call, doing: str, token: str = "") -> Outcome:
        """Do what the call says to services and tasks, as far as tests need it."""
        await asyncio.sleep(0)
        if self.read_only:
            raise ReadOnly(doing)
        self.tokens.append(token)
        self._ask(call.operation)
        self.carried_out.append(call)
        made = make(self, call.operation, call.parameters)
        answer = self._changed(call) if made is None else made
        return Outcome(request_id=f"request-{len(self.carried_out)}", answer=answer)

    def _changed(self, call: Call) -> Json:
        """What becomes of the things that there are."""
        parameters = call.parameters
        if call.operation == "UpdateService":
            self._update(str(parameters["service"]), parameters)
        elif call.operation == "StopServiceDeployment":
            self._redeploy(str(parameters["serviceDeploymentArn"]), status="ROLLBACK_IN_PROGRESS")
        elif call.operation == "ContinueServiceDeployment":
            self._redeploy(str(parameters["serviceDeploymentArn"]), lifecycle_hook_details=())
        elif call.operation in ("RunTask", "UpdateTaskProtection"):
            change = self._run if call.operation == "RunTask" else self._protect
            change(parameters)
        elif call.operation == "StopTask":
            arn = str(parameters["task"])
            self.tasks[arn] = msgspec.structs.replace(self.tasks[arn], desired_status="STOPPED")
        elif call.operation == "DeleteService":
            arn = str(parameters["service"])
            self.services[arn] = msgspec.structs.replace(self.services[arn], status="DRAINING")
        elif call.operation == "UpdateExpressGatewayService":
            self._express(str(parameters["serviceArn"]), parameters)
        elif "TaskDefinition" in call.operation:
            self._revise(call.operation, parameters)
        else:
            self._scale(call.operation, str(parameters.get("ResourceId", "")).rpartition("/")[2], parameters)
        return self._answer_to(call)

    def _express(self, arn: str, parameters: Mapping[str, object]) -> None:
        """Make another configuration the newest."""
        given: Any = self.raws["express-service", arn]
        found = sorted(given["activeConfigurations"], key=lambda each: each["createdAt"])
        newest = {**found[-1], **parameters, "createdAt": found[-1]["createdAt"] + 1}
        self.raws["express-service", arn] = {**given, "activeConfigurations": [*found, newest]}

    def _update(self, arn: str, parameters: Mapping[str, object]) -> None:
        service = self.services[arn]
        changed: dict[str, Any] = {"desired_count": parameters.get("desiredCount", service.desired_count)}
        if "forceNewDeployment" in parameters or "taskDefinition" in parameters:
            changed["deployments"] = self._deploy(service, str(parameters.get("taskDefinition", "")))
        self.services[arn] = msgspec.structs.replace(service, **changed)

    def _deploy(self, service: Service, revision: str) -> tuple[Deployment, ...]:
        """A new deployment, begun, before those that were."""
        begun = Deployment(
            id=f"ecs-svc/{len(self.carried_out):019d}",
            status="PRIMARY",
            task_definition=f"{ECS}task-definition/{revision}" if revision else service.task_definition,
            desired_count=service.desired_count,
            rollout_state="IN_PROGRESS",
        )
        return (begun, *(msgspec.structs.replace(each, status="ACTIVE") for each in service.deployments))

    def complete(self, arn: str, state: str = "COMPLETED") -> None:
        """End the newest deployment of a service."""
        service = self.services[arn]
        ended = msgspec.structs.replace(
            service.deployments[0], rollout_state=state, running_count=service.desired_count
        )
        self.services[arn] = msgspec.structs.replace(service, deployments=(ended, *service.deployments[1:]))

    def _scale(self, operation: str, service: str, parameters: Mapping[str, object]) -> None:
        """Change what scales a service, as Application Auto Scaling and CloudWatch do."""
        if "Alarm" in operation:
            self._watch(operation, parameters)
        if not service:
            return
        policies = {each.policy_name: each for each in self.tracked.get(service, ())}
        scheduled = {each.scheduled_action_name: each for each in self.scheduled_for.get(service, ())}
        if operation == "RegisterScalableTarget":
            old = sent_whole(self.scalable[service]) if service in self.scalable else {}
            self.scalable[service] = msgspec.convert({**old, **parameters}, ScalableTarget)
        elif operation == "DeregisterScalableTarget":
            del self.scalable[service]
            policies, scheduled = {}, {}
        elif operation == "PutScalingPolicy":
            name = str(parameters["PolicyName"])
            policies[name] = msgspec.convert({"PolicyARN": policy_arn(name), **parameters}, ScalingPolicy)
        elif operation == "PutScheduledAction":
            scheduled[str(parameters["ScheduledActionName"])] = msgspec.convert(parameters, ScheduledAction)
        elif operation == "DeleteScalingPolicy":
            del policies[str(parameters["PolicyName"])]
        elif operation == "DeleteScheduledAction":
            del scheduled[str(parameters["ScheduledActionName"])]
        self.tracked[service], self.scheduled_for[service] = tuple(policies.values()), tuple(scheduled.values())

    def _watch(self, operation: str, parameters: Mapping[str, object]) -> None:
        """Make or delete an alarm, as CloudWatch does; policies know those that set them off."""
        if operation == "PutMetricAlarm":
            made = msgspec.convert({"StateValue": "INSUFFICIENT_DATA", **parameters}, Alarm)
            self.watching = [*(each for each in self.watching if each.alarm_name != made.alarm_name), made]
        else:
            gone = msgspec.convert(parameters["AlarmNames"], list[str])
            self.watching = [each for each in self.watching if each.alarm_name not in gone]
        for service, policies in self.tracked.items():
            self.tracked[service] = tuple(self._with_alarms(each) for each in policies)

    def _with_alarms(self, policy: ScalingPolicy) -> ScalingPolicy:
        if not policy.policy_arn or policy.target_value is not None:
            return policy
        named = [each.alarm_name for each in self.watching if policy.policy_arn in each.alarm_actions]
        return msgspec.structs.replace(policy, alarms=tuple(PolicyAlarm(alarm_name=name) for name in named))

    def _redeploy(self, arn: str, **members: Any) -> None:
        self.deployed[arn] = msgspec.structs.replace(self.deployed[arn], **members)

    def _revise(self, operation: str, parameters: Mapping[str, object]) -> None:
        if operation == "DeregisterTaskDefinition":
            self._mark(str(parameters["taskDefinition"]), "INACTIVE")
        elif operation == "DeleteTaskDefinitions" and isinstance(names := parameters["taskDefinitions"], list):
            self._mark(str(names[0]), "DELETE_IN_PROGRESS")
        elif operation == "RegisterTaskDefinition":
            self._add_revision(parameters)

    def _add_revision(self, parameters: Mapping[str, object]) -> None:
        family = str(parameters["family"])
        revision = 1 + max((each.revision for each in self.revisions.values() if each.family == family), default=0)
        arn = f"{ECS}task-definition/{family}:{revision}"
        facts = {**parameters, "taskDefinitionArn": arn, "revision": revision, "status": "ACTIVE"}
        self.put(msgspec.convert(facts, TaskDefinition))

    def _mark(self, arn: str, status: str) -> None:
        self.revisions[arn] = msgspec.structs.replace(self.revisions[arn], status=status)

    def _protect(self, parameters: Mapping[str, object]) -> None:
        change = self.protected.update if parameters["protectionEnabled"] else self.protected.difference_update
        change(parameters["tasks"] if isinstance(parameters["tasks"], list) else ())

    def _run(self, parameters: Mapping[str, object]) -> None:
        """Start tasks, but for as many as capacity lacks."""
        definition = str(parameters["taskDefinition"])
        made = tuple(
            task(
                len(self.tasks) + place + 1000,
                of=str(parameters["cluster"]),
                group=f"family:{definition.partition(':')[0]}",
                task_definition_arn=f"{ECS}task-definition/{definition}",
                last_status="PROVISIONING",
                started_at=None,
            )
            for place in range(int(str(parameters["count"])) - self.lacking)
        )
        self.put(*made)
        self.started = made

    def _answer_to(self, call: Call) -> Json:
        if call.operation == "RegisterTaskDefinition":
            return {"taskDefinition": sent(next(reversed(self.revisions.values())))}
        if call.operation == "RunTask":
            lacking = [{"reason": "Capacity is unavailable at this time."}] * self.lacking
            return {"tasks": [sent(each) for each in self.started], "failures": lacking}
        if call.operation == "UpdateService":
            return {"service": sent(self.services[str(call.parameters["service"])])}
        if call.operation == "UpdateExpressGatewayService":
            return {"service": {"serviceArn": "arn", "serviceName": "web", "status": {"statusCode": "ACTIVE"}}}
        if call.operation == "PutScalingPolicy":
            return {"PolicyARN": policy_arn(str(call.parameters["PolicyName"]))}
        if call.operation == "ExecuteCommand":
            return {"session": {"sessionId": "session-1", "streamUrl": "wss://stream", "tokenValue": TOKEN}}
        if call.operation == "StartSession":
            return {"SessionId": f"session-{len(self.carried_out)}", "StreamUrl": "wss://stream", "TokenValue": TOKEN}
        return {}

    async def role(self, name: str) -> Role:
        await asyncio.sleep(0)
        self._ask("GetRole")
        if name not in self.roles:
            raise NotFound(f"read role {name}", "it cannot be found")
        return self.roles[name]

    async def all_roles(self) -> tuple[Role, ...]:
        await asyncio.sleep(0)
        self._ask("ListRoles")
        return tuple(self.roles.values())

    async def simulate(self, role_arn: str, actions: Sequence[str], resource: str = "*") -> Mapping[str, bool]:
        await asyncio.sleep(0)
        self._ask("SimulatePrincipalPolicy")
        return {action: (name_of(role_arn), action, resource) in self.allowed for action in actions}

    async def attached_policies(self, role: str) -> tuple[str, ...]:
        await asyncio.sleep(0)
        self._ask("ListAttachedRolePolicies")
        return tuple(name for name in self.role_policies.get(role, {}) if name.startswith("arn:"))

    async def inline_policies(self, role: str) -> tuple[str, ...]:
        await asyncio.sleep(0)
        self._ask("ListRolePolicies")
        return tuple(name for name in self.role_policies.get(role, {}) if not name.startswith("arn:"))

    async def inline_policy(self, role: str, name: str) -> Json:
        await asyncio.sleep(0)
        self._ask("GetRolePolicy")
        return self.role_policies[role][name]

    async def policy_version(self, arn: str) -> str:
        await asyncio.sleep(0)
        self._ask("GetPolicy")
        return "v1"

    async def policy(self, arn: str, version: str) -> Json:
        await asyncio.sleep(0)
        self._ask("GetPolicyVersion")
        return next(policies[arn] for policies in self.role_policies.values() if arn in policies)

    def registry(self, region: str | None = None) -> Self:
        return self

    async def all_repositories(self) -> tuple[Repository, ...]:
        await asyncio.sleep(0)
        self._ask("DescribeRepositories")
        return self.repositories

    async def image(self, account: str, repository: str, reference: str) -> StoredImage:
        await asyncio.sleep(0)
        self._ask("DescribeImages")
        if reference not in self.stored.get(repository, {}):
            raise NotFound(f"find image {repository}:{reference}", "it does not exist")
        return self.stored[repository][reference]

    async def images(self, account: str, repository: str) -> tuple[StoredImage, ...]:
        await asyncio.sleep(0)
        self._ask("DescribeImages")
        if repository not in self.stored:
            raise NotFound(f"list the images of {repository}", "it does not exist")
        return tuple(self.stored[repository].values())

    async def platforms(self, account: str, repository: str, reference: str) -> tuple[str, ...]:
        await asyncio.sleep(0)
        self._ask("BatchGetImage")
        return self.built_for.get(f"{repository}:{reference}", ())

    def secrets(self, region: str | None = None) -> Self:
        return self

    async def secret(self, arn: str) -> StoredSecret:
        await asyncio.sleep(0)
        self._ask("DescribeSecret")
        if arn not in self.secret_things:
            raise NotFound(f"describe secret {arn}", "it does not exist")
        return self.secret_things[arn]

    async def key(self, key: str) -> StoredKey:
        await asyncio.sleep(0)
        self._ask("DescribeKey")
        if key not in self.keys:
            raise NotFound(f"describe key {key}", "it does not exist")
        return self.keys[key]

    async def repository_policy(self, account: str, repository: str) -> Json:
        await asyncio.sleep(0)
        self._ask("GetRepositoryPolicy")
        if repository not in self.repository_policies:
            raise NotFound(f"read the policy of {repository}", "it has none")
        return self.repository_policies[repository]

    async def parameter(self, name: str) -> StoredSecret:
        await asyncio.sleep(0)
        self._ask("DescribeParameters")
        if name not in self.secret_things:
            raise NotFound(f"describe parameter {name}", "it does not exist")
        return self.secret_things[name]

    async def all_secrets(self) -> tuple[StoredSecret, ...]:
        await asyncio.sleep(0)
        self._ask("ListSecrets")
        return tuple(each for name, each in self.secret_things.items() if name.startswith("arn:"))

    async def all_parameters(self) -> tuple[StoredSecret, ...]:
        await asyncio.sleep(0)
        self._ask("DescribeParameters")
        return tuple(each for name, each in self.secret_things.items() if not name.startswith("arn:"))

    async def all_certificates(self) -> tuple[Certificate, ...]:
        await asyncio.sleep(0)
        self._ask("ListCertificates")
        return tuple(self.certified.values())

    async def certificate(self, arn: str) -> Certificate:
        await asyncio.sleep(0)
        self._ask("DescribeCertificate")
        if arn not in self.certified:
            raise NotFound(f"describe certificate {arn}", "it does not exist")
        return self.certified[arn]

    async def resource_policies(self) -> tuple[str, ...]:
        return ()

    async def quota(self, code: str, service: str = "fargate") -> ServiceQuota:
        await asyncio.sleep(0)
        self._ask("GetServiceQuota")
        if code not in self.limits:
            raise NotFound(f"read quota {code} of {service}", "it does not exist")
        return self.limits[code]

    async def rates(self, region: str) -> ListPrices:
        await asyncio.sleep(0)
        self._ask("GetProducts")
        return self.listed_prices.get(region, ListPrices(region=region))

    async def all_file_systems(self) -> tuple[FileSystem, ...]:
        await asyncio.sleep(0)
        self._ask("DescribeFileSystems")
        return self.systems

    async def access_points(self, file_system: str) -> tuple[AccessPoint, ...]:
        await asyncio.sleep(0)
        self._ask("DescribeAccessPoints")
        return self.doors.get(file_system, ())

    async def mount_targets(self, file_system: str) -> tuple[MountTarget, ...]:
        await asyncio.sleep(0)
        self._ask("DescribeMountTargets")
        if file_system not in self.mounts:
            raise NotFound(f"list the mount targets of {file_system}", "it does not exist")
        return self.mounts[file_system]

    async def recorded_calls(self, operation: str, start: datetime, end: datetime) -> tuple[RecordedCall, ...]:
        await asyncio.sleep(0)
        self._ask("LookupEvents")
        return tuple(each for each in self.recorded if each.name == operation and start <= each.at <= end)

    async def caller_identity(self) -> CallerIdentity:
        self._ask("GetCallerIdentity")
        return CallerIdentity(account="123456789012", arn="arn:aws:iam::123456789012:user/ops", region="eu-west-1")

    def by_operation(self) -> tuple[OperationCalls, ...]:
        return self.told

    def per_minute(self) -> int:
        return self.asked.total()

    async def close(self) -> None:
        self.is_closed = True

    @property
    def who_am_i(self) -> Self:
        return self

    async def account_alias(self) -> AccountAlias:
        self._ask("ListAccountAliases")
        return self.alias

    async def allowances(
        self, caller: CallerIdentity, actions: Sequence[str] = ()
    ) -> AsyncGenerator[tuple[Allowance, ...], None]:
        self._ask("SimulatePrincipalPolicy")
        yield tuple(each for each in self.may if not actions or each.action in actions)

    async def region_offers(self) -> RegionOffers:
        self._ask("DescribeRegions")
        return self.offered
