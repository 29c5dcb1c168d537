"""What AWS's answers let a service's draft fill in where nothing was typed."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from fargate_tui.fargate.arns import family_of
from fargate_tui.fargate.drafts.asked import is_missing, of
from fargate_tui.fargate.drafts.facts import Facts
from fargate_tui.fargate.drafts.service.entering import listener_of
from fargate_tui.fargate.drafts.service.network_filling import (
    NETWORK_FILLS,
    PRIVATE,
    PUBLIC,
    around_of,
    fill,
    one_a_zone,
)
from fargate_tui.fargate.drafts.service.parts import INTERNAL, INTERNET, NETWORK, NEW, NONE, number
from fargate_tui.fargate.records import ContainerDefinition, Subnet

if TYPE_CHECKING:
    from fargate_tui.fargate.drafts.service.draft import ServiceDraft

LONGEST_NAME: Final = 32
"""Of load balancers and target groups."""

_Fill = Callable[["ServiceDraft", Facts], str | None]


def filled_in(draft: "ServiceDraft", facts: Facts) -> "ServiceDraft":
    """The draft with all that can be told; what was typed stays as it is."""
    return fill(draft, draft.typed, _FILLS, facts)


def balancer_name(name: str) -> str:
    """The name as load balancers and target groups may be called."""
    return re.sub(r"[^A-Za-z0-9-]+", "-", name)[:LONGEST_NAME].strip("-")


def ports_of(containers: Sequence[ContainerDefinition]) -> Iterator[tuple[str, int]]:
    """Each container with each port that it listens on."""
    for container in containers:
        for mapping in container.port_mappings:
            if container.name and mapping.container_port:
                yield container.name, mapping.container_port


# -- each field --------------------------------------------------------------------------------------------------------


def _cluster_is(draft: "ServiceDraft", facts: Facts) -> str | None:
    # Only of `default`: any other name that is not known may be mistyped.
    return NEW if draft.cluster.strip() == "default" and is_missing(facts.clusters, "default") else None


def _name(draft: "ServiceDraft", _: Facts) -> str | None:
    return family_of(draft.definition.strip()) or None


def _container(draft: "ServiceDraft", facts: Facts) -> str | None:
    ports = _ports(draft, facts)
    return ports[0][0] if ports else None


def _port(draft: "ServiceDraft", facts: Facts) -> str | None:
    ports = [port for name, port in _ports(draft, facts) if name == draft.balancer.container]
    return str(ports[0]) if ports else None


def _ports(draft: "ServiceDraft", facts: Facts) -> list[tuple[str, int]]:
    definition = of(facts.definitions, draft.definition.strip())
    return list(ports_of(definition.container_definitions)) if definition and draft.balancer.is_any else []


def _scheme(draft: "ServiceDraft", _: Facts) -> str | None:
    return {PUBLIC: INTERNET, PRIVATE: INTERNAL}.get(draft.setup)


def _front_subnets(draft: "ServiceDraft", facts: Facts) -> str | None:
    around = around_of(draft, facts)
    if around is None or not draft.balancer.is_new or not draft.balancer.scheme:
        return None
    if draft.balancer.scheme == INTERNAL:
        own = [around.subnet(each) for each in draft.network.subnet_ids]
        return _of_zones([each for each in own if each])
    wanted = {each.availability_zone for each in map(around.subnet, draft.network.subnet_ids) if each}
    public = one_a_zone(around, "public")
    first = [each for each in public if each.availability_zone in wanted]
    others = [each for each in public if each.availability_zone not in wanted]
    return " ".join(each.subnet_id for each in (*first, *others)[: max(len(first), 2)])


def _of_zones(subnets: Sequence[Subnet]) -> str:
    """The first of each zone: a load balancer has one subnet a zone."""
    by_zone: dict[str, str] = {}
    for each in subnets:
        by_zone.setdefault(each.availability_zone or "", each.subnet_id)
    return " ".join(by_zone.values())


def _name_ending(end: str) -> _Fill:
    """The service's name with an end, as load balancers may be called."""

    def told(draft: "ServiceDraft", _: Facts) -> str | None:
        return balancer_name(f"{draft.name.strip()[: LONGEST_NAME - len(end)]}{end}") or None

    return told


def _protocol(draft: "ServiceDraft", _: Facts) -> str | None:
    is_network, has_certificate = draft.balancer.type == NETWORK, bool(draft.balancer.certificate.strip())
    if is_network:
        return "TLS" if has_certificate else "TCP"
    return "HTTPS" if has_certificate else "HTTP"


def _listener_port(draft: "ServiceDraft", _: Facts) -> str | None:
    return "443" if draft.balancer.is_encrypted else "80"


def _target_protocol(draft: "ServiceDraft", facts: Facts) -> str | None:
    balancer = draft.balancer
    existing = of(facts.balancers, balancer.balancer.strip()) if balancer.kind == "rule" else None
    return "TCP" if (existing.type if existing else balancer.type) == NETWORK else "HTTP"


def _priority(draft: "ServiceDraft", facts: Facts) -> str | None:
    listener = listener_of(draft.balancer, facts) if draft.balancer.kind == "rule" else None
    rules = of(facts.rules, listener.listener_arn) if listener else None
    if rules is None or facts.owns("listener-rule", draft.balancer.target_name):
        return None
    taken = [number(each.priority or "") or 0 for each in rules]
    return str(max(taken, default=0) + 1)


def _alternate(draft: "ServiceDraft", _: Facts) -> str | None:
    if not draft.deployment.shifts or not draft.balancer.has_new_target:
        return None
    return balancer_name(f"{draft.balancer.target_name[: LONGEST_NAME - 2]}-2")


def _grace(draft: "ServiceDraft", _: Facts) -> str | None:
    health = draft.balancer.health
    if draft.balancer.kind == NONE:
        return ""
    return str((number(health.interval) or 30) * (number(health.unhealthy) or 2))


_FILLS: Final[tuple[tuple[str, _Fill], ...]] = (
    ("cluster_is", _cluster_is),
    ("name", _name),
    *NETWORK_FILLS,
    ("balancer.container", _container),
    ("balancer.port", _port),
    ("balancer.name", _name_ending("")),
    ("balancer.scheme", _scheme),
    ("balancer.subnets", _front_subnets),
    ("balancer.group_name", _name_ending("-lb")),
    ("balancer.protocol", _protocol),
    ("balancer.listener_port", _listener_port),
    ("balancer.target_name", _name_ending("")),
    ("balancer.target_protocol", _target_protocol),
    ("balancer.priority", _priority),
    ("deployment.alternate", _alternate),
    ("more.grace", _grace),
)
"""In order: each may go by what those before it have filled in."""
