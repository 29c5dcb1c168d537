"""The task of a service that failed last."""

from contextlib import aclosing
from datetime import UTC, datetime
from typing import Final

from fargate_tui.fargate.arns import task_id
from fargate_tui.fargate.diagnosis import ending_of
from fargate_tui.fargate.errors import Invalid, NotFound
from fargate_tui.fargate.records import Task
from fargate_tui.live.evidence.scene import all_of
from fargate_tui.live.ports.ecs import Ecs

_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)


async def last_failed(ecs: Ecs, cluster: str, service: str, *, or_stopped: bool = True) -> str:
    """ARN of the newest stopped task that ended by a problem, else, ``or_stopped``, of the newest that was stopped.

    Raises `AwsError`, `NotFound` where AWS knows of none.
    """
    async with aclosing(ecs.task_pages(cluster, service=service, desired_status="STOPPED")) as pages:
        arns = await anext(pages, ())
    stopped = await all_of(ecs.describe_tasks(cluster, arns)) if arns else ()
    failed = [task for task in stopped if ending_of(task).is_problem]
    if not (stopped if or_stopped else failed):
        remedy = "AWS forgets a task about an hour after its end; its events may tell (3)"
        raise NotFound(
            f"find the last failed task of {service}",
            f"none of its tasks has {'stopped' if or_stopped else 'failed'}",
            remedy,
        )
    return max(failed or stopped, key=_ended).task_arn


async def find_task(ecs: Ecs, cluster: str, beginning: str) -> str:
    """ARN of the task of a cluster whose id begins so, stopped ones first; raises `AwsError`."""
    for status in ("STOPPED", "RUNNING"):
        async with aclosing(ecs.task_pages(cluster, desired_status=status)) as pages:
            async for page in pages:
                found = [arn for arn in page if task_id(arn).startswith(beginning)]
                if len(found) > 1:
                    raise Invalid(f"find task {beginning}", f"{len(found)} tasks of {cluster} begin so")
                if found:
                    return found[0]
    remedy = "AWS forgets a task about an hour after its end"
    raise NotFound(f"find task {beginning}", f"{cluster} has no such task", remedy)


def _ended(task: Task) -> datetime:
    return task.stopped_at or task.stopping_at or task.created_at or _LONG_AGO
