"""What arrives in which network: one working network, and what each change breaks."""

from collections.abc import Mapping
from dataclasses import replace
from ipaddress import IPv4Address, IPv4Network
from typing import Any

import pytest

from fargate_tui.demo.reach import Dns, Endpoint, Entry, Place, Rule, Surroundings, error_of

ALL = IPv4Network("0.0.0.0/0")
OPEN = Rule("-1", 0, 65535, blocks=(ALL,))
HTTPS = Rule("tcp", 443, 443, groups=frozenset({"sg-task"}))
AROUND = Surroundings(
    tables={"subnet-task": "rtb-private", "subnet-nat": "rtb-public", "vpc-1": "rtb-main"},
    routes={"rtb-private": ((ALL, "nat-1"),), "rtb-public": ((ALL, "igw-1"),)},
    gateways=frozenset({"igw-1"}),
    nats={"nat-1": "subnet-nat"},
    prefix_lists={"s3": "pl-s3"},
    egress={"sg-task": (OPEN,)},
    ingress={"sg-ends": (HTTPS,)},
    dns={"vpc-1": Dns()},
)
PLACE = Place(
    "subnet-task", "vpc-1", IPv4Network("10.0.1.0/24"), IPv4Network("10.0.0.0/16"), frozenset({"sg-task"}), public=False
)
API = Endpoint(
    "ecr.api",
    "vpc-1",
    is_gateway=False,
    private_dns=True,
    groups=frozenset({"sg-ends"}),
    addresses=(("subnet-task", IPv4Address("10.0.1.9")),),
    tables=frozenset(),
)
S3 = replace(API, service="s3", is_gateway=True, private_dns=False, addresses=(), tables=frozenset({"rtb-private"}))
CUT = {"routes": {"rtb-public": ((ALL, "igw-1"),)}}
"""The private subnets have no default route."""
TIMEOUT = "dial tcp 52.94.233.129:443: i/o timeout"


def reach(service: str = "ecr.api", *, public: bool = False, **changed: Any) -> str | None:
    return error_of(replace(AROUND, **changed), replace(PLACE, public=public), service, "api.example")


@pytest.mark.parametrize(
    ("service", "changed"),
    [
        ("ecr.api", {}),
        ("ecr.api", {**CUT, "endpoints": (API,)}),
        ("s3", {**CUT, "endpoints": (S3,)}),
        (
            "s3",
            {
                **CUT,
                "endpoints": (S3,),
                "egress": {"sg-task": (Rule("tcp", 443, 443, prefix_lists=frozenset({"pl-s3"})),)},
            },
        ),
        ("ecr.api", {"routes": {"rtb-private": ((ALL, "tgw-1"),)}, "attached": frozenset({("tgw-1", "vpc-1")})}),
        ("ecr.api", {"endpoints": (replace(API, private_dns=False),)}),
    ],
)
def test_what_arrives(service: str, changed: Mapping[str, Any]) -> None:
    assert reach(service, **changed) is None


@pytest.mark.parametrize(
    ("service", "changed", "error"),
    [
        ("ecr.api", CUT, TIMEOUT),
        ("ecr.api", {"nats": {}}, TIMEOUT),
        ("ecr.api", {"nats": {"nat-1": "subnet-task"}}, TIMEOUT),
        ("ecr.api", {"gateways": frozenset()}, TIMEOUT),
        ("ecr.dkr", {**CUT, "endpoints": (API,)}, TIMEOUT),
        ("ecr.api", {**CUT, "endpoints": (replace(API, private_dns=False),)}, TIMEOUT),
        ("ecr.api", {**CUT, "endpoints": (API,), "dns": {"vpc-1": Dns(hostnames=False)}}, TIMEOUT),
        ("s3", {**CUT, "endpoints": (replace(S3, tables=frozenset({"rtb-main"})),)}, TIMEOUT),
        ("ecr.api", {"endpoints": (API,), "ingress": {}}, "dial tcp 10.0.1.9:443: i/o timeout"),
        ("ecr.api", {"egress": {"sg-task": ()}}, TIMEOUT),
        ("ecr.api", {"egress": {"sg-task": (Rule("tcp", 5432, 5432, blocks=(ALL,)),)}}, TIMEOUT),
        ("ecr.api", {"routes": {"rtb-private": ((ALL, "tgw-1"),)}}, TIMEOUT),
        (
            "ecr.api",
            {"dns": {"vpc-1": Dns(support=False)}},
            "dial tcp: lookup api.example on 10.0.0.2:53: no such host",
        ),
    ],
)
def test_what_does_not_arrive_and_what_is_said_of_it(service: str, changed: Mapping[str, Any], error: str) -> None:
    assert reach(service, **changed) == error


def entries(*allowed: tuple[bool, int, int]) -> dict[str, Any]:
    """The subnet's access list, which lets TCP through in these directions at these ports and nothing else."""
    each = (Entry(100 + at, egress, True, "6", first, last, ALL) for at, (egress, first, last) in enumerate(allowed))
    deny = (Entry(32767, egress, False, "-1", 0, 65535, ALL) for egress in (True, False))
    return {"access": {"subnet-task": (*each, *deny)}}


def test_an_access_list_must_let_the_answer_back_in() -> None:
    assert reach(**entries((True, 443, 443), (False, 1024, 65535))) is None
    assert reach(**entries((True, 443, 443))) == TIMEOUT
    assert reach(**entries((True, 443, 443), (False, 1024, 32000))) == TIMEOUT
    assert reach(**entries((False, 1024, 65535))) == TIMEOUT


def test_an_internet_gateway_serves_public_addresses_only() -> None:
    straight: dict[str, Any] = {"routes": {"rtb-private": ((ALL, "igw-1"),)}}
    assert reach(public=True, **straight) is None
    assert reach(public=False, **straight) == TIMEOUT


def test_the_most_specific_route_wins() -> None:
    firewalled = {"rtb-private": ((ALL, "nat-1"), (IPv4Network("52.0.0.0/8"), "eni-firewall")), **CUT["routes"]}
    assert reach(routes=firewalled) == TIMEOUT


def test_a_transit_gateway_may_lead_nowhere() -> None:
    through = replace(AROUND, routes={"rtb-private": ((ALL, "tgw-1"),)}, attached=frozenset({("tgw-1", "vpc-1")}))
    assert error_of(through, PLACE, "ecr.api", "h", frozenset({"tgw-1"})) == TIMEOUT
