"""What follows when a service gets more tasks or fewer, or new ones: pure, from what AWS said just now."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from fargate_tui.fargate import prices
from fargate_tui.fargate.arns import family_revision
from fargate_tui.fargate.changes import Effect
from fargate_tui.fargate.records import DeploymentConfiguration, ScalableTarget, Service, Subnet, TaskDefinition
from fargate_tui.fargate.records.service import HookTimeout

SHIFTS: Final = {"BLUE_GREEN": "blue/green", "CANARY": "canary", "LINEAR": "linear"}
"""The strategies that shift traffic from the old tasks to the new ones."""


def counted(number: int, noun: str) -> str:
    """``1 task``, ``3 tasks``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def of_count(service: Service, after: int) -> Iterator[Effect]:
    """The tasks that are started or stopped, and what is said by deployments under way."""
    before = service.desired_count
    if after > before:
        yield Effect(text=f"starts {counted(after - before, 'task')}")
    elif after < before:
        left = "none is left" if after == 0 else f"{after:,} of {before:,} are left"
        yield Effect(text=f"stops {counted(before - after, 'task')}: {left}", severity="info" if after else "warn")
    else:
        yield Effect(text=f"changes nothing: {before:,} is what is desired", severity="warn")
    rolling = under_way(service)
    if rolling and after:
        yield Effect(text=f"a deployment to {rolling} is under way: it goes on with {after:,}", severity="busy")


def under_way(service: Service) -> str:
    """``family:revision`` of the deployment that is under way; empty where none is."""
    primary = next((each for each in service.deployments if each.status == "PRIMARY"), None)
    if primary is None or primary.rollout_state != "IN_PROGRESS":
        return ""
    return family_revision(primary.task_definition or "")


def of_replacing(service: Service) -> Iterator[Effect]:
    """How the tasks of a service are replaced by those of a new deployment."""
    desired = service.desired_count
    if not desired:
        yield Effect(text="no task is replaced: desired is 0")
        return
    least, most = bounds(service)
    yield Effect(
        text=f"replaces {counted(desired, 'task')}: never fewer than {least:,} run, never more than {most:,}",
        severity="info" if least else "warn",
    )
    if most <= desired and least >= desired:
        yield Effect(text="minimum and maximum leave no room: the deployment cannot move", severity="error")
    yield from _of_shifting(service.deployment_configuration)
    rolling = under_way(service)
    if rolling:
        yield Effect(text=f"cuts off the deployment to {rolling} that is under way", severity="warn")
    breaker = service.deployment_configuration and service.deployment_configuration.deployment_circuit_breaker
    if not breaker or not breaker.enable:
        yield Effect(text="the circuit breaker is off: a deployment that fails goes on trying", severity="warn")
    elif not breaker.rollback:
        yield Effect(text="the circuit breaker stops a deployment that fails, and does not roll it back")


def _of_shifting(told: DeploymentConfiguration | None) -> Iterator[Effect]:
    """How a deployment that is not rolling takes the traffic over, and where it waits for a person."""
    if told is None or told.strategy not in SHIFTS:
        return
    canary, linear = told.canary_configuration, told.linear_configuration
    how = "shifts all the traffic at once"
    if told.strategy == "CANARY" and canary is not None and canary.canary_percent is not None:
        how = f"shifts {canary.canary_percent:g} % of the traffic for {canary.canary_bake_time_in_minutes or 0:,} min, "
        how += "then all"
    elif told.strategy == "LINEAR" and linear is not None and linear.step_percent is not None:
        how = f"shifts {linear.step_percent:g} % of the traffic every {linear.step_bake_time_in_minutes or 0:,} min"
    bakes = f"; the old tasks stay {told.bake_time_in_minutes:,} min longer" if told.bake_time_in_minutes else ""
    yield Effect(text=f"{SHIFTS[told.strategy]}: {how}{bakes}")
    for hook in told.lifecycle_hooks:
        if hook.target_type == "PAUSE":
            stages = " and at ".join(stage.replace("_", " ").lower() for stage in hook.lifecycle_stages)
            yield Effect(text=f"waits for you at {stages} (p){_otherwise(hook.timeout_configuration)}", severity="warn")


def _otherwise(limit: HookTimeout | None) -> str:
    """What AWS does by itself where nobody answers."""
    if limit is None or limit.timeout_in_minutes is None:
        return ""
    ends = {"ROLLBACK": "rolls back", "CONTINUE": "goes on"}.get(limit.action or "", "ends")
    return f", and {ends} by itself after {limit.timeout_in_minutes:,} min"


def percentages(service: Service) -> tuple[int, int]:
    """The minimum healthy and the maximum percent of its tasks; AWS's defaults where none are set."""
    given = service.deployment_configuration
    least = given.minimum_healthy_percent if given and given.minimum_healthy_percent is not None else 100
    most = given.maximum_percent if given and given.maximum_percent is not None else 200
    return least, most


def bounds(service: Service) -> tuple[int, int]:
    """How many tasks run at least and at most while a deployment replaces them (AWS rounds up, and down)."""
    least, most = percentages(service)
    return -(-service.desired_count * least // 100), service.desired_count * most // 100


def of_scaling(target: ScalableTarget | None, after: int) -> Iterator[Effect]:
    """What autoscaling will do about it."""
    if target is None:
        return
    limits = f"between {target.min_capacity:,} and {target.max_capacity:,}"
    if target.is_suspended:
        yield Effect(text=f"autoscaling ({limits}) is suspended: the number stays")
    elif target.min_capacity <= after <= target.max_capacity:
        yield Effect(text=f"autoscaling holds it {limits}, and may change the number again")
    else:
        back = target.min_capacity if after < target.min_capacity else target.max_capacity
        yield Effect(text=f"autoscaling holds it {limits}: it will be pulled back to {back:,}", severity="warn")


def of_addresses(subnets: Sequence[Subnet], more: int) -> Iterator[Effect]:
    """Whether there are addresses for so many more tasks; each needs one."""
    known = [subnet.free_addresses for subnet in subnets if subnet.free_addresses is not None]
    if more <= 0 or not known:
        return
    free = sum(known)
    where = counted(len(known), "subnet")
    if free < more:
        yield Effect(text=f"needs {more:,} more addresses, only {free:,} are free in {where}", severity="error")
    elif free < more * 2:
        yield Effect(text=f"needs {more:,} of the {free:,} free addresses in {where}", severity="warn")
    else:
        yield Effect(text=f"{free:,} addresses are free in {where}")


def of_cost(definition: TaskDefinition | None, region: str, before: int, after: int, *, spot: bool) -> Iterator[Effect]:
    """What so many tasks cost in an hour, before and after."""
    return _of_price(
        definition, region, lambda one: f"cost about ${one * before:,.3f} → ${one * after:,.3f} an hour", spot=spot
    )


def of_cost_between(
    definition: TaskDefinition | None, region: str, least: int, most: int, *, spot: bool
) -> Iterator[Effect]:
    """What a service costs in an hour at its minimum and at its maximum."""

    def said(one: float) -> str:
        return f"cost about ${one * least:,.3f} an hour at {least:,}, ${one * most:,.3f} at {most:,}"

    return _of_price(definition, region, said, spot=spot)


def _of_price(
    definition: TaskDefinition | None, region: str, said: Callable[[float], str], *, spot: bool
) -> Iterator[Effect]:
    """What follows from the list price of one task an hour in dollars, or why that is not known."""
    if definition is None:
        return
    one = _dollars(definition, region)
    if spot:
        yield Effect(text=_NO_SPOT)
    elif one is None:
        yield Effect(text=_NO_PRICE)
    else:
        yield Effect(text=f"{said(one)} (list price of {prices.OF})")


_NO_SPOT: Final = "cost: not known, Spot prices are not in the list"
_NO_PRICE: Final = "cost: not known for this Region and platform"


def _dollars(definition: TaskDefinition, region: str) -> float | None:
    """What one task costs in an hour; None where that is not known."""
    platform = definition.runtime_platform
    if platform and (platform.operating_system_family or "LINUX") != "LINUX":
        return None
    architecture = (platform.cpu_architecture if platform else None) or "X86_64"
    return prices.task_per_hour(region, definition.cpu, definition.memory, architecture=architecture)


def of_protection(protected: int, fewer: int) -> Iterator[Effect]:
    """What protection from scale-in does to it."""
    if protected and fewer > 0:
        are = "is" if protected == 1 else "are"
        yield Effect(text=f"{counted(protected, 'task')} {are} protected and will not be stopped", severity="warn")
