"""A target group, as DescribeTargetGroups tells it."""

from fargate_tui.fargate.records.base import Record


class TargetGroup(Record, frozen=True, kw_only=True, rename="pascal"):
    """A target group, and the load balancers in front of it."""

    target_group_arn: str
    target_group_name: str = ""
    load_balancer_arns: tuple[str, ...] = ()
    """Empty where no listener leads to it."""
