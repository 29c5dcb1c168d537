"""The way by a NAT gateway: its state, and whether its own subnet leads on to the internet."""

from collections.abc import Iterator

from fargate_tui.fargate.known import NotChecked
from fargate_tui.fargate.network.addresses import PUBLIC
from fargate_tui.fargate.network.filters import EPHEMERAL_OF_AWS
from fargate_tui.fargate.network.hops import Road, Start, acl_hop, unread
from fargate_tui.fargate.network.path import Hop, Verdict, one_of
from fargate_tui.fargate.network.routes import kind_of, leads, led
from fargate_tui.fargate.records import NatGateway, Route, RouteTable, Subnet


def by_nat(start: Start, table: RouteTable, route: Route, lacks: str) -> Road:
    """The way by the NAT gateway that a route leads to; ``lacks`` tells what it has no endpoint for."""
    around, target = start.around, route.target
    if isinstance(around.nat_gateways, NotChecked):
        if route.state == "blackhole":
            return road_of("blocked", table, route, and_also(f"{led(route)} leads nowhere: the gateway is gone", lacks))
        return Road(hops=(unread("NAT gateway", around.nat_gateways, target, (table.route_table_id, target)),))
    nat = next((each for each in around.nat_gateways.value if each.nat_gateway_id == target), None)
    if nat is None or route.state == "blackhole" or nat.state != "available":
        state = "gone" if nat is None or nat.state == "available" else nat.state or "in a state that is not known"
        why = f" ({nat.failure_message})" if nat and nat.failure_message else ""
        verdict: Verdict = "unknown" if nat is not None and nat.state is None else "blocked"
        return road_of(verdict, table, route, and_also(f"{led(route)}, which is {state}{why}", lacks))
    hops = [
        *road_of("open", table, route, led(route), _address_of_no_use(start)).hops,
        *_onward(start, nat, lacks),
    ]
    return Road(hops=tuple(hops), via="NAT")


def _address_of_no_use(start: Start) -> str:
    if not start.place.has_public_ip:
        return ""
    return "its public address is of no use: the route leads to a NAT gateway"


def _onward(start: Start, nat: NatGateway, lacks: str) -> Iterator[Hop]:
    """From a NAT gateway to the internet."""
    around, name, own = start.around, "NAT gateway", nat.nat_gateway_id
    if nat.availability_mode == "regional":
        yield Hop(name=name, verdict="open", words=f"{own} is available in all zones", ids=(own,))
        return
    subnet = around.subnet(nat.subnet_id)
    ids = (own, *filter(None, (nat.subnet_id,)))
    if subnet is None:
        if isinstance(around.subnets, NotChecked):
            yield unread(name, around.subnets, f"the subnet of {own}", ids)
        else:
            yield Hop(name=name, verdict="unknown", words=f"the subnet of {own} is not known", ids=ids)
        return
    yield _out_of_nat(start, nat, subnet, lacks)
    if subnet.subnet_id != start.place.subnet_id:
        yield acl_hop(around, subnet.subnet_id, start.spans, "the task", out=False)
    yield acl_hop(around, subnet.subnet_id, PUBLIC, "the internet", out=True, answers=EPHEMERAL_OF_AWS)


def _out_of_nat(start: Start, nat: NatGateway, subnet: Subnet, lacks: str) -> Hop:
    around, name, own = start.around, "NAT gateway", nat.nat_gateway_id
    table = around.table_of(subnet.subnet_id)
    ids = (own, subnet.subnet_id, *((table.route_table_id,) if table else ()))
    where = f"{own}{' (private)' if nat.connectivity_type == 'private' else ''} in {subnet.subnet_id}"
    taken = leads(around, table, PUBLIC) if table else None
    if taken is None:
        return Hop(name=name, verdict="unknown", words=f"{where}, whose routes are not known", ids=ids)
    if not taken.routes:
        words = and_also(f"{where}, a private subnet: it has no route to an internet gateway", lacks)
        return Hop(name=name, verdict="blocked", words=words, ids=ids)
    verdicts = [_of_route(each, nat) for each in taken.routes]
    if taken.has_none:
        verdicts.append("blocked")
    verdict: Verdict = "unknown" if taken.unread else one_of(verdicts)
    if subnet.public_access_block == "block-bidirectional":
        verdict = "blocked"
    words = f"{where}, from where {led(taken.routes[-1])}"
    if verdict == "open":
        return Hop(name=name, verdict="open", words=words, ids=ids, warning=_in_another_zone(start, nat, subnet))
    if verdict == "blocked":
        return Hop(
            name=name, verdict="blocked", words=and_also(f"{words}: no way to an internet gateway", lacks), ids=ids
        )
    return Hop(name=name, verdict="unknown", words=f"{words}: what is behind that cannot be told", ids=ids)


def _of_route(route: Route, nat: NatGateway) -> Verdict:
    kind = kind_of(route.target)
    if route.state == "blackhole" or kind in {"nat-", "local"}:
        return "blocked"
    # A private gateway may lead to other networks, but an internet gateway drops what comes out of it.
    return "unknown" if kind != "igw-" else "blocked" if nat.connectivity_type == "private" else "open"


def _in_another_zone(start: Start, nat: NatGateway, subnet: Subnet) -> str:
    own = start.subnet
    if own is None or not own.availability_zone or own.availability_zone == subnet.availability_zone:
        return ""
    return (
        f"{nat.nat_gateway_id} is in {subnet.availability_zone}, the task in {own.availability_zone}: "
        f"it fails with that zone, and traffic between zones costs"
    )


def road_of(verdict: Verdict, table: RouteTable, route: Route, words: str, warning: str = "") -> Road:
    """A way of one hop: a route and what follows from it."""
    ids = (table.route_table_id, route.target)
    return Road(hops=(Hop(name="route", verdict=verdict, words=words, ids=ids, warning=warning),))


def and_also(words: str, lacks: str) -> str:
    """What is in the way, and what there is not either."""
    return f"{words}, {lacks}" if lacks else words
