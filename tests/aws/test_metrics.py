"""Reading metrics and scaling activities, from an AWS that answers as it is told to."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from fargate_tui.aws.account import Aws
from fargate_tui.fargate.errors import Invalid, NotAllowed
from fargate_tui.fargate.metrics import MetricQuery, Series
from fargate_tui.fargate.records import Alarm, Dimension
from tests.aws.conftest import ScriptedAws

START = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
END = START + timedelta(hours=1)


def query(name: str, **changes: Any) -> MetricQuery:
    dimensions = (("ClusterName", "production"), ("ServiceName", "search"))
    return MetricQuery(id=name, namespace="AWS/ECS", name="CPUUtilization", dimensions=dimensions, **changes)


def result(name: str, *points: tuple[int, float]) -> dict[str, Any]:
    times = [START.timestamp() + 60 * minute for minute, _ in points]
    return {"Id": name, "Label": "", "Timestamps": times, "Values": [value for _, value in points]}


async def test_series_come_by_id_and_one_without_points_is_empty(aws: Aws, scripted: ScriptedAws) -> None:
    scripted.on("GetMetricData", {"MetricDataResults": [result("a", (0, 12.5), (2, 14.0)), result("b")]})

    found = await aws.metrics.get_data([query("a"), query("b"), query("c")], START, END)

    times = (START, START + timedelta(minutes=2))
    assert found == {"a": Series(id="a", times=times, values=(12.5, 14.0)), "b": Series(id="b"), "c": Series(id="c")}
    assert all(time.tzinfo is UTC for time in found["a"].times)


async def test_what_is_asked(aws: Aws, scripted: ScriptedAws) -> None:
    scripted.on("GetMetricData", {"MetricDataResults": []})

    await aws.metrics.get_data([query("a", statistic="p90", period=300)], START, END)

    ((_, asked),) = scripted.asked
    dimensions = [{"Name": "ClusterName", "Value": "production"}, {"Name": "ServiceName", "Value": "search"}]
    metric = {"Namespace": "AWS/ECS", "MetricName": "CPUUtilization", "Dimensions": dimensions}
    assert asked["MetricDataQueries"] == [{"Id": "a", "MetricStat": {"Metric": metric, "Period": 300, "Stat": "p90"}}]
    assert (asked["StartTime"], asked["EndTime"]) == (START.timestamp(), END.timestamp())


async def test_a_series_may_come_in_pages_and_out_of_order(aws: Aws, scripted: ScriptedAws) -> None:
    scripted.on(
        "GetMetricData",
        {"MetricDataResults": [result("a", (3, 3.0), (2, 2.0))], "NextToken": "1"},
        {"MetricDataResults": [result("a", (1, 1.0))]},
    )

    found = await aws.metrics.get_data([query("a")], START, END)

    assert found["a"].values == (1.0, 2.0, 3.0)
    assert scripted.asked[1][1]["NextToken"] == "1"


async def test_500_queries_go_into_a_call(aws: Aws, scripted: ScriptedAws) -> None:
    def answer(asked: dict[str, Any]) -> Any:
        return scripted.reply(
            {"MetricDataResults": [result(one["Id"], (0, 1.0)) for one in asked["MetricDataQueries"]]}
        )

    scripted.on("GetMetricData", answer)

    found = await aws.metrics.get_data([query(f"q{number}") for number in range(1_201)], START, END)

    assert sorted(len(asked["MetricDataQueries"]) for _, asked in scripted.asked) == [201, 500, 500]
    assert len(found) == 1_201
    assert all(one.values == (1.0,) for one in found.values())


async def test_nothing_is_asked_for_nothing(aws: Aws, scripted: ScriptedAws) -> None:
    assert await aws.metrics.get_data([], START, END) == {}
    assert scripted.asked == []


async def test_metrics_that_may_not_be_read(aws: Aws, scripted: ScriptedAws) -> None:
    message = "User: arn:aws:iam::1:user/me is not authorized to perform: cloudwatch:GetMetricData"
    scripted.on("GetMetricData", scripted.error("AccessDeniedException", message))

    with pytest.raises(NotAllowed, match=r"^cannot read metrics: cloudwatch:GetMetricData is not allowed for me$"):
        await aws.metrics.get_data([query("a")], START, END)


async def test_a_token_that_comes_twice(aws: Aws, scripted: ScriptedAws) -> None:
    scripted.on("GetMetricData", {"MetricDataResults": [], "NextToken": "1"})

    with pytest.raises(Invalid, match="AWS sent the same page token twice"):
        await asyncio.wait_for(aws.metrics.get_data([query("a")], START, END), 20)


async def test_scaling_activities_become_records(aws: Aws, scripted: ScriptedAws) -> None:
    activity = {
        "ActivityId": "1", "ServiceNamespace": "ecs", "ResourceId": "service/production/search",
        "ScalableDimension": "ecs:service:DesiredCount", "Description": "Setting desired count to 4.",
        "Cause": "monitor alarm x in state ALARM triggered policy y", "StartTime": START.timestamp(),
        "StatusCode": "InProgress",
    }  # fmt: skip
    scripted.on("DescribeScalingActivities", {"ScalingActivities": [activity], "NextToken": "older"})

    (found,) = await aws.scaling.activities("production", "search")

    assert (found.description, found.start_time, found.end_time) == ("Setting desired count to 4.", START, None)
    assert scripted.asked[0][1]["ResourceId"] == "service/production/search"


async def test_scaling_policies_come_in_pages_with_their_configuration_as_it_is(
    aws: Aws, scripted: ScriptedAws
) -> None:
    configuration = {"TargetValue": 60.0, "ScaleInCooldown": 300, "DisableScaleIn": False}
    policy = {
        "PolicyARN": "arn:p", "PolicyName": "cpu-60", "PolicyType": "TargetTrackingScaling",
        "TargetTrackingScalingPolicyConfiguration": configuration, "CreationTime": START.timestamp(),
        "Alarms": [{"AlarmName": "high", "AlarmARN": "arn:high"}],
    }  # fmt: skip
    step = {"PolicyName": "step", "PolicyType": "StepScaling", "StepScalingPolicyConfiguration": {"Cooldown": 60}}
    scripted.on(
        "DescribeScalingPolicies",
        {"ScalingPolicies": [policy], "NextToken": "more"},
        {"ScalingPolicies": [step]},
    )

    cpu, steps = await aws.scaling.policies("production", "search")

    assert (cpu.policy_arn, cpu.alarms[0].alarm_arn, cpu.creation_time) == ("arn:p", "arn:high", START)
    assert (cpu.configuration, cpu.target_value) == (configuration, 60.0)
    assert (steps.configuration, steps.target_value) == ({"Cooldown": 60}, None)
    assert scripted.asked[1][1]["NextToken"] == "more"


async def test_scheduled_actions_become_records(aws: Aws, scripted: ScriptedAws) -> None:
    action = {
        "ScheduledActionName": "night", "ScheduledActionARN": "arn:s", "Schedule": "cron(0 20 * * ? *)",
        "Timezone": "Asia/Tokyo", "ScalableTargetAction": {"MinCapacity": 0}, "EndTime": START.timestamp(),
    }  # fmt: skip
    scripted.on("DescribeScheduledActions", {"ScheduledActions": [action]})

    (night,) = await aws.scaling.scheduled("production", "search")

    assert (night.scheduled_action_arn, night.timezone, night.end_time) == ("arn:s", "Asia/Tokyo", START)
    assert (night.scalable_target_action.min_capacity, night.scalable_target_action.max_capacity) == (0, None)


async def pages_of(aws: Aws, names: tuple[str, ...] = ()) -> list[tuple[Alarm, ...]]:
    return [page async for page in aws.metrics.alarms(names)]


async def test_alarms_come_in_pages_metric_alarms_and_composite_ones(aws: Aws, scripted: ScriptedAws) -> None:
    cpu = {
        "AlarmName": "cpu", "StateValue": "ALARM", "StateTransitionedTimestamp": START.timestamp(),
        "MetricName": "CPUUtilization", "Namespace": "AWS/ECS", "Threshold": 85.0, "EvaluationPeriods": 3,
        "Dimensions": [{"Name": "ServiceName", "Value": "search"}],
    }  # fmt: skip
    both = {"AlarmName": "both", "StateValue": "OK", "AlarmRule": 'ALARM("cpu")'}
    scripted.on(
        "DescribeAlarms",
        {"MetricAlarms": [cpu], "CompositeAlarms": [], "NextToken": "1"},
        {"MetricAlarms": [], "CompositeAlarms": [both]},
    )

    (one,), (other,) = await pages_of(aws)

    assert (one.alarm_name, one.state_value, one.state_transitioned_timestamp) == ("cpu", "ALARM", START)
    assert one.dimensions == (Dimension(name="ServiceName", value="search"),)
    assert (other.alarm_name, other.alarm_rule) == ("both", 'ALARM("cpu")')
    assert [asked.get("NextToken") for _, asked in scripted.asked] == [None, "1"]
    assert scripted.asked[0][1]["AlarmTypes"] == ["MetricAlarm", "CompositeAlarm"]


async def test_alarms_are_asked_for_by_name_100_at_a_time(aws: Aws, scripted: ScriptedAws) -> None:
    scripted.on("DescribeAlarms", {"MetricAlarms": [], "CompositeAlarms": []})

    await pages_of(aws, tuple(f"alarm {number}" for number in range(130)))

    assert [len(asked["AlarmNames"]) for _, asked in scripted.asked] == [100, 30]


async def test_alarms_that_may_not_be_read(aws: Aws, scripted: ScriptedAws) -> None:
    message = "User: arn:aws:iam::1:user/me is not authorized to perform: cloudwatch:DescribeAlarms"
    scripted.on("DescribeAlarms", scripted.error("AccessDeniedException", message))

    with pytest.raises(NotAllowed, match=r"^cannot read alarms: cloudwatch:DescribeAlarms is not allowed for me$"):
        await pages_of(aws)


async def test_an_alarm_token_that_comes_twice(aws: Aws, scripted: ScriptedAws) -> None:
    scripted.on("DescribeAlarms", {"MetricAlarms": [], "NextToken": "1"})

    with pytest.raises(Invalid, match="AWS sent the same page token twice"):
        await asyncio.wait_for(pages_of(aws), 20)
