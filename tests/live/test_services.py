from datetime import datetime, timedelta
from typing import Any

from fargate_tui.fargate.errors import NotAllowed, NotFound, Throttled
from fargate_tui.fargate.records import (
    CapacityProviderStrategyItem,
    Container,
    Deployment,
    Service,
    ServiceEvent,
)
from fargate_tui.live.deaths import FRESH
from fargate_tui.live.pace import AT_REST, LIVELY
from fargate_tui.live.store import Store
from tests.live.following import following
from tests.live.held_clock import HeldClock
from tests.live.small_aws import ECS, SmallAws, cluster, service, stopped, task

WEB7 = f"{ECS}task-definition/web:7"


def crashing(now: datetime) -> Service:
    starts = [now - timedelta(minutes=minutes) for minutes in (1, 3, 5, 7)]
    events = (ServiceEvent(created_at=at, message="(service web) has started 1 tasks: (task 0a1b).") for at in starts)
    return service("web", running_count=0, events=tuple(events))


async def test_the_services_of_a_cluster(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    strategy = (
        CapacityProviderStrategyItem(capacity_provider="FARGATE_SPOT", weight=3),
        CapacityProviderStrategyItem(capacity_provider="FARGATE", weight=1),
    )
    events = (
        ServiceEvent(created_at=clock.now(), message="(service web) has reached a steady state."),
        ServiceEvent(created_at=clock.now(), message="(service web) has stopped 1 running tasks: (task 0a1b)."),
    )
    deployment = Deployment(id="ecs-svc/1", status="PRIMARY", rollout_state="COMPLETED", task_definition=WEB7)
    aws.put(
        cluster("prod"), service("web", capacity_provider_strategy=strategy, events=events, deployments=(deployment,))
    )
    aws.put(service("idle", desired_count=0, running_count=0, launch_type="FARGATE"), service("other", of="dev"))
    watch = store.services("prod")
    async with following(watch):
        web, idle = watch.snapshot.rows
    assert (web.name, web.cluster, web.launch, web.task_definition) == ("web", "prod", "SPOT 3 : FARGATE 1", "web:7")
    assert (web.rollout, web.last_event) == ("COMPLETED", "has stopped 1 running tasks: (task 0a1b).")
    assert (idle.finding.word, idle.launch, idle.last_event) == ("idle", "FARGATE", "")


async def test_unchanged_services_stay_the_same_objects(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    aws.put(*(service(f"web-{number}") for number in range(25)))
    watch = store.services("prod")
    async with following(watch) as told:
        before = watch.snapshot.rows
        await clock.push(AT_REST)
        assert aws.asked["DescribeServices"] == 6
        assert watch.snapshot.rows is before
        assert (told[-1].added, told[-1].changed, told[-1].removed) == ((), (), ())


async def test_of_all_clusters_one_that_fails_keeps_its_rows(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    aws.put(cluster("prod"), cluster("dev"), service("web"), service("web", of="dev"))
    watch = store.services(None)
    async with following(watch):
        aws.errors["ListServices dev"] = NotAllowed("list services of dev", "no", action="ecs:ListServices")
        aws.put(service("new"))
        await clock.push(AT_REST)
        assert [(row.cluster, row.name) for row in watch.snapshot.rows] == [
            ("prod", "web"),
            ("prod", "new"),
            ("dev", "web"),
        ]
        assert list(watch.snapshot.gaps) == ["cannot list services of dev: no"]


async def test_a_batch_that_is_throttled_keeps_its_rows_and_slows_down(
    aws: SmallAws, store: Store, clock: HeldClock
) -> None:
    aws.put(service("web", pending_count=1))
    watch = store.services("prod")
    async with following(watch):
        assert watch.snapshot.every == LIVELY
        aws.errors["DescribeServices"] = Throttled("describe services of prod", "rate exceeded")
        await clock.push(LIVELY)
        assert [row.name for row in watch.snapshot.rows] == ["web"]
        assert list(watch.snapshot.gaps) == ["cannot describe services of prod: rate exceeded"]
        assert watch.snapshot.every is not None
        assert watch.snapshot.every > LIVELY


async def test_what_can_be_listed_but_not_described_is_a_gap(aws: SmallAws, store: Store) -> None:
    aws.put(service("web"), service("ghost"))
    aws.hidden.add(service("ghost").service_arn)
    watch = store.services("prod")
    async with following(watch):
        assert [row.name for row in watch.snapshot.rows] == ["web"]
        assert list(watch.snapshot.gaps) == ["cannot describe ghost: missing"]


async def test_services_that_may_not_be_described_are_there_by_name(
    aws: SmallAws, store: Store, clock: HeldClock
) -> None:
    aws.put(service("web"))
    aws.errors["DescribeServices"] = NotAllowed("describe services of prod", "no", action="ecs:DescribeServices")
    watch = store.services("prod")
    async with following(watch):
        assert [(row.name, row.cluster, row.finding.word) for row in watch.snapshot.rows] == [
            ("web", "prod", "unknown")
        ]
        assert list(watch.snapshot.gaps) == ["cannot describe services of prod: no"]
        aws.errors.clear()
        await clock.push(AT_REST)
        assert [row.finding.word for row in watch.snapshot.rows] == ["steady"]
        assert list(watch.snapshot.gaps) == []


async def test_a_missing_permission_is_the_error(aws: SmallAws, store: Store) -> None:
    aws.errors["ListServices"] = NotAllowed("list services", "ecs:ListServices is not allowed for ops-readonly")
    watch = store.services("prod")
    async with following(watch):
        assert str(watch.snapshot.error) == "cannot list services: ecs:ListServices is not allowed for ops-readonly"
        assert not watch.snapshot.loaded


async def test_a_cluster_deleted_while_its_services_are_followed(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    aws.put(service("web"))
    watch = store.services("prod")
    async with following(watch):
        at = watch.snapshot.at
        aws.errors["ListServices"] = NotFound("list services of prod", "the cluster is gone")
        await clock.push(AT_REST)
        assert isinstance(watch.snapshot.error, NotFound)
        assert ([row.name for row in watch.snapshot.rows], watch.snapshot.at) == (["web"], at)


async def test_a_service_being_deleted_is_shown_until_its_tasks_have_stopped(
    aws: SmallAws, store: Store, clock: HeldClock
) -> None:
    aws.put(service("web"))
    watch = store.services("prod")
    async with following(watch):
        _unlist(aws, service("web", status="DRAINING", desired_count=0))
        await clock.push(AT_REST)
        assert [row.finding.word for row in watch.snapshot.rows] == ["draining"]
        _unlist(aws, service("web", status="INACTIVE", desired_count=0, running_count=0))
        await clock.push(LIVELY)
        assert list(watch.snapshot.rows) == []
        assert list(watch.snapshot.gaps) == []


def _unlist(aws: SmallAws, subject: Service) -> None:
    aws.put(subject)
    aws.unlisted.add(subject.service_arn)


async def test_why_a_service_is_not_well_is_read_from_its_dead_tasks(
    aws: SmallAws, store: Store, clock: HeldClock
) -> None:
    died: dict[str, Any] = {
        "stop_code": "EssentialContainerExited",
        "stopped_reason": "Essential container in task exited",
        "containers": (Container(name="api", exit_code=1),),
    }
    aws.put(cluster("prod"), crashing(clock.now()), service("fine"), stopped(task(1), **died), stopped(task(2), **died))
    watch = store.services("prod")
    async with following(watch):
        found = watch.snapshot.rows[0].finding
        assert (found.word, found.why) == ("crash loop", "api exited 1")
        asked = aws.asked["ListTasks"]
        assert asked == 1, "only the service that is not well"
        await clock.push(LIVELY * 2)
        assert aws.asked["ListTasks"] == asked, "known for half a minute"
        await clock.push(FRESH)
        assert aws.asked["ListTasks"] == asked + 1


async def test_how_often_tasks_died_of_one_cause_lately_is_counted(
    aws: SmallAws, store: Store, clock: HeldClock
) -> None:
    died: dict[str, Any] = {
        "stop_code": "EssentialContainerExited",
        "stopped_reason": "OutOfMemoryError: Container killed due to memory usage",
        "containers": (Container(name="api", exit_code=137, memory="512"),),
    }
    lately = [clock.now() - timedelta(minutes=minutes) for minutes in (1, 4, 9, 30)]
    aws.put(cluster("prod"), crashing(clock.now()))
    aws.put(*(stopped(task(number), stopped_at=at, **died) for number, at in enumerate(lately)))
    watch = store.services("prod")
    async with following(watch):
        found = watch.snapshot.rows[0].finding
        assert found.why == "3× out of memory: api was killed at 512 MiB (exit 137) · in 10 min"
        assert (aws.asked["ListTasks"], aws.asked["DescribeTasks"]) == (1, 1), "no more calls than for the cause"


async def test_without_permission_for_tasks_the_finding_stands_without_its_cause(
    aws: SmallAws, store: Store, clock: HeldClock
) -> None:
    aws.put(crashing(clock.now()))
    aws.errors["ListTasks"] = NotAllowed("list tasks", "no", action="ecs:ListTasks")
    watch = store.services("prod")
    async with following(watch):
        assert watch.snapshot.rows[0].finding.why == "its tasks keep starting and ending"
        assert list(watch.snapshot.gaps) == ["why tasks died not known: ecs:ListTasks is not allowed"]
        await clock.push(FRESH * 2)
        assert aws.asked["ListTasks"] == 1


def growing(now: datetime) -> Service:
    started = ServiceEvent(created_at=now, message="(service web) has started 2 tasks: (task 0a1b) (task 0a1c).")
    return service("web", desired_count=4, running_count=2, pending_count=2, events=(started,))


async def test_what_is_scaled_out_is_changing_and_stays_so(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    aws.put(growing(clock.now()))
    watch = store.services("prod")
    async with following(watch) as told:
        for _ in range(40):
            await clock.push(LIVELY)
        words = [row.finding.word for change in told for row in change.changed]
        assert watch.snapshot.rows[0].finding.word == "scaling out"
        assert words == ["scaling out"], "once the ends of its tasks are known it does not change from poll to poll"


async def test_where_the_ends_of_tasks_are_not_known_it_is_short(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    aws.put(growing(clock.now()))
    aws.errors["ListTasks prod"] = NotAllowed("list tasks", "no", action="ecs:ListTasks")
    watch = store.services("prod")
    async with following(watch):
        await clock.push(AT_REST)
        assert (watch.snapshot.rows[0].finding.severity, watch.snapshot.rows[0].finding.word) == ("warn", "short")


async def test_one_that_died_and_is_replaced_is_no_scaling(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    dead = stopped(task(1), stopped_reason="Essential container in task exited",
                   containers=(Container(name="api", exit_code=1),), stopped_at=clock.now())  # fmt: skip
    aws.put(growing(clock.now()), dead)
    watch = store.services("prod")
    async with following(watch):
        await clock.push(AT_REST)
        assert (watch.snapshot.rows[0].finding.severity, watch.snapshot.rows[0].finding.word) == ("warn", "short")
