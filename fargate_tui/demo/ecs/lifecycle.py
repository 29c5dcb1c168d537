"""The life of a task, from PROVISIONING over RUNNING to STOPPED.

PROVISIONING → PENDING → ACTIVATING → RUNNING → DEACTIVATING → STOPPING → DEPROVISIONING → STOPPED (fargate.md §5.1).
Each life is a generator that yields the seconds until it goes on; nothing runs in between, and a task at rest has
no appointment at all.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Literal, Protocol

from fargate_tui.demo.ecs import endings
from fargate_tui.demo.ecs.behaviour import Moment
from fargate_tui.demo.ecs.connections import Connections
from fargate_tui.demo.ecs.health import HealthChecks
from fargate_tui.demo.ecs.launching import count
from fargate_tui.demo.ecs.real import RealContainers
from fargate_tui.demo.ecs.records import ContainerPlan, Ending, Service, Task
from fargate_tui.demo.ecs.speech import Speech
from fargate_tui.demo.ecs.store import Store
from fargate_tui.demo.ecs.task_wire import (
    attachment_id,
    change,
    containers_of,
    show_attached,
    show_detached,
    show_exited,
    show_never_started,
    show_started,
    show_stopped,
)
from fargate_tui.demo.ecs.wire import epoch
from fargate_tui.demo.ports import NoFreeAddresses, NoSuchNetworkObject

Steps = Iterator[float]

DEREGISTRATION_DELAY = 30.0
"""Seconds a target drains; AWS's default of 300 would keep every deployment waiting."""

_UNTIL_GIVEN_UP = (20.0, 40.0)
"""Seconds until a connection that nobody answers is given up, retries and all."""

KEPT_AFTER_STOP = 3600.0
"""Seconds a stopped task can still be described."""


class Watcher(Protocol):
    """Who is told how a service's tasks fare."""

    def task_runs(self, task: Task) -> None:
        """It reached RUNNING."""

    def task_is_healthy(self, task: Task) -> None:
        """It counts as healthy from now on."""

    def task_is_unhealthy(self, task: Task, event: str, ending: Ending) -> None:
        """A health check failed; ``event`` says so in the service's events."""

    def task_ends(self, task: Task, ending: Ending) -> None:
        """Its desired status is STOPPED from now on."""

    def task_is_gone(self, task: Task) -> None:
        """It reached STOPPED."""


class Lifecycle:
    """Takes tasks through their lives."""

    def __init__(self, store: Store, watcher: Watcher) -> None:
        self._store = store
        self._watcher = watcher
        self._checks = HealthChecks(store)
        self._connections = Connections(store)
        self._speech = Speech(store)
        self._real = RealContainers(store, self._speech, self._exited)

    def start(self, task: Task) -> None:
        """Begin the life of a new task."""
        self._go_on(task, "step", self._boot(task))

    def adopt(self, task: Task) -> bool:
        """Let a task that was only played so far really run, where its image is known; whether it does now."""
        if task.real or task.is_ending or task.status != "RUNNING":
            return False
        self._speech.end(task)
        is_real = self._real.start(task)
        self._speech.begin(task)
        if is_real:
            self._go_on(task, "fate", self._attend(task))
        if is_real and task.healthy:
            self._go_on(task, "step", self._stay_healthy(task))
        return is_real

    def end(self, task: Task, ending: Ending) -> None:
        """Begin the end of a task; nothing happens where it has begun."""
        if task.is_ending:
            return
        for line in (task.step, task.fate):
            self._store.clock.cancel(line)
        task.step = task.fate = None
        self._speech.end(task)
        change(
            task,
            desiredStatus="STOPPED",
            stopCode=ending.code,
            stoppedReason=ending.reason,
            stoppingAt=self._epoch(),
        )
        self._leave_counts(task)
        if task.service is not None:
            self._watcher.task_ends(task, ending)
        self._go_on(task, "step", self._stop(task, ending))

    def _go_on(self, task: Task, line: Literal["step", "fate"], steps: Steps) -> None:
        """Run a generator up to its next wait, and make an appointment for the rest."""
        seconds = next(steps, None)
        if seconds is None:
            return
        clock = self._store.clock
        appointment = clock.at(clock.now() + timedelta(seconds=seconds), lambda: self._resume(task, line, steps))
        setattr(task, line, appointment)

    def _resume(self, task: Task, line: Literal["step", "fate"], steps: Steps) -> None:
        setattr(task, line, None)
        self._go_on(task, line, steps)

    # --- up -----------------------------------------------------------------------------------------------------

    def _boot(self, task: Task) -> Steps:
        between = self._store.ids.between
        yield between(2.0, 5.0)
        failure = self._ordered(task, "interface")
        if failure is not None:
            yield task.behaviour.after
            return self.end(task, failure)
        failure = self._attach(task)
        if failure is not None:
            return self.end(task, failure)
        yield between(3.0, 7.0)
        failure = self._initialize(task)
        if failure is not None:
            ordered = task.behaviour.kind == "fails_to_start"
            yield task.behaviour.after if ordered else between(*_UNTIL_GIVEN_UP)
            return self.end(task, failure)
        change(task, pullStartedAt=self._epoch())
        failure = self._connections.pull(task)
        if failure is not None:
            yield between(*_UNTIL_GIVEN_UP)
            return self.end(task, failure)
        yield task.behaviour.pull * between(0.7, 1.4)
        change(task, pullStoppedAt=self._epoch())
        failure = self._after_pull(task)
        if failure is not None:
            return self.end(task, failure)
        failure = self._connections.open_logs(task)
        if failure is not None:
            yield between(*_UNTIL_GIVEN_UP)
            return self.end(task, failure)
        yield task.behaviour.start * between(0.7, 1.4)
        failure = self._ordered(task, "start")
        if failure is not None:
            return self.end(task, failure)
        show_started(task, self._store.ids, self._epoch())
        for plan in task.definition.containers:
            self._speech.say(task, plan, "at_start")
        self._real.start(task)
        self._speech.begin(task)
        self._register(task)
        yield between(0.5, 2.5)
        self._run(task)
        yield from self._become_healthy(task)
        return None

    def _ordered(self, task: Task, moment: Moment) -> Ending | None:
        """The failure that was ordered for this moment of the task's way up."""
        order = task.behaviour
        if order.kind != "fails_to_start" or order.moment != moment:
            return None
        return endings.not_started(task, self._store.arns.region, self._store.arns.account)

    def _after_pull(self, task: Task) -> Ending | None:
        if task.behaviour.kind == "image_cannot_be_pulled":
            return endings.image_missing(task, task.behaviour.container or endings.first_essential(task))
        return self._ordered(task, "pull")

    def _attach(self, task: Task) -> Ending | None:
        """Take a network interface: PROVISIONING → PENDING."""
        if task.behaviour.kind == "no_free_addresses":
            why = "The specified subnet does not have enough free addresses to satisfy the request."
            return endings.no_addresses(task.subnet, public=task.public, why=why)
        try:
            interface = self._store.network.attach(
                task.subnet,
                task.security_groups,
                public=task.public,
                attachment_arn=self._store.arns.of("attachment", attachment_id(task)),
            )
        except NoFreeAddresses as error:
            return endings.no_addresses(task.subnet, public=task.public, why=str(error))
        except NoSuchNetworkObject as error:
            return endings.bad_network(task.subnet, public=task.public, code=error.code)
        task.interface = interface
        show_attached(task, interface)
        return None

    def _initialize(self, task: Task) -> Ending | None:
        """Connect to the control plane and fetch what the containers need besides their images."""
        try:
            failure = self._connections.initialize(task)
        except NoSuchNetworkObject as error:
            return endings.bad_network(task.subnet, public=task.public, code=error.code)
        if failure is not None:
            return failure
        change(task, connectivity="CONNECTED", connectivityAt=self._epoch())
        if task.behaviour.kind == "secret_cannot_be_read":
            return endings.secret_unreadable(task, self._store.arns.region, self._store.arns.account)
        return self._ordered(task, "resources")

    def _register(self, task: Task) -> None:
        """Register the task with its service's target groups."""
        if task.service is None or task.deployment is None or task.interface is None:
            return
        fails = task.behaviour.kind == "fails_elb_health_check"
        reason = task.behaviour.reason if fails else ""
        registered = []
        revision = task.deployment.revision
        for balancer, group in zip(revision.load_balancers, revision.groups, strict=True):
            port, at = balancer.port, task.interface
            self._store.targets.register(
                group, at.private_ip, port, at.availability_zone, healthy=not fails, reason=reason
            )
            registered.append((group, port))
            news = task.service.news.registered
            news[group] = news.get(group, 0) + 1
        task.registered = tuple(registered)

    def _run(self, task: Task) -> None:
        """ACTIVATING → RUNNING."""
        change(task, lastStatus="RUNNING", startedAt=self._epoch())
        count(task, "running")
        if task.service is not None:
            self._note_running(task.service)
            self._watcher.task_runs(task)
        if task.real:
            self._go_on(task, "fate", self._attend(task))
        elif task.behaviour.kind != "runs":
            self._go_on(task, "fate", self._fate(task))

    def _become_healthy(self, task: Task) -> Steps:
        """Wait for the verdict of whatever checks the task, and tell it."""
        verdict = yield from self._checks.follow(task)
        if task.service is None:
            return
        if verdict is None:
            self._watcher.task_is_healthy(task)
            yield from self._stay_healthy(task)
        else:
            self._watcher.task_is_unhealthy(task, *verdict)

    def _stay_healthy(self, task: Task) -> Steps:
        """The targets of a real task may become unhealthy at any time."""
        if not task.real or not task.registered:
            return
        verdict = yield from self._checks.watch(task)
        if verdict is not None:
            self._watcher.task_is_unhealthy(task, *verdict)

    def _attend(self, task: Task) -> Steps:
        """Follow the health of a real task's containers."""
        verdict = yield from self._checks.check_containers(task)
        if verdict is not None:
            self._watcher.task_is_unhealthy(task, *verdict)

    def _exited(self, task: Task, plan: ContainerPlan, code: int) -> None:
        """A container's process has ended, for whatever reason."""
        if task.is_ending:
            return
        if task.status == "ACTIVATING":
            self._store.clock.cancel(task.step)
            self._run(task)
        ending = endings.exited(plan.name, code)
        if plan.essential:
            self.end(task, ending)
        else:
            show_exited(task, ending)

    def _fate(self, task: Task) -> Steps:
        """What happens to a running task sooner or later, as it was ordered."""
        order = task.behaviour
        seconds = max(0.5, order.after + self._store.ids.between(-order.jitter, order.jitter))
        container = order.container or endings.first_essential(task)
        if order.kind == "exits":
            yield seconds
            self.end(task, endings.exited(container, order.exit_code))
        elif order.kind == "out_of_memory":
            yield seconds
            self.end(task, endings.out_of_memory(container))
        elif order.kind == "ends":
            yield seconds
            self.end(task, Ending(order.stop_code, order.reason, planned=True))
        elif order.kind == "spot_interrupted" and task.provider == "FARGATE_SPOT":
            yield seconds
            self.end(task, endings.spot())
        elif order.kind == "fails_container_health_check" and order.after > 0:
            yield seconds
            verdict = yield from self._checks.fail_container(task)
            if task.service is not None:
                self._watcher.task_is_unhealthy(task, *verdict)

    # --- down ---------------------------------------------------------------------------------------------------

    def _leave_counts(self, task: Task) -> None:
        """Move the task from those alive to those that end."""
        was_running = task.counted == "running"
        count(task, None)
        if was_running and task.service is not None:
            self._note_running(task.service)
        del task.cluster.alive[task.id]
        task.cluster.ended[task.id] = task
        if task.service is None or task.deployment is None:
            return
        del task.service.alive[task.id]
        task.service.ended[task.id] = task
        task.service.in_subnet[task.subnet] -= 1
        del task.deployment.tasks[task.id]
        if task.provider is not None:
            task.deployment.on_provider[task.provider] -= 1
        if task.healthy:
            task.deployment.healthy -= 1

    def _note_running(self, service: Service) -> None:
        service.tally.note(self._epoch(), service.running)

    def _stop(self, task: Task, ending: Ending) -> Steps:
        between = self._store.ids.between
        if any(container["lastStatus"] == "RUNNING" for container in containers_of(task)):
            if ending.exit_code is not None:
                self._exit_first(task, ending)
            if task.registered:
                self._deregister(task)
                yield DEREGISTRATION_DELAY if ending.exit_code is None else between(0.5, 1.5)
            change(task, lastStatus="STOPPING")
            yield from self._terminate(task)
            self._stop_containers(task)
        else:
            show_never_started(task, ending, self._epoch())
        change(task, lastStatus="DEPROVISIONING")
        yield between(3.0, 12.0)
        self._detach(task)
        change(task, lastStatus="STOPPED", stoppedAt=self._epoch())
        if task.service is not None:
            self._watcher.task_is_gone(task)
        yield KEPT_AFTER_STOP
        self._forget(task)

    def _exit_first(self, task: Task, ending: Ending) -> None:
        """The container that ended by itself says its last words before all others."""
        show_exited(task, ending)
        for plan in task.definition.containers:
            if plan.name == ending.container:
                self._speech.say(task, plan, "at_end")

    def _deregister(self, task: Task) -> None:
        """Begin to drain the task's targets: RUNNING → DEACTIVATING."""
        assert task.interface is not None
        assert task.service is not None
        change(task, lastStatus="DEACTIVATING")
        news = task.service.news
        for group, port in task.registered:
            self._store.targets.deregister(group, task.interface.private_ip, port)
            news.deregistered[group] = news.deregistered.get(group, 0) + 1
        news.draining += 1

    def _terminate(self, task: Task) -> Steps:
        if task.real:
            yield from self._real.stop(task)
        if len(task.real) < len(task.definition.containers):
            yield self._term_seconds(task)

    def _term_seconds(self, task: Task) -> float:
        longest = max(plan.stop_timeout for plan in task.definition.containers)
        return min(task.behaviour.stop * self._store.ids.between(0.7, 1.3), longest)

    def _stop_containers(self, task: Task) -> None:
        """The containers that are left answer SIGTERM, or are killed at their stopTimeout."""
        order, plans = task.behaviour, task.definition.containers
        for plan, container in zip(plans, containers_of(task), strict=True):
            if container["lastStatus"] == "RUNNING":
                self._speech.say(task, plan, "at_end")
        played = [137 if order.stop > plan.stop_timeout else order.exit_on_term for plan in plans]
        real = [self._real.exit_code(task, plan.name) for plan in plans]
        codes = [code if found is None else found for code, found in zip(played, real, strict=True)]
        show_stopped(task, codes, self._epoch())

    def _detach(self, task: Task) -> None:
        """Give the address back; no target may keep it, for the next task may get it."""
        show_detached(task)
        self._real.forget(task)
        if task.interface is None:
            return
        for group, port in task.registered:
            self._store.targets.forget(group, task.interface.private_ip, port)
        task.registered = ()
        self._store.network.detach(task.interface)
        task.interface = None

    def _forget(self, task: Task) -> None:
        task.cluster.ended.pop(task.id, None)
        if task.service is not None:
            task.service.ended.pop(task.id, None)

    def _epoch(self) -> float:
        return epoch(self._store.clock.now())
