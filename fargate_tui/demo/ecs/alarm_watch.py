"""CloudWatch alarms that end a deployment (fargate.md §11)."""

from collections.abc import Callable
from datetime import timedelta

from fargate_tui.demo.ecs.records import Rollout, Service
from fargate_tui.demo.ecs.rollouts import Rollouts
from fargate_tui.demo.ecs.store import Store
from fargate_tui.demo.ecs.wire import Members

_EVERY = timedelta(seconds=10)


class AlarmWatch:
    """Looks at the alarms of deployments under way; what rang before they began does not count."""

    def __init__(self, store: Store, rollouts: Rollouts, disturb: Callable[[Service], None]) -> None:
        self._store = store
        self._rollouts = rollouts
        self._disturb = disturb

    def start(self, rollout: Rollout) -> None:
        """Watch the alarms of a new deployment, where it has any."""
        alarms = Members(rollout.configuration).members("alarms")
        if not alarms.flag("enable"):
            return
        rollout.alarms = "MONITORING"
        ringing = self._store.alarms()
        names = frozenset(alarms.texts("alarmNames")) - ringing
        self._appoint(rollout, names, bool(alarms.flag("rollback")))

    def _appoint(self, rollout: Rollout, names: frozenset[str], rolls_back: bool) -> None:
        clock = self._store.clock
        clock.at(clock.now() + _EVERY, lambda: self._look(rollout, names, rolls_back))

    def _look(self, rollout: Rollout, names: frozenset[str], rolls_back: bool) -> None:
        if rollout.status != "IN_PROGRESS":
            return
        rung = names & self._store.alarms()
        if not rung:
            self._appoint(rollout, names, rolls_back)
            return
        rollout.alarms, rollout.rung = "TRIGGERED", tuple(sorted(rung))
        self._rollouts.alarm(rollout.service, rolls_back=rolls_back)
        self._disturb(rollout.service)
