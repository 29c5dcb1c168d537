"""What is wrong with a new rule of an existing listener."""

import re
from collections.abc import Iterator
from typing import Final

from fargate_tui.fargate.drafts.asked import of
from fargate_tui.fargate.drafts.checks import Trouble, Unknown
from fargate_tui.fargate.drafts.facts import Facts
from fargate_tui.fargate.drafts.fields import words
from fargate_tui.fargate.drafts.service.entering import listener_of
from fargate_tui.fargate.drafts.service.network_checks import unknown
from fargate_tui.fargate.drafts.service.parts import number
from fargate_tui.fargate.drafts.service.plan import Plan
from fargate_tui.fargate.known import Known
from fargate_tui.fargate.records import ListenerRule

Found = Iterator[Trouble | Unknown]
MOST_PRIORITY: Final = 50_000


def rule_found(plan: Plan, facts: Facts) -> Found:
    """What is wrong with where the rule is to stand, and with what it is for."""
    draft = plan.draft.balancer
    name, field = draft.balancer.strip(), "balancer.balancer"
    answer = facts.balancers.get(name)
    if not name:
        yield Trouble(field, "no load balancer is chosen", "choose one")
    elif not isinstance(answer, Known):
        yield unknown(answer, field, "whether there is such a load balancer")
    elif answer.value is None:
        yield Trouble(field, f"there is no load balancer {name}", "choose one that there is")
    elif answer.value.type == "network":
        yield Trouble(field, f"{name} is a network load balancer: its listeners have no rules", "choose another kind")
    elif answer.value.vpc_id and answer.value.vpc_id != plan.draft.network.vpc.strip():
        yield Trouble(field, f"{name} is in {answer.value.vpc_id}", "tasks are put into its VPC")
    else:
        yield from _at_listener(plan, facts)


def _at_listener(plan: Plan, facts: Facts) -> Found:
    draft = plan.draft.balancer
    balancer = of(facts.balancers, draft.balancer.strip())
    assert balancer is not None
    answer = facts.listeners.get(balancer.load_balancer_arn)
    if not isinstance(answer, Known):
        yield unknown(answer, "balancer.listener", "which listeners it has")
        return
    listener = listener_of(draft, facts)
    if listener is None:
        ports = ", ".join(str(each.port) for each in answer.value)
        yield Trouble("balancer.listener", "no listener is chosen", f"one of {ports}" if ports else "it has none")
        return
    if not words(draft.hosts) and not words(draft.paths):
        yield Trouble("balancer.paths", "a rule needs a host or a path", "for instance /api/*")
    elif len(words(draft.hosts)) + len(words(draft.paths)) > 5:
        yield Trouble("balancer.paths", "a rule has five values at most", "leave some out")
    rules = facts.rules.get(listener.listener_arn)
    if not isinstance(rules, Known):
        yield unknown(rules, "balancer.priority", "which priorities are free")
    else:
        yield from _at_priority(plan, rules.value)


def _at_priority(plan: Plan, rules: tuple[ListenerRule, ...]) -> Found:
    draft, field = plan.draft.balancer, "balancer.priority"
    own = number(draft.priority)
    if own is None or not 1 <= own <= MOST_PRIORITY:
        yield Trouble(field, f"{draft.priority or 'nothing'} is no priority", f"1 to {MOST_PRIORITY:,}")
        return
    taken = {number(each.priority or "") for each in rules}
    if own in taken and not plan.facts.owns("listener-rule", draft.target_name):
        free = next(each for each in range(own, own + len(taken) + 1) if each not in taken)
        yield Trouble(field, f"{own} is taken by another rule", f"{free} is free")
        return
    for rule in rules:
        before = number(rule.priority or "")
        if before is not None and before < own and _covers(rule, draft.hosts, draft.paths):
            words_ = f"rule {before} takes all that this one is for"
            yield Trouble(field, words_, f"a priority below {before}", level="WARN")


def _covers(rule: ListenerRule, hosts: str, paths: str) -> bool:
    """Whether all that fits the new rule fits this one before it."""
    own = {"host-header": words(hosts), "path-pattern": words(paths)}
    for condition in rule.conditions:
        wanted = own.get(condition.field or "", ())
        if not wanted or not all(any(_fits(each, pattern) for pattern in condition.wanted) for each in wanted):
            return False
    return bool(rule.conditions)


def _fits(value: str, pattern: str) -> bool:
    parts = (re.escape(each).replace(r"\?", ".") for each in pattern.split("*"))
    return re.fullmatch(".*".join(parts), value) is not None
