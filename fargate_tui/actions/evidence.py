"""What a plan for a service should know besides the service; what cannot be had is said, and stops nothing."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable
from contextlib import aclosing
from dataclasses import dataclass
from typing import TypeVar

from fargate_tui.actions.action import Bench, not_checked
from fargate_tui.fargate.changes import Effect, Subject
from fargate_tui.fargate.errors import AwsError
from fargate_tui.fargate.records import ScalableTarget, Service, Subnet, TaskDefinition

Found = TypeVar("Found")
PROTECTION_ASKED = 100
"""Tasks whose protection is asked for: as many as one call answers."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found out."""

    target: ScalableTarget | None = None
    definition: TaskDefinition | None = None
    subnets: tuple[Subnet, ...] = ()
    protected: int = 0
    """Tasks that ECS must not stop."""
    is_spot: bool = False
    missing: tuple[Effect, ...] = ()
    """What could not be found out, and why."""


async def evidence_for(subject: Subject, service: Service, more: int, bench: Bench) -> Evidence:
    """What matters where a service gets so many tasks more, or fewer; asked side by side, what does not matter not."""
    missing: list[Effect] = []

    async def attempt(what: str, question: Awaitable[Found], otherwise: Found) -> Found:
        try:
            return await question
        except AwsError as error:
            missing.append(not_checked(what, error))
            return otherwise

    target, definition, subnets, protected = await asyncio.gather(
        attempt("autoscaling", bench.aws.scaling.target(subject.cluster, subject.name), None),
        attempt("cost", _definition(service, bench), None),
        attempt("free addresses", _subnets(service, bench) if more > 0 else _nothing(()), ()),
        attempt("protected tasks", _protected(subject, bench) if more < 0 else _nothing(0), 0),
    )
    strategy = {item.capacity_provider for item in service.capacity_provider_strategy}
    return Evidence(target, definition, subnets, protected, "FARGATE_SPOT" in strategy, tuple(missing))


async def _nothing(value: Found) -> Found:
    return value


async def _definition(service: Service, bench: Bench) -> TaskDefinition | None:
    return await bench.aws.ecs.describe_task_definition(service.task_definition) if service.task_definition else None


async def _subnets(service: Service, bench: Bench) -> tuple[Subnet, ...]:
    network = service.network_configuration
    ids = network.awsvpc_configuration.subnets if network and network.awsvpc_configuration else ()
    return await bench.aws.ec2.subnets(ids) if ids else ()


async def _protected(subject: Subject, bench: Bench) -> int:
    arns = await _some_tasks(bench.aws.ecs.task_pages(subject.cluster, service=subject.name))
    if not arns:
        return 0
    return sum(each.protection_enabled for each in await bench.aws.ecs.task_protection(subject.cluster, arns))


async def _some_tasks(pages: AsyncGenerator[tuple[str, ...], None]) -> tuple[str, ...]:
    async with aclosing(pages) as asked:
        async for page in asked:
            return page[:PROTECTION_ASKED]
    return ()
