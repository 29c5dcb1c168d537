"""The inquest into a service no task of which has failed: why none can be placed, or why it does not get on."""

import asyncio
from collections.abc import Collection
from typing import Final

import msgspec

from fargate_tui.fargate.diagnosis import BY_NUMBER, Diagnosis, Evidence, Probe, diagnose_service
from fargate_tui.fargate.inquest import Inquest
from fargate_tui.fargate.known import Known
from fargate_tui.fargate.records import Service, Task
from fargate_tui.live.clock import Clock
from fargate_tui.live.evidence.scene import Changes, Scene, all_of
from fargate_tui.live.inquests import gatherers_of, scene_of, with_changes
from fargate_tui.live.ports.aws import Aws
from fargate_tui.live.surroundings import Vpcs
from fargate_tui.live.task_definitions import KnownRevisions

ALWAYS: Final[tuple[Probe, ...]] = ("E-td", "E-svc")


async def inquest_of_service(
    aws: Aws, cluster: str, name: str, clock: Clock, vpcs: Vpcs, revisions: KnownRevisions, *, metrics: bool
) -> Inquest | None:
    """What its state and its newest events tell, with the evidence; None where no rule knows them.

    Raises `AwsError` where AWS cannot be asked for the service.
    """
    found = await all_of(aws.ecs.describe_services(cluster, (name,)))
    if not found:
        return None
    scene = scene_of(aws, _stand_in(found[0]), cluster, clock, vpcs, revisions, metrics=metrics)
    try:
        return await _inquest(scene, found[0])
    finally:
        shared = (scene.asked_definition, scene.asked_service)
        for each in shared:
            each.cancel()
        await asyncio.gather(*shared, return_exceptions=True)


def _stand_in(service: Service) -> Task:
    """A task that the service would start: the probes look at what is around one."""
    return Task(
        task_arn=service.service_arn,
        group=f"service:{service.service_name}",
        task_definition_arn=service.task_definition,
    )


async def _inquest(scene: Scene, service: Service) -> Inquest | None:
    """First by what is looked at of every service, then by what the rule that is met asks for."""
    told = await _gathered(scene, ALWAYS)
    diagnosis = _diagnosis(scene, service, _evidence(told))
    if diagnosis is None:
        return None
    rule = BY_NUMBER[diagnosis.rule]
    told += await _gathered(scene, [probe for probe in rule.probes if probe not in ALWAYS])
    bare = Inquest(arn=service.service_arn, task=scene.task, is_complete=True, diagnosis=diagnosis)
    inquest = with_changes(bare, told)
    return msgspec.structs.replace(inquest, diagnosis=_diagnosis(scene, service, inquest.evidence) or diagnosis)


async def _gathered(scene: Scene, probes: Collection[Probe]) -> list[Changes]:
    return list(await asyncio.gather(*(each(scene) for each in gatherers_of(probes))))


def _evidence(told: Collection[Changes]) -> Evidence:
    members = {name: part for changes in told for name, part in changes.items() if name in Evidence.__struct_fields__}
    return msgspec.structs.replace(Evidence(), **members)


def _diagnosis(scene: Scene, service: Service, evidence: Evidence) -> Diagnosis | None:
    held = evidence.deployments
    deployments = held.value if isinstance(held, Known) else ()
    return diagnose_service(service, deployments=deployments, evidence=evidence, now=scene.clock.now())
