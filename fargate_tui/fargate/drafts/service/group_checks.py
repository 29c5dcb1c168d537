"""The checks of the target group: its kind, its place, what leads to it, and who else registers there."""

from collections.abc import Iterator
from typing import Final

from fargate_tui.fargate.drafts.asked import of
from fargate_tui.fargate.drafts.checks import Check, Trouble, Unknown
from fargate_tui.fargate.drafts.facts import Facts
from fargate_tui.fargate.drafts.service.network_checks import unknown
from fargate_tui.fargate.drafts.service.plan import Plan
from fargate_tui.fargate.known import Known
from fargate_tui.fargate.records import TargetGroup

Found = Iterator[Trouble | Unknown]
GROUP: Final = "balancer.group"
OTHER: Final = "deployment.alternate"


def is_existing(plan: Plan) -> bool:
    """Whether the target group is one that there is."""
    return plan.draft.balancer.kind == "group"


def _chosen(plan: Plan, facts: Facts) -> Iterator[tuple[str, TargetGroup]]:
    """The fields with the target groups that they name, as far as these are known."""
    keys = [(GROUP, plan.draft.balancer.group)]
    if plan.draft.deployment.shifts:
        keys.append((OTHER, plan.draft.deployment.alternate))
    for field, key in keys:
        if (found := of(facts.target_groups, key.strip())) is not None:
            yield field, found


def _type(plan: Plan, facts: Facts) -> Found:
    name = plan.draft.balancer.group.strip()
    answer = facts.target_groups.get(name)
    if not name:
        yield Trouble(GROUP, "no target group is chosen", "choose one of type ip, or a new one")
    elif not isinstance(answer, Known):
        yield unknown(answer, GROUP, "whether there is such a target group")
    elif answer.value is None:
        yield Trouble(GROUP, f"there is no target group {name}", "choose one, or a new one")
    for field, group in _chosen(plan, facts):
        if group.target_type not in (None, "ip"):
            words = f"{group.target_group_name} is for targets of type {group.target_type}"
            yield Trouble(field, words, "tasks on Fargate need one of type ip")


def _vpc(plan: Plan, facts: Facts) -> Found:
    vpc = plan.draft.network.vpc.strip()
    yield from _unasked(plan, facts, "in which VPC the target group is")
    for field, group in _chosen(plan, facts):
        if group.vpc_id and group.vpc_id != vpc:
            words = f"{group.target_group_name} is in {group.vpc_id}, the tasks in {vpc or 'no VPC yet'}"
            yield Trouble(field, words, "choose one of the tasks' VPC")


def _unasked(plan: Plan, facts: Facts, what: str) -> Found:
    answer = facts.target_groups.get(plan.draft.balancer.group.strip())
    if plan.draft.balancer.group.strip() and not isinstance(answer, Known):
        yield unknown(answer, GROUP, what)


def _attached(plan: Plan, facts: Facts) -> Found:
    yield from _unasked(plan, facts, "whether a load balancer leads to it")
    for field, group in _chosen(plan, facts):
        if not group.load_balancer_arns:
            words = f"no load balancer leads to {group.target_group_name}: AWS refuses the service"
            yield Trouble(field, words, "let a listener or a rule forward to it, or choose another")


def _used(plan: Plan, facts: Facts) -> Found:
    yield from _unasked(plan, facts, "whether another service registers there")
    for field, group in _chosen(plan, facts):
        answer = facts.target_group_users.get(group.target_group_arn)
        if not isinstance(answer, Known):
            yield unknown(answer, field, f"whether another service uses {group.target_group_name}")
            continue
        others = [each for each in answer.value if each != plan.service_key]
        if others:
            words = f"{', '.join(others)} registers its tasks in {group.target_group_name} too: traffic would mix"
            yield Trouble(field, words, "a target group for each service")


_PROBE: Final = ("elasticloadbalancing:DescribeTargetGroups",)

GROUP_CHECKS: Final[tuple[Check[Plan], ...]] = (
    Check("P30", "BLOCK", "the target group is of type ip", _type, GROUP, _PROBE, is_existing),
    Check("P31", "BLOCK", "the target group is in the tasks' VPC", _vpc, GROUP, _PROBE, is_existing),
    Check("P32", "BLOCK", "a load balancer leads to the target group", _attached, GROUP, _PROBE, is_existing),
    # A warning in fargate.md; no service is wanted that answers for another one by turns.
    Check(
        "P46",
        "BLOCK",
        "no other service is in the target group",
        _used,
        GROUP,
        ("ecs:ListServices", "ecs:DescribeServices"),
        is_existing,
    ),
)
