"""Whether a task reaches what it needs, one thing broken at a time."""

import json
from typing import Any

import msgspec
import pytest

from fargate_tui.fargate.known import NotChecked
from fargate_tui.fargate.network import Need, Place, outlet, way_out
from fargate_tui.fargate.records import PrefixList, Route
from tests.fargate.network.vpcs import (
    ALLOWS_ALL,
    HUB,
    MAIN_TABLE,
    NAT,
    ONLY_OUTSIDE,
    PUBLIC_TABLE,
    S3_LIST,
    SUBNETS,
    TASKS,
    TO_IGW,
    TO_NAT,
    TO_S3,
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

DKR = need("ecr.dkr")
S3 = need("s3")
DENIED = NotChecked(why="not allowed", action="ec2:DescribeX")
PUBLIC, PRIVATE, ISOLATED = task("subnet-pub-a", public=True), task("subnet-prv-a"), task("subnet-iso-a")
LOCKED = '{"Statement":[{"Action":"ecr:*","Effect":"Allow","Principal":{"AWS":"123456789012"},"Resource":"*"}]}'
LAYERS = (
    '{"Statement":[{"Action":["s3:GetObject"],"Effect":"Allow","Principal":"*",'
    '"Resource":["arn:aws:s3:::prod-us-east-1-starport-layer-bucket/*"]}]}'
)


def stated(*actions: str, **more: object) -> str:
    """The policy of an endpoint for everybody and everything, unless it is said otherwise."""
    statement = {"Effect": "Allow", "Principal": "*", "Action": list(actions), "Resource": "*", **more}
    return json.dumps({"Statement": [statement]})


def tables(*routes: Route, of: str = "subnet-prv-a") -> dict[str, Any]:
    """The VPC with one subnet behind routes of its own."""
    return {"route_tables": (PUBLIC_TABLE, table("rtb-own", routes, of), MAIN_TABLE)}


def to(target: str, destination: str = "0.0.0.0/0", **more: Any) -> Route:
    kinds = {"nat-": "nat_gateway_id", "tgw-": "transit_gateway_id", "pcx-": "vpc_peering_connection_id"}
    member = next((each for start, each in kinds.items() if target.startswith(start)), "gateway_id")
    return Route(destination_cidr_block=destination, state="active", **{member: target}, **more)


def nat(**changed: Any) -> dict[str, Any]:
    return {"nat_gateways": (msgspec.structs.replace(NAT, **changed),)}


def only(*rules: Any) -> dict[str, Any]:
    """The VPC with a task's group that lets only this out."""
    return {"groups": (group("sg-task", out=rules), group("sg-vpce", into=(rule(443, "10.0.0.0/16"),)))}


def beside(name: str = "subnet-prv-b") -> tuple[str, ...]:
    return tuple(each.subnet_id for each in SUBNETS if each.subnet_id != name)


CASES: tuple[tuple[str, dict[str, Any], Place, Need, str, str], ...] = (
    # -- public address
    ("public subnet and address", {}, PUBLIC, DKR, "open", "public address and igw-1"),
    (
        "public subnet, no address",
        {},
        task("subnet-pub-a"),
        DKR,
        "blocked",
        "no way to ECR: no public address (0.0.0.0/0 → igw-1 needs one), no NAT route, no ecr.dkr endpoint",
    ),
    ("public subnet, address not known", {}, task("subnet-pub-a", public=None), DKR, "unknown", "a public address is"),
    (
        "gateway detached",
        {"route_tables": (table("rtb-pub", (msgspec.structs.replace(TO_IGW, state="blackhole"),), "subnet-pub-a"),)},
        PUBLIC,
        DKR,
        "blocked",
        "igw-1 leads nowhere",
    ),
    (
        "public access blocked",
        {"subnets": tuple(msgspec.structs.replace(each, public_access_block="block-ingress") for each in SUBNETS)},
        PUBLIC,
        DKR,
        "blocked",
        "VPC Block Public Access (block-ingress) keeps it from igw-1",
    ),
    (
        "public access blocked one way, behind a NAT gateway",
        {"subnets": tuple(msgspec.structs.replace(each, public_access_block="block-ingress") for each in SUBNETS)},
        PRIVATE,
        DKR,
        "open",
        "nat-a",
    ),
    # -- NAT gateways
    ("NAT", {}, PRIVATE, DKR, "open", "subnet-prv-a reaches ECR (ecr.dkr) by nat-a"),
    ("NAT deleted, long ago", {"nat_gateways": ()}, PRIVATE, DKR, "blocked", "nat-a, which is gone, no ecr.dkr endp"),
    ("NAT deleted", nat(state="deleted"), PRIVATE, DKR, "blocked", "nat-a, which is deleted"),
    ("NAT pending", nat(state="pending"), PRIVATE, DKR, "blocked", "which is pending"),
    (
        "NAT failed",
        nat(state="failed", failure_message="no address"),
        PRIVATE,
        DKR,
        "blocked",
        "is failed (no address)",
    ),
    (
        "NAT gone, told by the route",
        tables(msgspec.structs.replace(TO_NAT, state="blackhole")),
        PRIVATE,
        DKR,
        "blocked",
        "nat-a, which is gone",
    ),
    (
        "NAT in a private subnet",
        nat(subnet_id="subnet-iso-a"),
        PRIVATE,
        DKR,
        "blocked",
        "nat-a in subnet-iso-a, a priv",
    ),
    ("NAT behind itself", nat(subnet_id="subnet-prv-b"), PRIVATE, DKR, "blocked", "no way to an internet gateway"),
    (
        "NAT of the private kind",
        nat(connectivity_type="private"),
        PRIVATE,
        DKR,
        "blocked",
        "nat-a (private) in subnet-",
    ),
    (
        "NAT of the private kind before a transit gateway",
        nat(connectivity_type="private", subnet_id="subnet-prv-b")
        | {"route_tables": (table("r1", (TO_NAT,), "subnet-prv-a"), table("r2", (to("tgw-1"),), "subnet-prv-b"))},
        PRIVATE,
        DKR,
        "unknown",
        "what is behind that cannot be told",
    ),
    ("NAT of a Region", nat(availability_mode="regional", subnet_id=None), PRIVATE, DKR, "open", "by nat-a"),
    ("NAT not read", {"nat_gateways": DENIED}, PRIVATE, DKR, "unknown", "nat-a not checked: not allowed"),
    # -- routes
    (
        "no route",
        {},
        ISOLATED,
        DKR,
        "blocked",
        "subnet-iso-a has no way to ECR: no NAT route, no public address, no ecr.dkr endpoint",
    ),
    (
        "no route, Docker Hub",
        {},
        ISOLATED,
        HUB,
        "blocked",
        "subnet-iso-a has no way to Docker Hub: no NAT route, no public address",
    ),
    (
        "public address, no route",
        {},
        task("subnet-iso-a", public=True),
        HUB,
        "blocked",
        "no route to an internet gatew",
    ),
    (
        "the main table where there is no other",
        {"route_tables": (table("rtb-main", (TO_NAT,), main=True), PUBLIC_TABLE)},
        ISOLATED,
        DKR,
        "open",
        "nat-a",
    ),
    ("transit gateway", tables(to("tgw-1")), PRIVATE, DKR, "unknown", "behind that transit gateway cannot be told"),
    ("peering", tables(to("pcx-1")), PRIVATE, DKR, "unknown", "peering connection"),
    ("firewall", tables(to("vpce-fw")), PRIVATE, DKR, "unknown", "endpoint of a firewall"),
    ("virtual private gateway", tables(to("vgw-1")), PRIVATE, DKR, "unknown", "virtual private gateway"),
    (
        "other networks, where endpoints may be shared",
        tables(to("tgw-1", "10.0.0.0/8")),
        PRIVATE,
        DKR,
        "unknown",
        "whether tgw-1 leads to endpoints that are shared",
    ),
    (
        "other networks are of no use for a registry",
        tables(to("tgw-1", "10.0.0.0/8")),
        PRIVATE,
        HUB,
        "blocked",
        "no NAT",
    ),
    ("the way out beside other networks", tables(TO_NAT, to("tgw-1", "10.0.0.0/8")), PRIVATE, DKR, "open", "nat-a"),
    (
        "some addresses elsewhere",
        tables(TO_NAT, to("tgw-1", "52.0.0.0/8")),
        PRIVATE,
        DKR,
        "unknown",
        "it depends on the address: 52.0.0.0/8 → tgw-1, 0.0.0.0/0 → nat-a",
    ),
    ("two halves", tables(to("nat-a", "0.0.0.0/1"), to("nat-a", "128.0.0.0/1")), PRIVATE, DKR, "open", "nat-a"),
    ("one half only", tables(to("nat-a", "0.0.0.0/1")), PRIVATE, DKR, "unknown", "it depends on the address"),
    (
        "a list that was not read",
        tables(TO_NAT, Route(destination_prefix_list_id="pl-x", transit_gateway_id="tgw-1", state="active")),
        PRIVATE,
        DKR,
        "unknown",
        "pl-x → tgw-1 may take these addresses",
    ),
    (
        "a list of somebody's own that does not hold these addresses",
        tables(TO_NAT, Route(destination_prefix_list_id="pl-x", transit_gateway_id="tgw-1", state="active"))
        | {"prefix_lists": (S3_LIST, PrefixList(prefix_list_id="pl-x", cidrs=("10.8.0.0/16",)))},
        PRIVATE,
        DKR,
        "open",
        "nat-a",
    ),
    (
        "a list that may not be read",
        tables(TO_NAT, Route(destination_prefix_list_id="pl-x", transit_gateway_id="tgw-1", state="active"))
        | {"unread_lists": {"pl-x": NotChecked(why="x:Y is not allowed", action="x:Y")}},
        PRIVATE,
        DKR,
        "unknown",
        "whether pl-x → tgw-1 takes these addresses not checked: x:Y is not allowed",
    ),
    (
        "IPv6 only",
        {"subnets": tuple(msgspec.structs.replace(each, ipv6_cidrs=("2600::/64",)) for each in SUBNETS)}
        | tables(Route(destination_ipv6_cidr_block="::/0", egress_only_internet_gateway_id="eigw-1", state="active")),
        PRIVATE,
        DKR,
        "unknown",
        "::/0 → eigw-1 leads out over IPv6: whether it is used",
    ),
    (
        "IPv6 route, no IPv6 address",
        tables(Route(destination_ipv6_cidr_block="::/0", egress_only_internet_gateway_id="eigw-1", state="active")),
        PRIVATE,
        DKR,
        "blocked",
        "no NAT route",
    ),
    ("routes not read", {"route_tables": DENIED}, PRIVATE, DKR, "unknown", "the routes of subnet-prv-a not checked"),
    # -- interface endpoints
    ("endpoint", {"endpoints": (endpoint("ecr.dkr"),)}, ISOLATED, DKR, "open", "by vpce-ecr.dkr"),
    ("endpoint for another", {"endpoints": (endpoint("ecr.api"),)}, ISOLATED, DKR, "blocked", "no ecr.dkr endpoint"),
    (
        "endpoint pending",
        {"endpoints": (endpoint("ecr.dkr", state="pending"),)},
        ISOLATED,
        DKR,
        "blocked",
        "is pending",
    ),
    (
        "endpoint without private DNS",
        {"endpoints": (endpoint("ecr.dkr", private_dns_enabled=False),)},
        ISOLATED,
        DKR,
        "blocked",
        "vpce-ecr.dkr for ecr.dkr has private DNS off",
    ),
    (
        "endpoint without private DNS, beside a NAT gateway",
        {"endpoints": (endpoint("ecr.dkr", private_dns_enabled=False),)},
        PRIVATE,
        DKR,
        "open",
        "by nat-a",
    ),
    (
        "endpoint in a VPC without host names",
        {"endpoints": (endpoint("ecr.dkr"),), "dns_hostnames": False},
        ISOLATED,
        DKR,
        "blocked",
        "enableDnsHostnames of vpc-1 off",
    ),
    (
        "endpoint whose group is closed",
        {"endpoints": (endpoint("ecr.dkr"),), "groups": (TASKS, group("sg-vpce", into=(rule(443, "10.9.0.0/16"),)))},
        ISOLATED,
        DKR,
        "blocked",
        "sg-vpce lets nothing in from the task on port 443",
    ),
    (
        "endpoint whose group is closed, though there is a NAT gateway",
        {"endpoints": (endpoint("ecr.dkr"),), "groups": (TASKS, group("sg-vpce"))},
        PRIVATE,
        DKR,
        "blocked",
        "sg-vpce lets",
    ),
    (
        "endpoint that lets the task's group in",
        {"endpoints": (endpoint("ecr.dkr"),), "groups": (TASKS, group("sg-vpce", into=(rule(443, "sg-task"),)))},
        ISOLATED,
        DKR,
        "open",
        "vpce-ecr.dkr",
    ),
    (
        "endpoint that lets another group in",
        {"endpoints": (endpoint("ecr.dkr"),), "groups": (TASKS, group("sg-vpce", into=(rule(443, "sg-else"),)))},
        ISOLATED,
        DKR,
        "blocked",
        "sg-vpce lets nothing in",
    ),
    (
        "endpoint that lets port 80 in",
        {"endpoints": (endpoint("ecr.dkr"),), "groups": (TASKS, group("sg-vpce", into=(rule(80, "0.0.0.0/0"),)))},
        ISOLATED,
        DKR,
        "blocked",
        "sg-vpce lets nothing in",
    ),
    (
        "task that is let out to the endpoint's group",
        only(rule(443, "sg-vpce")) | {"endpoints": (endpoint("ecr.dkr"),)},
        ISOLATED,
        DKR,
        "open",
        "vpce-ecr.dkr",
    ),
    (
        "task that is let out to the VPC only",
        only(rule(443, "10.0.0.0/16")) | {"endpoints": (endpoint("ecr.dkr"),)},
        ISOLATED,
        DKR,
        "open",
        "vpce-ecr.dkr",
    ),
    (
        "endpoint in another zone",
        {"endpoints": (endpoint("ecr.dkr", subnet_ids=("subnet-prv-b",)),)},
        ISOLATED,
        DKR,
        "open",
        "vpce-ecr.dkr",
    ),
    (
        "endpoint in no subnet",
        {"endpoints": (endpoint("ecr.dkr", subnet_ids=()),)},
        ISOLATED,
        DKR,
        "blocked",
        "no interface in any subnet",
    ),
    (
        "endpoint with a policy",
        {"endpoints": (endpoint("ecr.dkr", policy_document=LOCKED),)},
        ISOLATED,
        DKR,
        "unknown",
        "the policy of vpce-ecr.dkr does not let everything pass",
    ),
    (
        "endpoint with an empty policy",
        {"endpoints": (endpoint("ecr.dkr", policy_document='{"Statement":[]}'),)},
        ISOLATED,
        DKR,
        "blocked",
        "the policy of vpce-ecr.dkr does not let ecr:BatchGetImage pass",
    ),
    (
        "endpoint with a policy for reading only",
        {"endpoints": (endpoint("ecr.dkr", policy_document=stated("ecr:Get*", "ecr:BatchGetImage")),)},
        ISOLATED,
        DKR,
        "open",
        "vpce-ecr.dkr",
    ),
    (
        "endpoint with a policy that lacks an action",
        {"endpoints": (endpoint("ecr.dkr", policy_document=stated("ecr:BatchGetImage")),)},
        ISOLATED,
        DKR,
        "blocked",
        "the policy of vpce-ecr.dkr does not let ecr:GetDownloadUrlForLayer pass",
    ),
    (
        "endpoint with a policy for one repository",
        {"endpoints": (endpoint("ecr.dkr", policy_document=stated("ecr:*", Resource="arn:aws:ecr:us-east-1:1:x")),)},
        ISOLATED,
        DKR,
        "unknown",
        "whether it lets ecr:BatchGetImage is not told",
    ),
    (
        "endpoint with a policy under a condition",
        {"endpoints": (endpoint("ecr.dkr", policy_document=stated("*", Condition={"Bool": {"x": "y"}})),)},
        ISOLATED,
        DKR,
        "unknown",
        "is not told",
    ),
    (
        "endpoint whose subnet is closed",
        {
            "endpoints": (endpoint("ecr.dkr", subnet_ids=("subnet-prv-b",)),),
            "acls": (
                acl(subnets=beside()),
                acl(entry(100, "deny", out=False), *ALLOWS_ALL[:2], name="acl-b", subnets=("subnet-prv-b",)),
            ),
        },
        ISOLATED,
        DKR,
        "blocked",
        "acl-b (subnet-prv-b) lets no port 443 in",
    ),
    (
        "endpoint with one of two subnets closed",
        {
            "endpoints": (endpoint("ecr.dkr", subnet_ids=("subnet-prv-a", "subnet-prv-b")),),
            "acls": (
                acl(subnets=beside()),
                acl(entry(100, "deny", out=False), *ALLOWS_ALL[:2], name="acl-b", subnets=("subnet-prv-b",)),
            ),
        },
        ISOLATED,
        DKR,
        "unknown",
        "not all interfaces answer",
    ),
    (
        "endpoint, and a route around the local one",
        {"endpoints": (endpoint("ecr.dkr"),)} | tables(to("vpce-fw", "10.0.16.0/20"), of="subnet-iso-a"),
        ISOLATED,
        DKR,
        "unknown",
        "10.0.16.0/20 → vpce-fw takes packets for vpce-ecr.dkr",
    ),
    ("endpoints not read", {"endpoints": DENIED}, PRIVATE, DKR, "unknown", "whether there is an endpoint for ecr.dkr"),
    ("endpoints not read, no other way", {"endpoints": DENIED}, ISOLATED, DKR, "unknown", "endpoint for ecr.dkr not"),
    (
        "names not read",
        {"endpoints": (endpoint("ecr.dkr"),), "dns_hostnames": DENIED},
        ISOLATED,
        DKR,
        "unknown",
        "(enableDnsHostnames) not checked",
    ),
    (
        "names not read, and closed both ways",
        {"endpoints": (endpoint("ecr.dkr"),), "dns_hostnames": DENIED, "groups": (TASKS, group("sg-vpce"))},
        ISOLATED,
        DKR,
        "blocked",
        "sg-vpce lets nothing in",
    ),
    ("no resolver", {"dns_support": False}, PRIVATE, DKR, "unknown", "enableDnsSupport is off"),
    (
        "another Region has no endpoint here",
        {"endpoints": (endpoint("ecr.dkr"),)},
        ISOLATED,
        need("ecr.dkr", "eu-west-1"),
        "blocked",
        "no NAT route, no public address",
    ),
    (
        "a registry of somebody's own",
        {},
        PRIVATE,
        Need(service="registry.corp:5000"),
        "unknown",
        "where the name registry.corp:5000 leads cannot be told",
    ),
    # -- S3
    ("layers by the gateway endpoint", {"endpoints": (gateway("rtb-main"),)}, ISOLATED, S3, "open", "by vpce-s3"),
    (
        "layers, gateway endpoint of other routes",
        {"endpoints": (gateway("rtb-prv"),)},
        ISOLATED,
        S3,
        "blocked",
        "vpce-s3 is not in the routes of rtb-main",
    ),
    ("layers, no gateway endpoint", {}, ISOLATED, S3, "blocked", "no s3 gateway endpoint"),
    ("layers by NAT, gateway endpoint elsewhere", {"endpoints": (gateway("rtb-main"),)}, PRIVATE, S3, "open", "nat-a"),
    ("the more specific route wins over NAT", {"endpoints": (gateway("rtb-prv"),)}, PRIVATE, S3, "open", "by vpce-s3"),
    (
        "layers, let out to the list",
        only(rule(443, "pl-s3")) | {"endpoints": (gateway("rtb-main"),)},
        ISOLATED,
        S3,
        "open",
        "vpce-s3",
    ),
    (
        "layers, let out to a list that only the routes tell of",
        only(rule(443, "pl-s3"))
        | {"endpoints": (gateway("rtb-own"),), "prefix_lists": DENIED}
        | tables(TO_S3, of="subnet-iso-a"),
        ISOLATED,
        S3,
        "open",
        "vpce-s3",
    ),
    (
        "layers, let out to the list's addresses",
        only(rule(443, "52.192.0.0/11")) | {"endpoints": (gateway("rtb-main"),)},
        ISOLATED,
        S3,
        "open",
        "vpce-s3",
    ),
    (
        "layers, let out to the VPC only",
        only(rule(443, "10.0.0.0/16")) | {"endpoints": (gateway("rtb-main"),)},
        ISOLATED,
        S3,
        "blocked",
        "sg-task lets nothing out to S3",
    ),
    (
        "layers, let out to another list",
        only(rule(443, "pl-x")) | {"endpoints": (gateway("rtb-main"),)},
        ISOLATED,
        S3,
        "unknown",
        "pl-x: whether that is S3",
    ),
    (
        "layers by a policy for them alone",
        {"endpoints": (gateway("rtb-main", policy_document=LAYERS),)},
        ISOLATED,
        S3,
        "open",
        "vpce-s3",
    ),
    (
        "layers by a policy",
        {"endpoints": (gateway("rtb-main", policy_document=LOCKED),)},
        ISOLATED,
        S3,
        "blocked",
        "the policy of vpce-s3 does not let s3:GetObject pass",
    ),
    (
        "layers by an interface endpoint",
        {
            "endpoints": (
                endpoint(
                    "s3",
                    dns_options=msgspec.structs.replace(
                        ONLY_OUTSIDE, private_dns_only_for_inbound_resolver_endpoint=False
                    ),
                ),
            )
        },
        ISOLATED,
        S3,
        "open",
        "vpce-s3",
    ),
    (
        "layers, interface endpoint for the outside",
        {"endpoints": (endpoint("s3", dns_options=ONLY_OUTSIDE),)},
        ISOLATED,
        S3,
        "blocked",
        "private DNS off",
    ),
    (
        "gateway endpoint, routes not read",
        {"endpoints": (gateway("rtb-main"),), "route_tables": DENIED},
        ISOLATED,
        S3,
        "unknown",
        "whether the subnet's routes lead to vpce-s3",
    ),
    # -- security groups
    ("group that lets nothing out", only(), PRIVATE, DKR, "blocked", "sg-task lets nothing out to ECR on port 443"),
    ("group that lets port 80 out", only(rule(80, "0.0.0.0/0")), PRIVATE, DKR, "blocked", "sg-task lets nothing out"),
    ("group that lets udp out", only(rule(443, "0.0.0.0/0", protocol="udp")), PRIVATE, DKR, "blocked", "sg-task lets"),
    ("group that lets a range out", only(rule(400, "0.0.0.0/0", to=500)), PRIVATE, DKR, "open", "nat-a"),
    ("group that lets some out", only(rule(443, "52.0.0.0/8")), PRIVATE, DKR, "unknown", "52.0.0.0/8: whether that is"),
    ("group that lets a list out", only(rule(443, "pl-x")), PRIVATE, DKR, "unknown", "pl-x: whether that is ECR"),
    (
        "the other group lets out",
        {"groups": (group("sg-task", out=()), group("sg-more"))},
        task("subnet-prv-a", groups=("sg-task", "sg-more")),
        DKR,
        "open",
        "nat-a",
    ),
    (
        "no group: the default one",
        {"groups": (group("sg-d", called="default", out=()),)},
        task("subnet-prv-a", groups=()),
        DKR,
        "blocked",
        "sg-d lets nothing out",
    ),
    ("group not found", {"groups": ()}, PRIVATE, DKR, "unknown", "sg-task not found in vpc-1"),
    ("groups not read", {"groups": DENIED}, PRIVATE, DKR, "unknown", "the rules of sg-task not checked"),
    # -- network ACLs
    (
        "ACL that denies out",
        {"acls": (acl(entry(90, "deny", out=True, ports=(443, 443)), *ALLOWS_ALL),)},
        PRIVATE,
        DKR,
        "blocked",
        "acl-1 (subnet-prv-a) lets no port 443 out to ECR (rule 90)",
    ),
    (
        "ACL that denies after it allowed",
        {"acls": (acl(entry(200, "deny", out=True, ports=(443, 443)), *ALLOWS_ALL),)},
        PRIVATE,
        DKR,
        "open",
        "nat-a",
    ),
    (
        "ACL without answers",
        {"acls": (acl(entry(100, "allow", out=True), entry(100, "allow", out=False, ports=(443, 443))),)},
        PRIVATE,
        DKR,
        "blocked",
        "lets no answers on ports 32768-60999 in from ECR (rule *)",
    ),
    (
        "ACL with the ports of answers",
        {
            "acls": (
                acl(
                    entry(100, "allow", out=True),
                    entry(90, "allow", out=False, ports=(1024, 65535)),
                    entry(91, "allow", out=False, ports=(443, 443)),
                ),
            )
        },
        PRIVATE,
        DKR,
        "open",
        "nat-a",
    ),
    (
        "ACL with the ports of answers in two rules",
        {
            "acls": (
                acl(
                    entry(100, "allow", out=True),
                    entry(90, "allow", out=False, ports=(1024, 40000)),
                    entry(91, "allow", out=False, ports=(40001, 65535)),
                ),
            )
        },
        PUBLIC,
        DKR,
        "open",
        "igw-1",
    ),
    (
        "ACL with some ports of answers",
        {"acls": (acl(entry(100, "allow", out=True), entry(90, "allow", out=False, ports=(1024, 40000))),)},
        PUBLIC,
        DKR,
        "unknown",
        "in part only",
    ),
    (
        "ACL that lets only addresses of the VPC out",
        {"acls": (acl(entry(100, "allow", out=True, block="10.0.0.0/8"), entry(100, "allow", out=False)),)},
        PUBLIC,
        DKR,
        "blocked",
        "lets no port 443 out to ECR",
    ),
    (
        "ACL that lets some addresses out",
        {"acls": (acl(entry(100, "allow", out=True, block="52.0.0.0/8"), entry(100, "allow", out=False)),)},
        PUBLIC,
        DKR,
        "unknown",
        "in part only",
    ),
    (
        "ACL that denies private addresses",
        {"acls": (acl(entry(1, "deny", out=True, block="10.0.0.0/8"), *ALLOWS_ALL),)},
        PUBLIC,
        DKR,
        "open",
        "igw-1",
    ),
    (
        "ACL of the NAT gateway's subnet",
        {
            "acls": (
                acl(subnets=beside("subnet-pub-a")),
                acl(
                    entry(100, "allow", out=True),
                    entry(100, "deny", out=False, block="10.0.16.0/20"),
                    entry(110, "allow", out=False),
                    name="acl-pub",
                    subnets=("subnet-pub-a",),
                ),
            )
        },
        PRIVATE,
        DKR,
        "blocked",
        "acl-pub (subnet-pub-a) lets no port 443 in from the task (rule 100)",
    ),
    ("ACLs not read", {"acls": DENIED}, PRIVATE, DKR, "unknown", "the network ACL of subnet-prv-a not checked"),
)


@pytest.mark.parametrize(
    ("changed", "place", "wanted", "verdict", "words"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_way_out(changed: dict[str, Any], place: Place, wanted: Need, verdict: str, words: str) -> None:
    path = way_out(vpc(**changed), place, wanted)

    assert (path.verdict, words in path.sentence) == (verdict, True), path.sentence
    blocking = [hop for hop in path.hops if hop.verdict == "blocked"]
    assert bool(blocking) is (path.verdict == "blocked")


def test_a_nat_gateway_of_another_zone_works_with_a_warning() -> None:
    path = way_out(vpc(), task("subnet-prv-b"), DKR)

    assert path.verdict == "open"
    assert path.warnings == (
        "nat-a is in us-east-1a, the task in us-east-1b: it fails with that zone, and traffic between zones costs",
    )


def test_a_public_address_behind_a_nat_gateway_is_of_no_use() -> None:
    path = way_out(vpc(), task("subnet-prv-a", public=True), DKR)

    assert (path.verdict, path.via) == ("open", "NAT")
    assert path.warnings == ("its public address is of no use: the route leads to a NAT gateway",)


def test_an_endpoint_of_another_zone_works_with_a_warning() -> None:
    path = way_out(vpc(endpoints=(endpoint("logs", subnet_ids=("subnet-prv-b",)),)), ISOLATED, need("logs"))

    assert path.verdict == "open"
    assert path.warnings == ("vpce-logs has no interface in us-east-1a: traffic between zones costs",)


def test_what_was_not_read_names_the_action() -> None:
    path = way_out(vpc(route_tables=DENIED), PRIVATE, DKR)

    assert path.missing == ("ec2:DescribeX",)


def test_hops_of_an_open_way_stand_in_order() -> None:
    path = way_out(vpc(), PRIVATE, DKR)

    assert [hop.name for hop in path.hops] == [
        "security group", "network ACL", "route", "NAT gateway", "network ACL", "network ACL",
    ]  # fmt: skip
    assert path.hops[2].ids == ("rtb-prv", "nat-a")


ALL_FOUR = tuple(endpoint(each) for each in ("ecr.api", "ecr.dkr", "logs"))


@pytest.mark.parametrize(
    ("changed", "place", "word"),
    [
        ({}, PUBLIC, "public address"),
        ({}, PRIVATE, "NAT"),
        ({}, ISOLATED, "none"),
        ({"endpoints": (*ALL_FOUR, gateway("rtb-main"))}, ISOLATED, "endpoints"),
        ({"endpoints": ALL_FOUR}, ISOLATED, "in part"),
        ({"endpoints": (*ALL_FOUR, gateway("rtb-prv"))}, PRIVATE, "endpoints"),
        ({"endpoints": (gateway("rtb-prv"),)}, PRIVATE, "NAT"),
        (tables(to("tgw-1")), PRIVATE, "cannot be told"),
        ({"route_tables": DENIED}, PRIVATE, "cannot be told"),
    ],
)
def test_outlet(changed: dict[str, Any], place: Place, word: str) -> None:
    assert outlet(vpc(**changed), place) == word


def test_groups_that_are_not_known_are_not_taken_for_the_default_one() -> None:
    ended = Place(subnet_id="subnet-prv-a", group_ids=None)

    path = way_out(vpc(groups=(group("sg-d", called="default"),)), ended, DKR)

    assert path.verdict == "unknown"
    assert path.hops[0].words == "which security groups it is in is not known"
