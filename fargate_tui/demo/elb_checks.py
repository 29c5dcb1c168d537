"""What Elastic Load Balancing refuses of a new load balancer, and moto does not; in AWS's words."""

import re
from collections.abc import Mapping
from urllib.parse import urlencode

from fargate_tui.demo.moto_thread import Moto, Refused
from fargate_tui.demo.ports import Subnet
from fargate_tui.demo.wire import Answer, Call, refusal

_NAME = re.compile(r"[A-Za-z0-9-]+")
_LONGEST = 32


def refused_balancer(call: Call, subnets: Mapping[str, Subnet]) -> Answer | None:
    """The refusal of a CreateLoadBalancer; None where moto may make it."""
    if message := _about_name(call.parameters.get("Name", "")):
        return refusal(call, "ValidationError", message)
    zones = [subnets[each].availability_zone for each in _subnets(call.parameters) if each in subnets]
    if len(zones) > len(set(zones)):
        message = "A load balancer cannot be attached to multiple subnets in the same Availability Zone"
        return refusal(call, "InvalidConfigurationRequest", message)
    if call.parameters.get("Type", "application") == "application" and len(zones) == 1:
        message = "At least two subnets in two different Availability Zones must be specified"
        return refusal(call, "ValidationError", message)
    return None


def whole_balancer(call: Call) -> bytes:
    """The body of a CreateLoadBalancer with what AWS takes for what it leaves out, and moto does not."""
    return urlencode({"Scheme": "internet-facing", **call.parameters}).encode()


def taken(moto: Moto, call: Call) -> Answer | None:
    """The refusal of what has a name, or a port, that is taken; None where it is free."""
    if call.operation == "CreateListener":
        of = {"LoadBalancerArn": call.parameters.get("LoadBalancerArn", "")}
        ports = _texts(moto, call.region, "DescribeListeners", of, ".//Listeners/member/Port")
        if call.parameters.get("Port") in ports:
            message = f"A listener already exists on this port for this load balancer '{of['LoadBalancerArn']}'"
            return refusal(call, "DuplicateListener", message)
    if call.operation == "CreateLoadBalancer":
        name = call.parameters.get("Name", "")
        names = _texts(moto, call.region, "DescribeLoadBalancers", {}, ".//LoadBalancers/member/LoadBalancerName")
        if name in names:
            message = f"A load balancer with the same name '{name}' exists, but with different settings"
            return refusal(call, "DuplicateLoadBalancerName", message)
    return None


def _texts(moto: Moto, region: str, action: str, parameters: Mapping[str, str], path: str) -> set[str]:
    try:
        found = moto.query(region, "elasticloadbalancing", action, parameters).findall(path)
    except Refused:
        return set()
    return {each.text or "" for each in found}


def _about_name(name: str) -> str:
    if len(name) > _LONGEST:
        return f"The load balancer name '{name}' cannot be longer than '{_LONGEST}' characters"
    if not _NAME.fullmatch(name):
        allowed = "characters that are alphanumeric characters and hyphens(-)"
        return f"The load balancer name '{name}' can only contain {allowed}"
    if name.startswith("-") or name.endswith("-"):
        return f"The load balancer name '{name}' cannot begin or end with hyphen(-)"
    if name.startswith("internal-"):
        return f"The load balancer name '{name}' cannot begin with 'internal-'"
    return ""


def _subnets(parameters: Mapping[str, str]) -> list[str]:
    plain = [value for key, value in parameters.items() if key.startswith("Subnets.member.")]
    return plain or [value for key, value in parameters.items() if re.fullmatch(r"SubnetMappings\..*\.SubnetId", key)]
