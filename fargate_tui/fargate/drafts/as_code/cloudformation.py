"""The creations as a template of CloudFormation, in YAML."""

from collections.abc import Callable, Iterator, Sequence

from fargate_tui.fargate.drafts.as_code.cloudformation_order import waits_for
from fargate_tui.fargate.drafts.as_code.cloudformation_resources import TYPES, Resource
from fargate_tui.fargate.drafts.as_code.cloudformation_values import Values
from fargate_tui.fargate.drafts.as_code.names import Names
from fargate_tui.fargate.drafts.as_code.permissions import EVERYWHERE, GroupRule, group_rules
from fargate_tui.fargate.drafts.as_code.telling import comment, linked, shown, told
from fargate_tui.fargate.drafts.as_code.yaml_text import Tagged, yaml_lines
from fargate_tui.fargate.drafts.creations import Creation, Ref, Request


def cloudformation(creations: Sequence[Creation], *, region: str = "") -> str:
    """The whole template."""
    return "\n".join(_Template(creations, region).lines()) + "\n"


class _Template:
    """A template in the making."""

    def __init__(self, creations: Sequence[Creation], region: str) -> None:
        self._all = told(creations)
        self._region = region
        self._creations = linked(self._all.creations)
        self._names = Names(self._creations)
        self._values = Values(self._all, self._creations, self._names)
        self._resources: list[Resource] = []
        for creation in self._creations:
            for request in creation.requests:
                self._take(creation, request)
        for resource in self._resources:
            resource.after = waits_for(resource, self._resources)

    def lines(self) -> Iterator[str]:
        """The template, what it cannot say first."""
        if any(each.type == "AWS::IAM::Role" for each in self._resources):
            yield "# to be created with --capabilities CAPABILITY_NAMED_IAM"
        if self._region:
            yield f"# Region: {comment(self._region)}"
        yield from (f"# {comment(remark)}" for remark in self._values.remarks)
        yield 'AWSTemplateFormatVersion: "2010-09-09"'
        if self._values.parameters:
            yield ""
            yield from yaml_lines({"Parameters": self._values.parameters})
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
            self._values.remarks.append(
                f"not said here: {_called(request)} of {creation.step}: {shown(request.parameters)}"
            )

    def _make(self, creation: Creation, request: Request) -> None:
        is_first = request is creation.requests[0]
        suffix = "" if is_first else TYPES[request.operation].rpartition("::")[2]
        name = self._names.logical_id(creation.step, suffix)
        resource = Resource(name, TYPES[request.operation], {}, creation)
        self._resources.append(resource)
        parameters = dict(request.parameters)
        if request.operation == "PutScalingPolicy":
            self._of_target(resource, parameters)
        resource.properties |= self._values.properties(parameters, request.operation, resource)
        if request.operation == "CreateSecurityGroup":
            self._tags_of_group(resource, request)

    def _of_target(self, resource: Resource, parameters: dict[str, object]) -> None:
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

    def _tags_of_group(self, resource: Resource, request: Request) -> None:
        specifications = request.parameters.get("TagSpecifications")
        for each in specifications if isinstance(specifications, list) else []:
            resource.add("Tags", self._values.value(each.get("Tags", []), "Tags", resource))

    # -- requests that join a resource ---------------------------------------------------------------------------------

    def _attach(self, creation: Creation, request: Request) -> bool:
        if (role := self._main(creation, "AWS::IAM::Role")) is None:
            return False
        role.add("ManagedPolicyArns", request.parameters.get("PolicyArn"))
        return True

    def _policy(self, creation: Creation, request: Request) -> bool:
        role = self._main(creation, "AWS::IAM::Role")
        name = request.parameters.get("PolicyName")
        document = self._values.value(request.parameters.get("PolicyDocument"), "PolicyDocument", role)
        if role is not None:
            role.add("Policies", {"PolicyName": name, "PolicyDocument": document})
            return True
        properties = {
            "RoleName": self._values.value(request.parameters.get("RoleName"), "RoleName", None),
            "PolicyName": name,
            "PolicyDocument": document,
        }
        id_ = self._names.logical_id(creation.step, self._suffix(creation, "Policy"))
        self._resources.append(Resource(id_, "AWS::IAM::RolePolicy", properties, creation))
        return True

    def _retain(self, creation: Creation, request: Request) -> bool:
        if (group := self._main(creation, "AWS::Logs::LogGroup")) is None:
            return False
        group.properties["RetentionInDays"] = request.parameters.get("retentionInDays")
        return True

    def _attributes(self, creation: Creation, request: Request) -> bool:
        type_ = TYPES.get(creation.requests[0].operation, "")
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
            properties = {"GroupId": self._values.value(group, "GroupId", own), **said}
            self._resources.append(Resource(id_, f"AWS::EC2::SecurityGroup{way}", properties, creation))
        lost = set(request.parameters) - {"GroupId", "IpPermissions"}
        self._values.remarks += [
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

    def _rule(self, rule: GroupRule, way: str, resource: Resource | None) -> dict[str, object]:
        end = "Source" if way == "Ingress" else "Destination"
        peer = {"GroupId": f"{end}SecurityGroupId", "PrefixListId": f"{end}PrefixListId"}.get(rule.peer, rule.peer)
        self._values.remarks += [f"not said here: {each} of a rule" for each in rule.lost]
        said = {
            "IpProtocol": rule.protocol,
            "FromPort": rule.first,
            "ToPort": rule.last,
            peer: self._values.value(rule.who, peer, resource),
            "Description": rule.description,
        }
        return {name: value for name, value in said.items() if value is not None}

    def _suffix(self, creation: Creation, what: str) -> str:
        """``Ingress``, ``Ingress2``: another resource of a creation."""
        several = sum(each.creation is creation and each.type.endswith(what) for each in self._resources)
        return f"{what}{several + 1}" if several else what

    def _main(self, creation: Creation, type_: str) -> Resource | None:
        return next((each for each in self._resources if each.creation is creation and each.type == type_), None)


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, Sequence) and not isinstance(value, str) else []


def _called(request: Request) -> str:
    return f"{request.service} {request.operation}"
