"""Which alarms watch a service, and what they say of it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from fargate_tui.fargate.alarms import Watched, alarms_of, rule_of, states
from fargate_tui.fargate.balancers import balancer_dimension, group_dimension
from fargate_tui.fargate.records import Alarm, AlarmMetric, AlarmMetricStat, AlarmQuery, Dimension

NOW = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)
GROUP, OTHER = "targetgroup/web/0123456789abcdef", "targetgroup/api/fedcba9876543210"
BALANCER = "app/shop/50dc6c495c0c9188"
WEB = Watched(cluster="prod", service="web", target_groups=(GROUP,), balancers=(BALANCER,), named=("canary",))


def dimensions(**named: str) -> tuple[Dimension, ...]:
    return tuple(Dimension(name=name, value=value) for name, value in named.items())


def alarm(name: str = "one", **members: Any) -> Alarm:
    return Alarm(alarm_name=name, **members)


@pytest.mark.parametrize(
    ("named", "concerns"),
    [
        ({"ClusterName": "prod", "ServiceName": "web"}, True),
        ({"ClusterName": "prod", "ServiceName": "web", "TaskId": "1"}, True),
        ({"ClusterName": "test", "ServiceName": "web"}, False),
        ({"ClusterName": "prod", "ServiceName": "web-2"}, False),
        ({"ServiceName": "web"}, False),
        ({"ClusterName": "prod"}, False),
        ({"LoadBalancer": BALANCER, "TargetGroup": GROUP}, True),
        ({"LoadBalancer": BALANCER, "TargetGroup": OTHER}, False),
        ({"TargetGroup": GROUP}, True),
        ({"LoadBalancer": BALANCER}, True),
        ({"LoadBalancer": BALANCER, "AvailabilityZone": "eu-west-1a"}, True),
        ({"LoadBalancer": "app/other/1"}, False),
        ({"QueueName": "web"}, False),
        ({}, False),
    ],
)
def test_which_dimensions_are_of_a_service(named: dict[str, str], concerns: bool) -> None:
    found = alarms_of(WEB, [alarm(dimensions=dimensions(**named))])
    assert bool(found) is concerns


def test_metric_math_and_composite_alarms_concern_what_is_in_them() -> None:
    stat = AlarmMetricStat(metric=AlarmMetric(dimensions=dimensions(TargetGroup=GROUP)))
    math = alarm("math", metrics=(AlarmQuery(id="e", expression="m / 2"), AlarmQuery(id="m", metric_stat=stat)))
    over = alarm("over", alarm_rule='ALARM("top") AND NOT OK(nothing)')
    top = alarm("top", alarm_rule="ALARM(math) OR ALARM('else')")
    apart = alarm("apart", alarm_rule="ALARM(else)")
    assert alarms_of(WEB, [over, top, math, apart]) == (over, top, math)


def test_alarms_that_deployments_look_at_concern_the_service_whatever_they_are_over() -> None:
    canary = alarm("canary", state_value="OK", dimensions=dimensions(CanaryName="x"))
    assert alarms_of(WEB, [canary, alarm("other")]) == (canary,)
    (state,) = states(WEB, [canary])
    assert state.fails_deployments


def test_what_rings_comes_first_and_of_that_the_newest() -> None:
    found = states(
        WEB,
        [
            alarm("quiet", state_value="OK", state_transitioned_timestamp=NOW),
            alarm("old", state_value="ALARM", state_transitioned_timestamp=NOW - timedelta(hours=5)),
            alarm("blind", state_value="INSUFFICIENT_DATA"),
            alarm("new", state_value="ALARM", state_updated_timestamp=NOW, state_reason="Threshold Crossed"),
            alarm("odd", state_value="SOMETHING_NEW"),
        ],
    )
    assert [(one.name, one.word, one.severity) for one in found] == [
        ("new", "ALARM", "error"),
        ("old", "ALARM", "error"),
        ("blind", "no data", "info"),
        ("quiet", "ok", "ok"),
        ("odd", "something_new", "info"),
    ]
    assert (found[0].since, found[0].reason) == (NOW, "Threshold Crossed")


@pytest.mark.parametrize(
    ("members", "rule"),
    [
        (
            {"metric_name": "CPUUtilization", "statistic": "Maximum", "threshold": 85.0, "period": 60,
             "comparison_operator": "GreaterThanThreshold", "evaluation_periods": 3},
            "CPUUtilization maximum > 85 for 3 × 1 min",
        ),
        (
            {"metric_name": "TargetResponseTime", "extended_statistic": "p99", "threshold": 0.25, "period": 300,
             "comparison_operator": "GreaterThanOrEqualToThreshold", "evaluation_periods": 5, "datapoints_to_alarm": 3},
            "TargetResponseTime p99 ≥ 0.25 for 3 of 5 × 5 min",
        ),
        ({"metric_name": "X", "comparison_operator": "LessThanLowerOrGreaterThanUpperThreshold"}, "X out of its band"),
        ({"metrics": (AlarmQuery(id="e", expression="a/b", label="error rate"),), "threshold": 1.0,
          "comparison_operator": "LessThanThreshold"}, "error rate < 1"),
        ({"alarm_rule": "ALARM(a) OR ALARM(b)"}, "ALARM(a) OR ALARM(b)"),
        ({}, "an expression out of its band"),
    ],
)  # fmt: skip
def test_when_an_alarm_rings(members: dict[str, Any], rule: str) -> None:
    assert rule_of(alarm(**members)) == rule


def test_what_cloudwatch_calls_balancers_and_groups() -> None:
    elb = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:"
    assert balancer_dimension(f"{elb}loadbalancer/{BALANCER}") == BALANCER
    assert balancer_dimension(f"{elb}loadbalancer/net/tcp/0123456789abcdef") == "net/tcp/0123456789abcdef"
    assert balancer_dimension(f"{elb}loadbalancer/classic") == ""
    assert group_dimension(f"{elb}{GROUP}") == GROUP
