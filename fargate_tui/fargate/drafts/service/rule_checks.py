"""The checks of the way from listener to task: security groups, health checks, rules and their priorities."""

import re
from collections.abc import Iterator
from typing import Final

from fargate_tui.fargate.drafts.checks import Check, Trouble, Unknown
from fargate_tui.fargate.drafts.facts import Facts
from fargate_tui.fargate.drafts.fields import words
from fargate_tui.fargate.drafts.service.network_checks import group_name_found, unknown
from fargate_tui.fargate.drafts.service.parts import INTERNAL, number
from fargate_tui.fargate.drafts.service.plan import Plan
from fargate_tui.fargate.drafts.service.priority_checks import rule_found
from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.network.addresses import addresses

Found = Iterator[Trouble | Unknown]
_CODES: Final = re.compile(r"\d{3}(?:-\d{3})?(?:,\d{3}(?:-\d{3})?)*")


def _is_any(plan: Plan) -> bool:
    return plan.draft.balancer.is_any


def _has_new_target(plan: Plan) -> bool:
    return plan.draft.balancer.has_new_target


def _so(_: Plan, __: Facts) -> Found:
    """What the draft cannot get wrong."""
    return iter(())


def _chain(plan: Plan, facts: Facts) -> Found:
    draft = plan.draft
    field = _groups_field(plan)
    if draft.balancer.has_new_group:
        for each in words(draft.balancer.clients):
            if not addresses(each):
                yield Trouble("balancer.clients", f"{each} is no block of addresses", "for instance 203.0.113.0/24")
        vpc, name = draft.network.vpc.strip(), draft.balancer.group_name.strip()
        yield from group_name_found(name, vpc, facts, "balancer.group_name")
        if draft.network.has_new_group and name == draft.network.group_name.strip():
            yield Trouble("balancer.group_name", f"both security groups are called {name}", "give it another name")
    answer = plan.ways_in
    if not isinstance(answer, Known):
        yield unknown(answer, field, "whether the security groups let clients in")
        return
    told: set[str] = set()
    for path in answer.value:
        for hop in path.hops:
            if hop.name != "security group" or hop.verdict == "open" or hop.words in told:
                continue
            told.add(hop.words)
            if hop.verdict == "blocked":
                yield Trouble(field, hop.words, "let the container's port in from the load balancer's security group")
            else:
                yield unknown(NotChecked(why=hop.words, action=hop.action), field, "whether clients are let in")


def _groups_field(plan: Plan) -> str:
    """Where the security group is chosen that is in the way: a new one lets in what it has to."""
    draft = plan.draft.balancer
    if not plan.draft.network.has_new_group:
        return "network.groups"
    if draft.is_new:
        return "balancer.groups_are" if draft.has_new_group else "balancer.groups"
    return "balancer.balancer" if draft.kind == "rule" else "balancer.group"


def _preserved(plan: Plan, _: Facts) -> Found:
    for each in plan.balancers:
        if each.type == "network" and not each.security_groups:
            said = f"{each.load_balancer_name} has no security group: the tasks' own has to let in whoever may connect"
            field = "network.groups_are" if plan.draft.network.has_new_group else "network.groups"
            yield Trouble(field, said, "give a new network load balancer a security group")


def _health(plan: Plan, _: Facts) -> Found:
    draft, health = plan.draft.balancer, plan.draft.balancer.health
    ranges = (("interval", 5, 300), ("timeout", 2, 120), ("healthy", 2, 10), ("unhealthy", 2, 10))
    for name, least, most in ranges:
        typed = number(getattr(health, name))
        if typed is None or not least <= typed <= most:
            words_ = f"{getattr(health, name) or 'nothing'} is out of range"
            yield Trouble(f"balancer.health.{name}", words_, f"{least} to {most}", "BLOCK")
    interval, timeout = number(health.interval), number(health.timeout)
    if interval is not None and timeout is not None and timeout >= interval:
        words_ = f"a check takes up to {timeout} s, and the next begins after {interval} s"
        yield Trouble("balancer.health.timeout", words_, "less than the interval", level="BLOCK")
    if draft.target_protocol not in ("HTTP", "HTTPS"):
        return
    if not health.path.strip().startswith("/"):
        yield Trouble(
            "balancer.health.path", f"{health.path or 'nothing'} is no path", "it begins with /", level="BLOCK"
        )
    matcher, most = health.matcher.strip(), 499 if plan.is_application else 599
    codes = [int(each) for each in re.findall(r"\d{3}", matcher)]
    if matcher and (not _CODES.fullmatch(matcher) or not all(200 <= each <= most for each in codes)):
        words_ = f"{matcher} are no codes of 200 to {most}"
        yield Trouble("balancer.health.matcher", words_, "for instance 200-399", level="BLOCK")


def _grace(plan: Plan, _: Facts) -> Found:
    typed, field = plan.draft.more.grace.strip(), "more.grace"
    grace = number(typed) if typed else 0
    if grace is None or grace > 2_147_483_647:
        yield Trouble(field, f"{typed} is no number of seconds", "0 to 2147483647", level="BLOCK")
        return
    if not isinstance(plan.front, Known):
        yield unknown(plan.front, field, "how long the load balancer waits")
        return
    group = plan.target
    interval = (group.health_check_interval_seconds if group else None) or 30
    times = (group.unhealthy_threshold_count if group else None) or 2
    if grace < interval * times:
        words_ = f"a task that has not answered {interval * times} s after its start is killed"
        yield Trouble(field, words_, f"{interval * times} s or more, and its time to start")


def _delay(plan: Plan, _: Facts) -> Found:
    delay = number(plan.draft.balancer.delay)
    field = "balancer.delay"
    if delay is None or delay > 3600:
        yield Trouble(field, f"{plan.draft.balancer.delay or 'nothing'} is no number of seconds", "0 to 3600", "BLOCK")
    elif delay >= 300:
        yield Trouble(field, f"each deployment waits {delay} s for tasks that leave", "30 to 60 s while developing")


_LOOKED_UP: Final = ("ec2:DescribeSecurityGroups", "elasticloadbalancing:DescribeLoadBalancers")

RULE_CHECKS: Final[tuple[Check[Plan], ...]] = (
    Check(
        "P36",
        "WARN",
        "an internal load balancer has IPv4 addresses",
        _so,
        "balancer.scheme",
        (),
        lambda plan: plan.draft.balancer.is_new and plan.draft.balancer.scheme == INTERNAL,
    ),
    Check("P40", "BLOCK", "five target groups at most", _so, "balancer.kind", (), _is_any),
    Check(
        "P41",
        "BLOCK",
        "security groups let clients in as far as the task",
        _chain,
        "balancer.kind",
        _LOOKED_UP,
        _is_any,
    ),
    Check(
        "P42",
        "WARN",
        "a network load balancer has a security group",
        _preserved,
        "balancer.kind",
        ("elasticloadbalancing:DescribeLoadBalancers",),
        lambda plan: _is_any(plan) and not plan.is_application,
    ),
    Check("P43", "WARN", "the health check can be passed", _health, "balancer.health.path", (), _has_new_target),
    Check("P44", "WARN", "tasks have the time to become healthy", _grace, "more.grace", (), _is_any),
    Check("P45", "INFO", "tasks that leave do not hold deployments up", _delay, "balancer.delay", (), _has_new_target),
    Check(
        "P47",
        "BLOCK",
        "the rule's priority is free",
        rule_found,
        "balancer.priority",
        ("elasticloadbalancing:DescribeRules", "elasticloadbalancing:DescribeListeners"),
        lambda plan: plan.draft.balancer.kind == "rule",
    ),
)
