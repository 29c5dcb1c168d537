"""What is asked for once, when a view is opened or a key is pressed, and not followed."""

from typing import TYPE_CHECKING

from fargate_tui.fargate.answers import Json
from fargate_tui.fargate.arns import name_of
from fargate_tui.fargate.records import TaskDefinition
from fargate_tui.live.common import Common

if TYPE_CHECKING:
    from fargate_tui.fargate.configuration import Configured
    from fargate_tui.fargate.roles import ServiceRoles


class Lookups:
    """One answer to one question; all of them raise AwsError."""

    def __init__(self, common: Common) -> None:
        self._common = common

    async def task_definition(self, arn: str) -> TaskDefinition:
        """One revision, by ARN, ``family:revision`` or family."""
        async with self._common.connection.use() as aws:
            return await self._common.revisions.get(aws, arn)

    async def raw(self, kind: str, arn: str, cluster: str | None = None) -> Json:
        """A thing as AWS describes it; ``kind`` is what `Ecs.raw` takes."""
        async with self._common.connection.use() as aws:
            return await aws.ecs.raw(kind, arn, cluster)

    async def configuration(self, cluster: str, service: str) -> "tuple[Configured, tuple[str, ...]]":
        """All that a service is told to be, and what of it could not be read."""
        from fargate_tui.live.configuration import configuration_of

        async with self._common.connection.use() as aws:
            return await configuration_of(aws.ecs, cluster, service)

    async def roles(self, cluster: str, service: str) -> "ServiceRoles":
        """The roles of a service with what they allow."""
        from fargate_tui.live.roles import roles_of

        async with self._common.connection.use() as aws:
            return await roles_of(aws, self._common.revisions, name_of(cluster), name_of(service))
