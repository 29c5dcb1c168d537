"""Stops tasks, with a reason that is kept in what AWS says of them."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

import msgspec
from textual.binding import Binding

from fargate_tui.actions.action import Action, Bench, Question, about, call_of, task_of, tasks_of
from fargate_tui.aws.changing import STOP_TASK
from fargate_tui.aws.operation import Operation
from fargate_tui.fargate.arns import service_of_group
from fargate_tui.fargate.changes import Change, Difference, Effect, Plan, Subject
from fargate_tui.fargate.errors import Invalid
from fargate_tui.fargate.records import Task

LONGEST_REASON = 1024
"""Characters that AWS keeps of a reason."""


class StopTask(Action):
    """Stops a task: SIGTERM, and SIGKILL after the stop timeout of each container."""

    id = "task.stop"
    kind = "task"
    bindings = (Binding("S", "act('task.stop')", "stop", id="task.stop", tooltip="stop the task, with a reason"),)
    operations: ClassVar[tuple[Operation, ...]] = (STOP_TASK,)
    taken_back = "not at all: a stopped task does not come back, though its service starts another"
    question = Question("reason", "stopped from fargate-tui")

    def title(self, subjects: Sequence[Subject], answer: str) -> str:  # noqa: ARG002
        """The task."""
        one = f"task {subjects[0].name}"
        return f"stop {one if len(subjects) == 1 else about(subjects)}"

    def destroys(self, changes: Sequence[Change], answer: str) -> bool:  # noqa: ARG002
        """Many at a time may be all that a service has; a standalone one is gone for good."""
        return len(changes) > 1

    async def plan(self, subjects: Sequence[Subject], answer: str, bench: Bench) -> Plan:
        """All of them; of several, those that have stopped meanwhile are left out, and that is said."""
        going = subjects
        if len(subjects) > 1:
            found = await tasks_of(subjects, bench)
            alive = {task.task_arn for task in found if not _is_ending(task)}
            going = [subject for subject in subjects if subject.arn in alive] or subjects
        plan = await super().plan(going, answer, bench)
        if len(going) == len(subjects):
            return plan
        left = f"{len(subjects) - len(going)} of {len(subjects)} have stopped already, or are about to"
        return msgspec.structs.replace(plan, effects=(*plan.effects, Effect(text=left)))

    async def change(self, subject: Subject, answer: str, bench: Bench) -> Change:
        """The task from its state to STOPPED."""
        task = await task_of(subject, bench)
        if _is_ending(task):
            raise Invalid(f"stop task {subject.name}", "it has stopped already, or is about to")
        reason = answer.strip()[:LONGEST_REASON]
        given = {"reason": reason} if reason else {}
        return Change(
            subject=subject,
            differences=(Difference(what="desired status", before=task.desired_status or "—", after="STOPPED"),),
            calls=(call_of(STOP_TASK, cluster=subject.cluster, task=subject.arn, **given),),
            effects=tuple(_effects(task)),
            aim="stopped",
            guard=f"desired {task.desired_status}",
        )

    async def has_landed(self, change: Change, answer: str, bench: Bench) -> bool:  # noqa: ARG002
        """Whether AWS wants the task stopped by now."""
        return (await task_of(change.subject, bench)).desired_status == "STOPPED"


def _is_ending(task: Task) -> bool:
    return task.last_status in ("STOPPED", "DELETED") or task.desired_status == "STOPPED"


def _effects(task: Task) -> Iterator[Effect]:
    service = service_of_group(task.group or "")
    if service:
        yield Effect(text=f"{service} starts another in its place")
    else:
        yield Effect(text="it belongs to no service: nothing starts another", severity="warn")
    if task.last_status != "RUNNING":
        yield Effect(text=f"it is {task.last_status} still")
    yield Effect(text="its containers get SIGTERM, and SIGKILL after their stop timeout (30 s unless defined)")
