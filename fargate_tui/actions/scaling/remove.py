"""Policies and schedules that are deleted."""

from collections.abc import Sequence
from typing import ClassVar

import msgspec
from textual.binding import Binding

from fargate_tui.actions.action import Bench, Choice, Question, about
from fargate_tui.actions.scaling.scaling_action import ScalingAction, setup_of
from fargate_tui.aws.changing import DELETE_SCALING_POLICY, DELETE_SCHEDULED_ACTION
from fargate_tui.aws.operation import Operation
from fargate_tui.fargate.changes import Change, Plan, Subject
from fargate_tui.fargate.errors import Invalid
from fargate_tui.fargate.scaling import told
from fargate_tui.fargate.scaling_patch import Patch, Setup


class DeleteScaling(ScalingAction):
    """Deletes a policy or a schedule; the answer is ``policy NAME`` or ``schedule NAME``."""

    id = "scaling.remove"
    bindings = (
        Binding(
            "ctrl+d", "act('scaling.remove')", "delete", show=False, id="scaling.remove",
            tooltip="delete the policy or the schedule",
        ),
    )  # fmt: skip
    operations: ClassVar[tuple[Operation, ...]] = (DELETE_SCALING_POLICY, DELETE_SCHEDULED_ACTION)
    taken_back = "by the policy or the schedule as it was"
    question = Question("delete")
    doing = "delete something that scales"

    def title(self, subjects: Sequence[Subject], answer: str) -> str:
        """The policy or the schedule, and its service."""
        return f"delete {answer} of {about(subjects)}"

    def destroys(self, changes: Sequence[Change], answer: str) -> bool:  # noqa: ARG002
        """It is deleted."""
        return True

    async def choices(self, subject: Subject, bench: Bench) -> tuple[Choice, ...]:
        """All that there are."""
        setup = await setup_of(subject, bench)
        policies = (Choice(f"policy {each.policy_name}", told(each)) for each in setup.policies)
        schedules = (Choice(f"schedule {each.scheduled_action_name}", each.schedule) for each in setup.scheduled)
        return (*policies, *schedules)

    async def has_landed(self, change: Change, answer: str, bench: Bench) -> bool:
        """Whether it is not there any more."""
        sort, _, name = answer.partition(" ")
        setup = await setup_of(change.subject, bench)
        return (setup.policy(name) if sort == "policy" else setup.schedule(name)) is None

    async def plan(self, subjects: Sequence[Subject], answer: str, bench: Bench) -> Plan:
        """Confirmed by the name of what is deleted, not by that of the service."""
        planned = await super().plan(subjects, answer, bench)
        return msgspec.structs.replace(planned, typed=answer.partition(" ")[2])

    async def patch(self, subject: Subject, answer: str, setup: Setup, bench: Bench) -> Patch:  # noqa: ARG002
        """It without the one."""
        sort, _, name = answer.partition(" ")
        known = setup.policy(name) if sort == "policy" else setup.schedule(name)
        if known is None:
            raise Invalid(f"delete {answer}", f"{subject.name} has none of that name", "policy NAME, or schedule NAME")
        return Patch(policies={name: None}) if sort == "policy" else Patch(schedules={name: None})
