"""The inquest into a task's end: asks what its rule asks for, side by side, and tells what is known by then."""

import asyncio
from collections.abc import Callable, Collection, Coroutine, Mapping
from typing import Any, Final

import msgspec

from fargate_tui.fargate.arns import service_of_group, task_id
from fargate_tui.fargate.diagnosis import Diagnosis, Evidence, Probe
from fargate_tui.fargate.errors import NotFound
from fargate_tui.fargate.inquest import Inquest, begun, judged, probes_of
from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.records import Service, Task
from fargate_tui.live.clock import Clock
from fargate_tui.live.evidence import health, network, quotas, roles, service, stores, usage
from fargate_tui.live.evidence.scene import Changes, Scene, all_of
from fargate_tui.live.ports.aws import Aws
from fargate_tui.live.source import Reading, Show
from fargate_tui.live.surroundings import Vpcs, known
from fargate_tui.live.task_definitions import KnownRevisions

ONCE: Final = 24 * 3600.0
"""Seconds until it would be held again by itself: nothing of it changes, and a person has a key."""
TELL_EVERY: Final = 0.3
"""Seconds between two looks at what has come."""

Gather = Callable[[Scene], Coroutine[Any, Any, Changes]]


async def _definition(scene: Scene) -> Changes:
    return {"definition": await scene.definition()}


GATHERERS: Final[Mapping[Probe, tuple[Gather, ...]]] = {
    "E-td": (_definition,),
    "E-net": (network.ways,),
    "E-vpce": (network.ways,),
    "E-sg": (network.ways,),
    "E-role": (roles.roles,),
    "E-img": (stores.images,),
    "E-sec": (stores.secrets,),
    "E-log": (stores.last_lines, stores.log_groups),
    "E-lb": (service.targets, service.groups, network.entrances),
    "E-met": (usage.usage,),
    "E-svc": (service.service, service.siblings, service.deployments),
    "E-as": (service.activities,),
    "E-quota": (quotas.quotas,),
    "E-trail": (service.trail,),
    "E-health": (health.announcements,),
    "E-efs": (stores.file_systems,),
}
"""What each probe asks."""

OF_CAUSES: Final[Mapping[str, tuple[Gather, ...]]] = {"repository policy": (stores.repositories,)}
"""What is asked beside that for a cause of a rule, by its id."""


class InquestOfTask:
    """Holds the inquest into one task."""

    def __init__(
        self,
        cluster: str,
        arn: str,
        clock: Clock,
        vpcs: Vpcs,
        revisions: KnownRevisions,
        *,
        metrics: bool,
        noted: Callable[[str, Diagnosis], None],
    ) -> None:
        """``noted`` is told what was found of a task that has ended, once all of it is known."""
        self._cluster = cluster
        self._arn = arn
        self._clock = clock
        self._vpcs = vpcs
        self._revisions = revisions
        self._metrics = metrics
        self._noted = noted

    async def ask(self, aws: Aws, show: Show[Inquest]) -> Reading[Inquest]:
        """Gather all of it, and show what has come; raises NotFound where AWS has forgotten the task."""
        task = await self._describe(aws)
        inquest = begun(task, self._clock.now())
        show([inquest])
        scene = scene_of(aws, task, self._cluster, self._clock, self._vpcs, self._revisions, metrics=self._metrics)
        causes = [suspect.id for suspect in inquest.diagnosis.suspects]
        pending = {asyncio.create_task(each(scene)) for each in gatherers_of(probes_of(inquest.diagnosis), causes)}
        shared = (scene.asked_definition, scene.asked_service)
        try:
            while pending:
                done, pending = await asyncio.wait(pending, timeout=TELL_EVERY, return_when=asyncio.FIRST_COMPLETED)
                if done:
                    inquest = judged(with_changes(inquest, [each.result() for each in done]), self._clock.now())
                show([inquest])
        finally:
            for each in (*pending, *shared):
                each.cancel()
            await asyncio.gather(*pending, *shared, return_exceptions=True)
        complete = judged(msgspec.structs.replace(inquest, is_complete=True), self._clock.now())
        if task.last_status == "STOPPED" and complete.diagnosis.is_explained:
            self._noted(task.task_arn, complete.diagnosis)
        return Reading((complete,), calls=1, at_least=ONCE)

    async def _describe(self, aws: Aws) -> Task:
        for task in await all_of(aws.ecs.describe_tasks(self._cluster, (self._arn,))):
            return task
        raise NotFound(f"describe task {task_id(self._arn)}", "AWS forgets a task about an hour after it stopped")


def scene_of(
    aws: Aws, task: Task, cluster: str, clock: Clock, vpcs: Vpcs, revisions: KnownRevisions, *, metrics: bool
) -> Scene:
    """What the probes share; its definition and its service are asked for at once."""
    definition = known(revisions.get(aws, task.task_definition_arn or ""), "ecs:DescribeTaskDefinition")
    return Scene(
        aws=aws,
        task=task,
        cluster=cluster,
        clock=clock,
        vpcs=vpcs,
        asked_definition=asyncio.create_task(definition),
        asked_service=asyncio.create_task(_service(aws, cluster, task)),
        metrics=metrics,
    )


async def _service(aws: Aws, cluster: str, task: Task) -> Known[Service] | NotChecked:
    name = service_of_group(task.group or "")
    if not name:
        return service.OF_NO_SERVICE
    found = await known(all_of(aws.ecs.describe_services(cluster, (name,))), "ecs:DescribeServices")
    if isinstance(found, NotChecked):
        return found
    return Known(found.value[0]) if found.value else NotChecked(why="the service is gone")


def with_changes(inquest: Inquest, found: Collection[Changes]) -> Inquest:
    """The inquest with what has become known; its diagnosis is still the one before."""
    of_evidence = Evidence.__struct_fields__
    for changes in found:
        evidence = {name: value for name, value in changes.items() if name in of_evidence}
        own = {name: value for name, value in changes.items() if name not in of_evidence}
        replaced = msgspec.structs.replace(inquest.evidence, **evidence)
        inquest = msgspec.structs.replace(inquest, evidence=replaced, **own)
    return inquest


def gatherers_of(probes: Collection[Probe], causes: Collection[str] = ()) -> tuple[Gather, ...]:
    """What is asked for probes and causes; what two of them ask is asked once."""
    of_causes = (gather for cause in causes for gather in OF_CAUSES.get(cause, ()))
    return tuple(dict.fromkeys((*(gather for probe in probes for gather in GATHERERS[probe]), *of_causes)))
