"""Tasks' network interfaces as EC2 describes them, next to those that moto keeps."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from xml.sax.saxutils import escape

from fargate_tui.demo.network import Attached
from fargate_tui.demo.topology import SecurityGroup
from fargate_tui.demo.wire import Call, request_id

NAMESPACE = "http://ec2.amazonaws.com/doc/2016-11-15"
PAGE = 1000
_FARGATE_ACCOUNT = "578734482556"
"""Stands for the account in which AWS runs Fargate's machines; ENIs are attached to instances there."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a DescribeNetworkInterfaces call asks for."""

    ids: tuple[str, ...]
    filters: tuple[tuple[str, tuple[str, ...]], ...]
    page: int
    start: int


def read_wanted(parameters: Mapping[str, str]) -> Wanted:
    """Read the call's parameters; raises ValueError for a page size or token that is none."""
    names = {key.split(".")[1]: value for key, value in parameters.items() if re.fullmatch(r"Filter\.\d+\.Name", key)}
    filters = tuple((name, _listed(parameters, f"Filter.{place}.Value")) for place, name in names.items())
    page = min(int(parameters.get("MaxResults", PAGE)), PAGE)
    start = int(parameters.get("NextToken") or 0)
    if page < 1 or start < 0:
        raise ValueError("page")
    return Wanted(_listed(parameters, "NetworkInterfaceId"), filters, page, start)


def _listed(parameters: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(value for key, value in parameters.items() if re.fullmatch(re.escape(name) + r"\.\d+", key))


def matching(attached: Iterable[Attached], wanted: Wanted, account: str) -> list[Attached]:
    """Those of the tasks' interfaces which pass ids and filters."""
    ids = set(wanted.ids)
    chosen = (one for one in attached if not ids or one.interface.id in ids)
    return [one for one in chosen if all(_passes(one, name, values, account) for name, values in wanted.filters)]


_ALWAYS = {
    "status": "in-use",
    "interface-type": "interface",
    "requester-managed": "true",
    "requester-id": _FARGATE_ACCOUNT,
    "source-dest-check": "true",
    "attachment.status": "attached",
    "attachment.instance-owner-id": _FARGATE_ACCOUNT,
    "attachment.device-index": "1",
    "attachment.delete-on-termination": "false",
    "addresses.primary": "true",
}
_FIELDS: Mapping[str, Callable[[Attached], Sequence[str]]] = {
    "network-interface-id": lambda one: (one.interface.id,),
    "subnet-id": lambda one: (one.interface.subnet_id,),
    "vpc-id": lambda one: (one.vpc_id,),
    "availability-zone": lambda one: (one.interface.availability_zone,),
    "group-id": lambda one: one.groups,
    "description": lambda one: (one.attachment_arn,),
    "mac-address": lambda one: (one.interface.mac_address,),
    "private-dns-name": lambda one: (one.interface.private_dns_name,),
    "private-ip-address": lambda one: (one.interface.private_ip,),
    "addresses.private-ip-address": lambda one: (one.interface.private_ip,),
    "attachment.attachment-id": lambda one: (one.attachment_id,),
    "association.public-ip": lambda one: _optional(one.interface.public_ip),
    "association.ip-owner-id": lambda one: ("amazon",) if one.interface.public_ip else (),
    "addresses.association.public-ip": lambda one: _optional(one.interface.public_ip),
}


def _optional(value: str | None) -> tuple[str, ...]:
    return () if value is None else (value,)


def _passes(one: Attached, name: str, patterns: Sequence[str], account: str) -> bool:
    same = account if name == "owner-id" else _ALWAYS.get(name)
    values = _FIELDS[name](one) if name in _FIELDS else _optional(same)
    return any(fnmatchcase(value, pattern.replace("[", "[[]")) for value in values for pattern in patterns)


def interface_xml(one: Attached, groups: Mapping[str, SecurityGroup], call: Call) -> str:
    """One interface as an ``<item>``, as those ECS makes: managed by a requester, attached outside the account."""
    face = one.interface
    association = _association(face.public_ip, call.region) if face.public_ip else ""
    group_items = "".join(_group(group, groups) for group in one.groups)
    address = (
        f"<privateIpAddress>{face.private_ip}</privateIpAddress>"
        f"<privateDnsName>{face.private_dns_name}</privateDnsName>"
    )
    return (
        f"<item><networkInterfaceId>{face.id}</networkInterfaceId><subnetId>{face.subnet_id}</subnetId>"
        f"<vpcId>{one.vpc_id}</vpcId><availabilityZone>{face.availability_zone}</availabilityZone>"
        f"<description>{escape(one.attachment_arn)}</description><ownerId>{call.account}</ownerId>"
        f"<requesterId>{_FARGATE_ACCOUNT}</requesterId><requesterManaged>true</requesterManaged><status>in-use</status>"
        f"<macAddress>{face.mac_address}</macAddress>{address}<sourceDestCheck>true</sourceDestCheck>"
        f"<groupSet>{group_items}</groupSet><attachment><attachmentId>{one.attachment_id}</attachmentId>"
        f"<instanceOwnerId>{_FARGATE_ACCOUNT}</instanceOwnerId><deviceIndex>1</deviceIndex><status>attached</status>"
        f"<attachTime>{one.attached_at:%Y-%m-%dT%H:%M:%S.000Z}</attachTime><deleteOnTermination>false</deleteOnTermination>"
        f"</attachment>{association}<tagSet/><privateIpAddressesSet><item>{address}<primary>true</primary>{association}</item>"
        "</privateIpAddressesSet><ipv6AddressesSet/><interfaceType>interface</interfaceType></item>"
    )


def _group(group_id: str, groups: Mapping[str, SecurityGroup]) -> str:
    name = groups[group_id].name if group_id in groups else group_id
    return f"<item><groupId>{group_id}</groupId><groupName>{escape(name)}</groupName></item>"


def _association(public_ip: str, region: str) -> str:
    zone = "compute-1" if region == "us-east-1" else f"{region}.compute"
    name = f"ec2-{public_ip.replace('.', '-')}.{zone}.amazonaws.com"
    return (
        f"<association><publicIp>{public_ip}</publicIp><publicDnsName>{name}</publicDnsName>"
        "<ipOwnerId>amazon</ipOwnerId></association>"
    )


def page_xml(
    others: Sequence[str], ours: Sequence[Attached], wanted: Wanted, groups: Mapping[str, SecurityGroup], call: Call
) -> str:
    """One page as the answer to DescribeNetworkInterfaces: ``<item>`` texts of others first, then ours."""
    end = wanted.start + wanted.page
    token = f"<nextToken>{end}</nextToken>" if end < len(others) + len(ours) else ""
    shown = ours[max(wanted.start - len(others), 0) : max(end - len(others), 0)]
    items = (*others[wanted.start : end], *(interface_xml(one, groups, call) for one in shown))
    return (
        f'<DescribeNetworkInterfacesResponse xmlns="{NAMESPACE}"><requestId>{request_id()}</requestId>'
        f"<networkInterfaceSet>{''.join(items)}</networkInterfaceSet>{token}"
        "</DescribeNetworkInterfacesResponse>"
    )


def for_moto(call: Call, wanted: Wanted, ours: Collection[str]) -> dict[str, str]:
    """The call's parameters without the tasks' interfaces, and without paging, which comes after joining."""
    others = [face for face in wanted.ids if face not in ours]
    named = {f"NetworkInterfaceId.{place}": face for place, face in enumerate(others, 1)}
    dropped = ("NetworkInterfaceId.", "MaxResults", "NextToken")
    return {key: value for key, value in call.parameters.items() if not key.startswith(dropped)} | named
