"""Tags of clusters, services, tasks and task definitions."""

from fargate_tui.demo.ecs.errors import invalid
from fargate_tui.demo.ecs.plane import Operations, Plane
from fargate_tui.demo.ecs.records import Cluster, Service, Task, TaskDefinition
from fargate_tui.demo.ecs.store import Store
from fargate_tui.demo.ecs.validation import check_tags
from fargate_tui.demo.ecs.wire import Json, Members

Tagged = Cluster | Service | Task | TaskDefinition


def tag_resource(plane: Plane, request: Members) -> Json:
    """Add tags, or change those whose keys are there."""
    tagged = _find(plane.store, request.text("resourceArn") or "")
    asked = request.jsons("tags")
    keys = {tag.get("key") for tag in asked}
    tags = [tag for tag in tagged.tags if tag.get("key") not in keys] + asked
    check_tags(asked)
    check_tags([tag for tag in tags if not str(tag.get("key")).startswith("aws:")])
    tagged.tags = tags
    return {}


def untag_resource(plane: Plane, request: Members) -> Json:
    """Remove tags by key."""
    tagged = _find(plane.store, request.text("resourceArn") or "")
    keys = set(request.texts("tagKeys"))
    tagged.tags = [tag for tag in tagged.tags if tag.get("key") not in keys]
    return {}


def list_tags_for_resource(plane: Plane, request: Members) -> Json:
    """The tags of a resource."""
    return {"tags": list(_find(plane.store, request.text("resourceArn") or "").tags)}


def _find(store: Store, arn: str) -> Tagged:
    found = _in_cluster(store, arn) or _top(store, arn)
    if found is None:
        raise invalid("The specified resource is not found. Verify the resource ARN and try again.")
    return found


def _top(store: Store, arn: str) -> Cluster | TaskDefinition | None:
    if store.arns.path("cluster", arn) is not None:
        return store.find_cluster(arn)
    return store.find_definition(arn) if store.arns.path("task-definition", arn) is not None else None


def _in_cluster(store: Store, arn: str) -> Service | Task | None:
    for kind in ("service", "task"):
        path = store.arns.path(kind, arn)
        cluster = store.clusters.get(path[0]) if path is not None and len(path) == 2 else None
        if cluster is not None:
            return store.find_service(cluster, arn) if kind == "service" else store.find_task(cluster, arn)
    return None


OPERATIONS: Operations = {
    "TagResource": tag_resource,
    "UntagResource": untag_resource,
    "ListTagsForResource": list_tags_for_resource,
}
