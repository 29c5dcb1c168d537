"""Deployment strategies that shift traffic from one set of tasks to another: what they need, and in which steps."""

from collections.abc import Iterator

from fargate_tui.demo.ecs.errors import invalid
from fargate_tui.demo.ecs.records import Blueprint
from fargate_tui.demo.ecs.wire import Json, Members


def shifts_traffic(configuration: Json) -> bool:
    """Whether old tasks serve until all new ones do."""
    return configuration["strategy"] != "ROLLING"


def check_strategy(configuration: Json, blueprint: Blueprint) -> None:
    """Raise InvalidParameterException where there is nothing whose traffic could be shifted."""
    if not shifts_traffic(configuration):
        return
    if any(balancer.alternate is None for balancer in blueprint.load_balancers):
        raise invalid(
            "advancedConfiguration field is required for all loadBalancers when using a non-ROLLING deployment "
            "strategy."
        )
    connected = Members(blueprint.extras).members("serviceConnectConfiguration").flag("enabled")
    if configuration["strategy"] != "BLUE_GREEN" and not (blueprint.load_balancers or connected):
        raise invalid(
            f"The {configuration['strategy']} deployment strategy requires a load balancer or Service Connect."
        )


def steps(configuration: Json) -> Iterator[tuple[float, float]]:
    """Percents of the traffic that the new tasks get one after the other, and the seconds each is tried for."""
    members = Members(configuration)
    if configuration["strategy"] == "CANARY":
        canary = members.members("canaryConfiguration")
        yield float(canary.real("canaryPercent") or 0.0), 60.0 * (canary.number("canaryBakeTimeInMinutes") or 0)
    if configuration["strategy"] == "LINEAR":
        linear = members.members("linearConfiguration")
        step, wait = linear.real("stepPercent") or 100.0, 60.0 * (linear.number("stepBakeTimeInMinutes") or 0)
        percent = step
        while percent < 100.0:
            yield round(percent, 1), wait
            percent += step
    yield 100.0, 0.0


def groups_for(blueprint: Blueprint, live: tuple[str, ...], *, shifting: bool) -> tuple[str, ...]:
    """The target group of each balancer that tasks register in: where traffic is shifted, the one not in use."""
    return tuple(
        _group(balancer.target_group_arn, balancer.alternate, live, shifting=shifting)
        for balancer in blueprint.load_balancers
    )


def _group(group: str, alternate: str | None, live: tuple[str, ...], *, shifting: bool) -> str:
    if alternate is None:
        return group
    in_use = next((one for one in (group, alternate) if one in live), None)
    if in_use is None:
        return group
    other = alternate if in_use == group else group
    return other if shifting else in_use
