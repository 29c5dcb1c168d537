"""The way by an endpoint of the VPC: names that lead to it, its interfaces, their groups, and its policy."""

from collections.abc import Iterator

from fargate_tui.fargate.known import NotChecked
from fargate_tui.fargate.network.addresses import EVERYWHERE, Spans, addresses, union, without
from fargate_tui.fargate.network.filters import EPHEMERAL_OF_AWS, Peer
from fargate_tui.fargate.network.hops import Road, Start, acl_hop, groups_hop, unread
from fargate_tui.fargate.network.internet import public_spans
from fargate_tui.fargate.network.needs import Need
from fargate_tui.fargate.network.path import Hop, one_of
from fargate_tui.fargate.network.policies import passage
from fargate_tui.fargate.network.routes import leads, led
from fargate_tui.fargate.records import Subnet, VpcEndpoint

_NAME = "endpoint"


def by_gateway_endpoint(start: Start, need: Need, endpoint: VpcEndpoint, table_id: str) -> Road:
    """The way by the gateway endpoint of S3, which the route table of the subnet leads to."""
    around, place, own = start.around, start.place, endpoint.vpc_endpoint_id
    spans, listed = public_spans(around, need)
    hops = (
        groups_hop(around, place.group_ids, Peer(spans=spans, prefix_lists=listed), need.label, out=True),
        acl_hop(around, place.subnet_id, spans, need.label, out=True),
        Hop(name="route", verdict="open", words=f"{table_id} leads {need.label} to {own}", ids=(table_id, own)),
        _policy(endpoint, need),
    )
    return Road(hops=hops, via="endpoint")


def by_interface_endpoint(start: Start, need: Need, endpoint: VpcEndpoint) -> Road:
    """The way by an interface endpoint that the service's own name leads to."""
    around, place, own = start.around, start.place, endpoint.vpc_endpoint_id
    subnets = tuple(filter(None, map(around.subnet, endpoint.subnet_ids)))
    spans = union(*(addresses(each.cidr) for each in subnets)) if _are_known(subnets, endpoint) else EVERYWHERE
    group_ids = tuple(each.group_id for each in endpoint.groups)
    hops = [
        groups_hop(around, place.group_ids, Peer(spans=spans, group_ids=group_ids), own, out=True),
        Hop(name="names", verdict="open", words=f"{need.service} leads to {own} (private DNS)", ids=(own,)),
        *_ways_there(start, endpoint, spans),
        _stands(start, endpoint, subnets),
        *_ways_in(start, endpoint),
        groups_hop(around, group_ids, Peer(spans=start.spans, group_ids=start.group_ids), "the task", out=False),
        _policy(endpoint, need),
    ]
    return Road(hops=tuple(hops), via="endpoint")


def _are_known(subnets: tuple[Subnet, ...], endpoint: VpcEndpoint) -> bool:
    return bool(subnets) and len(subnets) == len(endpoint.subnet_ids) and all(each.cidr for each in subnets)


def _stands(start: Start, endpoint: VpcEndpoint, subnets: tuple[Subnet, ...]) -> Hop:
    own, here = endpoint.vpc_endpoint_id, start.subnet
    if not endpoint.subnet_ids:
        return Hop(name=_NAME, verdict="blocked", words=f"{own} has no interface in any subnet", ids=(own,))
    ids = (own, *endpoint.subnet_ids)
    zones = sorted({each.availability_zone or "" for each in subnets} - {""})
    where = ", ".join(zones) or ", ".join(endpoint.subnet_ids)
    warning = ""
    if here is not None and here.availability_zone and zones and here.availability_zone not in zones:
        warning = f"{own} has no interface in {here.availability_zone}: traffic between zones costs"
    return Hop(name=_NAME, verdict="open", words=f"{own} is available in {where}", ids=ids, warning=warning)


def _ways_there(start: Start, endpoint: VpcEndpoint, spans: Spans) -> Iterator[Hop]:
    """Out of the task's own subnet, as far as the endpoint is in others."""
    around, subnet_id, own = start.around, start.place.subnet_id, endpoint.vpc_endpoint_id
    here = start.subnet
    others = without(spans, addresses(here.cidr)) if here is not None else spans
    if not others or set(endpoint.subnet_ids) == {subnet_id}:
        return
    yield acl_hop(around, subnet_id, others, own, out=True)
    if isinstance(around.route_tables, NotChecked):
        yield unread("route", around.route_tables, f"the routes of {subnet_id}", (subnet_id,))
        return
    table = around.table_of(subnet_id)
    taken = leads(around, table, others) if table and spans != EVERYWHERE else None
    if taken is None:
        yield Hop(
            name="route", verdict="unknown", words=f"where {own} is, or what leads there, is not known", ids=(own,)
        )
        return
    aside = [each for each in taken.routes if each.target != "local"]
    if aside or taken.unread or taken.has_none:
        found = (*aside, *taken.unread)
        words = f"{led(found[0])} takes packets for {own}" if found else f"no route leads to {own}"
        yield Hop(name="route", verdict="unknown", words=f"{words}: what comes of it cannot be told", ids=(own,))


def _ways_in(start: Start, endpoint: VpcEndpoint) -> Iterator[Hop]:
    """Into the subnets of the endpoint: the name leads to any of its interfaces."""
    around = start.around
    ids = [each for each in endpoint.subnet_ids if each != start.place.subnet_id]
    hops = [acl_hop(around, each, start.spans, "the task", out=False, answers=EPHEMERAL_OF_AWS) for each in ids]
    if not hops:
        return
    is_here_too = len(ids) < len(endpoint.subnet_ids)
    verdict = one_of([hop.verdict for hop in hops] + (["open"] if is_here_too else []))
    spoken = next((hop for hop in hops if hop.verdict == verdict), hops[0])
    if verdict == spoken.verdict:
        yield spoken
        return
    closed = next(hop for hop in hops if hop.verdict != "open")
    yield Hop(name=closed.name, verdict="unknown", words=f"{closed.words}: not all interfaces answer", ids=closed.ids)


def _policy(endpoint: VpcEndpoint, need: Need) -> Hop:
    own = endpoint.vpc_endpoint_id
    said = passage(endpoint.policy_document, need.service, need.region)
    if said.lets:
        return Hop(name="policy", verdict="open", words=f"the policy of {own} lets it pass", ids=(own,))
    if said.lets is False:
        words = f"the policy of {own} does not let {said.action} pass"
        return Hop(name="policy", verdict="blocked", words=words, ids=(own,))
    what = said.action or "it"
    words = f"the policy of {own} does not let everything pass: whether it lets {what} is not told"
    return Hop(name="policy", verdict="unknown", words=words, ids=(own,))
