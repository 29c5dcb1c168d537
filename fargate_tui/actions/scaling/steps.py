"""Policies that scale in steps, each with the alarm that sets it off."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

import msgspec
from textual.binding import Binding

from fargate_tui.actions.action import Bench, Choice, Question, about
from fargate_tui.actions.scaling.balancer import balancer_of
from fargate_tui.actions.scaling.scaling_action import ScalingAction, alarms_named, must_be_scaled
from fargate_tui.aws.changing import PUT_METRIC_ALARM, PUT_SCALING_POLICY
from fargate_tui.aws.operation import Operation
from fargate_tui.fargate.changes import Change, Subject
from fargate_tui.fargate.errors import Invalid
from fargate_tui.fargate.scaling_patch import Patch, Setup
from fargate_tui.fargate.scaling_steps import read_steps


class ScaleInSteps(ScalingAction):
    """Makes or changes a step policy and the alarm of CloudWatch without which it would do nothing."""

    id = "scaling.steps"
    bindings = (
        Binding(
            "t", "act('scaling.steps')", "steps", id="scaling.steps",
            tooltip="scale in steps, with the alarm: cpu >70 +1, >90 +3; wait=120 between steps, for=5 minutes",
        ),
    )  # fmt: skip
    operations: ClassVar[tuple[Operation, ...]] = (PUT_SCALING_POLICY, PUT_METRIC_ALARM)
    taken_back = "by deleting the policy and its alarm, or by both as they were"
    question = Question("steps")
    doing = "scale in steps:"

    def title(self, subjects: Sequence[Subject], answer: str) -> str:
        """The service and the steps."""
        return f"scale {about(subjects)} in steps: {' '.join(answer.split())}"

    async def choices(self, subject: Subject, bench: Bench) -> tuple[Choice, ...]:  # noqa: ARG002
        """Each form with an example."""
        return (
            Choice("cpu >70 +1, >90 +3", "percent, on average for 3 minutes; so many more tasks"),
            Choice("cpu <30 -1", "for 15 minutes; so many fewer"),
            Choice("memory >80 +20% wait=120", "so much more of what there is; then 120 s nothing"),
            Choice("requests >1000 =6 for=5", "a minute for each task, for 5 minutes; to that many"),
        )

    async def patch(self, subject: Subject, answer: str, setup: Setup, bench: Bench) -> Patch:
        """The policy and its alarm; raises `Invalid` where either is somebody else's."""
        steps = read_steps(answer)
        doing, name = f"make the policy {steps.name}", steps.name
        must_be_scaled(subject, setup, "scale in steps")
        known = setup.policy(name)
        if known is not None and known.policy_type != "StepScaling":
            raise Invalid(doing, f"there is another policy of that name, of type {known.policy_type}", "ctrl+d deletes")
        alarm = f"{subject.cluster}/{subject.name}/{name}"
        for found in await alarms_named((alarm,), bench):
            if any(":scalingPolicy:" not in action for action in found.alarm_actions):
                raise Invalid(doing, f"the alarm {alarm} tells others too", "change it where it was made")
        of = await _dimensions(subject, steps.metric, bench)
        return Patch(policies={name: steps.policy()}, alarms={alarm: steps.alarm(of)})

    async def change(self, subject: Subject, answer: str, bench: Bench) -> Change:
        """Guarded by nothing but its differences: the alarm alone is sent again where only the policy was made."""
        return msgspec.structs.replace(await super().change(subject, answer, bench), guard="")


async def _dimensions(subject: Subject, metric: str, bench: Bench) -> Mapping[str, str]:
    """What of, the metric is."""
    if metric != "requests":
        return {"ClusterName": subject.cluster, "ServiceName": subject.name}
    balancer, group = await balancer_of(subject, bench)
    return {"LoadBalancer": balancer, "TargetGroup": group}
