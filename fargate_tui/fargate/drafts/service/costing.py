"""What a service costs while it runs."""

from collections.abc import Iterator

from fargate_tui.fargate.drafts.asked import of
from fargate_tui.fargate.drafts.cost import Cost, Part, Size, cost_of_tasks, platform_of
from fargate_tui.fargate.drafts.service.parts import INTERNET, SPOT, number
from fargate_tui.fargate.drafts.service.plan import Plan
from fargate_tui.fargate.prices import Rates, shipped
from fargate_tui.fargate.records import TaskDefinition
from fargate_tui.fargate.strategies import split


def cost_of(plan: Plan, rates: Rates | None = None) -> Cost | None:
    """Its tasks, their public addresses and a new load balancer; None where the size of a task is not known."""
    definition = of(plan.facts.definitions, plan.definition_key)
    rates = rates or plan.facts.rates or shipped(plan.facts.region)
    size = size_of(definition) if definition else None
    if size is None:
        return None
    spot = spot_of(plan)
    tasks = cost_of_tasks(
        rates,
        size,
        on_demand=plan.count - spot,
        spot=spot,
        public=plan.draft.network.is_public,
        balancers=1 if plan.draft.balancer.is_new else 0,
    )
    return Cost(parts=(*tasks.parts, *_of_front(plan, rates)), of=tasks.of)


def _of_front(plan: Plan, rates: Rates) -> Iterator[Part]:
    """The public addresses of a new load balancer, one a zone."""
    draft = plan.draft.balancer
    if not draft.is_new or draft.scheme != INTERNET or not draft.subnet_ids:
        return
    label, price, zones = "public IPv4 addresses of the load balancer", rates.public_address, len(draft.subnet_ids)
    if price is None:
        yield Part(label=label, per_hour=None, words="n/a: its price is not known here")
    else:
        yield Part(label=label, per_hour=zones * price, words=f"{zones} zones × ${price:g}")


def spot_of(plan: Plan) -> int:
    """How many of the tasks run on Spot."""
    return dict(split(plan.strategy, plan.count)).get(SPOT, 0)


def size_of(definition: TaskDefinition) -> Size | None:
    """What one task is billed for; None where the definition has no size."""
    cpu, memory = number(definition.cpu or ""), number(definition.memory or "")
    if cpu is None or memory is None:
        return None
    platform = definition.runtime_platform
    storage = definition.ephemeral_storage
    return Size(
        cpu=cpu,
        memory=memory,
        storage=(storage.size_in_gib if storage else None) or 20,
        platform=platform_of(
            (platform.cpu_architecture if platform else None) or "",
            (platform.operating_system_family if platform else None) or "",
        ),
    )
