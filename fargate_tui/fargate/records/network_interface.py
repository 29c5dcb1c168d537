"""The elastic network interface of a task, as DescribeNetworkInterfaces tells it."""

from fargate_tui.fargate.records.base import Record


class NetworkInterface(Record, frozen=True, kw_only=True):
    """A task's network interface."""

    network_interface_id: str
    description: str = ""
    status: str | None = None
    availability_zone: str | None = None
    vpc_id: str | None = None
    subnet_id: str | None = None
    private_ip_address: str | None = None
    public_ip: str | None = None
    security_group_ids: tuple[str, ...] = ()
