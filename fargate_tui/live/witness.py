"""A connection that the flight recorder looks over the shoulder of: whoever asks, what is seen is kept."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING, cast

from fargate_tui.fargate.answers import Answer
from fargate_tui.fargate.records import Service, Task
from fargate_tui.live.ports.aws import Aws, Connect
from fargate_tui.live.ports.ecs import Ecs

if TYPE_CHECKING:
    from fargate_tui.live.recorder import Recorder


def witnessed(connect: Connect, recorder: "Recorder") -> Connect:
    """The same way to AWS, along which everything that is kept is noted."""

    async def dial() -> Aws:
        # Whatever it does not answer itself the connection answers: no Protocol can say so.
        return cast("Aws", _WitnessedAws(await connect(), recorder))

    return dial


class _Passing:
    """Hands on everything it does not do itself."""

    def __init__(self, to: object) -> None:
        self._to = to

    def __getattr__(self, name: str) -> object:
        return getattr(self._to, name)


class _WitnessedAws(_Passing):
    def __init__(self, aws: Aws, recorder: "Recorder") -> None:
        super().__init__(aws)
        self.ecs = _WitnessedEcs(aws.ecs, recorder)


class _WitnessedEcs(_Passing):
    def __init__(self, ecs: Ecs, recorder: "Recorder") -> None:
        super().__init__(ecs)
        self._ecs = ecs
        self._recorder = recorder

    async def task_pages(
        self, cluster: str, *, service: str | None = None, family: str | None = None, desired_status: str = "RUNNING"
    ) -> AsyncGenerator[tuple[str, ...], None]:
        asked = self._ecs.task_pages(cluster, service=service, family=family, desired_status=desired_status)
        async with aclosing(asked) as pages:
            async for page in pages:
                if desired_status == "STOPPED":
                    self._recorder.note_listed(page)
                yield page

    async def describe_tasks(self, cluster: str, arns: Sequence[str]) -> AsyncGenerator[Answer[Task], None]:
        async with aclosing(self._ecs.describe_tasks(cluster, arns)) as answers:
            async for answer in answers:
                self._recorder.note_tasks(answer.records)
                yield answer

    async def describe_services(self, cluster: str, arns: Sequence[str]) -> AsyncGenerator[Answer[Service], None]:
        async with aclosing(self._ecs.describe_services(cluster, arns)) as answers:
            async for answer in answers:
                self._recorder.note_services(answer.records)
                yield answer
