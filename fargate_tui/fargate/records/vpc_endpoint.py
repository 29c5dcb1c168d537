"""VPC endpoints, as DescribeVpcEndpoints tells them."""

from fargate_tui.fargate.records.base import Record


class EndpointGroup(Record, frozen=True, kw_only=True, rename="pascal"):
    """A security group of an endpoint's interfaces."""

    group_id: str
    group_name: str = ""


class DnsOptions(Record, frozen=True, kw_only=True, rename="pascal"):
    """How names lead to an endpoint."""

    private_dns_only_for_inbound_resolver_endpoint: bool | None = None
    """Whether only what asks from outside of the VPC gets the endpoint's addresses."""


class VpcEndpoint(Record, frozen=True, kw_only=True, rename="pascal"):
    """A way to a service of AWS that does not lead over the internet."""

    vpc_endpoint_id: str
    vpc_endpoint_type: str | None = None
    """Interface, Gateway, GatewayLoadBalancer, Resource or ServiceNetwork."""
    vpc_id: str | None = None
    service_name: str = ""
    """For instance ``com.amazonaws.us-east-1.ecr.dkr``."""
    state: str | None = None
    """available; pendingAcceptance, pending, rejected, failed, expired, deleting, deleted, partial."""
    private_dns_enabled: bool = False
    """Whether the service's own name leads to it."""
    dns_options: DnsOptions | None = None
    subnet_ids: tuple[str, ...] = ()
    route_table_ids: tuple[str, ...] = ()
    """Of a gateway endpoint: the tables that lead to it."""
    groups: tuple[EndpointGroup, ...] = ()
    network_interface_ids: tuple[str, ...] = ()
    policy_document: str | None = None
    """JSON; absent where AWS left its default, which lets everything pass."""
