"""GetMetricData, GetMetricStatistics, ListMetrics and DescribeAlarms, answered from the simulation."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

import msgspec

from fargate_tui.demo.metrics.alarms import Alarm, DescribeAlarms, Watched, alarm_put
from fargate_tui.demo.metrics.measures import Measures, Metric
from fargate_tui.demo.metrics.requests import Bad, Dimension, GetData, GetStatistics, ListAll, Query, Stat, read
from fargate_tui.demo.metrics.statistics import NoStatistic, Samples, statistic
from fargate_tui.demo.moto_thread import Moto, MotoThread
from fargate_tui.demo.wire import Answer, Call, Protocol, Request, json_answer, refusal

_QUERIES = 500
_CHANGE_ALARMS = frozenset({"PutMetricAlarm", "SetAlarmState", "DeleteAlarms"})
_OF_POLICIES = "TargetTracking-"
"""How the alarms are called that moto makes for scaling policies and never evaluates."""
_POINTS = 100_800
_STATISTICS_POINTS = 1_440
_PAGE = 500
_MINUTES_LOOKED_AT = 5
"""Of a period that is longer; a fortnight by the hour would be 20,000 minutes for every task."""

Json = dict[str, object]
Points = list[tuple[int, Samples]]


class CloudWatch:
    """Answers what concerns the metrics of the simulation."""

    def __init__(self, measures: Measures, moto: MotoThread, now: Callable[[], datetime]) -> None:
        self.watched: tuple[Alarm, ...] = ()
        """Alarms over the metrics of the simulation."""
        self.of_policies: Callable[[], Sequence[Alarm]] = tuple
        """Alarms that scaling policies made."""
        self.actions: Mapping[str, Sequence[str]] = {}
        """What the alarms do that were put, are over nothing that is measured here, and ring: actions by name."""
        self.put: tuple[Alarm, ...] = ()
        """Alarms over the metrics of the simulation that were put, and whose state nobody has set by hand."""
        self._moto = moto
        self._measures = measures
        self._now = now
        self._answers: Mapping[str, Callable[[bytes], Json]] = {
            "GetMetricData": self._get_data,
            "GetMetricStatistics": self._get_statistics,
            "ListMetrics": self._list,
        }

    async def answer(self, call: Call, request: Request) -> Answer:
        """Answer one request; what is not in AWS's JSON protocol is for moto, which knows nothing of tasks."""
        if call.operation == "DescribeAlarms":
            return await self.alarms(call, request)
        if call.operation in _CHANGE_ALARMS:
            return await self._moto.run(lambda moto: self._change_alarms(moto, call, request))
        own = self._answers.get(call.operation)
        if own is None or call.protocol is not Protocol.JSON:
            return await self._moto.run(lambda moto: moto.ask(request))
        try:
            return json_answer(own(request.body))
        except Bad as error:
            return refusal(call, error.code, str(error))
        except NoStatistic as error:
            return refusal(call, "InvalidParameterValueException", str(error))

    def ringing(self) -> frozenset[str]:
        """The names of the alarms in state ALARM: of the simulation, and of those that were put."""
        watched = Watched(self._measures.catalogue(), self.points, self._now().timestamp(), "")
        alarms = (*self.watched, *self.put, *self.of_policies())
        own = watched.described(alarms, DescribeAlarms(state_value="ALARM"))
        return frozenset((*self.actions, *(str(alarm["AlarmName"]) for alarm in own)))

    def breaches(self, action: str) -> Mapping[str, float]:
        """By how much the alarms breach that ring and tell ``action``; next to nothing where that is not measured."""
        found = {name: 0.0 for name, actions in self.actions.items() if action in actions}
        watched = Watched(self._measures.catalogue(), self.points, self._now().timestamp(), "")
        for alarm in self.put:
            if alarm.action == action and (breach := watched.breach(alarm)) is not None:
                found[alarm.name] = breach
        return found

    def names_of(self, action: str) -> Sequence[str]:
        """The alarms that tell ``action`` when they ring, and were put."""
        return [alarm.name for alarm in self.put if alarm.action == action]

    def _change_alarms(self, moto: Moto, call: Call, request: Request) -> Answer:
        """Let moto change its alarms, and look which of them ring now."""
        answer = moto.ask(request)
        found = moto.json(call.region, "monitoring", "GraniteServiceVersion20100801.DescribeAlarms", {})
        every = found.get("MetricAlarms", ())
        alarms = [alarm for alarm in every if not str(alarm["AlarmName"]).startswith(_OF_POLICIES)]
        catalogue = self._measures.catalogue()
        made = [alarm_put(alarm) for alarm in alarms]
        self.put = tuple(alarm for alarm in made if alarm is not None and alarm.key in catalogue)
        own = {alarm.name for alarm in self.put}
        self.actions = {
            str(alarm["AlarmName"]): tuple(alarm.get("AlarmActions", ()))
            for alarm in alarms
            if alarm["AlarmName"] not in own and alarm["StateValue"] == "ALARM"
        }
        return answer

    async def alarms(self, call: Call, request: Request) -> Answer:
        """DescribeAlarms: those of the simulation, and then those that were put into moto."""
        answer = await self._moto.run(lambda moto: moto.ask(request))
        if call.protocol is not Protocol.JSON or answer.status >= 300:
            return answer
        try:
            asked = read(request.body, DescribeAlarms)
        except Bad as error:
            return refusal(call, error.code, str(error))
        watched = Watched(self._measures.catalogue(), self.points, self._now().timestamp(), call.region, call.account)
        others = msgspec.json.decode(answer.body, type=dict[str, list[Json]])
        own = watched.described((*self.watched, *self.put, *self.of_policies()), asked)
        ours = {alarm.name for alarm in self.put}
        put = [
            one
            for one in others.get("MetricAlarms", [])
            if not str(one["AlarmName"]).startswith(_OF_POLICIES) and one["AlarmName"] not in ours
        ]
        return json_answer(others | {"MetricAlarms": [*own, *put]})

    def points(self, metric: Metric, start: float, end: float, period: int) -> Points:
        """The samples of each period from ``start`` to before ``end``, oldest first, without empty ones."""
        first = int(start // period) * period
        last = min(end, self._now().timestamp() // 60 * 60)
        found = ((at, _samples(metric, at, period)) for at in range(first, int(last), period))
        return [(at, samples) for at, samples in found if samples and at + min(period, 60) <= last]

    def _get_data(self, body: bytes) -> Json:
        asked = read(body, GetData)
        _check(asked)
        catalogue = self._measures.catalogue()
        start, offset = _place(asked.next_token)
        left = min(asked.max_datapoints, _POINTS)
        results: list[Json] = []
        for number, query in enumerate(asked.metric_data_queries[start:], start):
            series = self._series(query, asked, catalogue.get(_stat(query).metric.key))[offset:]
            results.append(_result(query, series[:left], partial=len(series) > left))
            if len(series) > left:
                token = f"{number}:{offset + left}"
                return {"MetricDataResults": results, "Messages": [], "NextToken": token}
            left, offset = left - len(series), 0
        return {"MetricDataResults": results, "Messages": []}

    def _series(self, query: Query, asked: GetData, metric: Metric | None) -> list[tuple[int, float]]:
        stat = _stat(query)
        make = statistic(stat.stat)
        if metric is None:
            return []
        points = self.points(metric, asked.start_time, asked.end_time, stat.period)
        series = [(at, round(make(samples), 6)) for at, samples in points]
        return series if asked.scan_by == "TimestampAscending" else series[::-1]

    def _get_statistics(self, body: bytes) -> Json:
        asked = read(body, GetStatistics)
        _check_period(asked.period)
        names = (*asked.statistics, *asked.extended_statistics)
        if not names:
            raise Bad("Must specify either Statistics or ExtendedStatistics", "MissingRequiredParameterException")
        if (asked.end_time - asked.start_time) / asked.period > _STATISTICS_POINTS:
            raise Bad("You have requested more than 1,440 datapoints.", "InvalidParameterCombinationException")
        makers = {name: statistic(name) for name in names}
        metric = self._measures.catalogue().get(asked.key)
        if metric is None:
            return {"Label": asked.metric_name, "Datapoints": []}
        datapoints: list[Json] = []
        for at, samples in self.points(metric, asked.start_time, asked.end_time, asked.period):
            values = {name: round(make(samples), 6) for name, make in makers.items()}
            datapoint: Json = {"Timestamp": at, "Unit": metric.unit}
            datapoint |= {name: values[name] for name in asked.statistics}
            if asked.extended_statistics:
                datapoint["ExtendedStatistics"] = {name: values[name] for name in asked.extended_statistics}
            datapoints.append(datapoint)
        return {"Label": asked.metric_name, "Datapoints": datapoints}

    def _list(self, body: bytes) -> Json:
        asked = read(body, ListAll)
        start = _place(asked.next_token)[0]
        found = [metric for metric in self._measures.catalogue().values() if _is_listed(metric, asked)]
        page: Json = {"Metrics": [_listed(metric) for metric in found[start : start + _PAGE]]}
        return page | ({"NextToken": f"{start + _PAGE}:0"} if start + _PAGE < len(found) else {})


def _samples(metric: Metric, at: int, period: int) -> Samples:
    minutes = max(1, period // 60)
    step = max(1, minutes // _MINUTES_LOOKED_AT)
    return [sample for minute in range(at // 60, at // 60 + minutes, step) for sample in metric.samples(minute)]


def _check(asked: GetData) -> None:
    queries = asked.metric_data_queries
    if not 1 <= len(queries) <= _QUERIES:
        raise Bad("The collection MetricDataQueries must have 1 to 500 members.", "ValidationError")
    if len({query.id for query in queries}) < len(queries):
        raise Bad("The values for parameter id in MetricDataQueries are not unique.", "ValidationError")
    for query in queries:
        if not (query.id[:1].islower() and query.id.replace("_", "a").isalnum()):
            raise Bad(f"The value {query.id} for parameter Id is not matching the pattern ^[a-z][a-zA-Z0-9_]*$.")
        _check_period(_stat(query).period)
    if asked.start_time >= asked.end_time:
        raise Bad("The parameter StartTime must be less than the parameter EndTime.", "ValidationError")


def _check_period(period: int) -> None:
    if period < 60 or period % 60:
        raise Bad("Period must be a multiple of 60 here: nothing of the local AWS is measured more often.")


def _stat(query: Query) -> Stat:
    if query.metric_stat is None:
        raise Bad("The local AWS has no metric math.")
    return query.metric_stat


def _place(token: str | None) -> tuple[int, int]:
    """Which query, or metric, comes next, and which of its points."""
    first, _, second = (token or "0:0").partition(":")
    if not (first.isdecimal() and second.isdecimal()):
        raise Bad("The value for parameter NextToken is invalid.", "InvalidNextToken")
    return int(first), int(second)


def _result(query: Query, series: list[tuple[int, float]], *, partial: bool) -> Json:
    return {
        "Id": query.id,
        "Label": query.label or _stat(query).metric.metric_name,
        "Timestamps": [at for at, _ in series],
        "Values": [value for _, value in series],
        "StatusCode": "PartialData" if partial else "Complete",
    }


def _is_listed(metric: Metric, asked: ListAll) -> bool:
    return (
        asked.namespace in (None, metric.namespace)
        and asked.metric_name in (None, metric.name)
        and all(_has(metric, wanted) for wanted in asked.dimensions)
    )


def _has(metric: Metric, wanted: Dimension) -> bool:
    return any(name == wanted.name and wanted.value in (None, value) for name, value in metric.dimensions)


def _listed(metric: Metric) -> Json:
    dimensions = [{"Name": name, "Value": value} for name, value in metric.dimensions]
    return {"Namespace": metric.namespace, "MetricName": metric.name, "Dimensions": dimensions}
