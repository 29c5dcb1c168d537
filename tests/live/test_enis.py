"""Interfaces of running tasks: each described once, judged by the VPC as it was read."""

from typing import Any

import msgspec
import pytest

from fargate_tui.fargate.errors import NotAllowed, Unreachable
from fargate_tui.fargate.records import NetworkInterface
from fargate_tui.fargate.rows import EniRow
from fargate_tui.live.scope import TaskScope
from fargate_tui.live.store import Store
from fargate_tui.live.watch import Watch
from tests.fargate.network.vpcs import SUBNETS, vpc
from tests.live.held_clock import HeldClock
from tests.live.small_aws import SmallAws, cluster, service, task


@pytest.fixture
def watch(aws: SmallAws, store: Store) -> Watch[EniRow]:
    """Three tasks: two in a private subnet, one in an isolated one."""
    aws.put(cluster("prod"), service("web"))
    aws.vpcs["vpc-1"] = vpc()
    for number, subnet in enumerate(("subnet-prv-a", "subnet-prv-b", "subnet-iso-a"), 1):
        aws.put(task(number))
        name = f"eni-{number:08x}"
        aws.interfaces[name] = NetworkInterface(
            network_interface_id=name, vpc_id="vpc-1", subnet_id=subnet, security_group_ids=("sg-task",)
        )
    return store.networks.enis(TaskScope(cluster="prod"))


async def rows(watch: Watch[EniRow], clock: HeldClock) -> list[EniRow]:
    """The rows once the round is over."""
    async for change in watch.follow():
        await clock.push(1)
        if change.snapshot.complete and change.snapshot.loaded:
            return list(watch.snapshot.rows)
    raise AssertionError("no round")


async def test_each_has_its_way_out_and_its_subnet(watch: Watch[EniRow], aws: SmallAws, clock: HeldClock) -> None:
    found = await rows(watch, clock)

    assert [(row.subnet, row.finding.word, row.finding.severity) for row in found] == [
        ("subnet-prv-a", "NAT", "ok"),
        ("subnet-prv-b", "NAT", "ok"),
        ("subnet-iso-a", "none", "warn"),
    ]
    assert [row.interface for row in found] == ["eni-00000001", "eni-00000002", "eni-00000003"]
    assert {row.group_ids for row in found} == {("sg-task",)}


async def test_an_interface_is_described_once_and_a_vpc_once_a_minute(
    watch: Watch[EniRow], aws: SmallAws, clock: HeldClock
) -> None:
    async def rounds(seconds: float) -> tuple[int, int]:
        await clock.push(seconds)
        return aws.asked["DescribeNetworkInterfaces"], aws.asked["DescribeRouteTables"]

    follower = watch.follow()
    await anext(follower)
    described, tables = await rounds(40)
    assert (await rounds(10))[0] == described
    assert tables == 1
    assert (await rounds(60))[1] == 2
    await follower.aclose()


async def test_a_subnet_with_few_addresses_left_is_warned_of(
    watch: Watch[EniRow], aws: SmallAws, clock: HeldClock
) -> None:
    few = tuple(msgspec.structs.replace(each, free_addresses=3, name="low") for each in SUBNETS)
    aws.vpcs["vpc-1"] = vpc(subnets=few)

    first, *_ = await rows(watch, clock)

    assert (first.free, first.subnet_name, first.finding.severity) == (3, "low", "warn")
    assert first.finding.why == "3 addresses are left in subnet-prv-a"


@pytest.mark.parametrize(
    "error",
    [NotAllowed("describe", "no", action="ec2:DescribeNetworkInterfaces"), Unreachable("describe", "no answer")],
)
async def test_what_is_not_known_of_interfaces_leaves_the_tasks_standing(
    watch: Watch[EniRow], aws: SmallAws, clock: HeldClock, error: Any
) -> None:
    aws.errors["DescribeNetworkInterfaces"] = error

    found = await rows(watch, clock)

    assert [(row.subnet, row.finding.word) for row in found] == [("", "—")] * 3
    assert any(error.why in gap or error.why == "no" for gap in watch.snapshot.gaps)


async def test_a_task_on_its_way_down_has_its_interface_still_and_a_stopped_one_has_not(
    watch: Watch[EniRow], aws: SmallAws, clock: HeldClock
) -> None:
    aws.put(
        task(1, desired_status="STOPPED", last_status="DEACTIVATING"),
        task(2, desired_status="STOPPED", last_status="STOPPED"),
        task(3, desired_status="STOPPED", last_status="DEPROVISIONING"),
    )
    del aws.interfaces["eni-00000003"]

    assert [row.interface for row in await rows(watch, clock)] == ["eni-00000001"]


async def test_an_interface_that_is_too_new_for_ec2_is_there_without_its_subnet(
    watch: Watch[EniRow], aws: SmallAws, clock: HeldClock
) -> None:
    del aws.interfaces["eni-00000003"]
    aws.put(task(3, last_status="PENDING"))

    assert [row.subnet for row in await rows(watch, clock)] == ["subnet-prv-a", "subnet-prv-b", ""]
