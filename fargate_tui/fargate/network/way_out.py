"""The way out of a subnet to a service that a task needs: by endpoint, by NAT, by public address, or not at all.

Names decide which way is taken: where an interface endpoint has private DNS, the service's own name leads there for
all of the VPC, and nothing falls back to a NAT gateway beside it (fargate.md §13.2, P24-P29).
"""

from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.network.endpoints import by_gateway_endpoint, by_interface_endpoint
from fargate_tui.fargate.network.hops import Road, Start, unread
from fargate_tui.fargate.network.internet import by_internet
from fargate_tui.fargate.network.needs import Need, basic_needs, needs
from fargate_tui.fargate.network.path import Hop, Path, Via, all_of, deciding
from fargate_tui.fargate.network.surroundings import Place, Surroundings
from fargate_tui.fargate.records import TaskDefinition, VpcEndpoint

Word = Literal["public address", "NAT", "endpoints", "in part", "none", "cannot be told"]
"""The way out of a subnet, in short."""


def way_out(around: Surroundings, place: Place, need: Need) -> Path:
    """The way from a task's interface, or a planned one, to something on port 443."""
    start = Start(around, place)
    road = _road(start, need)
    verdict = all_of(hop.verdict for hop in road.hops)
    via: Via = road.via if verdict == "open" else ""
    return Path(
        service=need.service,
        label=need.label,
        verdict=verdict,
        sentence=_sentence(place, need, road, via),
        hops=road.hops,
        via=via,
        subnet=place.subnet_id,
    )


def ways_out(
    around: Surroundings, place: Place, definition: TaskDefinition, *, has_exec: bool = False, also: Sequence[str] = ()
) -> tuple[Path, ...]:
    """The ways to all that a task of this definition needs, in the order in which it needs them."""
    wanted = needs(definition, around.region, has_exec=has_exec, also=also)
    return tuple(way_out(around, place, need) for need in wanted)


def outlet(around: Surroundings, place: Place) -> Word:
    """The way out in a word or two, told by what nearly every task needs: its image in ECR and its logs."""
    return word_of([way_out(around, place, need) for need in basic_needs(around.region)])


def word_of(paths: Sequence[Path]) -> Word:
    """Several ways out in a word or two."""
    verdicts = {path.verdict for path in paths}
    vias = {path.via for path in paths if path.verdict == "open"}
    if verdicts == {"open"}:
        return "public address" if "public address" in vias else "NAT" if "NAT" in vias else "endpoints"
    if "blocked" not in verdicts:
        return "cannot be told"
    return "none" if "open" not in verdicts else "in part"


def _road(start: Start, need: Need) -> Road:
    around = start.around
    if not need.endpoint or need.region != around.region:
        return by_internet(start, need)
    if isinstance(around.endpoints, NotChecked):
        doubt = unread("endpoint", around.endpoints, f"whether there is an endpoint for {need.service}")
        return _doubtful(doubt, by_internet(start, need))
    found = [each for each in around.endpoints.value if each.service_name.endswith(need.endpoint)]
    gateways = [each for each in found if each.vpc_endpoint_type == "Gateway"]
    interfaces = [each for each in found if each.vpc_endpoint_type == "Interface"]
    return _by_interface(start, need, interfaces, gateways)


def _by_interface(start: Start, need: Need, interfaces: Sequence[VpcEndpoint], gateways: Sequence[VpcEndpoint]) -> Road:
    around = start.around
    named = sorted(
        (each for each in interfaces if _is_available(each) and _is_named(each)),
        key=lambda each: each.vpc_endpoint_id,
    )
    off = [
        name
        for name, switch in (("enableDnsSupport", around.dns_support), ("enableDnsHostnames", around.dns_hostnames))
        if isinstance(switch, Known) and not switch.value
    ]
    otherwise = _by_gateway(start, need, gateways, _lacks(need, interfaces, gateways, off))
    if not named or off:
        return otherwise
    road = by_interface_endpoint(start, need, named[0])
    doubt = next(iter(_doubts(start, named[0])), None)
    if doubt is None:
        return road
    blocked = all_of(hop.verdict for hop in road.hops) == all_of(hop.verdict for hop in otherwise.hops) == "blocked"
    return road if blocked else _doubtful(doubt, road)


def _doubts(start: Start, endpoint: VpcEndpoint) -> Iterable[Hop]:
    """Why the service's name may lead past its endpoint."""
    around, own = start.around, endpoint.vpc_endpoint_id
    for name, switch in (("enableDnsSupport", around.dns_support), ("enableDnsHostnames", around.dns_hostnames)):
        if isinstance(switch, NotChecked):
            yield unread("names", switch, f"whether names lead to {own} ({name})", (own,))
    if _is_s3(endpoint) and endpoint.dns_options is None:
        words = f"whether S3's name leads to {own} from inside of the VPC is not told"
        yield Hop(name="names", verdict="unknown", words=words, ids=(own,))


def _is_named(endpoint: VpcEndpoint) -> bool:
    """Whether the service's own name leads to it, for tasks of its VPC."""
    options = endpoint.dns_options
    only_outside = options is not None and options.private_dns_only_for_inbound_resolver_endpoint is True
    return endpoint.private_dns_enabled and not (_is_s3(endpoint) and only_outside)


def _is_available(endpoint: VpcEndpoint) -> bool:
    return (endpoint.state or "").lower() == "available"  # AWS's own documentation writes it both ways


def _is_s3(endpoint: VpcEndpoint) -> bool:
    return endpoint.service_name.endswith(".s3")


def _by_gateway(start: Start, need: Need, gateways: Sequence[VpcEndpoint], lacks: str) -> Road:
    """By the gateway endpoint that the subnet's routes lead to, else over the internet."""
    around = start.around
    available = sorted((each for each in gateways if _is_available(each)), key=lambda each: each.vpc_endpoint_id)
    table = around.table_of(start.place.subnet_id)
    if available and isinstance(around.route_tables, NotChecked):
        doubt = unread(
            "route", around.route_tables, f"whether the subnet's routes lead to {available[0].vpc_endpoint_id}"
        )
        return _doubtful(doubt, by_internet(start, need, lacks))
    if table is not None:
        led = next((each for each in available if table.route_table_id in each.route_table_ids), None)
        if led is not None:
            return by_gateway_endpoint(start, need, led, table.route_table_id)
        if available:
            lacks = f"{available[0].vpc_endpoint_id} is not in the routes of {table.route_table_id}"
    return by_internet(start, need, lacks)


def _lacks(need: Need, interfaces: Sequence[VpcEndpoint], gateways: Sequence[VpcEndpoint], off: Sequence[str]) -> str:
    """Why no endpoint is used, in words that end a sentence."""
    both = sorted((*interfaces, *gateways), key=lambda each: (not _is_available(each), each.vpc_endpoint_id))
    if not both:
        return f"no {need.service} {'gateway endpoint' if need.service == 's3' else 'endpoint'}"
    first = both[0]
    if not _is_available(first):
        return f"{first.vpc_endpoint_id} for {need.service} is {first.state or 'in a state that is not known'}"
    if first.vpc_endpoint_type == "Gateway":
        return ""
    if not _is_named(first):
        return f"{first.vpc_endpoint_id} for {need.service} has private DNS off"
    return f"{first.vpc_endpoint_id} for {need.service} has no name: {' and '.join(off)} of {first.vpc_id} off"


def _doubtful(doubt: Hop, road: Road) -> Road:
    """A road that may not be the one that is taken: what blocks it may not be in the way."""
    softened = (
        msgspec.structs.replace(hop, verdict="unknown") if hop.verdict == "blocked" else hop for hop in road.hops
    )
    return Road(hops=(doubt, *softened))


def _sentence(place: Place, need: Need, road: Road, via: Via) -> str:
    hop = deciding(road.hops)
    if hop is None:
        ids = [each for hop in road.hops for each in hop.ids if each.startswith(("nat-", "vpce-", "igw-"))]
        by = f"its public address and {ids[0]}" if via == "public address" and ids else ids[0] if ids else via
        which = f" ({need.service})" if need.service.startswith("ecr.") else ""
        return f"{place.subnet_id} reaches {need.label}{which} by {by}"
    if hop.verdict == "blocked":
        return f"{place.subnet_id} has no way to {need.label}: {hop.words}"
    return f"whether {place.subnet_id} reaches {need.label} cannot be told: {hop.words}"
