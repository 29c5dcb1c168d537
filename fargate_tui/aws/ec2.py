"""The network interfaces of tasks, and the subnets they are put into."""

from collections.abc import Iterable, Sequence
from contextlib import aclosing

import msgspec

from fargate_tui.aws.batches import batches, in_order
from fargate_tui.aws.clients import Clients
from fargate_tui.aws.reading import DESCRIBE_NETWORK_INTERFACES, DESCRIBE_REGIONS, DESCRIBE_SUBNETS
from fargate_tui.fargate.records import NetworkInterface, Subnet

FILTER_VALUES = 200
"""EC2's limit of values in one filter."""
PAGE = 1000


class _Association(msgspec.Struct, rename="pascal"):
    public_ip: str | None = None


class _Group(msgspec.Struct, rename="pascal"):
    group_id: str


class _NetworkInterface(msgspec.Struct, rename="pascal"):
    network_interface_id: str
    description: str = ""
    status: str | None = None
    availability_zone: str | None = None
    vpc_id: str | None = None
    subnet_id: str | None = None
    private_ip_address: str | None = None
    association: _Association = msgspec.field(default_factory=_Association)
    groups: tuple[_Group, ...] = ()

    def record(self) -> NetworkInterface:
        return NetworkInterface(
            network_interface_id=self.network_interface_id,
            description=self.description,
            status=self.status,
            availability_zone=self.availability_zone,
            vpc_id=self.vpc_id,
            subnet_id=self.subnet_id,
            private_ip_address=self.private_ip_address,
            public_ip=self.association.public_ip,
            security_group_ids=tuple(group.group_id for group in self.groups),
        )


class _NetworkInterfaces(msgspec.Struct, rename="pascal"):
    network_interfaces: tuple[_NetworkInterface, ...] = ()
    next_token: str | None = None


class _Ipv6Block(msgspec.Struct, rename="pascal"):
    ipv6_cidr_block: str | None = None


class _PublicAccess(msgspec.Struct, rename="pascal"):
    internet_gateway_block_mode: str | None = None


class NameTag(msgspec.Struct, rename="pascal"):
    """A tag, of which the one called Name is of interest."""

    key: str
    value: str = ""


def name_in(tags: Iterable[NameTag]) -> str:
    """What the tag called Name says; empty where there is none."""
    return next((tag.value for tag in tags if tag.key == "Name"), "")


class DescribedSubnet(msgspec.Struct, rename="pascal"):
    """A subnet as EC2 nests it."""

    subnet_id: str
    availability_zone: str | None = None
    availability_zone_id: str | None = None
    vpc_id: str | None = None
    available_ip_address_count: int | None = None
    cidr_block: str | None = None
    ipv6_cidr_block_association_set: tuple[_Ipv6Block, ...] = ()
    map_public_ip_on_launch: bool | None = None
    block_public_access_states: _PublicAccess = msgspec.field(default_factory=_PublicAccess)
    tags: tuple[NameTag, ...] = ()

    def record(self) -> Subnet:
        """The same as a record."""
        return Subnet(
            subnet_id=self.subnet_id,
            availability_zone=self.availability_zone,
            zone_id=self.availability_zone_id,
            vpc_id=self.vpc_id,
            free_addresses=self.available_ip_address_count,
            cidr=self.cidr_block,
            ipv6_cidrs=tuple(
                each.ipv6_cidr_block for each in self.ipv6_cidr_block_association_set if each.ipv6_cidr_block
            ),
            is_public_by_default=self.map_public_ip_on_launch,
            public_access_block=self.block_public_access_states.internet_gateway_block_mode,
            name=name_in(self.tags),
        )


class _Subnets(msgspec.Struct, rename="pascal"):
    subnets: tuple[DescribedSubnet, ...] = ()


class _Region(msgspec.Struct, rename="pascal"):
    region_name: str


class _Regions(msgspec.Struct, rename="pascal"):
    regions: tuple[_Region, ...] = ()


class Ec2:
    """Elastic Compute Cloud, as far as tasks live in its networks."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    async def network_interfaces(self, ids: Sequence[str]) -> tuple[NetworkInterface, ...]:
        """The interfaces of ``ids`` that still exist; raises `AwsError`.

        They are asked for by filter: named outright, one that is gone would fail all the others.
        """
        found: list[NetworkInterface] = []
        async with aclosing(in_order(batches(ids, FILTER_VALUES), self._batch)) as replies:
            async for interfaces in replies:
                found += interfaces
        return tuple(found)

    async def subnets(self, ids: Sequence[str]) -> tuple[Subnet, ...]:
        """The subnets of ``ids`` that exist, 200 at most; raises `AwsError`."""
        said = await self._clients.ask(
            DESCRIBE_SUBNETS, _Subnets, "describe subnets", Filters=[{"Name": "subnet-id", "Values": list(ids)}]
        )
        return tuple(subnet.record() for subnet in said.subnets)

    async def regions(self) -> tuple[str, ...]:
        """The Regions that are enabled for the account; raises `AwsError`."""
        said = await self._clients.ask(DESCRIBE_REGIONS, _Regions, "list the Regions of the account")
        return tuple(sorted(each.region_name for each in said.regions))

    async def _batch(self, ids: Sequence[str]) -> list[NetworkInterface]:
        named = [{"Name": "network-interface-id", "Values": ids}]
        found: list[NetworkInterface] = []
        token: str | None = None
        while True:
            said = await self._clients.ask(
                DESCRIBE_NETWORK_INTERFACES,
                _NetworkInterfaces,
                "describe network interfaces",
                Filters=named,
                MaxResults=PAGE,
                **({"NextToken": token} if token else {}),
            )
            found += (interface.record() for interface in said.network_interfaces)
            token = said.next_token
            if not token:
                return found
