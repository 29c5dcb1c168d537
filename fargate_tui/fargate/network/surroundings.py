"""What was read of a VPC, each part for itself: what could not be read is never taken for what is not there."""

from collections.abc import Mapping

import msgspec

from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.network.addresses import Spans, addresses, union
from fargate_tui.fargate.records import (
    AwsVpcConfiguration,
    NatGateway,
    NetworkAcl,
    NetworkInterface,
    PrefixList,
    Record,
    RouteTable,
    SecurityGroup,
    Subnet,
    VpcEndpoint,
)

_NOT_ASKED = NotChecked(why="it was not asked for")


class Surroundings(Record, frozen=True, kw_only=True):
    """A VPC as it was read at one moment."""

    vpc_id: str
    region: str
    subnets: Known[tuple[Subnet, ...]] | NotChecked = _NOT_ASKED
    route_tables: Known[tuple[RouteTable, ...]] | NotChecked = _NOT_ASKED
    nat_gateways: Known[tuple[NatGateway, ...]] | NotChecked = _NOT_ASKED
    endpoints: Known[tuple[VpcEndpoint, ...]] | NotChecked = _NOT_ASKED
    groups: Known[tuple[SecurityGroup, ...]] | NotChecked = _NOT_ASKED
    acls: Known[tuple[NetworkAcl, ...]] | NotChecked = _NOT_ASKED
    prefix_lists: Known[tuple[PrefixList, ...]] | NotChecked = _NOT_ASKED
    unread_lists: Mapping[str, NotChecked] = msgspec.field(default_factory=dict)
    """Why prefix lists that routes and groups name were not read, by their ids."""
    dns_support: Known[bool] | NotChecked = _NOT_ASKED
    """Whether the VPC's own resolver answers (enableDnsSupport)."""
    dns_hostnames: Known[bool] | NotChecked = _NOT_ASKED
    """Whether names lead to private endpoints (enableDnsHostnames)."""

    def subnet(self, subnet_id: str | None) -> Subnet | None:
        """The subnet, where it is known."""
        known = self.subnets.value if isinstance(self.subnets, Known) else ()
        return next((each for each in known if each.subnet_id == subnet_id), None)

    def table_of(self, subnet_id: str | None) -> RouteTable | None:
        """The route table that a subnet follows: its own, else the VPC's main one; None where that is not known."""
        tables = self.route_tables.value if isinstance(self.route_tables, Known) else ()
        held = [(table, each) for table in tables for each in table.associations if each.holds]
        own = next((table for table, each in held if each.subnet_id == subnet_id and not each.main), None)
        return own or next((table for table, each in held if each.main), None)

    def acl_of(self, subnet_id: str | None) -> NetworkAcl | None:
        """The network ACL that a subnet follows, where it is known."""
        acls = self.acls.value if isinstance(self.acls, Known) else ()
        return next((acl for acl in acls if any(each.subnet_id == subnet_id for each in acl.associations)), None)

    def groups_of(self, ids: tuple[str, ...] | None) -> tuple[tuple[SecurityGroup, ...], tuple[str, ...]]:
        """The security groups of these ids, or the VPC's default one where none is named; and the ids not known."""
        known = self.groups.value if isinstance(self.groups, Known) else ()
        if ids is None:
            return (), ("its security groups",)
        if not ids:
            default = tuple(group for group in known if group.group_name == "default" and group.vpc_id == self.vpc_id)
            return default, () if default else ("the default group",)
        by_id = {group.group_id: group for group in known}
        return tuple(by_id[each] for each in ids if each in by_id), tuple(each for each in ids if each not in by_id)

    @property
    def named_lists(self) -> tuple[str, ...]:
        """Ids of the prefix lists that its routes and its security groups name."""
        tables = self.route_tables.value if isinstance(self.route_tables, Known) else ()
        groups = self.groups.value if isinstance(self.groups, Known) else ()
        rules = (rule for group in groups for rule in (*group.ip_permissions, *group.ip_permissions_egress))
        routed = (each.destination_prefix_list_id or "" for table in tables for each in table.routes)
        listed = (each.prefix_list_id for rule in rules for each in rule.prefix_list_ids)
        return tuple(dict.fromkeys(filter(None, (*routed, *listed))))

    def lists(self) -> Mapping[str, Spans]:
        """The addresses of the prefix lists that are known."""
        known = self.prefix_lists.value if isinstance(self.prefix_lists, Known) else ()
        return {each.prefix_list_id: union(*map(addresses, each.cidrs)) for each in known if each.cidrs}

    def list_called(self, name_end: str) -> PrefixList | None:
        """The prefix list of a service of AWS, for instance ``.s3``, where it is known."""
        known = self.prefix_lists.value if isinstance(self.prefix_lists, Known) else ()
        return next((each for each in known if each.prefix_list_name.endswith(f".{self.region}{name_end}")), None)


class Place(Record, frozen=True, kw_only=True):
    """Where a packet starts from or arrives at: a task's network interface, or one that is only planned."""

    subnet_id: str
    group_ids: tuple[str, ...] | None = ()
    """Empty for the VPC's default group; None where they are not known."""
    private_ip: str | None = None
    has_public_ip: bool | None = None
    """None where that is not known."""
    interface_id: str = ""

    @classmethod
    def of_interface(cls, interface: NetworkInterface) -> "Place":
        """Where a task's interface is."""
        return cls(
            subnet_id=interface.subnet_id or "",
            group_ids=interface.security_group_ids,
            private_ip=interface.private_ip_address,
            has_public_ip=bool(interface.public_ip),
            interface_id=interface.network_interface_id,
        )

    @classmethod
    def of_plan(cls, subnet_id: str, plan: AwsVpcConfiguration) -> "Place":
        """Where a service puts a task, in one of its subnets."""
        has_public_ip = plan.assign_public_ip == "ENABLED"
        return cls(subnet_id=subnet_id, group_ids=plan.security_groups, has_public_ip=has_public_ip)
