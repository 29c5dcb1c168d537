"""A service's draft in a few pairs of words, for beside the page."""

from collections.abc import Iterator

from fargate_tui.fargate.drafts.cost import nat_hint
from fargate_tui.fargate.drafts.service.costing import cost_of
from fargate_tui.fargate.drafts.service.parts import NONE
from fargate_tui.fargate.drafts.service.plan import Plan
from fargate_tui.fargate.known import Known
from fargate_tui.fargate.network.sides import side_of
from fargate_tui.fargate.prices import shipped
from fargate_tui.fargate.strategies import in_words, split


def summary_of(plan: Plan) -> Iterator[tuple[str, str]]:
    """What it is so far."""
    draft = plan.draft
    yield "service", f"{draft.name or '—'} in {draft.cluster}"
    yield "tasks", f"{plan.count:,} of {draft.definition or '—'}"
    if plan.strategy:
        yield "split", in_words(split(plan.strategy, plan.count))
    zones = ", ".join(each for each in plan.network.zones if each)
    yield "network", f"{'public' if draft.network.is_public else 'private'} addresses in {zones or 'no zone yet'}"
    balancer = draft.balancer
    if balancer.is_any:
        front = balancer.name if balancer.is_new else balancer.group or balancer.balancer
        yield "reached by", f"{front or '—'} → {balancer.container or '—'}:{balancer.port or '—'}"
    yield "deployment", draft.deployment.strategy.lower().replace("_", "/")
    if draft.scaling.kind != NONE:
        yield "scaling", f"{draft.scaling.minimum} to {draft.scaling.maximum} by {draft.scaling.kind}"
    if hint := _nat(plan):
        yield "beside", hint
    cost = cost_of(plan)
    yield "cost", cost.words if cost else "not known yet"


def _nat(plan: Plan) -> str:
    """What leads out of private subnets and is billed beside."""
    if plan.draft.network.is_public or not isinstance(plan.around, Known):
        return ""
    around = plan.around.value
    is_private = any(side_of(around, each.subnet_id) == "private" for each in plan.network.subnets)
    return nat_hint(plan.facts.rates or shipped(plan.facts.region)) if is_private else ""
