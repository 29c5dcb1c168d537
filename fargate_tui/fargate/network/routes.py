"""Where the routes of a subnet lead: the most specific one wins, for each address for itself."""

from collections.abc import Mapping
from dataclasses import dataclass

from fargate_tui.fargate.network.addresses import Span, Spans, addresses, shared, without
from fargate_tui.fargate.network.surroundings import Surroundings
from fargate_tui.fargate.records import Route, RouteTable

_KINDS = {
    "igw-": "internet gateway",
    "nat-": "NAT gateway",
    "tgw-": "transit gateway",
    "vgw-": "virtual private gateway",
    "pcx-": "peering connection",
    "vpce-": "endpoint of a firewall or an appliance",
    "eni-": "interface of somebody's own",
    "i-": "instance of somebody's own",
    "eigw-": "egress-only internet gateway",
    "lgw-": "local gateway",
    "cagw-": "carrier gateway",
    "arn:": "core network",
}
ELSEWHERE = frozenset({"tgw-", "vgw-", "pcx-", "arn:", "lgw-", "vpce-", "eni-", "i-"})
"""Targets behind which are networks that this VPC does not tell of."""


def kind_of(target: str) -> str:
    """How the id of a target begins: ``nat-``; ``local``; empty for what is not known."""
    if target == "local":
        return target
    return next((start for start in _KINDS if target.startswith(start)), "")


def kind_in_words(target: str) -> str:
    """What a target is."""
    return _KINDS.get(kind_of(target), "target that is not known here")


@dataclass(frozen=True, slots=True)
class Leads:
    """Where addresses are led."""

    routes: tuple[Route, ...]
    """The routes that one or more of the addresses take, the most specific first."""
    has_none: bool
    """Whether there are addresses that no route is for."""
    unread: tuple[Route, ...]
    """Routes for prefix lists that were not read: they may take some of the addresses."""


def leads(around: Surroundings, table: RouteTable, spans: Spans) -> Leads:
    """Where a route table leads these addresses; routes to gateway endpoints are left out.

    Those are for the addresses of S3 and DynamoDB alone.
    """
    lists = around.lists()
    routes = [each for each in table.routes if not is_to_gateway_endpoint(each)]
    unread = tuple(each for each in routes if (each.destination_prefix_list_id or "") not in ("", *lists))
    ordered = sorted(((span, each) for each in routes for span in _spans(each, lists)), key=_narrowest)
    left: Spans = spans
    taken: dict[Route, None] = {}
    for span, route in ordered:
        if shared(left, (span,)):
            taken[route] = None
            left = without(left, (span,))
    return Leads(tuple(taken), bool(left), tuple(sorted(unread, key=lambda each: each.destination)))


def led(route: Route) -> str:
    """``0.0.0.0/0 → nat-0a``."""
    return f"{route.destination} → {route.target or 'nothing known'}"


def is_to_gateway_endpoint(route: Route) -> bool:
    """Whether it leads the addresses of a service of AWS to a gateway endpoint."""
    return bool(route.destination_prefix_list_id) and (route.gateway_id or "").startswith("vpce-")


def _spans(route: Route, lists: Mapping[str, Spans]) -> Spans:
    if route.destination_cidr_block:
        return addresses(route.destination_cidr_block)
    return lists.get(route.destination_prefix_list_id or "", ())


def _narrowest(routed: tuple[Span, Route]) -> tuple[int, bool, bool, str, str]:
    (first, last), route = routed
    # Of two for the same block AWS takes the one somebody made before one of a list, and one that was told last.
    is_told = route.origin == "EnableVgwRoutePropagation"
    return last - first, is_told, bool(route.destination_prefix_list_id), route.destination, route.target
