"""What scales a service, as rows: by table."""

from typing import Any

import pytest

from fargate_tui.fargate.records import (
    Alarm,
    NewLimits,
    PolicyAlarm,
    ScalableTarget,
    ScalingActivity,
    ScalingPolicy,
    ScheduledAction,
    SuspendedState,
)
from fargate_tui.fargate.scaling import Scaled, activity_row, limits_row, policy_row, rows, schedule_row, summary

HIGH = Alarm(alarm_name="high", comparison_operator="GreaterThanThreshold", state_value="OK")
LOW = Alarm(alarm_name="low", comparison_operator="LessThanThreshold", state_value="OK")


def state(ins: bool = False, out: bool = False, scheduled: bool = False) -> SuspendedState:
    return SuspendedState(
        dynamic_scaling_in_suspended=ins, dynamic_scaling_out_suspended=out, scheduled_scaling_suspended=scheduled
    )


def scaled(desired: int | None = 4, least: int = 2, most: int = 10, held: SuspendedState | None = None) -> Scaled:
    target = ScalableTarget(resource_id="x", min_capacity=least, max_capacity=most, suspended_state=held)
    return Scaled(desired=desired, running=desired, target=target)


def tracking(value: float = 60, **configuration: object) -> ScalingPolicy:
    given = {
        "TargetValue": value,
        "PredefinedMetricSpecification": {"PredefinedMetricType": "ECSServiceAverageCPUUtilization"},
        **configuration,
    }
    return ScalingPolicy(
        policy_name="cpu",
        policy_type="TargetTrackingScaling",
        target_tracking_scaling_policy_configuration=given,
        alarms=(PolicyAlarm(alarm_name="high"), PolicyAlarm(alarm_name="low")),
    )


def stepping(kind: str, *steps: dict[str, object]) -> ScalingPolicy:
    given = {"AdjustmentType": kind, "StepAdjustments": list(steps), "Cooldown": 60}
    return ScalingPolicy(policy_name="s", policy_type="StepScaling", step_scaling_policy_configuration=given)


@pytest.mark.parametrize(
    ("given", "severity", "word"),
    [
        (scaled(), "ok", "on"),
        (scaled(1), "warn", "outside"),
        (scaled(11), "warn", "outside"),
        (scaled(2, 2, 2), "warn", "fixed"),
        (scaled(held=state(ins=True)), "warn", "suspended"),
        (scaled(held=state()), "ok", "on"),
        (scaled(None), "info", "not scaled"),
        (Scaled(desired=3), "info", "not scaled"),
        (Scaled(desired=3, is_known=False), "info", "not known"),
    ],
)
def test_limits(given: Scaled, severity: str, word: str) -> None:
    finding = limits_row(given).finding
    assert (finding.severity, finding.word) == (severity, word)


@pytest.mark.parametrize(
    ("desired", "high", "low", "severity", "word"),
    [
        (4, "OK", "OK", "ok", "holds"),
        (4, "ALARM", "OK", "busy", "wants more"),
        (10, "ALARM", "OK", "warn", "at maximum"),
        (4, "OK", "ALARM", "busy", "wants fewer"),
        (2, "OK", "ALARM", "ok", "at minimum"),
        (None, "ALARM", "OK", "busy", "rings"),
        (4, "INSUFFICIENT_DATA", "INSUFFICIENT_DATA", "info", "no data"),
        (4, "INSUFFICIENT_DATA", "OK", "ok", "holds"),
    ],
)
def test_what_a_policy_wants(desired: int | None, high: str, low: str, severity: str, word: str) -> None:
    alarms = {
        "high": Alarm(alarm_name="high", comparison_operator=HIGH.comparison_operator, state_value=high),
        "low": Alarm(alarm_name="low", comparison_operator=LOW.comparison_operator, state_value=low),
    }
    finding = policy_row(tracking(), scaled(desired), alarms).finding
    assert (finding.severity, finding.word) == (severity, word)


def test_a_policy_that_can_do_nothing_says_why() -> None:
    every = {"high": HIGH, "low": LOW}
    assert policy_row(tracking(), scaled(), None).finding.word == "not checked"
    assert policy_row(tracking(), scaled(), {}).finding.word == "no alarm"
    assert policy_row(stepping("ChangeInCapacity"), scaled(), every).finding.why.startswith("no alarm sets it off")
    assert policy_row(tracking(), scaled(held=state(True, True)), every).finding.word == "suspended"
    assert policy_row(tracking(), scaled(held=state(ins=True)), every).finding.word == "holds"


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (tracking(ScaleOutCooldown=60), "CPU 60 % · out every 60 s, in every 300 s"),
        (tracking(62.5, DisableScaleIn=True), "CPU 62.5 % · out every 300 s, never in"),
        (
            tracking(1000, PredefinedMetricSpecification={"PredefinedMetricType": "ALBRequestCountPerTarget"}),
            "requests 1,000 a minute per task · out every 300 s, in every 300 s",
        ),
        (
            tracking(
                5,
                PredefinedMetricSpecification=None,
                CustomizedMetricSpecification={"MetricName": "Lag", "Statistic": "Maximum"},
            ),
            "Lag maximum 5 · out every 300 s, in every 300 s",
        ),
        (
            stepping(
                "ChangeInCapacity",
                {"MetricIntervalLowerBound": 0.0, "MetricIntervalUpperBound": 20.0, "ScalingAdjustment": 1},
                {"MetricIntervalLowerBound": 20.0, "ScalingAdjustment": 3},
            ),
            "steps: +1 (+0 to +20), +3 (+20 to …) · then waits 60 s",
        ),
        (stepping("ExactCapacity", {"ScalingAdjustment": 5}), "steps: = 5 tasks (… to …) · then waits 60 s"),
        (ScalingPolicy(policy_name="p", policy_type="PredictiveScaling"), "PredictiveScaling"),
        (ScalingPolicy(policy_name="p", policy_type="StepScaling"), "steps: none"),
    ],
)
def test_what_a_policy_does(policy: ScalingPolicy, expected: str) -> None:
    assert policy_row(policy, scaled(), {}).text == expected


@pytest.mark.parametrize(
    ("limits", "expected"),
    [((4, 10), "4 to 10"), ((4, None), "at least 4"), ((None, 0), "at most 0"), ((None, None), "no limits")],
)
def test_what_a_schedule_sets(limits: tuple[int | None, int | None], expected: str) -> None:
    action = ScheduledAction(
        scheduled_action_name="n",
        schedule="cron(0 8 * * ? *)",
        timezone="Asia/Tokyo",
        scalable_target_action=NewLimits(min_capacity=limits[0], max_capacity=limits[1]),
    )
    row = schedule_row(action, scaled(held=state(scheduled=True)))
    assert row.text == f"{expected} · cron(0 8 * * ? *) Asia/Tokyo"
    assert row.finding.word == "suspended"


def activity(**members: Any) -> ScalingActivity:
    return ScalingActivity(activity_id="1", **members)


@pytest.mark.parametrize(
    ("given", "severity", "text"),
    [
        (
            activity(
                description="Setting desired count to 4.",
                cause="monitor alarm TargetTracking-a-b in state ALARM triggered policy cpu-60",
                status_code="Successful",
            ),
            "info",
            "desired → 4 · policy cpu-60",
        ),
        (
            activity(
                description="Setting min capacity to 1 and max capacity to 4",
                cause="scheduled action name night was triggered",
                status_code="Successful",
            ),
            "info",
            "limits → 1 to 4 · schedule night",
        ),
        (
            activity(description="Setting desired count to 3.", cause="maximum capacity was set to 3"),
            "busy",
            "desired → 3 · maximum capacity was set to 3",
        ),
        (activity(description="Something else.", status_code="Failed", status_message="no role"), "error", None),
    ],
)
def test_what_was_done(given: ScalingActivity, severity: str, text: str | None) -> None:
    row = activity_row(given)
    assert row.finding.severity == severity
    assert row.text == (text or "Something else")
    if text is None:
        assert row.finding.why == "no role"


def test_the_limits_come_first_and_are_not_counted() -> None:
    found = rows(scaled(), [tracking()], [ScheduledAction(scheduled_action_name="n")], [activity()], None)
    assert [row.sort for row in found] == ["limits", "policy", "schedule", "activity"]
    assert summary(found) == "1 policy, 1 schedule"
    assert summary(()) == "0 policies, 0 schedules"
    assert len({row.arn for row in found}) == 4
