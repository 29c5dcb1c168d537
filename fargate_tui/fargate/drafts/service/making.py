"""What is made of a service's draft, in the order in which it has to be made."""

from collections.abc import Iterator
from typing import Final

from fargate_tui.fargate.drafts.asked import is_missing
from fargate_tui.fargate.drafts.creations import Creation, Request
from fargate_tui.fargate.drafts.fields import words
from fargate_tui.fargate.drafts.service.making_balancer import balancer_creations
from fargate_tui.fargate.drafts.service.making_group import group_creation
from fargate_tui.fargate.drafts.service.making_scaling import scaling_creations
from fargate_tui.fargate.drafts.service.making_service import service_creation
from fargate_tui.fargate.drafts.service.parts import FARGATE, NEW, SPOT
from fargate_tui.fargate.drafts.service.plan import Plan

LINKED: Final = "AWSServiceRoleForECS"
"""The role by which ECS makes network interfaces and registers targets."""


def creations_of(plan: Plan) -> Iterator[Creation]:
    """Whatever a creation refers to comes before it."""
    if is_missing(plan.facts.roles, LINKED):
        yield linked_role()
    if plan.draft.cluster_is == NEW:
        yield _cluster(plan.draft.cluster.strip())
    yield from _groups(plan)
    yield from balancer_creations(plan)
    yield service_creation(plan)
    yield from scaling_creations(plan)


def linked_role() -> Creation:
    """The service-linked role of ECS."""
    request = Request(
        service="iam", operation="CreateServiceLinkedRole", parameters={"AWSServiceName": "ecs.amazonaws.com"}
    )
    words = "ECS's own role: network interfaces, targets"
    return Creation(kind="role", name=LINKED, words=words, requests=(request,))


def _cluster(name: str) -> Creation:
    parameters = {
        "clusterName": name,
        "capacityProviders": [FARGATE, SPOT],
        "defaultCapacityProviderStrategy": [{"capacityProvider": FARGATE, "weight": 1}],
    }
    request = Request(service="ecs", operation="CreateCluster", parameters=parameters)
    return Creation(kind="cluster", name=name, words="with FARGATE and FARGATE_SPOT", requests=(request,))


def _groups(plan: Plan) -> Iterator[Creation]:
    draft = plan.draft
    if draft.balancer.has_new_group:
        port = draft.balancer.listener_port.strip()
        described = f"lets {', '.join(words(draft.balancer.clients))} in on port {port}"
        yield group_creation(plan.network, draft.balancer.group_name, f"Clients of {draft.name}", described)
    if draft.network.has_new_group:
        entry = plan.entry
        described = f"lets the load balancer in on port {entry[0].from_port}" if entry else "lets nobody in"
        yield group_creation(plan.network, draft.network.group_name, f"Tasks of {draft.name}", described)
