"""A target group, as DescribeTargetGroups tells it."""

from fargate_tui.fargate.records.base import Record


class Matcher(Record, frozen=True, kw_only=True, rename="pascal"):
    """Which answers to a health check are good."""

    http_code: str | None = None
    """``200``, ``200-299``"""
    grpc_code: str | None = None


class TargetGroup(Record, frozen=True, kw_only=True, rename="pascal"):
    """A target group, and the load balancers in front of it."""

    target_group_arn: str
    target_group_name: str = ""
    load_balancer_arns: tuple[str, ...] = ()
    """Empty where no listener leads to it."""
    protocol: str | None = None
    port: int | None = None
    vpc_id: str | None = None
    target_type: str | None = None
    """ip, instance, lambda or alb."""
    health_check_protocol: str | None = None
    health_check_port: str | None = None
    """A port, or ``traffic-port``."""
    health_check_path: str | None = None
    health_check_enabled: bool | None = None
    health_check_interval_seconds: int | None = None
    health_check_timeout_seconds: int | None = None
    healthy_threshold_count: int | None = None
    unhealthy_threshold_count: int | None = None
    matcher: Matcher | None = None
