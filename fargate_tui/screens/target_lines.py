"""The way to the targets of a service as lines: load balancers, listeners with their rules, target groups. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from fargate_tui.columns.finding import TONES
from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.load_balancing import Door, Share, TargetRow, ways
from fargate_tui.fargate.network import Verdict
from fargate_tui.fargate.network.entrance import rule_in_words
from fargate_tui.fargate.records import Balancer, Listener, ListenerRule
from fargate_tui.fargate.target_health import check_in_words, remedy_of_text
from fargate_tui.format import age, short_zone, visible
from fargate_tui.widgets.lines import Line, Span, line
from fargate_tui.widgets.path import MARKS

LATELY = timedelta(hours=1)
"""How long ago a target may have been ill for it to be told still."""
_ORDER = ("unhealthy", "unused", "outside", "unavailable", "initial", "draining", "unhealthy.draining", "healthy")


def door_lines(rows: Sequence[TargetRow], now: datetime, here: Mapping[str, str]) -> Iterator[Line]:
    """All that is in front of these targets: the load balancers, what leads through them, and each target group.

    ``here`` is where load balancers are on this machine, by their DNS names.
    """
    doors = list({row.door.arn: row.door for row in rows}.values())
    for balancer in balancers_of(doors):
        yield from _balancer(balancer, doors)
        yield from _address(balancer, here)
    for door in doors:
        yield from _missing(door)
        yield from _group(door, [row for row in rows if row.door.arn == door.arn], now)


def balancers_of(doors: Sequence[Door]) -> list[Balancer]:
    """The load balancers in front, each once."""
    parts = (door.entrance.balancers for door in doors)
    return list({b.load_balancer_arn: b for part in parts if isinstance(part, Known) for b in part.value}.values())


def _balancer(balancer: Balancer, doors: Sequence[Door]) -> Iterator[Line]:
    state = (balancer.state.code if balancer.state is not None else None) or "state not known"
    glyph, tone = MARKS["open" if state == "active" else "blocked"]
    why = balancer.state.reason if balancer.state is not None and state != "active" else ""
    zones = " ".join(sorted(short_zone(each.zone_name) for each in balancer.availability_zones if each.zone_name))
    told = (
        balancer.type or "", balancer.scheme or "", state, why or "", zones and f"zones {zones}",
    )  # fmt: skip
    yield (
        Span(" ", "key"),
        Span(f"{glyph} ", tone),
        Span(balancer.load_balancer_name, "title"),
        Span(f"  {' · '.join(filter(None, told))}", "" if state == "active" else tone),
    )
    for listener, rule, shares in ways(doors):
        if listener.load_balancer_arn == balancer.load_balancer_arn:
            yield _way(listener, rule, shares)


def _address(balancer: Balancer, here: Mapping[str, str]) -> Iterator[Line]:
    if balancer.dns_name:
        local = here.get(balancer.dns_name)
        told = f" · here {local}" if local else ""
        yield (Span("   ", "key"), Span("address ", "key"), Span(visible(balancer.dns_name)), Span(told, "title"))


def _way(listener: Listener, rule: ListenerRule | None, shares: Sequence[Share]) -> Line:
    to = ", ".join(_share(each, alone=len(shares) == 1) for each in shares)
    return (
        Span("   ", "key"),
        Span(f"{listener.protocol or ''}:{listener.port or '—'} ", "key"),
        Span(f"{rule_in_words(rule)} → {to}"),
    )


def _share(share: Share, *, alone: bool) -> str:
    return share.group if alone and share.percent else f"{share.group} {share.percent:.0f}%"


def _group(door: Door, rows: Sequence[TargetRow], now: datetime) -> Iterator[Line]:
    group = door.entrance.group
    behind = [row for row in rows if row.address]
    worst = _verdict(rows)
    glyph, tone = MARKS[worst]
    role = f" {door.role}" if door.role else " one of a pair" if door.is_paired else ""
    yield (
        Span(" ", "key"),
        Span(f"{glyph} ", tone),
        Span(door.name, "title"),
        Span(f"{role}  ", "busy" if role else ""),
        Span(_counted(behind) if behind else _without(rows), tone if worst != "open" else ""),
    )
    yield from _ills(rows)
    yield from _ill_before(door, rows, now)
    if isinstance(group, Known):
        grace = f" · grace {door.grace:,} s" if door.grace else " · no grace"
        yield (Span("   ", "key"), Span("check ", "key"), Span(f"{check_in_words(group.value)}{grace}"))
        if group.value.target_type not in (None, "ip"):
            words = f"target type {group.value.target_type}: tasks on Fargate need ip"
            yield (Span("   ", "key"), Span("✗ ", "bad"), Span(words, "bad"))


def _ills(rows: Sequence[TargetRow]) -> Iterator[Line]:
    """Each thing that is wrong once, with what to do."""
    ill = [row for row in rows if row.finding.is_problem and row.address]
    for why in dict.fromkeys((row.finding.word, row.finding.why, row.remedy) for row in ill):
        word, told, remedy = why
        tone = TONES["error" if word == "unhealthy" else "warn"]
        yield (Span("   ", "key"), Span(f"{word}: ", "key"), Span(told, tone))
        if remedy:
            yield (Span("   ", "key"), Span("do: ", "key"), Span(remedy))


def _ill_before(door: Door, rows: Sequence[TargetRow], now: datetime) -> Iterator[Line]:
    """Why a task behind it was ill lately, where none is now: ECS has put another in its place."""
    if door.ill_at is None or now - door.ill_at > LATELY or any(row.finding.word == "unhealthy" for row in rows):
        return
    yield (
        Span("   ", "key"),
        Span(f"ill {age(door.ill_at, now)} ago: ", "key"),
        Span(door.ill_why, "warn"),
    )
    if told := remedy_of_text(door.ill_why):
        yield (Span("   ", "key"), Span("do: ", "key"), Span(told))


def _verdict(rows: Sequence[TargetRow]) -> Verdict:
    severities = {row.finding.severity for row in rows}
    if "error" in severities or ("warn" in severities and any(row.address for row in rows)):
        return "blocked"
    return "unknown" if "warn" in severities else "open"


def _counted(rows: Sequence[TargetRow]) -> str:
    words = [row.finding.word for row in rows]
    states = sorted(set(words), key=lambda word: _ORDER.index(word) if word in _ORDER else 0)
    return f"{', '.join(f'{words.count(state):,} {state}' for state in states)} of {len(rows):,}"


def _without(rows: Sequence[TargetRow]) -> str:
    return rows[0].finding.why if rows else ""


def _missing(door: Door) -> Iterator[Line]:
    """What is not known of the way to a target group, and what leads nowhere."""
    entrance = door.entrance
    parts = {
        "the target group": entrance.group,
        "its load balancers": entrance.balancers,
        "listeners": entrance.listeners,
        "rules": entrance.rules,
    }
    told: set[str] = set()
    for what, part in parts.items():
        if isinstance(part, NotChecked) and part.why not in told:
            told.add(part.why)
            yield line(f" ? {what} of {door.name} not checked: {part.why}", "warn")
    if isinstance(entrance.group, Known) and not entrance.group.value.load_balancer_arns:
        yield line(f" ✗ no load balancer leads to {door.name}: no listener or rule forwards to it", "bad")
