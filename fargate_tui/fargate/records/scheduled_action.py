"""A change of limits at a time, as DescribeScheduledActions sends it."""

from datetime import datetime

import msgspec

from fargate_tui.fargate.records.base import Record


class NewLimits(Record, frozen=True, kw_only=True, rename="pascal"):
    """The limits that a scheduled action sets; None leaves one as it is."""

    min_capacity: int | None = None
    max_capacity: int | None = None


class ScheduledAction(Record, frozen=True, kw_only=True, rename="pascal"):
    """When the limits of a service are changed, and to what."""

    scheduled_action_name: str
    scheduled_action_arn: str = msgspec.field(default="", name="ScheduledActionARN")
    schedule: str = ""
    """``at(…)``, ``rate(…)`` or ``cron(…)``."""
    timezone: str | None = None
    """Of ``at`` and ``cron``; None for UTC."""
    scalable_target_action: NewLimits = NewLimits()
    start_time: datetime | None = None
    end_time: datetime | None = None
    creation_time: datetime | None = None
