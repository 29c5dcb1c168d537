"""The service scheduler: keeps every service at its desired count, and takes it from one revision to the next.

It looks at a service when something happened to it (a call, a task's turn), never periodically; one look decides
everything from the counts and makes an appointment for the next where more is to be done.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from fargate_tui.demo.ecs import endings, events
from fargate_tui.demo.ecs.alarm_watch import AlarmWatch
from fargate_tui.demo.ecs.arithmetic import Bounds, back_off, old_tasks_to_stop
from fargate_tui.demo.ecs.launching import Launch, emptiest, launch, provider_for, why_not_placed
from fargate_tui.demo.ecs.lifecycle import Lifecycle
from fargate_tui.demo.ecs.records import Deployment, Ending, News, Revision, Service, Task
from fargate_tui.demo.ecs.rollouts import Rollouts
from fargate_tui.demo.ecs.stages import Stages
from fargate_tui.demo.ecs.store import Store
from fargate_tui.demo.ecs.wire import Members

_LOOK_AFTER = 1.0
"""Seconds from something happening to the scheduler's look; what happens meanwhile is one look."""

_BETWEEN_LAUNCHES = 5.0
_FOR_CAPACITY = 60.0
_PER_LAUNCH = 40
"""Together 480 tasks a minute and service; Fargate's own limit is 500 (fargate.md §10.1)."""

_BEFORE_SCALE_UP = frozenset({None, "RECONCILE_SERVICE", "PRE_SCALE_UP"})

_TELLS_AFTER = 4
"""Rounds of failed starts after which an event says so."""

_FORGOTTEN_AFTER = timedelta(hours=24)
"""How long an INACTIVE service can still be described."""


class Scheduler:
    """Starts and stops the tasks of services; told by `Lifecycle` how they fare."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lifecycle = Lifecycle(store, self)
        self._rollouts = Rollouts(store)
        self._stages = Stages(store, self._rollouts, self.disturb)
        self._alarms = AlarmWatch(store, self._rollouts, self.disturb)

    @property
    def lifecycle(self) -> Lifecycle:
        """What takes tasks through their lives."""
        return self._lifecycle

    @property
    def rollouts(self) -> Rollouts:
        """What tells the story of deployments."""
        return self._rollouts

    @property
    def stages(self) -> Stages:
        """What shifts traffic from stage to stage."""
        return self._stages

    # --- what people want ---------------------------------------------------------------------------------------

    def deploy(self, service: Service, revision: Revision) -> None:
        """Begin to make the revision the one that runs."""
        self._rollouts.begin(service, revision)
        if service.rollout.shifts:
            self._stages.start(service.rollout)
        self._alarms.start(service.rollout)

    def scale(self, service: Service, desired: int) -> None:
        """Want another number of tasks; while traffic is shifted, of those that serve too."""
        service.desired = desired
        rollout = service.rollout
        if not (rollout.keeps_sources and rollout.stage in _BEFORE_SCALE_UP):
            service.primary.desired = desired
        if rollout.keeps_sources and len(service.deployments) > 1:
            _serving(service).desired = desired
        self.disturb(service)

    # --- when to look -------------------------------------------------------------------------------------------

    def soon(self, service: Service, seconds: float = _LOOK_AFTER) -> None:
        """Look at the service in so many seconds, or earlier where that was agreed already."""
        clock = self._store.clock
        when = clock.now() + timedelta(seconds=seconds)
        if service.appointed is not None:
            if service.appointed <= when:
                return
            clock.cancel(service.appointment)
        service.appointed = when
        service.appointment = clock.at(when, lambda: self._look(service))

    def disturb(self, service: Service) -> None:
        """The service is not in a steady state any more."""
        service.steady = False
        self._store.clock.cancel(service.steady_repeat)
        self.soon(service)

    def protect(self, task: Task, length: timedelta | None) -> None:
        """Leave the task alone for so long, or not any more; the service is looked at again once that is over."""
        clock, service = self._store.clock, _service(task)
        clock.cancel(task.protection)
        task.protection = task.protected_until = None
        if length is None:
            return self.soon(service)
        task.protected_until = clock.now() + length
        task.protection = clock.at(task.protected_until, lambda: self.soon(service))
        return None

    # --- what Lifecycle tells -----------------------------------------------------------------------------------

    def task_runs(self, task: Task) -> None:
        """Tasks can be started after all: no more back-off."""
        service = _service(task)
        service.start_failures = 0
        service.not_before = None
        service.said.pop(events.CANNOT_START, None)
        self.soon(service)

    def task_is_healthy(self, task: Task) -> None:
        """It counts, and the failures before it do not any more."""
        task.healthy = True
        if task.deployment is not None:
            task.deployment.healthy += 1
            self._rollouts.task_is_healthy(task.deployment)
        self.soon(_service(task))

    def task_is_unhealthy(self, task: Task, event: str, ending: Ending) -> None:
        """Say so, stop it, and remember that its successor replaces an unhealthy one."""
        service = _service(task)
        self._say(service, event)
        service.news.replaced += 1
        self._lifecycle.end(task, ending)

    def task_ends(self, task: Task, ending: Ending) -> None:
        """Note what its end means for its deployment, and look for a successor."""
        service = _service(task)
        if not ending.planned and task.deployment is not None:
            if ending.code == "TaskFailedToStart":
                self._start_failed(service, task, ending)
            if not task.healthy and self._rollouts.task_failed(task.deployment):
                self._rollouts.trip(task.deployment)
        self.disturb(service)

    def task_is_gone(self, task: Task) -> None:
        """A draining service may be done."""
        service = _service(task)
        if service.status == "DRAINING":
            self.soon(service)

    def _start_failed(self, service: Service, task: Task, ending: Ending) -> None:
        self._say_once(service, events.cannot_place(ending.reason))
        if task.round <= service.failed_round:
            return
        service.failed_round = service.round
        service.start_failures += 1
        service.not_before = self._store.clock.now() + timedelta(seconds=back_off(service.start_failures))
        if service.start_failures >= _TELLS_AFTER:
            self._say_once(service, events.CANNOT_START)

    # --- one look -----------------------------------------------------------------------------------------------

    def _look(self, service: Service) -> None:
        service.appointed = None
        self._tell_news(service)
        if service.status == "DRAINING":
            self._drain(service)
        elif service.status == "ACTIVE":
            self._scale_in(service)
            self._retire(service)
            self._scale_out(service)
            self._tell_news(service)
            self._conclude(service)

    def _tell_news(self, service: Service) -> None:
        """Turn what happened to targets into events."""
        news = service.news
        for group, number in news.registered.items():
            self._say(service, events.registered(number, group))
        for group, number in news.deregistered.items():
            self._say(service, events.deregistered(number, group))
        if news.draining:
            self._say(service, events.draining(news.draining))
        service.news = News(replaced=news.replaced)

    def _drain(self, service: Service) -> None:
        """Stop everything; once all of it has stopped the service is INACTIVE, and forgotten later."""
        for deployment in service.deployments:
            self._stop(service, deployment, list(deployment.tasks.values()))
        if service.alive or any(task.status != "STOPPED" for task in service.ended.values()):
            return
        service.status = "INACTIVE"
        service.deployments.clear()
        clock = self._store.clock
        clock.at(clock.now() + _FORGOTTEN_AFTER, lambda: self._forget(service))

    def _forget(self, service: Service) -> None:
        if service.cluster.services.get(service.name) is service:
            del service.cluster.services[service.name]

    def _scale_in(self, service: Service) -> None:
        """Stop what the newest deployment has too many of."""
        primary = service.primary
        surplus = len(primary.tasks) - primary.desired
        if surplus <= 0:
            return
        free = self._unprotected(primary)
        self._stop(service, primary, self._expendable(service, free, surplus))
        if surplus > len(free):
            self._say_once(service, events.protected(primary.id, surplus - len(free)))

    def _retire(self, service: Service) -> None:
        """Stop tasks of older deployments as fast as the minimum allows, and drop deployments that are empty."""
        primary, old = service.primary, service.deployments[1:]
        if old and service.rollout.keeps_sources:
            return self._keep_sources(service, old)
        for deployment in old:
            free = {task.id for task in self._unprotected(deployment)}
            self._stop(service, deployment, [task for task in _superfluous(deployment) if task.id in free])
        bounds = _bounds(service)
        number = old_tasks_to_stop(
            bounds=bounds,
            desired=service.desired,
            old_running=sum(deployment.running for deployment in old),
            new_healthy=primary.healthy,
            new_alive=len(primary.tasks),
        )
        if primary.state == "FAILED":
            # nothing will follow: what serves stays, up to the desired count
            number = max(0, sum(deployment.running for deployment in old) + primary.running - service.desired)
        for deployment in reversed(old):
            free_tasks = self._unprotected(deployment)
            some = self._expendable(service, free_tasks, min(number, len(free_tasks)))
            self._tell_protected(service, deployment, min(number, len(deployment.tasks)) - len(some))
            number -= len(some)
            deployment.desired -= len(some)
            self._stop(service, deployment, some)
        still_needed = max(0, service.desired - primary.healthy)
        for deployment in old:
            deployment.desired = max(len(deployment.tasks), min(deployment.desired, still_needed))
            still_needed -= deployment.desired
        excess = len(service.alive) - bounds.most
        if old and excess > 0:
            pending = [task for task in primary.tasks.values() if task.counted == "pending"]
            self._stop(service, primary, pending[-excess:])
        service.deployments[1:] = [deployment for deployment in old if deployment.tasks or deployment.desired]
        return None

    def _keep_sources(self, service: Service, old: Sequence[Deployment]) -> None:
        """Traffic is being shifted: what serves stays at its count, and the rest of what is old goes."""
        serving = _serving(service)
        for deployment in old:
            if deployment is not serving:
                deployment.desired = 0
            free = self._unprotected(deployment)
            surplus = len(deployment.tasks) - deployment.desired
            if surplus > 0:
                self._stop(service, deployment, self._expendable(service, free, surplus))
        service.deployments[1:] = [one for one in old if one.tasks or one is serving]

    def _scale_out(self, service: Service) -> None:
        """Start what is missing, as far as the maximum allows and nothing holds the scheduler back."""
        room = _bounds(service).most - len(service.alive)
        wanted = [
            (deployment, deployment.desired - len(deployment.tasks))
            for deployment in (*service.deployments[1:], service.primary)
            if deployment.state != "FAILED"
        ]
        if sum(max(0, missing) for _, missing in wanted) <= 0 or room <= 0:
            return
        now = self._store.clock.now()
        if service.not_before is not None and now < service.not_before:
            self.soon(service, (service.not_before - now).total_seconds())
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
            self._say_once(service, events.cannot_place(lacking))
        if started:
            self._say_started(service, started)
        for task in started:
            self._lifecycle.start(task)
        self.soon(service, _FOR_CAPACITY if lacking else _BETWEEN_LAUNCHES)

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

    def _conclude(self, service: Service) -> None:
        """Say that a deployment is complete and the service steady, or that it cannot move."""
        primary = service.primary
        if primary.state == "FAILED" or service.steady or service.rollout.keeps_sources:
            return
        there = primary.running == primary.healthy == primary.desired == len(service.alive)
        if there and len(service.deployments) == 1:
            self._rollouts.complete(primary)
            events.resolve(service)
            service.steady = True
            self._tell_steady(service)
        elif _succeeds_early(service):
            self._rollouts.complete(primary)
        elif self._is_stuck(service):
            self._say_once(service, events.DEADLOCK)

    def _is_stuck(self, service: Service) -> bool:
        """Whether the percentages leave no task to start and none to stop."""
        bounds, primary = _bounds(service), service.primary
        old_running = sum(deployment.running for deployment in service.deployments[1:])
        return (
            len(primary.tasks) < primary.desired
            and primary.running == primary.healthy == len(primary.tasks)
            and len(service.alive) >= bounds.most
            and old_running + primary.healthy <= bounds.least
        )

    def _tell_steady(self, service: Service) -> None:
        """Say it now, and every six hours while it lasts."""
        self._say(service, events.STEADY)
        clock = self._store.clock
        service.steady_repeat = clock.at(clock.now() + events.REPEAT, lambda: self._tell_steady(service))

    # --- hands --------------------------------------------------------------------------------------------------

    def _stop(self, service: Service, deployment: Deployment, tasks: Sequence[Task]) -> None:
        if not tasks:
            return
        running = [task for task in tasks if task.counted == "running"]
        ending = endings.scaling(deployment.id)
        for task in tasks:
            self._lifecycle.end(task, ending)
        deployment.updated = self._store.clock.now()
        for text in events.stopped_running(running):
            self._say(service, text)
        if len(tasks) > len(running):
            self._say(service, events.stopped_pending(len(tasks) - len(running)))

    def _unprotected(self, deployment: Deployment) -> list[Task]:
        now = self._store.clock.now()
        return [task for task in deployment.tasks.values() if not task.is_protected(now)]

    def _tell_protected(self, service: Service, deployment: Deployment, held: int) -> None:
        """Say that tasks which should go are protected, where some are."""
        if held > 0:
            self._say_once(service, events.protected(deployment.id, held))

    def _expendable(self, service: Service, tasks: list[Task], number: int) -> list[Task]:
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

    def _say_started(self, service: Service, tasks: Sequence[Task]) -> None:
        for text in events.started(tasks, min(service.news.replaced, len(tasks))):
            self._say(service, text)
        service.news.replaced = 0

    def _say(self, service: Service, text: str) -> None:
        events.say(service, self._store.ids, self._store.clock.now(), text)

    def _say_once(self, service: Service, text: str) -> None:
        events.say_once(service, self._store.ids, self._store.clock.now(), text)


def _bounds(service: Service) -> Bounds:
    configuration = Members(service.configuration)
    bounds = Bounds.of(
        service.desired,
        100 if (least := configuration.number("minimumHealthyPercent")) is None else least,
        200 if (most := configuration.number("maximumPercent")) is None else most,
    )
    if not service.rollout.keeps_sources:
        return bounds
    return replace(bounds, most=max(bounds.most, sum(deployment.desired for deployment in service.deployments)))


def _serving(service: Service) -> Deployment:
    """Of the older deployments the one that gets the traffic."""
    old = service.deployments[1:]
    return next((one for one in old if one.revision is service.completed), old[0])


def _succeeds_early(service: Service) -> bool:
    """Whether enough tasks of a deployment are healthy that it was told to be content with."""
    early = Members(service.configuration).members("earlySuccessCriteria")
    percent, primary = early.number("healthyPercent"), service.primary
    if not early.flag("enable") or percent is None or primary.state != "IN_PROGRESS":
        return False
    if early.text("sourceServiceRevisionCleanup") == "BLOCKING" and len(service.deployments) > 1:
        return False
    return primary.healthy >= math.ceil(primary.desired * percent / 100)


def _superfluous(deployment: Deployment) -> list[Task]:
    """The tasks an older deployment has no use for: all of a failed one's, else what has not started yet."""
    tasks = list(deployment.tasks.values())
    if deployment.state == "FAILED":
        return tasks
    surplus = max(0, len(tasks) - deployment.desired)
    return [task for task in tasks if task.counted == "pending"][:surplus]


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


def _service(task: Task) -> Service:
    assert task.service is not None
    return task.service
