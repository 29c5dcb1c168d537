"""What every operation is given."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fargate_tui.demo.ecs.scheduler import Scheduler
from fargate_tui.demo.ecs.store import Store
from fargate_tui.demo.ecs.wire import Json, Members


@dataclass(frozen=True, slots=True)
class Plane:
    """The account's state, and the scheduler that moves it."""

    store: Store
    scheduler: Scheduler


Operation = Callable[[Plane, Members], Json]
Operations = Mapping[str, Operation]
