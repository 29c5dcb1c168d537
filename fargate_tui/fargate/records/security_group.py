"""Security groups with their rules, as DescribeSecurityGroups tells them."""

from fargate_tui.fargate.records.base import Record


class IpRange(Record, frozen=True, kw_only=True, rename="pascal"):
    """Addresses that a rule is for."""

    cidr_ip: str = ""
    description: str | None = None


class Ipv6Range(Record, frozen=True, kw_only=True, rename="pascal"):
    """IPv6 addresses that a rule is for."""

    cidr_ipv6: str = ""
    description: str | None = None


class PrefixListRange(Record, frozen=True, kw_only=True, rename="pascal"):
    """A prefix list that a rule is for."""

    prefix_list_id: str = ""
    description: str | None = None


class GroupPair(Record, frozen=True, kw_only=True, rename="pascal"):
    """A security group that a rule is for: the interfaces that are in it."""

    group_id: str = ""
    user_id: str | None = None
    description: str | None = None


class IpPermission(Record, frozen=True, kw_only=True, rename="pascal"):
    """A rule: what may pass from, or to, all of the sources it names."""

    ip_protocol: str = "-1"
    """tcp, udp, icmp, icmpv6, a number; -1 for all."""
    from_port: int | None = None
    """Absent or -1 for all."""
    to_port: int | None = None
    ip_ranges: tuple[IpRange, ...] = ()
    ipv6_ranges: tuple[Ipv6Range, ...] = ()
    prefix_list_ids: tuple[PrefixListRange, ...] = ()
    user_id_group_pairs: tuple[GroupPair, ...] = ()


class SecurityGroup(Record, frozen=True, kw_only=True, rename="pascal"):
    """A security group: it lets pass what one of its rules lets pass, and the answers to that."""

    group_id: str
    group_name: str = ""
    description: str = ""
    vpc_id: str | None = None
    ip_permissions: tuple[IpPermission, ...] = ()
    """In."""
    ip_permissions_egress: tuple[IpPermission, ...] = ()
    """Out."""
