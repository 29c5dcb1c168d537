"""The metrics of a service and of a task: what is asked, how often, and what is said where something is missing."""

from datetime import timedelta

import pytest

from fargate_tui.fargate.errors import NotAllowed, NotFound, Throttled, Unreachable
from fargate_tui.fargate.gauges import Vitals
from fargate_tui.fargate.metrics import Series
from fargate_tui.fargate.ranges import METRIC_RANGES
from fargate_tui.fargate.records import (
    Alarm,
    Deployment,
    DeploymentAlarms,
    DeploymentConfiguration,
    Dimension,
    KeyValue,
    LoadBalancer,
    TargetGroup,
)
from fargate_tui.live.alarms import ALL_EVERY
from fargate_tui.live.readings import EVERY
from fargate_tui.live.store import Store
from fargate_tui.live.watch import Watch
from tests.live.following import following
from tests.live.held_clock import HeldClock
from tests.live.small_aws import ECS, SmallAws, cluster, service, stopped, task

HOUR, DAY = METRIC_RANGES[0], METRIC_RANGES[4]
ELB = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:"
GROUP = f"{ELB}targetgroup/web/0123456789abcdef"
TASK = task(1)


def insights(mode: str) -> tuple[KeyValue, ...]:
    return (KeyValue(name="containerInsights", value=mode),)


@pytest.fixture(autouse=True)
def _account(aws: SmallAws, clock: HeldClock) -> None:
    aws.put(
        cluster("prod", settings=insights("enhanced")),
        service(
            "web",
            load_balancers=(LoadBalancer(target_group_arn=GROUP),),
            deployments=(Deployment(id="1", task_definition=f"{ECS}task-definition/web:7", created_at=clock.now()),),
            deployment_configuration=DeploymentConfiguration(alarms=DeploymentAlarms(alarm_names=("canary",))),
        ),
        TASK,
    )
    aws.fronts[GROUP] = TargetGroup(target_group_arn=GROUP, load_balancer_arns=(f"{ELB}loadbalancer/app/shop/50dc6c",))
    aws.series["CPUUtilization Average"] = Series(id="", times=(clock.now() - timedelta(minutes=5),), values=(42.0,))
    of_web = (Dimension(name="ClusterName", value="prod"), Dimension(name="ServiceName", value="web"))
    aws.watching = [
        Alarm(alarm_name="cpu", state_value="ALARM", dimensions=of_web),
        Alarm(alarm_name="canary", state_value="OK"),
        Alarm(alarm_name="other", state_value="ALARM"),
    ]


def row(watch: Watch[Vitals]) -> Vitals:
    (found,) = watch.snapshot.rows
    return found


def titles(watch: Watch[Vitals]) -> list[str]:
    return [gauge.title for gauge in row(watch).gauges]


async def test_all_of_a_service_in_one_call_a_minute(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    watch = store.metrics.gauges("prod", "web", None, HOUR)
    async with following(watch):
        vitals = row(watch)
        assert aws.asked["GetMetricData"] == 1
        assert vitals.metrics == len(aws.queried) == 17
        assert vitals.gauges[0].curves[0].values == (42.0,)
        assert [mark.label for mark in vitals.marks] == [":7"]
        assert vitals.alarms is not None
        assert [(alarm.name, alarm.word) for alarm in vitals.alarms] == [("cpu", "ALARM"), ("canary", "ok")]
        assert not watch.snapshot.gaps
        before = aws.asked.copy()
        await clock.push(EVERY + 1)
        assert aws.asked - before == {"GetMetricData": 1, "DescribeServices": 1, "DescribeAlarms": 1}
    asked = aws.asked.copy()
    await clock.push(5 * EVERY)
    assert aws.asked == asked, "only while looked at"
    assert store.metrics.gauges("prod", "web", None, HOUR) is watch


async def test_points_of_several_minutes_are_asked_for_when_there_are_new_ones(
    aws: SmallAws, store: Store, clock: HeldClock
) -> None:
    watch = store.metrics.gauges("prod", "web", None, DAY)
    async with following(watch):
        assert {query.period for query in aws.queried} == {300}
        await clock.push(3 * EVERY)
        before = aws.asked["GetMetricData"]
        watch.refresh()
        await clock.push(1)
        assert aws.asked["GetMetricData"] == before, "the same points are billed once"
        await clock.push(300)
        assert aws.asked["GetMetricData"] == before + 1
        assert aws.asked["DescribeAlarms"] > 3, "alarms change at any time"


async def test_all_alarms_are_listed_now_and_then(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    aws.watching += [Alarm(alarm_name=f"a{number}", state_value="OK") for number in range(250)]
    async with following(store.metrics.gauges("prod", "web", None, HOUR)):
        assert aws.asked["DescribeAlarms"] == 3
        await clock.push(EVERY + 1)
        assert aws.asked["DescribeAlarms"] == 4
        aws.watching = aws.watching[1:]
        await clock.push(EVERY)
        await clock.push(ALL_EVERY)
        assert aws.asked["DescribeAlarms"] >= 7


@pytest.mark.parametrize(
    ("operation", "action", "left"),
    [
        ("GetMetricData", "cloudwatch:GetMetricData", 9),
        ("DescribeAlarms", "cloudwatch:DescribeAlarms", 9),
        ("DescribeTargetGroups", "elasticloadbalancing:DescribeTargetGroups", 6),
        ("DescribeClusters", "ecs:DescribeClusters", 9),
        ("DescribeServices", "ecs:DescribeServices", 5),
    ],
)
async def test_what_is_not_allowed_is_named_and_all_else_goes_on(
    aws: SmallAws, store: Store, clock: HeldClock, operation: str, action: str, left: int
) -> None:
    aws.errors[operation] = NotAllowed("read", "not allowed", action=action)
    watch = store.metrics.gauges("prod", "web", None, HOUR)
    async with following(watch):
        vitals = row(watch)
        said = " ".join((*watch.snapshot.gaps, *(gauge.silence for gauge in vitals.gauges)))
        assert f"{action} is not allowed" in said
        assert len(vitals.gauges) == left
        assert (vitals.alarms is None) is (operation == "DescribeAlarms")
        assert bool(vitals.gauges[0].curves[0].values) is not (operation == "GetMetricData")
        asked = aws.asked[operation]
        await clock.push(3 * EVERY)
        assert aws.asked[operation] == asked, "not asked again at once"


async def test_trouble_with_cloudwatch_leaves_the_old_curves(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    watch = store.metrics.gauges("prod", "web", None, HOUR)
    async with following(watch):
        aws.errors["GetMetricData"] = Unreachable("read metrics", "no answer came")
        await clock.push(EVERY + 1)
        assert watch.snapshot.gaps == ("cannot read metrics: no answer came",)
        assert row(watch).gauges[0].curves[0].values == (42.0,)
        del aws.errors["GetMetricData"]
        await clock.push(EVERY + 1)
        assert not watch.snapshot.gaps


async def test_no_answer_at_all_is_not_taken_for_no_points(aws: SmallAws, store: Store) -> None:
    aws.errors["GetMetricData"] = Throttled("read metrics", "too many requests")
    watch = store.metrics.gauges("prod", "web", None, HOUR)
    async with following(watch):
        assert {gauge.silence for gauge in row(watch).gauges} == {"not known: CloudWatch has not answered"}


async def test_a_service_that_is_not_there(aws: SmallAws, store: Store) -> None:
    watch = store.metrics.gauges("prod", "nonsense", None, HOUR)
    async with following(watch):
        assert isinstance(watch.snapshot.error, NotFound)
        assert aws.asked["GetMetricData"] == 0


async def test_without_insights_nothing_of_them_is_asked_for(aws: SmallAws, store: Store) -> None:
    aws.put(cluster("prod", settings=insights("disabled")), service("web", running_count=0))
    watch = store.metrics.gauges("prod", "web", None, HOUR)
    async with following(watch):
        assert {query.namespace for query in aws.queried} == {"AWS/ECS"}
        assert titles(watch) == ["CPU", "memory", "tasks · network · ephemeral storage"]
        assert row(watch).gauges[0].silence == "no data points: no task ran"


async def test_a_task_and_its_containers(aws: SmallAws, store: Store) -> None:
    watch = store.metrics.gauges("prod", "web", TASK.task_arn, HOUR)
    async with following(watch):
        assert titles(watch) == [
            "CPU", "memory", "network", "ephemeral storage", "CPU of containers", "memory of containers",
        ]  # fmt: skip
        assert aws.queried[0].dimensions == (
            ("ClusterName", "prod"),
            ("ServiceName", "web"),
            ("TaskId", TASK.task_arn.rsplit("/", 1)[1]),
        )
        assert row(watch).alarms is None
        assert [mark.text for mark in row(watch).marks] == ["started"]


async def test_a_standalone_task_is_known_by_its_family_and_stays_when_it_is_forgotten(
    aws: SmallAws, store: Store, clock: HeldClock
) -> None:
    alone = stopped(task(2, group="family:nightly"))
    aws.put(alone)
    watch = store.metrics.gauges("prod", None, alone.task_arn, HOUR)
    async with following(watch):
        assert aws.queried[0].dimensions[1] == ("TaskDefinitionFamily", "web")
        assert row(watch).gauges[0].silence == "no data points: it did not run"
        del aws.tasks[alone.task_arn]
        await clock.push(EVERY + 1)
        assert len(row(watch).gauges) == 6
    missing = store.metrics.gauges("prod", None, task(3).task_arn, HOUR)
    async with following(missing):
        assert isinstance(missing.snapshot.error, NotFound)
