"""How the services on screen feel: CPU and memory, asked for together and only once a minute, for it is billed."""

from collections.abc import Collection
from datetime import timedelta
from typing import Final

from fargate_tui.fargate.errors import NotAllowed
from fargate_tui.fargate.metrics import ServiceMetrics, service_metrics, service_queries
from fargate_tui.live.clock import Clock
from fargate_tui.live.ports.aws import Aws
from fargate_tui.live.refusal import Refusal
from fargate_tui.live.round import Round
from fargate_tui.live.source import Reading, Show

EVERY: Final = 60.0
"""Seconds between two askings: CloudWatch has a point a minute."""

SPAN: Final = timedelta(hours=1)
_KEPT: Final = 500
"""Services whose metrics are remembered while they are off the screen."""


Named = tuple[str, str]
"""A cluster and a service of it, by name."""


class MetricsOfServices:
    """The metrics of some services, of one cluster or of several; which, is said by `want`."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._wanted: tuple[Named, ...] = ()
        self._known: dict[Named, tuple[float, ServiceMetrics]] = {}
        self._refusal = Refusal(clock, lost="CPU and memory", action="cloudwatch:GetMetricData")

    def want(self, services: Collection[Named]) -> bool:
        """Take note of the services on screen; whether any of them has to be asked for now."""
        before, self._wanted = self._wanted, tuple(dict.fromkeys(services))
        return any(named not in self._known and named not in before for named in self._wanted)

    async def ask(self, aws: Aws, show: Show[ServiceMetrics]) -> Reading[ServiceMetrics]:
        """Ask for those that are wanted and not fresh, in as few calls as there can be; raises AwsError."""
        book = Round()
        show(self._rows())
        stale = [named for named in self._wanted if not self._is_fresh(named)]
        if stale and not self._refusal.stands:
            await self._read(aws, stale, book)
        book.miss(*self._refusal.gaps)
        return Reading(self._rows(), calls=book.calls, gaps=book.gaps, at_least=EVERY)

    def _rows(self) -> list[ServiceMetrics]:
        return [self._known[named][1] if named in self._known else _unknown(*named) for named in self._wanted]

    def _is_fresh(self, named: Named) -> bool:
        known = self._known.get(named)
        # Half a second of grace, or a round that begins a moment early would skip a minute.
        return known is not None and self._clock.monotonic() - known[0] < EVERY - 0.5

    async def _read(self, aws: Aws, services: Collection[Named], book: Round) -> None:
        tags = {named: str(number) for number, named in enumerate(services)}
        queries = [query for named, tag in tags.items() for query in service_queries(*named, tag)]
        now = self._clock.now().replace(second=0, microsecond=0)
        book.count("metrics")
        try:
            found = await aws.metrics.get_data(queries, now - SPAN, now)
        except NotAllowed as error:
            self._refusal.note(error)
            self._known.clear()
            return
        self._refusal.lift()
        moment = self._clock.monotonic()
        for named, tag in tags.items():
            self._known.pop(named, None)
            self._known[named] = (moment, service_metrics(*named, tag, found))
        for named in list(self._known)[: max(len(self._known) - _KEPT, 0)]:
            del self._known[named]


def _unknown(cluster: str, name: str) -> ServiceMetrics:
    return ServiceMetrics(arn=f"{cluster}/{name}", cluster=cluster, name=name)
