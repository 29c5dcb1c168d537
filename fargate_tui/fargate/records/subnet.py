"""A subnet, as far as tasks are put into it."""

from fargate_tui.fargate.records.base import Record


class Subnet(Record, frozen=True, kw_only=True):
    """A subnet and how many addresses are left in it."""

    subnet_id: str
    availability_zone: str | None = None
    zone_id: str | None = None
    """The same zone in all accounts: ``use1-az1``."""
    vpc_id: str | None = None
    free_addresses: int | None = None
    cidr: str | None = None
    """Its IPv4 addresses; absent where it has none."""
    ipv6_cidrs: tuple[str, ...] = ()
    is_public_by_default: bool | None = None
    """Whether what is started in it gets a public address unless it is told otherwise; Fargate always tells."""
    public_access_block: str | None = None
    """What VPC Block Public Access keeps from its internet gateway: off, block-bidirectional or block-ingress."""
    name: str = ""
    """The tag called Name."""
