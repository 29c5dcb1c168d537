"""What AWS Health announces."""

from datetime import datetime

from fargate_tui.fargate.records.base import Record


class HealthEvent(Record, frozen=True, kw_only=True):
    """An event of AWS Health."""

    code: str
    """``AWS_ECS_TASK_PATCHING_RETIREMENT``"""
    category: str = ""
    """issue, accountNotification, scheduledChange or investigation."""
    start: datetime | None = None
    end: datetime | None = None
    status: str = ""
    """open, closed or upcoming."""
