"""Step scaling: what is typed, what AWS is sent, and what is typed again to change it."""

import msgspec
import pytest

from fargate_tui.fargate.errors import Invalid
from fargate_tui.fargate.records import Alarm, ScalingPolicy
from fargate_tui.fargate.scaling_patch import policy_from
from fargate_tui.fargate.scaling_steps import answer_of, read_steps, spec_of_alarm, with_arns

OF = {"ClusterName": "production", "ServiceName": "web"}


def adjustments(answer: str) -> object:
    given = read_steps(answer).policy()["StepScalingPolicyConfiguration"]
    assert isinstance(given, dict)
    return given["AdjustmentType"], [
        (step.get("MetricIntervalLowerBound"), step.get("MetricIntervalUpperBound"), step["ScalingAdjustment"])
        for step in given["StepAdjustments"]
    ]


@pytest.mark.parametrize(
    ("answer", "kind", "steps"),
    [
        ("cpu >70 +1", "ChangeInCapacity", [(0, None, 1)]),
        ("cpu >70 +1, >90 +3", "ChangeInCapacity", [(0, 20, 1), (20, None, 3)]),
        ("cpu > 70% +1, 80 +2, 90 +3 wait=60", "ChangeInCapacity", [(0, 10, 1), (10, 20, 2), (20, None, 3)]),
        ("cpu <30 -1, <10 -3", "ChangeInCapacity", [(-20, 0, -1), (None, -20, -3)]),
        ("memory >80.5 +20%", "PercentChangeInCapacity", [(0, None, 20)]),
        ("requests >1000 =6", "ExactCapacity", [(0, None, 6)]),
    ],
)
def test_bounds_are_distances_from_the_threshold(answer: str, kind: str, steps: object) -> None:
    assert adjustments(answer) == (kind, steps)


def test_the_alarm_looks_at_what_was_typed_and_tells_the_policy() -> None:
    steps = read_steps("cpu <30 -1 for=5")
    assert steps.name == "cpu-under-30"
    alarm = steps.alarm(OF)
    assert (alarm["Threshold"], alarm["ComparisonOperator"], alarm["EvaluationPeriods"]) == (
        30.0,
        "LessThanThreshold",
        5,
    )
    assert alarm["AlarmActions"] == ["<ARN of policy cpu-under-30>"]
    assert with_arns(alarm, {"cpu-under-30": "arn:1", "other": "arn:2"})["AlarmActions"] == ["arn:1"]


def test_an_alarm_that_was_made_is_the_one_that_was_wanted() -> None:
    wanted = read_steps("cpu >70 +1").alarm(OF)
    policy = ScalingPolicy(policy_name="cpu-over-70", policy_arn="arn:1")
    made = msgspec.convert({"AlarmName": "a", **with_arns(wanted, {"cpu-over-70": "arn:1"})}, Alarm)
    assert spec_of_alarm(made, [policy]) == wanted
    assert spec_of_alarm(made, []) != wanted, "it tells a policy that there is no more"


@pytest.mark.parametrize(
    "answer", ["cpu >70 +1, >90 +3 wait=60", "cpu <30 -1, <10 -3 wait=300", "memory >80 +20% wait=300 for=5"]
)
def test_what_was_made_is_typed_again_to_change_it(answer: str) -> None:
    steps = read_steps(answer)
    alarm = Alarm(alarm_name="a", evaluation_periods=steps.minutes)
    assert answer_of(policy_from(steps.name, steps.policy()), alarm) == answer


def test_a_policy_that_was_made_elsewhere_is_not_typed() -> None:
    alarm = Alarm(alarm_name="a")
    assert answer_of(ScalingPolicy(policy_name="queue-steps", policy_type="StepScaling"), alarm) == ""
    assert answer_of(ScalingPolicy(policy_name="cpu-over-70", policy_type="TargetTrackingScaling"), alarm) == ""


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("disk >70 +1", "is not understood"),
        ("cpu 70 +1", "is not understood"),
        ("cpu >70", "is not understood"),
        ("cpu >70 1", "each step is a value and"),
        ("cpu >70 +1, >60 +3", "each other one further away"),
        ("cpu <30 -1, <40 -3", "each other one further away"),
        ("cpu >70 -1", "would make it worse"),
        ("cpu <30 +1", "would make it worse"),
        ("cpu >70 +1, >90 +20%", "all of a kind"),
        ("cpu >70 =4%", "all of a kind"),
        ("cpu >170 +1", "is never reached"),
        ("cpu >70 +1 for=0", "1 to 60 minutes"),
    ],
)
def test_what_is_refused_says_why(answer: str, why: str) -> None:
    with pytest.raises(Invalid, match=why):
        read_steps(answer)
