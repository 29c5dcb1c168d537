"""How it is found out whether a running task is healthy: its containers' checks, its targets', or just time."""

from collections.abc import Generator

from fargate_tui.demo.ecs import endings, events
from fargate_tui.demo.ecs.container_checks import check_containers
from fargate_tui.demo.ecs.records import Ending, Task
from fargate_tui.demo.ecs.store import Store
from fargate_tui.demo.ecs.task_wire import show_health
from fargate_tui.demo.ecs.wire import epoch

Verdict = tuple[str, Ending]
"""An event that says what failed, and the ending the service's scheduler will give the task for it."""

UNCHECKED_HEALTHY = 40.0
"""Seconds RUNNING after which a task without any health check counts as healthy (fargate.md P66)."""

_FIRST_LOOK = (8.0, 20.0)
_NEXT_LOOK = 5.0
_LONGEST_LOOK = 60.0


class HealthChecks:
    """Follows a running task until it is found healthy or not."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def follow(self, task: Task) -> Generator[float, None, Verdict | None]:
        """Wait for whatever checks the task; the verdict is None where it is healthy."""
        checks = [plan for plan in task.definition.containers if plan.health_after is not None]
        if checks and task.behaviour.kind == "fails_container_health_check" and task.behaviour.after == 0:
            yield max(plan.unhealthy_after for plan in checks)
            return (yield from self.fail_container(task))
        if checks and task.real:
            while task.wire["healthStatus"] != "HEALTHY" and any(plan.essential for plan in checks):
                yield _NEXT_LOOK
        elif checks:
            yield max(plan.health_after or 0.0 for plan in checks)
            show_health(task, "HEALTHY")
        if task.registered:
            return (yield from self._follow_targets(task))
        if not checks:
            yield UNCHECKED_HEALTHY
        return None

    def fail_container(self, task: Task) -> Generator[float, None, Verdict]:
        """The checked containers are UNHEALTHY; that counts once the service's grace period is over."""
        show_health(task, "UNHEALTHY")
        return (yield from self._replace(task))

    def check_containers(self, task: Task) -> Generator[float, None, Verdict | None]:
        """Check the containers of a real task until one is UNHEALTHY, and its service's grace period is over."""
        yield from check_containers(self._store, task)
        if task.service is None or task.wire["healthStatus"] != "UNHEALTHY":
            return None
        return (yield from self._replace(task))

    def _replace(self, task: Task) -> Generator[float, None, Verdict]:
        yield self._grace_left(task)
        return events.unhealthy_container(task.id), endings.unhealthy_container()

    def watch(self, task: Task) -> Generator[float, None, Verdict | None]:
        """Look at the targets of a healthy task until one is not any more: those of real tasks may change."""
        return self._follow_targets(task, lasting=True)

    def _follow_targets(self, task: Task, *, lasting: bool = False) -> Generator[float, None, Verdict | None]:
        """Ask for the targets' states, less and less often, until all are healthy or one is not."""
        assert task.interface is not None
        ip, targets = task.interface.private_ip, self._store.targets
        yield self._store.ids.between(*_FIRST_LOOK)
        wait = _NEXT_LOOK
        while True:
            states = {(group, port): targets.state(group, ip, port) for group, port in task.registered}
            unhealthy = next((target for target, state in states.items() if state == "unhealthy"), None)
            if unhealthy is not None:
                group, port = unhealthy
                yield self._grace_left(task)
                why = targets.reason(group, ip, port) or events.unhealthy_because(task.behaviour.reason)
                return events.unhealthy_target(task.id, port, group, why), endings.unhealthy_target(group)
            if all(state == "healthy" for state in states.values()) and not lasting:
                return None
            yield wait
            wait = _NEXT_LOOK if lasting else min(wait * 1.5, _LONGEST_LOOK)

    def _grace_left(self, task: Task) -> float:
        """Seconds left of the service's health check grace period."""
        started = task.wire["startedAt"]
        assert isinstance(started, float)
        grace = task.service.grace if task.service is not None else None
        return max(0.0, started + (grace or 0) - epoch(self._store.clock.now()))
