"""What is around tasks in the network: interfaces, VPCs, load balancers, file systems."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from fargate_tui.fargate.records import (
    AccessPoint,
    Balancer,
    Certificate,
    FileSystem,
    Listener,
    ListenerRule,
    MountTarget,
    NatGateway,
    NetworkAcl,
    NetworkInterface,
    PrefixList,
    RouteTable,
    SecurityGroup,
    Subnet,
    TargetGroup,
    TargetHealth,
    Vpc,
    VpcEndpoint,
)


class Entrances(Protocol):
    """What is in front of tasks."""

    async def target_groups(self, arns: Sequence[str]) -> tuple[TargetGroup, ...]:
        """The target groups with the load balancers in front of them."""

    async def balancers(self, arns: Sequence[str]) -> tuple[Balancer, ...]:
        """The load balancers, 20 at most."""

    async def listeners(self, balancer_arn: str) -> tuple[Listener, ...]:
        """Every listener of a load balancer."""

    async def rules(self, listener_arn: str) -> tuple[ListenerRule, ...]:
        """Every rule of a listener."""


class Elb(Entrances, Protocol):
    """Elastic Load Balancing, as far as tasks are targets of it."""

    async def target_health(self, target_group_arn: str) -> tuple[TargetHealth, ...]:
        """Every target of a target group."""

    async def all_target_groups(self) -> tuple[TargetGroup, ...]:
        """Every target group of the Region."""

    async def target_group_named(self, name: str) -> TargetGroup:
        """A target group by its name; NotFound where there is none."""

    async def target_group_attributes(self, arn: str) -> Mapping[str, str]:
        """What is set of a target group beside its health check."""

    async def all_balancers(self) -> tuple[Balancer, ...]:
        """Every load balancer of the Region, classic ones not among them."""

    async def balancer_named(self, name: str) -> Balancer:
        """A load balancer by its name; NotFound where there is none."""


class Certificates(Protocol):
    """AWS Certificate Manager."""

    async def all_certificates(self) -> tuple[Certificate, ...]:
        """Every certificate of the Region."""

    async def certificate(self, arn: str) -> Certificate:
        """A certificate with all of its names; NotFound where there is none."""


class Ec2(Protocol):
    """EC2, as far as tasks have network interfaces."""

    async def network_interfaces(self, ids: Sequence[str]) -> tuple[NetworkInterface, ...]:
        """The interfaces that exist among ``ids``, at most 200 at a time."""

    async def subnets(self, ids: Sequence[str]) -> tuple[Subnet, ...]:
        """The subnets that exist among ``ids``, 200 at most."""

    async def regions(self) -> tuple[str, ...]:
        """The Regions that are enabled for the account."""


class Network(Protocol):
    """The networks of a Region, a whole VPC at a time."""

    async def all_vpcs(self) -> tuple[Vpc, ...]:
        """Every VPC of the Region."""

    async def subnets_of(self, vpc_id: str) -> tuple[Subnet, ...]:
        """Its subnets."""

    async def route_tables(self, vpc_id: str) -> tuple[RouteTable, ...]:
        """Its route tables."""

    async def nat_gateways(self, vpc_id: str) -> tuple[NatGateway, ...]:
        """Its NAT gateways, also those that were deleted lately."""

    async def endpoints(self, vpc_id: str) -> tuple[VpcEndpoint, ...]:
        """Its endpoints."""

    async def security_groups(self, vpc_id: str) -> tuple[SecurityGroup, ...]:
        """Its security groups with their rules."""

    async def security_groups_named(self, name: str) -> tuple[SecurityGroup, ...]:
        """The security groups of a name, of which each VPC has one at most."""

    async def security_groups_by_id(self, ids: Sequence[str]) -> tuple[SecurityGroup, ...]:
        """The security groups that exist among ``ids``, 200 at most."""

    async def network_acls(self, vpc_id: str) -> tuple[NetworkAcl, ...]:
        """Its network ACLs."""

    async def prefix_lists(self) -> tuple[PrefixList, ...]:
        """The prefix lists of AWS's services in the Region."""

    async def prefix_list_entries(self, prefix_list_id: str) -> PrefixList:
        """A prefix list of somebody's own with its addresses."""

    async def dns_support(self, vpc_id: str) -> bool:
        """Whether its resolver answers."""

    async def dns_hostnames(self, vpc_id: str) -> bool:
        """Whether names lead to private endpoints."""


class FileSystems(Protocol):
    """Elastic File System."""

    async def all_file_systems(self) -> tuple[FileSystem, ...]:
        """Every file system of the Region."""

    async def access_points(self, file_system: str) -> tuple[AccessPoint, ...]:
        """The access points of a file system; NotFound where it is gone."""

    async def mount_targets(self, file_system: str) -> tuple[MountTarget, ...]:
        """The mount targets of a file system; NotFound where it is gone."""
