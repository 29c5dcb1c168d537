"""Limits that change at a time."""

from typing import ClassVar

from textual.binding import Binding

from fargate_tui.actions.action import Bench, Choice, Question
from fargate_tui.actions.scaling.scaling_action import ScalingAction, must_be_scaled
from fargate_tui.aws.changing import PUT_SCHEDULED_ACTION
from fargate_tui.aws.operation import Operation
from fargate_tui.fargate import scaling_answers
from fargate_tui.fargate.changes import Subject
from fargate_tui.fargate.errors import Invalid
from fargate_tui.fargate.scaling_patch import Patch, Setup, is_so


class AddSchedule(ScalingAction):
    """Adds a change of the limits at a time."""

    id = "scaling.schedule"
    bindings = (
        Binding(
            "a", "act('scaling.schedule')", "schedule", id="scaling.schedule",
            tooltip="limits at a time: cron(0 8 * * ? *) 4 10 Europe/Berlin; - leaves a limit as it is",
        ),
    )  # fmt: skip
    operations: ClassVar[tuple[Operation, ...]] = (PUT_SCHEDULED_ACTION,)
    taken_back = "by deleting the schedule; not what it has done by then"
    question = Question("when, minimum and maximum")
    doing = "schedule limits of"

    async def choices(self, subject: Subject, bench: Bench) -> tuple[Choice, ...]:  # noqa: ARG002
        """Each form with an example."""
        return (
            Choice("cron(0 8 ? * MON-FRI *) 4 10 Europe/Berlin", "minute hour day month weekday year"),
            Choice("cron(0 20 * * ? *) 1 4", "each day at 20:00 UTC"),
            Choice(f"at({bench.now:%Y-%m-%d}T23:00:00) 6 12", "once"),
        )  # fmt: skip

    async def patch(self, subject: Subject, answer: str, setup: Setup, bench: Bench) -> Patch:  # noqa: ARG002
        """The schedule; raises `Invalid` where there is another one of its name."""
        name, spec = scaling_answers.schedule(answer)
        must_be_scaled(subject, setup, "schedule limits of")
        patch = Patch(schedules={name: spec})
        if setup.schedule(name) is not None and not is_so(patch, setup):
            raise Invalid("add a schedule", f"there is a schedule {name} already", "name=… gives it another name")
        return patch
