"""The targets of a service and of a cluster, and what leads to them."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from fargate_tui.fargate.errors import NotAllowed
from fargate_tui.fargate.records import (
    AdvancedConfiguration,
    Balancer,
    BalancerState,
    BalancerZone,
    ForwardConfig,
    Listener,
    ListenerAction,
    ListenerRule,
    LoadBalancer,
    Matcher,
    RuleCondition,
    ServiceEvent,
    TargetGroup,
    TargetHealth,
    Values,
    WeightedGroup,
)
from tests.live.small_aws import ECS
from tests.screens.person import sitting
from tests.screens.test_screen_pictures import SIZES, Picture
from tests.screens.world import GROUPS, World, ago, believable

STOREFRONT: dict[str, Any] = {"cluster": "production", "service": "storefront"}
BLUE, GREEN = f"{GROUPS}/storefront/0123456789abcdef", f"{GROUPS}/storefront-green/fedcba9876543210"
BALANCER = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/shop/50dc6c495c0c9188"
SERVICE = f"{ECS}service/production/storefront"
UNEXPECTED = "Health checks failed with these codes: [503]"


def balanced() -> World:
    """The believable world, with a load balancer in front of the storefront."""
    world = believable()
    world.fronts[BLUE] = TargetGroup(
        target_group_arn=BLUE, target_group_name="storefront", load_balancer_arns=(BALANCER,), protocol="HTTP",
        target_type="ip", health_check_protocol="HTTP", health_check_port="traffic-port",
        health_check_path="/health", health_check_interval_seconds=15, health_check_timeout_seconds=5,
        healthy_threshold_count=5, unhealthy_threshold_count=2, matcher=Matcher(http_code="200"),
    )  # fmt: skip
    world.balanced[BALANCER] = Balancer(
        load_balancer_arn=BALANCER, load_balancer_name="shop", scheme="internet-facing", type="application",
        state=BalancerState(code="active"), security_groups=("sg-lb",),
        availability_zones=tuple(BalancerZone(zone_name=f"eu-west-1{zone}") for zone in "abc"),
    )  # fmt: skip
    listener = Listener(
        listener_arn="l", load_balancer_arn=BALANCER, port=443, protocol="HTTPS",
        default_actions=(ListenerAction(type="fixed-response"),),
    )  # fmt: skip
    world.listening = (listener,)
    world.ruling = (
        ListenerRule(
            rule_arn="r", listener_arn="l", priority="10",
            conditions=(
                RuleCondition(field="host-header", host_header_config=Values(values=("shop.example",))),
                RuleCondition(field="path-pattern", path_pattern_config=Values(values=("/", "/cart/*"))),
            ),
            actions=(ListenerAction(type="forward", target_group_arn=BLUE),),
        ),
    )  # fmt: skip
    change(world, health_check_grace_period_seconds=30)
    return world


def change(world: World, **facts: Any) -> None:
    """Change the service."""
    world.services[SERVICE] = msgspec.structs.replace(world.services[SERVICE], **facts)


def ill() -> World:
    """One of the targets answers 503, one is on its way, and the group is in a zone that is not enabled."""
    world = balanced()
    first, second, third = world.targets[BLUE]
    world.targets[BLUE] = (
        first,
        msgspec.structs.replace(
            second, state="unhealthy", reason="Target.ResponseCodeMismatch", description=UNEXPECTED
        ),
        msgspec.structs.replace(
            third, state="initial", reason="Elb.InitialHealthChecking", description="Initial health checks in progress"
        ),
    )
    return world


def shifting() -> World:
    """A blue/green pair that shares the traffic."""
    world = balanced()
    world.fronts[GREEN] = msgspec.structs.replace(
        world.fronts[BLUE], target_group_arn=GREEN, target_group_name="storefront-green"
    )
    world.targets[GREEN] = (TargetHealth(target_group_arn=GREEN, target_id="10.0.3.77", port=8080, state="healthy"),)
    groups = (
        WeightedGroup(target_group_arn=BLUE, weight=90),
        WeightedGroup(target_group_arn=GREEN, weight=10),
    )
    action = ListenerAction(type="forward", forward_config=ForwardConfig(target_groups=groups))
    world.ruling = (msgspec.structs.replace(world.ruling[0], actions=(action,)),)
    advanced = AdvancedConfiguration(alternate_target_group_arn=GREEN, production_listener_rule="r")
    pair = LoadBalancer(
        target_group_arn=BLUE, container_name="storefront", container_port=8080, advanced_configuration=advanced
    )
    change(world, load_balancers=(pair,))
    return world


async def test_what_leads_to_the_targets_stands_over_them() -> None:
    async with sitting(balanced(), **STOREFRONT) as person:
        await person.press("6", "t")
        assert person.path == "production › storefront › targets"
        assert person.says("✓ shop application · internet-facing · active · zones 1a 1b 1c")
        assert person.says("HTTPS:443 rule 10: host-header shop.example and path-pattern / or /cart/\\* → storefront")
        assert person.says("✓ storefront 3 healthy of 3")
        assert person.says("check HTTP /health on its own port → 200 · every 15 s, within 5 s · ill after 2")
        assert person.says("grace 30 s")
        assert not person.notice


async def test_the_address_of_a_load_balancer_is_told_and_where_it_is_on_this_machine() -> None:
    world = balanced()
    name = "shop-1.eu-west-1.elb.amazonaws.com"
    world.balanced[BALANCER] = msgspec.structs.replace(world.balanced[BALANCER], dns_name=name)

    async def here() -> dict[str, str]:
        return {name: "http://127.0.0.1:41327"}

    async with sitting(world, **STOREFRONT) as person:
        await person.go("targets")
        assert person.says(f"address {name}")
        assert not person.says("127.0.0.1")
        await person.press("escape")
        person.app.context.local_addresses = here
        await person.go("targets")
        assert person.says(f"address {name} · here http://127.0.0.1:41327")


async def test_the_one_that_is_ill_is_on_top_with_the_reason_and_what_to_do() -> None:
    async with sitting(ill(), size=(80, 24), **STOREFRONT) as person:
        await person.go("targets")
        assert person.table.shown[0].finding.word == "unhealthy"
        assert person.says("✗ storefront 1 unhealthy, 1 initial, 1 healthy of 3")
        assert person.says("unhealthy: Health checks failed with these codes: \\[503\\]")
        assert person.says("do: compare path and codes of the check with what the program answers")


async def test_a_target_opens_its_task_and_back() -> None:
    async with sitting(ill(), **STOREFRONT) as person:
        await person.go("targets")
        row = person.table.cursor_row
        assert row is not None
        await person.press("enter")
        assert person.path == f"production › storefront › task {row.task.rpartition('/')[2][:8]}"
        await person.press("h")
        assert person.path == "production › storefront › targets"


async def test_while_traffic_is_shifted_each_group_says_what_it_gets() -> None:
    async with sitting(shifting(), **STOREFRONT) as person:
        await person.go("targets")
        assert person.says("→ storefront 90%, storefront-green 10%")
        assert person.says("✓ storefront production 3 healthy of 3")
        assert person.says("✓ storefront-green production 1 healthy of 1")


async def test_a_task_that_was_replaced_for_its_health_is_told_of_still() -> None:
    world = balanced()
    text = f"(service storefront) (port 8080) is unhealthy in (target-group {BLUE}) due to (reason {UNEXPECTED})."
    change(world, events=(ServiceEvent(id="e", created_at=ago(minutes=6), message=text),))
    async with sitting(world, **STOREFRONT) as person:
        await person.go("targets")
        assert person.says("ill 6m ago: Health checks failed with these codes: \\[503\\]")
        assert person.says("do: compare path and codes")


async def test_a_group_to_which_nothing_leads() -> None:
    world = balanced()
    world.fronts[BLUE] = msgspec.structs.replace(world.fronts[BLUE], load_balancer_arns=())
    async with sitting(world, **STOREFRONT) as person:
        await person.go("targets")
        assert person.says("✗ no load balancer leads to storefront: no listener or rule forwards to it")


@pytest.mark.parametrize("operation", ["DescribeTargetGroups", "DescribeListeners", "DescribeRules"])
async def test_what_may_not_be_read_is_named_and_not_taken_for_well(operation: str) -> None:
    world = balanced()
    action = f"elasticloadbalancing:{operation}"
    world.errors[operation] = NotAllowed("describe", "no", action=action)
    async with sitting(world, size=(120, 36), **STOREFRONT) as person:
        await person.go("targets")
        assert person.says(f"\\? .* of storefront not checked: {action} is not allowed")
        assert person.says("3 healthy of 3")


async def test_without_the_health_of_targets_none_is_well() -> None:
    world = balanced()
    action = "elasticloadbalancing:DescribeTargetHealth"
    world.errors["DescribeTargetHealth"] = NotAllowed("see", "no", action=action)
    async with sitting(world, **STOREFRONT) as person:
        await person.go("targets")
        assert person.says(f"\\? storefront target health not known: {action} is not allowed")
        assert action in person.notice
        assert not person.says("✓ storefront")


async def test_the_targets_of_a_cluster_and_of_one_of_its_services() -> None:
    async with sitting(ill(), cluster="production") as person:
        await person.go("targets")
        assert person.path == "production › targets"
        found = [(row.finding.word, row.door.service) for row in person.table.shown]
        assert found[:2] == [("unhealthy", "cart-api"), ("unhealthy", "storefront")]


async def test_the_targets_of_all_clusters_and_one_that_cannot_be_read() -> None:
    world = balanced()
    (own,) = (each for each in world.services.values() if each.service_name == "scorekeep")
    group = f"{GROUPS}/scorekeep/0"
    behind = (LoadBalancer(target_group_arn=group, container_name="scorekeep", container_port=5000),)
    world.put(msgspec.structs.replace(own, load_balancers=behind))
    world.fronts[group] = TargetGroup(target_group_arn=group, target_group_name="scorekeep")
    world.targets[group] = (TargetHealth(target_group_arn=group, target_id="10.0.9.9", port=5000, state="healthy"),)
    async with sitting(world) as person:
        await person.go("all targets")
        assert person.path == "all clusters › targets"
        assert {row.door.cluster for row in person.table.shown} == {"production", "default"}
        assert person.says("healthy +default +scorekeep")
        (storefront, *_) = (row for row in person.table.shown if row.door.service == "storefront" and row.task)
        person.table.select(storefront.arn)
        await person.press("enter")
        assert person.path.startswith("production › storefront › task ")
        await person.press("escape")
        assert person.path == "all clusters › targets"
    world.errors["ListServices batch"] = NotAllowed("list services of batch", "ecs:ListServices is not allowed for ops")
    async with sitting(world) as person:
        await person.go("targets")
        assert {row.door.cluster for row in person.table.shown} == {"production", "default"}
        assert "ecs:ListServices is not allowed for ops" in person.notice


async def test_a_service_without_a_load_balancer_says_so() -> None:
    async with sitting(balanced(), cluster="production", service="checkout-api") as person:
        await person.go("targets")
        assert person.says("no load balancer: the service names no target group")


async def test_ids_are_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    async with sitting(balanced(), **STOREFRONT) as person:
        await person.go("targets")
        copied: list[str] = []
        monkeypatch.setattr(person.app, "copy_to_clipboard", copied.append)
        await person.press("c", "C")
        assert copied[0].endswith(":8080")
        assert copied[1].startswith(f"{ECS}task/production/")


SnapCompare = Callable[..., bool]
VIEWS: dict[str, Callable[[], World]] = {"ill": ill, "shifting": shifting}


@SIZES
@pytest.mark.parametrize("view", VIEWS)
def test_targets_view(view: str, size: tuple[int, int], snap_compare: SnapCompare) -> None:
    picture = Picture(VIEWS[view](), STOREFRONT, ("6", "t"))
    assert snap_compare(picture.app, terminal_size=size, run_before=picture.arrange)


@SIZES
def test_targets_of_a_cluster(size: tuple[int, int], snap_compare: SnapCompare) -> None:
    picture = Picture(ill(), {"cluster": "production"}, (":", *"targets", "enter"))
    assert snap_compare(picture.app, terminal_size=size, run_before=picture.arrange)
