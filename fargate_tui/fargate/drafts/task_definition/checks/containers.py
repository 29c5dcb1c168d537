"""The checks of containers by themselves and together (P04, P05, P15, P16, P17)."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from fargate_tui.fargate.drafts.checks import Check, Trouble
from fargate_tui.fargate.drafts.facts import Facts
from fargate_tui.fargate.drafts.task_definition.judged import Judged, readable
from fargate_tui.fargate.records import ContainerDefinition, PortMapping

MOST_RANGES: Final = 100
_PORT_NAME: Final = re.compile(r"[a-z0-9_][a-z0-9_-]{0,63}")
_TOOLS: Final = ("curl", "wget", "nc")


def _essential(it: Judged, facts: Facts) -> Iterator[Trouble]:  # noqa: ARG001 - as all checks
    yield from readable("P04")(it)
    containers = it.definition.container_definitions
    if containers and not any(each.essential for each in containers):
        yield Trouble(
            "containers.0.essential", "no container is essential", "make one essential: the task ends with it"
        )


def _ports(it: Judged, facts: Facts) -> Iterator[Trouble]:  # noqa: ARG001
    yield from readable("P05")(it)
    seen: dict[range, str] = {}
    for at, _, container in it.containers:
        name = container.name or ""
        for port in container.port_mappings:
            ports = _range(port)
            if port.host_port not in (None, 0, port.container_port):
                words = f"host={port.host_port} is not {port.container_port}"
                yield Trouble(f"{at}ports", words, f"leave it out, or make it {port.container_port}")
            other = next((whose for those, whose in seen.items() if _overlap(ports, those)), None)
            if other is not None:
                yield Trouble(f"{at}ports", _twice(ports, name, other), "another port, or one protocol only")
            seen[ports] = name
    yield from _port_names(it)


def _range(port: PortMapping) -> range:
    if port.container_port is not None:
        return range(port.container_port, port.container_port + 1)
    first, _, last = (port.container_port_range or "").partition("-")
    return range(int(first), int(last) + 1) if first.isdecimal() and last.isdecimal() else range(0)


def _overlap(one: range, other: range) -> bool:
    return max(one.start, other.start) < min(one.stop, other.stop)


def _twice(ports: range, name: str, other: str) -> str:
    said = str(ports.start) if len(ports) == 1 else f"{ports.start}-{ports.stop - 1}"
    if name == other:
        return f"{said} is mapped twice"
    return f"it maps {said}, and so does {other}: containers of a task share one address"


def _port_names(it: Judged) -> Iterator[Trouble]:
    times = Counter(port.name for each in it.definition.container_definitions for port in each.port_mappings)
    for at, _, container in it.containers:
        names = dict.fromkeys(port.name for port in container.port_mappings if port.name)
        for name in names:
            if not _PORT_NAME.fullmatch(name):
                words = "up to 64 small letters, digits, _ and -, which it does not begin with"
                yield Trouble(f"{at}ports", f"{name} is no name of a port", words)
            elif times[name] > 1:
                yield Trouble(f"{at}ports", f"{name} names several ports", "a name for each")
        ranges = sum(port.container_port_range is not None for port in container.port_mappings)
        if ranges > MOST_RANGES:
            yield Trouble(f"{at}ports", f"{ranges} ranges; {MOST_RANGES} at most", "wider ones")


def _health(it: Judged, facts: Facts) -> Iterator[Trouble]:  # noqa: ARG001
    yield from readable("P15")(it)
    for at, _, container in it.containers:
        check = container.health_check
        words = f" {' '.join(check.command)} " if check is not None else ""
        tool = next((each for each in _TOOLS if f" {each} " in words or f"/{each} " in words), "")
        if tool:
            yield Trouble(
                f"{at}health_command", f"{tool} has to be in the image", "else the check always fails", "INFO"
            )


def _endings(it: Judged, facts: Facts) -> Iterator[Trouble]:  # noqa: ARG001
    yield from readable("P16")(it)


def _order(it: Judged, facts: Facts) -> Iterator[Trouble]:  # noqa: ARG001
    yield from readable("P17")(it)
    others = {each.name: each for each in it.definition.container_definitions}
    for at, _, container in it.containers:
        for needed in container.depends_on:
            other = others.get(needed.container_name)
            if words := _unmet(container, needed.container_name or "", needed.condition or "", other):
                yield Trouble(f"{at}dependencies", *words)
    yield from _circles(it)


def _unmet(
    container: ContainerDefinition, name: str, condition: str, other: ContainerDefinition | None
) -> tuple[str, str] | None:
    """Why it would wait for ever, and what to do."""
    if other is None:
        return f"it waits for {name}, which is not here", "name a container of this task"
    if other is container:
        return "it waits for itself", "take the line out"
    if condition == "HEALTHY" and other.health_check is None:
        return (
            f"it waits for {name} to be healthy, which has no check",
            f"give {name} a health check, or wait for START",
        )
    if condition in ("COMPLETE", "SUCCESS") and other.essential:
        return f"it waits for the end of {name}, which is essential", f"make {name} not essential: the task would end"
    return None


def _circles(it: Judged) -> Iterator[Trouble]:
    """Containers that wait for each other."""
    waiting = {
        each.name: {needed.container_name for needed in each.depends_on} - {each.name}
        for each in it.definition.container_definitions
    }
    while free := [name for name, needed in waiting.items() if not needed & set(waiting)]:
        for name in free:
            del waiting[name]
    at = next((at for at, _, container in it.containers if container.name in waiting), "")
    if waiting:
        yield Trouble(
            f"{at}dependencies", f"{', '.join(map(str, waiting))} wait for each other", "let one of them start"
        )


CONTAINER_CHECKS: Final[tuple[Check[Judged], ...]] = (
    Check("P04", "BLOCK", "a container is essential", _essential, "containers.0.essential"),
    Check("P05", "BLOCK", "every port is mapped once", _ports, "containers.0.ports"),
    Check("P15", "BLOCK", "health checks are within their limits", _health, "containers.0.health_command"),
    Check("P16", "BLOCK", "containers have 2 to 120 s to stop", _endings, "containers.0.stop_timeout"),
    Check("P17", "BLOCK", "no container waits for ever", _order, "containers.0.dependencies"),
)
