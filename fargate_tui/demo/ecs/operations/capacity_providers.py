"""Capacity providers: the two of Fargate."""

from fargate_tui.demo.ecs.errors import invalid
from fargate_tui.demo.ecs.plane import Operations, Plane
from fargate_tui.demo.ecs.store import FARGATE_PROVIDERS
from fargate_tui.demo.ecs.wire import Json, Members


def describe_capacity_providers(plane: Plane, request: Members) -> Json:
    """FARGATE and FARGATE_SPOT, or those named."""
    if request.texts("capacityProviders") and "cluster" in request:
        raise invalid("Specify either capacityProviders or cluster, not both.")
    arns = plane.store.arns
    names = [plane.store.name_in("capacity-provider", name) for name in request.texts("capacityProviders")] or list(
        FARGATE_PROVIDERS
    )
    if "cluster" in request:
        names = plane.store.cluster(request.text("cluster")).providers
    found: list[Json] = [
        {
            "capacityProviderArn": arns.of("capacity-provider", name),
            "name": name,
            "status": "ACTIVE",
            "tags": [],
            "type": name,
        }
        for name in names
        if name in FARGATE_PROVIDERS
    ]
    failures: list[Json] = [
        {"arn": arns.of("capacity-provider", name), "reason": "MISSING"}
        for name in names
        if name not in FARGATE_PROVIDERS
    ]
    return {"capacityProviders": found, "failures": failures}


OPERATIONS: Operations = {"DescribeCapacityProviders": describe_capacity_providers}
