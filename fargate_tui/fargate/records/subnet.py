"""A subnet, as far as tasks need addresses in it."""

from fargate_tui.fargate.records.base import Record


class Subnet(Record, frozen=True, kw_only=True):
    """A subnet and how many addresses are left in it."""

    subnet_id: str
    availability_zone: str | None = None
    vpc_id: str | None = None
    free_addresses: int | None = None
