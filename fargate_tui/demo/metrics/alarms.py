"""Alarms over the metrics of the simulation: their states follow from what is measured."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from fargate_tui.demo.metrics.measures import Key, Metric
from fargate_tui.demo.metrics.statistics import Samples, statistic
from fargate_tui.demo.offline import ACCOUNT

_PERIOD = 60
_DAY = 24 * 3600
_QUARTER = 90 * _DAY
_LOOKED_BACK = 60
"""Minutes through which the beginning of a state is looked for."""
_UNTOUCHED = "Unchecked: Initial alarm creation"
"""What moto gives as the reason of a state that nobody has set."""
_WORDS = {
    "GreaterThanThreshold": "greater than",
    "GreaterThanOrEqualToThreshold": "greater than or equal to",
    "LessThanThreshold": "less than",
}
_BREACHES: Mapping[str, Callable[[float, float], bool]] = {
    "GreaterThanThreshold": lambda value, threshold: value > threshold,
    "GreaterThanOrEqualToThreshold": lambda value, threshold: value >= threshold,
    "LessThanThreshold": lambda value, threshold: value < threshold,
}

Json = dict[str, object]
Points = Callable[[Metric, float, float, int], Sequence[tuple[int, Samples]]]


@dataclass(frozen=True, slots=True)
class Alarm:
    """A metric alarm that wants every one of its newest minutes to breach."""

    name: str
    description: str
    namespace: str
    metric: str
    dimensions: tuple[tuple[str, str], ...]
    statistic: str
    comparison: str
    threshold: float
    minutes: int = 3
    action: str | None = None
    """The ARN that is told; None: people."""

    @property
    def key(self) -> Key:
        """What the catalogue knows its metric by."""
        return self.namespace, self.metric, frozenset(self.dimensions)


class DescribeAlarms(msgspec.Struct, rename="pascal"):
    """What is asked for."""

    alarm_names: tuple[str, ...] = ()
    alarm_name_prefix: str = ""
    state_value: str | None = None
    alarm_types: tuple[str, ...] = ("MetricAlarm",)


@dataclass(frozen=True, slots=True)
class Watched:
    """What alarms look at, at a moment."""

    catalogue: Mapping[Key, Metric]
    points: Points
    now: float
    region: str
    account: str = ACCOUNT

    def described(self, alarms: Sequence[Alarm], asked: DescribeAlarms) -> list[Json]:
        """The alarms that are asked for, as AWS describes them."""
        named = [
            self._described(alarm)
            for alarm in alarms
            if alarm.name.startswith(asked.alarm_name_prefix)
            and (not asked.alarm_names or alarm.name in asked.alarm_names)
            and "MetricAlarm" in asked.alarm_types
        ]
        return [one for one in named if asked.state_value in (None, one["StateValue"])]

    def breach(self, alarm: Alarm) -> float | None:
        """How far its newest value is from its threshold; None where it does not ring."""
        minute = int(self.now // 60) * 60
        values = self._values(alarm, minute)
        if _state(alarm, values, minute) != "ALARM":
            return None
        return _newest(alarm, values, minute)[0][1] - alarm.threshold

    def _described(self, alarm: Alarm) -> Json:
        minute = int(self.now // 60) * 60
        values = self._values(alarm, minute)
        state = _state(alarm, values, minute)
        since = _since(alarm, values, state, minute)
        return {
            "AlarmName": alarm.name,
            "AlarmArn": f"arn:aws:cloudwatch:{self.region}:{self.account}:alarm:{alarm.name}",
            "AlarmDescription": alarm.description,
            "AlarmConfigurationUpdatedTimestamp": int(self.now // _QUARTER) * _QUARTER,
            "ActionsEnabled": True,
            "OKActions": [],
            "AlarmActions": [alarm.action or f"arn:aws:sns:{self.region}:{self.account}:ops"],
            "InsufficientDataActions": [],
            "StateValue": state,
            "StateReason": _reason(alarm, values, state, since, minute),
            "StateUpdatedTimestamp": since,
            "StateTransitionedTimestamp": since,
            "MetricName": alarm.metric,
            "Namespace": alarm.namespace,
            "Statistic": alarm.statistic,
            "Dimensions": [{"Name": name, "Value": value} for name, value in alarm.dimensions],
            "Period": _PERIOD,
            "EvaluationPeriods": alarm.minutes,
            "Threshold": alarm.threshold,
            "ComparisonOperator": alarm.comparison,
            "TreatMissingData": "missing",
        }

    def _values(self, alarm: Alarm, minute: int) -> Mapping[int, float]:
        metric = self.catalogue.get(alarm.key)
        if metric is None:
            return {}
        make = statistic(alarm.statistic)
        start = minute - (_LOOKED_BACK + alarm.minutes) * 60
        return {at: make(samples) for at, samples in self.points(metric, start, minute, _PERIOD)}


class PutAlarm(msgspec.Struct, rename="pascal"):
    """An alarm that somebody has put, as moto has it."""

    alarm_name: str
    alarm_description: str | None = None
    namespace: str | None = None
    metric_name: str | None = None
    dimensions: tuple[dict[str, str], ...] = ()
    statistic: str | None = None
    comparison_operator: str = ""
    threshold: float = 0.0
    evaluation_periods: int = 1
    period: int | None = None
    alarm_actions: tuple[str, ...] = ()
    state_reason: str | None = None


def alarm_put(described: Json) -> Alarm | None:
    """An alarm that was put, where its state can follow from what is measured, and nobody has set it by hand."""
    put = msgspec.convert(described, PutAlarm, strict=False)
    if put.comparison_operator not in _BREACHES or put.period != _PERIOD or put.state_reason != _UNTOUCHED:
        return None
    return Alarm(
        put.alarm_name,
        put.alarm_description or "",
        put.namespace or "",
        put.metric_name or "",
        tuple((each["Name"], each["Value"]) for each in put.dimensions),
        put.statistic or "Average",
        put.comparison_operator,
        put.threshold,
        put.evaluation_periods,
        put.alarm_actions[0] if put.alarm_actions else None,
    )


def _newest(alarm: Alarm, values: Mapping[int, float], now: int) -> list[tuple[int, float]]:
    looked_at = (now - 60 * back for back in range(1, alarm.minutes + 1))
    return [(at, values[at]) for at in looked_at if at in values]


def _state(alarm: Alarm, values: Mapping[int, float], now: int) -> str:
    newest = _newest(alarm, values, now)
    if not newest:
        return "INSUFFICIENT_DATA"
    breaches = _BREACHES[alarm.comparison]
    return "ALARM" if all(breaches(value, alarm.threshold) for _, value in newest) else "OK"


def _since(alarm: Alarm, values: Mapping[int, float], state: str, now: int) -> int:
    """When the state began; the midnight before where it has lasted longer than is looked back."""
    since = now
    while since > now - _LOOKED_BACK * 60:
        if _state(alarm, values, since - 60) != state:
            return since
        since -= 60
    return since // _DAY * _DAY


def _reason(alarm: Alarm, values: Mapping[int, float], state: str, since: int, now: int) -> str:
    if state == "INSUFFICIENT_DATA":
        return f"Insufficient Data: {alarm.minutes} datapoints were unknown."
    newest = _newest(alarm, values, since) or _newest(alarm, values, now)
    shown = ", ".join(f"{value:.2f} ({datetime.fromtimestamp(at, UTC):%d/%m/%y %H:%M:%S})" for at, value in newest)
    crossed = f"{len(newest)} datapoints [{shown}]"
    verb = "were" if state == "ALARM" else "were not"
    return f"Threshold Crossed: {crossed} {verb} {_WORDS[alarm.comparison]} the threshold ({alarm.threshold})."
