"""Reads from moto's EC2 what decides about connections."""

import zlib
from collections.abc import Iterator, Mapping
from ipaddress import IPv4Address, IPv4Network
from xml.etree import ElementTree as ET

from fargate_tui.demo.moto_thread import Moto
from fargate_tui.demo.reach import Dns, Endpoint, Entry, Rule, Surroundings

_PORTS = (0, 65535)


def read_surroundings(
    moto: Moto, region: str, groups: list[ET.Element], ranges: Mapping[str, IPv4Network]
) -> Surroundings:
    """Ask EC2 for routes, gateways, endpoints, access lists and names; security groups were read already."""

    def items(action: str, path: str) -> list[ET.Element]:
        return moto.query(region, "ec2", action).findall(path)

    tables = items("DescribeRouteTables", "routeTableSet/item")
    nats = items("DescribeNatGateways", "natGatewaySet/item")
    attachments = items("DescribeTransitGatewayVpcAttachments", "transitGatewayVpcAttachments/item")
    endpoints = tuple(
        _endpoint(one, ranges)
        for one in items("DescribeVpcEndpoints", "vpcEndpointSet/item")
        if one.findtext("state", "").lower() == "available"
    )
    return Surroundings(
        tables=dict(_tables(tables)),
        routes={_text(table, "routeTableId"): tuple(_routes(table)) for table in tables},
        gateways=frozenset(
            _text(gateway, "internetGatewayId")
            for gateway in items("DescribeInternetGateways", "internetGatewaySet/item")
            if gateway.find("attachmentSet/item") is not None
        ),
        nats={_text(nat, "natGatewayId"): _text(nat, "subnetId") for nat in nats if _works(nat)},
        attached=frozenset((_text(one, "transitGatewayId"), _text(one, "vpcId")) for one in attachments),
        endpoints=endpoints,
        prefix_lists={
            _text(one, "prefixListName").rpartition(".")[2]: _text(one, "prefixListId")
            for one in items("DescribePrefixLists", "prefixListSet/item")
        },
        egress={_text(one, "groupId"): tuple(map(_rule, one.findall("ipPermissionsEgress/item"))) for one in groups},
        ingress={_text(one, "groupId"): tuple(map(_rule, one.findall("ipPermissions/item"))) for one in groups},
        access=dict(_access(items("DescribeNetworkAcls", "networkAclSet/item"))),
        dns=_dns(moto, region, {_text(table, "vpcId") for table in tables}, endpoints),
    )


def address_in(block: IPv4Network, interface_id: str) -> IPv4Address:
    """The address of an interface that moto made: moto draws one outside the subnet."""
    return block[5 + zlib.crc32(interface_id.encode()) % max(1, block.num_addresses - 6)]


def _tables(tables: list[ET.Element]) -> Iterator[tuple[str, str]]:
    for table in tables:
        for association in table.findall("associationSet/item"):
            is_main = association.findtext("main") == "true"
            yield _text(table, "vpcId") if is_main else _text(association, "subnetId"), _text(table, "routeTableId")


def _routes(table: ET.Element) -> Iterator[tuple[IPv4Network, str]]:
    for route in table.findall("routeSet/item"):
        block, gateway = route.findtext("destinationCidrBlock"), route.findtext("gatewayId", "")
        if block and gateway != "local":
            yield IPv4Network(block), gateway or route.findtext("natGatewayId") or _text(route, "transitGatewayId")


def _works(nat: ET.Element) -> bool:
    return nat.findtext("state") == "available" and nat.findtext("connectivityType") != "private"


def _endpoint(one: ET.Element, ranges: Mapping[str, IPv4Network]) -> Endpoint:
    subnets = [item.text or "" for item in one.findall("subnetIdSet/item")]
    faces = [item.text or "" for item in one.findall("networkInterfaceIdSet/item")]
    name = _text(one, "serviceName")
    return Endpoint(
        # com.amazonaws.REGION.ecr.api
        service=name.split(".", 3)[-1],
        vpc_id=_text(one, "vpcId"),
        is_gateway=one.findtext("vpcEndpointType") == "Gateway",
        private_dns=one.findtext("privateDnsEnabled") == "true",
        groups=frozenset(_text(item, "groupId") for item in one.findall("groupSet/item")),
        addresses=tuple(
            (subnet, address_in(ranges[subnet], face))
            for subnet, face in zip(subnets, faces, strict=False)
            if subnet in ranges
        ),
        tables=frozenset(item.text or "" for item in one.findall("routeTableIdSet/item")),
    )


def _rule(item: ET.Element) -> Rule:
    return Rule(
        protocol=_text(item, "ipProtocol"),
        first=int(item.findtext("fromPort") or _PORTS[0]),
        last=int(item.findtext("toPort") or _PORTS[1]),
        blocks=tuple(IPv4Network(one.text or "0.0.0.0/32") for one in item.findall("ipRanges/item/cidrIp")),
        groups=frozenset(one.text or "" for one in item.findall("groups/item/groupId")),
        prefix_lists=frozenset(one.text or "" for one in item.findall("prefixListIds/item/prefixListId")),
    )


def _access(lists: list[ET.Element]) -> Iterator[tuple[str, tuple[Entry, ...]]]:
    for one in lists:
        entries = tuple(sorted(map(_entry, _of_ipv4(one)), key=lambda entry: entry.number))
        for association in one.findall("associationSet/item"):
            yield _text(association, "subnetId"), entries


def _of_ipv4(one: ET.Element) -> list[ET.Element]:
    return [entry for entry in one.findall("entrySet/item") if entry.findtext("cidrBlock")]


def _entry(item: ET.Element) -> Entry:
    return Entry(
        number=int(item.findtext("ruleNumber") or 0),
        egress=item.findtext("egress") == "true",
        allows=item.findtext("ruleAction") == "allow",
        protocol=_text(item, "protocol"),
        first=int(item.findtext("portRange/from") or _PORTS[0]),
        last=int(item.findtext("portRange/to") or _PORTS[1]),
        block=IPv4Network(_text(item, "cidrBlock")),
    )


def _dns(moto: Moto, region: str, vpcs: set[str], endpoints: tuple[Endpoint, ...]) -> dict[str, Dns]:
    def attribute(vpc: str, name: str) -> bool:
        answer = moto.query(region, "ec2", "DescribeVpcAttribute", {"VpcId": vpc, "Attribute": name})
        return answer.findtext(f"{name}/value") == "true"

    # hostnames matter to endpoints only, and every question costs the start of the demo 4 ms
    with_endpoints = {endpoint.vpc_id for endpoint in endpoints}
    return {
        vpc: Dns(attribute(vpc, "enableDnsSupport"), vpc not in with_endpoints or attribute(vpc, "enableDnsHostnames"))
        for vpc in sorted(vpcs)
    }


def _text(item: ET.Element, name: str) -> str:
    return item.findtext(name, "")
