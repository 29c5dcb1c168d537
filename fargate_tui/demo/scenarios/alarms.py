"""What wakes the demo's company up."""

from fargate_tui.demo.metrics.alarms import Alarm
from fargate_tui.demo.metrics.measures import BALANCER, ECS, suffix
from fargate_tui.demo.targets import TargetGroup


def production_alarms(cart: TargetGroup) -> tuple[Alarm, ...]:
    """One that rings, one that comes and goes, one that is quiet, one that knows nothing."""
    behind = (("LoadBalancer", suffix(cart.balancers[0])), ("TargetGroup", suffix(cart.arn)))
    above = "GreaterThanThreshold"
    return (
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
