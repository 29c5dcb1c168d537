"""Where to look for each kind of thing: what stands in front of tasks."""

from collections.abc import Mapping, Sequence

import msgspec

from fargate_tui.actions.action import Bench
from fargate_tui.actions.creating.there import There, first, otherwise, text, texts
from fargate_tui.fargate.arns import is_arn
from fargate_tui.fargate.drafts.creations import Creation, Ref, Request, filled, refs_of
from fargate_tui.fargate.errors import Invalid, NotFound
from fargate_tui.fargate.records import IpPermission, ListenerAction, ListenerRule, RuleCondition, SecurityGroup

FORWARD = "forward"


async def security_group(wanted: Creation, bench: Bench) -> There | None:
    """By its name in its VPC; what it lets in may still have to be said."""
    given = first(wanted)
    name, vpc = text(given, "GroupName", wanted.name), text(given, "VpcId")
    named = text(given, "GroupId")
    if named:
        return await _opened(wanted, named, bench)
    found = [each for each in await bench.aws.network.security_groups_named(name) if vpc in ("", each.vpc_id)]
    if len(found) > 1:
        raise Invalid(f"find security group {name}", "several VPCs have one of this name", "say of which VPC")
    if not found:
        return None
    group = found[0]
    left = tuple(each for each in wanted.requests[1:] if not lets_in(group, _in_itself(each, wanted, group)))
    return There(arn=group.group_id, id=group.group_id, name=name, left=left)


def _in_itself(request: Request, wanted: Creation, group: SecurityGroup) -> Request:
    """A request with the group's own id where it refers to the group."""
    own = {ref: group.group_id for ref in refs_of(request.parameters) if ref.step == wanted.step}
    try:
        parameters = filled(request.parameters, own)
    except KeyError:
        return request
    return msgspec.structs.replace(request, parameters=parameters) if isinstance(parameters, Mapping) else request


async def _opened(wanted: Creation, group_id: str, bench: Bench) -> There | None:
    """A group that was there before, where it is only opened; None while it is not open."""
    groups = await bench.aws.network.security_groups_by_id((group_id,))
    if not groups:
        raise NotFound(f"open security group {group_id}", "it does not exist")
    is_open = all(lets_in(groups[0], each) for each in wanted.requests)
    return There(arn=group_id, id=group_id, name=groups[0].group_name) if is_open else None


def lets_in(group: SecurityGroup, request: Request) -> bool:
    """Whether a group lets all in that a request wants it to."""
    wanted = permissions_of(request.parameters)
    return bool(wanted) and all(any(_covers(has, each) for has in group.ip_permissions) for each in wanted)


def permissions_of(parameters: Mapping[str, object]) -> list[IpPermission]:
    """The rules of a request; those that refer to a group that is not known yet are nowhere."""
    try:
        return msgspec.convert(parameters.get("IpPermissions") or [], list[IpPermission], strict=False)
    except msgspec.ValidationError:
        return []


def _covers(has: IpPermission, wanted: IpPermission) -> bool:
    same = (has.ip_protocol, has.from_port, has.to_port) == (wanted.ip_protocol, wanted.from_port, wanted.to_port)
    return (
        same
        and {each.cidr_ip for each in wanted.ip_ranges} <= {each.cidr_ip for each in has.ip_ranges}
        and {each.cidr_ipv6 for each in wanted.ipv6_ranges} <= {each.cidr_ipv6 for each in has.ipv6_ranges}
        and {each.group_id for each in wanted.user_id_group_pairs}
        <= {each.group_id for each in has.user_id_group_pairs}
        and {each.prefix_list_id for each in wanted.prefix_list_ids}
        <= {each.prefix_list_id for each in has.prefix_list_ids}
    )


async def load_balancer(wanted: Creation, bench: Bench) -> There | None:
    """By its name."""
    given = first(wanted)
    name = text(given, "Name", wanted.name)
    try:
        found = await bench.aws.elb.balancer_named(name)
    except NotFound:
        return None
    code = found.state.code if found.state else None
    subnets = sorted(each.subnet_id or "" for each in found.availability_zones)
    differs = otherwise((
        ("type", found.type, text(given, "Type")),
        ("scheme", found.scheme, text(given, "Scheme")),
        ("the list of subnets", subnets, _sorted(given, "Subnets")),
        ("the list of security groups", sorted(found.security_groups), _sorted(given, "SecurityGroups")),
    ))  # fmt: skip
    is_ready = code in (None, "active", "active_impaired")
    why = (found.state.reason if found.state else None) or code or ""
    return There(
        arn=found.load_balancer_arn, name=name, differs=differs, state="" if is_ready else why,
        is_failed=code == "failed",
    )  # fmt: skip


def _sorted(given: Mapping[str, object], name: str) -> list[str] | None:
    value = given.get(name)
    is_known = isinstance(value, list) and not any(isinstance(each, Ref) for each in value)
    return sorted(texts(given, name)) if is_known else None


async def target_group(wanted: Creation, bench: Bench) -> There | None:
    """By its name."""
    given = first(wanted)
    name = text(given, "Name", wanted.name)
    try:
        found = await bench.aws.elb.target_group_named(name)
    except NotFound:
        return None
    differs = otherwise((
        ("target type", found.target_type, text(given, "TargetType", "instance" if given else "")),
        ("protocol", found.protocol, text(given, "Protocol")),
        ("port", found.port, given.get("Port")),
        ("VPC", found.vpc_id, text(given, "VpcId")),
        ("health check path", found.health_check_path, text(given, "HealthCheckPath")),
    ))  # fmt: skip
    left = [each for each in wanted.requests[1:] if not await _is_set(found.target_group_arn, each, bench)]
    return There(arn=found.target_group_arn, name=name, differs=differs, left=tuple(left))


async def _is_set(arn: str, request: Request, bench: Bench) -> bool:
    """Whether the attributes of a target group are what a request wants them to be."""
    pairs = request.parameters.get("Attributes")
    if not isinstance(pairs, list):
        return True
    found = await bench.aws.elb.target_group_attributes(arn)
    return all(found.get(str(each["Key"])) == str(each["Value"]) for each in pairs)


async def listener(wanted: Creation, bench: Bench) -> There | None:
    """By its load balancer and its port."""
    given = first(wanted)
    balancer, port = text(given, "LoadBalancerArn"), text(given, "Port")
    if not wanted.requests:
        named, _, port = wanted.name.rpartition(":")
        balancer = named if is_arn(named) else (await bench.aws.elb.balancer_named(named)).load_balancer_arn
    if not balancer:
        return None
    found = next((each for each in await bench.aws.elb.listeners(balancer) if str(each.port) == port), None)
    if found is None:
        return None
    differs = otherwise([("protocol", found.protocol, text(given, "Protocol"))])
    differs += _leads_elsewhere(found.default_actions, given.get("DefaultActions"))
    return There(arn=found.listener_arn, name=wanted.name, differs=differs)


async def listener_rule(wanted: Creation, bench: Bench) -> There | None:
    """By its listener and its priority."""
    given = first(wanted)
    listener_arn = text(given, "ListenerArn")
    rules = await bench.aws.elb.rules(listener_arn) if listener_arn else ()
    found = next((each for each in rules if each.priority == text(given, "Priority")), None)
    if found is None:
        return None
    differs = _leads_elsewhere(found.actions, given.get("Actions"))
    if not _asks_the_same(found, given.get("Conditions")):
        differs += (f"priority {found.priority} is taken by another rule",)
    return There(arn=found.rule_arn, name=wanted.name, differs=differs)


def _asks_the_same(rule: ListenerRule, conditions: object) -> bool:
    try:
        wanted = msgspec.convert(conditions or [], list[RuleCondition], strict=False)
    except msgspec.ValidationError:
        return False
    has = {(each.field, tuple(sorted(each.wanted))) for each in rule.conditions}
    return has == {(each.field, tuple(sorted(each.wanted))) for each in wanted}


def _leads_elsewhere(actions: Sequence[ListenerAction], wanted: object) -> tuple[str, ...]:
    """Whether what is done with requests is not what is wanted, as far as target groups are concerned."""
    try:
        given = msgspec.convert(wanted or [], list[ListenerAction], strict=False)
    except msgspec.ValidationError:
        # It leads to a target group that does not exist yet.
        return ("it leads elsewhere",)
    if [each.type for each in given] != [each.type for each in actions] and given:
        return ("it does something else with requests",)
    is_so = all(has.share_of(group) for has, each in zip(actions, given, strict=False) for group in _groups(each))
    return () if is_so else ("it leads to another target group",)


def _groups(action: ListenerAction) -> list[str]:
    weighted = action.forward_config.target_groups if action.forward_config else ()
    named = [each.target_group_arn for each in weighted if each.weight != 0]
    return [each for each in (action.target_group_arn, *named) if each]
