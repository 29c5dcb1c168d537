"""Every metric there is, and where its samples come from: tasks that ran, and what they had to do."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from fargate_tui.demo.ecs.records import Cluster, Service, Task
from fargate_tui.demo.metrics import load
from fargate_tui.demo.metrics.load import Profile
from fargate_tui.demo.metrics.statistics import Samples
from fargate_tui.demo.targets import TaskTargets, Traffic

ECS, INSIGHTS, BALANCER = "AWS/ECS", "ECS/ContainerInsights", "AWS/ApplicationELB"
USAGE = "AWS/Usage"
ON_DEMAND, SPOT = "Standard/OnDemand", "Standard/Spot"
_MOST_TASKS = 50
"""Of a service that are sampled."""

_NEVER = 1 << 60
"""A minute."""

_STORAGE = 20.0
"""Gigabytes that every task of the platform has."""

_OfTask = Callable[[Task, int, int], float]
"""A value of a task in a minute; its slot tells it from the others of its service."""

Key = tuple[str, str, frozenset[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric; ``samples`` gives those of a minute since 1970, none where there was nothing to measure."""

    namespace: str
    name: str
    dimensions: tuple[tuple[str, str], ...]
    unit: str
    samples: Callable[[int], Samples]

    @property
    def key(self) -> Key:
        """What a request names it by."""
        return self.namespace, self.name, frozenset(self.dimensions)


class Measures:
    """The metrics of a region."""

    def __init__(self, clusters: Mapping[str, Cluster], targets: TaskTargets) -> None:
        self.profiles: dict[str, Profile] = {}
        """What is typical of services, by name, where a scenario says so."""
        self._clusters = clusters
        self._targets = targets

    def catalogue(self) -> dict[Key, Metric]:
        """Every metric that has been measured at some time."""
        return {metric.key: metric for metric in self._all()}

    def used(self, kind: str, minute: int) -> float:
        """How many vCPUs ran on Fargate in a minute since 1970, of a class."""
        every = (
            task for cluster in self._clusters.values() for task in (*cluster.alive.values(), *cluster.ended.values())
        )
        is_spot = kind == SPOT
        return sum(
            float(str(task.wire["cpu"])) / 1024
            for task in every
            if (task.wire.get("capacityProviderName") == "FARGATE_SPOT") is is_spot and _ran(task, minute)
        )

    def _of_account(self) -> Iterator[Metric]:
        """What counts against the quotas of Fargate."""
        for kind in (ON_DEMAND, SPOT):
            place = (("Class", kind), ("Resource", "vCPU"), ("Service", "Fargate"), ("Type", "Resource"))
            yield Metric(USAGE, "ResourceCount", place, "None", self._used(kind))

    def _used(self, kind: str) -> Callable[[int], Samples]:
        return lambda minute: [self.used(kind, minute)]

    def _all(self) -> Iterator[Metric]:
        yield from self._of_account()
        for cluster in self._clusters.values():
            insights = next((one["value"] for one in cluster.settings if one["name"] == "containerInsights"), "")
            for service in cluster.services.values():
                if service.tally.since is None:
                    continue
                one = _Service(service, self.profiles.get(service.name) or load.ordinary(service.name, service.desired))
                yield from one.of_ecs()
                yield from one.of_balancers(self._targets)
                if insights in ("enabled", "enhanced"):
                    yield from one.of_insights()
                if insights == "enhanced":
                    yield from one.of_tasks()


class _Service:
    """What is measured at one service."""

    def __init__(self, service: Service, profile: Profile) -> None:
        self._service = service
        self._profile = profile
        self._place = (("ClusterName", service.cluster.name), ("ServiceName", service.name))
        self._doomed = [task for task in _known(service) if task.behaviour.kind == "out_of_memory"]

    def of_ecs(self) -> Iterator[Metric]:
        yield Metric(ECS, "CPUUtilization", self._place, "Percent", self._cpu)
        yield Metric(ECS, "MemoryUtilization", self._place, "Percent", self._memory)

    def of_insights(self) -> Iterator[Metric]:
        definition = self._service.revision.definition.wire
        cpu, memory = float(str(definition["cpu"])), float(str(definition["memory"]))
        of: dict[str, tuple[str, Callable[[int], Samples]]] = {
            "RunningTaskCount": ("Count", self._running_count),
            "DesiredTaskCount": ("Count", lambda _: [float(self._service.desired)]),
            "CpuReserved": ("None", lambda minute: [cpu] * len(self._cpu(minute))),
            "CpuUtilized": ("None", lambda minute: [cpu * percent / 100 for percent in self._cpu(minute)]),
            "MemoryReserved": ("Megabytes", lambda minute: [memory] * len(self._cpu(minute))),
            "MemoryUtilized": ("Megabytes", lambda minute: [memory * part / 100 for part in self._memory(minute)]),
            "NetworkRxBytes": ("Bytes/Second", lambda minute: self._slots(minute, "in")),
            "NetworkTxBytes": ("Bytes/Second", lambda minute: self._slots(minute, "out")),
            "EphemeralStorageReserved": ("Gigabytes", lambda minute: [_STORAGE] * len(self._cpu(minute))),
            "EphemeralStorageUtilized": ("Gigabytes", lambda minute: self._slots(minute, "storage")),
        }
        yield from (Metric(INSIGHTS, name, self._place, unit, samples) for name, (unit, samples) in of.items())

    def of_tasks(self) -> Iterator[Metric]:
        for slot, task in enumerate(_known(self._service)):
            place = (*self._place, ("TaskId", task.id))
            yield Metric(
                INSIGHTS, "TaskCpuUtilization", place, "Percent", self._while_running(task, slot, self._cpu_of)
            )
            yield Metric(
                INSIGHTS, "TaskMemoryUtilization", place, "Percent", self._while_running(task, slot, self._memory_of)
            )
            for name, (unit, of) in self._more_of_task().items():
                yield Metric(INSIGHTS, name, place, unit, self._while_running(task, slot, of))
            yield from self._of_containers(task, slot, place)

    def _more_of_task(self) -> dict[str, tuple[str, "_OfTask"]]:
        profile, name = self._profile, self._service.name
        return {
            "NetworkRxBytes": ("Bytes/Second", lambda _, minute, slot: load.network(profile, name, minute, slot, "in")),
            "NetworkTxBytes": (
                "Bytes/Second",
                lambda _, minute, slot: load.network(profile, name, minute, slot, "out"),
            ),
            "EphemeralStorageReserved": ("Gigabytes", lambda _task, _minute, _slot: _STORAGE),
            "EphemeralStorageUtilized": ("Gigabytes", lambda _, minute, slot: load.storage(name, minute, slot)),
        }

    def _of_containers(self, task: Task, slot: int, place: tuple[tuple[str, str], ...]) -> Iterator[Metric]:
        """The first container has nearly all to do."""
        for number, container in enumerate(task.definition.containers):
            share = 0.9 if number == 0 else 0.1 / max(1, len(task.definition.containers) - 1)
            named = (*place, ("ContainerName", container.name))
            for name, of in (("Cpu", self._cpu_of), ("Memory", self._memory_of)):
                samples = self._while_running(task, slot, _part(of, share))
                yield Metric(INSIGHTS, f"Container{name}Utilization", named, "Percent", samples)

    def of_balancers(self, targets: TaskTargets) -> Iterator[Metric]:
        for arn in (self._service.completed or self._service.revision).groups:
            group = targets.groups.get(arn)
            if group is None or not group.balancers:
                continue
            place = (("LoadBalancer", suffix(group.balancers[0])), ("TargetGroup", suffix(group.arn)))
            true = targets.traffic.get(arn) or Traffic(_NEVER)
            counted = _since(true.since, _counts(true.requests), self._requests)
            failed = _since(true.since, _counts(true.errors), self._errors)
            took = _since(true.since, _seconds(true), self._answer_times)
            yield Metric(BALANCER, "RequestCount", place, "Count", counted)
            yield Metric(BALANCER, "HTTPCode_Target_5XX_Count", place, "Count", failed)
            yield Metric(BALANCER, "TargetResponseTime", place, "Seconds", took)
            yield Metric(BALANCER, "HealthyHostCount", place, "Count", self._healthy)
            yield Metric(BALANCER, "UnHealthyHostCount", place, "Count", self._unhealthy)

    # --- samples of a minute ------------------------------------------------------------------------------------

    def _running(self, minute: int) -> int:
        return self._service.tally.most(minute * 60, minute * 60 + 60)

    def _running_count(self, minute: int) -> Samples:
        return [self._service.tally.average(minute * 60, minute * 60 + 60)]

    def _cpu(self, minute: int) -> Samples:
        running = self._running(minute)
        return [
            load.cpu(self._profile, self._service.name, minute, running, slot)
            for slot in range(min(running, _MOST_TASKS))
        ]

    def _memory(self, minute: int) -> Samples:
        climbing = [percent for task in self._doomed if (percent := _climbed(task, minute)) is not None]
        if climbing:
            return climbing
        slots = range(min(self._running(minute), _MOST_TASKS))
        return [load.memory(self._profile, self._service.name, minute, slot) for slot in slots]

    def _slots(self, minute: int, what: str) -> Samples:
        slots = range(min(self._running(minute), _MOST_TASKS))
        if what == "storage":
            return [load.storage(self._service.name, minute, slot) for slot in slots]
        return [load.network(self._profile, self._service.name, minute, slot, what) for slot in slots]

    def _cpu_of(self, _: Task, minute: int, slot: int) -> float:
        return load.cpu(self._profile, self._service.name, minute, self._running(minute), slot)

    def _memory_of(self, task: Task, minute: int, slot: int) -> float:
        climbed = _climbed(task, minute) if task.behaviour.kind == "out_of_memory" else None
        return climbed if climbed is not None else load.memory(self._profile, self._service.name, minute, slot)

    def _while_running(
        self, task: Task, slot: int, percent: Callable[[Task, int, int], float]
    ) -> Callable[[int], Samples]:
        return lambda minute: [percent(task, minute, slot)] if _ran(task, minute) else []

    def _checked(self, minute: int, *, fails: bool) -> int:
        """How many of the tasks that ran then pass or fail their load balancer's health check."""
        ran = (task for task in _known(self._service) if _ran(task, minute))
        return sum((task.behaviour.kind == "fails_elb_health_check") is fails for task in ran)

    def _requests(self, minute: int) -> Samples:
        return [float(load.requests(self._profile, self._service.name, minute))] if self._running(minute) else []

    def _errors(self, minute: int) -> Samples:
        count = load.errors(self._profile, self._service.name, minute) if self._running(minute) else 0
        return [float(count)] if count else []

    def _answer_times(self, minute: int) -> Samples:
        busy = self._cpu(minute)
        return load.answer_times(self._profile, self._service.name, minute, max(busy)) if busy else []

    def _healthy(self, minute: int) -> Samples:
        # tasks that ended more than an hour ago are forgotten: their count is all that is left of them
        known = self._checked(minute, fails=False) + self._checked(minute, fails=True)
        return [float(self._checked(minute, fails=False) if known else self._running(minute))]

    def _unhealthy(self, minute: int) -> Samples:
        return [float(self._checked(minute, fails=True))]


def _since(minute: int, true: Callable[[int], Samples], played: Callable[[int], Samples]) -> Callable[[int], Samples]:
    return lambda asked: true(asked) if asked >= minute else played(asked)


def _counts(by_minute: Counter[int]) -> Callable[[int], Samples]:
    """No sample where nothing was counted, as AWS has it."""
    return lambda minute: [float(by_minute[minute])] if by_minute[minute] else []


def _seconds(traffic: Traffic) -> Callable[[int], Samples]:
    return lambda minute: traffic.seconds.get(minute, [])


def _part(of: _OfTask, share: float) -> _OfTask:
    return lambda task, minute, slot: share * of(task, minute, slot)


def _known(service: Service) -> list[Task]:
    """The tasks that run, and those that ended within the hour."""
    return [*service.alive.values(), *service.ended.values()]


def _span(task: Task) -> tuple[float, float] | None:
    """From when to when it ran, so far as is known; None where it did not start."""
    started, ended = task.wire.get("startedAt"), task.wire.get("stoppingAt")
    if not isinstance(started, int | float):
        return None
    return started, ended if isinstance(ended, int | float) else float("inf")


def _ran(task: Task, minute: int) -> bool:
    span = _span(task)
    return span is not None and span[0] < minute * 60 + 60 and span[1] > minute * 60


def _climbed(task: Task, minute: int) -> float | None:
    """Percent of its memory that a task which will be killed for it uses; None while it does not run."""
    span = _span(task)
    if span is None or not _ran(task, minute):
        return None
    started, ended = span
    expected = task.behaviour.after + task.behaviour.jitter
    return load.climbing(min(ended, minute * 60 + 60) - started, min(ended - started, expected))


def suffix(arn: str) -> str:
    """The part of a balancer's or a target group's ARN that CloudWatch knows it by."""
    return arn.rpartition(":")[2].removeprefix("loadbalancer/")
