"""Tasks by the thousand: each is described when it is new, while it changes, and now and then while it does not."""

import asyncio
from collections.abc import Iterable, Sequence
from typing import Final

from fargate_tui.fargate.arns import name_of
from fargate_tui.fargate.rows import TaskRow
from fargate_tui.live.clock import Clock
from fargate_tui.live.interfaces import Interfaces
from fargate_tui.live.listing import clusters_of, each_cluster
from fargate_tui.live.ports.aws import Aws
from fargate_tui.live.round import Round
from fargate_tui.live.scope import TaskScope
from fargate_tui.live.source import Reading, Show
from fargate_tui.live.squad import Squad
from fargate_tui.live.targets import Targets
from fargate_tui.live.together import together

SLICE: Final = 500
"""Tasks joined before the loop gets a turn: about two milliseconds."""


class Fleet:
    """The tasks of a scope, across clusters, joined with their targets and interfaces."""

    def __init__(self, scope: TaskScope, clock: Clock, targets: Targets, interfaces: Interfaces) -> None:
        self._scope = scope
        self._clock = clock
        self._targets = targets
        self._interfaces = interfaces
        self._squads: dict[str, Squad] = {}

    async def ask(self, aws: Aws, show: Show[TaskRow]) -> Reading[TaskRow]:
        """Ask once; raises AwsError where no cluster answers."""
        book = Round()
        clusters = (self._scope.cluster,) if self._scope.cluster is not None else await clusters_of(aws.ecs, book)
        self._squads = {name: self._squads.get(name) or self._squad(name) for name in clusters}
        await each_cluster(clusters, lambda name: self._squads[name].muster(aws.ecs, show, book), book)
        squads = tuple(self._squads.values())
        if book.errors and not any(squad.arns() for squad in squads):
            raise book.errors[0]
        await self._join(aws, squads, book)
        rows: list[TaskRow] = []
        for squad in squads:
            rows += squad.rows()
            await asyncio.sleep(0)
        return Reading(
            rows,
            calls=book.calls,
            gaps=book.gaps,
            is_lively=any(squad.is_lively for squad in squads),
            is_throttled=book.is_throttled,
            is_partial=bool(book.errors),
        )

    def _squad(self, cluster: str) -> Squad:
        return Squad(name_of(cluster), self._scope, self._clock, self._targets, self._interfaces)

    async def _join(self, aws: Aws, squads: Sequence[Squad], book: Round) -> None:
        """Ask what the tasks' targets and interfaces say, side by side, and put it into their rows."""
        groups = tuple(dict.fromkeys(group for squad in squads for group in squad.target_groups()))
        await asyncio.sleep(0)
        interfaces = [interface for squad in squads for interface in squad.unknown_interfaces()]
        await asyncio.sleep(0)
        await together(self._targets.learn(aws.elb, groups, book), self._interfaces.learn(aws.ec2, interfaces, book))
        for squad in squads:
            for arns in _slices(squad.arns(), SLICE):
                squad.join(arns)
                await asyncio.sleep(0)


def _slices(arns: Sequence[str], size: int) -> Iterable[Sequence[str]]:
    return (arns[start : start + size] for start in range(0, len(arns), size))
