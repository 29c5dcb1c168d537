"""Application Auto Scaling: what it answers, and that it really scales."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import cast

import pytest

from fargate_tui.demo.ecs.wire import Members
from fargate_tui.demo.metrics.alarms import Alarm
from fargate_tui.demo.metrics.load import Profile
from fargate_tui.demo.metrics.measures import Measures
from fargate_tui.demo.metrics.service import CloudWatch
from fargate_tui.demo.moto_thread import MotoThread
from fargate_tui.demo.scaling import Scaling, ScalingRefused
from fargate_tui.demo.scaling.arithmetic import stepped, tracked
from fargate_tui.demo.scaling.operations import OPERATIONS
from fargate_tui.demo.scaling.schedules import due, is_schedule
from fargate_tui.demo.targets import TaskTargets
from tests.demo.ecs.account import Account, Json, as_json, as_jsons
from tests.demo.shapes import differences

WEB: Json = {
    "ServiceNamespace": "ecs",
    "ResourceId": "service/default/web",
    "ScalableDimension": "ecs:service:DesiredCount",
}
CPU: Json = {
    "TargetValue": 50.0,
    "PredefinedMetricSpecification": {"PredefinedMetricType": "ECSServiceAverageCPUUtilization"},
    "ScaleOutCooldown": 60,
    "ScaleInCooldown": 60,
}


@dataclass
class Scaled:
    """A service of two tasks, and what may scale it."""

    account: Account
    scaling: Scaling
    measures: Measures
    cloudwatch: CloudWatch

    def call(self, operation: str, **request: object) -> Json:
        """Ask about the service, and hold the answer against botocore's shape."""
        answer = self.scaling.call(operation, {**WEB, **request})
        assert differences("application-autoscaling", operation, answer) == []
        return answer

    def refused(self, operation: str, **request: object) -> ScalingRefused:
        with pytest.raises(ScalingRefused) as caught:
            self.scaling.call(operation, {**WEB, **request})
        return caught.value

    def busy(self, cpu: float) -> None:
        """So busy would four tasks be."""
        self.measures.profiles["web"] = Profile(cpu=cpu / 0.58, tasks=4, swing=0.0, hottest=1.0)

    def track(self, **changes: object) -> Json:
        return self.call(
            "PutScalingPolicy",
            PolicyName="cpu-50",
            PolicyType="TargetTrackingScaling",
            TargetTrackingScalingPolicyConfiguration={**CPU, **changes},
        )

    def desire(self, desired: int) -> None:
        self.account.call("UpdateService", service="web", desiredCount=desired)

    def desired(self) -> object:
        return self.account.service()["desiredCount"]

    @property
    def done(self) -> list[tuple[object, object]]:
        """Description and cause of the activities, newest first."""
        found = as_jsons(self.call("DescribeScalingActivities")["ScalingActivities"])
        return [(one["Description"], one["Cause"]) for one in found]


@pytest.fixture
def web() -> Scaled:
    account = Account()
    account.steady(desired=2)
    measures = Measures(account.ecs.clusters, TaskTargets(account.clock.now))
    cloudwatch = CloudWatch(measures, cast(MotoThread, None), account.clock.now)
    scaling = Scaling(account.clock, account.ecs, measures, cloudwatch, "eu-west-1")
    cloudwatch.of_policies = scaling.alarms
    scaled = Scaled(account, scaling, measures, cloudwatch)
    scaled.busy(30)
    scaled.call("RegisterScalableTarget", MinCapacity=1, MaxCapacity=6)
    return scaled


def test_a_target_is_registered_changed_and_deregistered(web: Scaled) -> None:
    (target,) = as_jsons(web.call("DescribeScalableTargets")["ScalableTargets"])
    assert (target["MinCapacity"], target["MaxCapacity"]) == (1, 6)
    web.call("RegisterScalableTarget", MaxCapacity=8, SuspendedState={"DynamicScalingInSuspended": True})
    (target,) = as_jsons(web.call("DescribeScalableTargets", ResourceIds=[WEB["ResourceId"]])["ScalableTargets"])
    assert (target["MinCapacity"], target["MaxCapacity"]) == (1, 8)
    assert target["SuspendedState"] == {
        "DynamicScalingInSuspended": True,
        "DynamicScalingOutSuspended": False,
        "ScheduledScalingSuspended": False,
    }
    web.call("DeregisterScalableTarget")
    assert web.call("DescribeScalableTargets")["ScalableTargets"] == []


def test_what_limits_leave_out_is_brought_in_at_once(web: Scaled) -> None:
    web.call("RegisterScalableTarget", MinCapacity=4)
    assert web.desired() == 4
    web.call("RegisterScalableTarget", MinCapacity=0, MaxCapacity=3)
    assert web.desired() == 3
    assert web.done == [
        ("Setting desired count to 3.", "maximum capacity was set to 3"),
        ("Setting desired count to 4.", "minimum capacity was set to 4"),
    ]


@pytest.mark.parametrize(("person", "scaler", "side"), [(0, 1, "minimum"), (9, 6, "maximum")])
def test_a_person_who_leaves_the_limits_is_pulled_back(web: Scaled, person: int, scaler: int, side: str) -> None:
    web.desire(person)
    web.account.clock.advance(45)
    assert web.desired() == person
    web.account.clock.advance(90)
    assert web.desired() == scaler
    assert web.done == [(f"Setting desired count to {scaler}.", f"{side} capacity was set to {scaler}")]
    web.account.clock.advance(60)
    assert len(web.account.tasks()) == scaler
    (activity,) = as_jsons(web.call("DescribeScalingActivities")["ScalingActivities"])
    assert activity["StatusCode"] == "Successful"


def test_nobody_is_pulled_back_while_that_is_suspended(web: Scaled) -> None:
    web.call("RegisterScalableTarget", SuspendedState={"DynamicScalingOutSuspended": True})
    web.desire(0)
    web.account.clock.advance(600)
    assert web.desired() == 0


def test_target_tracking_scales_out_and_in(web: Scaled) -> None:
    answer = web.track()
    assert [str(alarm["AlarmName"]).split("-")[2] for alarm in as_jsons(answer["Alarms"])] == ["AlarmHigh", "AlarmLow"]
    web.busy(60)
    web.account.clock.advance(900)
    assert web.desired() in (5, 6)
    (newest, *_) = web.done
    assert newest[1] == f"monitor alarm {web.scaling.alarms()[0].name} in state ALARM triggered policy cpu-50"
    web.busy(15)
    web.account.clock.advance(5400)
    assert web.desired() in (1, 2)
    assert web.done[0][1] == f"monitor alarm {web.scaling.alarms()[1].name} in state ALARM triggered policy cpu-50"


@pytest.mark.parametrize(
    ("state", "changes"),
    [({"DynamicScalingInSuspended": True}, {}), ({}, {"DisableScaleIn": True})],
)
def test_what_is_not_scaled_in(web: Scaled, state: Json, changes: Json) -> None:
    web.call("RegisterScalableTarget", SuspendedState=state)
    web.track(**changes)
    web.busy(5)
    web.account.clock.advance(5400)
    assert web.desired() == 2


def test_the_alarm_of_a_policy_rings_as_the_metric_says(web: Scaled) -> None:
    web.call("RegisterScalableTarget", MaxCapacity=2)
    web.track()
    web.busy(60)
    web.account.clock.advance(240)
    assert web.cloudwatch.ringing() == {web.scaling.alarms()[0].name}


def test_a_step_policy_follows_the_alarm_that_names_it(web: Scaled) -> None:
    steps: Json = {
        "AdjustmentType": "ChangeInCapacity",
        "StepAdjustments": [{"MetricIntervalLowerBound": 0, "ScalingAdjustment": 2}],
        "Cooldown": 120,
    }
    answer = web.call(
        "PutScalingPolicy", PolicyName="two", PolicyType="StepScaling", StepScalingPolicyConfiguration=steps
    )
    web.account.clock.advance(300)
    assert web.desired() == 2
    web.cloudwatch.actions = {"queue long": (str(answer["PolicyARN"]),)}
    web.account.clock.advance(60)
    assert web.desired() == 4
    assert web.done[0][1] == "monitor alarm queue long in state ALARM triggered policy two"
    web.account.clock.advance(180)
    assert web.desired() == 6


def test_a_step_policy_takes_the_step_that_the_breach_of_its_alarm_is_in(web: Scaled) -> None:
    adjustments = [
        {"MetricIntervalLowerBound": 0, "MetricIntervalUpperBound": 10, "ScalingAdjustment": 1},
        {"MetricIntervalLowerBound": 10, "ScalingAdjustment": 3},
    ]
    steps: Json = {"AdjustmentType": "ChangeInCapacity", "StepAdjustments": adjustments}
    answer = web.call(
        "PutScalingPolicy", PolicyName="cpu", PolicyType="StepScaling", StepScalingPolicyConfiguration=steps
    )
    arn = str(answer["PolicyARN"])
    over = Alarm(
        "busy", "", "AWS/ECS", "CPUUtilization", (("ClusterName", "default"), ("ServiceName", "web")), "Average",
        "GreaterThanThreshold", 50.0, 3, arn,
    )  # fmt: skip
    web.cloudwatch.put = (over,)
    web.busy(20)
    (shown,) = as_jsons(web.call("DescribeScalingPolicies")["ScalingPolicies"])
    assert [alarm["AlarmName"] for alarm in as_jsons(shown["Alarms"])] == ["busy"]
    web.account.clock.advance(300)
    assert (web.desired(), web.cloudwatch.breaches(arn)) == (2, {})
    web.busy(80)
    web.account.clock.advance(300)
    assert web.cloudwatch.ringing() == {"busy"}
    assert web.desired() == 5
    assert web.done[0][1] == "monitor alarm busy in state ALARM triggered policy cpu"


def test_policies_are_listed_changed_and_deleted(web: Scaled) -> None:
    first, second = web.track(), web.track(TargetValue=70.0)
    assert first == second
    (policy,) = as_jsons(web.call("DescribeScalingPolicies")["ScalingPolicies"])
    assert as_json(policy["TargetTrackingScalingPolicyConfiguration"])["TargetValue"] == 70.0
    assert web.call("DescribeScalingPolicies", PolicyNames=["other"])["ScalingPolicies"] == []
    web.call("DeleteScalingPolicy", PolicyName="cpu-50")
    assert web.scaling.alarms() == []


@pytest.mark.parametrize(
    ("schedule", "seconds"), [("at(2026-11-23T03:25:00)", 900), ("rate(10 minutes)", 660), ("cron(30 3 * * ? *)", 1200)]
)
def test_a_scheduled_action_moves_the_limits(web: Scaled, schedule: str, seconds: int) -> None:
    web.call(
        "PutScheduledAction", ScheduledActionName="morning", Schedule=schedule, ScalableTargetAction={"MinCapacity": 5}
    )
    (shown,) = as_jsons(web.call("DescribeScheduledActions")["ScheduledActions"])
    assert (shown["Schedule"], shown["ScalableTargetAction"]) == (schedule, {"MinCapacity": 5})
    web.account.clock.advance(300)
    assert web.desired() == 2
    web.account.clock.advance(seconds)
    assert web.desired() == 5
    assert web.done[-2:] == [
        ("Setting desired count to 5.", "minimum capacity was set to 5"),
        ("Setting min capacity to 5 and max capacity to 6", "scheduled action name morning was triggered"),
    ]
    left = as_jsons(web.call("DescribeScheduledActions")["ScheduledActions"])
    assert len(left) == (0 if schedule.startswith("at") else 1)
    if left:
        web.call("DeleteScheduledAction", ScheduledActionName="morning")


def test_scheduled_actions_can_be_suspended(web: Scaled) -> None:
    web.call("RegisterScalableTarget", SuspendedState={"ScheduledScalingSuspended": True})
    web.call(
        "PutScheduledAction",
        ScheduledActionName="now",
        Schedule="rate(1 minute)",
        ScalableTargetAction={"MinCapacity": 5},
    )
    web.account.clock.advance(600)
    assert web.desired() == 2


@pytest.mark.parametrize(
    ("operation", "request_", "code", "part"),
    [
        ("RegisterScalableTarget", {"MinCapacity": 7}, "ValidationException", "cannot be less than minimum"),
        ("RegisterScalableTarget", {"MinCapacity": -1}, "ValidationException", "negative"),
        (
            "RegisterScalableTarget",
            {"ResourceId": "service/default/api", "MinCapacity": 1},
            "ValidationException",
            "MaxCapacity is required",
        ),
        (
            "RegisterScalableTarget",
            {"ResourceId": "service/default/api", "MinCapacity": 1, "MaxCapacity": 2},
            "ValidationException",
            "ECS service doesn't exist: service/default/api",
        ),
        ("RegisterScalableTarget", {"ScalableDimension": "x"}, "ValidationException", "scalable dimension"),
        ("DeregisterScalableTarget", {"ResourceId": "service/default/api"}, "ObjectNotFoundException", "No scalable"),
        ("DeleteScalingPolicy", {"PolicyName": "x"}, "ObjectNotFoundException", "No scaling policy found"),
        ("DeleteScheduledAction", {"ScheduledActionName": "x"}, "ObjectNotFoundException", "No scheduled action"),
        (
            "PutScalingPolicy",
            {"PolicyName": "x", "PolicyType": "PredictiveScaling"},
            "ValidationException",
            "available",
        ),
        ("PutScalingPolicy", {"PolicyName": "x"}, "ValidationException", "AdjustmentType"),
        (
            "PutScalingPolicy",
            {"PolicyName": "x", "PolicyType": "TargetTrackingScaling"},
            "ValidationException",
            "TargetValue",
        ),
        (
            "PutScheduledAction",
            {"ScheduledActionName": "x", "Schedule": "noon"},
            "ValidationException",
            "Invalid schedule",
        ),
        (
            "PutScheduledAction",
            {"ScheduledActionName": "x", "Schedule": "rate(1 hour)"},
            "ValidationException",
            "ScalableTargetAction",
        ),
        ("DescribeScalingActivities", {"MaxResults": 51}, "ValidationException", "MaxResults"),
    ],
)
def test_what_is_refused(web: Scaled, operation: str, request_: Json, code: str, part: str) -> None:
    error = web.refused(operation, **request_)
    assert (error.code, part in str(error)) == (code, True)


def test_a_service_that_is_gone_is_not_scaled(web: Scaled) -> None:
    web.track()
    web.account.call("DeleteService", service="web", force=True)
    web.account.clock.advance(3600)
    assert web.done == []


def test_every_operation_was_tried() -> None:
    assert len(OPERATIONS) == 10


@pytest.mark.parametrize(
    ("values", "current", "wanted"),
    [
        ([60, 60, 60], 2, 3),
        ([51, 51, 51], 2, 3),
        ([60, 40, 60], 2, 2),
        ([100] * 3, 2, 4),
        ([10] * 15, 6, 2),
        ([10] * 14, 6, 6),
        ([46] * 15, 6, 6),
        ([], 2, 2),
    ],
)
def test_tracking(values: list[float], current: int, wanted: int) -> None:
    assert tracked(values, 50.0, current, scales_in=True) == wanted


@pytest.mark.parametrize(
    ("kind", "adjustment", "magnitude", "wanted"),
    [
        ("ChangeInCapacity", -3, None, 7),
        ("ExactCapacity", 4, None, 4),
        ("PercentChangeInCapacity", 50, None, 15),
        ("PercentChangeInCapacity", 10, 3, 13),
        ("PercentChangeInCapacity", -25, None, 8),
    ],
)
def test_steps(kind: str, adjustment: int, magnitude: int | None, wanted: int) -> None:
    step = {"MetricIntervalLowerBound": 0, "ScalingAdjustment": adjustment}
    configuration: Json = {"AdjustmentType": kind, "StepAdjustments": [step], "MinAdjustmentMagnitude": magnitude}
    assert stepped(Members(configuration), 10) == wanted


@pytest.mark.parametrize(
    ("schedule", "zone", "falls"),
    [
        ("at(2026-11-23T08:00:00)", None, True),
        ("at(2026-11-23T09:00:00)", "Europe/Berlin", True),
        ("at(2026-11-23T08:00:00)", "Europe/Berlin", False),
        ("cron(0 8 * * ? *)", None, True),
        ("cron(0/30 6-9 ? * MON-FRI *)", None, True),
        ("cron(0 8 ? * SAT,SUN *)", None, False),
        ("cron(0 8 23 NOV ? 2026)", None, True),
        ("cron(0 9 * * ? *)", "Europe/Berlin", True),
        ("cron(5 8 * * ? *)", None, False),
    ],
)
def test_schedules(schedule: str, zone: str | None, falls: bool) -> None:
    eight = datetime(2026, 11, 23, 8, tzinfo=UTC)
    assert due(schedule, zone, eight - timedelta(seconds=30), eight + timedelta(seconds=30)) is falls
    assert not due(schedule, zone, eight + timedelta(seconds=30), eight + timedelta(seconds=90))


@pytest.mark.parametrize("schedule", ["noon", "cron(0 8)", "rate(0 minutes)", "at(8:00)", "cron(a b c d e f)"])
def test_no_schedules(schedule: str) -> None:
    assert not is_schedule(schedule, None)
    assert not is_schedule("rate(1 hour)", "Mars/Phobos") or schedule
