"""The creations as a template of CloudFormation, in YAML."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from fargate_tui.fargate.drafts.as_code.bash import comment
from fargate_tui.fargate.drafts.as_code.cloudformation_words import DOCUMENTS, FREE, property_of
from fargate_tui.fargate.drafts.as_code.names import Names
from fargate_tui.fargate.drafts.as_code.permissions import EVERYWHERE, GroupRule, group_rules
from fargate_tui.fargate.drafts.as_code.telling import PLACEHOLDER, Told, linked, told
from fargate_tui.fargate.drafts.as_code.yaml_text import Tagged, yaml_lines
from fargate_tui.fargate.drafts.creations import Creation, Ref, Request, refs_of

TYPES: Final[Mapping[str, str]] = {
    "CreateCluster": "AWS::ECS::Cluster",
    "CreateListener": "AWS::ElasticLoadBalancingV2::Listener",
    "CreateLoadBalancer": "AWS::ElasticLoadBalancingV2::LoadBalancer",
    "CreateLogGroup": "AWS::Logs::LogGroup",
    "CreateRole": "AWS::IAM::Role",
    "CreateRule": "AWS::ElasticLoadBalancingV2::ListenerRule",
    "CreateSecurityGroup": "AWS::EC2::SecurityGroup",
    "CreateService": "AWS::ECS::Service",
    "CreateServiceLinkedRole": "AWS::IAM::ServiceLinkedRole",
    "CreateTargetGroup": "AWS::ElasticLoadBalancingV2::TargetGroup",
    "PutClusterCapacityProviders": "AWS::ECS::ClusterCapacityProviderAssociations",
    "PutScalingPolicy": "AWS::ApplicationAutoScaling::ScalingPolicy",
    "RegisterScalableTarget": "AWS::ApplicationAutoScaling::ScalableTarget",
    "RegisterTaskDefinition": "AWS::ECS::TaskDefinition",
}
"""The resource that an operation makes."""

SAID_BY: Final[Mapping[tuple[str, str], str]] = {
    ("AWS::ApplicationAutoScaling::ScalableTarget", "arn"): "",
    ("AWS::ApplicationAutoScaling::ScalingPolicy", "arn"): "Ref",
    ("AWS::EC2::SecurityGroup", "id"): "GroupId",
    ("AWS::ECS::Cluster", "arn"): "Arn",
    ("AWS::ECS::Cluster", "name"): "Ref",
    ("AWS::ECS::Service", "arn"): "Ref",
    ("AWS::ECS::Service", "name"): "Name",
    ("AWS::ECS::TaskDefinition", "arn"): "Ref",
    ("AWS::ElasticLoadBalancingV2::Listener", "arn"): "Ref",
    ("AWS::ElasticLoadBalancingV2::ListenerRule", "arn"): "Ref",
    ("AWS::ElasticLoadBalancingV2::LoadBalancer", "arn"): "Ref",
    ("AWS::ElasticLoadBalancingV2::LoadBalancer", "name"): "LoadBalancerName",
    ("AWS::ElasticLoadBalancingV2::TargetGroup", "arn"): "Ref",
    ("AWS::ElasticLoadBalancingV2::TargetGroup", "name"): "TargetGroupName",
    ("AWS::IAM::Role", "arn"): "Arn",
    ("AWS::IAM::Role", "id"): "RoleId",
    ("AWS::IAM::Role", "name"): "Ref",
    ("AWS::IAM::ServiceLinkedRole", "name"): "Ref",
    ("AWS::Logs::LogGroup", "arn"): "Arn",
    ("AWS::Logs::LogGroup", "name"): "Ref",
}
"""How a resource is asked for what a reference stands for: ``Ref`` or one of its attributes."""


_ITEMS: Final = {"Tags": "Tag", "tags": "tag"}
"""What an item of a list is, where a member of that name may be a map too."""


def cloudformation(creations: Sequence[Creation], *, region: str = "") -> str:
    """The whole template."""
    return "\n".join(_Template(creations, region).lines()) + "\n"


@dataclass
class _Resource:
    """A resource in the making."""

    name: str
    type: str
    properties: dict[str, object]
    creation: Creation
    after: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def add(self, member: str, items: object) -> None:
        """More items of a list."""
        present = self.properties.setdefault(member, [])
        assert isinstance(present, list)
        present.extend(items if isinstance(items, list) else [items])

    def lines(self) -> Iterator[str]:
        yield ""
        said = comment(f"{self.creation.kind} {self.creation.name}: {self.creation.words}").rstrip(": ")
        yield f"  # {said}"
        yield from (f"  # {comment(remark)}" for remark in self.remarks)
        yield f"  {self.name}:"
        yield f"    Type: {self.type}"
        if self.after:
            yield from yaml_lines({"DependsOn": self.after}, 4)
        if self.properties:
            yield from yaml_lines({"Properties": self.properties}, 4)


class _Template:
    """A template in the making."""

    def __init__(self, creations: Sequence[Creation], region: str) -> None:
        self._all: Told = told(creations)
        self._region = region
        self._creations = linked(self._all.creations)
        self._names = Names(self._creations)
        self._types = {
            each.step: TYPES[each.requests[0].operation]
            for each in self._creations
            if each.requests and each.requests[0].operation in TYPES
        }
        self._resources: list[_Resource] = []
        self._parameters: dict[str, dict[str, object]] = {}
        self._remarks: list[str] = list(self._all.remarks)
        for creation in self._creations:
            for request in creation.requests:
                self._take(creation, request)
        for resource in self._resources:
            self._order(resource)

    def lines(self) -> Iterator[str]:
        """The template, what it cannot say first."""
        if any(each.type == "AWS::IAM::Role" for each in self._resources):
            yield "# to be created with --capabilities CAPABILITY_NAMED_IAM"
        if self._region:
            yield f"# Region: {comment(self._region)}"
        yield from (f"# {comment(remark)}" for remark in self._remarks)
        yield 'AWSTemplateFormatVersion: "2010-09-09"'
        if self._parameters:
            yield ""
            yield from yaml_lines({"Parameters": self._parameters})
        yield ""
        yield "Resources:" if self._resources else "Resources: {}"
        for resource in self._resources:
            yield from resource.lines()
        outputs = {
            f"{each.name}Address": {"Value": Tagged("GetAtt", f"{each.name}.DNSName")}
            for each in self._resources
            if each.type == "AWS::ElasticLoadBalancingV2::LoadBalancer"
        }
        if outputs:
            yield ""
            yield from yaml_lines({"Outputs": outputs})

    # -- one request ---------------------------------------------------------------------------------------------------

    def _take(self, creation: Creation, request: Request) -> None:
        joins: dict[str, Callable[[Creation, Request], bool]] = {
            "AttachRolePolicy": self._attach,
            "AuthorizeSecurityGroupEgress": self._authorize,
            "AuthorizeSecurityGroupIngress": self._authorize,
            "ModifyLoadBalancerAttributes": self._attributes,
            "ModifyTargetGroupAttributes": self._attributes,
            "PutRetentionPolicy": self._retain,
            "PutRolePolicy": self._policy,
            "RevokeSecurityGroupEgress": self._revoke,
        }
        if request.operation in TYPES:
            self._make(creation, request)
        elif not (request.operation in joins and joins[request.operation](creation, request)):
            self._remarks.append(f"not said here: {_called(request)} of {creation.step}: {_shown(request.parameters)}")

    def _make(self, creation: Creation, request: Request) -> None:
        is_first = request is creation.requests[0]
        suffix = "" if is_first else TYPES[request.operation].rpartition("::")[2]
        name = self._names.logical_id(creation.step, suffix)
        resource = _Resource(name, TYPES[request.operation], {}, creation)
        self._resources.append(resource)
        parameters = dict(request.parameters)
        if request.operation == "PutScalingPolicy":
            self._of_target(resource, parameters)
        resource.properties |= self._object(parameters, request.operation, resource)
        if request.operation == "CreateSecurityGroup":
            self._tags_of_group(resource, request)

    def _of_target(self, resource: _Resource, parameters: dict[str, object]) -> None:
        """A policy refers to its scalable target where that is made too."""
        target = next(
            (
                each
                for each in self._creations
                if each.kind == "scalable-target"
                and each.requests[0].parameters.get("ResourceId") == parameters.get("ResourceId")
            ),
            None,
        )
        if target is not None:
            for member in ("ResourceId", "ScalableDimension", "ServiceNamespace"):
                parameters.pop(member, None)
            resource.properties["ScalingTargetId"] = Tagged("Ref", self._names.logical_id(target.step))

    def _tags_of_group(self, resource: _Resource, request: Request) -> None:
        specifications = request.parameters.get("TagSpecifications")
        for each in specifications if isinstance(specifications, list) else []:
            resource.add("Tags", self._value(each.get("Tags", []), "Tags", resource))

    # -- requests that join a resource ---------------------------------------------------------------------------------

    def _attach(self, creation: Creation, request: Request) -> bool:
        if (role := self._main(creation, "AWS::IAM::Role")) is None:
            return False
        role.add("ManagedPolicyArns", request.parameters.get("PolicyArn"))
        return True

    def _policy(self, creation: Creation, request: Request) -> bool:
        role = self._main(creation, "AWS::IAM::Role")
        name = request.parameters.get("PolicyName")
        document = self._value(request.parameters.get("PolicyDocument"), "PolicyDocument", role)
        if role is not None:
            role.add("Policies", {"PolicyName": name, "PolicyDocument": document})
            return True
        properties = {
            "RoleName": self._value(request.parameters.get("RoleName"), "RoleName", None),
            "PolicyName": name,
            "PolicyDocument": document,
        }
        id_ = self._names.logical_id(creation.step, self._suffix(creation, "Policy"))
        self._resources.append(_Resource(id_, "AWS::IAM::RolePolicy", properties, creation))
        return True

    def _retain(self, creation: Creation, request: Request) -> bool:
        if (group := self._main(creation, "AWS::Logs::LogGroup")) is None:
            return False
        group.properties["RetentionInDays"] = request.parameters.get("retentionInDays")
        return True

    def _attributes(self, creation: Creation, request: Request) -> bool:
        type_ = self._types.get(creation.step, "")
        if (resource := self._main(creation, type_)) is None:
            return False
        resource.add(f"{type_.rpartition('::')[2]}Attributes", _listed(request.parameters.get("Attributes")))
        return True

    def _authorize(self, creation: Creation, request: Request) -> bool:
        way = request.operation.removeprefix("AuthorizeSecurityGroup")
        own = self._main(creation, "AWS::EC2::SecurityGroup")
        group = request.parameters.get("GroupId")
        is_own = own is not None and isinstance(group, Ref) and group.step == creation.step
        if own is not None and is_own and way == "Egress" and not self._is_revoked(creation):
            # What is said of the way out takes the place of what AWS allows by itself.
            present = own.properties.setdefault("SecurityGroupEgress", [{"IpProtocol": "-1", "CidrIp": "0.0.0.0/0"}])
            assert isinstance(present, list)
        for rule in group_rules(request.parameters.get("IpPermissions")):
            said = self._rule(rule, way, own)
            # Groups that name each other would wait for each other, were their rules a part of them.
            if own is not None and is_own and not isinstance(rule.who, Ref):
                own.add(f"SecurityGroup{way}", said)
                continue
            id_ = self._names.logical_id(creation.step, self._suffix(creation, way))
            properties = {"GroupId": self._value(group, "GroupId", own), **said}
            self._resources.append(_Resource(id_, f"AWS::EC2::SecurityGroup{way}", properties, creation))
        lost = set(request.parameters) - {"GroupId", "IpPermissions"}
        self._remarks += [
            f"not said here: {member} of {_called(request)} of {creation.step}" for member in sorted(lost)
        ]
        return True

    def _revoke(self, creation: Creation, _: Request) -> bool:
        """What AWS allows by itself goes where anything is said of the way out."""
        operations = {each.operation for each in creation.requests}
        return self._is_revoked(creation) and "AuthorizeSecurityGroupEgress" in operations

    def _is_revoked(self, creation: Creation) -> bool:
        return any(
            request.operation == "RevokeSecurityGroupEgress" and request.parameters.get("IpPermissions") == EVERYWHERE
            for request in creation.requests
        )

    def _rule(self, rule: GroupRule, way: str, resource: _Resource | None) -> dict[str, object]:
        end = "Source" if way == "Ingress" else "Destination"
        peer = {"GroupId": f"{end}SecurityGroupId", "PrefixListId": f"{end}PrefixListId"}.get(rule.peer, rule.peer)
        self._remarks += [f"not said here: {each} of a rule" for each in rule.lost]
        said = {
            "IpProtocol": rule.protocol,
            "FromPort": rule.first,
            "ToPort": rule.last,
            peer: self._value(rule.who, peer, resource),
            "Description": rule.description,
        }
        return {name: value for name, value in said.items() if value is not None}

    def _suffix(self, creation: Creation, what: str) -> str:
        """``Ingress``, ``Ingress2``: another resource of a creation."""
        several = sum(each.creation is creation and each.type.endswith(what) for each in self._resources)
        return f"{what}{several + 1}" if several else what

    def _main(self, creation: Creation, type_: str) -> _Resource | None:
        return next((each for each in self._resources if each.creation is creation and each.type == type_), None)

    # -- values --------------------------------------------------------------------------------------------------------

    def _object(self, value: Mapping[str, object], within: str, resource: _Resource | None) -> dict[str, object]:
        found: dict[str, object] = {}
        for member, each in value.items():
            name = property_of(member, within)
            if name is not None:
                found[name] = self._value(each, member, resource)
            elif resource is None or (within, member) != ("CreateSecurityGroup", "TagSpecifications"):
                where = resource.remarks if resource else self._remarks
                where.append(f"not said here: {member} of {within}: {_shown(each)}")
        return found

    def _value(self, value: object, member: str, resource: _Resource | None) -> object:
        if isinstance(value, Ref):
            return self._reference(value)
        if isinstance(value, str):
            return self._text(value, member)
        if isinstance(value, Mapping):
            if member in {"tags", "Tags"}:
                return [{"Key": key, "Value": each} for key, each in value.items()]
            if member in FREE:
                return {key: self._value(each, key, None) for key, each in value.items()}
            return self._object(value, member, resource)
        if isinstance(value, Sequence):
            if member in {"subnets", "Subnets"} and value and all(_is_id(each, "subnet-") for each in value):
                return self._parameter("Subnets", "List<AWS::EC2::Subnet::Id>", ",".join(str(each) for each in value))
            return [self._value(each, _ITEMS.get(member, member), resource) for each in value]
        return value

    def _text(self, value: str, member: str) -> object:
        if member == "VpcId" and _is_id(value, "vpc-"):
            return self._parameter("VpcId", "AWS::EC2::VPC::Id", value)
        return _document(value) if member in DOCUMENTS else value

    def _parameter(self, name: str, type_: str, default: str) -> Tagged:
        known = next(
            (key for key, each in self._parameters.items() if each == {"Type": type_, "Default": default}), None
        )
        if known is None:
            several = sum(key.startswith(name) for key in self._parameters)
            known = f"{name}{several + 1}" if several else name
            self._parameters[known] = {"Type": type_, "Default": default}
        return Tagged("Ref", known)

    def _reference(self, ref: Ref) -> object:
        said = SAID_BY.get((self._types.get(ref.step, ""), ref.attribute), "")
        if not said:
            if ref.attribute == "name" and (name := self._all.named(ref)):
                return name
            self._remarks.append(f"not said here: the {ref.attribute} of {ref.step}; {PLACEHOLDER} stands for it")
            return PLACEHOLDER
        id_ = self._names.logical_id(ref.step)
        return Tagged("Ref", id_) if said == "Ref" else Tagged("GetAtt", f"{id_}.{said}")

    # -- order ---------------------------------------------------------------------------------------------------------

    def _order(self, resource: _Resource) -> None:
        """What it has to wait for though it does not refer to it."""
        request = resource.creation.requests[0]
        if resource.type == "AWS::ECS::Service":
            before = [each for each in self._resources if self._is_before_service(each, request)]
        elif resource.type in {
            "AWS::ApplicationAutoScaling::ScalableTarget",
            "AWS::ApplicationAutoScaling::ScalingPolicy",
        }:
            parts = str(request.parameters.get("ResourceId", "")).split("/")
            is_tied = "ScalingTargetId" in resource.properties
            services = (each for each in self._resources if each.type == "AWS::ECS::Service")
            before = [each for each in services if each.properties.get("ServiceName") in parts and not is_tied]
        else:
            return
        referred = _referred(resource.properties)
        resource.after += [each.name for each in before if each.name not in referred]

    def _is_before_service(self, other: _Resource, request: Request) -> bool:
        if other.type in {"AWS::ElasticLoadBalancingV2::Listener", "AWS::ElasticLoadBalancingV2::ListenerRule"}:
            groups = {each.step for each in refs_of(request.parameters.get("loadBalancers", []))}
            return bool(groups & {each.step for each in refs_of(other.creation.requests[0].parameters)})
        if other.type == "AWS::ECS::ClusterCapacityProviderAssociations":
            return other.creation.step in {each.step for each in refs_of(request.parameters)}
        return other.type.startswith("AWS::EC2::SecurityGroup") and "GroupId" in other.properties


def _referred(value: object) -> set[str]:
    """The resources that a value refers to."""
    if isinstance(value, Tagged):
        return {value.argument.partition(".")[0]}
    if isinstance(value, Mapping):
        return {name for each in value.values() for name in _referred(each)}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return {name for each in value for name in _referred(each)}
    return set()


def _document(text: str) -> object:
    try:
        found = json.loads(text)
    except ValueError:
        return text
    return found if isinstance(found, dict) else text


def _is_id(value: object, prefix: str) -> bool:
    return isinstance(value, str) and value.startswith(prefix) and "," not in value


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, Sequence) and not isinstance(value, str) else []


def _called(request: Request) -> str:
    return f"{request.service} {request.operation}"


def _shown(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=lambda ref: f"the {ref.attribute} of {ref.step}")
