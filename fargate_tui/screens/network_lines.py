"""The network of a task or a service as lines. Pure."""

from collections.abc import Iterator, Sequence

from fargate_tui.fargate.known import NotChecked
from fargate_tui.fargate.network import Networked, Path, Stand, entries_in_words, rules_in_words
from fargate_tui.format import short_zone
from fargate_tui.widgets.lines import Line, Span, line, pair
from fargate_tui.widgets.path import MARKS, ORDER, path_lines, short_line

IN_ALL = 6
"""Sentences of the summary over a list, at most."""


def network_lines(networked: Networked) -> Iterator[Line]:
    """All of it: what matters first, then each way hop by hop, then the rules as they are."""
    if networked.around is None:
        yield line("which VPC this is in is not known", "warn")
    if networked.is_ended:
        yield line("this task has ended and its interface is gone: this is its subnet as it is now", "warn")
        yield ()
    yield from summary(networked, None)
    yield ()
    for each in networked.stands:
        yield from _stand(each)
    yield from _interface(networked)
    yield from _rules(networked)


def summary(networked: Networked, most: int | None = IN_ALL, paths_key: str = "p") -> list[Line]:
    """The ways in and out in a few sentences, what is blocked first; ``most`` lines at most, None for all.

    ``paths_key`` shows all of them.
    """
    paths = [path for each in networked.stands for path in each.ways_in]
    paths += [path for each in networked.stands for path in _telling(each.ways_out)]
    paths.sort(key=lambda path: ORDER.index(path.verdict))
    lines = list({path.sentence: short_line(path) for path in paths}.values())
    clear = [
        each for each in networked.stands if each.ways_out and all(path.verdict == "open" for path in each.ways_out)
    ]
    if clear:
        lines.append(_clear(clear))
    if most is None or len(lines) <= most:
        return lines
    return [*lines[: most - 1], line(f"   … {len(lines) - most + 1} more: {paths_key} shows all of them", "muted")]


def _telling(paths: Sequence[Path]) -> Iterator[Path]:
    """The ways that are worth a sentence: the first that is blocked, or else the first that cannot be told."""
    for verdict in ("blocked", "unknown"):
        found = [path for path in paths if path.verdict == verdict]
        if found:
            yield found[0]
            return


def _clear(stands: Sequence[Stand]) -> Line:
    vias = sorted({path.via for each in stands for path in each.ways_out if path.via})
    where = ", ".join(_called(each) for each in stands)
    glyph, tone = MARKS["open"]
    words = f"{where} {'reach' if len(stands) > 1 else 'reaches'} all that a task needs by {' and '.join(vias)}"
    return (Span(" ", "key"), Span(f"{glyph} ", tone), Span(words))


def _called(each: Stand) -> str:
    return each.subnet.name if each.subnet and each.subnet.name else each.place.subnet_id


def _interface(networked: Networked) -> Iterator[Line]:
    interface = networked.interface
    if interface is None:
        return
    yield line("interface", "title")
    yield pair("id", interface.network_interface_id)
    if interface.description:
        yield pair("description", interface.description)
    yield pair("private IP", interface.private_ip_address or "—")
    yield pair("public IP", interface.public_ip or "none")
    yield pair("VPC", interface.vpc_id or "—")
    yield ()


def _stand(each: Stand) -> Iterator[Line]:
    subnet = each.subnet
    told = [f"subnet {each.place.subnet_id or 'not known'}"]
    if subnet is not None:
        free = "" if subnet.free_addresses is None else f"{subnet.free_addresses:,} addresses free"
        told += [subnet.name, f"zone {short_zone(subnet.availability_zone or '—')}", subnet.cidr or "", free]
    yield line(" · ".join(filter(None, told)), "title")
    ways = [("way in", each.ways_in), ("way out", each.ways_out)]
    for title, paths in sorted(ways, key=lambda way: _rank(way[1])):
        if paths:
            yield line(title, "title")
            yield from path_lines(paths)


def _rank(paths: Sequence[Path]) -> int:
    """What is blocked comes first."""
    return min((ORDER.index(path.verdict) for path in paths), default=len(ORDER))


def _rules(networked: Networked) -> Iterator[Line]:
    around = networked.around
    if around is None:
        return
    groups = {each.group_id: each for stand in networked.stands for each in stand.groups}
    for group in groups.values():
        yield line(f"security group {group.group_id} {group.group_name}".rstrip(), "title")
        if group.description:
            yield line(group.description, "muted")
        rules = rules_in_words(group, around)
        for rule in rules:
            yield (
                Span("  ", "key"),
                Span(str(rule)),
                Span(f"  {rule.description}" if rule.description else "", "muted"),
            )
        for way, held in (("in", group.ip_permissions), ("out", group.ip_permissions_egress)):
            if not held:
                yield line(f"  {way}: nothing is let {way}", "warn" if way == "out" else "muted")
        yield ()
    acls = {each.acl.network_acl_id: each.acl for each in networked.stands if each.acl is not None}
    for acl in acls.values():
        default = " (the VPC's default)" if acl.is_default else ""
        yield line(f"network ACL {acl.network_acl_id}{default}", "title")
        for entry in entries_in_words(acl):
            yield (Span("  ", "key"), Span(entry))
        yield ()
    if isinstance(around.groups, NotChecked):
        yield line(f"security groups not checked: {around.groups.why}", "warn")
