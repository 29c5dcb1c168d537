"""What Application Auto Scaling did to a service, as DescribeScalingActivities sends it."""

from datetime import datetime

from fargate_tui.fargate.records.base import Record


class ScalingActivity(Record, frozen=True, kw_only=True, rename="pascal"):
    """One change of the desired count, or the attempt at one; AWS keeps them for six weeks."""

    activity_id: str = ""
    resource_id: str = ""
    """``service/CLUSTER/NAME``."""
    description: str = ""
    """What was done: ``Setting desired count to 4.``"""
    cause: str = ""
    """What led to it: ``monitor alarm … in state ALARM triggered policy …``"""
    start_time: datetime | None = None
    end_time: datetime | None = None
    status_code: str = ""
    """Pending, InProgress, Successful, Overridden, Unfulfilled or Failed."""
    status_message: str = ""
