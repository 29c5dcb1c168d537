"""How many tasks a policy wants: pure numbers."""

import math
from collections.abc import Sequence

from fargate_tui.demo.ecs.wire import Members

HIGH_MINUTES, LOW_MINUTES = 3, 15
LOW_PART = 0.9
"""Of the target value: below it for long enough there are too many tasks."""


def tracked(values: Sequence[float], goal: float, current: int, *, scales_in: bool) -> int:
    """The count that brings a metric's average back to its target; ``values`` are those of the newest minutes."""
    newest = values[-HIGH_MINUTES:]
    if len(newest) == HIGH_MINUTES and all(value > goal for value in newest):
        return max(current + 1, math.ceil(current * sum(newest) / len(newest) / goal))
    lowest = values[-LOW_MINUTES:]
    if scales_in and len(lowest) == LOW_MINUTES and all(value < goal * LOW_PART for value in lowest):
        return min(current, math.ceil(current * max(newest) / goal))
    return current


def stepped(configuration: Members, current: int, breach: float = 0.0) -> int:
    """The count after the step that a breach of so much calls for; 0 is next to nothing, on either side."""
    steps = configuration.each("StepAdjustments")
    step = next((one for one in steps if _is_for(one, breach)), None)
    if step is None:
        return current
    adjustment = step.number("ScalingAdjustment") or 0
    kind = configuration.text("AdjustmentType")
    if kind == "ExactCapacity":
        return adjustment
    if kind == "PercentChangeInCapacity":
        exact = current * adjustment / 100
        magnitude = max(configuration.number("MinAdjustmentMagnitude") or 1, math.floor(abs(exact)))
        adjustment = int(math.copysign(magnitude, exact))
    return max(0, current + adjustment)


def _is_for(step: Members, breach: float) -> bool:
    lower, upper = step.real("MetricIntervalLowerBound"), step.real("MetricIntervalUpperBound")
    if breach == 0:
        return lower == 0 or upper == 0 or (lower is None and upper is None)
    # The bound towards the threshold belongs to the step, the far one to the next.
    if breach > 0:
        return (lower is None or lower <= breach) and (upper is None or breach < upper)
    return (lower is None or lower < breach) and (upper is None or breach <= upper)
