"""What wakes the demo's company up."""

from fargate_tui.demo.metrics.alarms import Alarm
from fargate_tui.demo.metrics.measures import BALANCER, ECS, suffix
from fargate_tui.demo.targets import TargetGroup

SCALE_OUT = "TargetTracking-service/production/search-AlarmHigh-5f0c1d7e-2b1a-4c3f-9d52-6a1f0e8b7c34"
SCALE_OUT_CAUSE = f"monitor alarm {SCALE_OUT} in state ALARM triggered policy cpu-60"


def production_alarms(cart: TargetGroup) -> tuple[Alarm, ...]:
    """One that autoscaling made, one that rings, one that comes and goes, one that is quiet, one that knows nothing."""
    behind = (("LoadBalancer", suffix(cart.balancers[0])), ("TargetGroup", suffix(cart.arn)))
    above, policy = "GreaterThanThreshold", "DO NOT EDIT OR DELETE. For TargetTrackingScaling policy cpu-60."
    return (
        Alarm(SCALE_OUT, policy, ECS, "CPUUtilization", _of("search"), "Average", above, 60.0),
        Alarm(
            "cart-api unhealthy targets", "Requests of the shop's cart fail.", BALANCER, "UnHealthyHostCount", behind,
            "Minimum", "GreaterThanOrEqualToThreshold", 1.0,
        ),
        Alarm(
            "image-resizer memory", "Its hottest task is about to be killed.", ECS, "MemoryUtilization",
            _of("image-resizer"), "Maximum", above, 90.0, minutes=1,
        ),
        Alarm("storefront cpu", "The shop is slow.", ECS, "CPUUtilization", _of("storefront"), "Maximum", above, 85.0),
        Alarm(
            "invoice-export gone", "Nobody gets an invoice.", ECS, "CPUUtilization", _of("invoice-export"),
            "SampleCount", "LessThanThreshold", 1.0,
        ),
    )  # fmt: skip


def _of(service: str) -> tuple[tuple[str, str], ...]:
    return ("ClusterName", "production"), ("ServiceName", service)
