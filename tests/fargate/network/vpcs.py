"""A VPC to break one thing at a time in: two zones, public, private and isolated subnets."""

from typing import Any

import msgspec

from fargate_tui.fargate.known import Known
from fargate_tui.fargate.network import Need, Place, Surroundings
from fargate_tui.fargate.records import (
    DnsOptions,
    EndpointGroup,
    GroupPair,
    IpPermission,
    IpRange,
    NatGateway,
    NetworkAcl,
    NetworkAclAssociation,
    NetworkAclEntry,
    PortRange,
    PrefixList,
    PrefixListRange,
    Route,
    RouteTable,
    RouteTableAssociation,
    SecurityGroup,
    Subnet,
    VpcEndpoint,
)

REGION = "us-east-1"
LOCAL = Route(destination_cidr_block="10.0.0.0/16", gateway_id="local", state="active")
TO_IGW = Route(destination_cidr_block="0.0.0.0/0", gateway_id="igw-1", state="active")
TO_NAT = Route(destination_cidr_block="0.0.0.0/0", nat_gateway_id="nat-a", state="active")
TO_S3 = Route(destination_prefix_list_id="pl-s3", gateway_id="vpce-s3", state="active")
S3_LIST = PrefixList(prefix_list_id="pl-s3", prefix_list_name="com.amazonaws.us-east-1.s3", cidrs=("52.216.0.0/15",))
FULL = '{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}]}'

SUBNETS = (
    Subnet(subnet_id="subnet-pub-a", availability_zone="us-east-1a", vpc_id="vpc-1", cidr="10.0.0.0/24"),
    Subnet(subnet_id="subnet-pub-b", availability_zone="us-east-1b", vpc_id="vpc-1", cidr="10.0.1.0/24"),
    Subnet(subnet_id="subnet-prv-a", availability_zone="us-east-1a", vpc_id="vpc-1", cidr="10.0.16.0/20"),
    Subnet(subnet_id="subnet-prv-b", availability_zone="us-east-1b", vpc_id="vpc-1", cidr="10.0.32.0/20"),
    Subnet(subnet_id="subnet-iso-a", availability_zone="us-east-1a", vpc_id="vpc-1", cidr="10.0.100.0/24"),
)


def table(name: str, routes: tuple[Route, ...], *subnets: str, main: bool = False) -> RouteTable:
    followed = [RouteTableAssociation(subnet_id=each) for each in subnets]
    if main:
        followed.append(RouteTableAssociation(main=True))
    return RouteTable(route_table_id=name, vpc_id="vpc-1", associations=tuple(followed), routes=(LOCAL, *routes))


PUBLIC_TABLE = table("rtb-pub", (TO_IGW,), "subnet-pub-a", "subnet-pub-b")
PRIVATE_TABLE = table("rtb-prv", (TO_NAT,), "subnet-prv-a", "subnet-prv-b")
MAIN_TABLE = table("rtb-main", (), main=True)
NAT = NatGateway(nat_gateway_id="nat-a", vpc_id="vpc-1", subnet_id="subnet-pub-a", state="available")


def rule(port: int | None, *sources: str, protocol: str = "tcp", to: int | None = None) -> IpPermission:
    """A rule for blocks, groups (sg-) and prefix lists (pl-)."""
    return IpPermission(
        ip_protocol=protocol if port is not None else "-1",
        from_port=port,
        to_port=to if to is not None else port,
        ip_ranges=tuple(IpRange(cidr_ip=each) for each in sources if "/" in each),
        user_id_group_pairs=tuple(GroupPair(group_id=each) for each in sources if each.startswith("sg-")),
        prefix_list_ids=tuple(PrefixListRange(prefix_list_id=each) for each in sources if each.startswith("pl-")),
    )


ANYWHERE = rule(None, "0.0.0.0/0")


def group(
    name: str, *, into: tuple[IpPermission, ...] = (), out: tuple[IpPermission, ...] = (ANYWHERE,), called: str = ""
) -> SecurityGroup:
    return SecurityGroup(
        group_id=name, group_name=called, vpc_id="vpc-1", ip_permissions=into, ip_permissions_egress=out
    )


TASKS = group("sg-task")
ENDPOINTS = group("sg-vpce", into=(rule(443, "10.0.0.0/16"),))


def entry(
    number: int, action: str, *, out: bool, block: str = "0.0.0.0/0", ports: tuple[int, int] | None = None
) -> NetworkAclEntry:
    return NetworkAclEntry(
        rule_number=number,
        rule_action=action,
        egress=out,
        protocol="6" if ports else "-1",
        cidr_block=block,
        port_range=PortRange(first=ports[0], last=ports[1]) if ports else None,
    )


ALLOWS_ALL = (
    entry(100, "allow", out=True),
    entry(32767, "deny", out=True),
    entry(100, "allow", out=False),
    entry(32767, "deny", out=False),
)


def acl(*entries: NetworkAclEntry, name: str = "acl-1", subnets: tuple[str, ...] | None = None) -> NetworkAcl:
    followed = subnets if subnets is not None else tuple(each.subnet_id for each in SUBNETS)
    associations = tuple(NetworkAclAssociation(subnet_id=each) for each in followed)
    return NetworkAcl(network_acl_id=name, vpc_id="vpc-1", associations=associations, entries=entries or ALLOWS_ALL)


def endpoint(service: str, **changed: Any) -> VpcEndpoint:
    """An interface endpoint for a service, in zone a, that stands and is named."""
    return msgspec.structs.replace(
        VpcEndpoint(
            vpc_endpoint_id=f"vpce-{service}",
            vpc_endpoint_type="Interface",
            vpc_id="vpc-1",
            service_name=f"com.amazonaws.{REGION}.{service}",
            state="available",
            private_dns_enabled=True,
            subnet_ids=("subnet-prv-a",),
            groups=(EndpointGroup(group_id="sg-vpce"),),
            policy_document=FULL,
        ),
        **changed,
    )


def gateway(*tables: str, **changed: Any) -> VpcEndpoint:
    """The gateway endpoint of S3."""
    wanted: dict[str, Any] = {
        "vpc_endpoint_type": "Gateway",
        "private_dns_enabled": False,
        "subnet_ids": (),
        "groups": (),
        "route_table_ids": tables,
    }
    return endpoint("s3", **(wanted | changed))


ONLY_OUTSIDE = DnsOptions(private_dns_only_for_inbound_resolver_endpoint=True)


def vpc(**changed: Any) -> Surroundings:
    """The whole VPC with all of it read, and some parts of it otherwise; a bare tuple or flag is what is known."""
    parts: dict[str, Any] = {
        "subnets": SUBNETS,
        "route_tables": (PUBLIC_TABLE, PRIVATE_TABLE, MAIN_TABLE),
        "nat_gateways": (NAT,),
        "endpoints": (),
        "groups": (TASKS, ENDPOINTS),
        "acls": (acl(),),
        "prefix_lists": (S3_LIST,),
        "dns_support": True,
        "dns_hostnames": True,
    }
    parts |= changed
    read: dict[str, Any] = {
        name: Known(part) if isinstance(part, tuple | bool) else part for name, part in parts.items()
    }
    return Surroundings(vpc_id="vpc-1", region=REGION, **read)


def task(subnet: str, *, public: bool | None = False, groups: tuple[str, ...] = ("sg-task",)) -> Place:
    return Place(subnet_id=subnet, group_ids=groups, has_public_ip=public, interface_id="eni-1")


def need(service: str, region: str = REGION) -> Need:
    return Need(service=service, region=region)


HUB = Need(service="docker.io")
