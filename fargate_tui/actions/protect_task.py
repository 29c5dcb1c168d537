"""Protects a service's tasks from being stopped by scale-in and deployments, for some minutes, or lets go of them."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import ClassVar

from textual.binding import Binding

from fargate_tui.actions.action import Action, Bench, Choice, Question, about, call_of, task_of
from fargate_tui.aws.changing import UPDATE_TASK_PROTECTION
from fargate_tui.aws.operation import Operation
from fargate_tui.fargate.arns import service_of_group
from fargate_tui.fargate.changes import Change, Difference, Effect, Subject, Undo
from fargate_tui.fargate.errors import Invalid
from fargate_tui.fargate.records import ProtectedTask

OFF = "off"
LONGEST = 2880
"""Minutes that AWS protects a task at most; 120 where none are given (fargate.md §11)."""
_UNTIL = "until "


class ProtectTask(Action):
    """Changes whether ECS may stop a task by itself."""

    id = "task.protect"
    kind = "task"
    bindings = (
        Binding(
            "a", "act('task.protect')", "protect", show=False, id="task.protect",
            tooltip="protect: for some minutes, or off",
        ),
    )  # fmt: skip
    operations: ClassVar[tuple[Operation, ...]] = (UPDATE_TASK_PROTECTION,)
    taken_back = "by the protection that was, until the same time"
    question = Question("protect for minutes, or off", otherwise="120")

    def title(self, subjects: Sequence[Subject], answer: str) -> str:
        """The task, and what becomes of it."""
        one = f"task {subjects[0].name}" if len(subjects) == 1 else about(subjects)
        return f"let go of {one}" if answer.strip() == OFF else f"protect {one}"

    async def choices(self, subject: Subject, bench: Bench) -> tuple[Choice, ...]:  # noqa: ARG002
        """Two hours, more, less, and none."""
        return (
            Choice("120", "two hours"),
            Choice("30", "half an hour"),
            Choice(str(LONGEST), "two days, the longest"),
            Choice(OFF, "ECS may stop it again"),
        )

    async def change(self, subject: Subject, answer: str, bench: Bench) -> Change:
        """The protection from what to what."""
        minutes = minutes_of(answer, bench.now)
        task = await task_of(subject, bench)
        service = service_of_group(task.group or "")
        if not service:
            raise Invalid(f"protect task {subject.name}", "it belongs to no service, and only tasks of one are stopped")
        if task.desired_status == "STOPPED":
            raise Invalid(f"protect task {subject.name}", "it is being stopped, or has stopped already")
        found = await bench.aws.ecs.task_protection(subject.cluster, (subject.arn,))
        before = next((each for each in found if each.protection_enabled), None)
        after = f"for {minutes:,} min" if minutes else OFF
        given = {"protectionEnabled": bool(minutes)} | ({"expiresInMinutes": minutes} if minutes else {})
        return Change(
            subject=subject,
            differences=(Difference(what="protection", before=_shown(before), after=after),),
            calls=(call_of(UPDATE_TASK_PROTECTION, cluster=subject.cluster, tasks=[subject.arn], **given),),
            undo=Undo(action=self.id, answer=_again(before), subjects=(subject,)),
            effects=tuple(_effects(service, minutes)),
            guard=f"protection {_shown(before)}",
        )

    async def has_landed(self, change: Change, answer: str, bench: Bench) -> bool:
        """Whether it is protected, or not, as was wished; until when another time need not be told apart."""
        found = await bench.aws.ecs.task_protection(change.subject.cluster, (change.subject.arn,))
        wished = bool(minutes_of(answer, bench.now))
        now = next((each for each in found if each.protection_enabled), None)
        return wished == (now is not None) and f"protection {_shown(now)}" != change.guard


def minutes_of(answer: str, now: datetime) -> int:
    """Minutes out of ``120``, ``on``, ``off`` or ``until 2026-…``; 0 for no protection; raises `Invalid`."""
    text = answer.strip().lower()
    if text in (OFF, "on"):
        return 0 if text == OFF else 120
    if text.startswith(_UNTIL):
        left = datetime.fromisoformat(answer.strip()[len(_UNTIL) :]) - now
        return max(0, min(-(-left // timedelta(minutes=1)), LONGEST))
    if not re.fullmatch(r"\d{1,4}", text) or not 1 <= int(text) <= LONGEST:
        raise Invalid("protect it", f"{answer!r} is no number of minutes", f"type 1 to {LONGEST:,}, or off")
    return int(text)


def _shown(protected: ProtectedTask | None) -> str:
    if protected is None:
        return OFF
    until = protected.expiration_date
    return f"until {until:%Y-%m-%d %H:%M} UTC" if until else "on"


def _again(protected: ProtectedTask | None) -> str:
    """What is typed to have the protection that was."""
    if protected is None:
        return OFF
    return f"{_UNTIL}{protected.expiration_date.isoformat()}" if protected.expiration_date else "on"


def _effects(service: str, minutes: int) -> Iterator[Effect]:
    if not minutes:
        yield Effect(text=f"{service} may stop it by scale-in and deployments again")
        return
    yield Effect(text=f"scale-in and deployments of {service} leave it alone; you can stop it all the same")
    yield Effect(text="a deployment waits for it: it does not complete before", severity="warn")
