"""Whatever happens to tasks, what is shown comes to agree with what AWS says."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any, Literal

from hypothesis import given, settings
from hypothesis import strategies as st

from fargate_tui.fargate.errors import AwsError, Throttled, Unreachable
from fargate_tui.fargate.records import Task
from fargate_tui.live.scope import TaskScope
from fargate_tui.live.squad import AGAIN
from fargate_tui.live.store import Store
from fargate_tui.live.watch import Watch
from tests.live.following import following
from tests.live.held_clock import HeldClock
from tests.live.small_aws import SmallAws, cluster, stopped, task

Show = Literal["running", "stopped", "both"]
Step = tuple[str, int]

steps = st.lists(
    st.tuples(
        st.sampled_from(["start", "run", "sicken", "stopping", "stop", "crash", "forget", "fail", "mend", "wait"]),
        st.integers(1, 6),
    ),
    max_size=25,
)


@contextlib.asynccontextmanager
async def opened(aws: SmallAws, clock: HeldClock) -> AsyncIterator[Store]:
    async def connect() -> SmallAws:
        return aws

    store = Store(connect, clock=clock, chance=lambda: 1.0)
    try:
        yield store
    finally:
        await store.close()


def take(step: Step, aws: SmallAws) -> None:
    """Let one thing happen to one task, if it can."""
    what, number = step
    known = aws.tasks.get(task(number).task_arn)
    if what == "start" and known is None:
        aws.put(task(number, last_status="PROVISIONING", started_at=None, attachments=()))
    elif what == "fail":
        aws.errors[("ListTasks", "DescribeTasks")[number % 2]] = Throttled("ask", "rate exceeded")
    elif what == "mend":
        aws.errors.clear()
    elif known is not None and known.last_status != "STOPPED":
        aws.put(*_alive(what, number))
    elif known is not None and what == "forget":
        del aws.tasks[known.task_arn]


def _alive(what: str, number: int) -> tuple[Task, ...]:
    code: dict[str, Any] = {"stop_code": "EssentialContainerExited", "stopped_reason": "OutOfMemoryError: killed"}
    match what:
        case "run":
            return (task(number),)
        case "sicken":
            return (task(number, health_status="UNHEALTHY"),)
        case "stopping":
            return (task(number, desired_status="STOPPED", last_status="DEACTIVATING", stop_code="UserInitiated"),)
        case "stop":
            return (stopped(task(number), stop_code="UserInitiated"),)
        case "crash":
            return (stopped(task(number), **code),)
        case _:
            return ()


@settings(max_examples=60, deadline=None)
@given(steps, st.sampled_from(["running", "stopped", "both"]))
async def test_what_is_shown_comes_to_agree_with_aws(history: list[Step], show: Show) -> None:
    clock, aws = HeldClock(), SmallAws()
    aws.put(cluster("prod"))
    async with opened(aws, clock) as store:
        watch = store.tasks(TaskScope(cluster="prod", show=show))
        async with following(watch):
            for step in history:
                take(step, aws)
                if step[0] == "wait":
                    await clock.push(step[1])
            aws.errors.clear()
            watch.refresh()
            await clock.push(AGAIN * 3)
            assert error_of(watch) is None
            assert shown(watch) == wanted(aws, show, watch)


def error_of(watch: Watch[Any]) -> AwsError | None:
    return watch.snapshot.error


def shown(watch: Watch[Any]) -> dict[str, tuple[str, str]]:
    return {row.arn: (row.last_status, row.finding.word) for row in watch.snapshot.rows}


def wanted(aws: SmallAws, show: Show, watch: Watch[Any]) -> dict[str, tuple[str, str]]:
    """What AWS has of the scope; of tasks on their way down the running ones keep those they have seen before."""
    seen = {row.arn for row in watch.snapshot.rows}
    tasks = {
        "running": [
            t for t in aws.tasks.values() if _is_alive(t) and (t.desired_status == "RUNNING" or t.task_arn in seen)
        ],
        "stopped": [t for t in aws.tasks.values() if not _is_alive(t)],
        "both": list(aws.tasks.values()),
    }[show]
    return {t.task_arn: (t.last_status or "", _word(t)) for t in tasks}


def _is_alive(subject: Task) -> bool:
    return subject.last_status != "STOPPED"


def _word(subject: Task) -> str:
    if subject.last_status == "STOPPED":
        return "stopped" if subject.stop_code == "UserInitiated" else "out of memory"
    if subject.desired_status == "STOPPED":
        return "stopping"
    if subject.last_status != "RUNNING":
        return "starting"
    return "unhealthy" if subject.health_status == "UNHEALTHY" else "running"


async def test_an_unreachable_aws_is_found_again() -> None:
    clock, aws = HeldClock(), SmallAws()
    aws.put(cluster("prod"), task(1))
    aws.errors["ListTasks"] = Unreachable("list tasks", "connection refused")
    async with opened(aws, clock) as store:
        watch = store.tasks(TaskScope(cluster="prod"))
        async with following(watch):
            await clock.push(100)
            assert isinstance(error_of(watch), Unreachable)
            aws.errors.clear()
            await clock.push(60)
            assert error_of(watch) is None
            assert [row.finding.word for row in watch.snapshot.rows] == ["running"]
