"""The checks of how a service changes its tasks."""

from collections.abc import Iterator
from typing import Final

from fargate_tui.fargate.arns import name_of
from fargate_tui.fargate.drafts.checks import Check, Trouble, Unknown
from fargate_tui.fargate.drafts.facts import Facts
from fargate_tui.fargate.drafts.fields import ON, words
from fargate_tui.fargate.drafts.service.hooks import hooks_of
from fargate_tui.fargate.drafts.service.network_checks import unknown
from fargate_tui.fargate.drafts.service.parts import CANARY, LINEAR, decimal, number
from fargate_tui.fargate.drafts.service.plan import Plan
from fargate_tui.fargate.known import Known

Found = Iterator[Trouble | Unknown]
LONGEST_BAKE: Final = 1440
"""Minutes."""
_PRINCIPAL: Final = "ecs.amazonaws.com"


def _room(plan: Plan, _: Facts) -> Found:
    draft = plan.draft.deployment
    least, most = number(draft.minimum), number(draft.maximum)
    if least is None or least > 100:
        yield Trouble("deployment.minimum", f"{draft.minimum or 'nothing'} is no percentage", "0 to 100")
    elif most is None or not 100 <= most <= 200:
        yield Trouble("deployment.maximum", f"{draft.maximum or 'nothing'} is no percentage", "100 to 200")
    elif plan.count and plan.count * most // 100 <= plan.fewest:
        said = f"{plan.fewest:,} of {plan.count:,} tasks are kept and {plan.count * most // 100:,} may run"
        yield Trouble("deployment.maximum", f"{said}: no new one can ever start", "a maximum of 200, or less minimum")


def _shift(plan: Plan, facts: Facts) -> Found:
    draft = plan.draft.deployment
    bake = number(draft.bake_time)
    if bake is None or bake > LONGEST_BAKE:
        said = "the bake time is missing" if not draft.bake_time.strip() else f"{draft.bake_time} are no minutes"
        yield Trouble("deployment.bake_time", said, f"0 to {LONGEST_BAKE:,} minutes: AWS wants it")
    yield from _pace(plan)
    for hook in hooks_of(draft.hooks):
        if not hook.is_well:
            yield Trouble("deployment.hooks", f"{hook.typed}: no hook", "STAGE pause MINUTES, or STAGE FUNCTION ROLE")
    if not plan.draft.balancer.is_any:
        yield Trouble(
            "balancer.kind", f"{draft.strategy} shifts the traffic of a load balancer", "choose one, or ROLLING"
        )
        return
    yield from _role(draft.role, "deployment.role", "shifts the traffic", facts)
    yield from _alternate(plan, facts)
    if plan.draft.balancer.kind == "group" and not draft.rule.strip().startswith("arn:"):
        yield Trouble(
            "deployment.rule", "the production rule is missing", "ARN of the rule that forwards to both groups"
        )
    if draft.test_rule.strip() and not draft.test_rule.strip().startswith("arn:"):
        yield Trouble("deployment.test_rule", f"{draft.test_rule} is no ARN", "ARN of a rule, or nothing")


def _pace(plan: Plan) -> Found:
    draft = plan.draft.deployment
    if draft.strategy == LINEAR:
        yield from _within("deployment.step_percent", decimal(draft.step_percent), 3, 100)
        yield from _within("deployment.step_bake", number(draft.step_bake), 0, LONGEST_BAKE)
    if draft.strategy == CANARY:
        yield from _within("deployment.canary_percent", decimal(draft.canary_percent), 0.1, 100)
        yield from _within("deployment.canary_bake", number(draft.canary_bake), 0, LONGEST_BAKE)


def _within(field: str, value: float | None, least: float, most: float) -> Found:
    if value is None or not least <= value <= most:
        yield Trouble(field, "it is no number of its range", f"{least:g} to {most:,g}")


def _role(typed: str, field: str, does: str, facts: Facts) -> Found:
    """What is wrong with an infrastructure role."""
    typed = typed.strip()
    if not typed:
        said = f"the infrastructure role is missing: with it ECS {does}"
        yield Trouble(field, said, f"a role that trusts {_PRINCIPAL}")
        return
    answer = facts.roles.get(name_of(typed))
    if not isinstance(answer, Known):
        yield unknown(answer, field, "whether there is such a role")
    elif answer.value is None:
        yield Trouble(field, f"there is no role {name_of(typed)}", f"choose one that trusts {_PRINCIPAL}")
    elif _PRINCIPAL not in (*answer.value.trusts, *answer.value.trusts_if):
        yield Trouble(field, f"{name_of(typed)} does not trust {_PRINCIPAL}", "ECS could not take it on")


def _alternate(plan: Plan, facts: Facts) -> Found:
    named, field = plan.draft.deployment.alternate.strip(), "deployment.alternate"
    draft = plan.draft.balancer
    own = draft.target_name if draft.has_new_target else draft.group
    if not named or named == own.strip():
        yield Trouble(field, "a second target group is missing", "the two change places with each deployment")
        return
    answer = facts.target_groups.get(named)
    if not isinstance(answer, Known):
        yield unknown(answer, field, f"whether there is a target group {named}")
    elif answer.value is None and not draft.has_new_target:
        yield Trouble(field, f"there is no target group {named}", "choose one")
    elif answer.value is not None and draft.has_new_target and not facts.owns("target-group", named):
        yield Trouble(field, f"{named} is taken in this Region", "give it another name")


def _breaker(plan: Plan, facts: Facts) -> Found:
    draft = plan.draft.deployment
    if not draft.shifts and draft.breaker != ON:
        said = "without the circuit breaker a deployment whose tasks fail goes on for ever"
        yield Trouble("deployment.breaker", said, "on, with rollback")
    elif not draft.shifts and draft.rollback != ON:
        yield Trouble("deployment.rollback", "a deployment that fails leaves nothing that runs", "on")
    for name in words(draft.alarms):
        answer = facts.alarms.get(name)
        if not isinstance(answer, Known):
            yield unknown(answer, "deployment.alarms", f"whether there is an alarm {name}")
        elif answer.value is None:
            yield Trouble("deployment.alarms", f"there is no alarm {name}", "choose one", level="BLOCK")
        elif answer.value.state_value == "ALARM":
            yield Trouble("deployment.alarms", f"{name} is in ALARM now", "no deployment succeeds until it is not")


def _rebalancing(plan: Plan, _: Facts) -> Found:
    draft = plan.draft.deployment
    if not draft.shifts and (number(draft.maximum) or 0) <= 100:
        said = "zones are not balanced with a maximum of 100 %: nothing may start beside"
        yield Trouble("more.rebalancing", said, "off, or a maximum over 100")


def _volume(plan: Plan, facts: Facts) -> Found:
    if not isinstance(plan.definition, Known):
        yield unknown(plan.definition, "definition", "whether a volume is configured at launch")
        return
    if len(plan.volumes) > 1:
        yield Trouble("definition", f"{', '.join(plan.volumes)}: a task has one such volume", "leave one to the launch")
    if not plan.volumes:
        return
    yield from _within("more.volume_size", number(plan.draft.more.volume_size), 1, 65_536)
    yield from _role(plan.draft.more.volume_role, "more.volume_role", "makes the volumes", facts)


DEPLOYMENT_CHECKS: Final[tuple[Check[Plan], ...]] = (
    Check(
        "P55",
        "BLOCK",
        "a deployment can start a task",
        _room,
        "deployment.maximum",
        (),
        lambda plan: not plan.draft.deployment.shifts,
    ),
    Check(
        "P56",
        "BLOCK",
        "the traffic can be shifted",
        _shift,
        "deployment.bake_time",
        ("elasticloadbalancing:DescribeRules", "iam:GetRole"),
        lambda plan: plan.draft.deployment.shifts,
    ),
    Check(
        "P57",
        "WARN",
        "a deployment that fails is rolled back",
        _breaker,
        "deployment.breaker",
        ("cloudwatch:DescribeAlarms",),
    ),
    Check("P60", "BLOCK", "volumes are configured", _volume, "definition", ("iam:GetRole",)),
    Check(
        "P61",
        "WARN",
        "zones can be balanced",
        _rebalancing,
        "more.rebalancing",
        (),
        lambda plan: plan.draft.more.rebalancing == ON,
    ),
)
