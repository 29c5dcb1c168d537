"""Interfaces of tasks, and the network of a task or a service."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from fargate_tui.fargate.errors import NotAllowed
from fargate_tui.fargate.network import Surroundings
from fargate_tui.fargate.records import (
    Attachment,
    AwsVpcConfiguration,
    Balancer,
    BalancerState,
    BalancerZone,
    ContainerDefinition,
    KeyValue,
    Listener,
    ListenerAction,
    LogConfiguration,
    NetworkConfiguration,
    NetworkInterface,
    TargetGroup,
    TaskDefinition,
)
from tests.fargate.network.vpcs import acl, entry, group, rule, vpc
from tests.live.small_aws import ECS
from tests.screens.person import sitting
from tests.screens.test_screen_pictures import SIZES, Picture
from tests.screens.world import GROUPS, IMAGES, World, believable

STOREFRONT: dict[str, Any] = {"cluster": "production", "service": "storefront"}
GROUP_ARN = f"{GROUPS}/storefront/0123456789abcdef"
BALANCER_ARN = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/shop/50dc6c495c0c9188"
LOGS = LogConfiguration(log_driver="awslogs", options={"awslogs-region": "eu-west-1"})


def networked(subnet: str = "subnet-prv-a", **changed: Any) -> World:
    """The believable world, with a VPC around the storefront, whose tasks are in one subnet."""
    world = believable()
    groups = (
        group("sg-task", into=(rule(8080, "sg-lb"),), called="storefront"),
        group("sg-lb", into=(rule(80, "0.0.0.0/0"),), called="shop"),
    )
    around = vpc(**{"groups": groups, **changed})
    world.vpcs["vpc-1"] = msgspec.structs.replace(around, region="eu-west-1")
    for task in [task for task in world.tasks.values() if task.group == "service:storefront"]:
        _put_into(world, task.task_arn, subnet)
    arn = f"{ECS}service/production/storefront"
    plan = AwsVpcConfiguration(subnets=(subnet,), security_groups=("sg-task",), assign_public_ip="DISABLED")
    world.services[arn] = msgspec.structs.replace(
        world.services[arn], network_configuration=NetworkConfiguration(awsvpc_configuration=plan)
    )
    app = ContainerDefinition(name="storefront", image=f"{IMAGES}/storefront:1.23", log_configuration=LOGS)
    name = f"{ECS}task-definition/storefront:23"
    world.put(TaskDefinition(task_definition_arn=name, family="storefront", revision=23, container_definitions=(app,)))
    _put_behind_a_balancer(world)
    return world


def _put_into(world: World, arn: str, subnet: str) -> None:
    task = world.tasks[arn]
    (attachment,) = task.attachments
    details = tuple(each for each in attachment.details if each.name != "subnetId")
    moved = Attachment(
        id=attachment.id, type=attachment.type, details=(*details, KeyValue(name="subnetId", value=subnet))
    )
    world.tasks[arn] = msgspec.structs.replace(task, attachments=(moved,))
    interface = attachment.detail("networkInterfaceId") or ""
    world.interfaces[interface] = NetworkInterface(
        network_interface_id=interface,
        description=f"arn:aws:ecs:eu-west-1:123456789012:attachment/{attachment.id}",
        availability_zone="us-east-1a",
        vpc_id="vpc-1",
        subnet_id=subnet,
        private_ip_address=attachment.detail("privateIPv4Address"),
        security_group_ids=("sg-task",),
    )


def _put_behind_a_balancer(world: World) -> None:
    world.fronts[GROUP_ARN] = TargetGroup(
        target_group_arn=GROUP_ARN, target_group_name="storefront", load_balancer_arns=(BALANCER_ARN,),
        protocol="HTTP", vpc_id="vpc-1", target_type="ip",
    )  # fmt: skip
    world.balanced[BALANCER_ARN] = Balancer(
        load_balancer_arn=BALANCER_ARN, load_balancer_name="shop", scheme="internet-facing", vpc_id="vpc-1",
        state=BalancerState(code="active"), type="application", security_groups=("sg-lb",),
        availability_zones=(
            BalancerZone(zone_name="us-east-1a", subnet_id="subnet-pub-a"),
            BalancerZone(zone_name="us-east-1b", subnet_id="subnet-pub-b"),
        ),
    )  # fmt: skip
    to_group = ListenerAction(type="forward", target_group_arn=GROUP_ARN)
    world.listening = (
        Listener(
            listener_arn="l", load_balancer_arn=BALANCER_ARN, port=80, protocol="HTTP", default_actions=(to_group,)
        ),
    )


def around(world: World) -> Surroundings:
    return world.vpcs["vpc-1"]


async def test_six_shows_the_interfaces_of_a_service_under_its_ways() -> None:
    for keys in ("6", "26", "56", "76", "86"):
        async with sitting(networked(), **STOREFRONT) as person:
            await person.press(*keys)
            assert person.path == "production › storefront › interfaces"
            assert person.says("✓ clients reach the task by shop HTTP:80")
            assert person.says("✓ subnet-prv-a reaches all that a task needs by NAT")
            assert len(person.table.shown) == 3
            assert {row.finding.word for row in person.table.shown} == {"NAT"}
            assert not person.notice


async def test_six_on_a_list_of_services_is_of_the_one_under_the_cursor() -> None:
    async with sitting(networked(), cluster="production") as person:
        await person.press("/", *"storefront", "enter", "6")
        assert person.path == "production › storefront › interfaces"


async def test_a_row_opens_the_ways_of_its_task_hop_by_hop() -> None:
    async with sitting(networked(), size=(120, 60), **STOREFRONT) as person:
        await person.press("6", "enter")
        assert person.path.endswith("› network")
        assert "› task " in person.path
        assert person.says("✓ ECR \\(ecr.api, ecr.dkr\\) · S3 · CloudWatch Logs by NAT")
        assert person.says("✓ route 0.0.0.0/0 → nat-a")
        assert person.says("✓ NAT gateway nat-a in subnet-pub-a, from where 0.0.0.0/0 → igw-1")
        assert person.says("✓ security group sg-task lets port 8080 in from sg-lb")
        assert person.says("in: tcp 8080 from sg-lb \\(shop\\)")
        assert person.says("in 100: allow everything from anywhere")
        await person.press("h")
        assert person.path == "production › storefront › interfaces"


async def test_six_on_a_task_is_its_own_network() -> None:
    async with sitting(networked(), **STOREFRONT) as person:
        await person.press("enter", "6")
        assert person.path.endswith("› network")
        assert person.says("private IP 10.0")
        await person.press("i")
        assert person.path == "production › storefront › interfaces"


async def test_a_subnet_without_a_way_out_is_said_in_one_sentence_with_what_is_missing() -> None:
    async with sitting(networked("subnet-iso-a"), size=(80, 24), **STOREFRONT) as person:
        await person.press("6")
        sentence = "✗ subnet-iso-a has no way to ECR: no NAT route, no public address, no ecr.api endpoint"
        assert person.says(sentence)
        assert {row.finding.word for row in person.table.shown} == {"none"}
        await person.press("p")
        assert person.path == "production › storefront › network"
        assert person.says(sentence)
        assert person.says("✗ route no NAT route, no public address, no ecr.api endpoint \\(rtb-main\\)")


async def test_what_is_not_allowed_is_named_and_is_not_taken_for_open() -> None:
    world = networked()
    error = NotAllowed("list", "no", action="ec2:DescribeRouteTables")
    world.errors["DescribeRouteTables"] = error
    async with sitting(world, size=(120, 60), **STOREFRONT) as person:
        await person.press("6")
        assert {row.finding.word for row in person.table.shown} == {"cannot be told"}
        assert "ec2:DescribeRouteTables is not allowed" in person.notice
        assert person.says("\\? whether subnet-prv-a reaches ECR cannot be told")
        await person.press("enter")
        assert person.says("\\? route the routes of subnet-prv-a not checked: ec2:DescribeRouteTables is not allowed")


async def test_without_a_permission_for_interfaces_the_tasks_are_still_there() -> None:
    world = networked()
    world.errors["DescribeNetworkInterfaces"] = NotAllowed("describe", "no", action="ec2:DescribeNetworkInterfaces")
    async with sitting(world, **STOREFRONT) as person:
        await person.press("6")
        assert len(person.table.shown) == 3
        assert "subnets and groups not known: ec2:DescribeNetworkInterfaces is not allowed" in person.notice


async def test_refreshing_reads_the_vpc_anew() -> None:
    world = networked()
    async with sitting(world, **STOREFRONT) as person:
        await person.press("6", "enter")
        assert world.asked["DescribeRouteTables"] == 1
        world.vpcs["vpc-1"] = msgspec.structs.replace(
            around(world), acls=vpc(acls=(acl(entry(100, "deny", out=True)),)).acls
        )
        await person.press("r")
        assert world.asked["DescribeRouteTables"] == 2
        assert person.says("acl-1 \\(subnet-prv-a\\) lets no port 443 out to ECR \\(rule 100\\)")


async def test_enis_of_a_cluster_and_of_all() -> None:
    async with sitting(networked(), cluster="production") as person:
        await person.go("enis")
        assert person.path == "production › interfaces"
        assert any(row.group == "service:checkout-api" for row in person.table.shown)
        assert "paths" not in person.hints
        await person.go("all enis")
        assert person.path == "all clusters › interfaces"
        assert {row.cluster for row in person.table.shown} >= {"default", "production"}


async def test_a_service_without_tasks_has_its_ways_all_the_same() -> None:
    world = networked("subnet-iso-a")
    for arn in [arn for arn, task in world.tasks.items() if task.group == "service:storefront"]:
        del world.tasks[arn]
    async with sitting(world, **STOREFRONT) as person:
        await person.press("6")
        assert person.says("no task of this service runs now · p shows the ways of its subnets")
        assert person.says("✗ subnet-iso-a has no way to ECR")


async def test_a_task_that_has_ended_is_told_of_its_subnet_as_it_is_now() -> None:
    world = networked("subnet-iso-a")
    arn = next(arn for arn, task in world.tasks.items() if task.group == "service:storefront")
    world.tasks[arn] = msgspec.structs.replace(world.tasks[arn], last_status="STOPPED", desired_status="STOPPED")
    async with sitting(world, **STOREFRONT) as person:
        await person.press("x", "x", "enter", "6")
        assert person.says("this task has ended and its interface is gone: this is its subnet as it is now")
        assert person.says("✗ subnet-iso-a has no way to ECR")


async def test_ids_are_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    async with sitting(networked(), **STOREFRONT) as person:
        copied: list[str] = []
        monkeypatch.setattr(person.app, "copy_to_clipboard", copied.append)
        await person.press("6", "c", "enter", "c", "C")
        assert copied[0] == copied[1]
        assert copied[0].startswith("eni-")
        assert copied[2] == "subnet-prv-a"


SnapCompare = Callable[..., bool]
VIEWS: dict[str, tuple[str, tuple[str, ...]]] = {
    "enis": ("subnet-prv-a", ("6",)),
    "enis-without-way-out": ("subnet-iso-a", ("6",)),
    "network": ("subnet-prv-a", ("6", "enter")),
    "network-without-way-out": ("subnet-iso-a", ("6", "enter")),
}


@SIZES
@pytest.mark.parametrize("view", VIEWS)
def test_network_view(view: str, size: tuple[int, int], snap_compare: SnapCompare) -> None:
    subnet, keys = VIEWS[view]
    picture = Picture(networked(subnet), STOREFRONT, keys)
    assert snap_compare(picture.app, terminal_size=size, run_before=picture.arrange)


async def test_of_a_standalone_task_that_has_ended_groups_are_not_made_up() -> None:
    world = networked()
    arn = next(arn for arn, task in world.tasks.items() if task.group == "service:storefront")
    changed = {"last_status": "STOPPED", "desired_status": "STOPPED", "group": "family:storefront"}
    world.tasks[arn] = msgspec.structs.replace(world.tasks[arn], **changed)
    async with sitting(world, cluster="production") as person:
        await person.go("standalone")
        await person.press("/", *arn[-32:-24], "enter", "enter", "6")
        assert person.says("which security groups it is in is not known")
        assert person.says("whether subnet-prv-a reaches ECR cannot be told")


async def test_no_line_is_left_blank_between_the_ways_and_the_table() -> None:
    for columns in range(76, 90):
        async with sitting(networked("subnet-iso-a"), size=(columns, 24), **STOREFRONT) as person:
            await person.press("6")
            header = next(at for at, text in enumerate(person.lines) if "INTERFACE" in text)
            assert all(person.lines[2:header])
            assert person.says("no ecr.api endpoint")
