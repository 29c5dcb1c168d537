"""A network of an account."""

from fargate_tui.fargate.records.base import Record


class Vpc(Record, frozen=True, kw_only=True):
    """A VPC."""

    vpc_id: str
    name: str = ""
    """The tag called Name."""
    cidr: str = ""
    """Its first IPv4 addresses."""
    is_default: bool = False
    """Whether it is the one that AWS made for the Region."""
