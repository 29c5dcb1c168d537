"""Policies that hold a metric at a value."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding

from fargate_tui.actions.action import Bench, Choice, Question, about
from fargate_tui.actions.scaling.balancer import balancer_of
from fargate_tui.actions.scaling.scaling_action import ScalingAction, must_be_scaled
from fargate_tui.aws.changing import PUT_SCALING_POLICY
from fargate_tui.aws.operation import Operation
from fargate_tui.fargate import scaling_answers
from fargate_tui.fargate.changes import Subject
from fargate_tui.fargate.errors import Invalid
from fargate_tui.fargate.scaling_patch import Patch, Setup, is_so, spec_of_policy


class Track(ScalingAction):
    """Adds a policy that holds a metric at a value."""

    id = "scaling.track"
    bindings = (
        Binding(
            "n", "act('scaling.track')", "track", id="scaling.track",
            tooltip="hold a metric: cpu 60, memory 70, requests 1000; out=60 in=300 are cooldowns",
        ),
    )  # fmt: skip
    operations: ClassVar[tuple[Operation, ...]] = (PUT_SCALING_POLICY,)
    taken_back = "by deleting the policy"
    question = Question("hold")
    doing = "track"

    def title(self, subjects: Sequence[Subject], answer: str) -> str:
        """The metric and the service."""
        return f"hold {answer.strip()} for {about(subjects)}"

    async def choices(self, subject: Subject, bench: Bench) -> tuple[Choice, ...]:  # noqa: ARG002
        """The metrics, each with a value that is usual."""
        return (
            Choice("cpu 60", "percent of the CPU that tasks reserve, on average"),
            Choice("memory 70", "percent of the memory that tasks reserve, on average"),
            Choice("requests 1000", "a minute for each task, by the load balancer"),
        )

    async def patch(self, subject: Subject, answer: str, setup: Setup, bench: Bench) -> Patch:
        """The policy; raises `Invalid` where there is another one of its name."""
        wanted = scaling_answers.tracking(answer)
        must_be_scaled(subject, setup, "track a metric of")
        metric: dict[str, object] = {"PredefinedMetricType": scaling_answers.METRICS[wanted.what]}
        if wanted.what == "requests":
            metric["ResourceLabel"] = "/".join(await balancer_of(subject, bench))
        given = {"TargetValue": wanted.value, "PredefinedMetricSpecification": metric, **wanted.cooldowns()}
        name = f"{wanted.what}-{wanted.value:g}"
        spec = {"PolicyType": "TargetTrackingScaling", "TargetTrackingScalingPolicyConfiguration": given}
        patch = Patch(policies={name: spec})
        if setup.policy(name) is not None and not is_so(patch, setup):
            raise Invalid(f"track {wanted.what}", f"there is a policy {name} already", "e changes what it holds")
        return patch


class Retarget(ScalingAction):
    """Changes the value that a policy holds, and its cooldowns."""

    id = "scaling.retarget"
    bindings = (
        Binding(
            "e", "act('scaling.retarget')", "change", id="scaling.retarget",
            tooltip="change what the policy holds; out=60 in=300 are cooldowns",
        ),
    )  # fmt: skip
    operations: ClassVar[tuple[Operation, ...]] = (PUT_SCALING_POLICY,)
    taken_back = "by the policy as it was"
    question = Question("policy and value")
    doing = "change a policy of"

    async def patch(self, subject: Subject, answer: str, setup: Setup, bench: Bench) -> Patch:  # noqa: ARG002
        """The policy with another value, all else as it is."""
        name = scaling_answers.retarget(answer).what
        policy = setup.policy(name)
        if policy is None:
            raise Invalid("change a policy", f"{subject.name} has no policy {name!r}")
        if policy.target_value is None:
            raise Invalid(f"change {name}", "only target tracking holds a value", "ctrl+d deletes it")
        wanted = scaling_answers.retarget(answer, policy)
        given = {**policy.configuration, "TargetValue": wanted.value, **wanted.cooldowns()}
        member = "TargetTrackingScalingPolicyConfiguration"
        return Patch(policies={name: {**spec_of_policy(policy), member: given}})
