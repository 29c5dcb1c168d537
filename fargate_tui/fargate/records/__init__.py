"""What AWS said, as frozen structs.

Every member that AWS may leave out is optional; a tuple stands for a list, and is empty where AWS left the list out.
Times are UTC. Members that no screen or rule reads are not declared: the raw answer stays available to the JSON view.
"""

from fargate_tui.fargate.records.alarm import Alarm, AlarmMetric, AlarmMetricStat, AlarmQuery, Dimension
from fargate_tui.fargate.records.balancer import (
    Balancer,
    BalancerState,
    BalancerZone,
    ForwardConfig,
    Listener,
    ListenerAction,
    ListenerRule,
    RuleCondition,
    Values,
    WeightedGroup,
)
from fargate_tui.fargate.records.base import Failure, KeyValue, Record, Tag
from fargate_tui.fargate.records.certificate import Certificate
from fargate_tui.fargate.records.cluster import Cluster
from fargate_tui.fargate.records.file_system import AccessPoint, FileSystem
from fargate_tui.fargate.records.health_event import HealthEvent
from fargate_tui.fargate.records.identity import CallerIdentity
from fargate_tui.fargate.records.list_prices import ListPrices
from fargate_tui.fargate.records.log_group import LogGroup
from fargate_tui.fargate.records.mount_target import MountTarget
from fargate_tui.fargate.records.nat_gateway import NatGateway, NatGatewayAddress
from fargate_tui.fargate.records.network_acl import NetworkAcl, NetworkAclAssociation, NetworkAclEntry, PortRange
from fargate_tui.fargate.records.network_interface import NetworkInterface
from fargate_tui.fargate.records.prefix_list import PrefixList
from fargate_tui.fargate.records.repository import Repository
from fargate_tui.fargate.records.role import Permission, Role
from fargate_tui.fargate.records.route_table import AssociationState, Route, RouteTable, RouteTableAssociation
from fargate_tui.fargate.records.scalable_target import ScalableTarget, SuspendedState
from fargate_tui.fargate.records.scaling_activity import ScalingActivity
from fargate_tui.fargate.records.scaling_policy import PolicyAlarm, ScalingPolicy
from fargate_tui.fargate.records.scheduled_action import NewLimits, ScheduledAction
from fargate_tui.fargate.records.security_group import (
    GroupPair,
    IpPermission,
    IpRange,
    Ipv6Range,
    PrefixListRange,
    SecurityGroup,
)
from fargate_tui.fargate.records.service import (
    AdvancedConfiguration,
    AwsVpcConfiguration,
    CanaryConfiguration,
    CapacityProviderStrategyItem,
    CircuitBreaker,
    Deployment,
    DeploymentAlarms,
    DeploymentConfiguration,
    LinearConfiguration,
    LoadBalancer,
    ManagedVolume,
    NetworkConfiguration,
    Service,
    ServiceEvent,
    VolumeConfiguration,
)
from fargate_tui.fargate.records.service_deployment import (
    DeploymentBreaker,
    DeploymentHook,
    ResolvedConfiguration,
    ResolvedLoadBalancer,
    RevisionShare,
    Rollback,
    ServiceDeployment,
    ServiceRevision,
    WatchedAlarms,
)
from fargate_tui.fargate.records.service_quota import ServiceQuota
from fargate_tui.fargate.records.stored_image import StoredImage
from fargate_tui.fargate.records.stored_secret import StoredKey, StoredSecret
from fargate_tui.fargate.records.subnet import Subnet
from fargate_tui.fargate.records.target_group import Matcher, TargetGroup
from fargate_tui.fargate.records.target_health import TargetHealth
from fargate_tui.fargate.records.task import Attachment, Container, ManagedAgent, Task, TaskOverride
from fargate_tui.fargate.records.task_definition import (
    ContainerDefinition,
    EfsVolume,
    EphemeralStorage,
    HealthCheck,
    LinuxParameters,
    LogConfiguration,
    PortMapping,
    RuntimePlatform,
    Secret,
    TaskDefinition,
    Volume,
)
from fargate_tui.fargate.records.task_protection import ProtectedTask
from fargate_tui.fargate.records.trail import RecordedCall
from fargate_tui.fargate.records.vpc import Vpc
from fargate_tui.fargate.records.vpc_endpoint import DnsOptions, EndpointGroup, VpcEndpoint

__all__ = [
    "AccessPoint",
    "AdvancedConfiguration",
    "Alarm",
    "AlarmMetric",
    "AlarmMetricStat",
    "AlarmQuery",
    "AssociationState",
    "Attachment",
    "AwsVpcConfiguration",
    "Balancer",
    "BalancerState",
    "BalancerZone",
    "CallerIdentity",
    "CanaryConfiguration",
    "CapacityProviderStrategyItem",
    "Certificate",
    "CircuitBreaker",
    "Cluster",
    "Container",
    "ContainerDefinition",
    "Deployment",
    "DeploymentAlarms",
    "DeploymentBreaker",
    "DeploymentConfiguration",
    "DeploymentHook",
    "Dimension",
    "DnsOptions",
    "EfsVolume",
    "EndpointGroup",
    "EphemeralStorage",
    "Failure",
    "FileSystem",
    "ForwardConfig",
    "GroupPair",
    "HealthCheck",
    "HealthEvent",
    "IpPermission",
    "IpRange",
    "Ipv6Range",
    "KeyValue",
    "LinearConfiguration",
    "LinuxParameters",
    "ListPrices",
    "Listener",
    "ListenerAction",
    "ListenerRule",
    "LoadBalancer",
    "LogConfiguration",
    "LogGroup",
    "ManagedAgent",
    "ManagedVolume",
    "Matcher",
    "MountTarget",
    "NatGateway",
    "NatGatewayAddress",
    "NetworkAcl",
    "NetworkAclAssociation",
    "NetworkAclEntry",
    "NetworkConfiguration",
    "NetworkInterface",
    "NewLimits",
    "Permission",
    "PolicyAlarm",
    "PortMapping",
    "PortRange",
    "PrefixList",
    "PrefixListRange",
    "ProtectedTask",
    "Record",
    "RecordedCall",
    "Repository",
    "ResolvedConfiguration",
    "ResolvedLoadBalancer",
    "RevisionShare",
    "Role",
    "Rollback",
    "Route",
    "RouteTable",
    "RouteTableAssociation",
    "RuleCondition",
    "RuntimePlatform",
    "ScalableTarget",
    "ScalingActivity",
    "ScalingPolicy",
    "ScheduledAction",
    "Secret",
    "SecurityGroup",
    "Service",
    "ServiceDeployment",
    "ServiceEvent",
    "ServiceQuota",
    "ServiceRevision",
    "StoredImage",
    "StoredKey",
    "StoredSecret",
    "Subnet",
    "SuspendedState",
    "Tag",
    "TargetGroup",
    "TargetHealth",
    "Task",
    "TaskDefinition",
    "TaskOverride",
    "Values",
    "Volume",
    "VolumeConfiguration",
    "Vpc",
    "VpcEndpoint",
    "WatchedAlarms",
    "WeightedGroup",
]
