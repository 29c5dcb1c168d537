"""How many tasks a scheduler starts and stops: pure numbers, no tasks."""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many tasks there may be and must be while a service changes."""

    least: int
    most: int

    @classmethod
    def of(cls, desired: int, minimum_percent: int, maximum_percent: int) -> "Bounds":
        """The minimum is rounded up, the maximum down (fargate.md P55)."""
        return cls(math.ceil(desired * minimum_percent / 100), math.floor(desired * maximum_percent / 100))


def old_tasks_to_stop(*, bounds: Bounds, desired: int, old_running: int, new_healthy: int, new_alive: int) -> int:
    """How many RUNNING tasks of older deployments are to stop now.

    Those that healthy new tasks replace; and, where there is no room left to start new ones, as many as make room.
    Never so many that fewer than the minimum are left.
    """
    spare = old_running + new_healthy - bounds.least
    replaced = old_running - max(0, desired - new_healthy)
    no_room = old_running + new_alive >= bounds.most
    wanted = max(replaced, desired - new_alive if no_room else 0)
    too_many = old_running + new_alive - bounds.most
    return max(0, min(spare, old_running, max(wanted, too_many)))


def breaker_threshold(desired: int, kind: str, value: int) -> int:
    """Failures that trip the circuit breaker: ``value`` percent of desired between 3 and 200, or as configured."""
    if kind == "COUNT":
        return value
    part = math.ceil(desired * value / 100)
    return max(1, part) if kind == "UNBOUNDED_PERCENT" else min(200, max(3, part))


def back_off(failures: int) -> float:
    """Seconds to wait before the next start after so many failed rounds: none, 10, 20, 40 … up to 15 minutes."""
    return 0.0 if failures < 2 else min(900.0, 10.0 * 2.0 ** (failures - 2))
