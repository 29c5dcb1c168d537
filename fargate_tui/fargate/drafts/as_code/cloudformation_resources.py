"""The resources of CloudFormation, what makes them and what they tell."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from fargate_tui.fargate.drafts.as_code.telling import comment
from fargate_tui.fargate.drafts.as_code.yaml_text import yaml_lines
from fargate_tui.fargate.drafts.creations import Creation

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
    ("AWS::ElasticLoadBalancingV2::LoadBalancer", "suffix"): "LoadBalancerFullName",
    ("AWS::ElasticLoadBalancingV2::TargetGroup", "arn"): "Ref",
    ("AWS::ElasticLoadBalancingV2::TargetGroup", "name"): "TargetGroupName",
    ("AWS::ElasticLoadBalancingV2::TargetGroup", "suffix"): "TargetGroupFullName",
    ("AWS::IAM::Role", "arn"): "Arn",
    ("AWS::IAM::Role", "id"): "RoleId",
    ("AWS::IAM::Role", "name"): "Ref",
    ("AWS::IAM::ServiceLinkedRole", "name"): "Ref",
    ("AWS::Logs::LogGroup", "arn"): "Arn",
    ("AWS::Logs::LogGroup", "name"): "Ref",
}
"""How a resource is asked for what a reference stands for: ``Ref`` or one of its attributes."""


@dataclass
class Resource:
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
        """How it stands in a template."""
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
