"""The rules of a security group as a person says them."""

from collections.abc import Mapping

from fargate_tui.fargate.known import Known
from fargate_tui.fargate.network.surroundings import Surroundings
from fargate_tui.fargate.records import IpPermission, NetworkAcl, NetworkAclEntry, Record, SecurityGroup

_PORTS: Mapping[int, str] = {
    22: "ssh",
    53: "dns",
    80: "http",
    443: "https",
    2049: "nfs",
    3306: "mysql",
    5432: "postgres",
}
_PROTOCOLS: Mapping[str, str] = {"6": "tcp", "17": "udp", "1": "icmp", "58": "icmpv6"}
_EVERYWHERE: Mapping[str, str] = {"0.0.0.0/0": "anywhere", "::/0": "anywhere over IPv6"}


class Rule(Record, frozen=True, kw_only=True):
    """One thing that a security group lets pass."""

    is_out: bool
    what: str
    """For instance ``tcp 443 (https)``."""
    who: str
    """The other end: addresses, a list, or a group by id and name."""
    description: str = ""

    def __str__(self) -> str:
        return f"{'out: ' if self.is_out else 'in: '}{self.what} {'to' if self.is_out else 'from'} {self.who}"


def rules_in_words(group: SecurityGroup, around: Surroundings | None = None) -> tuple[Rule, ...]:
    """Its rules, the way in first, one for each source; ``around`` gives other groups and lists their names.

    Empty where it lets nothing pass at all.
    """
    names = _names(around)
    inward = [_rule(each, who, note, names) for each in group.ip_permissions for who, note in _ends(each)]
    outward = [
        _rule(each, who, note, names, is_out=True) for each in group.ip_permissions_egress for who, note in _ends(each)
    ]
    return (*inward, *outward)


def _names(around: Surroundings | None) -> Mapping[str, str]:
    if around is None:
        return {}
    groups = around.groups.value if isinstance(around.groups, Known) else ()
    lists = around.prefix_lists.value if isinstance(around.prefix_lists, Known) else ()
    named = {each.group_id: each.group_name for each in groups}
    return named | {each.prefix_list_id: each.prefix_list_name for each in lists}


def _rule(rule: IpPermission, who: str, note: str, names: Mapping[str, str], *, is_out: bool = False) -> Rule:
    name = names.get(who, "")
    told = _EVERYWHERE.get(who) or (f"{who} ({name})" if name else who)
    return Rule(is_out=is_out, what=_what(rule), who=told, description=note)


def _ends(rule: IpPermission) -> list[tuple[str, str]]:
    """The other ends that a rule is for, with what somebody wrote beside them."""
    return [
        *((each.cidr_ip, each.description or "") for each in rule.ip_ranges),
        *((each.cidr_ipv6, each.description or "") for each in rule.ipv6_ranges),
        *((each.prefix_list_id, each.description or "") for each in rule.prefix_list_ids),
        *((each.group_id, each.description or "") for each in rule.user_id_group_pairs),
    ]


def _what(rule: IpPermission) -> str:
    if rule.ip_protocol == "-1":
        return "everything"
    protocol = _PROTOCOLS.get(rule.ip_protocol, rule.ip_protocol)
    first, last = rule.from_port, rule.to_port
    if protocol.startswith("icmp"):
        return protocol
    if first is None or first == -1 or (first, last) == (0, 65535):
        return f"all {protocol}" if protocol in {"tcp", "udp"} else f"protocol {protocol}"
    if last is None or first == last:
        called = _PORTS.get(first)
        return f"{protocol} {first} ({called})" if called else f"{protocol} {first}"
    return f"{protocol} {first}-{last}"


def entries_in_words(acl: NetworkAcl) -> tuple[str, ...]:
    """The entries of a network ACL in the order in which they decide, the way in first."""
    ordered = sorted(acl.entries, key=lambda each: (each.egress, each.rule_number))
    return tuple(_entry(each) for each in ordered)


def _entry(entry: NetworkAclEntry) -> str:
    number = "*" if entry.rule_number >= 32767 else str(entry.rule_number)
    protocol = _PROTOCOLS.get(entry.protocol, f"protocol {entry.protocol}")
    ports = entry.port_range
    what = "everything" if entry.protocol == "-1" else protocol
    if entry.protocol in {"6", "17"} and ports is not None and ports.first is not None:
        what += f" {ports.first}" if ports.last in (None, ports.first) else f" {ports.first}-{ports.last}"
    block = entry.cidr_block or entry.ipv6_cidr_block or ""
    who = f"{'to' if entry.egress else 'from'} {_EVERYWHERE.get(block, block)}"
    return f"{'out' if entry.egress else 'in'} {number}: {entry.rule_action} {what} {who}"
