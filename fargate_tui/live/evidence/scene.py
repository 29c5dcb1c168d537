"""What all probes of one inquest share: the task, the way to AWS, and the answers that several of them need."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from fargate_tui.fargate.answers import Answer
from fargate_tui.fargate.arns import is_arn, service_of_group
from fargate_tui.fargate.errors import AwsError, CredentialsExpired, CredentialsMissing
from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.records import Service, Task, TaskDefinition
from fargate_tui.live.clock import Clock
from fargate_tui.live.ports.aws import Aws
from fargate_tui.live.surroundings import Vpcs

Found = TypeVar("Found")
Name = TypeVar("Name", bound=str)

Changes = Mapping[str, object]
"""Members of an inquest, or of its evidence, that have become known."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A task with what is around it."""

    aws: Aws
    task: Task
    cluster: str
    clock: Clock
    vpcs: Vpcs
    asked_definition: "asyncio.Task[Known[TaskDefinition] | NotChecked]"
    asked_service: "asyncio.Task[Known[Service] | NotChecked]"
    metrics: bool
    """Whether CloudWatch may be asked, which is billed."""

    @property
    def region(self) -> str:
        """The Region of the task."""
        return self.task.task_arn.split(":")[3] if is_arn(self.task.task_arn) else ""

    @property
    def account(self) -> str:
        """The account of the task."""
        return self.task.task_arn.split(":")[4] if is_arn(self.task.task_arn) else ""

    @property
    def service(self) -> str:
        """The service that keeps it; empty for a standalone task."""
        return service_of_group(self.task.group or "")

    @property
    def end(self) -> datetime:
        """When it began to end; now while it has not."""
        task = self.task
        return task.stopping_at or task.execution_stopped_at or task.stopped_at or self.clock.now()

    async def definition(self) -> Known[TaskDefinition] | NotChecked:
        """The revision that it ran."""
        return await asyncio.shield(self.asked_definition)

    async def its_service(self) -> Known[Service] | NotChecked:
        """The service as it is now."""
        return await asyncio.shield(self.asked_service)


def unread(error: AwsError, action: str) -> NotChecked:
    """A question that failed; without credentials all others will too, so that is raised."""
    if isinstance(error, CredentialsExpired | CredentialsMissing):
        raise error
    return NotChecked.because(error, action)


async def all_of(asked: AsyncGenerator[Answer[Found], None]) -> tuple[Found, ...]:
    """The records of all batches; raises the first error."""
    found: list[Found] = []
    async with aclosing(asked) as answers:
        async for answer in answers:
            if answer.error is not None:
                raise answer.error
            found += answer.records
    return tuple(found)


async def each_of(questions: Mapping[Name, Awaitable[Found]]) -> dict[Name, Found]:
    """The answers to questions that are asked side by side."""
    answers = await asyncio.gather(*questions.values())
    return dict(zip(questions, answers, strict=True))
