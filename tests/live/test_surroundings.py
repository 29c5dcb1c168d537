"""A VPC is read once, in parts that fail each for itself."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec
import pytest

from fargate_tui.fargate.errors import NotAllowed, Unreachable
from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.network import Surroundings, ways_in
from fargate_tui.fargate.records import LoadBalancer, TargetGroup
from fargate_tui.live.entrances import read_entrances
from fargate_tui.live.surroundings import AGAIN, CALLS, FRESH, Vpcs
from tests.fargate.network.test_way_in import BALANCER, GROUP_ARN, LISTENER, PRIVATE, groups
from tests.fargate.network.vpcs import group, rule, vpc
from tests.live.held_clock import HeldClock
from tests.live.small_aws import SmallAws


@asynccontextmanager
async def using(aws: SmallAws) -> AsyncIterator[SmallAws]:
    yield aws


@pytest.fixture
def aws() -> SmallAws:
    small = SmallAws()
    small.vpcs["vpc-1"] = vpc()
    return small


async def read(vpcs: Vpcs) -> Surroundings:
    return await vpcs.of("vpc-1", "us-east-1")


async def test_all_of_it_is_read_once_for_a_minute(aws: SmallAws, clock: HeldClock) -> None:
    vpcs = Vpcs(lambda: using(aws), clock)

    assert await read(vpcs) == vpc()
    assert aws.asked.total() == CALLS

    clock.seconds += FRESH - 1
    await read(vpcs)
    assert aws.asked.total() == CALLS

    clock.seconds += 1
    await read(vpcs)
    assert aws.asked.total() == 2 * CALLS


async def test_many_who_ask_at_a_time_are_one_question_and_one_who_leaves_disturbs_nobody(
    aws: SmallAws, clock: HeldClock
) -> None:
    vpcs = Vpcs(lambda: using(aws), clock)

    first, *others = [asyncio.create_task(read(vpcs)) for _ in range(5)]
    await asyncio.sleep(0)
    first.cancel()

    assert await asyncio.gather(*others) == [vpc()] * 4
    assert aws.asked.total() == CALLS


async def test_a_part_that_is_forbidden_names_the_action_and_leaves_the_others_standing(
    aws: SmallAws, clock: HeldClock
) -> None:
    aws.errors["DescribeRouteTables"] = NotAllowed("list", "no", action="ec2:DescribeRouteTables")
    vpcs = Vpcs(lambda: using(aws), clock)

    found = await read(vpcs)

    why = "ec2:DescribeRouteTables is not allowed"
    assert found.route_tables == NotChecked(why=why, action="ec2:DescribeRouteTables")
    assert found.subnets == vpc().subnets
    clock.seconds += AGAIN
    await read(vpcs)
    assert aws.asked["DescribeRouteTables"] == 1


async def test_a_part_that_failed_is_tried_again_soon(aws: SmallAws, clock: HeldClock) -> None:
    aws.errors["DescribeNetworkAcls"] = Unreachable("list", "no answer within 20 s")
    vpcs = Vpcs(lambda: using(aws), clock)

    assert (await read(vpcs)).acls == NotChecked(why="no answer within 20 s")
    aws.errors.clear()
    clock.seconds += AGAIN

    assert (await read(vpcs)).acls == vpc().acls


async def test_lists_of_somebodys_own_are_read_where_routes_or_groups_name_them(
    aws: SmallAws, clock: HeldClock
) -> None:
    own = group("sg-own", into=(rule(443, "pl-offices"),), out=(rule(443, "pl-s3", "pl-partners"),))
    around = vpc()
    assert isinstance(around.groups, Known)
    aws.vpcs["vpc-1"] = msgspec.structs.replace(around, groups=Known((*around.groups.value, own)))
    aws.own_lists = {"pl-offices": ("203.0.113.0/24",), "pl-partners": ("198.51.100.0/24",)}
    found = await read(Vpcs(lambda: using(aws), clock))
    assert {"pl-s3", "pl-offices", "pl-partners"} == set(found.lists())
    assert aws.asked["GetManagedPrefixListEntries"] == 2

    refused = NotAllowed("read the entries", "no", action="ec2:GetManagedPrefixListEntries")
    aws.errors["GetManagedPrefixListEntries"] = refused
    found = await read(Vpcs(lambda: using(aws), clock))
    assert {each.action for each in found.unread_lists.values()} == {"ec2:GetManagedPrefixListEntries"}
    assert set(found.unread_lists) == {"pl-offices", "pl-partners"}


async def test_what_is_in_front_of_a_service_is_read_step_by_step(aws: SmallAws) -> None:
    aws.fronts[GROUP_ARN] = TargetGroup(
        target_group_arn=GROUP_ARN, target_group_name="api", vpc_id="vpc-1", target_type="ip",
        load_balancer_arns=(BALANCER.load_balancer_arn,),
    )  # fmt: skip
    aws.balanced[BALANCER.load_balancer_arn] = BALANCER
    aws.listening = (LISTENER,)
    of = (LoadBalancer(target_group_arn=GROUP_ARN, container_name="api", container_port=8080), LoadBalancer())

    (entrance,) = await read_entrances(aws, of)

    assert entrance.listeners == Known((LISTENER,))
    assert [path.verdict for path in ways_in(vpc(**groups()), PRIVATE, entrance)] == ["open"]

    aws.errors["DescribeListeners"] = NotAllowed("list", "no", action="elasticloadbalancing:DescribeListeners")
    (entrance,) = await read_entrances(aws, of)
    assert isinstance(entrance.listeners, NotChecked)


async def test_a_target_group_that_is_gone_is_said_to_be(aws: SmallAws) -> None:
    (entrance,) = await read_entrances(aws, (LoadBalancer(target_group_arn=GROUP_ARN, container_port=80),))

    assert entrance.group == NotChecked(why="api is gone")
    assert entrance.balancers == entrance.group
