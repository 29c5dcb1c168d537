"""A service whose metrics tell a story: a deployment, more and more memory, errors, an alarm that rings."""

from datetime import timedelta
from math import sin
from typing import Any

from fargate_tui.fargate.metrics import Series
from fargate_tui.fargate.records import Alarm, Dimension, KeyValue, TargetGroup
from tests.live.small_aws import cluster
from tests.screens.world import GROUPS, NOW, World, ago, believable, deployment

BALANCER = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/shop/50dc6c495c0c9188"
GROUP = f"{GROUPS}/storefront/0123456789abcdef"
OF_STOREFRONT = (
    Dimension(name="ClusterName", value="production"),
    Dimension(name="ServiceName", value="storefront"),
)


def series(*values: float) -> Series:
    """A value for each minute up to now."""
    count = len(values)
    return Series(id="", times=tuple(NOW - timedelta(minutes=count - at) for at in range(count)), values=values)


def metered(insights: str = "enhanced") -> World:
    """The account of the pictures, with metrics and alarms."""
    world = believable()
    world.put(
        cluster("production", active_services_count=8, settings=(KeyValue(name="containerInsights", value=insights),))
    )
    storefront = world.services[next(arn for arn in world.services if arn.endswith("/storefront"))]
    world.put(_deployed(storefront))
    world.fronts[GROUP] = TargetGroup(target_group_arn=GROUP, load_balancer_arns=(BALANCER,))
    waves = [sin(minute / 7) for minute in range(60)]
    late = [max(0, minute - 38) for minute in range(60)]
    of: dict[str, Any] = {
        "CPUUtilization Average": [35 + 8 * wave for wave in waves],
        "CPUUtilization Maximum": [48 + 11 * wave + more for wave, more in zip(waves, late, strict=True)],
        "MemoryUtilization Average": [40 + 0.2 * minute for minute in range(60)],
        "MemoryUtilization Maximum": [45 + 0.8 * minute for minute in range(60)],
        "RunningTaskCount Average": [3.0 if minute < 38 else 2.0 for minute in range(60)],
        "DesiredTaskCount Average": [3.0] * 60,
        "HealthyHostCount Minimum": [3.0 if minute < 40 else 2.0 for minute in range(60)],
        "UnHealthyHostCount Maximum": [0.0 if minute < 40 else 1.0 for minute in range(60)],
        "RequestCount Sum": [1_200 + 300 * wave for wave in waves],
        "HTTPCode_Target_5XX_Count Sum": [float(more * 3) for more in late if more],
        "TargetResponseTime Average": [0.045 + 0.002 * more for more in late],
        "TargetResponseTime p99": [0.12 + 0.02 * more for more in late],
        "NetworkRxBytes Average": [1.2e6 + 2e5 * wave for wave in waves],
        "NetworkTxBytes Average": [3.4e6 + 6e5 * wave for wave in waves],
        "EphemeralStorageUtilized Maximum": [1.5 + 0.05 * minute for minute in range(60)],
        "EphemeralStorageReserved Maximum": [21.0] * 60,
        "TaskCpuUtilization Average": [35 + 8 * wave for wave in waves],
        "TaskCpuUtilization Maximum": [38 + 8 * wave for wave in waves],
        "TaskMemoryUtilization Average": [40 + 0.6 * minute for minute in range(60)],
        "TaskMemoryUtilization Maximum": [42 + 0.6 * minute for minute in range(60)],
        "ContainerCpuUtilization Average": [33 + 8 * wave for wave in waves],
        "ContainerMemoryUtilization Average": [45 + 0.7 * minute for minute in range(60)],
    }
    world.series.update({name: series(*values) for name, values in of.items()})
    world.watching = [
        _alarm("storefront memory", "ALARM", 7, "MemoryUtilization", 90),
        _alarm("storefront cpu", "OK", 60 * 30, "CPUUtilization", 85),
        _alarm("storefront \x1b[31m[red]", "INSUFFICIENT_DATA", 60 * 5, "NetworkRxBytes", 5e7),
        Alarm(alarm_name="of somebody else", state_value="ALARM"),
    ]
    return world


def _deployed(storefront: Any) -> Any:
    import msgspec

    begun = deployment("storefront", 23, 3, created_at=ago(minutes=25))
    return msgspec.structs.replace(storefront, deployments=(begun,))


def _alarm(name: str, state: str, minutes: int, metric: str, threshold: float) -> Alarm:
    return Alarm(
        alarm_name=name,
        state_value=state,
        state_reason=f"Threshold Crossed: 3 datapoints were compared with the threshold ({threshold}).",
        state_transitioned_timestamp=ago(minutes=minutes),
        metric_name=metric,
        statistic="Maximum",
        threshold=threshold,
        comparison_operator="GreaterThanThreshold",
        evaluation_periods=3,
        period=60,
        dimensions=OF_STOREFRONT,
    )
