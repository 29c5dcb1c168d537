"""What moto's EC2 says otherwise than AWS, put right: blackholes, and the interfaces of gateways and endpoints."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from ipaddress import IPv4Network
from xml.etree import ElementTree as ET

from fargate_tui.demo.moto_thread import Moto, strip_namespace
from fargate_tui.demo.surroundings import address_in
from fargate_tui.demo.wire import Answer

NAMESPACE = "http://ec2.amazonaws.com/doc/2016-11-15"


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose an interface is that AWS made in a subnet of ours."""

    description: str
    kind: str
    groups: tuple[tuple[str, str], ...] = ()
    """Ids and names of its security groups."""


def mend_route_tables(moto: Moto, region: str, answer: Answer) -> Answer:
    """Routes to a NAT gateway that was deleted are black holes."""
    nats = moto.query(region, "ec2", "DescribeNatGateways").findall("natGatewaySet/item")
    alive = {nat.findtext("natGatewayId") for nat in nats if nat.findtext("state") not in {"deleted", "deleting"}}

    def mend(root: ET.Element) -> None:
        for route in root.findall("routeTableSet/item/routeSet/item"):
            nat, state = route.findtext("natGatewayId"), route.find("state")
            if nat and nat not in alive and state is not None:
                state.text = "blackhole"

    return _rewritten(answer, mend)


def mend_endpoints(answer: Answer) -> Answer:
    """Gateway endpoints have no private DNS."""

    def mend(root: ET.Element) -> None:
        for endpoint in root.findall("vpcEndpointSet/item"):
            private = endpoint.find("privateDnsEnabled")
            if endpoint.findtext("vpcEndpointType") == "Gateway" and private is not None:
                private.text = "false"

    return _rewritten(answer, mend)


def mend_nat_gateways(answer: Answer, ranges: Mapping[str, IPv4Network]) -> Answer:
    """Their addresses are of their subnets."""

    def mend(root: ET.Element) -> None:
        for nat in root.findall("natGatewaySet/item"):
            block = ranges.get(nat.findtext("subnetId", ""))
            for address in nat.findall("natGatewayAddressSet/item"):
                private = address.find("privateIp")
                if block is not None and private is not None:
                    private.text = str(address_in(block, address.findtext("networkInterfaceId", "")))

    return _rewritten(answer, mend)


def owners(moto: Moto, region: str) -> dict[str, Owner]:
    """The interfaces of NAT gateways and of VPC endpoints, by id."""
    found: dict[str, Owner] = {}
    for nat in moto.query(region, "ec2", "DescribeNatGateways").findall("natGatewaySet/item"):
        owner = Owner(f"Interface for NAT Gateway {nat.findtext('natGatewayId')}", "nat_gateway")
        for face in nat.findall("natGatewayAddressSet/item/networkInterfaceId"):
            found[face.text or ""] = owner
    for endpoint in moto.query(region, "ec2", "DescribeVpcEndpoints").findall("vpcEndpointSet/item"):
        groups = tuple(
            (item.findtext("groupId", ""), item.findtext("groupName", "")) for item in endpoint.findall("groupSet/item")
        )
        owner = Owner(f"VPC Endpoint Interface {endpoint.findtext('vpcEndpointId')}", "vpc_endpoint", groups)
        for face in endpoint.findall("networkInterfaceIdSet/item"):
            found[face.text or ""] = owner
    return found


def mend_interface(item: ET.Element, owner: Owner, ranges: Mapping[str, IPv4Network]) -> None:
    """Give the interface of a gateway or an endpoint its address, its description and its groups."""
    block = ranges.get(item.findtext("subnetId", ""))
    if block is not None:
        address = str(address_in(block, item.findtext("networkInterfaceId", "")))
        for place in (item, *item.findall("privateIpAddressesSet/item")):
            _set(place, "privateIpAddress", address)
    for name, value in (
        ("description", owner.description), ("status", "in-use"), ("interfaceType", owner.kind),
        ("requesterManaged", "true"),
    ):  # fmt: skip
        _set(item, name, value)
    groups = item.find("groupSet")
    if groups is None:
        return
    groups.clear()
    for group_id, name in owner.groups:
        group = ET.SubElement(groups, "item")
        _set(group, "groupId", group_id)
        _set(group, "groupName", name)


def _set(item: ET.Element, name: str, value: str) -> None:
    found = item.find(name)
    (ET.SubElement(item, name) if found is None else found).text = value


def _rewritten(answer: Answer, mend: Callable[[ET.Element], None]) -> Answer:
    if answer.status >= 300:
        return answer
    root = ET.fromstring(strip_namespace(answer.body))  # noqa: S314  moto's own
    mend(root)
    root.set("xmlns", NAMESPACE)
    return replace(answer, body=b'<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root))
