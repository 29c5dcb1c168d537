from datetime import timedelta

import msgspec
import pytest

from fargate_tui.fargate.errors import NotAllowed, NotFound, Throttled
from fargate_tui.fargate.records import (
    AdvancedConfiguration,
    AwsVpcConfiguration,
    Deployment,
    LoadBalancer,
    NetworkConfiguration,
    TargetHealth,
)
from fargate_tui.live.pace import AT_REST, LIVELY
from fargate_tui.live.refusal import AGAIN_AFTER
from fargate_tui.live.scope import TaskScope
from fargate_tui.live.squad import AGAIN, DEATH_SHOWN
from fargate_tui.live.store import Store
from tests.live.following import following
from tests.live.held_clock import HeldClock, settle
from tests.live.small_aws import SmallAws, cluster, service, stopped, task

GROUP = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/73e2d6bc24d8a067"
WEB = TaskScope(cluster="prod", service="web")
PUBLIC = NetworkConfiguration(awsvpc_configuration=AwsVpcConfiguration(assign_public_ip="ENABLED"))
PRIVATE = NetworkConfiguration(awsvpc_configuration=AwsVpcConfiguration(assign_public_ip="DISABLED"))
BALANCED = (LoadBalancer(target_group_arn=GROUP, container_name="api", container_port=80),)


def is_sick(address: str) -> TargetHealth:
    return TargetHealth(
        target_group_arn=GROUP,
        target_id=address,
        state="unhealthy",
        reason="Target.ResponseCodeMismatch",
        description="Health checks failed with these codes: [503]",
    )


@pytest.fixture
def web(aws: SmallAws) -> SmallAws:
    aws.put(cluster("prod"), service("web", network_configuration=PRIVATE), task(1), task(2))
    return aws


async def test_the_tasks_of_a_service(web: SmallAws, store: Store) -> None:
    web.put(task(3, group="family:job"), task(4, group="service:other"))
    watch = store.tasks(WEB)
    async with following(watch):
        first, second = watch.snapshot.rows
    assert (first.id, first.cluster, first.group, first.task_definition) == (
        f"{1:032x}",
        "prod",
        "service:web",
        "web:7",
    )
    assert (first.finding.word, first.launch, first.private_ip, first.public_ip) == (
        "running",
        "FARGATE",
        "10.0.0.1",
        "",
    )
    assert (first.health, first.target) == ("", None)
    assert second.group is first.group, "strings that repeat are shared"


async def test_steady_tasks_are_listed_and_not_described_again(web: SmallAws, store: Store, clock: HeldClock) -> None:
    web.put(*(task(number) for number in range(1, 41)))
    async with following(store.tasks(WEB)):
        web.forget_calls()
        await clock.push(AT_REST)
        assert web.asked["ListTasks"] == 1
        arns = [arn for arn in web.described if ":task/" in arn]
        assert 0 < len(arns) <= 40 * AT_REST / AGAIN + 1
        web.forget_calls()
        await clock.push(AGAIN)
        assert {arn for arn in web.described if ":task/" in arn} == set(web.tasks), "each once within a minute"


async def test_a_task_on_its_way_is_watched_closely(web: SmallAws, store: Store, clock: HeldClock) -> None:
    web.put(task(3, last_status="PENDING", started_at=None))
    watch = store.tasks(WEB)
    async with following(watch):
        assert watch.snapshot.every == LIVELY
        web.put(task(3, started_at=clock.now()))
        await clock.push(LIVELY)
        assert watch.snapshot.rows[2].last_status == "RUNNING"
        assert watch.snapshot.every == AT_REST


async def test_how_a_vanished_task_ended_is_learnt_and_shown_for_a_while(
    web: SmallAws, store: Store, clock: HeldClock
) -> None:
    watch = store.tasks(WEB)
    async with following(watch) as told:
        web.put(
            stopped(
                task(1),
                stop_code="EssentialContainerExited",
                stopped_reason="OutOfMemoryError: killed due to memory usage",
            )
        )
        web.put(stopped(task(2), stop_code="UserInitiated", stopped_reason="Task stopped by user"))
        await clock.push(AT_REST)
        assert [row.finding.why for row in watch.snapshot.rows] == ["out of memory: the task has 512 MiB"]
        assert told[-1].removed == (task(2).task_arn,), "an ordinary end is not dwelt upon"
        await clock.push(DEATH_SHOWN + AT_REST)
        assert watch.snapshot.rows == ()


async def test_a_task_that_stops_stays_until_it_has_stopped(web: SmallAws, store: Store, clock: HeldClock) -> None:
    watch = store.tasks(WEB)
    async with following(watch):
        web.put(task(1, desired_status="STOPPED", last_status="DEACTIVATING", stop_code="UserInitiated"))
        await clock.push(AT_REST)
        assert [row.finding.word for row in watch.snapshot.rows] == ["stopping", "running"]
        assert watch.snapshot.every == LIVELY


@pytest.mark.parametrize(
    ("show", "numbers"),
    [("running", [1, 2]), ("stopped", [3]), ("both", [1, 2, 3, 4])],
)
async def test_running_stopped_or_both(web: SmallAws, store: Store, show: str, numbers: list[int]) -> None:
    web.put(stopped(task(3)), task(4, desired_status="STOPPED", last_status="STOPPING"))
    watch = store.tasks(TaskScope(cluster="prod", show=show))  # type: ignore[arg-type]
    async with following(watch):
        assert sorted(int(row.id, 16) for row in watch.snapshot.rows) == numbers


async def test_stopped_tasks_are_described_once_and_go_when_aws_forgets_them(
    web: SmallAws, store: Store, clock: HeldClock
) -> None:
    web.put(stopped(task(3)))
    watch = store.tasks(TaskScope(cluster="prod", show="stopped"))
    async with following(watch):
        web.forget_calls()
        await clock.push(AT_REST * 3)
        assert web.described == []
        del web.tasks[task(3).task_arn]
        await clock.push(AT_REST)
        assert watch.snapshot.rows == ()


async def test_standalone_tasks_only(web: SmallAws, store: Store, clock: HeldClock) -> None:
    web.put(task(3, group="family:job"), task(4, group="nightly"))
    watch = store.tasks(TaskScope(cluster="prod", standalone_only=True))
    async with following(watch):
        assert [row.group for row in watch.snapshot.rows] == ["family:job", "nightly"]
        web.forget_calls()
        await clock.push(AT_REST)
        assert task(1).task_arn not in web.described


async def test_target_health_is_joined_by_address_and_heals(web: SmallAws, store: Store, clock: HeldClock) -> None:
    web.put(service("web", load_balancers=BALANCED, network_configuration=PRIVATE))
    healthy = TargetHealth(target_group_arn=GROUP, target_id="10.0.0.2", state="healthy")
    web.targets[GROUP] = (is_sick("10.0.0.1"), healthy)
    watch = store.tasks(WEB)
    async with following(watch):
        sick, well = watch.snapshot.rows
        assert (sick.target, sick.finding.word) == ("unhealthy", "unhealthy")
        assert sick.finding.why == "its target is unhealthy: Health checks failed with these codes: [503]"
        assert (well.target, well.finding.word) == ("healthy", "running")
        web.targets[GROUP] = (healthy,)
        await clock.push(AT_REST)
        assert [(row.target, row.finding.word) for row in watch.snapshot.rows] == [
            (None, "running"),
            ("healthy", "running"),
        ]
        assert watch.snapshot.rows[1] is well


async def test_the_new_tasks_of_a_shifting_deployment_are_in_the_other_group(web: SmallAws, store: Store) -> None:
    other = GROUP.replace("targetgroup/", "targetgroup/green-")
    advanced = AdvancedConfiguration(alternate_target_group_arn=other)
    web.put(service("web", load_balancers=(msgspec.structs.replace(BALANCED[0], advanced_configuration=advanced),)))
    web.targets[GROUP] = (TargetHealth(target_group_arn=GROUP, target_id="10.0.0.1", state="healthy"),)
    web.targets[other] = (TargetHealth(target_group_arn=other, target_id="10.0.0.2", state="initial"),)
    watch = store.tasks(WEB)
    async with following(watch):
        assert [row.target for row in watch.snapshot.rows] == ["healthy", "initial"]


async def test_public_addresses_are_asked_for_once(web: SmallAws, store: Store, clock: HeldClock) -> None:
    web.put(service("web", network_configuration=PUBLIC))
    web.public = {"eni-00000001": "54.12.8.3", "eni-00000002": "54.12.8.4"}
    watch = store.tasks(WEB)
    async with following(watch):
        assert [row.public_ip for row in watch.snapshot.rows] == ["54.12.8.3", "54.12.8.4"]
        await clock.push(AGAIN * 2)
        assert web.asked["DescribeNetworkInterfaces"] == 1
        assert [row.public_ip for row in watch.snapshot.rows] == ["54.12.8.3", "54.12.8.4"]


async def test_no_interface_is_asked_for_where_no_address_is_public(web: SmallAws, store: Store) -> None:
    async with following(store.tasks(TaskScope(cluster="prod"))):
        assert web.asked["DescribeNetworkInterfaces"] == 0


async def test_an_interface_that_is_too_new_is_asked_for_again(web: SmallAws, store: Store, clock: HeldClock) -> None:
    web.put(service("web", network_configuration=PUBLIC))
    watch = store.tasks(WEB)
    async with following(watch):
        assert [row.public_ip for row in watch.snapshot.rows] == [None, None]
        web.public = {"eni-00000001": "54.12.8.3"}
        await clock.push(40)
        assert [row.public_ip for row in watch.snapshot.rows] == ["54.12.8.3", None]


@pytest.mark.parametrize(
    ("operation", "gap"),
    [
        ("DescribeTargetHealth", "target health not known: elasticloadbalancing:DescribeTargetHealth is not allowed"),
        ("DescribeNetworkInterfaces", "public addresses not known: ec2:DescribeNetworkInterfaces is not allowed"),
        ("DescribeServices", "target groups not known: ecs:DescribeServices is not allowed"),
    ],
)
async def test_a_missing_permission_costs_one_column_and_is_rarely_tried_again(
    web: SmallAws, store: Store, clock: HeldClock, operation: str, gap: str
) -> None:
    web.put(service("web", load_balancers=BALANCED, network_configuration=PUBLIC))
    web.errors[operation] = NotAllowed("ask", "no")
    watch = store.tasks(WEB)
    async with following(watch):
        assert (watch.snapshot.error, len(watch.snapshot.rows)) == (None, 2)
        assert gap in watch.snapshot.gaps
        for _ in range(10):
            store.touch()
            await clock.push(AT_REST)
        assert web.asked[operation] == 1
        assert gap in watch.snapshot.gaps
        del web.errors[operation]
        store.touch()
        await clock.push(AGAIN_AFTER)
        assert gap not in watch.snapshot.gaps


async def test_one_failing_batch_leaves_the_others_standing(web: SmallAws, store: Store, clock: HeldClock) -> None:
    web.put(cluster("dev"), task(9, of="dev"))
    web.errors["DescribeTasks dev"] = Throttled("describe tasks of dev", "rate exceeded")
    watch = store.tasks(TaskScope())
    async with following(watch):
        assert [row.cluster for row in watch.snapshot.rows] == ["prod", "prod"]
        assert list(watch.snapshot.gaps) == ["cannot describe tasks of dev: rate exceeded"]
        del web.errors["DescribeTasks dev"]
        await clock.push(AT_REST)
        assert [row.cluster for row in watch.snapshot.rows] == ["prod", "prod", "dev"]
        assert list(watch.snapshot.gaps) == []


async def test_one_failing_cluster_keeps_its_rows(web: SmallAws, store: Store, clock: HeldClock) -> None:
    web.put(cluster("dev"), task(9, of="dev"))
    watch = store.tasks(TaskScope())
    async with following(watch):
        web.errors["ListTasks dev"] = NotAllowed("list tasks of dev", "no", action="ecs:ListTasks")
        web.put(task(3))
        await clock.push(AT_REST)
        assert len(watch.snapshot.rows) == 4
        assert watch.snapshot.error is None
        assert list(watch.snapshot.gaps) == ["cannot list tasks of dev: no"]


async def test_nothing_described_is_an_error_not_an_empty_list(web: SmallAws, store: Store) -> None:
    web.errors["DescribeTasks"] = NotAllowed("describe tasks", "no", action="ecs:DescribeTasks")
    watch = store.tasks(TaskScope(cluster="prod"))
    async with following(watch):
        assert watch.snapshot.error is web.errors["DescribeTasks"]


async def test_a_cluster_deleted_while_it_is_followed(web: SmallAws, store: Store, clock: HeldClock) -> None:
    watch = store.tasks(TaskScope(cluster="prod"))
    async with following(watch):
        web.errors["ListTasks"] = NotFound("list tasks of prod", "cluster not found")
        await clock.push(AT_REST)
        assert str(watch.snapshot.error) == "cannot list tasks of prod: cluster not found"
        assert len(watch.snapshot.rows) == 2


async def test_replaced_or_scaled_in_is_told_by_the_primary_deployment(
    web: SmallAws, store: Store, clock: HeldClock
) -> None:
    watch = store.tasks(TaskScope(cluster="prod", service="web", show="both"))
    async with following(watch):
        await clock.push(5)
        gone = {"stop_code": "ServiceSchedulerInitiated", "stopped_at": clock.now()}
        reason = "Scaling activity initiated by (deployment ecs-svc/{})"
        web.put(stopped(task(1), **gone, stopped_reason=reason.format("old")))
        web.put(stopped(task(2), **gone, stopped_reason=reason.format("new")))
        primary = Deployment(id="ecs-svc/new", status="PRIMARY", created_at=clock.now() - timedelta(minutes=1))
        web.put(service("web", deployments=(primary,)))
        await clock.push(AT_REST)
        assert [row.finding.why for row in watch.snapshot.rows] == ["replaced by a deployment", "scaled in"]


async def test_a_large_first_load_comes_page_by_page_and_is_told_a_few_times(
    aws: SmallAws, store: Store, clock: HeldClock
) -> None:
    aws.page = 10
    aws.put(cluster("prod"), *(task(number, group="family:job") for number in range(600)))
    watch = store.tasks(TaskScope(cluster="prod"))
    async with following(watch) as told:
        while not watch.snapshot.complete or not watch.snapshot.loaded:
            await settle()
        assert len(watch.snapshot.rows) == 600
        assert not told[0].snapshot.complete
        assert 0 < len(told[0].added) <= 10
        assert len(told) == 2, "the clock is held, so only the first page and the whole are published"
        assert watch.snapshot.every == (60 + 60) / 5, "what a round costs says when the next may begin"
