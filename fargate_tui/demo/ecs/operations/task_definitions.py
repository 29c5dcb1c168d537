"""Task definitions."""

from bisect import insort
from datetime import timedelta

from fargate_tui.demo.ecs.definitions import make_definition
from fargate_tui.demo.ecs.errors import client_error, invalid
from fargate_tui.demo.ecs.paging import page
from fargate_tui.demo.ecs.plane import Operations, Plane
from fargate_tui.demo.ecs.records import Cluster, TaskDefinition
from fargate_tui.demo.ecs.store import Store
from fargate_tui.demo.ecs.validation import check_name, check_tags
from fargate_tui.demo.ecs.wire import Json, Members, epoch, without_none

_DELETED = 10
_LOOKED_AGAIN = timedelta(minutes=5)


def register_task_definition(plane: Plane, request: Members) -> Json:
    """Make the next revision of a family."""
    family = request.text("family") or ""
    if not family:
        raise client_error("Family should not be null or empty.")
    check_name(family, "Family")
    check_tags(request.jsons("tags"))
    definition = make_definition(plane.store, request)
    plane.store.families.setdefault(family, []).append(definition)
    return _with_tags(definition, shown=bool(definition.tags))


def deregister_task_definition(plane: Plane, request: Members) -> Json:
    """Make a revision INACTIVE."""
    definition = _revision(plane.store, request.text("taskDefinition") or "")
    if definition.status == "ACTIVE":
        now = epoch(plane.store.clock.now())
        definition.wire = {**definition.wire, "status": "INACTIVE", "deregisteredAt": now}
    return {"taskDefinition": definition.wire}


def delete_task_definitions(plane: Plane, request: Members) -> Json:
    """Delete INACTIVE revisions; they stay DELETE_IN_PROGRESS while services or tasks use them."""
    names = request.texts("taskDefinitions")
    if not names:
        raise invalid("taskDefinitions cannot be empty.")
    if len(names) > _DELETED:
        raise invalid(f"taskDefinitions cannot have more than {_DELETED} elements.")
    deleted: list[Json] = []
    failures: list[Json] = []
    for name in names:
        definition = plane.store.find_definition(name) if ":" in name else None
        if definition is None:
            failures.append({"arn": name, "reason": "MISSING"})
        elif definition.status == "ACTIVE":
            detail = "The specified task definition is still in ACTIVE status. Please deregister it first."
            failures.append({"arn": definition.arn, "reason": detail})
        else:
            now = epoch(plane.store.clock.now())
            definition.wire = {**definition.wire, "status": "DELETE_IN_PROGRESS", "deleteRequestedAt": now}
            deleted.append(definition.wire)
            _delete_once_unused(plane.store, definition)
    return {"taskDefinitions": deleted, "failures": failures}


def describe_task_definition(plane: Plane, request: Members) -> Json:
    """A revision, or the newest ACTIVE one of a family."""
    definition = plane.store.find_definition(request.text("taskDefinition") or "")
    if definition is None:
        raise client_error("Unable to describe task definition.")
    return _with_tags(definition, shown="TAGS" in request.texts("include"))


def list_task_definitions(plane: Plane, request: Members) -> Json:
    """ARNs of revisions of one status, by family and revision."""
    status = request.text("status") or "ACTIVE"
    prefix = request.text("familyPrefix")
    families = [prefix] if prefix is not None else sorted(plane.store.families)
    found = [
        definition
        for family in families
        for definition in plane.store.families.get(family, ())
        if definition.status == status
    ]
    descending = request.text("sort") == "DESC"
    if descending:
        found.reverse()
    some, token = page(found, lambda one: (one.family, one.revision), request, descending=descending)
    return without_none(taskDefinitionArns=[one.arn for one in some], nextToken=token)


def list_task_definition_families(plane: Plane, request: Members) -> Json:
    """Families by name; ACTIVE ones have an ACTIVE revision, INACTIVE ones have none."""
    status = request.text("status") or "ACTIVE"
    prefix = request.text("familyPrefix") or ""
    found: list[str] = []
    for family, revisions in plane.store.families.items():
        active = any(one.status == "ACTIVE" for one in revisions)
        if family.startswith(prefix) and status in ("ALL", "ACTIVE" if active else "INACTIVE"):
            insort(found, family)
    some, token = page(found, lambda family: (family, 0), request)
    return without_none(families=list(some), nextToken=token)


def _delete_once_unused(store: Store, definition: TaskDefinition) -> None:
    """Look every five minutes whether anything still uses the revision; once nothing does it is gone."""

    def look() -> None:
        if any(_uses(cluster, definition) for cluster in store.clusters.values()):
            store.clock.at(store.clock.now() + _LOOKED_AGAIN, look)
        else:
            definition.wire = {**definition.wire, "status": "DELETED"}

    store.clock.at(store.clock.now() + _LOOKED_AGAIN, look)


def _uses(cluster: Cluster, definition: TaskDefinition) -> bool:
    tasks = (*cluster.alive.values(), *cluster.ended.values())
    return any(task.definition is definition and task.status != "STOPPED" for task in tasks) or any(
        deployment.revision.definition is definition
        for service in cluster.services.values()
        for deployment in service.deployments
    )


def _revision(store: Store, name: str) -> TaskDefinition:
    if ":" not in store.name_in("task-definition", name):
        raise client_error("Invalid revision number. Number: null")
    definition = store.find_definition(name)
    if definition is None:
        raise client_error("The specified task definition does not exist.")
    return definition


def _with_tags(definition: TaskDefinition, *, shown: bool) -> Json:
    answer: Json = {"taskDefinition": definition.wire}
    if shown:
        answer["tags"] = list(definition.tags)
    return answer


OPERATIONS: Operations = {
    "RegisterTaskDefinition": register_task_definition,
    "DeregisterTaskDefinition": deregister_task_definition,
    "DeleteTaskDefinitions": delete_task_definitions,
    "DescribeTaskDefinition": describe_task_definition,
    "ListTaskDefinitions": list_task_definitions,
    "ListTaskDefinitionFamilies": list_task_definition_families,
}
