"""Which plots there are, what is asked for them, and what is said where there is nothing to show."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fargate_tui.fargate.chart_sources import Front, Insights, Part, of_service, of_task
from fargate_tui.fargate.charts import MOST_CURVES
from fargate_tui.fargate.gauges import Gauge, gauges, queries
from fargate_tui.fargate.metrics import Series
from fargate_tui.fargate.ranges import METRIC_RANGES, Range

NOW = datetime(2026, 11, 23, 3, 12, 40, tzinfo=UTC)
ON, ENHANCED, OFF = (Insights(cluster="prod", mode=mode) for mode in ("enabled", "enhanced", "disabled"))
SHOP = Front(target_group="targetgroup/web/0123456789abcdef", balancer="app/shop/50dc6c495c0c9188")
TCP = Front(target_group="targetgroup/tcp/0123456789abcdef", balancer="net/tcp/50dc6c495c0c9188")
OF_WEB = (("ClusterName", "prod"), ("ServiceName", "web"))
NO_TASK, UNCHECKED = "no data points: no task ran", "whether Container Insights is on was not checked"
OF_TASK = (*OF_WEB, ("TaskId", "0" * 32))


def web(*fronts: Front, insights: Insights = ON, is_running: bool = True, no_fronts: str = "") -> tuple[Part, ...]:
    return of_service("prod", "web", is_running=is_running, insights=insights, fronts=fronts, no_fronts=no_fronts)


def shown(parts: tuple[Part, ...], found: dict[str, Series] | None = None, period: int = 60) -> dict[str, Gauge]:
    return {gauge.id: gauge for gauge in gauges(parts, found or {}, period)}


def series(*points: tuple[int, float]) -> Series:
    return Series(
        id="", times=tuple(NOW + timedelta(minutes=minute) for minute, _ in points), values=tuple(v for _, v in points)
    )


def test_a_service_with_everything() -> None:
    parts = web(SHOP)
    assert [gauge.title for gauge in gauges(parts, {}, 60)] == [
        "CPU", "memory", "tasks", "targets", "requests", "5xx", "latency", "network", "ephemeral storage",
    ]  # fmt: skip
    asked = queries(parts, 300)
    assert len(asked) == len({query.id for query in asked}) == 17
    assert {query.period for query in asked} == {300}
    by_name = {(query.name, query.statistic): query for query in asked}
    assert by_name["CPUUtilization", "Maximum"].dimensions == OF_WEB
    assert by_name["RunningTaskCount", "Average"].namespace == "ECS/ContainerInsights"
    behind = (("LoadBalancer", SHOP.balancer), ("TargetGroup", SHOP.target_group))
    assert by_name["RequestCount", "Sum"].dimensions == behind
    assert by_name["HTTPCode_ELB_5XX_Count", "Sum"].dimensions == behind[:1]
    assert by_name["TargetResponseTime", "p99"].namespace == "AWS/ApplicationELB"


def test_what_is_not_there_is_not_asked_for_and_said_once() -> None:
    assert [gauge.title for gauge in gauges(web(insights=OFF), {}, 60)] == [
        "CPU",
        "memory",
        "tasks · network · ephemeral storage",
    ]
    assert {query.namespace for query in queries(web(insights=OFF), 60)} == {"AWS/ECS"}
    off = shown(web(insights=OFF))["insights"]
    assert "is off in prod" in off.silence
    assert (
        "aws ecs update-cluster-settings --cluster prod --settings name=containerInsights,value=enabled" in off.silence
    )
    assert off.curves == ()
    denied = shown(web(no_fronts="load balancers not known: elasticloadbalancing:DescribeTargetGroups is not allowed"))
    assert "DescribeTargetGroups" in denied["fronts"].silence
    alone = shown(web(Front(target_group=SHOP.target_group)))
    assert alone["fronts"].silence == "no load balancer is in front of target group web"


def test_several_target_groups_have_plots_of_their_own() -> None:
    found = shown(web(SHOP, TCP))
    assert found["requests"].title == "requests · web"
    assert found["targets_1"].title == "targets · tcp"
    assert found["flows_1"].title == "new connections · tcp"
    ids = [query.id for query in queries(web(SHOP, TCP), 60)]
    assert len(ids) == len(set(ids))
    assert all(name[0].islower() and name.replace("_", "").isalnum() for name in ids)


@pytest.mark.parametrize(
    ("insights", "is_running", "silence"),
    [
        (ON, False, NO_TASK),
        (ON, True, "no data points yet: CloudWatch is a minute or two behind"),
        (
            Insights(cluster="prod", action="ecs:DescribeClusters"),
            False,
            f"{NO_TASK}\n{UNCHECKED}: ecs:DescribeClusters is not allowed",
        ),
        (
            Insights(cluster="prod"),
            False,
            f"{NO_TASK}\n{UNCHECKED}",
        ),
    ],
)
def test_why_there_are_no_points(insights: Insights, is_running: bool, silence: str) -> None:
    assert shown(web(insights=insights, is_running=is_running))["tasks"].silence == silence


def test_a_task_has_plots_only_with_enhanced_observability() -> None:
    names = ["app", "envoy", "otel", "init", "sidecar"]
    parts = of_task(OF_TASK, names, insights=ENHANCED, is_running=True)
    found = shown(parts)
    assert list(found) == [
        "cpu", "memory", "network", "storage", "container_cpu_0", "container_cpu_4", "container_memory_0",
        "container_memory_4",
    ]  # fmt: skip
    assert [curve.name for curve in found["container_cpu_0"].curves] == names[:MOST_CURVES]
    asked = next(query for query in queries(parts, 60) if query.name == "ContainerCpuUtilization")
    assert asked.dimensions == (*OF_TASK, ("ContainerName", "app"))
    for insights, state in ((ON, "on without enhanced observability"), (OFF, "off")):
        parts = of_task(OF_TASK, names, insights=insights, is_running=True)
        assert queries(parts, 60) == ()
        assert f"is {state} in prod" in shown(parts)["insights"].silence
        assert "value=enhanced" in shown(parts)["insights"].silence
    unchecked = of_task(OF_TASK, names, insights=Insights(cluster="prod"), is_running=False)
    assert "no data points: it did not run" in shown(unchecked)["cpu"].silence


def test_a_period_without_errors_has_none_where_anything_was_counted() -> None:
    found = {
        "requests_0": series((0, 600), (5, 300), (10, 900)),
        "errors_0": series((5, 10)),
        "errors_1": series((20, 5)),
        "latency_0": series((0, 0.045)),
    }
    plots = shown(web(SHOP), found, 300)
    of_tasks, of_balancer = plots["errors"].curves
    assert list(of_tasks.values) == [0, 2, 0], "per minute"
    assert list(of_balancer.values) == [0, 0, 0, 1]
    assert list(plots["requests"].curves[0].values) == [120, 60, 180]
    assert list(plots["latency"].curves[0].values) == [45]
    silent = shown(web(SHOP))
    assert not any(curve.values for gauge in silent.values() for curve in gauge.curves), (
        "nothing counted, nothing known"
    )


def test_an_answer_that_is_missing_is_no_silence_of_the_tasks() -> None:
    found = gauges(web(SHOP), {}, 60, "metrics not known: cloudwatch:GetMetricData is not allowed")
    assert {gauge.silence for gauge in found} == {"metrics not known: cloudwatch:GetMetricData is not allowed"}
    off = gauges(web(insights=OFF), {}, 60, "asking CloudWatch…")
    assert "is off in prod" in off[-1].silence


def test_ranges_ask_for_no_more_than_can_be_seen_and_than_cloudwatch_keeps() -> None:
    assert [each.word for each in METRIC_RANGES] == ["1h", "3h", "6h", "12h", "24h", "3d", "7d", "14d"]
    assert all(60 <= each.points <= 300 for each in METRIC_RANGES)
    assert all(each.period == 60 for each in METRIC_RANGES[:2])
    assert all(each.span <= timedelta(days=15) for each in METRIC_RANGES), "points of a minute are kept for 15 days"


@given(st.sampled_from(METRIC_RANGES), st.integers(0, 2**31))
def test_a_window_is_of_whole_periods_that_are_over(span: Range, seconds: int) -> None:
    now = datetime.fromtimestamp(seconds, UTC)
    start, end = span.window(now)
    assert end - start == span.span
    assert end.timestamp() % span.period == 0
    assert now - timedelta(seconds=span.period + 120) <= end <= now
