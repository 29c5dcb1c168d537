"""Clusters, services, tasks and task definitions: one method, one question (fargate.md §10.2)."""

from collections.abc import AsyncGenerator, Sequence

import msgspec

from fargate_tui.aws import reading
from fargate_tui.aws.changing import REGISTER_TASK_DEFINITION
from fargate_tui.aws.clients import Clients
from fargate_tui.aws.descriptions import description, descriptions
from fargate_tui.aws.operation import Operation
from fargate_tui.aws.sharing import share_strings
from fargate_tui.fargate.answers import Answer, Json
from fargate_tui.fargate.errors import NotFound
from fargate_tui.fargate.records import Cluster, Failure, ProtectedTask, Record, Service, Tag, Task, TaskDefinition
from fargate_tui.fargate.shapes import Shape

PAGE = 100
CLUSTERS_PER_CALL = 100
SERVICES_PER_CALL = 10
TASKS_PER_CALL = 100


class _Page(Record, frozen=True, kw_only=True):
    next_token: str | None = None


class _Clusters(_Page, frozen=True, kw_only=True):
    arns: tuple[str, ...] = msgspec.field(default=(), name="clusterArns")


class _Services(_Page, frozen=True, kw_only=True):
    arns: tuple[str, ...] = msgspec.field(default=(), name="serviceArns")


class _Tasks(_Page, frozen=True, kw_only=True):
    arns: tuple[str, ...] = msgspec.field(default=(), name="taskArns")


class _TaskDefinitions(_Page, frozen=True, kw_only=True):
    arns: tuple[str, ...] = msgspec.field(default=(), name="taskDefinitionArns")


class _Families(_Page, frozen=True, kw_only=True):
    arns: tuple[str, ...] = msgspec.field(default=(), name="families")


class _DescribedClusters(Record, frozen=True, kw_only=True):
    records: tuple[Cluster, ...] = msgspec.field(default=(), name="clusters")
    failures: tuple[Failure, ...] = ()


class _DescribedServices(Record, frozen=True, kw_only=True):
    records: tuple[Service, ...] = msgspec.field(default=(), name="services")
    failures: tuple[Failure, ...] = ()


class _DescribedTasks(Record, frozen=True, kw_only=True):
    records: tuple[Task, ...] = msgspec.field(default=(), name="tasks")
    failures: tuple[Failure, ...] = ()

    def __post_init__(self) -> None:
        share_strings(self.records)


class _DescribedTaskDefinition(Record, frozen=True, kw_only=True):
    task_definition: TaskDefinition
    tags: tuple[Tag, ...] = ()


class _ProtectedTasks(Record, frozen=True, kw_only=True):
    protected_tasks: tuple[ProtectedTask, ...] = ()


class Ecs:
    """Elastic Container Service. Leave a listing or a description early through `contextlib.aclosing`."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def cluster_pages(self) -> AsyncGenerator[tuple[str, ...], None]:
        """The ARNs of all clusters, page by page."""
        return self._clients.pages(reading.LIST_CLUSTERS, _Clusters, "list clusters", maxResults=PAGE)

    def service_pages(self, cluster: str) -> AsyncGenerator[tuple[str, ...], None]:
        """The ARNs of all services of a cluster, page by page."""
        doing = f"list services of {short(cluster)}"
        return self._clients.pages(reading.LIST_SERVICES, _Services, doing, cluster=cluster, maxResults=PAGE)

    def task_pages(
        self, cluster: str, *, service: str | None = None, family: str | None = None, desired_status: str = "RUNNING"
    ) -> AsyncGenerator[tuple[str, ...], None]:
        """The ARNs of a cluster's tasks, of one service or family where named, page by page.

        AWS does not list RUNNING and STOPPED ones together: ask twice.
        """
        chosen = {"serviceName": service and short(service), "family": family}
        return self._clients.pages(
            reading.LIST_TASKS,
            _Tasks,
            f"list tasks of {short(service or family or cluster)}",
            cluster=cluster,
            desiredStatus=desired_status,
            maxResults=PAGE,
            **{name: value for name, value in chosen.items() if value},
        )

    def task_definition_families(self, *, status: str = "ACTIVE") -> AsyncGenerator[tuple[str, ...], None]:
        """The names of all families with a revision of that status, page by page."""
        doing = "list task definition families"
        return self._clients.pages(
            reading.LIST_TASK_DEFINITION_FAMILIES, _Families, doing, status=status, maxResults=PAGE
        )

    def task_definition_pages(
        self, family: str | None, *, status: str = "ACTIVE"
    ) -> AsyncGenerator[tuple[str, ...], None]:
        """The ARNs of the revisions of a family, or of all families, newest first, page by page."""
        return self._clients.pages(
            reading.LIST_TASK_DEFINITIONS,
            _TaskDefinitions,
            f"list revisions of {family}" if family else "list task definitions",
            status=status,
            sort="DESC",
            maxResults=PAGE,
            **({"familyPrefix": family} if family else {}),
        )

    def describe_clusters(self, arns: Sequence[str]) -> AsyncGenerator[Answer[Cluster], None]:
        """Clusters, by name or ARN, with their statistics, settings and tags, an answer per hundred."""

        async def ask(batch: list[str]) -> Answer[Cluster]:
            doing = f"describe {_which('cluster', batch)}"
            include = ["STATISTICS", "SETTINGS", "TAGS"]
            return await description(
                self._clients, reading.DESCRIBE_CLUSTERS, _DescribedClusters, doing, clusters=batch, include=include
            )

        return descriptions(arns, CLUSTERS_PER_CALL, ask)

    def describe_services(self, cluster: str, arns: Sequence[str]) -> AsyncGenerator[Answer[Service], None]:
        """Services of a cluster with their deployments and events, an answer per ten."""

        async def ask(batch: list[str]) -> Answer[Service]:
            doing = f"describe {_which('service', batch)} of {short(cluster)}"
            return await description(
                self._clients,
                reading.DESCRIBE_SERVICES,
                _DescribedServices,
                doing,
                cluster=cluster,
                services=batch,
                include=["TAGS"],
            )

        return descriptions(arns, SERVICES_PER_CALL, ask)

    def describe_tasks(self, cluster: str, arns: Sequence[str]) -> AsyncGenerator[Answer[Task], None]:
        """Tasks of a cluster, an answer per hundred."""

        async def ask(batch: list[str]) -> Answer[Task]:
            doing = f"describe {_which('task', batch)} of {short(cluster)}"
            return await description(
                self._clients,
                reading.DESCRIBE_TASKS,
                _DescribedTasks,
                doing,
                cluster=cluster,
                tasks=batch,
                include=["TAGS"],
            )

        return descriptions(arns, TASKS_PER_CALL, ask)

    async def describe_task_definition(self, arn: str) -> TaskDefinition:
        """One revision: of an ARN, of ``family:revision``, or the newest active one of a family."""
        said = await self._clients.ask(
            reading.DESCRIBE_TASK_DEFINITION,
            _DescribedTaskDefinition,
            f"describe task definition {short(arn)}",
            taskDefinition=arn,
            include=["TAGS"],
        )
        return msgspec.structs.replace(said.task_definition, tags=said.tags)

    async def registration_shape(self) -> Shape:
        """The form of what registers a task definition; asks nothing."""
        return await self._clients.shape(REGISTER_TASK_DEFINITION, "read what a task definition may hold")

    async def task_protection(self, cluster: str, arns: Sequence[str]) -> tuple[ProtectedTask, ...]:
        """The protection of tasks that a service keeps, 100 at most; raises `AwsError`."""
        said = await self._clients.ask(
            reading.GET_TASK_PROTECTION,
            _ProtectedTasks,
            f"read which tasks of {short(cluster)} are protected",
            cluster=cluster,
            tasks=list(arns),
        )
        return said.protected_tasks

    async def raw(self, kind: str, arn: str, cluster: str | None = None) -> Json:
        """One described object exactly as AWS sent it, members in AWS's order, times in seconds since 1970.

        ``kind`` is cluster, service, task, task-definition, service-deployment, service-revision or express-service.
        The tags of a task definition, which AWS sends beside it, are its last member. ``cluster`` is needed only for
        the old short ARNs that do not name theirs.
        """
        doing = f"describe {kind.replace('-', ' ')} {short(arn)}"
        operation, parameters, member = _raw_question(kind, arn, cluster or cluster_of(arn))
        said = await self._clients.ask(operation, dict[str, object], doing, **parameters)
        found = said.get(member)
        if isinstance(found, dict):
            return found | ({"tags": said["tags"]} if said.get("tags") else {})
        if isinstance(found, list) and found and isinstance(found[0], dict):
            return found[0]
        raise NotFound(doing, f"AWS does not know this {kind.replace('-', ' ')}, or no longer")


def short(arn: str) -> str:
    """The name at the end of an ARN, or the name itself."""
    return arn.rpartition("/")[2]


def cluster_of(arn: str) -> str | None:
    """The cluster that the ARN of a service or task names; None in the old short form, which does not."""
    parts = arn.split(":", 5)[-1].split("/")
    return parts[1] if len(parts) == len(("task", "cluster", "id")) else None


def _which(kind: str, batch: Sequence[str]) -> str:
    return f"{kind} {short(batch[0])}" if len(batch) == 1 else f"{kind}s"


def _raw_question(kind: str, arn: str, cluster: str | None) -> tuple[Operation, dict[str, object], str]:
    """The call that describes one object, and the member of the answer that holds it."""
    place: dict[str, object] = {"cluster": cluster} if cluster else {}
    if kind == "cluster":
        include = ["ATTACHMENTS", "CONFIGURATIONS", "SETTINGS", "STATISTICS", "TAGS"]
        return reading.DESCRIBE_CLUSTERS, {"clusters": [arn], "include": include}, "clusters"
    if kind == "service":
        return reading.DESCRIBE_SERVICES, {**place, "services": [arn], "include": ["TAGS"]}, "services"
    if kind == "task":
        return reading.DESCRIBE_TASKS, {**place, "tasks": [arn], "include": ["TAGS"]}, "tasks"
    if kind == "task-definition":
        return reading.DESCRIBE_TASK_DEFINITION, {"taskDefinition": arn, "include": ["TAGS"]}, "taskDefinition"
    if kind == "service-deployment":
        return reading.DESCRIBE_SERVICE_DEPLOYMENTS, {"serviceDeploymentArns": [arn]}, "serviceDeployments"
    if kind == "service-revision":
        return reading.DESCRIBE_SERVICE_REVISIONS, {"serviceRevisionArns": [arn]}, "serviceRevisions"
    if kind == "express-service":
        return reading.DESCRIBE_EXPRESS_GATEWAY_SERVICE, {"serviceArn": arn, "include": ["TAGS"]}, "service"
    raise ValueError(f"nothing is described as {kind}")
