"""The creations as a configuration of Terraform."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

import msgspec

from fargate_tui.fargate.drafts.as_code import terraform_shapes as shapes
from fargate_tui.fargate.drafts.as_code.bash import comment
from fargate_tui.fargate.drafts.as_code.hcl import Block, Encoded, Expression, block_lines, quoted
from fargate_tui.fargate.drafts.as_code.names import Names
from fargate_tui.fargate.drafts.as_code.permissions import group_rules
from fargate_tui.fargate.drafts.as_code.reshaping import reshaped
from fargate_tui.fargate.drafts.as_code.telling import PLACEHOLDER, linked, told
from fargate_tui.fargate.drafts.as_code.terraform_shapes import Shape
from fargate_tui.fargate.drafts.creations import Creation, Ref, Request, refs_of

RESOURCES: Final[Mapping[str, tuple[str, Shape]]] = {
    "AttachRolePolicy": ("aws_iam_role_policy_attachment", shapes.ROLE_ATTACHMENT),
    "CreateCluster": ("aws_ecs_cluster", shapes.CLUSTER),
    "CreateListener": ("aws_lb_listener", shapes.LISTENER),
    "CreateLoadBalancer": ("aws_lb", shapes.BALANCER),
    "CreateLogGroup": ("aws_cloudwatch_log_group", shapes.LOG_GROUP),
    "CreateRole": ("aws_iam_role", shapes.ROLE),
    "CreateRule": ("aws_lb_listener_rule", shapes.RULE),
    "CreateSecurityGroup": ("aws_security_group", shapes.GROUP),
    "CreateService": ("aws_ecs_service", shapes.SERVICE),
    "CreateServiceLinkedRole": ("aws_iam_service_linked_role", shapes.LINKED_ROLE),
    "CreateTargetGroup": ("aws_lb_target_group", shapes.TARGET_GROUP),
    "PutClusterCapacityProviders": ("aws_ecs_cluster_capacity_providers", shapes.CAPACITY_PROVIDERS),
    "PutRolePolicy": ("aws_iam_role_policy", shapes.ROLE_POLICY),
    "PutScalingPolicy": ("aws_appautoscaling_policy", shapes.SCALING_POLICY),
    "RegisterScalableTarget": ("aws_appautoscaling_target", shapes.SCALABLE_TARGET),
    "RegisterTaskDefinition": ("aws_ecs_task_definition", shapes.TASK_DEFINITION),
}
"""The resource that an operation makes."""

SAID_BY: Final[Mapping[tuple[str, str], str]] = {
    ("aws_ecs_task_definition", "name"): "family",
    ("aws_iam_role", "id"): "unique_id",
}
"""How it tells what a reference stands for, where not by the same word."""
TELLING: Final = frozenset(kind for kind, _ in RESOURCES.values()) - {"aws_iam_role_policy_attachment"}


def terraform(creations: Sequence[Creation], *, region: str = "") -> str:
    """The whole configuration."""
    return "\n".join(_Configuration(creations, region).lines()) + "\n"


class _Resource(msgspec.Struct):
    """A resource in the making."""

    type: str
    label: str
    block: Block
    creation: Creation
    remarks: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """How others refer to it."""
        return f"{self.type}.{self.label}"

    def lines(self) -> Iterator[str]:
        yield ""
        said = comment(f"{self.creation.kind} {self.creation.name}: {self.creation.words}").rstrip(": ")
        yield f"# {said}"
        yield from (f"# {comment(remark)}" for remark in self.remarks)
        yield from block_lines(self.block)


class _Configuration:
    """A configuration in the making."""

    def __init__(self, creations: Sequence[Creation], region: str) -> None:
        self._all = told(creations)
        self._region = region
        self._creations = linked(self._all.creations)
        self._names = {kind: Names(self._creations) for kind in _ALL_TYPES}
        self._types = {
            each.step: RESOURCES[each.requests[0].operation][0]
            for each in self._creations
            if each.requests and each.requests[0].operation in RESOURCES
        }
        self._resources: list[_Resource] = []
        self._variables: dict[str, Block] = {}
        self._remarks: list[str] = list(self._all.remarks)
        for creation in self._creations:
            for request in reshaped(creation):
                self._take(creation, request)
        for resource in self._resources:
            if resource.type == "aws_ecs_service":
                self._order(resource)

    def lines(self) -> Iterator[str]:
        """The configuration, what it cannot say first."""
        yield from (f"# {comment(remark)}" for remark in self._remarks)
        source = {"aws": {"source": "hashicorp/aws", "version": "~> 6.0"}}
        yield from block_lines(Block("terraform", (), {}, (Block("required_providers", (), source),)))
        yield ""
        yield from block_lines(Block("provider", ("aws",), {"region": self._region} if self._region else {}))
        for variable in self._variables.values():
            yield ""
            yield from block_lines(variable)
        for resource in self._resources:
            yield from resource.lines()
        for balancer in self._resources:
            if balancer.type == "aws_lb":
                value = {"value": Expression(f"{balancer.address}.dns_name")}
                yield ""
                yield from block_lines(Block("output", (f"{balancer.label}_address",), value))

    # -- one request ---------------------------------------------------------------------------------------------------

    def _take(self, creation: Creation, request: Request) -> None:
        if request.operation in {"AuthorizeSecurityGroupIngress", "AuthorizeSecurityGroupEgress"}:
            self._authorize(creation, request)
        elif request.operation in RESOURCES:
            self._make(creation, request)
        else:
            shown = f"{request.service} {request.operation} of {creation.step}: {_shown(request.parameters)}"
            self._remarks.append(f"not said here: {shown}")

    def _make(self, creation: Creation, request: Request) -> None:
        type_, shape = RESOURCES[request.operation]
        remarks: list[str] = []
        arguments, blocks = self._body(request.parameters, shape, request.operation, remarks)
        if request.operation == "PutScalingPolicy":
            arguments |= self._of_target(request)
        self._add(creation, type_, arguments, blocks, tuple(remarks))

    def _of_target(self, request: Request) -> dict[str, object]:
        """A policy refers to its scalable target where that is made too."""
        wanted = {name: request.parameters.get(name) for name in _OF_TARGET}
        for each in self._resources:
            made = each.creation.requests[0].parameters
            if each.type == "aws_appautoscaling_target" and wanted.items() <= made.items():
                return {name: Expression(f"{each.address}.{name}") for name in _OF_TARGET.values()}
        return {}

    def _add(
        self,
        creation: Creation,
        type_: str,
        arguments: Mapping[str, object],
        blocks: tuple[Block, ...] = (),
        remarks: tuple[str, ...] = (),
    ) -> None:
        several = sum(each.creation is creation and each.type == type_ for each in self._resources)
        label = self._names[type_].label(creation.step, str(several + 1) if several else "")
        block = Block("resource", (type_, label), arguments, blocks)
        self._resources.append(_Resource(type_, label, block, creation, remarks))

    def _authorize(self, creation: Creation, request: Request) -> None:
        way = request.operation.removeprefix("AuthorizeSecurityGroup").lower()
        for rule in group_rules(request.parameters.get("IpPermissions")):
            said = {
                "security_group_id": request.parameters.get("GroupId"),
                "description": rule.description,
                "ip_protocol": rule.protocol,
                "from_port": rule.first,
                "to_port": rule.last,
                _PEERS[rule.peer]: rule.who,
            }
            arguments = {name: self._value(each, name) for name, each in said.items() if each is not None}
            remarks = tuple(f"not said here: {each} of a rule" for each in rule.lost)
            self._add(creation, f"aws_vpc_security_group_{way}_rule", arguments, (), remarks)
        lost = sorted(set(request.parameters) - {"GroupId", "IpPermissions"})
        self._remarks += [f"not said here: {member} of {request.operation} of {creation.step}" for member in lost]

    # -- values --------------------------------------------------------------------------------------------------------

    def _body(
        self, value: Mapping[str, object], shape: Shape, within: str, remarks: list[str]
    ) -> tuple[dict[str, object], tuple[Block, ...]]:
        """The arguments and the blocks of an object; what it does not have is a remark."""
        arguments: dict[str, object] = {}
        blocks: list[Block] = []
        for member, each in value.items():
            if member in shape.arguments:
                arguments[shape.arguments[member]] = self._value(each, member)
            elif member in shape.blocks:
                name, inner = shape.blocks[member]
                blocks += self._blocks(each, name, inner, member, remarks)
            else:
                remarks.append(f"not said here: {member} of {within}: {_shown(each)}")
        return arguments, tuple(blocks)

    def _blocks(self, value: object, name: str, shape: Shape, member: str, remarks: list[str]) -> Iterator[Block]:
        items = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
        for item in items:
            if isinstance(item, Mapping):
                yield Block(name, (), *self._body(item, shape, member, remarks))
            else:
                remarks.append(f"not said here: {member}: {_shown(item)}")

    def _value(self, value: object, member: str) -> object:
        if isinstance(value, Ref):
            return self._reference(value)
        convert = _CONVERTED.get(member)
        if convert is not None:
            return convert(self._inner(value))
        if (
            member in {"Subnets", "subnets"}
            and isinstance(value, list)
            and all(isinstance(each, str) for each in value)
        ):
            return self._variable("subnets", "list(string)", value)
        if member == "VpcId" and isinstance(value, str):
            return self._variable("vpc_id", "string", value)
        if member == "ResourceId" and isinstance(value, str):
            return self._scaled(value)
        return self._inner(value)

    def _inner(self, value: object) -> object:
        """The same value, with references."""
        if isinstance(value, Ref):
            return self._reference(value)
        if isinstance(value, Mapping):
            return {str(name): self._inner(each) for name, each in value.items()}
        if isinstance(value, Sequence) and not isinstance(value, str):
            return [self._inner(each) for each in value]
        return value

    def _scaled(self, resource_id: str) -> object:
        """What is scaled, by the names of what is made here."""
        parts = resource_id.split("/")
        said = [self._named(kind, part) for kind, part in zip(("", "cluster", "service"), parts, strict=False)]
        if len(parts) != len(said) or all(isinstance(each, str) for each in said):
            return resource_id
        texts = (f"${{{each.text}}}" if isinstance(each, Expression) else quoted(str(each))[1:-1] for each in said)
        return Expression(f'"{"/".join(texts)}"')

    def _named(self, kind: str, name: str) -> object:
        """What refers to the name of what is made here, or the name."""
        refs = (Ref(step=each.step, attribute="name") for each in self._creations if each.kind == kind)
        made = next((ref for ref in refs if self._all.named(ref) == name), None)
        return self._reference(made) if made else name

    def _variable(self, name: str, type_: str, default: object) -> Expression:
        for known, block in self._variables.items():
            if block.arguments["default"] == default:
                return Expression(f"var.{known}")
        several = sum(known.startswith(name) for known in self._variables)
        called = f"{name}_{several + 1}" if several else name
        arguments = {"type": Expression(type_), "default": default}
        self._variables[called] = Block("variable", (called,), arguments)
        return Expression(f"var.{called}")

    def _reference(self, ref: Ref) -> object:
        type_ = self._types.get(ref.step)
        if type_ is None or type_ not in TELLING or (ref.attribute == "id" and type_ not in _WITH_ID):
            self._remarks.append(f"not said here: the {ref.attribute} of {ref.step}; {PLACEHOLDER} stands for it")
            return PLACEHOLDER
        attribute = SAID_BY.get((type_, ref.attribute), ref.attribute)
        return Expression(f"{type_}.{self._names[type_].label(ref.step)}.{attribute}")

    # -- order ---------------------------------------------------------------------------------------------------------

    def _order(self, service: _Resource) -> None:
        """What a service has to wait for though it does not refer to it."""
        parameters = service.creation.requests[0].parameters
        groups = {each.step for each in refs_of(parameters.get("loadBalancers", []))}
        steps = {each.step for each in refs_of(parameters)}
        before = [each for each in self._resources if _is_before(each, groups, steps)]
        if before:
            needed = {"depends_on": [Expression(each.address) for each in before]}
            service.block = msgspec.structs.replace(service.block, arguments={**service.block.arguments, **needed})


def _is_before(resource: _Resource, groups: set[str], steps: set[str]) -> bool:
    if resource.type in {"aws_lb_listener", "aws_lb_listener_rule"}:
        return bool(groups & {each.step for each in refs_of(resource.creation.requests[0].parameters)})
    if resource.type == "aws_ecs_cluster_capacity_providers":
        return resource.creation.step in steps
    return resource.type in {"aws_iam_role_policy", "aws_iam_role_policy_attachment"}


_RULES: Final = frozenset({"aws_vpc_security_group_egress_rule", "aws_vpc_security_group_ingress_rule"})
_ALL_TYPES: Final = TELLING | _RULES | {"aws_iam_role_policy_attachment"}
_WITH_ID: Final = frozenset({"aws_iam_role", "aws_security_group"})
_OF_TARGET: Final = {
    "ResourceId": "resource_id",
    "ScalableDimension": "scalable_dimension",
    "ServiceNamespace": "service_namespace",
}
_PEERS: Final = {
    "CidrIp": "cidr_ipv4",
    "CidrIpv6": "cidr_ipv6",
    "GroupId": "referenced_security_group_id",
    "PrefixListId": "prefix_list_id",
}


def _tags(value: object) -> object:
    """Pairs of a key and a value as a map."""
    if not isinstance(value, list):
        return value
    return {str(each.get("key", each.get("Key", ""))): each.get("value", each.get("Value", "")) for each in value}


def _document(value: object) -> object:
    """JSON in a text as what it is."""
    try:
        found = json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return value
    return Encoded(found) if isinstance(found, Mapping) else value


_CONVERTED: Final[Mapping[str, Callable[[object], object]]] = {
    "AssumeRolePolicyDocument": _document,
    "PolicyDocument": _document,
    "Tags": _tags,
    "assignPublicIp": lambda value: value == "ENABLED" if isinstance(value, str) else value,
    "containerDefinitions": Encoded,
    "hookDetails": Encoded,
    "tags": _tags,
}
"""Members whose value is another in Terraform."""


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _shown(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=lambda ref: f"the {ref.attribute} of {ref.step}")
