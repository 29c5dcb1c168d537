"""What a resource has to wait for though it does not refer to it."""

import re
from collections.abc import Mapping, Sequence

from fargate_tui.fargate.drafts.as_code.cloudformation_resources import Resource
from fargate_tui.fargate.drafts.as_code.yaml_text import Tagged
from fargate_tui.fargate.drafts.creations import Request, refs_of


def waits_for(resource: Resource, resources: Sequence[Resource]) -> list[str]:
    """The names of what it depends on."""
    request = resource.creation.requests[0]
    if resource.type == "AWS::ECS::Service":
        before = [each for each in resources if _is_before_service(each, request)]
    elif resource.type.startswith("AWS::ApplicationAutoScaling::") and "ScalingTargetId" not in resource.properties:
        parts = str(request.parameters.get("ResourceId", "")).split("/")
        services = (each for each in resources if each.type == "AWS::ECS::Service")
        before = [each for each in services if each.properties.get("ServiceName") in parts]
    else:
        return []
    referred = _referred(resource.properties)
    return [each.name for each in before if each.name not in referred]


def _is_before_service(other: Resource, request: Request) -> bool:
    if other.type in {"AWS::ElasticLoadBalancingV2::Listener", "AWS::ElasticLoadBalancingV2::ListenerRule"}:
        groups = {each.step for each in refs_of(request.parameters.get("loadBalancers", []))}
        return bool(groups & {each.step for each in refs_of(other.creation.requests[0].parameters)})
    if other.type == "AWS::IAM::ServiceLinkedRole":
        return True
    if other.type == "AWS::ECS::ClusterCapacityProviderAssociations":
        return other.creation.step in {each.step for each in refs_of(request.parameters)}
    return other.type.startswith("AWS::EC2::SecurityGroup") and "GroupId" in other.properties


def _referred(value: object) -> set[str]:
    """The resources that a value refers to."""
    if isinstance(value, Tagged):
        named = re.findall(r"\$\{(\w+)", value.argument) if value.name == "Sub" else [value.argument]
        return {each.partition(".")[0] for each in named}
    if isinstance(value, Mapping):
        return {name for each in value.values() for name in _referred(each)}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return {name for each in value for name in _referred(each)}
    return set()
