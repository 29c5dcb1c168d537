"""NAT gateways, as DescribeNatGateways tells them."""

from fargate_tui.fargate.records.base import Record


class NatGatewayAddress(Record, frozen=True, kw_only=True, rename="pascal"):
    """An address of a NAT gateway."""

    public_ip: str | None = None
    private_ip: str | None = None


class NatGateway(Record, frozen=True, kw_only=True, rename="pascal"):
    """A NAT gateway."""

    nat_gateway_id: str
    vpc_id: str | None = None
    subnet_id: str | None = None
    """Absent for a regional one, which is in no subnet."""
    state: str | None = None
    """pending, available, failed, deleting or deleted."""
    failure_message: str | None = None
    connectivity_type: str | None = None
    """public or private: a private one leads to no internet gateway."""
    availability_mode: str | None = None
    """zonal or regional."""
    nat_gateway_addresses: tuple[NatGatewayAddress, ...] = ()
