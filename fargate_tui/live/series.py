"""How the services on screen feel: CPU and memory, asked for together and only once a minute, for it is billed."""

from collections.abc import Collection
from datetime import timedelta
from typing import Final

from fargate_tui.fargate.errors import NotAllowed
from fargate_tui.fargate.metrics import ServiceMetrics, service_metrics, service_queries
from fargate_tui.live.clock import Clock
from fargate_tui.live.ports import Aws
from fargate_tui.live.refusal import Refusal
from fargate_tui.live.round import Round
from fargate_tui.live.source import Reading, Show

EVERY: Final = 60.0
"""Seconds between two askings: CloudWatch has a point a minute."""

SPAN: Final = timedelta(hours=1)
_KEPT: Final = 500
"""Services whose metrics are remembered while they are off the screen."""


class MetricsOfServices:
    """The metrics of some services of one cluster; which, is said by `want`."""

    def __init__(self, cluster: str, clock: Clock) -> None:
        self._cluster = cluster
        self._clock = clock
        self._wanted: tuple[str, ...] = ()
        self._known: dict[str, tuple[float, ServiceMetrics]] = {}
        self._refusal = Refusal(clock, lost="CPU and memory", action="cloudwatch:GetMetricData")

    def want(self, names: Collection[str]) -> bool:
        """Take note of the services on screen; whether any of them has to be asked for now."""
        before, self._wanted = self._wanted, tuple(dict.fromkeys(names))
        return any(name not in self._known and name not in before for name in self._wanted)

    async def ask(self, aws: Aws, show: Show[ServiceMetrics]) -> Reading[ServiceMetrics]:
        """Ask for those that are wanted and not fresh, in as few calls as there can be; raises AwsError."""
        book = Round()
        show(self._rows())
        stale = [name for name in self._wanted if not self._is_fresh(name)]
        if stale and not self._refusal.stands:
            await self._read(aws, stale, book)
        book.miss(*self._refusal.gaps)
        return Reading(self._rows(), calls=book.calls, gaps=book.gaps, at_least=EVERY)

    def _rows(self) -> list[ServiceMetrics]:
        unknown = (ServiceMetrics(arn=f"{self._cluster}/{n}", cluster=self._cluster, name=n) for n in self._wanted)
        return [self._known[row.name][1] if row.name in self._known else row for row in unknown]

    def _is_fresh(self, name: str) -> bool:
        known = self._known.get(name)
        # Half a second of grace, or a round that begins a moment early would skip a minute.
        return known is not None and self._clock.monotonic() - known[0] < EVERY - 0.5

    async def _read(self, aws: Aws, names: Collection[str], book: Round) -> None:
        tags = {name: str(number) for number, name in enumerate(names)}
        queries = [query for name, tag in tags.items() for query in service_queries(self._cluster, name, tag)]
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
        for name, tag in tags.items():
            self._known.pop(name, None)
            self._known[name] = (moment, service_metrics(self._cluster, name, tag, found))
        for name in list(self._known)[: max(len(self._known) - _KEPT, 0)]:
            del self._known[name]
