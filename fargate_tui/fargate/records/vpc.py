"""A VPC, as far as one is chosen for a service."""

from fargate_tui.fargate.records.base import Record


class Vpc(Record, frozen=True, kw_only=True):
    """A VPC of the Region."""

    id: str
    name: str = ""
    """The tag called Name."""
    cidr: str = ""
    is_default: bool = False
