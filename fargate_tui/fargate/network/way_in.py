"""The way in: from a client by a load balancer, its listener, rule and target group to the port of a task.

What a load balancer needs of a service on Fargate is checked on the way: targets by address, and zones that hold all
of the tasks' (fargate.md §1.16, §13.3).
"""

from collections.abc import Iterator

from fargate_tui.fargate.arns import name_of
from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.network.addresses import EVERYWHERE, PUBLIC, Spans, addresses, union
from fargate_tui.fargate.network.entrance import Entrance, fronts, leading_rules, rule_in_words
from fargate_tui.fargate.network.filters import EPHEMERAL_OF_AWS, Peer, Ports
from fargate_tui.fargate.network.hops import Start, acl_hop, groups_hop, is_open_to_some, ports_in_words, unread
from fargate_tui.fargate.network.path import Hop, Path, Verdict, all_of, deciding, one_of
from fargate_tui.fargate.network.routes import kind_of, leads
from fargate_tui.fargate.network.surroundings import Place, Surroundings
from fargate_tui.fargate.records import Balancer, Listener, TargetGroup

_IMPAIRED = "active_impaired"


def ways_in(around: Surroundings, place: Place, entrance: Entrance) -> tuple[Path, ...]:
    """The ways to a task by all listeners that lead to its target group; one that is blocked where none does."""
    name = name_of(entrance.target_group_arn)
    for part, what in (
        (entrance.group, name),
        (entrance.balancers, "the load balancer"),
        (entrance.listeners, "its listeners"),
    ):
        if isinstance(part, NotChecked):
            return (_path(name, "the load balancer", (unread("load balancer", part, what),)),)
    assert isinstance(entrance.group, Known)
    group_hop = _group(around, entrance.group.value)
    found = list(fronts(entrance))
    if not found:
        return (_path(name, "the load balancer", (_no_listener(entrance, name), group_hop)),)
    return tuple(
        _path(name, _front_name(balancer, listener), tuple(_hops(Start(around, place), entrance, balancer, listener)))
        for balancer, listener in found
    )


def _path(name: str, label: str, hops: tuple[Hop, ...]) -> Path:
    verdict = all_of(hop.verdict for hop in hops)
    hop = deciding(hops)
    sentence = f"clients reach the task by {label}"
    if hop is not None and verdict == "blocked":
        sentence = f"no client reaches the task by {label}: {hop.words}"
    elif hop is not None:
        sentence = f"whether clients reach the task by {label} cannot be told: {hop.words}"
    return Path(service=name, label=label, verdict=verdict, sentence=sentence, hops=hops)


def _front_name(balancer: Balancer, listener: Listener) -> str:
    return f"{balancer.load_balancer_name} {listener.protocol or ''}:{listener.port}".replace(" :", ":")


def _no_listener(entrance: Entrance, name: str) -> Hop:
    if isinstance(entrance.rules, NotChecked):
        return unread("rule", entrance.rules, f"whether a rule leads to {name}")
    words = f"no listener leads to target group {name}: its targets are not in use"
    return Hop(name="listener", verdict="blocked", words=words)


def _hops(start: Start, entrance: Entrance, balancer: Balancer, listener: Listener) -> Iterator[Hop]:
    around = start.around
    assert isinstance(entrance.group, Known)
    yield _client(around, balancer)
    yield _state(balancer)
    yield _front_groups(around, balancer, listener)
    yield _rule(entrance, listener)
    yield _group(around, entrance.group.value)
    yield _zones(start, balancer)
    yield from _to_task(start, balancer, (entrance.port, entrance.port))
    check = entrance.group.value.health_check_port or ""
    if check.isdecimal() and int(check) != entrance.port:
        yield from _to_task(start, balancer, (int(check), int(check)))


def _client(around: Surroundings, balancer: Balancer) -> Hop:
    name = "client"
    if balancer.scheme != "internet-facing":
        words = f"{balancer.load_balancer_name} is internal: for clients of {balancer.vpc_id} and of networks beside it"
        return Hop(name=name, verdict="open", words=words)
    if isinstance(around.route_tables, NotChecked):
        return unread(name, around.route_tables, "the routes of the load balancer's subnets")
    subnets = [each.subnet_id or "" for each in balancer.availability_zones]
    verdicts = [_is_public(around, each) for each in subnets]
    closed = [subnet for subnet, verdict in zip(subnets, verdicts, strict=True) if verdict != "open"]
    verdict = one_of(verdicts) if verdicts else "unknown"
    if verdict == "open":
        words = f"{balancer.load_balancer_name} faces the internet"
        return Hop(name=name, verdict="open", words=words)
    words = (
        f"{balancer.load_balancer_name} faces the internet, but {', '.join(closed)} has no route to an internet gateway"
    )
    return Hop(name=name, verdict=verdict, words=words, ids=tuple(closed))


def _is_public(around: Surroundings, subnet_id: str) -> Verdict:
    table = around.table_of(subnet_id)
    if table is None:
        return "unknown"
    taken = leads(around, table, PUBLIC)
    to_gateway = [kind_of(each.target) == "igw-" and each.state != "blackhole" for each in taken.routes]
    return "open" if any(to_gateway) else "unknown" if taken.unread else "blocked"


def _state(balancer: Balancer) -> Hop:
    state = balancer.state.code if balancer.state else None
    name, own = "load balancer", balancer.load_balancer_name
    kind = {"application": "ALB", "network": "NLB"}.get(balancer.type or "", "load balancer")
    if state in {"active", _IMPAIRED}:
        warning = (
            f"{own} is impaired: {balancer.state.reason or 'AWS does not say why'}"
            if (balancer.state and state == _IMPAIRED)
            else ""
        )
        return Hop(name=name, verdict="open", words=f"{own} ({kind}) is active", warning=warning)
    verdict: Verdict = "unknown" if state is None else "blocked"
    return Hop(name=name, verdict=verdict, words=f"{own} ({kind}) is {state or 'in a state that is not known'}")


def _front_groups(around: Surroundings, balancer: Balancer, listener: Listener) -> Hop:
    """Whether anybody is let in: from where is the owner's to say."""
    if not balancer.security_groups:
        return Hop(name="security group", verdict="open", words=f"{balancer.load_balancer_name} has no security group")
    port = listener.port or 0
    is_public = balancer.scheme == "internet-facing"
    peer = Peer(spans=PUBLIC) if is_public else Peer(group_ids=None)
    hop = groups_hop(around, balancer.security_groups, peer, "clients", out=False, ports=(port, port))
    return is_open_to_some(hop, around, balancer.security_groups, (port, port))


def _rule(entrance: Entrance, listener: Listener) -> Hop:
    where = f"{listener.protocol}:{listener.port}"
    found = leading_rules(entrance, listener)
    if not found and isinstance(entrance.rules, NotChecked):
        return unread("rule", entrance.rules, f"the rules of {where}")
    rule, share = max(found, key=lambda each: each[1])
    words = f"{where}, {rule_in_words(rule)}"
    if share:
        return Hop(name="listener", verdict="open", words=words)
    return Hop(name="listener", verdict="blocked", words=f"{words}: gives it no traffic (weight 0)")


def _group(around: Surroundings, group: TargetGroup) -> Hop:
    name, own = "target group", group.target_group_name
    if group.target_type not in {None, "ip"}:
        words = f"{own} is for targets of type {group.target_type}: tasks on Fargate need ip"
        return Hop(name=name, verdict="blocked", words=words)
    if group.vpc_id and group.vpc_id != around.vpc_id:
        return Hop(name=name, verdict="blocked", words=f"{own} is in {group.vpc_id}, the task in {around.vpc_id}")
    if group.target_type is None:
        return Hop(name=name, verdict="unknown", words=f"the target type of {own} is not known")
    return Hop(name=name, verdict="open", words=f"{own}, {group.protocol or 'targets'} by address")


def _zones(start: Start, balancer: Balancer) -> Hop:
    name, own = "zones", balancer.load_balancer_name
    zones = sorted({each.zone_name or "" for each in balancer.availability_zones} - {""})
    told = ", ".join(zones)
    here = start.subnet.availability_zone if start.subnet else None
    if here is None:
        part = start.around.subnets
        if isinstance(part, NotChecked):
            return unread(name, part, f"the zone of {start.place.subnet_id}", (start.place.subnet_id,))
        return Hop(name=name, verdict="unknown", words=f"the zone of {start.place.subnet_id} is not known")
    if here not in zones:
        words = f"{own} is in {told or 'no zone'}, the task in {here}: the target is not in use"
        return Hop(name=name, verdict="blocked", words=words, ids=(start.place.subnet_id,))
    warning = (
        f"{own} is in one zone only: an ALB needs two" if len(zones) == 1 and balancer.type == "application" else ""
    )
    return Hop(name=name, verdict="open", words=f"{own} is in {told}, the task in {here}", warning=warning)


def _to_task(start: Start, balancer: Balancer, ports: Ports) -> Iterator[Hop]:
    """From the load balancer's interfaces to the task's port."""
    around, place, name = start.around, start.place, balancer.load_balancer_name
    subnets = tuple(each.subnet_id or "" for each in balancer.availability_zones)
    spans = _spans(around, subnets)
    if balancer.security_groups:
        task = Peer(spans=start.spans, group_ids=start.group_ids)
        yield groups_hop(around, balancer.security_groups, task, "the task", out=True, ports=ports)
    others = [each for each in subnets if each != place.subnet_id]
    hops = [
        acl_hop(around, each, start.spans, "the task", out=True, ports=ports, answers=EPHEMERAL_OF_AWS)
        for each in others
    ]
    if hops:
        closed = next((hop for hop in hops if hop.verdict != "open"), hops[0])
        verdict = one_of([hop.verdict for hop in hops])
        yield Hop(name=closed.name, verdict=verdict, words=closed.words, ids=closed.ids, action=closed.action)
        yield acl_hop(around, place.subnet_id, spans, name, out=False, ports=ports, answers=EPHEMERAL_OF_AWS)
    front = Peer(spans=spans, group_ids=balancer.security_groups)
    hop = groups_hop(around, place.group_ids, front, name, out=False, ports=ports)
    yield hop
    if hop.verdict == "open":
        yield Hop(
            name="port", verdict="open", words=f"port {ports_in_words(ports)} of {place.interface_id or 'the task'}"
        )


def _spans(around: Surroundings, subnet_ids: tuple[str, ...]) -> Spans:
    subnets = [around.subnet(each) for each in subnet_ids]
    known = [addresses(each.cidr) for each in subnets if each is not None]
    return union(*known) if known and len(known) == len(subnet_ids) else EVERYWHERE
