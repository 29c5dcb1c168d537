"""What EC2's API says of subnets, routes and security groups, read once and kept as a picture."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network
from xml.etree import ElementTree as ET

from fargate_tui.demo.moto_thread import Moto
from fargate_tui.demo.ports import Subnet
from fargate_tui.demo.reach import Surroundings
from fargate_tui.demo.surroundings import address_in, read_surroundings


@dataclass(frozen=True, slots=True)
class SecurityGroup:
    """A security group, as far as it is needed to name it."""

    id: str
    name: str
    vpc_id: str


@dataclass(frozen=True, slots=True)
class Topology:
    """Subnets, their address ranges, and what is around them in one region at one moment."""

    subnets: Mapping[str, Subnet] = field(default_factory=dict)
    ranges: Mapping[str, IPv4Network] = field(default_factory=dict)
    """Of subnets, and of VPCs."""
    taken: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By subnet: addresses of interfaces that are not a task's (NAT gateways, load balancers, a user's own)."""
    groups: Mapping[str, SecurityGroup] = field(default_factory=dict)
    around: Surroundings = field(default_factory=Surroundings)


def read_topology(moto: Moto, region: str) -> Topology:
    """Ask EC2 for all of it."""
    subnets = moto.query(region, "ec2", "DescribeSubnets").iter("item")
    described = [item for item in subnets if item.find("cidrBlock") is not None and item.find("subnetId") is not None]
    vpcs = moto.query(region, "ec2", "DescribeVpcs").findall("vpcSet/item")
    groups = moto.query(region, "ec2", "DescribeSecurityGroups").findall("securityGroupInfo/item")
    ranges = {_text(item, "subnetId"): IPv4Network(_text(item, "cidrBlock")) for item in described}
    return Topology(
        subnets={subnet.id: subnet for subnet in map(_subnet, described)},
        ranges=ranges | {_text(item, "vpcId"): IPv4Network(_text(item, "cidrBlock")) for item in vpcs},
        taken=_taken(moto.query(region, "ec2", "DescribeNetworkInterfaces"), ranges),
        groups={
            group.id: group
            for group in (
                SecurityGroup(_text(item, "groupId"), _text(item, "groupName"), _text(item, "vpcId")) for item in groups
            )
        },
        around=read_surroundings(moto, region, groups, ranges),
    )


def _subnet(item: ET.Element) -> Subnet:
    return Subnet(_text(item, "subnetId"), _text(item, "vpcId"), _text(item, "availabilityZone"))


def _taken(answer: ET.Element, ranges: Mapping[str, IPv4Network]) -> dict[str, frozenset[str]]:
    taken: dict[str, set[str]] = {}
    for item in answer.findall("networkInterfaceSet/item"):
        addresses = {entry.findtext("privateIpAddress", "") for entry in item.findall("privateIpAddressesSet/item")}
        subnet = _text(item, "subnetId")
        proper = {str(address_in(ranges[subnet], _text(item, "networkInterfaceId")))} if subnet in ranges else set()
        taken.setdefault(subnet, set()).update(proper, addresses or {_text(item, "privateIpAddress")})
    return {subnet: frozenset(addresses) for subnet, addresses in taken.items()}


def _text(item: ET.Element, name: str) -> str:
    return item.findtext(name, "")
