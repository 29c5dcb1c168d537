"""What is made of a service's draft, in the order in which it has to be made."""

from collections.abc import Iterator, Mapping
from typing import Final

from fargate_tui.fargate.drafts.asked import is_missing
from fargate_tui.fargate.drafts.creations import Creation, Ref, Request
from fargate_tui.fargate.drafts.fields import words
from fargate_tui.fargate.drafts.service.making_balancer import balancer_creations
from fargate_tui.fargate.drafts.service.making_scaling import scaling_creations
from fargate_tui.fargate.drafts.service.making_service import service_creation
from fargate_tui.fargate.drafts.service.parts import FARGATE, NEW, SPOT
from fargate_tui.fargate.drafts.service.plan import Plan
from fargate_tui.fargate.drafts.service.refs import group_ref
from fargate_tui.fargate.records import IpPermission

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
        yield _group(plan, draft.balancer.group_name, f"Clients of {draft.name}", described)
    if draft.network.has_new_group:
        entry = plan.entry
        described = f"lets the load balancer in on port {entry[0].from_port}" if entry else "lets nobody in"
        yield _group(plan, draft.network.group_name, f"Tasks of {draft.name}", described)


def _group(plan: Plan, name: str, description: str, described: str) -> Creation:
    planned = next(each for each in plan.network.planned if each.group_name == name)
    vpc = plan.draft.network.vpc.strip()
    asked = {"GroupName": name.strip(), "Description": description, "VpcId": vpc}
    requests = [Request(service="ec2", operation="CreateSecurityGroup", parameters=asked)]
    if planned.ip_permissions:
        own = Ref(step=f"security-group:{name.strip()}", attribute="id")
        entry = [_permission(plan, each) for each in planned.ip_permissions]
        parameters = {"GroupId": own, "IpPermissions": entry}
        requests.append(Request(service="ec2", operation="AuthorizeSecurityGroupIngress", parameters=parameters))
    return Creation(kind="security-group", name=name.strip(), words=described, requests=tuple(requests))


def _permission(plan: Plan, entry: IpPermission) -> Mapping[str, object]:
    found: dict[str, object] = {"IpProtocol": entry.ip_protocol, "FromPort": entry.from_port, "ToPort": entry.to_port}
    if entry.ip_ranges:
        found["IpRanges"] = [{"CidrIp": each.cidr_ip} for each in entry.ip_ranges]
    if entry.user_id_group_pairs:
        found["UserIdGroupPairs"] = [{"GroupId": group_ref(plan, each.group_id)} for each in entry.user_id_group_pairs]
    return found
