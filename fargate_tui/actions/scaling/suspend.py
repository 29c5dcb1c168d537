"""What of a service's autoscaling stands still."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding

from fargate_tui.actions.action import Bench, Choice, Question, about
from fargate_tui.actions.scaling.scaling_action import ScalingAction, must_be_scaled
from fargate_tui.aws.changing import REGISTER_SCALABLE_TARGET
from fargate_tui.aws.operation import Operation
from fargate_tui.fargate import scaling_answers
from fargate_tui.fargate.changes import Subject
from fargate_tui.fargate.scaling_patch import Patch, Setup, flags


class Suspend(ScalingAction):
    """Suspends scaling in, scaling out or schedules, and resumes them."""

    id = "scaling.suspend"
    bindings = (
        Binding(
            "z", "act('scaling.suspend')", "suspend", id="scaling.suspend",
            tooltip="suspend all, in, out or schedules; or resume",
        ),
    )  # fmt: skip
    operations: ClassVar[tuple[Operation, ...]] = (REGISTER_SCALABLE_TARGET,)
    taken_back = "by what was suspended before"
    question = Question("suspend")
    doing = "suspend or resume autoscaling of"

    def title(self, subjects: Sequence[Subject], answer: str) -> str:
        """What is suspended."""
        typed = answer.strip()
        return f"{'resume' if typed == 'resume' else f'suspend {typed}:'} autoscaling of {about(subjects)}"

    async def choices(self, subject: Subject, bench: Bench) -> tuple[Choice, ...]:
        """What can be suspended; resume first where something is."""
        target = await bench.aws.scaling.target(subject.cluster, subject.name)
        found = [Choice(value, hint) for value, hint in scaling_answers.SUSPENSIONS.items()]
        is_held = target is not None and any(flags(target.suspended_state))
        return tuple(reversed(found)) if is_held else tuple(found[:-1])

    async def patch(self, subject: Subject, answer: str, setup: Setup, bench: Bench) -> Patch:  # noqa: ARG002
        """What was typed."""
        must_be_scaled(subject, setup, "suspend autoscaling of")
        return Patch(suspended=scaling_answers.suspension(answer))
