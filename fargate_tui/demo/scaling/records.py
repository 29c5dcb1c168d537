"""What Application Auto Scaling keeps."""

from dataclasses import dataclass, field
from datetime import datetime

from fargate_tui.demo.ecs.wire import Json, Members
from fargate_tui.demo.metrics.alarms import Alarm

DIMENSION = "ecs:service:DesiredCount"


@dataclass(slots=True, eq=False)
class Policy:
    """A scaling policy."""

    name: str
    arn: str
    kind: str
    """``TargetTrackingScaling`` or ``StepScaling``."""
    configuration: Json
    created: datetime
    alarms: tuple[Alarm, ...] = ()
    """High and low, of target tracking."""

    @property
    def members(self) -> Members:
        """Its configuration."""
        return Members(self.configuration)


@dataclass(slots=True, eq=False)
class Scheduled:
    """A scheduled action."""

    name: str
    arn: str
    schedule: str
    timezone: str | None
    action: Json
    """The new ``MinCapacity`` and ``MaxCapacity``, or one of them."""
    created: datetime
    looked: datetime
    """Up to when it was looked whether it is due."""
    start: float | None = None
    end: float | None = None


@dataclass(slots=True, eq=False)
class Target:
    """A service whose desired count is scaled."""

    cluster: str
    service: str
    arn: str
    least: int
    most: int
    created: datetime
    suspended: Json = field(default_factory=dict)
    policies: dict[str, Policy] = field(default_factory=dict)
    actions: dict[str, Scheduled] = field(default_factory=dict)
    scaled_out: datetime | None = None
    scaled_in: datetime | None = None
    outside_since: datetime | None = None
    """Since when its desired count has been seen outside the limits."""

    @property
    def resource(self) -> str:
        """``service/CLUSTER/NAME``."""
        return f"service/{self.cluster}/{self.service}"

    def is_suspended(self, what: str) -> bool:
        """Whether ``DynamicScalingIn``, ``DynamicScalingOut`` or ``ScheduledScaling`` is suspended."""
        return bool(self.suspended.get(f"{what}Suspended"))
