"""What stands before the tasks of a draft: load balancers, listeners, rules and the target group, made or yet to be."""

from typing import TYPE_CHECKING

from fargate_tui.fargate.drafts.asked import Answer, of, together
from fargate_tui.fargate.drafts.facts import Facts
from fargate_tui.fargate.drafts.fields import words
from fargate_tui.fargate.drafts.service.parts import LoadBalancerDraft, number, planned_id
from fargate_tui.fargate.known import Known
from fargate_tui.fargate.network import Entrance, Surroundings
from fargate_tui.fargate.records import (
    Balancer,
    Listener,
    ListenerAction,
    ListenerRule,
    Matcher,
    Record,
    RuleCondition,
    TargetGroup,
)
from fargate_tui.fargate.records.balancer import BalancerState, BalancerZone

if TYPE_CHECKING:
    from fargate_tui.fargate.drafts.service.draft import ServiceDraft


class Front(Record, frozen=True, kw_only=True):
    """What stands before the tasks; empty parts are those that there are not."""

    group: TargetGroup | None = None
    balancers: tuple[Balancer, ...] = ()
    listeners: tuple[Listener, ...] = ()
    rules: tuple[ListenerRule, ...] = ()
    """Those of the listeners, with the one that is planned."""
    entrance: Entrance | None = None
    """All of it, for the ways in; None where something of it does not exist."""


def front_of(draft: "ServiceDraft", facts: Facts) -> Answer[Front]:
    """What is known to stand before the tasks, as it will be."""
    match draft.balancer.kind:
        case "group":
            return _of_group(draft.balancer, facts)
        case "rule":
            return _of_rule(draft.balancer, draft.network.vpc.strip(), facts)
        case "new":
            return Known(_of_new(draft.balancer, draft.network.vpc.strip(), facts))
        case _:
            return Known(Front())


def _entered(draft: LoadBalancerDraft, front: Front) -> Front:
    group, port = front.group, number(draft.port)
    if group is None or port is None:
        return front
    entrance = Entrance(
        target_group_arn=group.target_group_arn,
        port=port,
        container=draft.container,
        group=Known(group),
        balancers=Known(front.balancers),
        listeners=Known(front.listeners),
        rules=Known(front.rules),
    )
    return Front(
        group=group,
        balancers=front.balancers,
        listeners=front.listeners,
        rules=front.rules,
        entrance=entrance,
    )


# -- an existing target group ------------------------------------------------------------------------------------------


def _of_group(draft: LoadBalancerDraft, facts: Facts) -> Answer[Front]:
    found = facts.target_groups.get(draft.group.strip())
    if not isinstance(found, Known):
        return found
    group = found.value
    if group is None:
        return Known(Front())
    balancers = together(facts.balancers.get(each) for each in group.load_balancer_arns)
    listeners = together(facts.listeners.get(each) for each in group.load_balancer_arns)
    if not isinstance(balancers, Known):
        return balancers
    if not isinstance(listeners, Known):
        return listeners
    standing = tuple(each for each in balancers.value if each)
    heard = tuple(each for one in listeners.value for each in one)
    return _with_rules(draft, group, standing, heard, facts)


def _with_rules(
    draft: LoadBalancerDraft,
    group: TargetGroup,
    balancers: tuple[Balancer, ...],
    listeners: tuple[Listener, ...],
    facts: Facts,
    planned: tuple[ListenerRule, ...] = (),
) -> Answer[Front]:
    asked = (each.listener_arn for each in listeners if not _is_of_network(each, balancers))
    rules = together(facts.rules.get(each) for each in asked)
    if not isinstance(rules, Known):
        return rules
    standing = tuple(each for one in rules.value for each in one)
    front = Front(group=group, balancers=balancers, listeners=listeners, rules=(*standing, *planned))
    return Known(_entered(draft, front))


def _is_of_network(listener: Listener, balancers: tuple[Balancer, ...]) -> bool:
    """Whether it has a default action only."""
    own = next((each for each in balancers if each.load_balancer_arn == listener.load_balancer_arn), None)
    return own is not None and own.type == "network"


# -- a new rule of an existing listener --------------------------------------------------------------------------------


def _of_rule(draft: LoadBalancerDraft, vpc: str, facts: Facts) -> Answer[Front]:
    found = facts.balancers.get(draft.balancer.strip())
    if not isinstance(found, Known):
        return found
    if found.value is None:
        return Known(Front(group=_group(draft, vpc, ())))
    balancer = found.value
    listeners = facts.listeners.get(balancer.load_balancer_arn)
    if not isinstance(listeners, Known):
        return listeners
    group = _group(draft, vpc, (balancer.load_balancer_arn,))
    own = tuple(each for each in listeners.value if is_listener(each, draft.listener))
    rule = tuple(_rule(draft, group, each) for each in own)
    return _with_rules(draft, group, (balancer,), own, facts, rule)


def is_listener(listener: Listener, typed: str) -> bool:
    """Whether a listener is the one that was typed, by ARN or port."""
    return typed.strip() in (listener.listener_arn, str(listener.port))


def listener_of(draft: LoadBalancerDraft, facts: Facts) -> Listener | None:
    """The existing listener that gets a rule, as far as it is known."""
    balancer = of(facts.balancers, draft.balancer.strip())
    found = of(facts.listeners, balancer.load_balancer_arn) if balancer else None
    return next((each for each in found or () if is_listener(each, draft.listener)), None)


def _rule(draft: LoadBalancerDraft, group: TargetGroup, listener: Listener) -> ListenerRule:
    return ListenerRule(
        rule_arn=planned_id(draft.target_name),
        listener_arn=listener.listener_arn,
        priority=draft.priority.strip(),
        conditions=tuple(
            RuleCondition(field=field, values=words(typed))
            for field, typed in (("host-header", draft.hosts), ("path-pattern", draft.paths))
            if words(typed)
        ),
        actions=(_forward(group),),
    )


# -- all of it new -----------------------------------------------------------------------------------------------------


def _of_new(draft: LoadBalancerDraft, vpc: str, facts: Facts) -> Front:
    arn = planned_id(draft.name)
    group = _group(draft, vpc, (arn,))
    around = of(facts.surroundings, vpc)
    balancer = Balancer(
        load_balancer_arn=arn,
        load_balancer_name=arn,
        scheme=draft.scheme or None,
        vpc_id=vpc,
        state=BalancerState(code="active"),
        type=draft.type,
        availability_zones=tuple(_zone(each, around) for each in draft.subnet_ids),
        security_groups=draft.group_ids,
    )
    listener = Listener(
        listener_arn=planned_id(f"{draft.name}:{draft.listener_port}"),
        load_balancer_arn=arn,
        port=number(draft.listener_port),
        protocol=draft.protocol,
        default_actions=(_forward(group),),
    )
    return _entered(draft, Front(group=group, balancers=(balancer,), listeners=(listener,)))


def _zone(subnet_id: str, around: Surroundings | None) -> BalancerZone:
    subnet = around.subnet(subnet_id) if around else None
    return BalancerZone(zone_name=subnet.availability_zone if subnet else None, subnet_id=subnet_id)


def _group(draft: LoadBalancerDraft, vpc: str, balancers: tuple[str, ...]) -> TargetGroup:
    health = draft.health
    return TargetGroup(
        target_group_arn=planned_id(draft.target_name),
        target_group_name=planned_id(draft.target_name),
        load_balancer_arns=balancers,
        protocol=draft.target_protocol,
        port=number(draft.port),
        vpc_id=vpc,
        target_type="ip",
        health_check_port="traffic-port",
        health_check_path=health.path,
        health_check_interval_seconds=number(health.interval),
        health_check_timeout_seconds=number(health.timeout),
        healthy_threshold_count=number(health.healthy),
        unhealthy_threshold_count=number(health.unhealthy),
        matcher=Matcher(http_code=health.matcher or None),
    )


def _forward(group: TargetGroup) -> ListenerAction:
    return ListenerAction(type="forward", target_group_arn=group.target_group_arn)
