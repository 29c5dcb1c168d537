"""What every operation is given."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fargate_tui.demo.ecs.scheduler import Scheduler
from fargate_tui.demo.ecs.sessions import Sessions
from fargate_tui.demo.ecs.store import Store
from fargate_tui.demo.ecs.wire import Json, Members


@dataclass(frozen=True, slots=True)
class Plane:
    """The account's state, the scheduler that moves it, and who is connected to its containers."""

    store: Store
    scheduler: Scheduler
    sessions: Sessions


Operation = Callable[[Plane, Members], Json]
Operations = Mapping[str, Operation]
