"""What Application Auto Scaling did to services, and what it may do."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any, Protocol, TypeVar

import msgspec

from fargate_tui.aws.clients import Clients
from fargate_tui.aws.operation import Operation
from fargate_tui.aws.reading import (
    DESCRIBE_SCALABLE_TARGETS,
    DESCRIBE_SCALING_ACTIVITIES,
    DESCRIBE_SCALING_POLICIES,
    DESCRIBE_SCHEDULED_ACTIONS,
)
from fargate_tui.fargate.errors import Invalid
from fargate_tui.fargate.records import ScalableTarget, ScalingActivity, ScalingPolicy, ScheduledAction

NEWEST = 50
"""As many as AWS sends in one page."""


class _Activities(msgspec.Struct, rename="pascal"):
    scaling_activities: tuple[ScalingActivity, ...] = ()


class _Targets(msgspec.Struct, rename="pascal"):
    scalable_targets: tuple[ScalableTarget, ...] = ()


class _Paged(Protocol):
    next_token: str | None


class _Policies(msgspec.Struct, rename="pascal"):
    scaling_policies: tuple[ScalingPolicy, ...] = ()
    next_token: str | None = None


class _Scheduled(msgspec.Struct, rename="pascal"):
    scheduled_actions: tuple[ScheduledAction, ...] = ()
    next_token: str | None = None


Page = TypeVar("Page", bound=_Paged)


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
            **_of(cluster, service),
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

    async def policies(self, cluster: str, service: str) -> tuple[ScalingPolicy, ...]:
        """All scaling policies of a service, in the order of AWS; raises `AwsError`."""
        doing = f"list scaling policies of {service}"
        async with aclosing(self._pages(DESCRIBE_SCALING_POLICIES, _Policies, doing, _of(cluster, service))) as pages:
            return tuple([policy async for page in pages for policy in page.scaling_policies])

    async def scheduled(self, cluster: str, service: str) -> tuple[ScheduledAction, ...]:
        """All scheduled actions of a service, in the order of AWS; raises `AwsError`."""
        doing = f"list scheduled actions of {service}"
        async with aclosing(self._pages(DESCRIBE_SCHEDULED_ACTIONS, _Scheduled, doing, _of(cluster, service))) as pages:
            return tuple([action async for page in pages for action in page.scheduled_actions])

    async def _pages(
        self, operation: Operation, page: type[Page], doing: str, asked: dict[str, Any]
    ) -> AsyncGenerator[Page, None]:
        token: str | None = None
        while True:
            more = {"NextToken": token} if token else {}
            said = await self._clients.ask(operation, page, doing, **asked, **more)
            yield said
            if not said.next_token:
                return
            if said.next_token == token:
                raise Invalid(doing, "AWS sent the same page token twice")
            token = said.next_token


def _of(cluster: str, service: str) -> dict[str, Any]:
    """The service, in the words of Application Auto Scaling."""
    return {
        "ServiceNamespace": "ecs",
        "ResourceId": f"service/{cluster}/{service}",
        "ScalableDimension": "ecs:service:DesiredCount",
    }
