"""What several listings need to know: read once, and loaded when the first of them wants it."""

from functools import cached_property
from typing import TYPE_CHECKING

from fargate_tui.live.clock import Clock
from fargate_tui.live.connection import Connection
from fargate_tui.live.scope import TaskScope

if TYPE_CHECKING:
    from fargate_tui.live.fleet import Fleet
    from fargate_tui.live.gauges import Surroundings
    from fargate_tui.live.interfaces import Interfaces
    from fargate_tui.live.surroundings import Vpcs
    from fargate_tui.live.targets import Targets
    from fargate_tui.live.task_definitions import KnownRevisions


class Common:
    """The way to AWS, the time, and what is known of the surroundings of tasks."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self.connection = connection
        self.clock = clock

    def fleet(self, scope: TaskScope) -> "Fleet":
        """What asks for the tasks of a scope."""
        from fargate_tui.live.fleet import Fleet

        return Fleet(scope, self.clock, self.targets, self.interfaces)

    @cached_property
    def targets(self) -> "Targets":
        """The health of targets."""
        from fargate_tui.live.targets import Targets

        return Targets(self.clock)

    @cached_property
    def surroundings(self) -> "Surroundings":
        """What stands around the metrics of a service: deployments, alarms, limits."""
        from fargate_tui.live.gauges import Surroundings

        return Surroundings(self.clock)

    @cached_property
    def interfaces(self) -> "Interfaces":
        """The network interfaces of tasks."""
        from fargate_tui.live.interfaces import Interfaces

        return Interfaces(self.clock)

    @cached_property
    def vpcs(self) -> "Vpcs":
        """The networks."""
        from fargate_tui.live.surroundings import Vpcs

        return Vpcs(self.connection.use, self.clock)

    @cached_property
    def revisions(self) -> "KnownRevisions":
        """The revisions of task definitions, which never change."""
        from fargate_tui.live.task_definitions import KnownRevisions

        return KnownRevisions()

    def forget_networks(self) -> None:
        """Read VPCs anew when they are looked at next."""
        if "vpcs" in self.__dict__:
            self.vpcs.forget()

    async def close(self) -> None:
        """Read no VPC any more."""
        if "vpcs" in self.__dict__:
            await self.vpcs.close()
