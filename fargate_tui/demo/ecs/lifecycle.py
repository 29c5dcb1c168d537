"""The life of a task, from PROVISIONING over RUNNING to STOPPED.

PROVISIONING → PENDING → ACTIVATING → RUNNING → DEACTIVATING → STOPPING → DEPROVISIONING → STOPPED (fargate.md §5.1).

Each life is a generator that yields the seconds until it goes on; nothing runs in between, and a task at rest has
no appointment at all.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Literal, Protocol

from fargate_tui.demo.ecs import endings, events
from fargate_tui.demo.ecs.behaviour import Lines
from fargate_tui.demo.ecs.launching import count
from fargate_tui.demo.ecs.records import ContainerPlan, Ending, Task
from fargate_tui.demo.ecs.store import Store
from fargate_tui.demo.ecs.wire import Json, epoch
from fargate_tui.demo.ports import NoFreeAddresses, NoSuchNetworkObject

Steps = Iterator[float]

UNCHECKED_HEALTHY = 40.0
"""Seconds RUNNING after which a task without any health check counts as healthy (fargate.md P66)."""

DEREGISTRATION_DELAY = 30.0
"""Seconds a target drains; AWS's default of 300 would keep every deployment waiting."""

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

    def start(self, task: Task) -> None:
        """Begin the life of a new task."""
        self._go_on(task, "step", self._boot(task))

    def end(self, task: Task, ending: Ending) -> None:
        """Begin the end of a task; nothing happens where it has begun."""
        if task.is_ending:
            return
        for line in (task.step, task.fate, task.beat):
            self._store.clock.cancel(line)
        task.step = task.fate = task.beat = None
        self._change(
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

    def _go_on(self, task: Task, line: Literal["step", "fate", "beat"], steps: Steps) -> None:
        """Run a generator up to its next wait, and make an appointment for the rest."""
        seconds = next(steps, None)
        if seconds is None:
            return
        clock = self._store.clock
        appointment = clock.at(clock.now() + timedelta(seconds=seconds), lambda: self._resume(task, line, steps))
        setattr(task, line, appointment)

    def _resume(self, task: Task, line: Literal["step", "fate", "beat"], steps: Steps) -> None:
        setattr(task, line, None)
        self._go_on(task, line, steps)

    # --- up -----------------------------------------------------------------------------------------------------

    def _boot(self, task: Task) -> Steps:
        between = self._store.ids.between
        yield between(2.0, 5.0)
        failure = self._attach(task)
        if failure is not None:
            return self.end(task, failure)
        yield between(3.0, 7.0)
        failure = self._initialize(task)
        if failure is not None:
            yield between(20.0, 40.0)
            return self.end(task, failure)
        self._change(task, pullStartedAt=self._epoch())
        yield task.behaviour.pull * between(0.7, 1.4)
        self._change(task, pullStoppedAt=self._epoch())
        if task.behaviour.kind == "image_cannot_be_pulled":
            container = task.behaviour.container or endings.first_essential(task)
            return self.end(task, endings.image_missing(task, container))
        yield task.behaviour.start * between(0.7, 1.4)
        self._start_containers(task)
        self._register(task)
        yield between(0.5, 2.5)
        self._run(task)
        yield from self._become_healthy(task)
        return None

    def _attach(self, task: Task) -> Ending | None:
        """Take a network interface: PROVISIONING → PENDING."""
        attachment = task.wire["attachments"]
        assert isinstance(attachment, list)
        identity = attachment[0]["id"]
        if task.behaviour.kind == "no_free_addresses":
            why = "The specified subnet does not have enough free addresses to satisfy the request."
            return endings.no_addresses(task.subnet, public=task.public, why=why)
        try:
            interface = self._store.network.attach(
                task.subnet,
                task.security_groups,
                public=task.public,
                attachment_arn=self._store.arns.of("attachment", identity),
            )
        except NoFreeAddresses as error:
            return endings.no_addresses(task.subnet, public=task.public, why=str(error))
        except NoSuchNetworkObject as error:
            return endings.bad_network(task.subnet, public=task.public, code=error.code)
        task.interface = interface
        details = {
            "subnetId": interface.subnet_id,
            "networkInterfaceId": interface.id,
            "macAddress": interface.mac_address,
            "privateDnsName": interface.private_dns_name,
            "privateIPv4Address": interface.private_ip,
        }
        interfaces = [{"attachmentId": identity, "privateIpv4Address": interface.private_ip}]
        self._change(
            task,
            attachments=[
                {
                    "id": identity,
                    "type": "ElasticNetworkInterface",
                    "status": "ATTACHED",
                    "details": [{"name": name, "value": value} for name, value in details.items()],
                }
            ],
            availabilityZone=interface.availability_zone,
            containers=[{**container, "networkInterfaces": interfaces} for container in _containers(task)],
            lastStatus="PENDING",
        )
        return None

    def _initialize(self, task: Task) -> Ending | None:
        """Connect to the control plane and fetch what the containers need besides their images."""
        try:
            subnet = self._store.network.subnet(task.subnet)
        except NoSuchNetworkObject as error:
            return endings.bad_network(task.subnet, public=task.public, code=error.code)
        failure = endings.no_way_out(task, subnet, self._store.arns.region)
        if failure is not None:
            return failure
        self._change(task, connectivity="CONNECTED", connectivityAt=self._epoch())
        if task.behaviour.kind == "secret_cannot_be_read":
            return endings.secret_unreadable(task, self._store.arns.region, self._store.arns.account)
        return None

    def _start_containers(self, task: Task) -> None:
        running: list[Json] = []
        for plan, container in zip(task.definition.containers, _containers(task), strict=True):
            started = {
                **container,
                "imageDigest": plan.digest,
                "lastStatus": "RUNNING",
                "networkBindings": _NO_BINDINGS,
                "runtimeId": f"{task.id}-{self._store.ids.digits(10)}",
            }
            if "managedAgents" in container:
                started["managedAgents"] = [
                    {"name": "ExecuteCommandAgent", "lastStatus": "RUNNING", "lastStartedAt": self._epoch()}
                ]
            running.append(started)
            self._write(task, plan, "at_start")
        self._change(task, containers=running, lastStatus="ACTIVATING")
        self._begin_beats(task)

    def _register(self, task: Task) -> None:
        """Register the task with its service's target groups."""
        if task.service is None or task.deployment is None or task.interface is None:
            return
        fails = task.behaviour.kind == "fails_elb_health_check"
        reason = task.behaviour.reason if fails else ""
        registered = []
        for balancer in task.deployment.revision.load_balancers:
            group, port, at = balancer.target_group_arn, balancer.port, task.interface
            self._store.targets.register(
                group, at.private_ip, port, at.availability_zone, healthy=not fails, reason=reason
            )
            registered.append((group, port))
            news = task.service.news.registered
            news[group] = news.get(group, 0) + 1
        task.registered = tuple(registered)

    def _run(self, task: Task) -> None:
        """ACTIVATING → RUNNING."""
        self._change(task, lastStatus="RUNNING", startedAt=self._epoch())
        count(task, "running")
        if task.service is not None:
            self._watcher.task_runs(task)
        if task.behaviour.kind != "runs":
            self._go_on(task, "fate", self._fate(task))

    def _become_healthy(self, task: Task) -> Steps:
        """Wait for the verdict of whatever checks the task."""
        checks = [plan for plan in task.definition.containers if plan.health_after is not None]
        if checks:
            yield from self._container_checks(task, checks)
        if task.wire["healthStatus"] == "UNHEALTHY":
            return
        if task.registered:
            yield from self._target_checks(task)
        if not checks and not task.registered:
            yield UNCHECKED_HEALTHY
        if task.service is not None and not task.is_ending:
            self._watcher.task_is_healthy(task)

    def _container_checks(self, task: Task, checks: Sequence[ContainerPlan]) -> Steps:
        if task.behaviour.kind == "fails_container_health_check" and task.behaviour.after == 0:
            yield max(plan.unhealthy_after for plan in checks)
            yield from self._fail_container_check(task)
            return
        yield max(plan.health_after or 0.0 for plan in checks)
        self._report_health(task, "HEALTHY")

    def _fail_container_check(self, task: Task) -> Steps:
        """The checked containers are UNHEALTHY; a service replaces the task once its grace period is over."""
        self._report_health(task, "UNHEALTHY")
        if task.service is None:
            return
        yield self._grace_left(task)
        self._watcher.task_is_unhealthy(task, events.unhealthy_container(task.id), endings.unhealthy_container())

    def _target_checks(self, task: Task) -> Steps:
        """Ask for the targets' state until all are healthy or one is not."""
        if task.interface is None:
            return
        yield self._store.ids.between(8.0, 20.0)
        wait = 5.0
        while not task.is_ending:
            states = [
                (group, port, self._store.targets.state(group, task.interface.private_ip, port))
                for group, port in task.registered
            ]
            bad = next(((group, port) for group, port, state in states if state == "unhealthy"), None)
            if bad is not None:
                yield from self._fail_target_check(task, *bad)
                return
            if all(state == "healthy" for _, _, state in states):
                return
            yield wait
            wait = min(wait * 1.5, 60.0)

    def _fail_target_check(self, task: Task, group: str, port: int) -> Steps:
        yield self._grace_left(task)
        event = events.unhealthy_target(task.id, port, group, task.behaviour.reason)
        self._watcher.task_is_unhealthy(task, event, endings.unhealthy_target(group))

    def _grace_left(self, task: Task) -> float:
        """Seconds left of the service's health check grace period."""
        started = task.wire["startedAt"]
        assert isinstance(started, float)
        grace = task.service.grace if task.service is not None else None
        return max(0.0, started + (grace or 0) - self._epoch())

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
        elif order.kind == "spot_interrupted" and task.provider == "FARGATE_SPOT":
            yield seconds
            self.end(task, endings.spot())
        elif order.kind == "fails_container_health_check" and order.after > 0:
            yield seconds
            yield from self._fail_container_check(task)

    # --- down ---------------------------------------------------------------------------------------------------

    def _leave_counts(self, task: Task) -> None:
        """Move the task from those alive to those that end."""
        count(task, None)
        del task.cluster.alive[task.id]
        task.cluster.ended[task.id] = task
        if task.service is None or task.deployment is None:
            return
        del task.service.alive[task.id]
        task.service.ended[task.id] = task
        task.service.in_subnet[task.subnet] -= 1
        del task.deployment.tasks[task.id]
        if task.healthy:
            task.deployment.healthy -= 1

    def _stop(self, task: Task, ending: Ending) -> Steps:
        between = self._store.ids.between
        if any(container["lastStatus"] == "RUNNING" for container in _containers(task)):
            if ending.exit_code is not None:
                self._exit_first(task, ending)
            yield from self._deactivate(task, graceful=ending.exit_code is None)
            self._change(task, lastStatus="STOPPING")
            yield self._term_seconds(task)
            self._stop_containers(task)
            self._change(task, executionStoppedAt=self._epoch())
        else:
            self._never_started(task, ending)
        self._change(task, lastStatus="DEPROVISIONING")
        yield between(3.0, 12.0)
        self._detach(task)
        self._change(task, lastStatus="STOPPED", stoppedAt=self._epoch())
        if task.service is not None:
            self._watcher.task_is_gone(task)
        yield KEPT_AFTER_STOP
        self._forget(task)

    def _exit_first(self, task: Task, ending: Ending) -> None:
        """The container that ended by itself is STOPPED before all others."""
        containers = _containers(task)
        at = next(at for at, plan in enumerate(task.definition.containers) if plan.name == ending.container)
        ended = {**containers[at], "lastStatus": "STOPPED", "exitCode": ending.exit_code}
        if ending.container_reason is not None:
            ended["reason"] = ending.container_reason
        self._write(task, task.definition.containers[at], "at_end")
        self._change(task, containers=[*containers[:at], ended, *containers[at + 1 :]])

    def _deactivate(self, task: Task, *, graceful: bool) -> Steps:
        """Take the task out of its target groups; a graceful stop waits until they have drained."""
        if not task.registered or task.interface is None:
            return
        self._change(task, lastStatus="DEACTIVATING")
        ip, targets, clock = task.interface.private_ip, self._store.targets, self._store.clock
        over = clock.now() + timedelta(seconds=DEREGISTRATION_DELAY)
        for group, port in task.registered:
            targets.deregister(group, ip, port)
            clock.at(over, lambda group=group, port=port: targets.forget(group, ip, port))  # type: ignore[misc]
            if task.service is not None:
                news = task.service.news
                news.deregistered[group] = news.deregistered.get(group, 0) + 1
        if task.service is not None:
            task.service.news.draining += 1
        task.registered = ()
        yield DEREGISTRATION_DELAY if graceful else self._store.ids.between(0.5, 1.5)

    def _term_seconds(self, task: Task) -> float:
        longest = max(plan.stop_timeout for plan in task.definition.containers)
        return min(task.behaviour.stop * self._store.ids.between(0.7, 1.3), longest)

    def _stop_containers(self, task: Task) -> None:
        """The containers that are left answer SIGTERM, or are killed at their stopTimeout."""
        stopped = []
        for plan, container in zip(task.definition.containers, _containers(task), strict=True):
            last = dict(container)
            if container["lastStatus"] == "RUNNING":
                killed = task.behaviour.stop > plan.stop_timeout
                last |= {"lastStatus": "STOPPED", "exitCode": 137 if killed else task.behaviour.exit_on_term}
                self._write(task, plan, "at_end")
            if "managedAgents" in container:
                last["managedAgents"] = _STOPPED_AGENT
            stopped.append(last)
        self._change(task, containers=stopped)

    def _never_started(self, task: Task, ending: Ending) -> None:
        """Containers that never ran have no exit code."""
        containers = []
        for container in _containers(task):
            stopped = {**container, "lastStatus": "STOPPED"}
            if ending.container_reason is not None and container["name"] == ending.container:
                stopped["reason"] = ending.container_reason
            if "managedAgents" in stopped:
                stopped["managedAgents"] = _STOPPED_AGENT
            containers.append(stopped)
        self._change(task, containers=containers, executionStoppedAt=self._epoch())

    def _detach(self, task: Task) -> None:
        attachments = task.wire["attachments"]
        assert isinstance(attachments, list)
        self._change(task, attachments=[{**attachment, "status": "DELETED"} for attachment in attachments])
        if task.interface is not None:
            self._store.network.detach(task.interface)
            task.interface = None

    def _forget(self, task: Task) -> None:
        task.cluster.ended.pop(task.id, None)
        if task.service is not None:
            task.service.ended.pop(task.id, None)

    # --- words --------------------------------------------------------------------------------------------------

    def _begin_beats(self, task: Task) -> None:
        voices = [task.behaviour.voice(plan.name) for plan in task.definition.containers]
        if any(voice is not None and voice.every > 0 for voice in voices):
            self._go_on(task, "beat", self._beats(task))

    def _beats(self, task: Task) -> Steps:
        """Write the lines of every container at its own pace."""
        between, clock = self._store.ids.between, self._store.clock
        due: list[tuple[datetime, int]] = []
        start = max(clock.now(), self._store.logs_from or clock.now())
        for at, plan in enumerate(task.definition.containers):
            voice = task.behaviour.voice(plan.name)
            if voice is not None and voice.every > 0 and plan.log is not None:
                due.append((start + timedelta(seconds=voice.every * between(0.1, 1.0)), at))
        while due:
            when, at = min(due)
            yield max(0.0, (when - clock.now()).total_seconds())
            plan = task.definition.containers[at]
            voice = task.behaviour.voice(plan.name)
            assert voice is not None
            self._write(task, plan, "lines")
            due[due.index((when, at))] = (clock.now() + timedelta(seconds=voice.every * between(0.8, 1.2)), at)

    def _write(self, task: Task, plan: ContainerPlan, moment: Literal["at_start", "lines", "at_end"]) -> None:
        voice = task.behaviour.voice(plan.name)
        now = self._store.clock.now()
        if voice is None or plan.log is None or (self._store.logs_from is not None and now < self._store.logs_from):
            return
        lines = self._spoken(getattr(voice, moment), one=moment == "lines")
        if lines:
            group, prefix = plan.log
            self._store.logs.write(group, f"{prefix}/{plan.name}/{task.id}", now, lines)

    def _spoken(self, lines: Lines, *, one: bool) -> Sequence[str]:
        if callable(lines):
            return lines(self._store.ids.chance)
        return (self._store.ids.chance.choice(lines),) if one and lines else lines

    # --- records ------------------------------------------------------------------------------------------------

    def _report_health(self, task: Task, status: str) -> None:
        """Set the health of the containers that are checked, and of the task: the worst of its essential ones."""
        containers = [
            {**container, "healthStatus": status} if plan.health_after is not None else container
            for plan, container in zip(task.definition.containers, _containers(task), strict=True)
        ]
        self._change(task, containers=containers, healthStatus=status)

    def _change(self, task: Task, **members: object) -> None:
        """Give the task a new wire object: whoever holds the old one keeps an answer of its time."""
        version = task.wire["version"]
        assert isinstance(version, int)
        task.wire = {**task.wire, **members, "version": version + 1}

    def _epoch(self) -> float:
        return epoch(self._store.clock.now())


def _containers(task: Task) -> list[Json]:
    containers = task.wire["containers"]
    assert isinstance(containers, list)
    return containers


_NO_BINDINGS: list[Json] = []
_STOPPED_AGENT: list[Json] = [{"name": "ExecuteCommandAgent", "lastStatus": "STOPPED"}]
