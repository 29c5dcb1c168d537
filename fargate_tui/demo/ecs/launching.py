"""Tasks at their birth: where they are put, and the wire object they begin with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from fargate_tui.demo.ecs.events import NO_CAPACITY
from fargate_tui.demo.ecs.records import Cluster, ContainerPlan, Deployment, Placement, Service, Task, TaskDefinition
from fargate_tui.demo.ecs.store import Store
from fargate_tui.demo.ecs.wire import Json, Members, epoch

_NO_OVERRIDES: Json = {"containerOverrides": []}
_NOTHING: list[Json] = []
_DEFAULT_STORAGE: Json = {"sizeInGiB": 20}


@dataclass(frozen=True, slots=True)
class Launch:
    """What the tasks of one RunTask call, or of one round of a service's scheduler, have in common."""

    cluster: Cluster
    definition: TaskDefinition
    placement: Placement
    group: str
    started_by: str | None = None
    exec_enabled: bool = False
    tags: Sequence[Json] = ()
    overrides: Json = field(default_factory=lambda: _NO_OVERRIDES)
    service: Service | None = None
    deployment: Deployment | None = None
    round: int = 0

    @property
    def words(self) -> frozenset[str]:
        """What its overrides tell the containers: the words of commands, and ``NAME=value`` of environments."""
        if self.overrides is _NO_OVERRIDES:
            return frozenset()
        containers = Members(self.overrides).each("containerOverrides")
        commands = (word for container in containers for word in container.texts("command"))
        variables = (
            f"{variable.text('name')}={variable.text('value')}"
            for container in containers
            for variable in container.each("environment")
        )
        return frozenset((*commands, *variables))


def why_not_placed(store: Store, plan: Launch, provider: str | None) -> str | None:
    """Why such a task cannot even be begun at present; None where it can."""
    order = store.ordered(plan.definition, plan.service.name if plan.service else None)
    if order.kind == "no_capacity" and provider != "FARGATE":
        return NO_CAPACITY
    return order.reason if order.kind == "cannot_be_placed" else None


def launch(store: Store, plan: Launch, subnet: str, provider: str | None) -> Task:
    """A new task, PROVISIONING, in the indexes of its cluster and service."""
    service = plan.service
    task = Task(
        serial=store.next_serial(),
        id=store.ids.hex(),
        cluster=plan.cluster,
        definition=plan.definition,
        wire={},
        behaviour=store.behaviour(plan.definition, service.name if service else None).as_told(plan.words),
        subnet=subnet,
        security_groups=plan.placement.security_groups,
        public=plan.placement.public,
        tags=list(plan.tags),
        service=service,
        deployment=plan.deployment,
        round=plan.round,
        provider=provider,
    )
    task.wire = _wire(store, plan, task)
    store.launched += 1
    plan.cluster.alive[task.id] = task
    if service is not None and plan.deployment is not None:
        service.alive[task.id] = task
        plan.deployment.tasks[task.id] = task
        service.in_subnet[subnet] = service.in_subnet.get(subnet, 0) + 1
        if provider is not None:
            plan.deployment.on_provider[provider] = plan.deployment.on_provider.get(provider, 0) + 1
    count(task, "pending")
    return task


def count(task: Task, counted: str | None) -> None:
    """Move a task from one count to another in its cluster and its deployment."""
    for place in (task.cluster, task.deployment):
        if place is None:
            continue
        place.pending += (counted == "pending") - (task.counted == "pending")
        place.running += (counted == "running") - (task.counted == "running")
    task.counted = counted


def emptiest(subnets: Sequence[str], held: Mapping[str, int]) -> str:
    """The subnet with the fewest tasks, the first of several."""
    return min(subnets, key=lambda subnet: held.get(subnet, 0))


def provider_for(strategy: Sequence[tuple[str, int, int]], held: Mapping[str, int]) -> str | None:
    """The capacity provider of the next task, when ``held`` tasks run on each: base first, then by weight.

    None where there is no strategy (fargate.md §3).
    """
    if not strategy:
        return None
    for provider, base, _ in strategy:
        if held.get(provider, 0) < base:
            return provider
    weighted = [(provider, base, weight) for provider, base, weight in strategy if weight > 0]
    return min(weighted, key=lambda item: (held.get(item[0], 0) - item[1] + 1) / item[2])[0]


def _wire(store: Store, plan: Launch, task: Task) -> Json:
    arn = store.arns.of("task", plan.cluster.name, task.id)
    overrides = Members(plan.overrides)
    definition = plan.definition.wire
    attachment = store.ids.uuid()
    wire: Json = {
        "attachments": [
            {
                "id": attachment,
                "type": "ElasticNetworkInterface",
                "status": "PRECREATED",
                "details": [{"name": "subnetId", "value": task.subnet}],
            }
        ],
        "attributes": plan.definition.attributes,
        "clusterArn": plan.cluster.arn,
        "containers": [_container(store, plan, arn, task.id, each, overrides) for each in plan.definition.containers],
        "cpu": overrides.raw.get("cpu") or definition["cpu"],
        "createdAt": epoch(store.clock.now()),
        "desiredStatus": "RUNNING",
        "enableExecuteCommand": plan.exec_enabled,
        "ephemeralStorage": overrides.raw.get("ephemeralStorage")
        or definition.get("ephemeralStorage")
        or _DEFAULT_STORAGE,
        "group": plan.group,
        "healthStatus": "UNKNOWN",
        "lastStatus": "PROVISIONING",
        "launchType": "FARGATE",
        "memory": overrides.raw.get("memory") or definition["memory"],
        "overrides": plan.overrides,
        "platformFamily": plan.definition.platform_family,
        "platformVersion": resolved(plan.placement.platform_version, plan.definition.platform_family),
        "tags": _NOTHING,
        "taskArn": arn,
        "taskDefinitionArn": plan.definition.arn,
        "version": 1,
    }
    wire["fargateEphemeralStorage"] = wire["ephemeralStorage"]
    if plan.started_by is not None:
        wire["startedBy"] = plan.started_by
    if task.provider is not None:
        wire["capacityProviderName"] = task.provider
    return wire


def _container(store: Store, plan: Launch, arn: str, task_id: str, each: ContainerPlan, overrides: Members) -> Json:
    container: Json = {
        "containerArn": store.arns.of("container", plan.cluster.name, task_id, store.ids.uuid()),
        "taskArn": arn,
        "name": each.name,
        "image": each.image,
        "lastStatus": "PENDING",
        "networkInterfaces": _NOTHING,
        "healthStatus": "UNKNOWN",
        "cpu": each.cpu,
    }
    if each.memory is not None:
        container["memory"] = each.memory
    if each.memory_reservation is not None:
        container["memoryReservation"] = each.memory_reservation
    for override in overrides.each("containerOverrides") if plan.overrides is not _NO_OVERRIDES else ():
        if override.text("name") == each.name:
            container |= {
                key: str(override.raw[key]) for key in ("cpu", "memory", "memoryReservation") if key in override
            }
    if plan.exec_enabled:
        container["managedAgents"] = [{"name": "ExecuteCommandAgent", "lastStatus": "PENDING"}]
    return container


def resolved(platform_version: str, platform_family: str) -> str:
    """The platform version tasks get: LATEST is 1.4.0 on Linux, 1.0.0 on Windows."""
    if platform_version != "LATEST":
        return platform_version
    return "1.4.0" if platform_family == "Linux" else "1.0.0"
