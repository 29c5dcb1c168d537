"""The limits within which a service is scaled."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding

from fargate_tui.actions.action import Bench, Choice, Question, about
from fargate_tui.actions.scaling.scaling_action import ScalingAction
from fargate_tui.aws.changing import DEREGISTER_SCALABLE_TARGET, REGISTER_SCALABLE_TARGET
from fargate_tui.aws.operation import Operation
from fargate_tui.fargate import scaling_answers
from fargate_tui.fargate.changes import Change, Subject
from fargate_tui.fargate.scaling_patch import Patch, Setup


class SetLimits(ScalingAction):
    """Sets the minimum and the maximum, makes them where there are none, or takes them away."""

    id = "scaling.limits"
    bindings = (
        Binding(
            "equals_sign", "act('scaling.limits')", "limits", id="scaling.limits",
            tooltip="minimum and maximum: 2 6; none ends autoscaling",
        ),
    )  # fmt: skip
    operations: ClassVar[tuple[Operation, ...]] = (REGISTER_SCALABLE_TARGET, DEREGISTER_SCALABLE_TARGET)
    taken_back = "by the limits that were; where autoscaling was ended, with its policies and schedules"
    question = Question("minimum and maximum")
    doing = "limit"

    def title(self, subjects: Sequence[Subject], answer: str) -> str:
        """The service."""
        ends = answer.strip().lower() == scaling_answers.NOTHING
        return f"end autoscaling of {about(subjects)}" if ends else f"set the scaling limits of {about(subjects)}"

    def destroys(self, changes: Sequence[Change], answer: str) -> bool:  # noqa: ARG002
        """Ending it deletes policies and schedules."""
        return answer.strip().lower() == scaling_answers.NOTHING

    async def choices(self, subject: Subject, bench: Bench) -> tuple[Choice, ...]:
        """The limits as they are."""
        target = await bench.aws.scaling.target(subject.cluster, subject.name)
        if target is None:
            return ()
        ends = Choice(scaling_answers.NOTHING, "nothing scales it any more; policies and schedules are deleted")
        return (Choice(f"{target.min_capacity} {target.max_capacity}", "as it is"), ends)

    async def patch(self, subject: Subject, answer: str, setup: Setup, bench: Bench) -> Patch:  # noqa: ARG002
        """The limits that were typed."""
        wanted = scaling_answers.limits(answer)
        return Patch(ends=True) if wanted is None else Patch(limits=wanted)
