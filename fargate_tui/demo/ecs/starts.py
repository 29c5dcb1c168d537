"""Starts the tasks that a service lacks, in rounds, as far as there is room and capacity for them."""

from collections.abc import Callable, Sequence

from fargate_tui.demo.ecs import events
from fargate_tui.demo.ecs.launching import Launch, emptiest, launch, provider_for, why_not_placed
from fargate_tui.demo.ecs.lifecycle import Lifecycle
from fargate_tui.demo.ecs.records import Deployment, Service, Task
from fargate_tui.demo.ecs.standing import bounds_of
from fargate_tui.demo.ecs.store import Store

_BETWEEN_LAUNCHES = 5.0
_FOR_CAPACITY = 60.0
_PER_LAUNCH = 40
"""Together 480 tasks a minute and service; Fargate's own limit is 500 (fargate.md §10.1)."""


class Starts:
    """Starts tasks of services; `soon` makes the appointment for the next round."""

    def __init__(self, store: Store, lifecycle: Lifecycle, soon: Callable[[Service, float], None]) -> None:
        self._store = store
        self._lifecycle = lifecycle
        self._soon = soon

    def scale_out(self, service: Service) -> None:
        """Start what is missing, as far as the maximum allows and nothing holds the scheduler back."""
        room = bounds_of(service).most - len(service.alive)
        wanted = [
            (deployment, deployment.desired - len(deployment.tasks))
            for deployment in (*service.deployments[1:], service.primary)
            if deployment.state != "FAILED"
        ]
        if sum(max(0, missing) for _, missing in wanted) <= 0 or room <= 0:
            return
        now = self._store.clock.now()
        if service.not_before is not None and now < service.not_before:
            self._soon(service, (service.not_before - now).total_seconds())
            return
        service.round += 1
        room = min(room, _PER_LAUNCH)
        started: list[Task] = []
        lacking: str | None = None
        for deployment, missing in wanted:
            for _ in range(min(missing, room - len(started))):
                task = self._launch(service, deployment)
                if isinstance(task, str):
                    lacking = task
                    break
                started.append(task)
        if lacking:
            events.say_once(self._store, service, events.cannot_place(lacking))
        if started:
            self._say_started(service, started)
        for task in started:
            self._lifecycle.start(task)
        self._soon(service, _FOR_CAPACITY if lacking else _BETWEEN_LAUNCHES)

    def _launch(self, service: Service, deployment: Deployment) -> Task | str:
        """A new task, or why there cannot be one."""
        placement = deployment.revision.placement
        plan = Launch(
            cluster=service.cluster,
            definition=deployment.revision.definition,
            placement=placement,
            group=f"service:{service.name}",
            started_by=deployment.id,
            exec_enabled=service.exec_enabled,
            tags=_propagated(service, deployment),
            service=service,
            deployment=deployment,
            round=service.round,
        )
        subnet = emptiest(placement.subnets, service.in_subnet)
        provider = provider_for(placement.strategy, deployment.on_provider)
        if reason := why_not_placed(self._store, plan, provider):
            return reason
        deployment.updated = self._store.clock.now()
        return launch(self._store, plan, subnet, provider)

    def _say_started(self, service: Service, tasks: Sequence[Task]) -> None:
        for text in events.started(tasks, min(service.news.replaced, len(tasks))):
            events.say(self._store, service, text)
        service.news.replaced = 0


def _propagated(service: Service, deployment: Deployment) -> list[dict[str, object]]:
    """The tags a new task of the service gets."""
    managed: list[dict[str, object]] = []
    if service.managed_tags:
        managed = [
            {"key": "aws:ecs:clusterName", "value": service.cluster.name},
            {"key": "aws:ecs:serviceName", "value": service.name},
        ]
    if service.propagate_tags == "SERVICE":
        return managed + service.tags
    if service.propagate_tags == "TASK_DEFINITION":
        return managed + deployment.revision.definition.tags
    return managed
