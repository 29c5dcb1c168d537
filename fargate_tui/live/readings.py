"""The series of one subject over one range, asked for when there may be new points in them."""

from datetime import datetime
from typing import Final

from fargate_tui.fargate.chart_sources import Part
from fargate_tui.fargate.errors import AwsError, NotAllowed
from fargate_tui.fargate.gauges import Vitals, gauges, queries
from fargate_tui.fargate.metrics import MetricQuery, Series
from fargate_tui.fargate.ranges import Range
from fargate_tui.live.clock import Clock
from fargate_tui.live.ports.account import Metrics
from fargate_tui.live.refusal import Refusal
from fargate_tui.live.round import Round

EVERY: Final = 60.0
"""Seconds between two rounds: CloudWatch has a point a minute, and alarms change at any time."""

_ASKING: Final = "asking CloudWatch…"


class Readings:
    """Asks GetMetricData, in as few calls as there can be."""

    def __init__(self, span: Range, clock: Clock) -> None:
        self._span = span
        self._clock = clock
        self._found: dict[str, Series] = {}
        self._asked: object = None
        """The queries and the stretch of time that are answered: the same is not asked for, and billed, again."""
        self._unknown = _ASKING
        self._refusal = Refusal(clock, lost="metrics", action="cloudwatch:GetMetricData")

    def vitals(self, arn: str, parts: tuple[Part, ...]) -> Vitals:
        """The plots with what is known of their values."""
        start, end = self._span.window(self._clock.now())
        return Vitals(
            arn=arn,
            start=start,
            end=end,
            gauges=gauges(parts, self._found, self._span.period, self._unknown),
            metrics=0 if self._refusal.gaps else len(queries(parts, self._span.period)),
        )

    async def learn(self, metrics: Metrics, parts: tuple[Part, ...], book: Round) -> None:
        """Ask for the series of these plots; what AWS does not tell is a gap, and leaves the old series."""
        wanted, window = queries(parts, self._span.period), self._span.window(self._clock.now())
        if wanted and (wanted, window) != self._asked and not self._refusal.stands:
            await self._ask(metrics, wanted, window, book)
        book.miss(*self._refusal.gaps)

    async def _ask(
        self, metrics: Metrics, wanted: tuple[MetricQuery, ...], window: tuple[datetime, datetime], book: Round
    ) -> None:
        book.count("metrics")
        try:
            self._found = dict(await metrics.get_data(wanted, *window))
        except NotAllowed as error:
            self._refusal.note(error)
            self._found, self._asked, self._unknown = {}, None, " ".join(self._refusal.gaps)
        except AwsError as error:
            book.absorb(error)
            self._unknown = "" if self._found else "not known: CloudWatch has not answered"
        else:
            self._refusal.lift()
            self._unknown, self._asked = "", (wanted, window)
