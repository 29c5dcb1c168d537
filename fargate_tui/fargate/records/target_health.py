"""A target of a target group, as DescribeTargetHealth tells it (fargate.md §7)."""

from fargate_tui.fargate.records.base import Record


class TargetHealth(Record, frozen=True, kw_only=True):
    """The health of one target; reason and description are absent when it is healthy."""

    target_group_arn: str
    target_id: str
    """For a Fargate task its private IPv4 address."""
    port: int | None = None
    availability_zone: str | None = None
    state: str | None = None
    """healthy, initial, unhealthy, unused, draining, unhealthy.draining or unavailable."""
    reason: str | None = None
    description: str | None = None
