"""What runs the tasks: the cluster, its providers, the platform version, the quota of vCPUs."""

from collections.abc import Iterator

from fargate_tui.fargate.drafts.asked import of
from fargate_tui.fargate.drafts.checks import Trouble, Unknown
from fargate_tui.fargate.drafts.facts import Facts
from fargate_tui.fargate.drafts.service.network_checks import unknown
from fargate_tui.fargate.drafts.service.parts import DEFAULT, FARGATE, NEW, SPOT, STRATEGY, number
from fargate_tui.fargate.drafts.service.plan import Plan
from fargate_tui.fargate.drafts.service.quotas import ON_DEMAND, SPOT_QUOTA
from fargate_tui.fargate.drafts.service.typed import NAME, strategy_found
from fargate_tui.fargate.known import Known
from fargate_tui.fargate.records import TaskDefinition
from fargate_tui.fargate.strategies import split

Found = Iterator[Trouble | Unknown]


def capacity_found(plan: Plan, facts: Facts) -> Found:
    """What is wrong with the cluster, or with what is wanted of it."""
    draft = plan.draft
    if draft.capacity == STRATEGY:
        yield from strategy_found(draft.strategy)
    yield from _spot_windows(plan)
    if (number(draft.count) is None) or plan.count > 5000:
        yield Trouble("count", f"{draft.count or 'nothing'} is no count", "0 to 5,000 tasks")
    name = draft.cluster.strip()
    if not NAME.fullmatch(name) and not name.startswith("arn:"):
        words = f"{name} is no name" if name else "no cluster is chosen"
        yield Trouble("cluster", words, "1 to 255 letters, digits, - and _")
        return
    answer = facts.clusters.get(name)
    if not isinstance(answer, Known):
        yield unknown(answer, "cluster", "whether there is such a cluster")
    elif answer.value is None and draft.cluster_is != NEW:
        yield Trouble("cluster", f"there is no cluster {name}", "choose one, or say that it is new")
    elif answer.value is not None and draft.cluster_is == NEW and not facts.owns("cluster", name):
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


def platform_found(plan: Plan, _: Facts) -> Found:
    """What is wrong with the platform version."""
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


def quota_found(plan: Plan, facts: Facts) -> Found:
    """What the quota does not leave room for."""
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
