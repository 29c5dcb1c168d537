"""The checks of the service itself (fargate.md §13.4)."""

from collections.abc import Iterator
from typing import Final

from fargate_tui.fargate.drafts.asked import of
from fargate_tui.fargate.drafts.checks import Check, Trouble, Unknown
from fargate_tui.fargate.drafts.facts import Facts
from fargate_tui.fargate.drafts.fields import ON
from fargate_tui.fargate.drafts.service.deployment_checks import DEPLOYMENT_CHECKS
from fargate_tui.fargate.drafts.service.making import LINKED
from fargate_tui.fargate.drafts.service.network_checks import unknown
from fargate_tui.fargate.drafts.service.parts import DEFAULT, FARGATE, NEW, NONE, SPOT, STRATEGY, decimal, number
from fargate_tui.fargate.drafts.service.plan import Plan
from fargate_tui.fargate.drafts.service.quotas import ON_DEMAND, SPOT_QUOTA
from fargate_tui.fargate.drafts.service.shells import exec_found
from fargate_tui.fargate.drafts.service.typed import NAME, strategy_found, tags_found
from fargate_tui.fargate.known import Known
from fargate_tui.fargate.records import TaskDefinition
from fargate_tui.fargate.strategies import split

Found = Iterator[Trouble | Unknown]


def _name(plan: Plan, facts: Facts) -> Found:
    name = plan.draft.name.strip()
    if not NAME.fullmatch(name):
        yield Trouble("name", f"{name or 'nothing'} is no name", "1 to 255 letters, digits, - and _")
        return
    answer = facts.services.get(plan.service_key)
    if plan.draft.cluster_is == NEW:
        return
    if not isinstance(answer, Known):
        yield unknown(answer, "name", f"whether {name} is free")
    elif answer.value is not None:
        status = (answer.value.status or "").lower()
        yield Trouble("name", f"{name} is taken in {plan.draft.cluster}: it is {status}", "give it another name")


# -- the cluster and its capacity --------------------------------------------------------------------------------------


def _capacity(plan: Plan, facts: Facts) -> Found:
    draft = plan.draft
    if draft.capacity == STRATEGY:
        yield from strategy_found(draft.strategy)
    yield from _spot_windows(plan)
    if (number(draft.count) is None) or plan.count > 5000:
        yield Trouble("count", f"{draft.count or 'nothing'} is no count", "0 to 5,000 tasks")
    name = draft.cluster.strip()
    if not NAME.fullmatch(name) and not name.startswith("arn:"):
        yield Trouble("cluster", f"{name or 'nothing'} is no name", "1 to 255 letters, digits, - and _")
        return
    answer = facts.clusters.get(name)
    if not isinstance(answer, Known):
        yield unknown(answer, "cluster", "whether there is such a cluster")
    elif answer.value is None and draft.cluster_is != NEW:
        yield Trouble("cluster", f"there is no cluster {name}", "choose one, or say that it is new")
    elif answer.value is not None and draft.cluster_is == NEW:
        yield Trouble("cluster_is", f"{name} exists already", "existing")
    elif answer.value is not None:
        yield from _providers(
            plan, answer.value.capacity_providers, len(answer.value.default_capacity_provider_strategy)
        )


def _providers(plan: Plan, associated: tuple[str, ...], defaults: int) -> Found:
    if plan.draft.capacity == DEFAULT:
        if not defaults:
            yield Trouble("capacity", f"{plan.draft.cluster} has no default strategy", "choose FARGATE or a strategy")
    elif plan.draft.capacity == STRATEGY:
        for item in plan.draft.strategy.items:
            if item.capacity_provider not in associated:
                words = f"{item.capacity_provider} is not associated with {plan.draft.cluster}"
                yield Trouble("capacity", words, "associate it with the cluster, or choose FARGATE")


def _replica(_: Plan, __: Facts) -> Found:
    """What the draft cannot get wrong."""
    return iter(())


def _platform(plan: Plan, _: Facts) -> Found:
    typed = plan.draft.platform.strip()
    definition = of(plan.facts.definitions, plan.definition_key)
    fitting = ("1.0.0",) if definition and _is_windows(definition) else ("1.4.0", "1.3.0")
    if typed not in ("", "LATEST", *fitting):
        yield Trouble("platform", f"there is no platform version {typed}", f"LATEST or {fitting[0]}")


def _is_windows(definition: TaskDefinition) -> bool:
    platform = definition.runtime_platform
    return bool(platform and (platform.operating_system_family or "").startswith("WINDOWS"))


def _spot_windows(plan: Plan) -> Found:
    definition = of(plan.facts.definitions, plan.definition_key)
    if definition and _is_windows(definition) and any(each.capacity_provider == SPOT for each in plan.strategy):
        yield Trouble("capacity", "Windows does not run on Spot", FARGATE)


def _quota(plan: Plan, facts: Facts) -> Found:
    definition = plan.definition
    if not isinstance(definition, Known):
        yield unknown(definition, "count", "how many vCPUs the tasks want")
        return
    cpu = number(definition.value.cpu or "")
    if cpu is None:
        return
    for code, tasks, kind in _counted(plan):
        answer = facts.quotas.get(code)
        if not isinstance(answer, Known):
            yield unknown(answer, "count", f"whether {code} leaves enough vCPUs")
            continue
        wanted, limit, used = tasks * cpu / 1024, answer.value.limit, answer.value.used
        if wanted + (used or 0) > limit:
            said = f"{wanted:g} vCPU {kind} beside {used or 0:g} in use, and the account's quota is {limit:g}"
            yield Trouble("count", said, f"fewer tasks, or more of quota {code}", "BLOCK" if wanted > limit else None)


def _counted(plan: Plan) -> Iterator[tuple[str, int, str]]:
    if not plan.strategy:
        yield ON_DEMAND, plan.most, "on demand"
        return
    for provider, tasks in split(plan.strategy, plan.most):
        if tasks:
            yield (SPOT_QUOTA, tasks, "on Spot") if provider == SPOT else (ON_DEMAND, tasks, "on demand")


# -- the rest ----------------------------------------------------------------------------------------------------------


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
        _capacity,
        "cluster",
        ("ecs:DescribeClusters",),
    ),
    Check("P52", "BLOCK", "tasks are replicas: Fargate has no daemons", _replica, "count"),
    Check("P53", "BLOCK", "there is such a platform version", _platform, "platform"),
    Check(
        "P54",
        "WARN",
        "the quota of vCPUs is enough",
        _quota,
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
