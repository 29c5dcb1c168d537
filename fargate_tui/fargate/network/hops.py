"""The hops that every way has: security groups and network ACLs, at either end."""

from dataclasses import dataclass
from typing import Final

from fargate_tui.fargate.known import NotChecked
from fargate_tui.fargate.network.addresses import EVERYWHERE, Spans, addresses
from fargate_tui.fargate.network.filters import EPHEMERAL, HTTPS, Peer, Ports, acl_lets, groups_let
from fargate_tui.fargate.network.path import Hop, Via, all_of
from fargate_tui.fargate.network.surroundings import Place, Surroundings
from fargate_tui.fargate.records import Record, Subnet

GROUP: Final = "security group"
ACL: Final = "network ACL"


class Road(Record, frozen=True, kw_only=True):
    """One way of several that a packet may take."""

    hops: tuple[Hop, ...]
    via: Via = ""


@dataclass(frozen=True, slots=True)
class Start:
    """Where a way begins, with what is known around it."""

    around: Surroundings
    place: Place

    @property
    def subnet(self) -> Subnet | None:
        """The subnet it is in, where it is known."""
        return self.around.subnet(self.place.subnet_id)

    @property
    def spans(self) -> Spans:
        """The address it has, or those it may have; everywhere where that is not known."""
        subnet = self.subnet
        return addresses(self.place.private_ip) or addresses(subnet.cidr if subnet else None) or EVERYWHERE

    @property
    def group_ids(self) -> tuple[str, ...] | None:
        """The security groups it is in; None where they are not known."""
        known, missing = self.around.groups_of(self.place.group_ids)
        return self.place.group_ids or (None if missing else tuple(each.group_id for each in known))


def unread(name: str, part: NotChecked, what: str, ids: tuple[str, ...] = ()) -> Hop:
    """What could not be looked at."""
    return Hop(name=name, verdict="unknown", words=f"{what} not checked: {part.why}", ids=ids, action=part.action)


def groups_hop(
    around: Surroundings, ids: tuple[str, ...] | None, peer: Peer, far: str, *, out: bool, ports: Ports = HTTPS
) -> Hop:
    """Whether the security groups of one end let the other end pass; ``far`` is what a person calls that one."""
    if ids is None:
        return Hop(name=GROUP, verdict="unknown", words="which security groups it is in is not known")
    if isinstance(around.groups, NotChecked):
        return unread(GROUP, around.groups, "the rules of " + (", ".join(ids) or "the default group"), ids)
    known, missing = around.groups_of(ids)
    ruling = groups_let(known, ports, peer, around.lists(), out=out)
    names = ", ".join(each.group_id for each in known) or "no group"
    ids = tuple(each.group_id for each in known)
    does, port = "let" if len(known) > 1 else "lets", ports_in_words(ports)
    if ruling.verdict == "open":
        words = f"{names} {does} port {port} {'out to' if out else 'in from'} {_plain(ruling.by)}"
        return Hop(name=GROUP, verdict="open", words=words, ids=ids)
    if missing:
        words = f"{', '.join(missing)} not found in {around.vpc_id}"
        return Hop(name=GROUP, verdict="unknown", words=words, ids=(*ids, *missing))
    if ruling.verdict == "blocked":
        words = f"{names} {does} nothing {'out to' if out else 'in from'} {far} on port {port}"
        return Hop(name=GROUP, verdict="blocked", words=words, ids=ids)
    words = (
        f"{names} {does} port {port} {'out to' if out else 'in from'} {ruling.by}: whether that is {far} is not told"
    )
    part = next((around.unread_lists[each] for each in ruling.by.split(", ") if each in around.unread_lists), None)
    if part is not None:
        return Hop(name=GROUP, verdict="unknown", words=f"{words}: {part.why}", ids=ids, action=part.action)
    return Hop(name=GROUP, verdict="unknown", words=words, ids=ids)


def acl_hop(
    around: Surroundings,
    subnet_id: str,
    spans: Spans,
    far: str,
    *,
    out: bool,
    ports: Ports = HTTPS,
    answers: Ports = EPHEMERAL,
) -> Hop:
    """Whether the network ACL of a subnet lets a connection pass and the answers back.

    ``out`` says whether the connection leaves the subnet; ``spans`` are the addresses of the other end.
    """
    if isinstance(around.acls, NotChecked):
        return unread(ACL, around.acls, f"the network ACL of {subnet_id}", (subnet_id,))
    acl = around.acl_of(subnet_id)
    if acl is None:
        return Hop(name=ACL, verdict="unknown", words=f"{subnet_id} has no network ACL that is known", ids=(subnet_id,))
    there = acl_lets(acl, ports, spans, out=out)
    back = acl_lets(acl, answers, spans, out=not out)
    verdict = all_of((there.verdict, back.verdict))
    ids, way, returns = (acl.network_acl_id, subnet_id), "out" if out else "in", "in" if out else "out"
    if verdict == "open":
        words = f"{acl.network_acl_id} lets port {ports_in_words(ports)} {way} and the answers {returns}"
        return Hop(name=ACL, verdict="open", words=words, ids=ids)
    is_first = there.verdict == verdict
    ruling, what, direction = (there, "port", way) if is_first else (back, "answers on ports", returns)
    wanted = f"{what} {ports_in_words(ports if is_first else answers)}"
    side = f"{'to' if direction == 'out' else 'from'} {far}"
    if verdict == "blocked":
        words = f"{acl.network_acl_id} ({subnet_id}) lets no {wanted} {direction} {side} ({ruling.by})"
    else:
        words = f"{acl.network_acl_id} ({subnet_id}) lets {wanted} {direction} {side} in part only ({ruling.by} denies)"
    return Hop(name=ACL, verdict=verdict, words=words, ids=ids)


def ports_in_words(ports: Ports) -> str:
    """``443`` or ``1024-65535``."""
    return str(ports[0]) if ports[0] == ports[1] else f"{ports[0]}-{ports[1]}"


def _plain(source: str) -> str:
    return "anywhere" if source == "0.0.0.0/0" else source or "it"


def is_open_to_some(hop: Hop, around: Surroundings, ids: tuple[str, ...], ports: Ports) -> Hop:
    """The same hop where it is enough that somebody is let in, whoever that is: open, with a warning of who it is."""
    known, missing = around.groups_of(ids)
    if hop.verdict != "unknown" or missing or isinstance(around.groups, NotChecked):
        return hop
    ruling = groups_let(known, ports, Peer(group_ids=None), {}, out=False)
    words = f"{', '.join(ids)} lets port {ports_in_words(ports)} in from {ruling.by} only"
    return Hop(name=hop.name, verdict="open", words=words, ids=ids)
