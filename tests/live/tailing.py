"""Following a tail for the length of a test, and what it needs: a definition that logs, and lines."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from fargate_tui.fargate.logs.lines import LogLine
from fargate_tui.fargate.logs.records import LogEvent
from fargate_tui.fargate.records import ContainerDefinition, LogConfiguration, TaskDefinition
from fargate_tui.live.tail import Tail, TailBatch, TailState
from tests.live.held_clock import HeldClock, settle
from tests.live.small_aws import ECS

GROUP = "/ecs/web"


def ms(clock: HeldClock, seconds: float = 0.0) -> int:
    return round((clock.now().timestamp() + seconds) * 1000)


def task_name(number: int) -> str:
    return f"{number:032x}"


def event(at: int, message: str, number: int = 1, *, container: str = "api", group: str = GROUP) -> LogEvent:
    stream = f"ecs/{container}/{task_name(number)}"
    return LogEvent(at=at, stream=stream, message=message, ingested_at=at, group=group)


def container(name: str = "api", group: str = GROUP, **options: str) -> ContainerDefinition:
    chosen = {"awslogs-group": group, "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "ecs", **options}
    return ContainerDefinition(name=name, log_configuration=LogConfiguration(log_driver="awslogs", options=chosen))


def definition(*containers: ContainerDefinition, revision: int = 7, family: str = "web") -> TaskDefinition:
    return TaskDefinition(
        task_definition_arn=f"{ECS}task-definition/{family}:{revision}",
        family=family,
        revision=revision,
        container_definitions=containers or (container(mode="blocking"),),
    )


class Told:
    """What a tail has handed on."""

    def __init__(self) -> None:
        self.batches: list[TailBatch] = []
        self._is_over = False

    def lines(self) -> list[LogLine]:
        """All lines and marks as a view orders them."""
        return sorted((line for batch in self.batches for line in batch.lines), key=lambda line: line.key)

    def texts(self) -> list[str]:
        return [line.text for line in self.lines()]

    def said(self) -> list[str]:
        """The lines without the marks."""
        return [line.text for line in self.lines() if line.kind == "line"]

    def end(self) -> None:
        self._is_over = True

    def is_over(self) -> bool:
        return self._is_over

    def state(self) -> TailState:
        return self.batches[-1].state


@contextlib.asynccontextmanager
async def tailing(tail: Tail, clock: HeldClock) -> AsyncIterator[Told]:
    told = Told()

    async def follow() -> None:
        async with contextlib.aclosing(tail.follow()) as batches:
            async for batch in batches:
                told.batches.append(batch)
        told.end()

    following = asyncio.create_task(follow())
    try:
        await clock.push(1.0)
        yield told
    finally:
        following.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await following
        await settle()
