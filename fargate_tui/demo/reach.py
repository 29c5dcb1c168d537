"""Whether what a task sends arrives: the physics of the local AWS's networks.

Written apart from ``fargate.network``, which explains networks: a mistake in one must not hide behind the other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network

HTTPS = 443
_EPHEMERAL = (1024, 32768, 65535)
"""Ports at which answers arrive; an access list must let all of them in."""
_INTERNET = IPv4Address("52.94.233.129")
"""Stands for any public address of AWS."""


@dataclass(frozen=True, slots=True)
class Peer:
    """The other end of a connection, by what rules can name it."""

    address: IPv4Address
    groups: frozenset[str] = frozenset()
    prefix_list: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of a security group: what it lets through, in its direction."""

    protocol: str
    first: int
    last: int
    blocks: tuple[IPv4Network, ...] = ()
    groups: frozenset[str] = frozenset()
    prefix_lists: frozenset[str] = frozenset()

    def admits(self, port: int, peer: Peer) -> bool:
        """Whether TCP with this peer at this port may pass."""
        if self.protocol != "-1" and (self.protocol not in {"tcp", "6"} or not self.first <= port <= self.last):
            return False
        return (
            any(peer.address in block for block in self.blocks)
            or bool(self.groups & peer.groups)
            or peer.prefix_list in self.prefix_lists
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a network access list."""

    number: int
    egress: bool
    allows: bool
    protocol: str
    first: int
    last: int
    block: IPv4Network

    def concerns(self, port: int, address: IPv4Address) -> bool:
        """Whether it decides about TCP with this address at this port."""
        ports = self.protocol == "-1" or (self.protocol == "6" and self.first <= port <= self.last)
        return ports and address in self.block


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A VPC endpoint that is available."""

    service: str
    """As its name ends: ``ecr.api``, ``s3``, …"""
    vpc_id: str
    is_gateway: bool
    private_dns: bool
    groups: frozenset[str]
    addresses: tuple[tuple[str, IPv4Address], ...]
    """Of an interface endpoint, by subnet."""
    tables: frozenset[str]
    """Of a gateway endpoint: route tables that lead to it."""


@dataclass(frozen=True, slots=True)
class Dns:
    """What a VPC's attributes say of names."""

    support: bool = True
    hostnames: bool = True


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What decides about connections in a region's VPCs."""

    tables: Mapping[str, str] = field(default_factory=dict)
    """Route tables by subnet, and main ones by VPC."""
    routes: Mapping[str, Sequence[tuple[IPv4Network, str]]] = field(default_factory=dict)
    """By route table: where to, and the id of what it leads to; ``local`` ones are left out."""
    gateways: frozenset[str] = frozenset()
    """Internet gateways that are attached."""
    nats: Mapping[str, str] = field(default_factory=dict)
    """Subnets of public NAT gateways that are available."""
    attached: frozenset[tuple[str, str]] = frozenset()
    """Transit gateways with the VPCs they are attached to."""
    endpoints: tuple[Endpoint, ...] = ()
    prefix_lists: Mapping[str, str] = field(default_factory=dict)
    """By service."""
    egress: Mapping[str, tuple[Rule, ...]] = field(default_factory=dict)
    ingress: Mapping[str, tuple[Rule, ...]] = field(default_factory=dict)
    """Rules by security group."""
    access: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    """Access lists by subnet, in the order in which they decide; a subnet without one is open."""
    dns: Mapping[str, Dns] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a task sits."""

    subnet: str
    vpc_id: str
    block: IPv4Network
    vpc_block: IPv4Network
    groups: frozenset[str]
    public: bool


def error_of(
    around: Surroundings, place: Place, service: str, host: str, dead_ends: frozenset[str] = frozenset()
) -> str | None:
    """How a connection to a service of AWS (``internet``: of others) fails, in Go's words; None: it does not."""
    dns = around.dns.get(place.vpc_id, Dns())
    if not dns.support:
        return f"dial tcp: lookup {host} on {place.vpc_block[2]}:53: no such host"
    endpoint = _private_endpoint(around, place, service, dns)
    if endpoint is not None:
        address = dict(endpoint.addresses).get(place.subnet) or endpoint.addresses[0][1]
        peer, us = Peer(address, endpoint.groups), Peer(place.block[4], place.groups)
        admitted = any(rule.admits(HTTPS, us) for group in endpoint.groups for rule in around.ingress.get(group, ()))
        return None if admitted and _may_leave(around, place, peer) else f"dial tcp {address}:{HTTPS}: i/o timeout"
    table = around.tables.get(place.subnet) or around.tables.get(place.vpc_id, "")
    if _has_gateway_endpoint(around, place.vpc_id, service, table):
        arrives = _may_leave(around, place, Peer(_INTERNET, prefix_list=around.prefix_lists.get(service)))
    else:
        arrives = _may_leave(around, place, Peer(_INTERNET)) and _leads_out(around, place, table, dead_ends)
    return None if arrives else f"dial tcp {_INTERNET}:{HTTPS}: i/o timeout"


def _private_endpoint(around: Surroundings, place: Place, service: str, dns: Dns) -> Endpoint | None:
    """The interface endpoint that the service's name leads to in this VPC."""
    if not dns.hostnames:
        return None
    ours = (one for one in around.endpoints if one.vpc_id == place.vpc_id and one.service == service)
    return next((one for one in ours if one.private_dns and one.addresses and not one.is_gateway), None)


def _has_gateway_endpoint(around: Surroundings, vpc_id: str, service: str, table: str) -> bool:
    return any(
        one.is_gateway and one.vpc_id == vpc_id and one.service == service and table in one.tables
        for one in around.endpoints
    )


def _may_leave(around: Surroundings, place: Place, peer: Peer) -> bool:
    """Whether security groups let the request out, and the access list its answer back in too."""
    if not any(rule.admits(HTTPS, peer) for group in place.groups for rule in around.egress.get(group, ())):
        return False
    entries = around.access.get(place.subnet)
    if entries is None or peer.address in place.block:
        return True
    return _passes(entries, HTTPS, peer, egress=True) and all(
        _passes(entries, port, peer, egress=False) for port in _EPHEMERAL
    )


def _passes(entries: Sequence[Entry], port: int, peer: Peer, *, egress: bool) -> bool:
    deciding = (one for one in entries if one.egress is egress and one.concerns(port, peer.address))
    return next((one.allows for one in deciding), False)


def _leads_out(around: Surroundings, place: Place, table: str, dead_ends: frozenset[str]) -> bool:
    target = _target(around, table)
    if target.startswith("igw-"):
        return place.public and target in around.gateways
    if target.startswith("nat-"):
        beyond = around.tables.get(around.nats.get(target, "")) or around.tables.get(place.vpc_id, "")
        return target in around.nats and _target(around, beyond) in around.gateways
    return (target, place.vpc_id) in around.attached and target not in dead_ends


def _target(around: Surroundings, table: str) -> str:
    """What the most specific route to the internet leads to."""
    matching = [(block.prefixlen, target) for block, target in around.routes.get(table, ()) if _INTERNET in block]
    return max(matching, default=(0, ""))[1]
