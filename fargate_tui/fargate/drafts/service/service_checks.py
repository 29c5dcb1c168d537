"""The checks of the service itself (fargate.md §13.4)."""

from collections.abc import Iterator
from typing import Final

from fargate_tui.fargate.drafts.checks import Check, Trouble, Unknown
from fargate_tui.fargate.drafts.facts import Facts
from fargate_tui.fargate.drafts.fields import ON
from fargate_tui.fargate.drafts.service.capacity_checks import capacity_found, platform_found, quota_found
from fargate_tui.fargate.drafts.service.deployment_checks import DEPLOYMENT_CHECKS
from fargate_tui.fargate.drafts.service.making import LINKED
from fargate_tui.fargate.drafts.service.network_checks import unknown
from fargate_tui.fargate.drafts.service.parts import NEW, NONE, decimal, number
from fargate_tui.fargate.drafts.service.plan import Plan
from fargate_tui.fargate.drafts.service.shells import exec_found
from fargate_tui.fargate.drafts.service.typed import NAME, tags_found
from fargate_tui.fargate.known import Known

Found = Iterator[Trouble | Unknown]


def _name(plan: Plan, facts: Facts) -> Found:
    name = plan.draft.name.strip()
    if not NAME.fullmatch(name):
        yield Trouble("name", f"{name} is no name" if name else "it has no name", "1 to 255 letters, digits, - and _")
        return
    answer = facts.services.get(plan.service_key)
    if plan.draft.cluster_is == NEW:
        return
    if not isinstance(answer, Known):
        yield unknown(answer, "name", f"whether {name} is free")
    elif answer.value is not None and not facts.owns("service", name):
        status = (answer.value.status or "").lower()
        yield Trouble("name", f"{name} is taken in {plan.draft.cluster}: it is {status}", "give it another name")


def _replica(_: Plan, __: Facts) -> Found:
    """What the draft cannot get wrong."""
    return iter(())


def _tags(plan: Plan, _: Facts) -> Found:
    more = plan.draft.more
    if more.managed_tags == ON and more.propagate == "NONE":
        words = "managed tags want tags of the service or of the task definition"
        yield Trouble("more.propagate", words, "SERVICE", level="BLOCK")
    elif more.propagate == "NONE":
        yield Trouble("more.propagate", "tasks get no tags: their cost is told by none", "SERVICE")
    yield from tags_found(more.tags, "more.tags")


def _exec(plan: Plan, facts: Facts) -> Found:
    yield from exec_found(plan.definition, facts, "more.execute")


def _scaled(plan: Plan, facts: Facts) -> Found:
    draft = plan.draft.scaling
    least, most, value = number(draft.minimum), number(draft.maximum), decimal(draft.value)
    if least is None:
        yield Trouble("scaling.minimum", f"{draft.minimum or 'nothing'} is no count", "0 or more", level="BLOCK")
    elif most is None or most < least:
        words = f"{draft.maximum or 'nothing'} is not {least} or more"
        yield Trouble("scaling.maximum", words, f"{least} or more", level="BLOCK")
    elif not least <= plan.count <= most:
        words = f"the count of {plan.count:,} is not within {least:,} to {most:,}: it will be changed at once"
        yield Trouble("scaling.minimum", words, "limits around the count")
    if value is None or value <= 0 or (draft.kind != "requests" and value > 100):
        yield Trouble("scaling.value", f"{draft.value or 'nothing'} is nothing to hold", "over 0 to 100", level="BLOCK")
    if draft.kind == "requests" and not (plan.draft.balancer.is_any and plan.is_application):
        words = "requests are counted by application load balancers only"
        yield Trouble("scaling.kind", words, "cpu or memory", level="BLOCK")
    answer = facts.scalable_targets.get(plan.service_key)
    if plan.draft.cluster_is == NEW:
        return
    if not isinstance(answer, Known):
        yield unknown(answer, "scaling.kind", "whether limits of that name are left of another service")
    elif answer.value is not None:
        words = f"limits of {answer.value.min_capacity} to {answer.value.max_capacity} are left of that name"
        yield Trouble("scaling.minimum", words, "they are replaced")


def _linked(_: Plan, facts: Facts) -> Found:
    answer = facts.roles.get(LINKED)
    if not isinstance(answer, Known):
        yield unknown(answer, "cluster", f"whether there is {LINKED}")


def _healthy(plan: Plan, _: Facts) -> Found:
    if not isinstance(plan.definition, Known):
        yield unknown(plan.definition, "balancer.kind", "whether a container has a health check")
    elif not any(each.health_check for each in plan.containers):
        words = "a task counts as healthy 40 s after its start, whatever it does"
        yield Trouble("balancer.kind", words, "a load balancer, or a container with a health check")


SERVICE_CHECKS: Final[tuple[Check[Plan], ...]] = (
    Check("P50", "BLOCK", "the name is free", _name, "name", ("ecs:DescribeServices",)),
    Check(
        "P51",
        "BLOCK",
        "the cluster has the capacity that is asked for",
        capacity_found,
        "cluster",
        ("ecs:DescribeClusters",),
    ),
    Check("P52", "BLOCK", "tasks are replicas: Fargate has no daemons", _replica, "count"),
    Check("P53", "BLOCK", "there is such a platform version", platform_found, "platform"),
    Check(
        "P54",
        "WARN",
        "the quota of vCPUs is enough",
        quota_found,
        "count",
        ("servicequotas:GetServiceQuota", "cloudwatch:GetMetricData"),
    ),
    *DEPLOYMENT_CHECKS,
    Check("P58", "WARN", "tasks get tags", _tags, "more.propagate"),
    Check(
        "P59",
        "WARN",
        "the task role lets shells in",
        _exec,
        "more.execute",
        ("iam:SimulatePrincipalPolicy",),
        lambda plan: plan.draft.more.execute == ON,
    ),
    Check(
        "P62",
        "WARN",
        "the count is within the limits of scaling",
        _scaled,
        "scaling.minimum",
        ("application-autoscaling:DescribeScalableTargets",),
        lambda plan: plan.draft.scaling.kind != NONE,
    ),
    Check("P63", "BLOCK", "ECS has its own role, or gets it", _linked, "cluster", ("iam:GetRole",)),
    Check(
        "P66",
        "WARN",
        "something tells whether a task works",
        _healthy,
        "balancer.kind",
        (),
        lambda plan: not plan.draft.balancer.is_any,
    ),
    # What is not of a draft stands here for the sake of the numbers: it applies to none.
    Check(
        "P64",
        "INFO",
        "a request that is sent again makes nothing twice (the actions' tests prove it)",
        _replica,
        "",
        (),
        lambda _: False,
    ),
    Check(
        "P65",
        "BLOCK",
        "what is deleted holds no tasks (the actions' tests prove it)",
        _replica,
        "",
        (),
        lambda _: False,
    ),
    Check(
        "P67",
        "BLOCK",
        "an Express service finds its cluster and its container (made by its own wizard)",
        _replica,
        "",
        (),
        lambda _: False,
    ),
)
