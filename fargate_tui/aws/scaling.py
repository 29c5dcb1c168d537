"""What Application Auto Scaling did to services."""

import msgspec

from fargate_tui.aws.clients import Clients
from fargate_tui.aws.operations import DESCRIBE_SCALING_ACTIVITIES
from fargate_tui.fargate.records import ScalingActivity

NEWEST = 50
"""As many as AWS sends in one page."""


class _Activities(msgspec.Struct, rename="pascal"):
    scaling_activities: tuple[ScalingActivity, ...] = ()


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
