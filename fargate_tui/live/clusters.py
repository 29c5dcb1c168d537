"""The clusters of an account and Region."""

import asyncio
from collections.abc import Iterable
from contextlib import aclosing
from typing import Final

from fargate_tui.fargate.errors import AwsError, NotAllowed
from fargate_tui.fargate.findings import service_finding
from fargate_tui.fargate.records import Cluster
from fargate_tui.fargate.rows import ClusterRow
from fargate_tui.live.clock import Clock
from fargate_tui.live.listing import clusters_of, services_of
from fargate_tui.live.ports.aws import Aws
from fargate_tui.live.ports.ecs import Ecs
from fargate_tui.live.refusal import AGAIN_AFTER
from fargate_tui.live.round import Round
from fargate_tui.live.rows import cluster_row, undescribed_cluster_row
from fargate_tui.live.source import Reading, Show

PROBLEMS_EVERY: Final = 30.0
"""Seconds a cluster's count of problems is good for."""

MOST_SERVICES: Final = 300
"""Of a cluster whose problems are counted; beyond it the count is not known."""

_CALLS_PER_ROUND: Final = 20
"""After which the count of problems goes on in the next round."""


class Clusters:
    """Lists and describes the clusters each round, and counts the services with a problem slowly beside it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._clusters: dict[str, Cluster] = {}
        self._problems: dict[str, int | None] = {}
        self._uncounted: dict[str, tuple[str, ...]] = {}
        """Why the problems of a cluster could not be counted."""
        self._due_at: dict[str, float] = {}

    async def ask(self, aws: Aws, show: Show[ClusterRow]) -> Reading[ClusterRow]:
        """Ask once; raises AwsError where the clusters cannot be listed. Those not described are there by name."""
        book = Round()
        arns = await clusters_of(aws.ecs, book)
        if arns:
            await self._describe(aws.ecs, arns, show, book)
        self._clusters = {arn: self._clusters[arn] for arn in arns if arn in self._clusters}
        await self._count_problems(aws.ecs, show, book)
        rows = self._rows(arns)
        return Reading(
            rows,
            calls=book.calls,
            gaps=book.gaps,
            is_lively=any(row.finding.severity == "busy" or row.pending for row in rows),
            is_throttled=book.is_throttled,
        )

    async def _describe(self, ecs: Ecs, arns: tuple[str, ...], show: Show[ClusterRow], book: Round) -> None:
        async with aclosing(ecs.describe_clusters(arns)) as answers:
            async for answer in answers:
                book.count("clusters")
                book.miss_failures(answer.failures)
                if answer.error is not None:
                    book.absorb(answer.error)
                self._clusters.update((cluster.cluster_arn, cluster) for cluster in answer.records)
                show(self._rows(cluster.cluster_arn for cluster in answer.records))

    def _rows(self, arns: Iterable[str]) -> list[ClusterRow]:
        return [self._row(arn) for arn in arns]

    def _row(self, arn: str) -> ClusterRow:
        cluster = self._clusters.get(arn)
        return cluster_row(cluster, self._problems.get(arn)) if cluster is not None else undescribed_cluster_row(arn)

    async def _count_problems(self, ecs: Ecs, show: Show[ClusterRow], book: Round) -> None:
        for arn in self._problems.keys() - self._clusters.keys():
            del self._problems[arn], self._uncounted[arn], self._due_at[arn]
        for arn in self._due():
            if book.calls >= _CALLS_PER_ROUND:
                break
            await self._count(ecs, arn, book)
            show(self._rows([arn]))
        book.miss(*(gap for gaps in self._uncounted.values() for gap in gaps))

    def _due(self) -> list[str]:
        """Clusters whose count is not known or no longer good, the oldest first."""
        due_at = {arn: self._due_at.get(arn, float("-inf")) for arn in self._clusters}
        moment = self._clock.monotonic()
        return sorted((arn for arn in due_at if due_at[arn] <= moment), key=due_at.__getitem__)

    async def _count(self, ecs: Ecs, arn: str, book: Round) -> None:
        own = Round()
        services = self._clusters[arn].active_services_count
        problems = await self._problems_of(ecs, arn, own) if 0 < services <= MOST_SERVICES else 0
        book.count("services", own.calls)
        self._problems[arn] = None if own.errors or services > MOST_SERVICES else problems
        self._uncounted[arn] = own.gaps
        is_refused = any(isinstance(error, NotAllowed) for error in own.errors)
        self._due_at[arn] = self._clock.monotonic() + (AGAIN_AFTER if is_refused else PROBLEMS_EVERY)

    async def _problems_of(self, ecs: Ecs, arn: str, own: Round) -> int:
        problems = 0
        try:
            async with aclosing(services_of(ecs, arn, own, set())) as answers:
                async for answer in answers:
                    now = self._clock.now()
                    problems += sum(service_finding(service, now).is_problem for service in answer.records)
                    await asyncio.sleep(0)
        except AwsError as error:
            own.absorb(error)
        return problems
