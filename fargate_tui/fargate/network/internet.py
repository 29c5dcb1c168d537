"""The way over the internet: where the routes of a subnet lead the public addresses of a service."""

from collections.abc import Iterator, Sequence

from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.network.addresses import PUBLIC, Spans
from fargate_tui.fargate.network.filters import Peer
from fargate_tui.fargate.network.hops import Road, Start, acl_hop, groups_hop, unread
from fargate_tui.fargate.network.nat import and_also, by_nat, road_of
from fargate_tui.fargate.network.needs import Need
from fargate_tui.fargate.network.path import Hop, all_of, one_of
from fargate_tui.fargate.network.routes import ELSEWHERE, is_to_gateway_endpoint, kind_in_words, kind_of, leads, led
from fargate_tui.fargate.network.surroundings import Surroundings
from fargate_tui.fargate.records import Route, RouteTable

BLOCKING = frozenset({"block-bidirectional", "block-ingress"})
"""Modes of VPC Block Public Access that keep a subnet's own addresses from the internet."""


def by_internet(start: Start, need: Need, lacks: str = "") -> Road:
    """The way to the public addresses of a service; ``lacks`` tells what it has no endpoint for."""
    around, place = start.around, start.place
    spans, listed = public_spans(around, need)
    outlet = _outlet(start, need, lacks)
    hops = [
        groups_hop(around, place.group_ids, Peer(spans=spans, prefix_lists=listed), need.label, out=True),
        acl_hop(around, place.subnet_id, spans, need.label, out=True),
        *_names(start, need),
        *outlet.hops,
    ]
    return Road(hops=tuple(hops), via=outlet.via)


def public_spans(around: Surroundings, need: Need) -> tuple[Spans, tuple[str, ...]]:
    """Where the service may be: the addresses of its prefix list where AWS keeps one, and the list's id."""
    if need.service != "s3" or need.region != around.region:
        return PUBLIC, ()
    listed = around.list_called(".s3")
    tables = around.route_tables.value if isinstance(around.route_tables, Known) else ()
    endpoints = around.endpoints.value if isinstance(around.endpoints, Known) else ()
    of_s3 = {each.vpc_endpoint_id for each in endpoints if each.service_name.endswith(need.endpoint)}
    routed = {
        each.destination_prefix_list_id or ""
        for table in tables
        for each in table.routes
        if each.destination_prefix_list_id and each.gateway_id in of_s3
    }
    ids = routed | ({listed.prefix_list_id} if listed else set())
    known = around.lists()
    spans = next((known[each] for each in sorted(ids) if each in known), PUBLIC)
    return spans, tuple(sorted(ids))


def _names(start: Start, need: Need) -> Iterator[Hop]:
    """Whether names are resolved, where anything is to be said of it."""
    support = start.around.dns_support
    if isinstance(support, NotChecked):
        yield unread("names", support, "whether the VPC resolves names (enableDnsSupport)")
    elif not support.value:
        words = (
            f"{start.around.vpc_id} has no resolver (enableDnsSupport is off): only one of your own could tell names"
        )
        yield Hop(name="names", verdict="unknown", words=words, ids=(start.around.vpc_id,))
    if not need.is_public:
        words = f"where the name {need.service} leads cannot be told"
        yield Hop(name="names", verdict="unknown", words=words)


def _outlet(start: Start, need: Need, lacks: str) -> Road:
    around, subnet_id = start.around, start.place.subnet_id
    if isinstance(around.route_tables, NotChecked):
        return Road(hops=(unread("route", around.route_tables, f"the routes of {subnet_id}", (subnet_id,)),))
    table = around.table_of(subnet_id)
    if table is None:
        words = f"{subnet_id} has no route table that is known"
        return Road(hops=(Hop(name="route", verdict="unknown", words=words, ids=(subnet_id,)),))
    taken = leads(around, table, public_spans(around, need)[0])
    roads = [_by_route(start, need, table, route, lacks) for route in taken.routes]
    if taken.has_none or not roads:
        roads.append(_by_route(start, need, table, None, lacks))
    road = roads[0] if len(roads) == 1 else _one_of(table, taken.routes, roads)
    return Road(hops=(*road.hops, *_unread_lists(around, table, taken.unread)), via=road.via)


def _one_of(table: RouteTable, routes: Sequence[Route], roads: Sequence[Road]) -> Road:
    """Several routes, each for some of the addresses: nobody says which ones the service has."""
    verdicts = [all_of(hop.verdict for hop in road.hops) for road in roads]
    vias = {road.via for road in roads}
    if one_of(verdicts) == verdicts[0] and verdicts[0] != "unknown":
        # Each lets pass, or each blocks: the hops of the last, which is for the most addresses, speak for all.
        return Road(hops=roads[-1].hops, via=vias.pop() if len(vias) == 1 else "")
    words = "it depends on the address: " + ", ".join(led(each) for each in routes)
    return Road(hops=(Hop(name="route", verdict="unknown", words=words, ids=(table.route_table_id,)),))


def _unread_lists(around: Surroundings, table: RouteTable, routes: Sequence[Route]) -> Iterator[Hop]:
    for route in routes:
        part = around.unread_lists.get(route.destination_prefix_list_id or "")
        if part is not None:
            ids = (table.route_table_id, route.destination)
            yield unread("route", part, f"whether {led(route)} takes these addresses", ids)
            continue
        words = f"{led(route)} may take these addresses: the list was not read"
        yield Hop(name="route", verdict="unknown", words=words, ids=(table.route_table_id, route.destination))


def _by_route(start: Start, need: Need, table: RouteTable, route: Route | None, lacks: str) -> Road:
    if route is None:
        return Road(hops=(_no_route(start, need, table, lacks),))
    if kind_of(route.target) == "nat-":
        return by_nat(start, table, route, lacks)
    if route.state == "blackhole":
        return road_of("blocked", table, route, and_also(f"{led(route)} leads nowhere: the target is gone", lacks))
    if kind_of(route.target) == "igw-":
        return _by_gateway(start, table, route, lacks)
    words = f"{led(route)}: what is behind that {kind_in_words(route.target)} cannot be told from this VPC"
    return road_of("unknown", table, route, words)


def _no_route(start: Start, need: Need, table: RouteTable, lacks: str) -> Hop:
    """No IPv4 route leads out: it is blocked, unless something that is not told of may lead there all the same."""
    address = "no public address" if start.place.has_public_ip is False else "no route to an internet gateway"
    lacking = ", ".join(filter(None, ("no NAT route", address, lacks)))
    ids = (table.route_table_id,)
    elsewhere = sorted(each.target for each in table.routes if kind_of(each.target) in ELSEWHERE and _is_network(each))
    if need.region and elsewhere:
        words = f"{lacking}; whether {elsewhere[0]} leads to endpoints that are shared cannot be told"
        return Hop(name="route", verdict="unknown", words=words, ids=ids)
    ipv6 = next((each for each in table.routes if each.destination_ipv6_cidr_block == "::/0"), None)
    if ipv6 is not None and ipv6.state != "blackhole" and (start.subnet is None or start.subnet.ipv6_cidrs):
        words = f"{lacking}; {led(ipv6)} leads out over IPv6: whether it is used cannot be told"
        return Hop(name="route", verdict="unknown", words=words, ids=ids)
    return Hop(name="route", verdict="blocked", words=lacking, ids=ids)


def _is_network(route: Route) -> bool:
    return route.state != "blackhole" and not route.destination_ipv6_cidr_block and not is_to_gateway_endpoint(route)


def _by_gateway(start: Start, table: RouteTable, route: Route, lacks: str) -> Road:
    subnet, place = start.subnet, start.place
    if place.has_public_ip is False:
        words = and_also(f"no public address ({led(route)} needs one), no NAT route", lacks)
        return road_of("blocked", table, route, words)
    if isinstance(start.around.subnets, NotChecked):
        return Road(hops=(unread("subnet", start.around.subnets, f"VPC Block Public Access of {place.subnet_id}"),))
    if subnet is not None and subnet.public_access_block in BLOCKING:
        words = and_also(f"VPC Block Public Access ({subnet.public_access_block}) keeps it from {route.target}", lacks)
        return road_of("blocked", table, route, words)
    if place.has_public_ip is None or subnet is None:
        what = "a public address" if place.has_public_ip is None else f"what {place.subnet_id} is like"
        return road_of("unknown", table, route, f"{led(route)}: {what} is not known")
    opened = road_of("open", table, route, f"{led(route)}, and it has a public address")
    return Road(hops=opened.hops, via="public address")
