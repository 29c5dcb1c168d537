"""The service scheduler: keeps every service at its desired count, and takes it from one revision to the next.

It looks at a service when something happened to it (a call, a task's turn), never periodically; one look decides
everything from the counts and makes an appointment for the next where more is to be done.
"""

from datetime import timedelta

from fargate_tui.demo.ecs import events
from fargate_tui.demo.ecs.alarm_watch import AlarmWatch
from fargate_tui.demo.ecs.arithmetic import back_off
from fargate_tui.demo.ecs.lifecycle import Lifecycle
from fargate_tui.demo.ecs.records import Ending, News, Revision, Service, Task
from fargate_tui.demo.ecs.rollouts import Rollouts
from fargate_tui.demo.ecs.stages import Stages
from fargate_tui.demo.ecs.standing import is_stuck, serving, succeeds_early
from fargate_tui.demo.ecs.starts import Starts
from fargate_tui.demo.ecs.stops import Stops
from fargate_tui.demo.ecs.store import Store

_LOOK_AFTER = 1.0
"""Seconds from something happening to the scheduler's look; what happens meanwhile is one look."""

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
        self._starts = Starts(store, self._lifecycle, self.soon)
        self._stops = Stops(store, self._lifecycle)
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
            serving(service).desired = desired
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
        events.say(self._store, service, event)
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
        events.say_once(self._store, service, events.cannot_place(ending.reason))
        if task.round <= service.failed_round:
            return
        service.failed_round = service.round
        service.start_failures += 1
        service.not_before = self._store.clock.now() + timedelta(seconds=back_off(service.start_failures))
        if service.start_failures >= _TELLS_AFTER:
            events.say_once(self._store, service, events.CANNOT_START)

    # --- one look -----------------------------------------------------------------------------------------------

    def _look(self, service: Service) -> None:
        service.appointed = None
        self._tell_news(service)
        if service.status == "DRAINING":
            self._drain(service)
        elif service.status == "ACTIVE":
            self._stops.scale_in(service)
            self._stops.retire(service)
            self._starts.scale_out(service)
            self._tell_news(service)
            self._conclude(service)

    def _tell_news(self, service: Service) -> None:
        """Turn what happened to targets into events."""
        news = service.news
        for group, number in news.registered.items():
            events.say(self._store, service, events.registered(number, group))
        for group, number in news.deregistered.items():
            events.say(self._store, service, events.deregistered(number, group))
        if news.draining:
            events.say(self._store, service, events.draining(news.draining))
        service.news = News(replaced=news.replaced)

    def _drain(self, service: Service) -> None:
        """Stop everything; once all of it has stopped the service is INACTIVE, and forgotten later."""
        for deployment in service.deployments:
            self._stops.stop(service, deployment, list(deployment.tasks.values()))
        if service.alive or any(task.status != "STOPPED" for task in service.ended.values()):
            return
        service.status = "INACTIVE"
        service.deployments.clear()
        clock = self._store.clock
        clock.at(clock.now() + _FORGOTTEN_AFTER, lambda: self._forget(service))

    def _forget(self, service: Service) -> None:
        if service.cluster.services.get(service.name) is service:
            del service.cluster.services[service.name]

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
        elif succeeds_early(service):
            self._rollouts.complete(primary)
        elif is_stuck(service):
            events.say_once(self._store, service, events.DEADLOCK)

    def _tell_steady(self, service: Service) -> None:
        """Say it now, and every six hours while it lasts."""
        events.say(self._store, service, events.STEADY)
        clock = self._store.clock
        service.steady_repeat = clock.at(clock.now() + events.REPEAT, lambda: self._tell_steady(service))


def _service(task: Task) -> Service:
    assert task.service is not None
    return task.service
