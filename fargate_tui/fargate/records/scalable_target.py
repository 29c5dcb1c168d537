"""What Application Auto Scaling may do to a service."""

from fargate_tui.fargate.records.base import Record


class SuspendedState(Record, frozen=True, kw_only=True, rename="pascal"):
    """Which kinds of scaling are suspended."""

    dynamic_scaling_in_suspended: bool = False
    dynamic_scaling_out_suspended: bool = False
    scheduled_scaling_suspended: bool = False


class ScalableTarget(Record, frozen=True, kw_only=True, rename="pascal"):
    """The limits within which a service is scaled."""

    resource_id: str
    """``service/CLUSTER/NAME``."""
    min_capacity: int = 0
    max_capacity: int = 0
    suspended_state: SuspendedState | None = None

    @property
    def is_suspended(self) -> bool:
        """Whether nothing is scaled at all for now."""
        state = self.suspended_state
        return state is not None and state.dynamic_scaling_in_suspended and state.dynamic_scaling_out_suspended
