"""What is asked of CloudWatch metrics, and the series that come back (fargate.md §9.3)."""

from datetime import datetime

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
