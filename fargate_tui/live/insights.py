"""Whether clusters have Container Insights: a setting that changes rarely."""

from typing import Final

from fargate_tui.fargate.chart_sources import Insights
from fargate_tui.fargate.errors import AwsError, NotAllowed
from fargate_tui.fargate.records import Cluster
from fargate_tui.live.clock import Clock
from fargate_tui.live.ports.ecs import Ecs
from fargate_tui.live.refusal import Refusal
from fargate_tui.live.round import Round

FRESH: Final = 300.0
"""Seconds that an answer is good for."""


class InsightsOfClusters:
    """What is known of the setting, by the name of the cluster."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: dict[str, tuple[float, Insights]] = {}
        self._refusal = Refusal(clock, lost="Container Insights", action="ecs:DescribeClusters")

    async def of(self, ecs: Ecs, cluster: str, book: Round) -> Insights:
        """The setting of a cluster, asked for where it is not fresh; its mode is None where that is not known."""
        moment = self._clock.monotonic()
        known = self._known.get(cluster)
        if (known is None or moment - known[0] >= FRESH) and not self._refusal.stands:
            await self._ask(ecs, cluster, book)
        if cluster in self._known:
            return self._known[cluster][1]
        return Insights(cluster=cluster, action=self._refusal.action if self._refusal.gaps else "")

    async def _ask(self, ecs: Ecs, cluster: str, book: Round) -> None:
        async for answer in ecs.describe_clusters((cluster,)):
            book.count("clusters")
            if isinstance(answer.error, NotAllowed):
                self._refusal.note(answer.error)
            elif isinstance(answer.error, AwsError):
                book.absorb(answer.error)
            for record in answer.records:
                self._refusal.lift()
                self._known[cluster] = (self._clock.monotonic(), Insights(cluster=cluster, mode=_mode(record)))


def _mode(cluster: Cluster) -> str | None:
    return next((setting.value for setting in cluster.settings if setting.name == "containerInsights"), None)
