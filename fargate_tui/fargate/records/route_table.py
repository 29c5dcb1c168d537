"""Route tables, as DescribeRouteTables tells them."""

from fargate_tui.fargate.records.base import Record


class Route(Record, frozen=True, kw_only=True, rename="pascal"):
    """Where packets for a destination go: exactly one of the targets is given."""

    destination_cidr_block: str | None = None
    destination_ipv6_cidr_block: str | None = None
    destination_prefix_list_id: str | None = None
    gateway_id: str | None = None
    """``local``, or the id of an internet gateway, a virtual private gateway or an endpoint."""
    nat_gateway_id: str | None = None
    transit_gateway_id: str | None = None
    vpc_peering_connection_id: str | None = None
    egress_only_internet_gateway_id: str | None = None
    instance_id: str | None = None
    network_interface_id: str | None = None
    local_gateway_id: str | None = None
    carrier_gateway_id: str | None = None
    core_network_arn: str | None = None
    odb_network_arn: str | None = None
    state: str | None = None
    """active, or blackhole where the target is gone."""
    origin: str | None = None
    """CreateRoute, CreateRouteTable, or EnableVgwRoutePropagation for one that a gateway told."""

    @property
    def target(self) -> str:
        """The id of where it leads; empty where AWS says none that is known here."""
        targets = (
            self.nat_gateway_id,
            self.gateway_id,
            self.transit_gateway_id,
            self.vpc_peering_connection_id,
            self.egress_only_internet_gateway_id,
            self.network_interface_id,
            self.instance_id,
            self.local_gateway_id,
            self.carrier_gateway_id,
            self.core_network_arn,
            self.odb_network_arn,
        )
        return next(filter(None, targets), "")

    @property
    def destination(self) -> str:
        """Addresses or prefix list."""
        return self.destination_cidr_block or self.destination_prefix_list_id or self.destination_ipv6_cidr_block or ""


class AssociationState(Record, frozen=True, kw_only=True, rename="pascal"):
    """How far an association is."""

    state: str | None = None


class RouteTableAssociation(Record, frozen=True, kw_only=True, rename="pascal"):
    """What follows a route table: a subnet, a gateway, or, as the main table, all subnets that have no other."""

    main: bool = False
    subnet_id: str | None = None
    association_state: AssociationState | None = None

    @property
    def holds(self) -> bool:
        """Whether it is in force: not one that failed or was taken back."""
        state = self.association_state.state if self.association_state else None
        return state in {None, "associated", "associating"}


class RouteTable(Record, frozen=True, kw_only=True, rename="pascal"):
    """A route table with its routes and with what follows it."""

    route_table_id: str
    vpc_id: str | None = None
    associations: tuple[RouteTableAssociation, ...] = ()
    routes: tuple[Route, ...] = ()
