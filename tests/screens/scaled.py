"""A service that is scaled: up to its maximum, by a policy that wants more, with a night."""

from datetime import timedelta
from typing import Any

from fargate_tui.fargate.records import (
    Alarm,
    NewLimits,
    PolicyAlarm,
    ScalableTarget,
    ScalingActivity,
    ScalingPolicy,
    ScheduledAction,
    SuspendedState,
)
from tests.screens.world import NOW, World, ago, believable

MAKER = "TargetTracking-service/production/storefront-Alarm"
CPU = ScalingPolicy(
    policy_name="cpu-60",
    policy_arn="arn:aws:autoscaling:eu-west-1:123456789012:scalingPolicy:1:resource/ecs:policyName/cpu-60",
    policy_type="TargetTrackingScaling",
    target_tracking_scaling_policy_configuration={
        "TargetValue": 60.0,
        "PredefinedMetricSpecification": {"PredefinedMetricType": "ECSServiceAverageCPUUtilization"},
        "ScaleOutCooldown": 60,
        "ScaleInCooldown": 300,
    },
    alarms=(PolicyAlarm(alarm_name=f"{MAKER}High-8acb6c97"), PolicyAlarm(alarm_name=f"{MAKER}Low-8acb6c97")),
    creation_time=ago(days=30),
)
QUEUE = ScalingPolicy(
    policy_name="queue-steps",
    policy_type="StepScaling",
    step_scaling_policy_configuration={
        "AdjustmentType": "ChangeInCapacity",
        "Cooldown": 120,
        "StepAdjustments": [
            {"MetricIntervalLowerBound": 0.0, "MetricIntervalUpperBound": 100.0, "ScalingAdjustment": 1},
            {"MetricIntervalLowerBound": 100.0, "ScalingAdjustment": 3},
        ],
    },
    alarms=(PolicyAlarm(alarm_name="queue-length"),),
    creation_time=ago(days=12),
)
NIGHT = ScheduledAction(
    scheduled_action_name="night",
    schedule="cron(0 22 * * ? *)",
    timezone="Europe/Dublin",
    scalable_target_action=NewLimits(min_capacity=1, max_capacity=2),
    creation_time=ago(days=30),
)
MORNING = ScheduledAction(
    scheduled_action_name="morning",
    schedule="cron(0 7 ? * MON-FRI *)",
    timezone="Europe/Dublin",
    scalable_target_action=NewLimits(min_capacity=3, max_capacity=6),
    creation_time=ago(days=30),
)


def limits(least: int = 2, most: int = 3, held: SuspendedState | None = None) -> ScalableTarget:
    return ScalableTarget(
        resource_id="service/production/storefront", min_capacity=least, max_capacity=most, suspended_state=held
    )


def scaled_world() -> World:
    """The account of the pictures, with a service that wants more tasks than it may have."""
    world = believable()
    world.scalable["storefront"] = limits()
    world.tracked["storefront"] = (CPU, QUEUE)
    world.scheduled_for["storefront"] = (NIGHT, MORNING)
    high: dict[str, Any] = {
        "threshold": 60.0,
        "comparison_operator": "GreaterThanThreshold",
        "evaluation_periods": 3,
        "period": 60,
    }
    low: dict[str, Any] = {
        "threshold": 54.0,
        "comparison_operator": "LessThanThreshold",
        "evaluation_periods": 15,
        "period": 60,
    }
    cpu: dict[str, Any] = {"metric_name": "CPUUtilization", "statistic": "Average"}
    world.watching = [
        Alarm(
            alarm_name=f"{MAKER}High-8acb6c97", state_value="ALARM", state_transitioned_timestamp=ago(minutes=24),
            state_reason="Threshold Crossed: 3 datapoints [92.7, 100.0, 92.2] were greater than the threshold (60.0).",
            **cpu, **high,
        ),
        Alarm(alarm_name=f"{MAKER}Low-8acb6c97", state_value="OK", **cpu, **low),
        Alarm(
            alarm_name="queue-length", state_value="OK", metric_name="Visible",
            comparison_operator="GreaterThanThreshold", threshold=1000.0,
        ),
    ]  # fmt: skip
    rang = f"monitor alarm {MAKER}High-8 in state ALARM triggered policy cpu-60"
    night = "scheduled action name night was triggered"
    why = "Failed to set desired count to 4. Reason: the service is being deleted."
    world.scaled["storefront"] = (
        _activity(1, "Setting desired count to 3.", rang, 22),
        _activity(2, "Setting min capacity to 2 and max capacity to 3", night, 99),
        _activity(
            3, "Setting desired count to 4.", "maximum capacity was set to 4", 2900, status_code="Failed",
            status_message=why,
        ),
    )  # fmt: skip
    return world


def _activity(number: int, description: str, cause: str, minutes: float, **members: str) -> ScalingActivity:
    begun = NOW - timedelta(minutes=minutes)
    facts = {"status_code": "Successful", "status_message": "Successfully done.", **members}
    return ScalingActivity(
        activity_id=str(number), description=description, cause=cause, start_time=begun, end_time=begun, **facts
    )
