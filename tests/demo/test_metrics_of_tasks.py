"""CloudWatch of the local AWS, as an ordinary SDK sees it: computed from what the tasks did."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.demo.shapes import differences
from tests.local_aws import LocalAws

NOW = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)
Json = dict[str, Any]


def metric(service: str, name: str = "CPUUtilization", cluster: str = "production") -> Json:
    dimensions = [{"Name": "ClusterName", "Value": cluster}, {"Name": "ServiceName", "Value": service}]
    return {"Namespace": "AWS/ECS", "MetricName": name, "Dimensions": dimensions}


def query(number: int, of: Json, stat: str = "Average", period: int = 60) -> Json:
    return {"Id": f"q{number}", "MetricStat": {"Metric": of, "Period": period, "Stat": stat}}


def ask(aws: LocalAws, *queries: Json, minutes: int = 60, **asked: Any) -> Json:
    epoch = NOW.timestamp()
    members = {"MetricDataQueries": queries, "StartTime": epoch - 60 * minutes, "EndTime": epoch, **asked}
    status, answer = aws.raw("monitoring", "GraniteServiceVersion20100801.GetMetricData", members)
    assert status == 200, answer
    assert differences("cloudwatch", "GetMetricData", answer) == []
    return dict(answer)


def series(aws: LocalAws, service: str, name: str, stat: str, minutes: int = 60) -> list[float]:
    answer = ask(aws, query(0, metric(service, name), stat), minutes=minutes, ScanBy="TimestampAscending")
    values: list[float] = answer["MetricDataResults"][0]["Values"]
    return values


@pytest.mark.parametrize("name", ["CPUUtilization", "MemoryUtilization"])
def test_a_services_statistics_agree_with_each_other(local_aws: LocalAws, name: str) -> None:
    stats = ("Minimum", "Average", "p50", "Maximum", "SampleCount", "Sum")
    low, mean, middle, high, count, total = (series(local_aws, "checkout-api", name, stat) for stat in stats)
    assert len(low) == 60
    for at in range(60):
        assert 0 <= low[at] <= mean[at] < high[at] <= 100
        assert low[at] <= middle[at] <= high[at]
        assert count[at] >= 6
        assert total[at] == pytest.approx(mean[at] * count[at], rel=1e-4)


def test_a_task_that_is_killed_for_its_memory_had_used_all_of_it(local_aws: LocalAws) -> None:
    assert max(series(local_aws, "image-resizer", "MemoryUtilization", "Maximum")) == 100
    assert min(series(local_aws, "image-resizer", "MemoryUtilization", "Minimum")) < 50
    assert max(series(local_aws, "storefront", "MemoryUtilization", "Maximum")) < 90


def test_where_no_task_ever_ran_there_is_nothing_to_measure(local_aws: LocalAws) -> None:
    for service in ("invoice-export", "legacy-soap", "nowhere"):
        assert series(local_aws, service, "CPUUtilization", "Average") == []


def test_scaling_out_relieves_a_service(local_aws: LocalAws) -> None:
    cpu = series(local_aws, "search", "CPUUtilization", "Average", minutes=40)
    assert max(cpu[:10]) < 60 < max(cpu[14:20])
    assert sum(cpu[-10:]) / 10 < 62


def test_a_day_has_a_busy_and_a_quiet_time(local_aws: LocalAws) -> None:
    answer = ask(local_aws, query(0, metric("storefront"), period=3600), minutes=24 * 60)
    values = answer["MetricDataResults"][0]["Values"]
    # the hour in which the time asked for begins is among them
    assert len(values) == 25
    assert max(values) > 3 * min(values)


def test_points_come_newest_first_unless_asked_otherwise_and_none_is_of_a_minute_that_is_not_over(
    local_aws: LocalAws,
) -> None:
    times = ask(local_aws, query(0, metric("search")), minutes=10)["MetricDataResults"][0]["Timestamps"]
    assert times == [NOW.timestamp() - 60 * back for back in range(1, 11)]


def test_long_answers_come_in_pages(local_aws: LocalAws) -> None:
    queries = [query(number, metric(name)) for number, name in enumerate(("search", "nowhere", "payments"))]
    whole = ask(local_aws, *queries)["MetricDataResults"]
    pages = [ask(local_aws, *queries, MaxDatapoints=50)]
    while token := pages[-1].get("NextToken"):
        pages.append(ask(local_aws, *queries, MaxDatapoints=50, NextToken=token))
    assert len(pages) == 3
    for result in whole:
        parts = [part for page in pages for part in page["MetricDataResults"] if part["Id"] == result["Id"]]
        assert [value for part in parts for value in part["Values"]] == result["Values"]


@pytest.mark.parametrize(
    "queries",
    [
        [],
        [query(0, metric("a")), query(0, metric("b"))],
        [query(number, metric("a")) for number in range(501)],
        [{**query(0, metric("a")), "Id": "Upper"}],
        [query(0, metric("a"), period=90)],
        [query(0, metric("search"), stat="Mean")],
        [{"Id": "e1", "Expression": "SUM(METRICS())"}],
    ],
)
def test_what_cannot_be_answered_is_refused(local_aws: LocalAws, queries: Sequence[Json]) -> None:
    with pytest.raises(ClientError) as caught:
        local_aws.client("cloudwatch").get_metric_data(
            MetricDataQueries=queries, StartTime=NOW - timedelta(hours=1), EndTime=NOW
        )
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400


def test_statistics_of_one_metric(local_aws: LocalAws) -> None:
    answer = local_aws.client("cloudwatch").get_metric_statistics(
        **metric("search"), StartTime=NOW - timedelta(minutes=30), EndTime=NOW, Period=300,
        Statistics=["Average", "Maximum"], ExtendedStatistics=["p90"],
    )  # fmt: skip
    assert len(answer["Datapoints"]) == 7
    for point in answer["Datapoints"]:
        assert point["Average"] <= point["ExtendedStatistics"]["p90"] <= point["Maximum"]
        assert point["Unit"] == "Percent"


@pytest.fixture
def balanced(local_aws: LocalAws) -> dict[str, list[Json]]:
    """The metrics behind each target group."""
    found: dict[str, list[Json]] = {}
    for page in local_aws.client("cloudwatch").get_paginator("list_metrics").paginate(Namespace="AWS/ApplicationELB"):
        for one in page["Metrics"]:
            group = next(part["Value"] for part in one["Dimensions"] if part["Name"] == "TargetGroup")
            found.setdefault(group.split("/")[1], []).append(one)
    return found


def test_services_behind_a_load_balancer_have_its_metrics(local_aws: LocalAws, balanced: dict[str, list[Json]]) -> None:
    def values(service: str, name: str, stat: str) -> list[float]:
        (of,) = [one for one in balanced[service] if one["MetricName"] == name]
        found: list[float] = ask(local_aws, query(0, of, stat), minutes=10)["MetricDataResults"][0]["Values"]
        return found

    assert min(values("storefront", "RequestCount", "Sum")) > 100
    assert 0 < min(values("storefront", "TargetResponseTime", "p95")) < 1
    assert set(values("storefront", "HealthyHostCount", "Average")) == {4.0}
    assert min(values("cart-api", "UnHealthyHostCount", "Minimum")) > 0
    assert sum(values("cart-api", "HTTPCode_Target_5XX_Count", "Sum")) > 10
    assert all(part["Name"] in ("LoadBalancer", "TargetGroup") for part in balanced["cart-api"][0]["Dimensions"])


def test_metrics_are_listed_by_what_one_knows_of_them(local_aws: LocalAws) -> None:
    client = local_aws.client("cloudwatch")
    listed = client.list_metrics(
        Namespace="AWS/ECS", MetricName="CPUUtilization", Dimensions=[{"Name": "ServiceName", "Value": "search"}]
    )["Metrics"]
    assert listed == [metric("search")]
    insights = client.list_metrics(Namespace="ECS/ContainerInsights", MetricName="TaskCpuUtilization")["Metrics"]
    assert {one["Dimensions"][0]["Value"] for one in insights} == {"production", "incidents"}


def test_container_insights_count_tasks(local_aws: LocalAws) -> None:
    of = {**metric("search", "RunningTaskCount"), "Namespace": "ECS/ContainerInsights"}
    values = ask(local_aws, query(0, of), minutes=30)["MetricDataResults"][0]["Values"]
    assert (values[0], values[-1]) == (6, 2)


def test_alarms_say_what_the_metrics_say(local_aws: LocalAws) -> None:
    status, answer = local_aws.raw("monitoring", "GraniteServiceVersion20100801.DescribeAlarms", {})
    assert status == 200
    assert differences("cloudwatch", "DescribeAlarms", answer) == []
    states = {alarm["AlarmName"]: alarm["StateValue"] for alarm in answer["MetricAlarms"]}
    assert states["cart-api unhealthy targets"] == "ALARM"
    assert states["storefront cpu"] == "OK"
    assert states["invoice-export gone"] == "INSUFFICIENT_DATA"
    ringing = local_aws.client("cloudwatch").describe_alarms(StateValue="ALARM")["MetricAlarms"]
    assert {alarm["AlarmName"] for alarm in ringing} == {name for name, state in states.items() if state == "ALARM"}
    cart = next(alarm for alarm in ringing if alarm["AlarmName"].startswith("cart-api"))
    assert NOW - timedelta(minutes=48) < cart["StateUpdatedTimestamp"] < NOW - timedelta(minutes=40)


def test_alarms_that_are_put_are_described_too(own_local_aws: LocalAws) -> None:
    client = own_local_aws.client("cloudwatch")
    client.put_metric_alarm(
        AlarmName="mine", **metric("a"), Statistic="Average", Period=60, EvaluationPeriods=1, Threshold=1.0,
        ComparisonOperator="GreaterThanThreshold",
    )  # fmt: skip
    names = [alarm["AlarmName"] for alarm in client.describe_alarms()["MetricAlarms"]]
    # Other tests scale services and put alarms in the same account.
    assert names.count("mine") == 1
    client.delete_alarms(AlarmNames=["mine"])
    assert "mine" not in [alarm["AlarmName"] for alarm in client.describe_alarms()["MetricAlarms"]]


def test_what_autoscaling_did_to_search(local_aws: LocalAws) -> None:
    asked = {"ServiceNamespace": "ecs", "ResourceId": "service/production/search", "MaxResults": 1}
    target = "AnyScaleFrontendService.DescribeScalingActivities"
    status, first = local_aws.raw("application-autoscaling", target, asked)
    _, second = local_aws.raw("application-autoscaling", target, {**asked, "NextToken": first["NextToken"]})
    assert status == 200
    for answer in (first, second):
        assert differences("application-autoscaling", "DescribeScalingActivities", answer) == []
    said = [answer["ScalingActivities"][0]["Description"] for answer in (first, second)]
    assert said == ["Setting desired count to 6.", "Setting desired count to 4."]
    assert "NextToken" not in second
    others = {"ServiceNamespace": "ecs", "ResourceId": "service/production/payments"}
    assert local_aws.raw("application-autoscaling", target, others)[1] == {"ScalingActivities": []}


def test_tasks_and_containers_have_network_storage_and_loads_of_their_own(local_aws: LocalAws) -> None:
    client = local_aws.client("cloudwatch")
    listed = client.get_paginator("list_metrics").paginate(Namespace="ECS/ContainerInsights")
    metrics = [one for page in listed for one in page["Metrics"]]
    of_service = {"ClusterName", "ServiceName"}
    levels = {
        name: {frozenset(each["Name"] for each in one["Dimensions"]) for one in metrics if one["MetricName"] == name}
        for name in ("NetworkRxBytes", "EphemeralStorageUtilized", "ContainerCpuUtilization")
    }
    assert levels["NetworkRxBytes"] == {frozenset(of_service), frozenset({*of_service, "TaskId"})}
    assert levels["EphemeralStorageUtilized"] == levels["NetworkRxBytes"]
    assert levels["ContainerCpuUtilization"] == {frozenset({*of_service, "TaskId", "ContainerName"})}
    used, reserved = (
        ask(local_aws, query(0, metric("storefront", name) | {"Namespace": "ECS/ContainerInsights"}))[
            "MetricDataResults"
        ][0]["Values"]
        for name in ("EphemeralStorageUtilized", "EphemeralStorageReserved")
    )
    assert 0 < max(used) < min(reserved) == 20
