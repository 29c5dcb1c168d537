"""What Application Auto Scaling did to services, and what it may do."""

import msgspec

from fargate_tui.aws.clients import Clients
from fargate_tui.aws.operations import DESCRIBE_SCALABLE_TARGETS, DESCRIBE_SCALING_ACTIVITIES
from fargate_tui.fargate.records import ScalableTarget, ScalingActivity

NEWEST = 50
"""As many as AWS sends in one page."""


class _Activities(msgspec.Struct, rename="pascal"):
    scaling_activities: tuple[ScalingActivity, ...] = ()


class _Targets(msgspec.Struct, rename="pascal"):
    scalable_targets: tuple[ScalableTarget, ...] = ()


class Scaling:
    """Application Auto Scaling."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    async def activities(self, cluster: str, service: str) -> tuple[ScalingActivity, ...]:
        """The newest scaling activities of a service, newest first, 50 at most; raises `AwsError`.

        ``cluster`` and ``service`` are names.
        """
        said = await self._clients.ask(
            DESCRIBE_SCALING_ACTIVITIES,
            _Activities,
            f"list scaling activities of {service}",
            ServiceNamespace="ecs",
            ResourceId=f"service/{cluster}/{service}",
            ScalableDimension="ecs:service:DesiredCount",
            MaxResults=NEWEST,
        )
        return said.scaling_activities

    async def target(self, cluster: str, service: str) -> ScalableTarget | None:
        """The limits within which a service is scaled, None where nothing scales it; raises `AwsError`."""
        said = await self._clients.ask(
            DESCRIBE_SCALABLE_TARGETS,
            _Targets,
            f"read the scaling limits of {service}",
            ServiceNamespace="ecs",
            ResourceIds=[f"service/{cluster}/{service}"],
            ScalableDimension="ecs:service:DesiredCount",
        )
        return next(iter(said.scalable_targets), None)
