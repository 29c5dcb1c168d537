"""What is asked of CloudWatch metrics, and the series that come back (fargate.md §9.3)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from fargate_tui.fargate.records import Record


class MetricQuery(Record, frozen=True, kw_only=True):
    """One series to ask for."""

    id: str
    """Begins with a lower-case letter; letters, digits and underscores."""
    namespace: str
    """For instance ``AWS/ECS``."""
    name: str
    """For instance ``CPUUtilization``."""
    dimensions: tuple[tuple[str, str], ...] = ()
    """Names and values."""
    statistic: str = "Average"
    """Average, Maximum, Minimum, Sum, SampleCount or a percentile such as ``p90``."""
    period: int = 60
    """Seconds."""


class Series(Record, frozen=True, kw_only=True):
    """The points of one query, oldest first; a period without a data point is left out."""

    id: str
    times: tuple[datetime, ...] = ()
    """UTC, when each period begins."""
    values: tuple[float, ...] = ()


class ServiceMetrics(Record, frozen=True, kw_only=True):
    """How a service feels: used of what its tasks reserve, in percent; None where that is not known."""

    arn: str
    """``CLUSTER/NAME``, for the ARN is not asked for."""
    cluster: str
    name: str
    cpu_average: Series | None = None
    cpu_maximum: Series | None = None
    """Of its hottest task, free of Container Insights."""
    memory_average: Series | None = None
    memory_maximum: Series | None = None


SERVICE_METRICS: Final = (
    ("cpu_average", "CPUUtilization", "Average"),
    ("cpu_maximum", "CPUUtilization", "Maximum"),
    ("memory_average", "MemoryUtilization", "Average"),
    ("memory_maximum", "MemoryUtilization", "Maximum"),
)
"""The members of `ServiceMetrics` with the metric and statistic of each."""


def service_queries(cluster: str, name: str, tag: str) -> tuple[MetricQuery, ...]:
    """The queries for the metrics of a service; their ids are a member's name and ``tag``."""
    dimensions = (("ClusterName", cluster), ("ServiceName", name))
    return tuple(
        MetricQuery(id=f"{member}_{tag}", namespace="AWS/ECS", name=metric, dimensions=dimensions, statistic=statistic)
        for member, metric, statistic in SERVICE_METRICS
    )


def service_metrics(cluster: str, name: str, tag: str, found: Mapping[str, Series]) -> ServiceMetrics:
    """The metrics of a service out of the answers to its queries."""
    return ServiceMetrics(
        arn=f"{cluster}/{name}",
        cluster=cluster,
        name=name,
        **{member: found.get(f"{member}_{tag}") for member, _, _ in SERVICE_METRICS},
    )
