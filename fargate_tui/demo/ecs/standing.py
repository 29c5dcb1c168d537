"""How a service stands. Pure."""

import math
from dataclasses import replace

from fargate_tui.demo.ecs.arithmetic import Bounds
from fargate_tui.demo.ecs.records import Deployment, Service
from fargate_tui.demo.ecs.wire import Members


def bounds_of(service: Service) -> Bounds:
    """How many tasks it may and must have, by its percentages; while traffic is shifted, room for both sides."""
    configuration = Members(service.configuration)
    bounds = Bounds.of(
        service.desired,
        100 if (least := configuration.number("minimumHealthyPercent")) is None else least,
        200 if (most := configuration.number("maximumPercent")) is None else most,
    )
    if not service.rollout.keeps_sources:
        return bounds
    return replace(bounds, most=max(bounds.most, sum(deployment.desired for deployment in service.deployments)))


def serving(service: Service) -> Deployment:
    """Of the older deployments the one that gets the traffic."""
    old = service.deployments[1:]
    return next((one for one in old if one.revision is service.completed), old[0])


def succeeds_early(service: Service) -> bool:
    """Whether enough tasks of a deployment are healthy that it was told to be content with."""
    early = Members(service.configuration).members("earlySuccessCriteria")
    percent, primary = early.number("healthyPercent"), service.primary
    if not early.flag("enable") or percent is None or primary.state != "IN_PROGRESS":
        return False
    if early.text("sourceServiceRevisionCleanup") == "BLOCKING" and len(service.deployments) > 1:
        return False
    return primary.healthy >= math.ceil(primary.desired * percent / 100)


def is_stuck(service: Service) -> bool:
    """Whether the percentages leave no task to start and none to stop."""
    bounds, primary = bounds_of(service), service.primary
    old_running = sum(deployment.running for deployment in service.deployments[1:])
    return (
        len(primary.tasks) < primary.desired
        and primary.running == primary.healthy == len(primary.tasks)
        and len(service.alive) >= bounds.most
        and old_running + primary.healthy <= bounds.least
    )
