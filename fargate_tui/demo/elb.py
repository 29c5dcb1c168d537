"""Elastic Load Balancing with the tasks behind it: moto keeps balancers and groups, we keep targets."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from xml.sax.saxutils import escape

from fargate_tui.demo.elb_checks import refused_balancer, taken, whole_balancer
from fargate_tui.demo.moto_thread import Moto
from fargate_tui.demo.ports import Subnet
from fargate_tui.demo.targets import Health, Target, TargetGroup, TaskTargets, read_target_groups
from fargate_tui.demo.wire import Answer, Call, Request, refusal, request_id, xml_answer

_NAMESPACE = "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/"


def answer_elb(
    call: Call, request: Request, targets: TaskTargets, subnets: Mapping[str, Subnet]
) -> Answer | Callable[[Moto], Answer]:
    """The answer to what concerns targets, and the job that answers everything else."""
    match call.operation:
        case "DescribeTargetHealth":
            return _describe_target_health(call, targets)
        case "RegisterTargets" | "DeregisterTargets":
            return _change_targets(call, targets)
        case "CreateLoadBalancer":
            if refused := refused_balancer(call, subnets):
                return refused
            request = replace(request, body=whole_balancer(call))
    if call.operation.startswith("Describe"):
        return lambda moto: moto.ask(request)
    return lambda moto: _change(moto, call, request, targets)


def _change(moto: Moto, call: Call, request: Request, targets: TaskTargets) -> Answer:
    if refused := taken(moto, call):
        return refused
    answer = moto.ask(request)
    targets.groups = read_target_groups(moto, call.region)
    return answer


def _describe_target_health(call: Call, targets: TaskTargets) -> Answer:
    group = targets.groups.get(call.parameters.get("TargetGroupArn", ""))
    if group is None:
        return _no_such_group(call)
    registered = {(target.ip, target.port): target for target in targets.targets(group.arn)}
    wanted = _named_targets(call.parameters, group) or list(registered)
    members = "".join(_member(group, key, registered.get(key), targets) for key in wanted)
    return xml_answer(
        f'<DescribeTargetHealthResponse xmlns="{_NAMESPACE}"><DescribeTargetHealthResult><TargetHealthDescriptions>'
        f"{members}</TargetHealthDescriptions></DescribeTargetHealthResult><ResponseMetadata><RequestId>{request_id()}"
        "</RequestId></ResponseMetadata></DescribeTargetHealthResponse>"
    )


def _member(group: TargetGroup, key: tuple[str, int], target: Target | None, targets: TaskTargets) -> str:
    ip, port = key
    health = Health("unused", "Target.NotRegistered") if target is None else targets.health(group, target)
    zone = f"<AvailabilityZone>{target.zone}</AvailabilityZone>" if target else ""
    reason = f"<Reason>{health.reason}</Reason>" if health.reason else ""
    description = f"<Description>{escape(health.description)}</Description>" if health.description else ""
    check_port = port if group.health_check_port == "traffic-port" else group.health_check_port
    return (
        f"<member><Target><Id>{escape(ip)}</Id><Port>{port}</Port>{zone}</Target><HealthCheckPort>{check_port}"
        f"</HealthCheckPort><TargetHealth><State>{health.state}</State>{reason}{description}</TargetHealth></member>"
    )


def _change_targets(call: Call, targets: TaskTargets) -> Answer:
    group = targets.groups.get(call.parameters.get("TargetGroupArn", ""))
    if group is None:
        return _no_such_group(call)
    for ip, port in _named_targets(call.parameters, group):
        if call.operation == "DeregisterTargets":
            targets.forget(group.arn, ip, port)
        else:
            # nothing of ours listens at an address that a person registers
            zone = min(group.zones, default="all")
            targets.register(group.arn, ip, port, zone, healthy=False, reason="Target.Timeout")
    return xml_answer(
        f'<{call.operation}Response xmlns="{_NAMESPACE}"><{call.operation}Result/><ResponseMetadata><RequestId>'
        f"{request_id()}</RequestId></ResponseMetadata></{call.operation}Response>"
    )


def _named_targets(parameters: Mapping[str, str], group: TargetGroup) -> list[tuple[str, int]]:
    places = (
        key.removesuffix(".Id") for key in parameters if key.startswith("Targets.member.") and key.endswith(".Id")
    )
    found = ((parameters[f"{place}.Id"], parameters.get(f"{place}.Port", "")) for place in places)
    return [(ip, int(port) if port.isdecimal() else group.port) for ip, port in found]


def _no_such_group(call: Call) -> Answer:
    arn = call.parameters.get("TargetGroupArn", "")
    return refusal(call, "TargetGroupNotFound", f"Target groups '{arn}' not found")
