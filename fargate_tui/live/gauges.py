"""The metrics of one service, or of one task: all that its plots show."""

from collections.abc import Sequence
from typing import Final

import msgspec

from fargate_tui.fargate.alarms import AlarmState, Watched
from fargate_tui.fargate.arns import family_of, service_of_group, task_id
from fargate_tui.fargate.balancers import group_dimension
from fargate_tui.fargate.chart_sources import Front, Insights, Part, of_service, of_task
from fargate_tui.fargate.errors import NotAllowed, NotFound
from fargate_tui.fargate.gauges import Vitals
from fargate_tui.fargate.marks import marks_of_service, marks_of_task
from fargate_tui.fargate.ranges import Range
from fargate_tui.fargate.records import Service, Task
from fargate_tui.live.alarms import Alarms
from fargate_tui.live.clock import Clock
from fargate_tui.live.fronts import Fronts
from fargate_tui.live.insights import InsightsOfClusters
from fargate_tui.live.ports.aws import Aws
from fargate_tui.live.ports.ecs import Ecs
from fargate_tui.live.readings import EVERY, Readings
from fargate_tui.live.refusal import Refusal
from fargate_tui.live.round import Round
from fargate_tui.live.source import Reading, Show
from fargate_tui.live.together import together

_NO_TASK_STATES: Final = ("STOPPED", "DELETED")


class Surroundings:
    """What is known of clusters, load balancers and alarms, shared by the metrics of all services and tasks."""

    def __init__(self, clock: Clock) -> None:
        self.alarms = Alarms(clock)
        self.fronts = Fronts(clock)
        self.insights = InsightsOfClusters(clock)


class ServiceGauges:
    """Asks for the metrics and the alarms of one service."""

    def __init__(self, cluster: str, service: str, span: Range, clock: Clock, around: Surroundings) -> None:
        self._cluster = cluster
        self._name = service
        self._around = around
        self._readings = Readings(span, clock)
        self._service: Service | None = None
        self._insights = Insights(cluster=cluster)
        self._alarms: tuple[AlarmState, ...] | None = None
        self._undescribed = Refusal(clock, lost="deployments and load balancers", action="ecs:DescribeServices")

    async def ask(self, aws: Aws, show: Show[Vitals]) -> Reading[Vitals]:
        """Ask once; raises AwsError where the service is not there or cannot be read."""
        book = Round()
        await together(self._describe(aws.ecs, book), self._learn_insights(aws.ecs, book))
        groups = _target_groups(self._service)
        fronts, why = await self._around.fronts.of(aws.elb, groups, book)
        parts = self._parts(fronts, why)
        show([self._vitals(parts)])
        await together(self._readings.learn(aws.metrics, parts, book), self._learn_alarms(aws, groups, fronts, book))
        return Reading(
            (self._vitals(parts),),
            calls=book.calls,
            gaps=book.gaps,
            is_throttled=book.is_throttled,
            at_least=EVERY,
        )

    def _parts(self, fronts: Sequence[Front], why: str) -> tuple[Part, ...]:
        # Without the service nothing says that no task runs.
        is_running = self._service is None or self._service.running_count > 0
        return of_service(
            self._cluster, self._name, is_running=is_running, insights=self._insights, fronts=fronts, no_fronts=why
        )

    def _vitals(self, parts: tuple[Part, ...]) -> Vitals:
        marks = marks_of_service(self._service) if self._service is not None else ()
        vitals = self._readings.vitals(f"{self._cluster}/{self._name}", parts)
        return msgspec.structs.replace(vitals, marks=marks, alarms=self._alarms)

    async def _describe(self, ecs: Ecs, book: Round) -> None:
        if self._undescribed.stands:
            book.miss(*self._undescribed.gaps)
            return
        async for answer in ecs.describe_services(self._cluster, (self._name,)):
            book.count("services")
            if isinstance(answer.error, NotAllowed):
                self._undescribed.note(answer.error)
            elif answer.error is not None and self._service is None:
                raise answer.error
            elif answer.error is not None:
                book.absorb(answer.error)
            for service in answer.records:
                self._service = service
                self._undescribed.lift()
            if answer.failures:
                raise NotFound(f"find service {self._name} of {self._cluster}", "AWS does not know it, or no longer")
        book.miss(*self._undescribed.gaps)

    async def _learn_insights(self, ecs: Ecs, book: Round) -> None:
        self._insights = await self._around.insights.of(ecs, self._cluster, book)

    async def _learn_alarms(self, aws: Aws, groups: Sequence[str], fronts: Sequence[Front], book: Round) -> None:
        configuration = self._service.deployment_configuration if self._service is not None else None
        named = configuration.alarms.alarm_names if configuration is not None and configuration.alarms else ()
        watched = Watched(
            cluster=self._cluster,
            service=self._name,
            target_groups=tuple(map(group_dimension, groups)),
            balancers=tuple(dict.fromkeys(front.balancer for front in fronts if front.balancer)),
            named=named,
        )
        self._alarms = await self._around.alarms.of(aws.metrics, watched, book)


class TaskGauges:
    """Asks for the metrics of one task and of its containers."""

    def __init__(self, cluster: str, arn: str, span: Range, clock: Clock, around: Surroundings) -> None:
        self._cluster = cluster
        self._arn = arn
        self._around = around
        self._readings = Readings(span, clock)
        self._task: Task | None = None

    async def ask(self, aws: Aws, show: Show[Vitals]) -> Reading[Vitals]:
        """Ask once; raises NotFound where AWS has forgotten the task before it was described."""
        book = Round()
        task = await self._describe(aws.ecs, book)
        insights = await self._around.insights.of(aws.ecs, self._cluster, book)
        is_running = task.last_status not in _NO_TASK_STATES
        names = tuple(container.name for container in task.containers if container.name)
        parts = of_task(dimensions_of(self._cluster, task), names, insights=insights, is_running=is_running)
        show([self._vitals(task, parts)])
        await self._readings.learn(aws.metrics, parts, book)
        return Reading(
            (self._vitals(task, parts),),
            calls=book.calls,
            gaps=book.gaps,
            is_throttled=book.is_throttled,
            at_least=EVERY,
        )

    def _vitals(self, task: Task, parts: tuple[Part, ...]) -> Vitals:
        return msgspec.structs.replace(self._readings.vitals(self._arn, parts), marks=marks_of_task(task))

    async def _describe(self, ecs: Ecs, book: Round) -> Task:
        async for answer in ecs.describe_tasks(self._cluster, (self._arn,)):
            book.count("tasks")
            if answer.error is not None and self._task is None:
                raise answer.error
            if answer.error is not None:
                book.absorb(answer.error)
            for task in answer.records:
                self._task = task
        if self._task is None:
            raise NotFound(f"describe task {task_id(self._arn)[:8]}", "AWS does not know it, or no longer")
        return self._task


def dimensions_of(cluster: str, task: Task) -> tuple[tuple[str, str], ...]:
    """What Container Insights knows a task by: its service, or the family of a standalone one."""
    service = service_of_group(task.group or "")
    owner = ("ServiceName", service) if service else ("TaskDefinitionFamily", family_of(task.task_definition_arn or ""))
    return ("ClusterName", cluster), owner, ("TaskId", task_id(task.task_arn))


def _target_groups(service: Service | None) -> tuple[str, ...]:
    balancers = service.load_balancers if service is not None else ()
    return tuple(dict.fromkeys(balancer.target_group_arn for balancer in balancers if balancer.target_group_arn))
