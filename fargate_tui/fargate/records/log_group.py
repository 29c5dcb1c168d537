"""A log group of CloudWatch Logs."""

from fargate_tui.fargate.records.base import Record


class LogGroup(Record, frozen=True, kw_only=True):
    """A log group."""

    name: str
    arn: str = ""
    retention: int | None = None
    """Days; None for ever."""
