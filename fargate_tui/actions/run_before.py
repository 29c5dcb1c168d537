"""What is known of earlier runs of a task definition, so that a person need not type where the next one runs."""

import asyncio
import shlex
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import UTC, datetime

import msgspec

from fargate_tui.actions.action import Bench, service_of, task_of
from fargate_tui.fargate.answers import Json
from fargate_tui.fargate.arns import family_of, family_revision, name_of, service_of_group
from fargate_tui.fargate.changes import Subject
from fargate_tui.fargate.errors import AwsError
from fargate_tui.fargate.records import KeyValue, Record, Service, Task, TaskDefinition
from fargate_tui.fargate.run_draft import CAPACITIES, OFF, ON

OFFERED = 8
"""Revisions that are offered, the newest first."""
LOOKED_AT = 10
"""Clusters in which earlier tasks are looked for, side by side."""
_EPOCH = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True)
class Before:
    """What stands in the form to begin with."""

    definition: TaskDefinition
    cluster: str = ""
    clusters: tuple[str, ...] = ()
    revisions: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    """By field."""


class _ContainerOverride(Record, frozen=True, kw_only=True):
    name: str = ""
    command: tuple[str, ...] = ()
    environment: tuple[KeyValue, ...] = ()


class _Overrides(Record, frozen=True, kw_only=True):
    container_overrides: tuple[_ContainerOverride, ...] = ()
    cpu: str = ""
    memory: str = ""
    task_role_arn: str = ""


async def before_for(arn: str, bench: Bench) -> Before:
    """The last run of a family, wherever it was; raises `AwsError` where the revision cannot be read."""
    definition = await bench.aws.ecs.describe_task_definition(arn)
    family = definition.family
    notes: dict[str, str] = {}
    clusters, revisions = await asyncio.gather(
        _first_page(bench.aws.ecs.cluster_pages(), "cluster", notes),
        _first_page(bench.aws.ecs.task_definition_pages(family), "revision", notes),
    )
    names = tuple(sorted(map(name_of, clusters)))
    own = tuple(family_revision(each) for each in revisions if family_of(each) == family)[:OFFERED]
    if last := await _last(names, family, notes, bench):
        values = await _network(last, notes, bench)
        notes.setdefault("cluster", f"as task {name_of(last.task_arn)[:8]}, the last of {family}")
        return Before(definition, name_of(last.cluster_arn or ""), names, own, values, notes)
    only = names[0] if len(names) == 1 else ""
    other = await _last(names, None, notes, bench)
    if other is None:
        notes.setdefault("subnets", "no task is known to take them from")
        return Before(definition, only, names, own, {}, notes)
    network = await _network(other, notes, bench)
    notes["subnets"] = f"{notes.get('subnets', 'as the newest task')}: no task of {family} is known"
    return Before(definition, only, names, own, {**network, "capacity": CAPACITIES[0]}, notes)


async def before_like(subject: Subject, bench: Bench) -> Before:
    """A task there is, with what was different about it; raises `AwsError`."""
    task, raw = await asyncio.gather(task_of(subject, bench), bench.aws.ecs.raw("task", subject.arn, subject.cluster))
    definition = await bench.aws.ecs.describe_task_definition(task.task_definition_arn or "")
    notes: dict[str, str] = {}
    values = await _network(task, notes, bench) | _overridden(raw)
    return Before(definition, subject.cluster, (), (), values, notes)


async def _first_page(pages: AsyncGenerator[tuple[str, ...], None], what: str, notes: dict[str, str]) -> Sequence[str]:
    try:
        async with aclosing(pages) as asked:
            async for page in asked:
                return page
    except AwsError as error:
        notes[what] = f"others: not known, {error.why}"
    return ()


async def _last(clusters: Sequence[str], family: str | None, notes: dict[str, str], bench: Bench) -> Task | None:
    """The youngest task of a family, or of all, in some clusters."""
    runs = await asyncio.gather(*(_newest(name, family, notes, bench) for name in clusters[:LOOKED_AT]))
    return max((run for run in runs if run is not None), key=lambda run: run.created_at or _EPOCH, default=None)


async def _newest(cluster: str, family: str | None, notes: dict[str, str], bench: Bench) -> Task | None:
    """The youngest task of a family in a cluster, running or stopped within the hour."""
    ecs, found = bench.aws.ecs, []
    for status in ("RUNNING", "STOPPED"):
        pages = ecs.task_pages(cluster, family=family, desired_status=status)
        found += list(await _first_page(pages, "subnets", notes))[:100]
    if not found:
        return None
    async with aclosing(ecs.describe_tasks(cluster, found[:100])) as answers:
        async for answer in answers:
            if answer.error is not None:
                notes["subnets"] = f"the last run: not known, {answer.error.why}"
            return max(answer.records, key=lambda task: task.created_at or _EPOCH, default=None)
    return None


async def _network(task: Task, notes: dict[str, str], bench: Bench) -> dict[str, str]:
    """Where a task is: of its service, else of its network interface as long as there is one."""
    spot = {"capacity": CAPACITIES[1]} if task.capacity_provider_name == CAPACITIES[1] else {}
    name = service_of_group(task.group or "")
    try:
        if name:
            cluster = name_of(task.cluster_arn or "")
            owner = Subject(kind="service", arn=name, name=name, cluster=cluster)
            notes["subnets"] = f"as service {name} has them"
            return spot | _of_service(await service_of(owner, bench))
        return spot | await _of_interface(task, notes, bench)
    except AwsError as error:
        notes["subnets"] = f"where it ran: not known, {error.why}"
        return spot


def _of_service(service: Service) -> dict[str, str]:
    network = service.network_configuration and service.network_configuration.awsvpc_configuration
    if not network:
        return {}
    return {
        "subnets": " ".join(network.subnets),
        "groups": " ".join(network.security_groups),
        "public": ON if network.assign_public_ip == "ENABLED" else OFF,
    }


async def _of_interface(task: Task, notes: dict[str, str], bench: Bench) -> dict[str, str]:
    details = {
        pair.name: pair.value or ""
        for each in task.attachments
        for pair in each.details
        if "Elastic" in (each.type or "")
    }
    known = {"subnets": details.get("subnetId", "")}
    interface = details.get("networkInterfaceId", "")
    found = await bench.aws.ec2.network_interfaces((interface,)) if interface else ()
    if not found:
        notes["groups"] = "those of the last run are not known any more"
        return known
    groups, public = found[0].security_group_ids, found[0].public_ip
    notes["subnets"] = f"as task {name_of(task.task_arn)[:8]}"
    return known | {"groups": " ".join(groups), "public": ON if public else OFF}


def _overridden(raw: Json) -> dict[str, str]:
    """What was different about a task, as it would be typed."""
    overrides = msgspec.convert(raw.get("overrides") or {}, _Overrides, strict=False)
    found = {"cpu": overrides.cpu, "memory": overrides.memory, "role": overrides.task_role_arn}
    for container in overrides.container_overrides:
        if container.command or container.environment:
            variables = (f"{each.name}={each.value or ''}" for each in container.environment)
            found |= {
                "container": container.name,
                "command": shlex.join(container.command),
                "environment": " ".join(map(shlex.quote, variables)),
            }
            break
    return found | {"execute": ON if raw.get("enableExecuteCommand") else OFF}
