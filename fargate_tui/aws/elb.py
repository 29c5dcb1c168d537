"""What load balancers know of the tasks behind them (fargate.md §7)."""

from collections.abc import Sequence

import msgspec

from fargate_tui.aws.clients import Clients
from fargate_tui.aws.operations import DESCRIBE_TARGET_GROUPS, DESCRIBE_TARGET_HEALTH
from fargate_tui.fargate.records import TargetGroup, TargetHealth


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
