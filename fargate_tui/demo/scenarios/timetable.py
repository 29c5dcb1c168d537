"""What people do to a cluster while time passes."""

import contextlib
import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from fargate_tui.demo.clock import HeldClock
from fargate_tui.demo.ecs import Behaviour, Ecs, EcsError
from fargate_tui.demo.scenarios.vpc import Vpc
from fargate_tui.demo.scenarios.workload import Workload


class Timetable:
    """Makes appointments for ECS calls; refusals are ignored, as a viewer may have deleted what they are about."""

    def __init__(self, clock: HeldClock, ecs: Ecs, region: str, seed: int) -> None:
        self._clock = clock
        self._ecs = ecs
        self._region = region
        self._chance = random.Random(f"{seed}/timetable")

    def at(self, when: datetime, do: Callable[[], None]) -> None:
        """Do it once."""
        self._clock.at(when, lambda: _tolerated(do))

    def every(self, first: datetime, gap: timedelta, do: Callable[[], None], spread: float = 0.0) -> None:
        """Do it again and again, the gaps longer or shorter by chance by this part of them."""

        def once() -> None:
            _tolerated(do)
            self._clock.at(self._clock.now() + gap * (1 + self._chance.uniform(-spread, spread)), once)

        self._clock.at(first, once)

    def deploy(self, cluster: str, workload: Workload) -> Callable[[], None]:
        """Register one more revision, and roll the service onto it."""

        def do() -> None:
            newest = self._ecs.call("DescribeTaskDefinition", {"taskDefinition": workload.name})["taskDefinition"]
            assert isinstance(newest, dict)
            self._ecs.call("RegisterTaskDefinition", workload.definition(self._region, newest["revision"] + 1))
            self._ecs.call(
                "UpdateService", {"cluster": cluster, "service": workload.name, "taskDefinition": workload.name}
            )

        return do

    def prepare(self, workload: Workload, behaviour: Behaviour) -> Callable[[], None]:
        """Register one more revision, whose tasks will behave so, and leave it to a person to deploy it."""

        def do() -> None:
            newest = self._ecs.call("DescribeTaskDefinition", {"taskDefinition": workload.name})["taskDefinition"]
            assert isinstance(newest, dict)
            revision = newest["revision"] + 1
            self._ecs.order(f"{workload.name}:{revision}", behaviour)
            self._ecs.call("RegisterTaskDefinition", workload.definition(self._region, revision))

        return do

    def scale(self, cluster: str, service: str, desired: int) -> Callable[[], None]:
        """Set a service's desired count."""

        def do() -> None:
            self._ecs.call("UpdateService", {"cluster": cluster, "service": service, "desiredCount": desired})

        return do

    def stop(self, cluster: str, service: str) -> Callable[[], None]:
        """Stop the service's oldest task by hand, without saying why."""

        def do() -> None:
            for task in self._tasks(cluster, service)[-1:]:
                self._ecs.call("StopTask", {"cluster": cluster, "task": task}, by="alice")

        return do

    def protect(self, cluster: str, service: str) -> Callable[[], None]:
        """Protect all tasks of the service for two days."""

        def do() -> None:
            asked = {"cluster": cluster, "tasks": self._tasks(cluster, service), "protectionEnabled": True}
            self._ecs.call("UpdateTaskProtection", asked | {"expiresInMinutes": 2880})

        return do

    def redeploy(self, cluster: str, service: str) -> Callable[[], None]:
        """Roll the service onto what it has."""
        asked = {"cluster": cluster, "service": service, "forceNewDeployment": True}
        return lambda: _ignored(self._ecs.call("UpdateService", dict(asked)))

    def _tasks(self, cluster: str, service: str) -> list[str]:
        arns = self._ecs.call("ListTasks", {"cluster": cluster, "serviceName": service})["taskArns"]
        assert isinstance(arns, list)
        return arns

    def run_one_of(self, cluster: str, jobs: Sequence[Workload], vpc: Vpc) -> Callable[[], None]:
        """Run a standalone task of one of these families, in turn."""
        turn = 0

        def do() -> None:
            nonlocal turn
            self.run(cluster, jobs[turn % len(jobs)], vpc)
            turn += 1

        return do

    def run(self, cluster: str, job: Workload, vpc: Vpc) -> None:
        """Run one standalone task."""
        asked: dict[str, object] = {
            "cluster": cluster,
            "taskDefinition": job.name,
            "launchType": "FARGATE",
            "networkConfiguration": job.network(vpc),
            "startedBy": "eventbridge-scheduler",
            "enableECSManagedTags": True,
            "propagateTags": "TASK_DEFINITION",
        }
        self._ecs.call("RunTask", asked)


def _ignored(_: object) -> None:
    """Nothing of an answer is needed."""


def _tolerated(do: Callable[[], None]) -> None:
    with contextlib.suppress(EcsError):
        do()
