"""The resources of Terraform's aws provider, what makes them and what they tell."""

from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from fargate_tui.fargate.drafts.as_code import terraform_front_shapes as front
from fargate_tui.fargate.drafts.as_code import terraform_shapes as shapes
from fargate_tui.fargate.drafts.as_code.hcl import Block, block_lines
from fargate_tui.fargate.drafts.as_code.telling import comment
from fargate_tui.fargate.drafts.as_code.terraform_shapes import Shape
from fargate_tui.fargate.drafts.creations import Creation

RESOURCES: Final[Mapping[str, tuple[str, Shape]]] = {
    "AttachRolePolicy": ("aws_iam_role_policy_attachment", shapes.ROLE_ATTACHMENT),
    "CreateCluster": ("aws_ecs_cluster", shapes.CLUSTER),
    "CreateListener": ("aws_lb_listener", front.LISTENER),
    "CreateLoadBalancer": ("aws_lb", front.BALANCER),
    "CreateLogGroup": ("aws_cloudwatch_log_group", shapes.LOG_GROUP),
    "CreateRole": ("aws_iam_role", shapes.ROLE),
    "CreateRule": ("aws_lb_listener_rule", front.RULE),
    "CreateSecurityGroup": ("aws_security_group", shapes.GROUP),
    "CreateService": ("aws_ecs_service", shapes.SERVICE),
    "CreateServiceLinkedRole": ("aws_iam_service_linked_role", shapes.LINKED_ROLE),
    "CreateTargetGroup": ("aws_lb_target_group", front.TARGET_GROUP),
    "PutClusterCapacityProviders": ("aws_ecs_cluster_capacity_providers", shapes.CAPACITY_PROVIDERS),
    "PutRolePolicy": ("aws_iam_role_policy", shapes.ROLE_POLICY),
    "PutScalingPolicy": ("aws_appautoscaling_policy", front.SCALING_POLICY),
    "RegisterScalableTarget": ("aws_appautoscaling_target", front.SCALABLE_TARGET),
    "RegisterTaskDefinition": ("aws_ecs_task_definition", shapes.TASK_DEFINITION),
}
"""The resource that an operation makes."""

SAID_BY: Final[Mapping[tuple[str, str], str]] = {
    ("aws_lb", "suffix"): "arn_suffix",
    ("aws_lb_target_group", "suffix"): "arn_suffix",
    ("aws_ecs_task_definition", "name"): "family",
    ("aws_iam_role", "id"): "unique_id",
}
"""How it tells what a reference stands for, where not by the same word."""
TELLING: Final = frozenset(kind for kind, _ in RESOURCES.values()) - {"aws_iam_role_policy_attachment"}
TOLD: Final = frozenset({*SAID_BY, ("aws_security_group", "id")})


class Resource(msgspec.Struct):
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
        """How it stands in a configuration."""
        yield ""
        said = comment(f"{self.creation.kind} {self.creation.name}: {self.creation.words}").rstrip(": ")
        yield f"# {said}"
        yield from (f"# {comment(remark)}" for remark in self.remarks)
        yield from block_lines(self.block)
