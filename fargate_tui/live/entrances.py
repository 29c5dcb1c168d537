"""What is in front of a service's tasks: target groups, load balancers, listeners and rules, read in three steps."""

import asyncio
from collections.abc import Sequence
from typing import Final, TypeVar

from fargate_tui.fargate.arns import name_of
from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.network import Entrance
from fargate_tui.fargate.records import Balancer, LoadBalancer, TargetGroup
from fargate_tui.live.ports.network import Entrances
from fargate_tui.live.surroundings import known

_GROUPS: Final = "elasticloadbalancing:DescribeTargetGroups"
_BALANCERS: Final = "elasticloadbalancing:DescribeLoadBalancers"
_LISTENERS: Final = "elasticloadbalancing:DescribeListeners"
_RULES: Final = "elasticloadbalancing:DescribeRules"

Thing = TypeVar("Thing")


async def read_entrances(elb: Entrances, load_balancers: Sequence[LoadBalancer]) -> tuple[Entrance, ...]:
    """The target groups of a service with what is in front of them; what fails is told in its place."""
    wanted = [each for each in load_balancers if each.target_group_arn and each.container_port]
    return tuple(await asyncio.gather(*(_entrance(elb, each) for each in wanted)))


async def _entrance(elb: Entrances, of: LoadBalancer) -> Entrance:
    arn = of.target_group_arn or ""
    group = await _group(elb, arn)
    balancers = await _balancers(elb, group)
    balancer_arns = [each.load_balancer_arn for each in balancers.value] if isinstance(balancers, Known) else []
    listeners = _joined(await asyncio.gather(*(known(elb.listeners(each), _LISTENERS) for each in balancer_arns)))
    ports = listeners.value if isinstance(listeners, Known) else ()
    rules = _joined(await asyncio.gather(*(known(elb.rules(each.listener_arn), _RULES) for each in ports)))
    return Entrance(
        target_group_arn=arn,
        port=of.container_port or 0,
        container=of.container_name or "",
        group=group,
        balancers=balancers,
        listeners=listeners,
        rules=rules,
    )


async def _group(elb: Entrances, arn: str) -> Known[TargetGroup] | NotChecked:
    found = await known(elb.target_groups([arn]), _GROUPS)
    if isinstance(found, NotChecked):
        return found
    return Known(found.value[0]) if found.value else NotChecked(why=f"{name_of(arn)} is gone")


async def _balancers(
    elb: Entrances, group: Known[TargetGroup] | NotChecked
) -> Known[tuple[Balancer, ...]] | NotChecked:
    if isinstance(group, NotChecked):
        return group
    arns = group.value.load_balancer_arns
    return await known(elb.balancers(arns), _BALANCERS) if arns else Known(())


def _joined(parts: Sequence[Known[tuple[Thing, ...]] | NotChecked]) -> Known[tuple[Thing, ...]] | NotChecked:
    """All of them together; not checked where one is not."""
    for part in parts:
        if isinstance(part, NotChecked):
            return part
    return Known(tuple(each for part in parts if isinstance(part, Known) for each in part.value))
