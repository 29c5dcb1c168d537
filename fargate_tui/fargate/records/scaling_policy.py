"""A scaling policy of Application Auto Scaling, as DescribeScalingPolicies sends it."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from fargate_tui.fargate.records.base import Record


class PolicyAlarm(Record, frozen=True, kw_only=True, rename="pascal"):
    """An alarm that sets a policy off."""

    alarm_name: str = ""
    alarm_arn: str = msgspec.field(default="", name="AlarmARN")


class ScalingPolicy(Record, frozen=True, kw_only=True, rename="pascal"):
    """What changes the desired count of a service, and by how much.

    The configurations stay as AWS sent them: a policy that is changed or put back must lose nothing of them.
    """

    policy_name: str
    policy_arn: str = msgspec.field(default="", name="PolicyARN")
    policy_type: str = ""
    """TargetTrackingScaling, StepScaling or PredictiveScaling."""
    target_tracking_scaling_policy_configuration: Mapping[str, object] | None = None
    step_scaling_policy_configuration: Mapping[str, object] | None = None
    predictive_scaling_policy_configuration: Mapping[str, object] | None = None
    alarms: tuple[PolicyAlarm, ...] = ()
    """Target tracking makes its own two; those of a step policy are somebody's."""
    creation_time: datetime | None = None

    @property
    def configuration(self) -> Mapping[str, object]:
        """The one that it has."""
        return (
            self.target_tracking_scaling_policy_configuration
            or self.step_scaling_policy_configuration
            or self.predictive_scaling_policy_configuration
            or {}
        )

    @property
    def target_value(self) -> float | None:
        """What target tracking holds its metric at; None for other policies."""
        value = (self.target_tracking_scaling_policy_configuration or {}).get("TargetValue")
        return float(value) if isinstance(value, int | float) else None
