"""Addresses and interfaces given to tasks."""

from datetime import UTC, datetime
from ipaddress import IPv4Address, IPv4Network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fargate_tui.demo.interfaces import matching, read_wanted
from fargate_tui.demo.network import TaskNetwork
from fargate_tui.demo.ports import Interface, NoFreeAddresses, NoSuchNetworkObject, Subnet
from fargate_tui.demo.topology import SecurityGroup, Topology

NOW = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)


def network(block: str = "10.0.1.0/24", taken: frozenset[str] = frozenset(), seed: int = 1) -> TaskNetwork:
    made = TaskNetwork("us-east-1", seed, lambda: NOW)
    made.topology = Topology(
        subnets={"subnet-1": Subnet("subnet-1", "vpc-1", "us-east-1a")},
        ranges={"subnet-1": IPv4Network(block)},
        taken={"subnet-1": taken},
        groups={
            "sg-default": SecurityGroup("sg-default", "default", "vpc-1"),
            "sg-web": SecurityGroup("sg-web", "web", "vpc-1"),
            "sg-other": SecurityGroup("sg-other", "default", "vpc-2"),
        },
    )
    return made


def attach(to: TaskNetwork, *, public: bool = False, arn: str = "arn:x") -> Interface:
    return to.attach("subnet-1", ["sg-web"], public=public, attachment_arn=arn)


@given(seed=st.integers(), prefix=st.integers(26, 28))
def test_a_subnet_gives_every_address_but_awss_five_once_and_then_no_more(seed: int, prefix: int) -> None:
    block = IPv4Network(f"10.0.1.0/{prefix}")
    ours = network(str(block), seed=seed)
    given_out = [IPv4Address(attach(ours).private_ip) for _ in range(block.num_addresses - 5)]
    assert set(given_out) == set(list(block)[4:-1])
    with pytest.raises(NoFreeAddresses):
        attach(ours)


def test_addresses_of_others_in_the_subnet_are_left_to_them() -> None:
    block = IPv4Network("10.0.1.0/28")
    nat = str(block[7])
    ours = network(str(block), frozenset({nat}))
    assert nat not in {attach(ours).private_ip for _ in range(block.num_addresses - 6)}


def test_a_detached_address_can_be_given_again() -> None:
    ours = network("10.0.1.0/28")
    faces = [attach(ours) for _ in range(11)]
    ours.detach(faces[3])
    ours.detach(faces[3])
    assert ours.in_use("subnet-1") == 10
    assert attach(ours).private_ip == faces[3].private_ip


def test_a_public_address_only_where_it_is_asked_for_and_never_twice() -> None:
    ours = network("10.0.0.0/20")
    public = [attach(ours, public=True).public_ip for _ in range(300)]
    assert all(address and IPv4Address(address).is_global for address in public)
    assert len(set(public)) == 300
    assert attach(ours).public_ip is None


def test_the_same_seed_gives_the_same_interfaces() -> None:
    one, two, other = network(seed=5), network(seed=5), network(seed=6)
    faces = [attach(one, public=True) for _ in range(20)]
    assert faces == [attach(two, public=True) for _ in range(20)]
    assert faces != [attach(other, public=True) for _ in range(20)]


def test_security_groups_are_checked_against_the_vpc_and_default_to_its_default_group() -> None:
    ours = network()
    assert ours.check_security_groups([], "vpc-1") == ("sg-default",)
    assert ours.check_security_groups(["sg-web"], "vpc-1") == ("sg-web",)
    with pytest.raises(NoSuchNetworkObject) as refused:
        ours.check_security_groups(["sg-web", "sg-other"], "vpc-1")
    assert refused.value.code == "InvalidGroup.NotFound"
    with pytest.raises(NoSuchNetworkObject, match="subnet-9"):
        ours.subnet("subnet-9")


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("description", "arn:aws:ecs:*attachment/*", True),
        ("description", "*attachment/1", True),
        ("description", "*[a]*", False),
        ("subnet-id", "subnet-1", True),
        ("subnet-id", "subnet-2", False),
        ("group-id", "sg-web", True),
        ("group-id", "sg-default", False),
        ("vpc-id", "vpc-1", True),
        ("status", "in-use", True),
        ("status", "available", False),
        ("requester-managed", "true", True),
        ("association.public-ip", "*", True),
        ("tag:team", "x", False),
    ],
)
def test_filters_choose_interfaces(name: str, value: str, found: bool) -> None:
    ours = network()
    attach(ours, public=True, arn="arn:aws:ecs:us-east-1:123456789012:attachment/1")
    wanted = read_wanted({"Filter.1.Name": name, "Filter.1.Value.1": "nothing", "Filter.1.Value.2": value})
    assert bool(matching(ours.all_attached(), wanted, "123456789012")) is found
