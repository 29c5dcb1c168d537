"""What scales a service: what is asked, how often, and what is said where something is missing."""

import pytest

from fargate_tui.fargate.errors import NotAllowed, NotFound, Unreachable
from fargate_tui.fargate.records import Alarm, PolicyAlarm, ScalableTarget, ScalingActivity, ScalingPolicy
from fargate_tui.fargate.scaling import ScalingRow
from fargate_tui.live.store import Store
from fargate_tui.live.watch import Watch
from tests.live.following import following
from tests.live.held_clock import HeldClock
from tests.live.small_aws import SmallAws, service

POLICY = ScalingPolicy(
    policy_name="cpu-60",
    policy_arn="arn:cpu-60",
    policy_type="TargetTrackingScaling",
    target_tracking_scaling_policy_configuration={"TargetValue": 60.0},
    alarms=(PolicyAlarm(alarm_name="high"),),
)
OURS = "application-autoscaling"


@pytest.fixture(autouse=True)
def _account(aws: SmallAws) -> None:
    aws.put(service("web", desired_count=4))
    aws.scalable["web"] = ScalableTarget(resource_id="x", min_capacity=2, max_capacity=4)
    aws.tracked["web"] = (POLICY,)
    aws.scaled["web"] = (ScalingActivity(activity_id="1", status_code="Successful"),)
    aws.watching = [
        Alarm(alarm_name="high", state_value="ALARM", comparison_operator="GreaterThanThreshold"),
        Alarm(alarm_name="other"),
    ]


def words(watch: Watch[ScalingRow]) -> list[tuple[str, str]]:
    return [(row.sort, row.finding.word) for row in watch.snapshot.rows]


async def test_all_of_it_in_one_round(store: Store, aws: SmallAws) -> None:
    watch = store.course.scaling("prod", "web")
    async with following(watch):
        assert words(watch) == [("limits", "on"), ("policy", "at maximum"), ("activity", "done")]
        assert watch.snapshot.gaps == ()
        assert watch.snapshot.every == 10
        assert aws.asked.total() == 6


async def test_alarms_are_asked_for_by_name_and_seldom(store: Store, aws: SmallAws, clock: HeldClock) -> None:
    watch = store.course.scaling("prod", "web")
    async with following(watch):
        await clock.push(20)
        assert aws.asked["DescribeScalingPolicies"] == 3
        assert aws.asked["DescribeAlarms"] == 1
        aws.watching[0] = Alarm(alarm_name="high", state_value="OK", comparison_operator="GreaterThanThreshold")
        await clock.push(10)
        assert aws.asked["DescribeAlarms"] == 2
        assert words(watch)[1] == ("policy", "holds")


async def test_a_service_that_nothing_scales(store: Store, aws: SmallAws) -> None:
    aws.scalable.clear()
    aws.tracked.clear()
    aws.scaled.clear()
    watch = store.course.scaling("prod", "web")
    async with following(watch):
        assert words(watch) == [("limits", "not scaled")]
        assert not aws.asked["DescribeAlarms"]


@pytest.mark.parametrize(
    ("operation", "gap", "left"),
    [
        ("DescribeScalableTargets", "scaling limits", ["limits", "policy", "activity"]),
        ("DescribeScalingPolicies", "scaling policies", ["limits", "activity"]),
        ("DescribeScheduledActions", "schedules", ["limits", "policy", "activity"]),
        ("DescribeScalingActivities", "scaling activities", ["limits", "policy"]),
    ],
)
async def test_a_refused_part_is_named_and_the_rest_stands(
    store: Store, aws: SmallAws, clock: HeldClock, operation: str, gap: str, left: list[str]
) -> None:
    aws.errors[operation] = NotAllowed("ask", "no")
    watch = store.course.scaling("prod", "web")
    async with following(watch):
        assert watch.snapshot.gaps == (f"{gap} not known: {OURS}:{operation} is not allowed",)
        assert [row.sort for row in watch.snapshot.rows] == left
        await clock.push(30)
        assert aws.asked[operation] == 1, "not asked for again and again"


async def test_refused_limits_are_not_called_none(store: Store, aws: SmallAws) -> None:
    aws.errors["DescribeScalableTargets"] = NotAllowed("ask", "no")
    watch = store.course.scaling("prod", "web")
    async with following(watch):
        assert words(watch)[0] == ("limits", "not known")


async def test_refused_alarms_are_not_called_well(store: Store, aws: SmallAws) -> None:
    aws.errors["DescribeAlarms"] = NotAllowed("ask", "no")
    watch = store.course.scaling("prod", "web")
    async with following(watch):
        assert words(watch)[1] == ("policy", "not checked")
        assert watch.snapshot.gaps == ("states of alarms not known: cloudwatch:DescribeAlarms is not allowed",)


async def test_what_was_known_stays_where_an_answer_is_lost(store: Store, aws: SmallAws, clock: HeldClock) -> None:
    watch = store.course.scaling("prod", "web")
    async with following(watch):
        aws.errors["DescribeScalingPolicies"] = Unreachable("list scaling policies of web", "cut")
        await clock.push(10)
        assert [row.sort for row in watch.snapshot.rows] == ["limits", "policy", "activity"]
        assert watch.snapshot.gaps == ("cannot list scaling policies of web: cut",)


async def test_a_service_that_cannot_be_read_is_an_error(store: Store, aws: SmallAws) -> None:
    aws.errors["DescribeServices prod"] = NotFound("describe services of prod", "no cluster")
    watch = store.course.scaling("prod", "web")
    async with following(watch):
        assert isinstance(watch.snapshot.error, NotFound)
