"""EC2 with the tasks in it: moto keeps the VPCs, the tasks' network adds its interfaces and their addresses."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from ipaddress import IPv4Network
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

from fargate_tui.demo.interfaces import NAMESPACE, for_moto, matching, page_xml, read_wanted
from fargate_tui.demo.mended import (
    Owner,
    mend_endpoints,
    mend_interface,
    mend_nat_gateways,
    mend_route_tables,
    owners,
)
from fargate_tui.demo.moto_thread import Moto, strip_namespace
from fargate_tui.demo.network import TaskNetwork
from fargate_tui.demo.topology import read_topology
from fargate_tui.demo.wire import Answer, Call, Request, refusal, xml_answer


def answer_ec2(call: Call, request: Request, network: TaskNetwork) -> Callable[[Moto], Answer]:
    """The job that answers an EC2 request; what the network holds is looked up now, on the event loop."""
    if refused := _refuse_in_use(call, network):
        return lambda _: refused
    if call.operation == "DeleteSecurityGroup":
        return lambda moto: _named_elsewhere(moto, call) or _change(moto, call, request, network)
    if call.operation == "DescribeNetworkInterfaces":
        return _describe_interfaces(call, request, network)
    if call.operation == "DescribeSubnets":
        return lambda moto: _with_fewer_addresses(moto.ask(request), network)
    if call.operation in _MENDED:
        return lambda moto: _mended(moto, call, moto.ask(request), network)
    if call.operation.startswith(("Describe", "Get", "Search")):
        return lambda moto: moto.ask(request)
    return lambda moto: _change(moto, call, request, network)


_MENDED = frozenset({"DescribeRouteTables", "DescribeVpcEndpoints", "DescribeNatGateways"})


def _mended(moto: Moto, call: Call, answer: Answer, network: TaskNetwork) -> Answer:
    match call.operation:
        case "DescribeRouteTables":
            return mend_route_tables(moto, call.region, answer)
        case "DescribeVpcEndpoints":
            return mend_endpoints(answer)
    return mend_nat_gateways(answer, network.topology.ranges)


def _change(moto: Moto, call: Call, request: Request, network: TaskNetwork) -> Answer:
    answer = moto.ask(request)
    # the picture is renewed before the client hears of its change: its next RunTask finds what it made
    network.topology = read_topology(moto, call.region)
    return answer


def _refuse_in_use(call: Call, network: TaskNetwork) -> Answer | None:
    match call.operation:
        case "DeleteSubnet" if network.in_use(subnet := call.parameters.get("SubnetId", "")):
            message = f"The subnet '{subnet}' has dependencies and cannot be deleted."
            return refusal(call, "DependencyViolation", message)
        case "DeleteSecurityGroup" if network.group_in_use(group := call.parameters.get("GroupId", "")):
            return refusal(call, "DependencyViolation", f"resource {group} has a dependent object")
        case "DeleteNetworkInterface" if network.attached(face := call.parameters.get("NetworkInterfaceId", "")):
            return refusal(call, "InvalidParameterValue", f"Network interface '{face}' is currently in use.")
        case "DetachNetworkInterface" if call.parameters.get("AttachmentId", "").startswith("ela-attach-"):
            return refusal(call, "OperationNotPermitted", "You are not allowed to manage 'ela-attach' attachments.")
    return None


def _named_elsewhere(moto: Moto, call: Call) -> Answer | None:
    """The refusal to delete a security group that rules of others name, or that a load balancer is in."""
    wanted = call.parameters.get("GroupId", "")
    groups = moto.query(call.region, "ec2", "DescribeSecurityGroups").findall("securityGroupInfo/item")
    named = {
        pair.text
        for group in groups
        if group.findtext("groupId") != wanted
        for pair in group.findall(".//groups/item/groupId")
    }
    balancers = moto.query(call.region, "elasticloadbalancing", "DescribeLoadBalancers")
    guarding = {each.text for each in balancers.findall(".//SecurityGroups/member")}
    if wanted in named | guarding:
        return refusal(call, "DependencyViolation", f"resource {wanted} has a dependent object")
    return None


def _describe_interfaces(call: Call, request: Request, network: TaskNetwork) -> Callable[[Moto], Answer]:
    try:
        wanted = read_wanted(call.parameters)
    except ValueError:
        refused = refusal(call, "InvalidParameterValue", "MaxResults and NextToken must be those of an earlier answer")
        return lambda _: refused
    known = [one for one in map(network.attached, wanted.ids) if one is not None]
    chosen = matching(known if wanted.ids else network.all_attached(), wanted, call.account)
    groups, ranges = network.topology.groups, network.topology.ranges

    def describe(moto: Moto) -> Answer:
        others: list[str] = []
        if len(known) < len(wanted.ids) or not wanted.ids:
            form = urlencode(for_moto(call, wanted, {one.interface.id for one in known})).encode()
            headers = {**request.headers, "Content-Type": "application/x-www-form-urlencoded"}
            answer = moto.ask(replace(request, method="POST", query="", headers=headers, body=form))
            if answer.status >= 300:
                return answer
            others = _items(answer, owners(moto, call.region), ranges)
        return xml_answer(page_xml(others, chosen, wanted, groups, call))

    return describe


def _items(answer: Answer, owned: Mapping[str, Owner], ranges: Mapping[str, IPv4Network]) -> list[str]:
    root = ET.fromstring(strip_namespace(answer.body))  # noqa: S314  moto's own
    items = root.findall("networkInterfaceSet/item")
    for item in items:
        if owner := owned.get(item.findtext("networkInterfaceId", "")):
            mend_interface(item, owner, ranges)
    return [ET.tostring(item, "unicode") for item in items]


def _with_fewer_addresses(answer: Answer, network: TaskNetwork) -> Answer:
    if answer.status >= 300:
        return answer
    root = ET.fromstring(strip_namespace(answer.body))  # noqa: S314  moto's own
    for item in root.findall("subnetSet/item"):
        count = item.find("availableIpAddressCount")
        if count is not None:
            count.text = str(int(count.text or 0) - network.in_use(item.findtext("subnetId", "")))
    root.set("xmlns", NAMESPACE)
    return replace(answer, body=b'<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root))
