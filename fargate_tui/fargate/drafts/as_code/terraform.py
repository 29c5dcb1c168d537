"""The creations as a configuration of Terraform."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

from fargate_tui.fargate.drafts.as_code.hcl import Block, Expression, block_lines
from fargate_tui.fargate.drafts.as_code.names import Names
from fargate_tui.fargate.drafts.as_code.permissions import group_rules
from fargate_tui.fargate.drafts.as_code.reshaping import reshaped
from fargate_tui.fargate.drafts.as_code.telling import comment, linked, shown, told
from fargate_tui.fargate.drafts.as_code.terraform_resources import RESOURCES, TELLING, Resource
from fargate_tui.fargate.drafts.as_code.terraform_values import Values
from fargate_tui.fargate.drafts.creations import Creation, Request, refs_of


def terraform(creations: Sequence[Creation], *, region: str = "") -> str:
    """The whole configuration."""
    return "\n".join(_Configuration(creations, region).lines()) + "\n"


class _Configuration:
    """A configuration in the making."""

    def __init__(self, creations: Sequence[Creation], region: str) -> None:
        self._all = told(creations)
        self._region = region
        self._creations = linked(self._all.creations)
        self._names = {kind: Names(self._creations) for kind in _ALL_TYPES}
        self._values = Values(self._all, self._creations, self._names)
        self._resources: list[Resource] = []
        for creation in self._creations:
            for request in reshaped(creation):
                self._take(creation, request)
        for resource in self._resources:
            if resource.type == "aws_ecs_service":
                self._order(resource)

    def lines(self) -> Iterator[str]:
        """The configuration, what it cannot say first."""
        yield from (f"# {comment(remark)}" for remark in self._values.remarks)
        source = {"aws": {"source": "hashicorp/aws", "version": "~> 6.0"}}
        yield from block_lines(Block("terraform", (), {}, (Block("required_providers", (), source),)))
        yield ""
        yield from block_lines(Block("provider", ("aws",), {"region": self._region} if self._region else {}))
        for variable in self._values.variables.values():
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
            call = f"{request.service} {request.operation} of {creation.step}"
            self._values.remarks.append(f"not said here: {call}: {shown(request.parameters)}")

    def _make(self, creation: Creation, request: Request) -> None:
        type_, shape = RESOURCES[request.operation]
        remarks: list[str] = []
        arguments, blocks = self._values.body(request.parameters, shape, request.operation, remarks)
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
        self._resources.append(Resource(type_, label, block, creation, remarks))

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
            arguments = {name: self._values.value(each, name) for name, each in said.items() if each is not None}
            remarks = tuple(f"not said here: {each} of a rule" for each in rule.lost)
            self._add(creation, f"aws_vpc_security_group_{way}_rule", arguments, (), remarks)
        lost = sorted(set(request.parameters) - {"GroupId", "IpPermissions"})
        self._values.remarks += [
            f"not said here: {member} of {request.operation} of {creation.step}" for member in lost
        ]

    # -- order ---------------------------------------------------------------------------------------------------------

    def _order(self, service: Resource) -> None:
        """What a service has to wait for though it does not refer to it."""
        parameters = service.creation.requests[0].parameters
        groups = {each.step for each in refs_of(parameters.get("loadBalancers", []))}
        steps = {each.step for each in refs_of(parameters)}
        before = [each for each in self._resources if _is_before(each, groups, steps)]
        if before:
            needed = {"depends_on": [Expression(each.address) for each in before]}
            service.block = msgspec.structs.replace(service.block, arguments={**service.block.arguments, **needed})


def _is_before(resource: Resource, groups: set[str], steps: set[str]) -> bool:
    if resource.type in {"aws_lb_listener", "aws_lb_listener_rule"}:
        return bool(groups & {each.step for each in refs_of(resource.creation.requests[0].parameters)})
    if resource.type == "aws_ecs_cluster_capacity_providers":
        return resource.creation.step in steps
    return resource.type in {"aws_iam_role_policy", "aws_iam_role_policy_attachment", "aws_iam_service_linked_role"}


_RULES: Final = frozenset({"aws_vpc_security_group_egress_rule", "aws_vpc_security_group_ingress_rule"})
_ALL_TYPES: Final = TELLING | _RULES | {"aws_iam_role_policy_attachment"}
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
