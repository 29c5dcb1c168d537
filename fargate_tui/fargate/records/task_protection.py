"""Whether a task may be stopped by ECS."""

from datetime import datetime

from fargate_tui.fargate.records.base import Record


class ProtectedTask(Record, frozen=True, kw_only=True):
    """The protection of one task from scale-in and deployments."""

    task_arn: str
    protection_enabled: bool = False
    expiration_date: datetime | None = None
    """UTC."""
