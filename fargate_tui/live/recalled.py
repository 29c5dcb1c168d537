"""One task as AWS tells of it; once AWS has forgotten it, or cannot be asked, as it was kept."""

from typing import Final

from fargate_tui.fargate.errors import AwsError, Invalid, NotFound
from fargate_tui.fargate.findings import task_finding
from fargate_tui.fargate.kept import KeptTask
from fargate_tui.fargate.rows import TaskDetail
from fargate_tui.live.recorder import Recorder
from fargate_tui.live.rows import task_row
from fargate_tui.live.source import Reading, Show, Source

SELDOM: Final = 600.0
"""Seconds between two questions for a task that AWS has forgotten."""


class Recalled:
    """Asks AWS first; the flight recorder where that has no answer."""

    def __init__(self, asked: Source[TaskDetail], arn: str, recorder: Recorder) -> None:
        self._asked = asked
        self._arn = arn
        self._recorder = recorder
        self._is_known = False

    async def ask(self, show: Show[TaskDetail]) -> Reading[TaskDetail]:
        """Ask once; raises AwsError where AWS does not answer, and NotFound where nobody has kept the task."""
        try:
            reading = await self._asked.ask(show)
        except AwsError as error:
            # What AWS has told in this view stays in it, and is more than what is kept.
            kept = await self._recorder.task(self._arn) if not self._is_known else None
            if kept is None:
                raise
            if isinstance(error, (NotFound, Invalid)):
                return Reading((_detail(kept),), calls=1, gaps=(_told(kept),), at_least=SELDOM)
            show((_detail(kept),))
            raise
        self._is_known = True
        return reading


def _told(kept: KeptTask) -> str:
    whence = "captured by the account" if kept.source == "captured" else "last seen"
    return f"AWS has forgotten this task: it is kept here as {whence}, {kept.last_seen:%Y-%m-%d %H:%M} UTC"


def _detail(kept: KeptTask) -> TaskDetail:
    return TaskDetail(arn=kept.arn, task=kept.task, row=task_row(kept.task, kept.cluster, task_finding(kept.task)))
