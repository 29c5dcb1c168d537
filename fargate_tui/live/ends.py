"""The ends of tasks: which one, and why; and why a service does not get on."""

from typing import TYPE_CHECKING

from fargate_tui.fargate.arns import name_of, task_id
from fargate_tui.live.common import Common
from fargate_tui.live.recorder import Recorder
from fargate_tui.live.shelf import Shelf
from fargate_tui.live.watch import Watch

if TYPE_CHECKING:
    from fargate_tui.fargate.inquest import Inquest
    from fargate_tui.live.source import Question


class Ends:
    """Finds tasks that have ended and holds inquests; a diagnosis is noted by the recorder."""

    def __init__(self, shelf: Shelf, common: Common, recorder: Recorder) -> None:
        self._shelf = shelf
        self._common = common
        self._recorder = recorder

    def inquest(self, cluster: str, arn: str, *, metrics: bool) -> "Watch[Inquest]":
        """Why a task ended: a single row that is filled in while the evidence comes, and then asked for no more.

        ``metrics`` says whether CloudWatch is asked too, which is billed.
        """
        name = name_of(cluster)

        def question() -> "Question[Inquest]":
            from fargate_tui.live.inquests import InquestOfTask

            common, noted = self._common, self._recorder.note_diagnosis
            return InquestOfTask(name, arn, common.clock, common.vpcs, common.revisions, metrics=metrics, noted=noted)

        return self._shelf.asking(("inquest", name, arn), f"the end of task {task_id(arn)}", question)

    async def inquest_of_service(self, cluster: str, service: str, *, metrics: bool) -> "Inquest | None":
        """Why a service no task of which has failed does not get on; None where no rule knows it. Raises AwsError."""
        from fargate_tui.live.service_inquest import inquest_of_service

        common, named = self._common, (name_of(cluster), name_of(service))
        async with common.connection.use() as aws:
            return await inquest_of_service(aws, *named, common.clock, common.vpcs, common.revisions, metrics=metrics)

    async def find_task(self, cluster: str, beginning: str) -> str:
        """ARN of the task whose id begins so, of those that AWS still knows; raises AwsError."""
        from fargate_tui.live.last_failed import find_task

        async with self._common.connection.use() as aws:
            return await find_task(aws.ecs, name_of(cluster), beginning)

    async def last_failed(self, cluster: str, service: str, *, or_stopped: bool = True) -> str:
        """ARN of the task of a service that failed last, of those that AWS still knows; raises AwsError.

        ``or_stopped``: of the one that was stopped last, where none has failed.
        """
        from fargate_tui.live.last_failed import last_failed

        async with self._common.connection.use() as aws:
            return await last_failed(aws.ecs, name_of(cluster), name_of(service), or_stopped=or_stopped)
