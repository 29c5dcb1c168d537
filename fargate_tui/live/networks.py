"""What leads to tasks and away from them: network interfaces, targets, networks."""

from dataclasses import replace
from typing import TYPE_CHECKING

from fargate_tui.fargate.arns import name_of
from fargate_tui.live.common import Common
from fargate_tui.live.scope import TaskScope
from fargate_tui.live.shelf import Shelf
from fargate_tui.live.watch import Watch

if TYPE_CHECKING:
    from fargate_tui.fargate.load_balancing import TargetRow
    from fargate_tui.fargate.network import Networked
    from fargate_tui.fargate.rows import EniRow
    from fargate_tui.live.source import Question


class Networks:
    """Watches of interfaces and targets, and the network as it is now."""

    def __init__(self, shelf: Shelf, common: Common) -> None:
        self._shelf = shelf
        self._common = common

    def enis(self, scope: TaskScope) -> "Watch[EniRow]":
        """The network interfaces of the tasks of a scope that have not stopped."""
        # one that ECS wants to stop has its interface until it has stopped
        named = replace(scope.named(), show="both")

        def question() -> "Question[EniRow]":
            from fargate_tui.live.enis import Enis

            return Enis(self._common.fleet(named), self._common.vpcs, self._common.clock)

        return self._shelf.asking(
            ("enis", named), f"interfaces of {named.service or named.cluster or 'tasks'}", question
        )

    def load_balancing(self, cluster: str | None, service: str | None) -> "Watch[TargetRow]":
        """The targets of a service, of all services of a cluster, or of all clusters, with what is in front of them."""
        named = TaskScope(cluster=cluster, service=service).named()
        of = named.service or named.cluster or "all clusters"

        def question() -> "Question[TargetRow]":
            from fargate_tui.live.load_balancing import LoadBalancing

            common = self._common
            return LoadBalancing(named.cluster, named.service, common.fleet(named), common.targets, common.clock)

        return self._shelf.asking(("targets", named.cluster, named.service), f"targets of {of}", question)

    async def network(self, cluster: str, service: str, task: str | None) -> "tuple[Networked, tuple[str, ...]]":
        """The network of a task (ARN), else of where a service puts its tasks; and what of it could not be read.

        Raises AwsError.
        """
        from fargate_tui.live.task_network import NetworkOf

        async with self._common.connection.use() as aws:
            reading = NetworkOf(aws, self._common.vpcs, self._common.revisions)
            if task is not None:
                found = await reading.task(name_of(cluster), task)
            else:
                found = await reading.service(name_of(cluster), name_of(service))
        return found, tuple(dict.fromkeys(reading.gaps))
