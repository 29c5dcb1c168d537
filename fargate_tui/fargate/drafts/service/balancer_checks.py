"""The checks of what leads clients to the tasks (fargate.md §13.3)."""

import re
from collections.abc import Iterator
from typing import Final

from fargate_tui.fargate.drafts.checks import Check, Trouble, Unknown
from fargate_tui.fargate.drafts.facts import Facts
from fargate_tui.fargate.drafts.fields import words
from fargate_tui.fargate.drafts.service.filling import LONGEST_NAME, ports_of
from fargate_tui.fargate.drafts.service.group_checks import GROUP_CHECKS
from fargate_tui.fargate.drafts.service.network_checks import unknown
from fargate_tui.fargate.drafts.service.parts import APPLICATION, INTERNET, number
from fargate_tui.fargate.drafts.service.plan import Plan
from fargate_tui.fargate.drafts.service.rule_checks import RULE_CHECKS
from fargate_tui.fargate.known import Known
from fargate_tui.fargate.network.sides import side_of
from fargate_tui.fargate.records import Balancer

Found = Iterator[Trouble | Unknown]

_NAME: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?")
_OF_TYPE: Final = {APPLICATION: ("HTTP", "HTTPS"), "network": ("TCP", "TLS")}


def _is_any(plan: Plan) -> bool:
    return plan.draft.balancer.is_any


def _is_new(plan: Plan) -> bool:
    return plan.draft.balancer.is_new


def _has_new_target(plan: Plan) -> bool:
    return plan.draft.balancer.has_new_target


# -- zones -------------------------------------------------------------------------------------------------------------


def _two_zones(plan: Plan, _: Facts) -> Found:
    draft, field = plan.draft.balancer, "balancer.subnets"
    if not draft.subnet_ids:
        yield Trouble(field, "a load balancer needs subnets", "choose one in each zone of the tasks")
        return
    offered = plan.network.offered
    if not isinstance(offered, Known):
        yield unknown(offered, field, "in which zones the subnets are")
        return
    zones = {each.subnet_id: each.availability_zone or "" for each in offered.value}
    for each in draft.subnet_ids:
        if each not in zones:
            yield Trouble(field, f"{each} is no subnet of {plan.draft.network.vpc}", "all subnets are of one VPC")
            return
    chosen = [zones[each] for each in draft.subnet_ids]
    twice = next((zone for zone in chosen if chosen.count(zone) > 1), None)
    if twice is not None:
        yield Trouble(field, f"two subnets are in {twice}", "one subnet a zone")
    if draft.type == APPLICATION and len(set(chosen)) < 2:
        words_ = f"an application load balancer needs two zones, and this one is in {chosen[0]} only"
        yield Trouble(field, words_, "add a subnet of another zone")


def _same_zones(plan: Plan, _: Facts) -> Found:
    front = plan.front
    field = "balancer.subnets" if _is_new(plan) else "network.subnets"
    if not isinstance(front, Known):
        yield unknown(front, field, "in which zones the load balancer is")
        return
    if not isinstance(plan.network.offered, Known):
        yield unknown(plan.network.offered, field, "in which zones the tasks are")
        return
    for balancer in front.value.balancers:
        missing = _missing_zones(balancer, plan)
        if missing and balancer.availability_zones:
            said = f"{balancer.load_balancer_name} is not in {', '.join(missing)}, where tasks are: they stay unused"
            remedy = "add a subnet of it" if _is_new(plan) else "take subnets of its zones, or enable the zone there"
            yield Trouble(field, said, remedy)


def _missing_zones(balancer: Balancer, plan: Plan) -> list[str]:
    held = {each.zone_name for each in balancer.availability_zones}
    return [zone for zone in plan.network.zones if zone not in held]


def _scheme(plan: Plan, _: Facts) -> Found:
    draft = plan.draft.balancer
    if draft.scheme not in ("internet-facing", "internal"):
        words_ = "the scheme is not chosen: AWS would face it to the internet"
        yield Trouble("balancer.scheme", words_, "internet-facing or internal")
        return
    if draft.scheme != INTERNET:
        return
    if not isinstance(plan.around, Known):
        yield unknown(plan.around, "balancer.subnets", "whether clients of the internet reach it")
        return
    for each in draft.subnet_ids:
        side = side_of(plan.around.value, each)
        if side in ("private", "isolated"):
            words_ = f"it faces the internet, but {each} has no route to an internet gateway"
            yield Trouble("balancer.subnets", words_, "take public subnets, or make it internal")
        elif side == "not known":
            tables = plan.around.value.route_tables
            because = None if isinstance(tables, Known) else tables
            if because is not None:
                yield unknown(because, "balancer.subnets", f"whether clients of the internet reach {each}")


# -- names, protocols --------------------------------------------------------------------------------------------------


def _names(plan: Plan, facts: Facts) -> Found:
    draft = plan.draft.balancer
    if draft.is_new:
        yield from _name("balancer.name", draft.name.strip(), is_balancer=True)
        if not facts.owns("load-balancer", draft.name):
            yield from _taken("balancer.name", draft.name.strip(), facts.balancers.get(draft.name.strip()))
    yield from _name("balancer.target_name", draft.target_name.strip())
    if not facts.owns("target-group", draft.target_name):
        answer = facts.target_groups.get(draft.target_name.strip())
        yield from _taken("balancer.target_name", draft.target_name.strip(), answer)


def _name(field: str, name: str, *, is_balancer: bool = False) -> Found:
    if len(name) > LONGEST_NAME or not _NAME.fullmatch(name):
        words_ = f"{name} is no name" if name else "it has no name"
        yield Trouble(field, words_, f"1 to {LONGEST_NAME} letters, digits and -, no - at either end")
    elif is_balancer and name.startswith("internal-"):
        yield Trouble(field, "a name does not begin with internal-", "leave that out")


def _taken(field: str, name: str, answer: object) -> Found:
    if isinstance(answer, Known):
        if answer.value is not None:
            yield Trouble(field, f"{name} is taken in this Region", "give it another name")
    elif name:
        from fargate_tui.fargate.known import NotChecked

        yield unknown(answer if isinstance(answer, NotChecked) else None, field, f"whether {name} is free")


def _protocols(plan: Plan, facts: Facts) -> Found:
    draft = plan.draft.balancer
    kind = APPLICATION if plan.is_application else "network"
    if draft.target_protocol not in _OF_TYPE[kind]:
        words_ = f"{draft.target_protocol} is none of {' '.join(_OF_TYPE[kind])}"
        yield Trouble("balancer.target_protocol", words_, f"what {kind} load balancers speak")
    if not draft.is_new:
        return
    if draft.protocol not in _OF_TYPE[draft.type if draft.type in _OF_TYPE else APPLICATION]:
        yield Trouble("balancer.protocol", f"{draft.protocol} is not of {draft.type} load balancers", "choose another")
    if not 1 <= (number(draft.listener_port) or 0) <= 65535:
        yield Trouble("balancer.listener_port", f"{draft.listener_port or 'nothing'} is no port", "1 to 65535")
    if draft.is_encrypted:
        yield from _certificate(plan, facts)


def _certificate(plan: Plan, facts: Facts) -> Found:
    arn, field = plan.draft.balancer.certificate.strip(), "balancer.certificate"
    if not arn:
        yield Trouble(field, f"{plan.draft.balancer.protocol} needs a certificate", "choose one of ACM, or HTTP")
        return
    parts = arn.split(":")
    if len(parts) > 3 and facts.region and parts[3] != facts.region and parts[2] == "acm":
        yield Trouble(field, f"it is of {parts[3]}", f"a certificate of {facts.region}")
        return
    answer = facts.certificates.get(arn)
    if not isinstance(answer, Known):
        yield unknown(answer, field, "whether the certificate is issued")
    elif answer.value is None:
        yield Trouble(field, "there is no such certificate", "choose one of this Region")
    elif answer.value.status != "ISSUED":
        yield Trouble(field, f"the certificate is {answer.value.status}", "choose one that is ISSUED")


# -- container, number -------------------------------------------------------------------------------------------------


def _container(plan: Plan, _: Facts) -> Found:
    draft = plan.draft.balancer
    if not isinstance(plan.definition, Known):
        yield unknown(plan.definition, "balancer.container", "whether there is such a container and port")
        return
    ports = list(ports_of(plan.containers))
    names = [each.name for each in plan.containers]
    if draft.container.strip() not in names:
        words_ = f"there is no container {draft.container.strip() or 'chosen'}"
        yield Trouble("balancer.container", words_, f"one of {', '.join(filter(None, names))}" if names else "")
    elif (draft.container.strip(), number(draft.port)) not in ports:
        own = [str(port) for name, port in ports if name == draft.container.strip()]
        words_ = f"{draft.container} has no containerPort {draft.port}".rstrip()
        yield Trouble("balancer.port", words_, f"one of {', '.join(own)}" if own else "map a port in its definition")


def _clients(plan: Plan) -> bool:
    return bool(words(plan.draft.balancer.clients))


BALANCER_CHECKS: Final[tuple[Check[Plan], ...]] = (
    *GROUP_CHECKS,
    Check(
        "P33",
        "BLOCK",
        "an application load balancer is in two zones",
        _two_zones,
        "balancer.subnets",
        ("ec2:DescribeSubnets",),
        _is_new,
    ),
    Check(
        "P34",
        "BLOCK",
        "the load balancer is in all zones of the tasks",
        _same_zones,
        "balancer.subnets",
        ("elasticloadbalancing:DescribeLoadBalancers", "ec2:DescribeSubnets"),
        _is_any,
    ),
    Check(
        "P35",
        "BLOCK",
        "clients reach the load balancer",
        _scheme,
        "balancer.scheme",
        ("ec2:DescribeRouteTables",),
        _is_new,
    ),
    Check(
        "P37",
        "BLOCK",
        "names are free and well formed",
        _names,
        "balancer.target_name",
        ("elasticloadbalancing:DescribeLoadBalancers", "elasticloadbalancing:DescribeTargetGroups"),
        _has_new_target,
    ),
    Check(
        "P38",
        "BLOCK",
        "protocols fit, with a certificate where one is needed",
        _protocols,
        "balancer.protocol",
        ("acm:DescribeCertificate",),
        _has_new_target,
    ),
    Check("P39", "BLOCK", "container and port are of the task definition", _container, "balancer.port", (), _is_any),
    *RULE_CHECKS,
)
