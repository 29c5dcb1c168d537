"""Tasks: run, stop, list, describe."""

import json

from fargate_tui.demo.ecs import endings
from fargate_tui.demo.ecs.definition_validation import ROLE
from fargate_tui.demo.ecs.errors import EcsError, client_error, invalid
from fargate_tui.demo.ecs.launching import Launch, launch, provider_for, why_not_placed
from fargate_tui.demo.ecs.paging import page
from fargate_tui.demo.ecs.plane import Operations, Plane
from fargate_tui.demo.ecs.records import Cluster, Task, TaskDefinition
from fargate_tui.demo.ecs.validation import check_exec, check_tags, placement, refuse_placement
from fargate_tui.demo.ecs.wire import Json, Members, without_none
from fargate_tui.fargate.sizes import is_size, read_cpu, read_memory

_RUN_AT_ONCE = 10
_DESCRIBED = 100
_MAX_REASON = 1024
_MAX_STARTER = 128
_MAX_OVERRIDES = 8192


def run_task(plane: Plane, request: Members) -> Json:
    """Start up to ten standalone tasks."""
    store = plane.store
    cluster = store.cluster(request.text("cluster"))
    count = request.number("count")
    if count is not None and not 1 <= count <= _RUN_AT_ONCE:
        raise invalid(f"count should be between 1 and {_RUN_AT_ONCE}.")
    failures: list[Json] = []
    token = request.text("clientToken")
    ids = store.once("RunTask", token, request.raw, lambda: _run(plane, cluster, request, failures))
    tasks = [task for task in (store.find_task(cluster, one) for one in ids) if task is not None]
    return {"tasks": [_shown(task, tags=True) for task in tasks], "failures": failures}


def stop_task(plane: Plane, request: Members) -> Json:
    """Begin to stop a task; its tags are gone with that."""
    cluster = plane.store.cluster(request.text("cluster"))
    task = plane.store.find_task(cluster, request.text("task") or "")
    if task is None:
        raise invalid("The referenced task was not found.")
    reason = request.text("reason")
    if reason is not None and len(reason) > _MAX_REASON:
        raise invalid(f"reason must not be longer than {_MAX_REASON} characters.")
    plane.scheduler.lifecycle.end(task, endings.by_user(reason))
    task.tags = []
    return {"task": task.wire}


def list_tasks(plane: Plane, request: Members) -> Json:
    """ARNs of tasks by desired status, and by service, family, starter or launch type."""
    cluster = plane.store.cluster(request.text("cluster"))
    status = request.text("desiredStatus") or "RUNNING"
    filters = {"serviceName", "family", "startedBy", "containerInstance", "daemonName"} & request.raw.keys()
    if "startedBy" in filters and len(filters) > 1:
        raise invalid("When startedBy is specified, it must be the only filter.")
    if filters & {"containerInstance", "daemonName"} or status == "PENDING":
        return {"taskArns": []}
    name = request.text("serviceName")
    owner = plane.store.service(cluster, name) if name is not None else cluster
    held = owner.alive if status == "RUNNING" else owner.ended
    tasks = _filtered(list(held.values()), request)
    if status == "STOPPED":
        tasks.sort(key=lambda task: task.serial)
    some, token = page(tasks, lambda task: ("", task.serial), request)
    return without_none(taskArns=[task.wire["taskArn"] for task in some], nextToken=token)


def describe_tasks(plane: Plane, request: Members) -> Json:
    """Up to a hundred tasks by id or ARN; what is not there is a failure."""
    store = plane.store
    cluster = store.cluster(request.text("cluster"))
    names = request.texts("tasks")
    if not names:
        raise invalid("Tasks cannot be empty.")
    if len(names) > _DESCRIBED:
        raise invalid(f"Tasks cannot have more than {_DESCRIBED} elements.")
    tags = "TAGS" in request.texts("include")
    found: list[Json] = []
    failures: list[Json] = []
    for name in dict.fromkeys(names):
        task = store.find_task(cluster, name)
        if task is not None:
            found.append(_shown(task, tags=tags))
        else:
            arn = name if name.startswith("arn:") else store.arns.of("task", cluster.name, name)
            failures.append({"arn": arn, "reason": "MISSING"})
    return {"tasks": found, "failures": failures}


def _run(plane: Plane, cluster: Cluster, request: Members, failures: list[Json]) -> list[str]:
    store = plane.store
    _refuse(request)
    definition = store.active_definition(request.text("taskDefinition") or "")
    check_tags(request.jsons("tags"))
    place = placement(store, cluster, definition, request)
    if request.flag("enableExecuteCommand"):
        role = request.members("overrides").text("taskRoleArn")
        check_exec(definition, role, "The task couldn't be run")
    tags = _propagated(request, cluster, definition)
    plan = Launch(
        cluster=cluster,
        definition=definition,
        placement=place,
        group=_group(request, definition),
        started_by=request.text("startedBy"),
        exec_enabled=bool(request.flag("enableExecuteCommand")),
        tags=tags,
        overrides=_overrides(definition, request),
    )
    tasks: list[Task] = []
    held: dict[str, int] = {}
    for _ in range(request.number("count") or 1):
        provider = provider_for(place.strategy, held)
        if reason := why_not_placed(store, plan, provider):
            failures.append({"reason": reason})
            continue
        if provider is not None:
            held[provider] = held.get(provider, 0) + 1
        tasks.append(launch(store, plan, store.ids.chance.choice(place.subnets), provider))
    for task in tasks:
        plane.scheduler.lifecycle.start(task)
    return [task.arn for task in tasks]


def _refuse(request: Members) -> None:
    if request.raw.get("volumeConfigurations"):
        raise EcsError("UnsupportedFeatureException", "volumeConfigurations is not available in the local AWS.")
    refuse_placement(request)
    if len(request.text("startedBy") or "") > _MAX_STARTER:
        raise invalid(f"startedBy must not be longer than {_MAX_STARTER} characters.")
    if len(request.text("referenceId") or "") > _MAX_REASON:
        raise invalid(f"referenceId must not be longer than {_MAX_REASON} characters.")


def _group(request: Members, definition: TaskDefinition) -> str:
    group = request.text("group")
    if group is not None and group.startswith("service:"):
        raise invalid("The group name must not start with 'service:'.")
    return group or f"family:{definition.family}"


def _propagated(request: Members, cluster: Cluster, definition: TaskDefinition) -> list[Json]:
    if request.text("propagateTags") == "SERVICE":
        raise invalid("Invalid propagateTags value. SERVICE is not valid when running a task.")
    asked = request.jsons("tags")
    if request.text("propagateTags") == "TASK_DEFINITION":
        own = {tag.get("key") for tag in asked}
        asked = asked + [tag for tag in definition.tags if tag.get("key") not in own]
    if request.flag("enableECSManagedTags"):
        asked = [{"key": "aws:ecs:clusterName", "value": cluster.name}, *asked]
    return asked


def _overrides(definition: TaskDefinition, request: Members) -> Json:
    asked = request.members("overrides")
    if len(json.dumps(asked.raw)) > _MAX_OVERRIDES:
        raise invalid(f"Container Overrides length must be at most {_MAX_OVERRIDES}")
    for role in ("taskRoleArn", "executionRoleArn"):
        if not ROLE.fullmatch(asked.text(role) or "role"):
            raise client_error("Role is not valid")
    storage = asked.members("ephemeralStorage").number("sizeInGiB")
    if storage is not None and not 21 <= storage <= 200:
        raise invalid("Ephemeral storage size should be between 21 and 200 GiB.")
    names = {each.name for each in definition.containers}
    for override in asked.each("containerOverrides"):
        if override.text("name") not in names:
            raise invalid(
                f"Override for container named {override.text('name')} is not a container in the TaskDefinition."
            )
    overrides: Json = {"containerOverrides": [], "inferenceAcceleratorOverrides": [], **asked.raw}
    if "cpu" not in asked and "memory" not in asked:
        return overrides
    cpu = read_cpu(asked.text("cpu") or str(definition.wire["cpu"]))
    memory = read_memory(asked.text("memory") or str(definition.wire["memory"]))
    if cpu is None or memory is None or not is_size(cpu, memory):
        raise client_error(f"No Fargate configuration exists for given values: {cpu} CPU, {memory} memory.")
    return overrides | {"cpu": str(cpu), "memory": str(memory)}


def _filtered(tasks: list[Task], request: Members) -> list[Task]:
    family, starter = request.text("family"), request.text("startedBy")
    if request.text("launchType") not in (None, "FARGATE"):
        return []
    if family is not None:
        tasks = [task for task in tasks if task.definition.family == family]
    if starter is not None:
        tasks = [task for task in tasks if task.wire.get("startedBy") == starter]
    return tasks


def _shown(task: Task, *, tags: bool) -> Json:
    return {**task.wire, "tags": list(task.tags)} if tags and task.tags else task.wire


OPERATIONS: Operations = {
    "RunTask": run_task,
    "StopTask": stop_task,
    "ListTasks": list_tasks,
    "DescribeTasks": describe_tasks,
}
