"""Stops the tasks that a service has too many of: which of them, how many at once, and in which order."""

from collections.abc import Sequence

from fargate_tui.demo.ecs import endings, events
from fargate_tui.demo.ecs.arithmetic import old_tasks_to_stop
from fargate_tui.demo.ecs.lifecycle import Lifecycle
from fargate_tui.demo.ecs.records import Deployment, Service, Task
from fargate_tui.demo.ecs.standing import bounds_of, serving
from fargate_tui.demo.ecs.store import Store


class Stops:
    """Stops tasks of services, those that are protected left alone."""

    def __init__(self, store: Store, lifecycle: Lifecycle) -> None:
        self._store = store
        self._lifecycle = lifecycle

    def scale_in(self, service: Service) -> None:
        """Stop what the newest deployment has too many of."""
        primary = service.primary
        surplus = len(primary.tasks) - primary.desired
        if surplus <= 0:
            return
        free = self._unprotected(primary)
        self.stop(service, primary, expendable(service, free, surplus))
        self._tell_protected(service, primary, surplus - len(free))

    def retire(self, service: Service) -> None:
        """Stop tasks of older deployments as fast as the minimum allows, and drop deployments that are empty."""
        primary, old = service.primary, service.deployments[1:]
        if old and service.rollout.keeps_sources:
            return self._keep_sources(service, old)
        for deployment in old:
            free = {task.id for task in self._unprotected(deployment)}
            self.stop(service, deployment, [task for task in _superfluous(deployment) if task.id in free])
        number = _old_to_stop(service, old)
        for deployment in reversed(old):
            free_tasks = self._unprotected(deployment)
            some = expendable(service, free_tasks, min(number, len(free_tasks)))
            self._tell_protected(service, deployment, min(number, len(deployment.tasks)) - len(some))
            number -= len(some)
            deployment.desired -= len(some)
            self.stop(service, deployment, some)
        still_needed = max(0, service.desired - primary.healthy)
        for deployment in old:
            deployment.desired = max(len(deployment.tasks), min(deployment.desired, still_needed))
            still_needed -= deployment.desired
        excess = len(service.alive) - bounds_of(service).most
        if old and excess > 0:
            pending = [task for task in primary.tasks.values() if task.counted == "pending"]
            self.stop(service, primary, pending[-excess:])
        service.deployments[1:] = [deployment for deployment in old if deployment.tasks or deployment.desired]
        return None

    def _keep_sources(self, service: Service, old: Sequence[Deployment]) -> None:
        """Traffic is being shifted: what serves stays at its count, and the rest of what is old goes."""
        stays = serving(service)
        for deployment in old:
            if deployment is not stays:
                deployment.desired = 0
            free = self._unprotected(deployment)
            surplus = len(deployment.tasks) - deployment.desired
            if surplus > 0:
                self.stop(service, deployment, expendable(service, free, surplus))
        service.deployments[1:] = [one for one in old if one.tasks or one is stays]

    def stop(self, service: Service, deployment: Deployment, tasks: Sequence[Task]) -> None:
        """Stop these tasks, and say so."""
        if not tasks:
            return
        running = [task for task in tasks if task.counted == "running"]
        ending = endings.scaling(deployment.id)
        for task in tasks:
            self._lifecycle.end(task, ending)
        deployment.updated = self._store.clock.now()
        for text in events.stopped_running(running):
            events.say(self._store, service, text)
        if len(tasks) > len(running):
            events.say(self._store, service, events.stopped_pending(len(tasks) - len(running)))

    def _unprotected(self, deployment: Deployment) -> list[Task]:
        now = self._store.clock.now()
        return [task for task in deployment.tasks.values() if not task.is_protected(now)]

    def _tell_protected(self, service: Service, deployment: Deployment, held: int) -> None:
        """Say that tasks which should go are protected, where some are."""
        if held > 0:
            events.say_once(self._store, service, events.protected(deployment.id, held))


def expendable(service: Service, tasks: list[Task], number: int) -> list[Task]:
    """The tasks to stop: pending, then unhealthy, then those in the fullest subnet; newest first."""
    if number >= len(tasks):
        return tasks
    kinds: dict[tuple[bool, bool, str], list[Task]] = {}
    for task in sorted(tasks, key=lambda task: task.serial):
        kinds.setdefault((task.counted == "running", task.healthy, task.subnet), []).append(task)
    held = dict(service.in_subnet)
    chosen: list[Task] = []
    for _ in range(number):
        kind = min(kinds, key=lambda kind: (kind[0], kind[1], -held.get(kind[2], 0), -kinds[kind][-1].serial))
        chosen.append(kinds[kind].pop())
        held[kind[2]] = held.get(kind[2], 0) - 1
        if not kinds[kind]:
            del kinds[kind]
    return chosen


def _superfluous(deployment: Deployment) -> list[Task]:
    """The tasks an older deployment has no use for: all of a failed one's, else what has not started yet."""
    tasks = list(deployment.tasks.values())
    if deployment.state == "FAILED":
        return tasks
    surplus = max(0, len(tasks) - deployment.desired)
    return [task for task in tasks if task.counted == "pending"][:surplus]


def _old_to_stop(service: Service, old: Sequence[Deployment]) -> int:
    """How many RUNNING tasks of older deployments go now."""
    primary, old_running = service.primary, sum(deployment.running for deployment in old)
    if primary.state == "FAILED":
        # nothing will follow: what serves stays, up to the desired count
        return max(0, old_running + primary.running - service.desired)
    return old_tasks_to_stop(
        bounds=bounds_of(service),
        desired=service.desired,
        old_running=old_running,
        new_healthy=primary.healthy,
        new_alive=len(primary.tasks),
    )
