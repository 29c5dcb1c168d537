"""A security group that is made, with what it lets in."""

from collections.abc import Mapping

from fargate_tui.fargate.drafts.creations import Creation, Ref, Request
from fargate_tui.fargate.drafts.service.network_plan import NetworkPlan
from fargate_tui.fargate.drafts.service.refs import group_ref
from fargate_tui.fargate.records import IpPermission


def group_creation(plan: NetworkPlan, name: str, description: str, words: str) -> Creation:
    """One of the planned security groups; AWS lets everything out of a new one."""
    planned = next(each for each in plan.planned if each.group_name == name)
    asked = {"GroupName": name.strip(), "Description": description, "VpcId": plan.network.vpc.strip()}
    requests = [Request(service="ec2", operation="CreateSecurityGroup", parameters=asked)]
    if planned.ip_permissions:
        own = Ref(step=f"security-group:{name.strip()}", attribute="id")
        entry = [_permission(plan, each) for each in planned.ip_permissions]
        parameters = {"GroupId": own, "IpPermissions": entry}
        requests.append(Request(service="ec2", operation="AuthorizeSecurityGroupIngress", parameters=parameters))
    return Creation(kind="security-group", name=name.strip(), words=words, requests=tuple(requests))


def _permission(plan: NetworkPlan, entry: IpPermission) -> Mapping[str, object]:
    found: dict[str, object] = {"IpProtocol": entry.ip_protocol, "FromPort": entry.from_port, "ToPort": entry.to_port}
    if entry.ip_ranges:
        found["IpRanges"] = [{"CidrIp": each.cidr_ip} for each in entry.ip_ranges]
    if entry.user_id_group_pairs:
        found["UserIdGroupPairs"] = [{"GroupId": group_ref(plan, each.group_id)} for each in entry.user_id_group_pairs]
    return found
