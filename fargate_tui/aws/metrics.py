"""How services feel: the series and the alarms of CloudWatch (fargate.md §9.3)."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from datetime import datetime

import msgspec

from fargate_tui.aws.batches import in_order
from fargate_tui.aws.clients import Clients
from fargate_tui.aws.reading import DESCRIBE_ALARMS, GET_METRIC_DATA
from fargate_tui.fargate.errors import Invalid
from fargate_tui.fargate.metrics import MetricQuery, Series
from fargate_tui.fargate.records import Alarm

QUERIES_PER_CALL = 500
ALARMS_PER_CALL = 100
_DOING = "read metrics"
_OF_ALARMS = "read alarms"


class _Result(msgspec.Struct, rename="pascal"):
    id: str
    timestamps: tuple[datetime, ...] = ()
    values: tuple[float, ...] = ()


class _Data(msgspec.Struct, rename="pascal"):
    metric_data_results: tuple[_Result, ...] = ()
    next_token: str | None = None


class _Alarms(msgspec.Struct, rename="pascal"):
    metric_alarms: tuple[Alarm, ...] = ()
    composite_alarms: tuple[Alarm, ...] = ()
    next_token: str | None = None


class Metrics:
    """CloudWatch metrics. Every metric that is asked for is billed, whoever asks."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    async def get_data(self, queries: Sequence[MetricQuery], start: datetime, end: datetime) -> Mapping[str, Series]:
        """The series of every query by its id, empty where CloudWatch has no points; raises `AwsError`.

        500 queries go into one call, and several calls side by side.
        """
        slices = (queries[at : at + QUERIES_PER_CALL] for at in range(0, len(queries), QUERIES_PER_CALL))
        found: dict[str, dict[datetime, float]] = {query.id: {} for query in queries}
        async with aclosing(in_order(slices, lambda some: self._batch(some, start, end))) as batches:
            async for results in batches:
                for result in results:
                    found.setdefault(result.id, {}).update(zip(result.timestamps, result.values, strict=True))
        return {name: _series(name, points) for name, points in found.items()}

    async def alarms(self, names: Sequence[str] = ()) -> AsyncGenerator[tuple[Alarm, ...], None]:
        """Every page of the alarms of the account and Region, or of those with these names; raises `AwsError`.

        A name that no alarm has is left out.
        """
        for at in range(0, max(len(names), 1), ALARMS_PER_CALL):
            some = {"AlarmNames": list(names[at : at + ALARMS_PER_CALL])} if names else {"MaxRecords": ALARMS_PER_CALL}
            async with aclosing(self._alarm_pages(some)) as pages:
                async for page in pages:
                    yield page

    async def _alarm_pages(self, asked: Mapping[str, object]) -> AsyncGenerator[tuple[Alarm, ...], None]:
        kinds = ["MetricAlarm", "CompositeAlarm"]
        token: str | None = None
        while True:
            more = {"NextToken": token} if token else {}
            said = await self._clients.ask(DESCRIBE_ALARMS, _Alarms, _OF_ALARMS, AlarmTypes=kinds, **asked, **more)
            yield (*said.metric_alarms, *said.composite_alarms)
            if not said.next_token:
                return
            if said.next_token == token:
                raise Invalid(_OF_ALARMS, "AWS sent the same page token twice")
            token = said.next_token

    async def _batch(self, queries: Sequence[MetricQuery], start: datetime, end: datetime) -> list[_Result]:
        asked = {"MetricDataQueries": [_asked(query) for query in queries], "StartTime": start, "EndTime": end}
        results: list[_Result] = []
        token: str | None = None
        while True:
            more = {"NextToken": token} if token else {}
            said = await self._clients.ask(GET_METRIC_DATA, _Data, _DOING, ScanBy="TimestampAscending", **asked, **more)
            # Each statistic of a metric counts, on each page: AWS bills no more than that.
            self._clients.bill(GET_METRIC_DATA, len(queries))
            results += said.metric_data_results
            if not said.next_token:
                return results
            if said.next_token == token:
                raise Invalid(_DOING, "AWS sent the same page token twice")
            token = said.next_token


def _asked(query: MetricQuery) -> dict[str, object]:
    dimensions = [{"Name": name, "Value": value} for name, value in query.dimensions]
    metric = {"Namespace": query.namespace, "MetricName": query.name, "Dimensions": dimensions}
    return {"Id": query.id, "MetricStat": {"Metric": metric, "Period": query.period, "Stat": query.statistic}}


def _series(name: str, points: Mapping[datetime, float]) -> Series:
    """The points in order of time; a series may come in several pages."""
    times = tuple(sorted(points))
    return Series(id=name, times=times, values=tuple(points[time] for time in times))
