"""An alarm of CloudWatch, as DescribeAlarms sends it."""

from datetime import datetime

from fargate_tui.fargate.records.base import Record


class Dimension(Record, frozen=True, kw_only=True, rename="pascal"):
    """A name and its value: what of, a metric is."""

    name: str = ""
    value: str = ""


class AlarmMetric(Record, frozen=True, kw_only=True, rename="pascal"):
    """A metric that an alarm's expression takes."""

    namespace: str = ""
    metric_name: str = ""
    dimensions: tuple[Dimension, ...] = ()


class AlarmMetricStat(Record, frozen=True, kw_only=True, rename="pascal"):
    """A metric with its statistic."""

    metric: AlarmMetric = AlarmMetric()
    period: int | None = None
    stat: str = ""


class AlarmQuery(Record, frozen=True, kw_only=True, rename="pascal"):
    """A part of an alarm over metric math: a metric, or an expression over others."""

    id: str = ""
    metric_stat: AlarmMetricStat | None = None
    expression: str = ""
    label: str = ""


class Alarm(Record, frozen=True, kw_only=True, rename="pascal"):
    """An alarm over a metric, over metric math, or over other alarms."""

    alarm_name: str
    alarm_arn: str = ""
    alarm_description: str = ""
    state_value: str = ""
    """OK, ALARM or INSUFFICIENT_DATA."""
    state_reason: str = ""
    state_transitioned_timestamp: datetime | None = None
    """Since when it is in its state."""
    state_updated_timestamp: datetime | None = None
    actions_enabled: bool = True
    alarm_actions: tuple[str, ...] = ()
    """ARNs of what is told when it rings: topics, scaling policies."""
    namespace: str = ""
    """Of its metric; empty where it is over metric math or other alarms."""
    metric_name: str = ""
    dimensions: tuple[Dimension, ...] = ()
    statistic: str = ""
    extended_statistic: str = ""
    """A percentile such as ``p99``, in place of ``statistic``."""
    metrics: tuple[AlarmQuery, ...] = ()
    """Metric math."""
    period: int | None = None
    """Seconds."""
    evaluation_periods: int | None = None
    datapoints_to_alarm: int | None = None
    """How many of the evaluated periods must breach; absent where all must."""
    threshold: float | None = None
    """Absent for anomaly detection."""
    comparison_operator: str = ""
    alarm_rule: str = ""
    """Of a composite alarm: ``ALARM("a") OR ALARM("b")``."""
