"""What EC2's API says of subnets, routes and security groups, read once and kept as a picture."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network
from xml.etree import ElementTree as ET

from fargate_tui.demo.moto_thread import Moto
from fargate_tui.demo.ports import Subnet


@dataclass(frozen=True, slots=True)
class SecurityGroup:
    """A security group, as far as it is needed to name it."""

    id: str
    name: str
    vpc_id: str


@dataclass(frozen=True, slots=True)
class Topology:
    """Subnets, their address ranges, and security groups of one region at one moment."""

    subnets: Mapping[str, Subnet] = field(default_factory=dict)
    ranges: Mapping[str, IPv4Network] = field(default_factory=dict)
    taken: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By subnet: addresses of interfaces that are not a task's (NAT gateways, load balancers, a user's own)."""
    groups: Mapping[str, SecurityGroup] = field(default_factory=dict)


def read_topology(moto: Moto, region: str) -> Topology:
    """Ask EC2 for all of it."""
    subnets = moto.query(region, "ec2", "DescribeSubnets").iter("item")
    described = [item for item in subnets if item.find("cidrBlock") is not None and item.find("subnetId") is not None]
    way_out = _ways_out(moto.query(region, "ec2", "DescribeRouteTables"))
    groups = moto.query(region, "ec2", "DescribeSecurityGroups").findall("securityGroupInfo/item")
    return Topology(
        subnets={subnet.id: subnet for subnet in (_subnet(item, way_out) for item in described)},
        ranges={_text(item, "subnetId"): IPv4Network(_text(item, "cidrBlock")) for item in described},
        taken=_taken(moto.query(region, "ec2", "DescribeNetworkInterfaces")),
        groups={
            group.id: group
            for group in (
                SecurityGroup(_text(item, "groupId"), _text(item, "groupName"), _text(item, "vpcId")) for item in groups
            )
        },
    )


def _subnet(item: ET.Element, way_out: Mapping[str, str]) -> Subnet:
    subnet_id, vpc_id = _text(item, "subnetId"), _text(item, "vpcId")
    # a subnet without a table of its own follows its VPC's main table
    out = way_out.get(subnet_id) or way_out.get(vpc_id, "none")
    return Subnet(subnet_id, vpc_id, _text(item, "availabilityZone"), out)


def _ways_out(answer: ET.Element) -> dict[str, str]:
    """Way out by subnet id for explicit associations, and by VPC id for main route tables."""
    found: dict[str, str] = {}
    for table in answer.findall("routeTableSet/item"):
        out = _way_out(table)
        for association in table.findall("associationSet/item"):
            main = association.findtext("main") == "true"
            found[_text(table, "vpcId") if main else _text(association, "subnetId")] = out
    return found


def _way_out(table: ET.Element) -> str:
    for route in table.findall("routeSet/item"):
        if route.findtext("destinationCidrBlock") != "0.0.0.0/0":
            continue
        if route.findtext("gatewayId", "").startswith("igw-"):
            return "internet"
        if route.findtext("natGatewayId") or route.findtext("transitGatewayId"):
            return "nat"
    return "none"


def _taken(answer: ET.Element) -> dict[str, frozenset[str]]:
    taken: dict[str, set[str]] = {}
    for item in answer.findall("networkInterfaceSet/item"):
        addresses = {entry.findtext("privateIpAddress", "") for entry in item.findall("privateIpAddressesSet/item")}
        taken.setdefault(_text(item, "subnetId"), set()).update(addresses or {_text(item, "privateIpAddress")})
    return {subnet: frozenset(addresses) for subnet, addresses in taken.items()}


def _text(item: ET.Element, name: str) -> str:
    return item.findtext(name, "")
