from datetime import timedelta
from typing import Any

from fargate_tui.fargate.errors import NotAllowed, Throttled
from fargate_tui.fargate.records import Container, Deployment, ScalingActivity, ServiceEvent
from fargate_tui.live.pace import AT_REST, LIVELY
from fargate_tui.live.store import Store
from fargate_tui.live.timeline import SCALED_EVERY
from fargate_tui.live.watch import Watch
from tests.live.following import following
from tests.live.held_clock import HeldClock
from tests.live.small_aws import SmallAws, cluster, service, stopped, task


def said(clock: HeldClock, message: str, ago: float = 0.0) -> ServiceEvent:
    return ServiceEvent(id=f"{message} {ago}", created_at=clock.now() - timedelta(seconds=ago), message=message)


def texts(watch: Watch[Any]) -> list[str]:
    return [row.text for row in watch.snapshot.rows]


def dead(clock: HeldClock, number: int, ago: float, **members: Any) -> Any:
    ended = clock.now() - timedelta(seconds=ago)
    containers = (Container(name="api", exit_code=3),)
    return stopped(
        task(number, **members), stop_code="EssentialContainerExited", stopped_at=ended, containers=containers
    )


async def test_one_timeline_of_a_service(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    aws.put(
        cluster("prod"),
        service(
            "web",
            events=(said(clock, "(service web) first", 10), said(clock, "(service web) third", 30)),
            deployments=(Deployment(id="ecs-svc/1", status="PRIMARY", created_at=clock.now() - timedelta(seconds=40)),),
        ),
        service("other", events=(said(clock, "(service other) not asked for"),)),
        dead(clock, 1, 20),
        dead(clock, 2, 5, group="service:other"),
    )
    aws.scaled["web"] = (
        ScalingActivity(
            activity_id="1",
            description="set to 4",
            status_code="Successful",
            start_time=clock.now() - timedelta(seconds=15),
        ),
    )
    watch = store.course.timeline("prod", "web")
    async with following(watch):
        assert texts(watch) == [
            "first",
            "auto scaling: set to 4",
            "task 00000000 failed: api exited 3",
            "third",
            "deployment of ? began",
        ]
        assert watch.snapshot.gaps == ()
        assert [row.source for row in watch.snapshot.rows] == ["event", "scaling", "task", "event", "deployment"]


async def test_one_timeline_of_a_cluster(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    aws.put(cluster("prod"), dead(clock, 7, 15, group="family:job"))
    for number in range(12):
        aws.put(service(f"s{number:02}", events=(said(clock, f"(service s{number:02}) says {number}", number * 10),)))
    watch = store.course.timeline("prod")
    async with following(watch):
        found = texts(watch)
        assert [text for text in found if text.startswith("says")] == [f"says {number}" for number in range(12)]
        assert found[2].startswith("task 00000000")
        assert watch.snapshot.rows[2].service == ""
        assert aws.asked["DescribeScalingActivities"] == 10
        await clock.push(AT_REST)
        assert aws.asked["DescribeScalingActivities"] == 12
        await clock.push(AT_REST)
        assert aws.asked["DescribeScalingActivities"] == 12
        await clock.push(SCALED_EVERY)
        assert aws.asked["DescribeScalingActivities"] == 24


async def test_ended_tasks_are_described_once_and_stay_when_aws_forgets_them(
    aws: SmallAws, store: Store, clock: HeldClock
) -> None:
    aws.put(cluster("prod"), service("web"), dead(clock, 1, 5))
    watch = store.course.timeline("prod", "web")
    async with following(watch):
        assert len(watch.snapshot.rows) == 1
        before = watch.snapshot.rows[0]
        aws.forget_calls()
        aws.tasks.clear()
        await clock.push(AT_REST)
        assert aws.asked["DescribeTasks"] == 0
        assert watch.snapshot.rows == (before,)
        aws.put(dead(clock, 2, 1))
        await clock.push(AT_REST)
        assert len(watch.snapshot.rows) == 2


async def test_what_is_not_allowed_is_a_gap_and_the_rest_is_there(
    aws: SmallAws, store: Store, clock: HeldClock
) -> None:
    aws.put(cluster("prod"), service("web", events=(said(clock, "(service web) hello"),)), dead(clock, 1, 5))
    aws.errors["ListTasks"] = NotAllowed("list tasks", "no", action="ecs:ListTasks")
    aws.errors["DescribeScalingActivities"] = NotAllowed("ask", "no")
    watch = store.course.timeline("prod", "web")
    async with following(watch):
        assert texts(watch) == ["hello"]
        assert set(watch.snapshot.gaps) == {
            "ended tasks not known: ecs:ListTasks is not allowed",
            "scaling activities not known: application-autoscaling:DescribeScalingActivities is not allowed",
        }
        await clock.push(AT_REST * 3)
        assert aws.asked["DescribeScalingActivities"] == 1


async def test_without_services_the_old_rows_stay_with_the_error(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    aws.put(cluster("prod"), service("web", events=(said(clock, "(service web) hello"),)))
    watch = store.course.timeline("prod", "web")
    async with following(watch):
        aws.errors["DescribeServices"] = Throttled("describe services", "too many requests")
        await clock.push(AT_REST)
        assert isinstance(watch.snapshot.error, Throttled)
        assert texts(watch) == ["hello"]


async def test_it_is_lively_while_a_deployment_rolls(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    rolling = Deployment(id="ecs-svc/1", status="PRIMARY", rollout_state="IN_PROGRESS", created_at=clock.now())
    aws.put(cluster("prod"), service("web", deployments=(rolling,)))
    watch = store.course.timeline("prod", "web")
    async with following(watch):
        assert watch.snapshot.every == LIVELY
        before = watch.snapshot.rows
        await clock.push(LIVELY)
        assert watch.snapshot.rows is before
