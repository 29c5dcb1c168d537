"""What a service costs while it runs."""

from fargate_tui.fargate.drafts.asked import of
from fargate_tui.fargate.drafts.cost import Cost, Size, cost_of_tasks, platform_of
from fargate_tui.fargate.drafts.service.parts import SPOT, STRATEGY, number
from fargate_tui.fargate.drafts.service.plan import Plan
from fargate_tui.fargate.prices import Rates, shipped
from fargate_tui.fargate.records import TaskDefinition
from fargate_tui.fargate.strategies import split


def cost_of(plan: Plan, rates: Rates | None = None) -> Cost:
    """Its tasks, their public addresses and a new load balancer; no part where the task definition is not known."""
    definition = of(plan.facts.definitions, plan.definition_key)
    rates = rates or shipped(plan.facts.region)
    size = size_of(definition) if definition else None
    if size is None:
        return Cost(parts=(), of="the task definition is not known")
    spot = spot_of(plan)
    return cost_of_tasks(
        rates,
        size,
        on_demand=plan.count - spot,
        spot=spot,
        public=plan.draft.network.is_public,
        balancers=1 if plan.draft.balancer.is_new else 0,
    )


def spot_of(plan: Plan) -> int:
    """How many of the tasks run on Spot."""
    if plan.draft.capacity != STRATEGY:
        return 0
    return dict(split(plan.draft.strategy.items, plan.count)).get(SPOT, 0)


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
