"""The targets of a service and of a cluster, and what is in front of them."""

import pytest

from fargate_tui.fargate.errors import NotAllowed, Unreachable
from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.load_balancing import TargetRow
from fargate_tui.fargate.records import Balancer, Listener, ListenerAction, LoadBalancer, TargetGroup, TargetHealth
from fargate_tui.live.store import Store
from fargate_tui.live.watch import Watch
from tests.live.following import following
from tests.live.held_clock import HeldClock
from tests.live.small_aws import SmallAws, cluster, service, task

GROUP = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup"
BALANCER = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/shop/50dc"


def target(group: str, number: int, state: str = "healthy") -> TargetHealth:
    return TargetHealth(target_group_arn=group, target_id=f"10.0.0.{number}", port=80, state=state)


@pytest.fixture
def world(aws: SmallAws) -> SmallAws:
    """Three services behind one load balancer, a task each, and one that is behind none."""
    aws.put(cluster("prod"), service("quiet"))
    for number, name in enumerate(("web", "api", "shop"), 1):
        arn = f"{GROUP}/{name}/{number}"
        aws.put(
            service(name, load_balancers=(LoadBalancer(target_group_arn=arn, container_port=80),)),
            task(number, group=f"service:{name}"),
        )
        aws.fronts[arn] = TargetGroup(target_group_arn=arn, target_group_name=name, load_balancer_arns=(BALANCER,))
        aws.targets[arn] = (target(arn, number),)
    aws.balanced[BALANCER] = Balancer(load_balancer_arn=BALANCER, load_balancer_name="shop")
    action = ListenerAction(type="forward", target_group_arn=f"{GROUP}/web/1")
    aws.listening = (Listener(listener_arn="l", load_balancer_arn=BALANCER, port=80, default_actions=(action,)),)
    return aws


@pytest.fixture
def watch(world: SmallAws, store: Store) -> Watch[TargetRow]:
    return store.networks.load_balancing("prod", "web")


async def test_a_target_has_its_task_and_its_door(watch: Watch[TargetRow], clock: HeldClock) -> None:
    async with following(watch):
        await clock.push(1)
        (row,) = watch.snapshot.rows
        assert row.task.endswith(f"{1:032x}")
        assert row.finding.word == "healthy"
        assert row.door.name == "web"
        assert isinstance(row.door.entrance.listeners, Known)


async def test_health_is_asked_for_again_long_before_the_doors_are(
    watch: Watch[TargetRow], world: SmallAws, clock: HeldClock
) -> None:
    async with following(watch):
        await clock.push(1)
        world.forget_calls()
        await clock.push(15)
        assert world.asked["DescribeTargetHealth"] >= 1
        assert world.asked["DescribeListeners"] == 0
        await clock.push(15)
        assert world.asked["DescribeListeners"] == 1


async def test_when_a_state_was_seen_to_begin_is_kept(
    watch: Watch[TargetRow], world: SmallAws, clock: HeldClock
) -> None:
    group = f"{GROUP}/web/1"
    async with following(watch):
        await clock.push(1)
        assert {row.since for row in watch.snapshot.rows} == {None}
        world.targets[group] = (target(group, 1, "unhealthy"),)
        await clock.push(20)
        began = watch.snapshot.rows[0].since
        assert began is not None
        await clock.push(30)
        assert watch.snapshot.rows[0].since == began
        world.targets[group] = (target(group, 1), target(group, 9))
        await clock.push(20)
        assert all(row.since is not None and row.since > began for row in watch.snapshot.rows)


async def test_a_cluster_asks_for_a_load_balancer_once_however_many_services_it_has(
    world: SmallAws, store: Store, clock: HeldClock
) -> None:
    watch = store.networks.load_balancing("prod", None)
    async with following(watch):
        await clock.push(1)
        assert [row.door.service for row in watch.snapshot.rows] == ["web", "api", "shop"]
        assert {name: world.asked[name] for name in ("DescribeTargetGroups", "DescribeLoadBalancers")} == {
            "DescribeTargetGroups": 1,
            "DescribeLoadBalancers": 1,
        }
        assert (world.asked["DescribeListeners"], world.asked["DescribeRules"]) == (1, 1)


@pytest.mark.parametrize("operation", ["DescribeTargetGroups", "DescribeLoadBalancers", "DescribeListeners"])
async def test_what_may_not_be_read_of_a_door_leaves_its_targets_standing(
    watch: Watch[TargetRow], world: SmallAws, clock: HeldClock, operation: str
) -> None:
    action = f"elasticloadbalancing:{operation}"
    world.errors[operation] = NotAllowed("describe", "no", action=action)
    async with following(watch):
        await clock.push(1)
        (row,) = watch.snapshot.rows
        assert row.finding.word == "healthy"
        parts = [getattr(row.door.entrance, name) for name in ("group", "balancers", "listeners", "rules")]
        assert action in {part.action for part in parts if isinstance(part, NotChecked)}


async def test_without_the_permission_for_health_no_target_is_called_well(
    watch: Watch[TargetRow], world: SmallAws, clock: HeldClock
) -> None:
    action = "elasticloadbalancing:DescribeTargetHealth"
    world.errors["DescribeTargetHealth"] = NotAllowed("see", "no", action=action)
    async with following(watch):
        await clock.push(1)
        (row,) = watch.snapshot.rows
        assert row.finding.word == "not known"
        assert action in row.finding.why
        assert any(action in gap for gap in watch.snapshot.gaps)


async def test_a_group_that_fails_leaves_the_last_answer_standing(
    watch: Watch[TargetRow], world: SmallAws, clock: HeldClock
) -> None:
    async with following(watch):
        await clock.push(1)
        world.errors["DescribeTargetHealth"] = Unreachable("see", "no answer")
        await clock.push(30)
        (row,) = watch.snapshot.rows
        assert row.finding.word == "healthy"
        assert any("no answer" in gap for gap in watch.snapshot.gaps)


async def test_a_service_without_a_load_balancer_has_no_targets(
    world: SmallAws, store: Store, clock: HeldClock
) -> None:
    watch = store.networks.load_balancing("prod", "quiet")
    async with following(watch):
        await clock.push(1)
        assert watch.snapshot.loaded
        assert watch.snapshot.rows == ()


async def test_a_group_that_is_gone_leaves_the_others_of_the_cluster(
    world: SmallAws, store: Store, clock: HeldClock
) -> None:
    del world.fronts[f"{GROUP}/api/2"]
    watch = store.networks.load_balancing("prod", None)
    async with following(watch):
        await clock.push(1)
        groups = {row.door.service: row.door.entrance.group for row in watch.snapshot.rows}
        assert isinstance(groups["api"], NotChecked)
        assert isinstance(groups["web"], Known)
