"""What holds of every VPC, however it is broken."""

from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.network import Surroundings, way_out
from fargate_tui.fargate.network.addresses import EVERYWHERE, Spans, is_within, shared, union, without
from fargate_tui.fargate.network.path import all_of
from fargate_tui.fargate.records import Route
from tests.fargate.network.vpcs import (
    MAIN_TABLE,
    NAT,
    PUBLIC_TABLE,
    acl,
    endpoint,
    entry,
    gateway,
    group,
    need,
    rule,
    table,
    task,
    vpc,
)

BLOCKS = ("0.0.0.0/0", "10.0.0.0/16", "10.0.16.0/20", "52.0.0.0/8", "52.216.0.0/15", "0.0.0.0/1")
RULES = st.builds(
    rule, st.sampled_from([None, 443, 80]), st.sampled_from([*BLOCKS, "sg-vpce", "sg-task", "pl-s3", "pl-x"])
)
ENTRIES = st.builds(
    entry,
    st.integers(1, 300),
    st.sampled_from(["allow", "deny"]),
    out=st.booleans(),
    block=st.sampled_from(BLOCKS),
    ports=st.sampled_from([None, (443, 443), (1024, 65535), (32768, 50000), (0, 65535)]),
)
ROUTES = st.builds(
    lambda block, target: Route(destination_cidr_block=block, state="active", **target),
    st.sampled_from(BLOCKS),
    st.sampled_from([{"gateway_id": "igw-1"}, {"nat_gateway_id": "nat-a"}, {"transit_gateway_id": "tgw-1"}]),
)
ALL_ENDPOINTS = st.lists(
    st.sampled_from([endpoint("ecr.dkr"), endpoint("logs", private_dns_enabled=False), gateway("rtb-own"), gateway()]),
    unique_by=lambda each: each.vpc_endpoint_id,
    max_size=3,
)


@st.composite
def vpcs(draw: st.DrawFn) -> Surroundings:
    entries = draw(st.lists(ENTRIES, max_size=4, unique_by=lambda each: (each.rule_number, each.egress)))
    own = table(
        "rtb-own", tuple(draw(st.lists(ROUTES, max_size=3, unique_by=lambda each: each.destination))), "subnet-prv-a"
    )
    return vpc(
        route_tables=(own, PUBLIC_TABLE, MAIN_TABLE),
        nat_gateways=draw(st.sampled_from([(NAT,), (), (msgspec.structs.replace(NAT, state="deleted"),)])),
        endpoints=tuple(draw(ALL_ENDPOINTS)),
        groups=(
            group("sg-task", out=tuple(draw(st.lists(RULES, max_size=3)))),
            group("sg-vpce", into=tuple(draw(st.lists(RULES, max_size=2)))),
        ),
        acls=(acl(*entries) if entries else acl(),),
        dns_hostnames=draw(st.booleans()),
    )


PLACES = st.builds(task, st.sampled_from(["subnet-prv-a", "subnet-pub-a", "subnet-iso-a"]), public=st.booleans())
NEEDS = st.sampled_from([need("ecr.dkr"), need("s3"), need("logs"), need("ecr.dkr", "eu-west-1")])
PARTS = [
    "subnets", "route_tables", "nat_gateways", "endpoints", "groups", "acls", "prefix_lists", "dns_support",
    "dns_hostnames",
]  # fmt: skip


@settings(deadline=None)
@given(vpcs(), PLACES, NEEDS, RULES, st.sampled_from(["sg-task", "sg-vpce"]))
def test_one_more_rule_of_a_group_never_closes_a_way(
    around: Surroundings, place: Any, wanted: Any, more: Any, which: str
) -> None:
    assert isinstance(around.groups, Known)
    opened = tuple(
        msgspec.structs.replace(
            each,
            ip_permissions=(*each.ip_permissions, more),
            ip_permissions_egress=(*each.ip_permissions_egress, more),
        )
        if each.group_id == which
        else each
        for each in around.groups.value
    )

    before = way_out(around, place, wanted).verdict
    after = way_out(msgspec.structs.replace(around, groups=Known(opened)), place, wanted).verdict

    assert _rank(after) >= _rank(before)


@settings(deadline=None)
@given(vpcs(), PLACES, NEEDS, st.integers(1, 300), st.booleans(), st.sampled_from(BLOCKS))
def test_one_more_allowing_entry_never_closes_a_way(
    around: Surroundings, place: Any, wanted: Any, number: int, out: bool, block: str
) -> None:
    assert isinstance(around.acls, Known)
    more = entry(number, "allow", out=out, block=block)
    opened = tuple(msgspec.structs.replace(each, entries=(more, *each.entries)) for each in around.acls.value)

    before = way_out(around, place, wanted).verdict
    after = way_out(msgspec.structs.replace(around, acls=Known(opened)), place, wanted).verdict

    assert _rank(after) >= _rank(before)


@settings(max_examples=200, deadline=None)
@given(vpcs(), PLACES, NEEDS, st.randoms(use_true_random=False))
def test_the_order_of_what_was_read_does_not_matter(around: Surroundings, place: Any, wanted: Any, chance: Any) -> None:
    shuffled = {name: getattr(around, name) for name in PARTS}
    for name, part in shuffled.items():
        if isinstance(part, Known) and isinstance(part.value, tuple):
            shuffled[name] = Known(tuple(chance.sample(list(part.value), len(part.value))))
    tables = [
        msgspec.structs.replace(each, routes=tuple(chance.sample(list(each.routes), len(each.routes))))
        for each in shuffled["route_tables"].value
    ]
    shuffled["route_tables"] = Known(tuple(tables))

    assert way_out(msgspec.structs.replace(around, **shuffled), place, wanted) == way_out(around, place, wanted)


@settings(max_examples=300, deadline=None)
@given(vpcs(), PLACES, NEEDS, st.sampled_from(PARTS))
def test_what_was_not_read_never_opens_a_way(around: Surroundings, place: Any, wanted: Any, part: str) -> None:
    read = way_out(around, place, wanted)
    blind = way_out(
        msgspec.structs.replace(around, **{part: NotChecked(why="not allowed", action="ec2:X")}), place, wanted
    )

    if blind.verdict != read.verdict:
        assert blind.verdict == "unknown"


@settings(deadline=None)
@given(vpcs(), PLACES, NEEDS)
def test_nothing_read_at_all_is_unknown_and_a_path_is_what_its_hops_are(
    around: Surroundings, place: Any, wanted: Any
) -> None:
    path = way_out(around, place, wanted)
    assert path.verdict == all_of(hop.verdict for hop in path.hops)
    assert path.sentence
    assert (path.via == "") is (path.verdict != "open")

    assert way_out(Surroundings(vpc_id="vpc-1", region="us-east-1"), place, wanted).verdict == "unknown"


SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda pair: (min(pair), max(pair)))).map(
    lambda found: union(tuple(found))
)


def _points(spans: Spans) -> set[int]:
    return {each for first, last in spans for each in range(first, last + 1)}


@settings(deadline=None)
@given(SPANS, SPANS)
def test_sets_of_addresses_are_sets(one: Spans, other: Spans) -> None:
    assert _points(shared(one, other)) == _points(one) & _points(other)
    assert _points(without(one, other)) == _points(one) - _points(other)
    assert _points(union(one, other)) == _points(one) | _points(other)
    assert is_within(one, other) is (bool(one) and _points(one) <= _points(other))
    assert is_within(EVERYWHERE, EVERYWHERE)


def _rank(verdict: str) -> int:
    return ("blocked", "unknown", "open").index(verdict)
