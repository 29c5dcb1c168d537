"""What a VPC is made of: subnets, routes, gateways, endpoints, groups, ACLs and its two switches for names.

Everything of a VPC is asked for at once, by filter, not thing by thing: what one task needs of it, its neighbours
need too.
"""

from collections.abc import Mapping, Sequence
from typing import TypeVar

import msgspec

from fargate_tui.aws.clients import Clients
from fargate_tui.aws.ec2 import DescribedSubnet, NameTag, name_in
from fargate_tui.aws.offering import DESCRIBE_VPCS
from fargate_tui.aws.operation import Operation
from fargate_tui.aws.reading import (
    DESCRIBE_NAT_GATEWAYS,
    DESCRIBE_NETWORK_ACLS,
    DESCRIBE_PREFIX_LISTS,
    DESCRIBE_ROUTE_TABLES,
    DESCRIBE_SECURITY_GROUPS,
    DESCRIBE_SUBNETS,
    DESCRIBE_VPC_ATTRIBUTE,
    DESCRIBE_VPC_ENDPOINTS,
    GET_MANAGED_PREFIX_LIST_ENTRIES,
)
from fargate_tui.fargate.errors import Invalid
from fargate_tui.fargate.records import (
    NatGateway,
    NetworkAcl,
    PrefixList,
    RouteTable,
    SecurityGroup,
    Subnet,
    Vpc,
    VpcEndpoint,
)

PAGE = 1000
PAGE_OF_ENTRIES = 100
PAGE_OF_TABLES = 100
"""EC2 takes no more for route tables."""


class _Paged(msgspec.Struct, rename="pascal", kw_only=True):
    next_token: str | None = None


class _Subnets(_Paged, rename="pascal"):
    subnets: tuple[DescribedSubnet, ...] = ()


class _RouteTables(_Paged, rename="pascal"):
    route_tables: tuple[RouteTable, ...] = ()


class _NatGateways(_Paged, rename="pascal"):
    nat_gateways: tuple[NatGateway, ...] = ()


class _VpcEndpoints(_Paged, rename="pascal"):
    vpc_endpoints: tuple[VpcEndpoint, ...] = ()


class _SecurityGroups(_Paged, rename="pascal"):
    security_groups: tuple[SecurityGroup, ...] = ()


class _NetworkAcls(_Paged, rename="pascal"):
    network_acls: tuple[NetworkAcl, ...] = ()


class _PrefixLists(_Paged, rename="pascal"):
    prefix_lists: tuple[PrefixList, ...] = ()


class _Entry(msgspec.Struct, rename="pascal"):
    cidr: str = ""


class _Entries(_Paged, rename="pascal"):
    entries: tuple[_Entry, ...] = ()


class _Vpc(msgspec.Struct, rename="pascal"):
    vpc_id: str
    cidr_block: str = ""
    is_default: bool = False
    tags: tuple[NameTag, ...] = ()

    def record(self) -> Vpc:
        return Vpc(vpc_id=self.vpc_id, name=name_in(self.tags), cidr=self.cidr_block, is_default=self.is_default)


class _Vpcs(_Paged, rename="pascal"):
    vpcs: tuple[_Vpc, ...] = ()


class _Switch(msgspec.Struct, rename="pascal"):
    value: bool = False


class _Attribute(msgspec.Struct, rename="pascal"):
    enable_dns_support: _Switch | None = None
    enable_dns_hostnames: _Switch | None = None


_Page = TypeVar("_Page", bound=_Paged)


class Network:
    """The networks of a Region; each question raises `AwsError`."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    async def all_vpcs(self) -> tuple[Vpc, ...]:
        """Every VPC of the Region."""
        pages = await self._all(DESCRIBE_VPCS, _Vpcs, "list the VPCs of", "the Region", filtered_by="")
        return tuple(vpc.record() for page in pages for vpc in page.vpcs)

    async def subnets_of(self, vpc_id: str) -> tuple[Subnet, ...]:
        """Every subnet of a VPC."""
        pages = await self._all(DESCRIBE_SUBNETS, _Subnets, "list the subnets of", vpc_id)
        return tuple(subnet.record() for page in pages for subnet in page.subnets)

    async def route_tables(self, vpc_id: str) -> tuple[RouteTable, ...]:
        """Every route table of a VPC, with its routes and associations."""
        pages = await self._all(
            DESCRIBE_ROUTE_TABLES, _RouteTables, "list the route tables of", vpc_id, size=PAGE_OF_TABLES
        )
        return tuple(table for page in pages for table in page.route_tables)

    async def nat_gateways(self, vpc_id: str) -> tuple[NatGateway, ...]:
        """Every NAT gateway of a VPC; AWS tells of a deleted one for about an hour."""
        # The only question of them that calls its filters by the singular.
        pages = await self._all(
            DESCRIBE_NAT_GATEWAYS, _NatGateways, "list the NAT gateways of", vpc_id, filtered_by="Filter"
        )
        return tuple(gateway for page in pages for gateway in page.nat_gateways)

    async def endpoints(self, vpc_id: str) -> tuple[VpcEndpoint, ...]:
        """Every endpoint of a VPC."""
        pages = await self._all(DESCRIBE_VPC_ENDPOINTS, _VpcEndpoints, "list the endpoints of", vpc_id)
        return tuple(endpoint for page in pages for endpoint in page.vpc_endpoints)

    async def security_groups(self, vpc_id: str) -> tuple[SecurityGroup, ...]:
        """Every security group of a VPC, with its rules."""
        pages = await self._all(DESCRIBE_SECURITY_GROUPS, _SecurityGroups, "list the security groups of", vpc_id)
        return tuple(group for page in pages for group in page.security_groups)

    async def security_groups_named(self, name: str) -> tuple[SecurityGroup, ...]:
        """The security groups of a name, of which each VPC has one at most."""
        pages = await self._all(
            DESCRIBE_SECURITY_GROUPS, _SecurityGroups, "look for security group", name, by="group-name"
        )
        return tuple(group for page in pages for group in page.security_groups)

    async def security_groups_by_id(self, ids: Sequence[str]) -> tuple[SecurityGroup, ...]:
        """The security groups that exist among ``ids``, 200 at most."""
        pages = await self._all(
            DESCRIBE_SECURITY_GROUPS, _SecurityGroups, "look for security group", *ids, by="group-id"
        )
        return tuple(group for page in pages for group in page.security_groups)

    async def network_acls(self, vpc_id: str) -> tuple[NetworkAcl, ...]:
        """Every network ACL of a VPC, with its entries and associations."""
        pages = await self._all(DESCRIBE_NETWORK_ACLS, _NetworkAcls, "list the network ACLs of", vpc_id)
        return tuple(acl for page in pages for acl in page.network_acls)

    async def prefix_lists(self) -> tuple[PrefixList, ...]:
        """The prefix lists of services of AWS that have gateway endpoints, with their addresses."""
        pages = await self._all(DESCRIBE_PREFIX_LISTS, _PrefixLists, "list the prefix lists of", "AWS", filtered_by="")
        return tuple(each for page in pages for each in page.prefix_lists)

    async def prefix_list_entries(self, prefix_list_id: str) -> PrefixList:
        """A list of somebody's own, or of AWS, with its addresses."""
        doing = "read the entries of prefix list"
        pages = await self._all(
            GET_MANAGED_PREFIX_LIST_ENTRIES, _Entries, f"{doing} {prefix_list_id}", filtered_by="",
            size=PAGE_OF_ENTRIES, more={"PrefixListId": prefix_list_id},
        )  # fmt: skip
        cidrs = tuple(each.cidr for page in pages for each in page.entries if each.cidr)
        return PrefixList(prefix_list_id=prefix_list_id, cidrs=cidrs)

    async def dns_support(self, vpc_id: str) -> bool:
        """Whether the VPC's own resolver answers."""
        said = await self._attribute(vpc_id, "enableDnsSupport")
        return bool(said.enable_dns_support and said.enable_dns_support.value)

    async def dns_hostnames(self, vpc_id: str) -> bool:
        """Whether names lead to private endpoints."""
        said = await self._attribute(vpc_id, "enableDnsHostnames")
        return bool(said.enable_dns_hostnames and said.enable_dns_hostnames.value)

    async def _attribute(self, vpc_id: str, name: str) -> _Attribute:
        return await self._clients.ask(
            DESCRIBE_VPC_ATTRIBUTE, _Attribute, f"read {name} of {vpc_id}", VpcId=vpc_id, Attribute=name
        )

    async def _all(
        self,
        operation: Operation,
        page: type[_Page],
        doing: str,
        *of: str,
        filtered_by: str = "Filters",
        by: str = "vpc-id",
        size: int = PAGE,
        more: Mapping[str, object] | None = None,
    ) -> Sequence[_Page]:
        """All pages of what belongs to something, a VPC unless it is said ``by`` what they are looked for."""
        asked: dict[str, object] = {"MaxResults": size, **(more or {})}
        if filtered_by:
            asked[filtered_by] = [{"Name": by, "Values": list(of)}]
        found: list[_Page] = []
        while True:
            said = await self._clients.ask(operation, page, f"{doing} {' '.join(of)}", **asked)
            found.append(said)
            if not said.next_token:
                return found
            if said.next_token == asked.get("NextToken"):
                raise Invalid(f"{doing} {' '.join(of)}", "AWS sent the same page token twice")
            asked["NextToken"] = said.next_token
