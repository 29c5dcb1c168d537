"""The services of a cluster, or of all clusters."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

from fargate_tui.fargate.answers import Answer
from fargate_tui.fargate.arns import name_of
from fargate_tui.fargate.errors import NotFound
from fargate_tui.fargate.records import Service
from fargate_tui.fargate.rows import ServiceRow
from fargate_tui.fargate.service_findings import SCALING_OUT
from fargate_tui.live.clock import Clock
from fargate_tui.live.deaths import Deaths
from fargate_tui.live.listing import clusters_of, each_cluster, services_of
from fargate_tui.live.ports.aws import Aws
from fargate_tui.live.ports.ecs import Ecs
from fargate_tui.live.round import Round
from fargate_tui.live.rows import service_row, undescribed_service_row
from fargate_tui.live.source import Reading, Show


class Services:
    """Lists the services each round, describes all of them, and looks for the cause where one is not well."""

    def __init__(self, cluster: str | None, clock: Clock, only: str | None = None) -> None:
        """``only`` is the name of the one service of the cluster that is asked about."""
        self._cluster = cluster
        self._only = only
        self._clock = clock
        self._rows: dict[str, dict[str, ServiceRow]] = {}
        self._unwell: dict[str, tuple[str, Service]] = {}
        self._deaths = Deaths(clock)

    async def ask(self, aws: Aws, show: Show[ServiceRow]) -> Reading[ServiceRow]:
        """Ask once; raises AwsError where no cluster answers."""
        book = Round()
        self._unwell = {}
        clusters = (self._cluster,) if self._cluster is not None else await clusters_of(aws.ecs, book)
        await each_cluster(clusters, lambda cluster: self._read(aws.ecs, cluster, show, book), book)
        self._rows = {cluster: self._rows.get(cluster, {}) for cluster in clusters}
        if book.errors and not any(self._rows.values()):
            raise book.errors[0]
        await self._look_for_causes(aws.ecs, book)
        rows = tuple(row for known in self._rows.values() for row in known.values())
        return Reading(
            rows,
            calls=book.calls,
            gaps=book.gaps,
            is_lively=any(_is_lively(row) for row in rows),
            is_throttled=book.is_throttled,
            is_partial=bool(book.errors),
        )

    async def _read(self, ecs: Ecs, cluster: str, show: Show[ServiceRow], book: Round) -> None:
        listed: set[str] = set()
        known = self._rows.setdefault(cluster, {})
        is_whole = True
        asked = services_of(ecs, cluster, book, listed) if self._only is None else self._one(ecs, cluster, book, listed)
        async with aclosing(asked) as answers:
            async for answer in answers:
                fresh = {service.service_arn: self._row(cluster, service) for service in answer.records}
                known.update(fresh)
                show(fresh.values())
                is_whole = is_whole and answer.error is None
                # Ten services with their events take a few milliseconds: keys come in between.
                await asyncio.sleep(0)
        if not is_whole:
            known.update((arn, undescribed_service_row(arn, name_of(cluster))) for arn in sorted(listed - known.keys()))
        draining = await self._read_draining(ecs, cluster, known.keys() - listed, book)
        self._rows[cluster] = {arn: row for arn, row in known.items() if arn in listed} | draining

    async def _one(
        self, ecs: Ecs, cluster: str, book: Round, listed: set[str]
    ) -> AsyncGenerator[Answer[Service], None]:
        """The one service, whatever becomes of it; raises AwsError, NotFound where AWS does not know it."""
        name = self._only or ""
        async for answer in ecs.describe_services(cluster, (name,)):
            book.count("services")
            if answer.error is not None:
                raise answer.error
            if not answer.records:
                raise NotFound(f"describe service {name}", f"{name_of(cluster)} has no such service")
            listed.update(service.service_arn for service in answer.records)
            yield answer

    async def _read_draining(self, ecs: Ecs, cluster: str, gone: set[str], book: Round) -> dict[str, ServiceRow]:
        """Those that are being deleted: AWS lists them no more, but tells of them until their tasks have stopped."""
        rows: dict[str, ServiceRow] = {}
        if not gone:
            return rows
        async for answer in ecs.describe_services(cluster, sorted(gone)):
            book.count("services")
            left = (service for service in answer.records if service.status == "DRAINING")
            rows.update((service.service_arn, self._row(cluster, service)) for service in left)
        return rows

    def _row(self, cluster: str, service: Service) -> ServiceRow:
        row = self._told(service)
        if row.finding.is_problem or row.finding.word == SCALING_OUT:
            self._unwell[service.service_arn] = (cluster, service)
        return row

    def _told(self, service: Service) -> ServiceRow:
        arn = service.service_arn
        return service_row(service, self._clock.now(), self._deaths.of(arn), self._deaths.lately(arn))

    async def _look_for_causes(self, ecs: Ecs, book: Round) -> None:
        names = {arn: (cluster, service.service_name) for arn, (cluster, service) in self._unwell.items()}
        await self._deaths.learn(ecs, names, book)
        for arn, (cluster, service) in self._unwell.items():
            self._rows[cluster][arn] = self._told(service)


def _is_lively(row: ServiceRow) -> bool:
    return row.finding.severity == "busy" or row.pending > 0 or row.running != row.desired
