"""Network ACLs, as DescribeNetworkAcls tells them."""

import msgspec

from fargate_tui.fargate.records.base import Record


class PortRange(Record, frozen=True, kw_only=True, rename="pascal"):
    """Ports from one to another, both among them."""

    first: int | None = msgspec.field(default=None, name="From")
    last: int | None = msgspec.field(default=None, name="To")


class NetworkAclEntry(Record, frozen=True, kw_only=True, rename="pascal"):
    """A rule: the one with the lowest number that fits a packet decides."""

    rule_number: int
    rule_action: str
    """allow or deny."""
    egress: bool = False
    protocol: str = "-1"
    """A protocol's number: 6 is TCP, -1 all."""
    cidr_block: str | None = None
    ipv6_cidr_block: str | None = None
    port_range: PortRange | None = None


class NetworkAclAssociation(Record, frozen=True, kw_only=True, rename="pascal"):
    """A subnet that follows a network ACL."""

    subnet_id: str | None = None


class NetworkAcl(Record, frozen=True, kw_only=True, rename="pascal"):
    """A network ACL: what may cross the border of a subnet. It remembers nothing: answers need a rule of their own."""

    network_acl_id: str
    vpc_id: str | None = None
    is_default: bool = False
    associations: tuple[NetworkAclAssociation, ...] = ()
    entries: tuple[NetworkAclEntry, ...] = ()
