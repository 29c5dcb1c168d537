"""Which alarms of CloudWatch watch a service, and what they say."""

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Final

from fargate_tui.fargate.records import Alarm, Dimension, Record
from fargate_tui.fargate.rows import Severity

_ALARMS_IN_RULE: Final = re.compile(r"""(?:ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*["']?([^"')]+?)["']?\s*\)""")
_SIGNS: Final = {
    "GreaterThanThreshold": ">",
    "GreaterThanOrEqualToThreshold": "≥",
    "LessThanThreshold": "<",
    "LessThanOrEqualToThreshold": "≤",
}
_STATES: Final[dict[str, tuple[Severity, str]]] = {
    "ALARM": ("error", "ALARM"),
    "OK": ("ok", "ok"),
    "INSUFFICIENT_DATA": ("info", "no data"),
}
_ORDER: Final = ("ALARM", "INSUFFICIENT_DATA", "OK")


class Watched(Record, frozen=True, kw_only=True):
    """What a service is known by to alarms."""

    cluster: str
    service: str
    target_groups: tuple[str, ...] = ()
    """As CloudWatch has them: ``targetgroup/NAME/ID``."""
    balancers: tuple[str, ...] = ()
    """``app/NAME/ID``."""
    named: tuple[str, ...] = ()
    """Alarms that the service's deployments look at."""


class AlarmState(Record, frozen=True, kw_only=True):
    """An alarm, as it is shown."""

    name: str
    severity: Severity
    word: str
    """ALARM, ok or no data."""
    since: datetime | None = None
    rule: str = ""
    """When it rings: ``CPUUtilization maximum > 85 for 3 of 3 min``."""
    reason: str = ""
    """Why it is in its state, in AWS's words."""
    fails_deployments: bool = False
    """Whether deployments of the service look at it."""


def alarms_of(watched: Watched, alarms: Iterable[Alarm]) -> tuple[Alarm, ...]:
    """The alarms that concern a service: over its metrics, over its target groups and load balancers, named by it.

    An alarm over other alarms concerns it if one of those does.
    """
    every = tuple(alarms)
    found = {alarm.alarm_name for alarm in every if alarm.alarm_name in watched.named or _is_over(watched, alarm)}
    # A composite alarm may be over composite alarms, in any order.
    while more := {
        alarm.alarm_name
        for alarm in every
        if alarm.alarm_rule
        and alarm.alarm_name not in found
        and not found.isdisjoint(_ALARMS_IN_RULE.findall(alarm.alarm_rule))
    }:
        found |= more
    return tuple(alarm for alarm in every if alarm.alarm_name in found)


def states(watched: Watched, alarms: Iterable[Alarm]) -> tuple[AlarmState, ...]:
    """The alarms as they are shown: those that ring first, then those without data; the newest change first."""
    shown = sorted(alarms, key=lambda alarm: alarm.alarm_name)
    shown.sort(key=_changed_at, reverse=True)
    shown.sort(key=lambda alarm: _ORDER.index(alarm.state_value) if alarm.state_value in _ORDER else len(_ORDER))
    return tuple(_state(alarm, watched.named) for alarm in shown)


def rule_of(alarm: Alarm) -> str:
    """When an alarm rings, in a few words."""
    if alarm.alarm_rule:
        return alarm.alarm_rule
    what = " ".join(filter(None, (alarm.metric_name, (alarm.extended_statistic or alarm.statistic).lower())))
    if not what:
        labels = (
            query.label or (query.metric_stat.metric.metric_name if query.metric_stat else "")
            for query in alarm.metrics
        )
        what = next(filter(None, labels), "an expression")
    sign = _SIGNS.get(alarm.comparison_operator)
    if sign is None or alarm.threshold is None:
        return f"{what} out of its band"
    return f"{what} {sign} {alarm.threshold:g}{_for(alarm)}"


def _for(alarm: Alarm) -> str:
    wanted, periods = alarm.datapoints_to_alarm or alarm.evaluation_periods, alarm.evaluation_periods
    if periods is None or wanted is None or alarm.period is None:
        return ""
    minutes = f"{alarm.period / 60:g} min"
    of = f"{wanted} of {periods}" if wanted != periods else f"{periods}"
    return f" for {of} × {minutes}"


def _state(alarm: Alarm, named: Collection[str]) -> AlarmState:
    severity, word = _STATES.get(alarm.state_value, ("info", alarm.state_value.lower() or "unknown"))
    return AlarmState(
        name=alarm.alarm_name,
        severity=severity,
        word=word,
        since=_since(alarm),
        rule=rule_of(alarm),
        reason=alarm.state_reason,
        fails_deployments=alarm.alarm_name in named,
    )


def _changed_at(alarm: Alarm) -> float:
    since = _since(alarm)
    return since.timestamp() if since is not None else 0.0


def _since(alarm: Alarm) -> datetime | None:
    return alarm.state_transitioned_timestamp or alarm.state_updated_timestamp


def _is_over(watched: Watched, alarm: Alarm) -> bool:
    over = [alarm.dimensions, *(query.metric_stat.metric.dimensions for query in alarm.metrics if query.metric_stat)]
    return any(_is_of(watched, dimensions) for dimensions in over)


def _is_of(watched: Watched, dimensions: Sequence[Dimension]) -> bool:
    named = {dimension.name: dimension.value for dimension in dimensions}
    if "ServiceName" in named:
        return (named.get("ClusterName"), named["ServiceName"]) == (watched.cluster, watched.service)
    if "TargetGroup" in named:
        return named["TargetGroup"] in watched.target_groups
    # A load balancer as a whole may serve others too; what it suffers, all behind it do.
    return named.get("LoadBalancer") in watched.balancers
