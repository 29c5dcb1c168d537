"""What load balancers know of the tasks behind them (fargate.md §7)."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from typing import TypeVar

import msgspec

from fargate_tui.aws.clients import Clients
from fargate_tui.aws.offering import DESCRIBE_TARGET_GROUP_ATTRIBUTES
from fargate_tui.aws.operation import Operation
from fargate_tui.aws.reading import (
    DESCRIBE_LISTENERS,
    DESCRIBE_LOAD_BALANCERS,
    DESCRIBE_RULES,
    DESCRIBE_TARGET_GROUPS,
    DESCRIBE_TARGET_HEALTH,
)
from fargate_tui.fargate.arns import name_of
from fargate_tui.fargate.errors import NotFound
from fargate_tui.fargate.records import Balancer, Listener, ListenerRule, TargetGroup, TargetHealth


class _Target(msgspec.Struct, rename="pascal"):
    id: str
    port: int | None = None
    availability_zone: str | None = None


class _Health(msgspec.Struct, rename="pascal"):
    state: str | None = None
    reason: str | None = None
    description: str | None = None


class _Description(msgspec.Struct, rename="pascal"):
    target: _Target
    target_health: _Health = msgspec.field(default_factory=_Health)


class _TargetHealth(msgspec.Struct, rename="pascal"):
    target_health_descriptions: tuple[_Description, ...] = ()


class _TargetGroups(msgspec.Struct, rename="pascal"):
    target_groups: tuple[TargetGroup, ...] = ()
    next_marker: str | None = None


class _Balancers(msgspec.Struct, rename="pascal"):
    load_balancers: tuple[Balancer, ...] = ()
    next_marker: str | None = None


class _Listeners(msgspec.Struct, rename="pascal"):
    listeners: tuple[Listener, ...] = ()
    next_marker: str | None = None


class _Rules(msgspec.Struct, rename="pascal"):
    rules: tuple[ListenerRule, ...] = ()
    next_marker: str | None = None


class _Attribute(msgspec.Struct, rename="pascal"):
    key: str = ""
    value: str = ""


class _Attributes(msgspec.Struct, rename="pascal"):
    attributes: tuple[_Attribute, ...] = ()


_Page = TypeVar("_Page", _Listeners, _Rules, _Balancers, _TargetGroups)


class Elb:
    """Elastic Load Balancing."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    async def target_health(self, target_group_arn: str) -> tuple[TargetHealth, ...]:
        """The health of every target of a target group, in AWS's order; raises `AwsError`."""
        name = target_group_arn.split("/")[1] if "/" in target_group_arn else target_group_arn
        said = await self._clients.ask(
            DESCRIBE_TARGET_HEALTH,
            _TargetHealth,
            f"see the health of target group {name}",
            TargetGroupArn=target_group_arn,
        )
        return tuple(
            TargetHealth(
                target_group_arn=target_group_arn,
                target_id=one.target.id,
                port=one.target.port,
                availability_zone=one.target.availability_zone,
                state=one.target_health.state,
                reason=one.target_health.reason,
                description=one.target_health.description,
            )
            for one in said.target_health_descriptions
        )

    async def target_groups(self, arns: Sequence[str]) -> tuple[TargetGroup, ...]:
        """The target groups with the load balancers in front of them; raises `AwsError`, also where one is gone.

        A service has five at most, so they are one page.
        """
        said = await self._clients.ask(
            DESCRIBE_TARGET_GROUPS,
            _TargetGroups,
            "find the load balancer of a target group",
            TargetGroupArns=list(arns),
        )
        return said.target_groups

    async def all_target_groups(self) -> tuple[TargetGroup, ...]:
        """Every target group of the Region; raises `AwsError`."""
        async with aclosing(self._pages(DESCRIBE_TARGET_GROUPS, _TargetGroups, "list target groups")) as said:
            return tuple([group async for page in said for group in page.target_groups])

    async def target_group_named(self, name: str) -> TargetGroup:
        """A target group by its name; raises `AwsError`, `NotFound` where there is none."""
        doing = f"find target group {name}"
        said = await self._clients.ask(DESCRIBE_TARGET_GROUPS, _TargetGroups, doing, Names=[name])
        if not said.target_groups:
            raise NotFound(doing, "there is none of this name")
        return said.target_groups[0]

    async def target_group_attributes(self, arn: str) -> Mapping[str, str]:
        """What is set of a target group beside its health check, by names such as ``stickiness.enabled``."""
        doing = f"read the attributes of target group {arn.split('/')[1] if '/' in arn else arn}"
        said = await self._clients.ask(DESCRIBE_TARGET_GROUP_ATTRIBUTES, _Attributes, doing, TargetGroupArn=arn)
        return {each.key: each.value for each in said.attributes}

    async def all_balancers(self) -> tuple[Balancer, ...]:
        """Every load balancer of the Region, classic ones not among them; raises `AwsError`."""
        async with aclosing(self._pages(DESCRIBE_LOAD_BALANCERS, _Balancers, "list load balancers")) as said:
            return tuple([balancer async for page in said for balancer in page.load_balancers])

    async def balancer_named(self, name: str) -> Balancer:
        """A load balancer by its name; raises `AwsError`, `NotFound` where there is none."""
        doing = f"find load balancer {name}"
        said = await self._clients.ask(DESCRIBE_LOAD_BALANCERS, _Balancers, doing, Names=[name])
        if not said.load_balancers:
            raise NotFound(doing, "there is none of this name")
        return said.load_balancers[0]

    async def balancers(self, arns: Sequence[str]) -> tuple[Balancer, ...]:
        """The load balancers, 20 at most; raises `AwsError`, also where one is gone."""
        said = await self._clients.ask(
            DESCRIBE_LOAD_BALANCERS, _Balancers, "describe load balancers", LoadBalancerArns=list(arns)
        )
        return said.load_balancers

    async def listeners(self, balancer_arn: str) -> tuple[Listener, ...]:
        """Every listener of a load balancer; raises `AwsError`."""
        doing = f"list the listeners of {name_of(balancer_arn)}"
        pages = self._pages(DESCRIBE_LISTENERS, _Listeners, doing, LoadBalancerArn=balancer_arn)
        async with aclosing(pages) as said:
            return tuple([listener async for page in said for listener in page.listeners])

    async def rules(self, listener_arn: str) -> tuple[ListenerRule, ...]:
        """Every rule of a listener, its default one among them; raises `AwsError`."""
        doing = f"list the rules of listener {name_of(listener_arn)}"
        pages = self._pages(DESCRIBE_RULES, _Rules, doing, ListenerArn=listener_arn)
        async with aclosing(pages) as said:
            found = [rule async for page in said for rule in page.rules]
        return tuple(msgspec.structs.replace(rule, listener_arn=listener_arn) for rule in found)

    async def _pages(
        self, operation: Operation, page: type[_Page], doing: str, **parameters: object
    ) -> AsyncGenerator[_Page, None]:
        marker: str | None = None
        while True:
            said = await self._clients.ask(
                operation, page, doing, **parameters, **({"Marker": marker} if marker else {})
            )
            yield said
            if not said.next_marker or said.next_marker == marker:
                return
            marker = said.next_marker
