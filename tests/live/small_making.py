"""What the small AWS does when a wizard creates something in it, or takes it back."""

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from fargate_tui.fargate.answers import Json
from fargate_tui.fargate.arns import name_of
from fargate_tui.fargate.errors import Invalid
from fargate_tui.fargate.known import Known
from fargate_tui.fargate.network import Surroundings
from fargate_tui.fargate.policies import trusted_services
from fargate_tui.fargate.records import (
    Balancer,
    BalancerState,
    BalancerZone,
    Cluster,
    IpPermission,
    Listener,
    ListenerAction,
    ListenerRule,
    Role,
    RuleCondition,
    SecurityGroup,
    Service,
    TargetGroup,
)

if TYPE_CHECKING:
    from tests.live.small_aws import SmallAws

Given = Mapping[str, Any]
_IAM = "arn:aws:iam::123456789012:role"
_ELB = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:"
_ECS = "arn:aws:ecs:eu-west-1:123456789012:"


def make(aws: "SmallAws", operation: str, given: Given) -> Json | None:
    """Carry an operation out and answer as AWS does; None for one that is not of the wizards'."""
    does = _DOES.get(operation)
    return None if does is None else does(aws, given) or {}


# -- logs and roles ----------------------------------------------------------------------------------------------------


def _log_group(aws: "SmallAws", given: Given) -> Json | None:
    aws.groups = {*(aws.groups or ()), str(given["logGroupName"])}
    return None


def _retention(aws: "SmallAws", given: Given) -> Json | None:
    aws.retention[given["logGroupName"]] = given["retentionInDays"]
    return None


def _no_log_group(aws: "SmallAws", given: Given) -> Json | None:
    aws.groups = {*(aws.groups or ())} - {given["logGroupName"]}
    aws.retention.pop(given["logGroupName"], None)
    return None


def _role(aws: "SmallAws", given: Given) -> Json:
    name = str(given["RoleName"])
    if name in aws.roles:
        raise Invalid("create it", f"role with name {name} already exists")
    trusts = trusted_services(_document(given["AssumeRolePolicyDocument"]))
    aws.roles[name] = Role(name=name, arn=f"{_IAM}/{name}", trusts=trusts)
    aws.role_policies[name] = {}
    return {"Role": {"RoleName": name, "Arn": f"{_IAM}/{name}"}}


def _linked(aws: "SmallAws", given: Given) -> Json:
    name = "AWSServiceRoleForECS"
    arn = f"{_IAM}/aws-service-role/{given['AWSServiceName']}/{name}"
    aws.roles[name] = Role(name=name, arn=arn, trusts=(str(given["AWSServiceName"]),))
    return {"Role": {"RoleName": name, "Arn": arn}}


def _policy(aws: "SmallAws", given: Given) -> Json | None:
    name = given.get("PolicyArn") or given["PolicyName"]
    aws.role_policies[given["RoleName"]][name] = _document(given.get("PolicyDocument", "{}"))
    return None


def _no_policy(aws: "SmallAws", given: Given) -> Json | None:
    del aws.role_policies[given["RoleName"]][given.get("PolicyArn") or given["PolicyName"]]
    return None


def _no_role(aws: "SmallAws", given: Given) -> Json | None:
    if aws.role_policies.get(given["RoleName"]):
        raise Invalid("delete it", "cannot delete entity, must detach all policies first")
    del aws.roles[given["RoleName"]]
    return None


def _document(value: object) -> Json:
    found: Json = json.loads(value) if isinstance(value, str) else dict(value)  # type: ignore[call-overload]
    return found


# -- security groups ---------------------------------------------------------------------------------------------------


def _security_group(aws: "SmallAws", given: Given) -> Json:
    found = _groups(aws, given["VpcId"])
    if any(each.group_name == given["GroupName"] for each in found):
        raise Invalid("create it", f"the security group '{given['GroupName']}' already exists")
    made = SecurityGroup(
        group_id=f"sg-{len(aws.carried_out):08x}", group_name=given["GroupName"], vpc_id=given["VpcId"]
    )
    _put_groups(aws, given["VpcId"], (*found, made))
    return {"GroupId": made.group_id}


def _rules(aws: "SmallAws", given: Given, *, away: bool) -> Json | None:
    rules = msgspec.convert(given["IpPermissions"], list[IpPermission])
    for vpc in aws.vpcs:
        groups = [
            msgspec.structs.replace(each, ip_permissions=_changed(each.ip_permissions, rules, away=away))
            if each.group_id == given["GroupId"]
            else each
            for each in _groups(aws, vpc)
        ]
        _put_groups(aws, vpc, tuple(groups))
    return None


def _changed(rules: tuple[IpPermission, ...], changed: list[IpPermission], *, away: bool) -> tuple[IpPermission, ...]:
    return tuple(each for each in rules if each not in changed) if away else (*rules, *changed)


def _no_security_group(aws: "SmallAws", given: Given) -> Json | None:
    for vpc in aws.vpcs:
        _put_groups(aws, vpc, tuple(each for each in _groups(aws, vpc) if each.group_id != given["GroupId"]))
    return None


def _groups(aws: "SmallAws", vpc: str) -> tuple[SecurityGroup, ...]:
    held = aws.vpcs[vpc].groups
    return held.value if isinstance(held, Known) else ()


def _put_groups(aws: "SmallAws", vpc: str, groups: tuple[SecurityGroup, ...]) -> None:
    around: Surroundings = aws.vpcs[vpc]
    aws.vpcs[vpc] = msgspec.structs.replace(around, groups=Known(groups))


# -- load balancers ----------------------------------------------------------------------------------------------------


def _balancer(aws: "SmallAws", given: Given) -> Json:
    kind = given.get("Type", "application")
    arn = f"{_ELB}loadbalancer/{'app' if kind == 'application' else 'net'}/{given['Name']}/50dc6c495c0c9188"
    aws.balanced[arn] = Balancer(
        load_balancer_arn=arn, load_balancer_name=given["Name"], type=kind,
        scheme=given.get("Scheme", "internet-facing"), state=BalancerState(code=aws.new_balancers_are),
        availability_zones=tuple(BalancerZone(subnet_id=each) for each in given["Subnets"]),
        security_groups=tuple(given.get("SecurityGroups", ())),
        dns_name=f"{given['Name']}-1.eu-west-1.elb.amazonaws.com",
    )  # fmt: skip
    return {"LoadBalancers": [{"LoadBalancerArn": arn}]}


def _target_group(aws: "SmallAws", given: Given) -> Json:
    arn = f"{_ELB}targetgroup/{given['Name']}/73e2d6bc24d8a067"
    members = {name: value for name, value in given.items() if name not in ("Name", "Tags")}
    facts = {"TargetGroupArn": arn, "TargetGroupName": given["Name"], **members}
    aws.fronts[arn] = msgspec.convert(facts, TargetGroup)
    return {"TargetGroups": [{"TargetGroupArn": arn}]}


def _attributes(aws: "SmallAws", given: Given) -> Json | None:
    held = aws.group_attributes.setdefault(given["TargetGroupArn"], {})
    held.update({each["Key"]: each["Value"] for each in given["Attributes"]})
    return None


def _listener(aws: "SmallAws", given: Given) -> Json:
    arn = f"{given['LoadBalancerArn'].replace(':loadbalancer/', ':listener/')}/{len(aws.carried_out):016x}"
    actions = msgspec.convert(given["DefaultActions"], tuple[ListenerAction, ...])
    made = Listener(
        listener_arn=arn, load_balancer_arn=given["LoadBalancerArn"], port=given["Port"], protocol=given["Protocol"],
        default_actions=actions,
    )  # fmt: skip
    aws.listening = (*aws.listening, made)
    return {"Listeners": [{"ListenerArn": arn}]}


def _rule(aws: "SmallAws", given: Given) -> Json:
    if any(
        each.listener_arn == given["ListenerArn"] and each.priority == str(given["Priority"]) for each in aws.ruling
    ):
        raise Invalid("create it", "the specified priority is in use")
    arn = f"{given['ListenerArn'].replace(':listener/', ':listener-rule/')}/{len(aws.carried_out):016x}"
    made = ListenerRule(
        rule_arn=arn, listener_arn=given["ListenerArn"], priority=str(given["Priority"]),
        conditions=msgspec.convert(given["Conditions"], tuple[RuleCondition, ...]),
        actions=msgspec.convert(given["Actions"], tuple[ListenerAction, ...]),
    )  # fmt: skip
    aws.ruling = (*aws.ruling, made)
    return {"Rules": [{"RuleArn": arn}]}


def _no_balancer(aws: "SmallAws", given: Given) -> Json | None:
    del aws.balanced[given["LoadBalancerArn"]]
    aws.listening = tuple(each for each in aws.listening if each.load_balancer_arn != given["LoadBalancerArn"])
    return None


def _no_target_group(aws: "SmallAws", given: Given) -> Json | None:
    del aws.fronts[given["TargetGroupArn"]]
    return None


def _no_listener(aws: "SmallAws", given: Given) -> Json | None:
    aws.listening = tuple(each for each in aws.listening if each.listener_arn != given["ListenerArn"])
    return None


def _no_rule(aws: "SmallAws", given: Given) -> Json | None:
    aws.ruling = tuple(each for each in aws.ruling if each.rule_arn != given["RuleArn"])
    return None


# -- ECS ---------------------------------------------------------------------------------------------------------------


def _cluster(aws: "SmallAws", given: Given) -> Json:
    name = given.get("clusterName", "default")
    facts = {**given, "clusterArn": f"{_ECS}cluster/{name}", "clusterName": name, "status": "ACTIVE"}
    aws.put(msgspec.convert(facts, Cluster))
    return {"cluster": {"clusterArn": facts["clusterArn"], "clusterName": name}}


def _service(aws: "SmallAws", given: Given) -> Json:
    cluster, name = name_of(given.get("cluster", "default")), given["serviceName"]
    arn = f"{_ECS}service/{cluster}/{name}"
    if arn in aws.services and aws.services[arn].status == "ACTIVE":
        raise Invalid("create it", "creation of service was not idempotent")
    facts = {**given, "serviceArn": arn, "clusterArn": f"{_ECS}cluster/{cluster}", "status": "ACTIVE"}
    aws.put(msgspec.convert({"runningCount": 0, **facts}, Service))
    return {"service": {"serviceArn": arn, "serviceName": name, "status": "ACTIVE"}}


_DOES: Mapping[str, Callable[["SmallAws", Given], Json | None]] = {
    "CreateLogGroup": _log_group,
    "PutRetentionPolicy": _retention,
    "DeleteLogGroup": _no_log_group,
    "CreateRole": _role,
    "CreateServiceLinkedRole": _linked,
    "AttachRolePolicy": _policy,
    "PutRolePolicy": _policy,
    "DetachRolePolicy": _no_policy,
    "DeleteRolePolicy": _no_policy,
    "DeleteRole": _no_role,
    "CreateSecurityGroup": _security_group,
    "AuthorizeSecurityGroupIngress": lambda aws, given: _rules(aws, given, away=False),
    "RevokeSecurityGroupIngress": lambda aws, given: _rules(aws, given, away=True),
    "DeleteSecurityGroup": _no_security_group,
    "CreateLoadBalancer": _balancer,
    "CreateTargetGroup": _target_group,
    "ModifyTargetGroupAttributes": _attributes,
    "CreateListener": _listener,
    "CreateRule": _rule,
    "DeleteLoadBalancer": _no_balancer,
    "DeleteTargetGroup": _no_target_group,
    "DeleteListener": _no_listener,
    "DeleteRule": _no_rule,
    "CreateCluster": _cluster,
    "CreateService": _service,
}
