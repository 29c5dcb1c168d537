"""What security groups and network ACLs let pass, decided exactly."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from fargate_tui.fargate.network.addresses import EVERYWHERE, Spans, addresses, is_within, shared, union, without
from fargate_tui.fargate.network.path import Verdict
from fargate_tui.fargate.records import IpPermission, NetworkAcl, NetworkAclEntry, Record, SecurityGroup

Ports = tuple[int, int]
"""The first and the last port."""

HTTPS: Final[Ports] = (443, 443)
EPHEMERAL: Final[Ports] = (32768, 60999)
"""Where Linux, and so a task, waits for answers (net.ipv4.ip_local_port_range)."""
EPHEMERAL_OF_AWS: Final[Ports] = (1024, 65535)
"""Where NAT gateways and load balancers wait for answers."""

_TCP: Final = frozenset({"tcp", "6"})


class Peer(Record, frozen=True, kw_only=True):
    """The other end, as a rule may name it."""

    spans: Spans = EVERYWHERE
    """The addresses it may have."""
    group_ids: tuple[str, ...] | None = ()
    """The security groups that it is in; None where they are not known."""
    prefix_lists: tuple[str, ...] = ()
    """Lists that hold its addresses, whatever they are."""


class Ruling(Record, frozen=True, kw_only=True):
    """What a filter says."""

    verdict: Verdict
    by: str = ""
    """What decided, as a person reads it: the source that is let in, or the number of a rule."""


def groups_let(
    groups: Sequence[SecurityGroup], ports: Ports, peer: Peer, lists: Mapping[str, Spans], *, out: bool
) -> Ruling:
    """Whether security groups let TCP to ``ports`` pass from or to a peer; each rule of each group is enough."""
    permissions = [each for group in groups for each in (group.ip_permissions_egress if out else group.ip_permissions)]
    fitting = [each for each in permissions if _is_for(each, ports)]
    named = _named(fitting, peer)
    if named:
        return Ruling(verdict="open", by=named)
    ranges = {each.cidr_ip: addresses(each.cidr_ip) for rule in fitting for each in rule.ip_ranges}
    listed = {each.prefix_list_id for rule in fitting for each in rule.prefix_list_ids}
    ranges |= {each: lists[each] for each in listed if each in lists}
    touching = sorted((each for each, spans in ranges.items() if shared(spans, peer.spans)), key=_widest(ranges))
    if is_within(peer.spans, union(*ranges.values())):
        return Ruling(verdict="open", by=touching[0] if touching else "")
    unread = sorted(each for each in listed if each not in lists)
    if peer.group_ids is None:
        unread += sorted({each.group_id for rule in fitting for each in rule.user_id_group_pairs})
    if touching or unread:
        return Ruling(verdict="unknown", by=", ".join((touching + unread)[:3]))
    return Ruling(verdict="blocked")


def _named(rules: Iterable[IpPermission], peer: Peer) -> str:
    """The group or list by which a rule names the peer."""
    rules = tuple(rules)
    groups = {each.group_id for rule in rules for each in rule.user_id_group_pairs} & set(peer.group_ids or ())
    listed = {each.prefix_list_id for rule in rules for each in rule.prefix_list_ids} & set(peer.prefix_lists)
    return min(groups or listed, default="")


def _widest(ranges: Mapping[str, Spans]) -> Callable[[str], tuple[int, str]]:
    return lambda each: (-sum(last - first for first, last in ranges[each]), each)


def _is_for(rule: IpPermission, ports: Ports) -> bool:
    if rule.ip_protocol == "-1":
        return True
    if rule.ip_protocol not in _TCP:
        return False
    first, last = rule.from_port, rule.to_port
    if first is None or first == -1:
        return True
    return first <= ports[0] and ports[1] <= (first if last is None else last)


def acl_lets(acl: NetworkAcl, ports: Ports, spans: Spans, *, out: bool) -> Ruling:
    """Whether a network ACL lets TCP to all of ``ports`` pass from or to all the addresses; unknown for a part of them.

    The rule with the lowest number that fits decides, for each address and port for itself; what no rule fits is
    denied.
    """
    entries = sorted((each for each in acl.entries if each.egress is out), key=lambda each: each.rule_number)
    entries = [each for each in entries if each.cidr_block and each.protocol in {"-1", "6"}]
    decided = [each for part in _parts(entries, ports) for each in _decided(entries, part, spans)]
    allowed = {each.rule_number for each in decided if each and each.rule_action == "allow"}
    denied = ["*" if each is None else _number(each) for each in decided if each is None or each.rule_action != "allow"]
    if not denied:
        return Ruling(verdict="open", by=f"rule {min(allowed)}" if allowed else "")
    return Ruling(verdict="unknown" if allowed else "blocked", by=f"rule {denied[0]}")


def _parts(entries: Sequence[NetworkAclEntry], ports: Ports) -> list[Ports]:
    """The ports in parts that no entry divides."""
    starts = {ports[0]}
    for first, last in map(_ports, entries):
        starts |= {each for each in (first, last + 1) if ports[0] < each <= ports[1]}
    ordered = sorted(starts)
    return list(zip(ordered, [each - 1 for each in ordered[1:]] + [ports[1]], strict=True))


def _decided(entries: Sequence[NetworkAclEntry], ports: Ports, spans: Spans) -> list[NetworkAclEntry | None]:
    """The entries that decide for one of the addresses; None for those that no entry is for."""
    found: list[NetworkAclEntry | None] = []
    left = spans
    for entry in entries:
        first, last = _ports(entry)
        here = addresses(entry.cidr_block)
        if first <= ports[0] and ports[1] <= last and shared(left, here):
            found.append(entry)
            left = without(left, here)
    return [*found, None] if left else found


def _ports(entry: NetworkAclEntry) -> Ports:
    given = entry.port_range
    if entry.protocol == "-1" or given is None or given.first is None or given.first == -1:
        return 0, 65535
    return given.first, given.first if given.last is None else given.last


def _number(entry: NetworkAclEntry) -> str:
    return "*" if entry.rule_number == 32767 else str(entry.rule_number)
