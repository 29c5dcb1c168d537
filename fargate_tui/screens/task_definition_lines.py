"""A task definition as a page that a person reads."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from fargate_tui.fargate.arns import name_of
from fargate_tui.fargate.records import ContainerDefinition, KeyValue, TaskDefinition
from fargate_tui.fargate.secrets import MASK, is_secret
from fargate_tui.format import age, memory, vcpu, visible
from fargate_tui.widgets.lines import Line, Span, pair

BAR = 24
"""Cells of a bar."""
LEAST_SHARE = 2
"""vCPU units that Linux gives a container without a share (fargate.md §1.4)."""


def task_definition_lines(definition: TaskDefinition, now: datetime) -> tuple[Line, ...]:
    """The revision: its size and roles, then each container with its part of that size."""
    return tuple(_lines(definition, now))


def _lines(definition: TaskDefinition, now: datetime) -> Iterator[Line]:
    platform = definition.runtime_platform
    size = f"{vcpu(definition.cpu)} · {memory(definition.memory)}"
    yield pair("status", definition.status or "—", "good" if definition.status == "ACTIVE" else "warn")
    yield pair("size", size)
    if platform is not None:
        system = f"{platform.operating_system_family or 'LINUX'} · {platform.cpu_architecture or 'X86_64'}"
        yield pair("platform", system)
    yield pair("network mode", definition.network_mode or "—")
    yield pair("task role", _role(definition.task_role_arn))
    yield pair("execution role", _role(definition.execution_role_arn))
    if definition.registered_at is not None:
        when = f"{definition.registered_at:%Y-%m-%d %H:%M} UTC ({age(definition.registered_at, now)} ago)"
        by = f" by {name_of(definition.registered_by)}" if definition.registered_by else ""
        yield pair("registered", visible(when + by))
    for tag in definition.tags:
        yield pair(f"tag {visible(tag.key or '')}", visible(tag.value or ""))
    for container in definition.container_definitions:
        yield ()
        yield from _container(container, definition)


def _role(arn: str | None) -> str:
    return visible(name_of(arn)) if arn else "none"


def _container(container: ContainerDefinition, definition: TaskDefinition) -> Iterator[Line]:
    need = "essential" if container.essential else "not essential"
    yield (Span(visible(container.name or "—"), "title"), Span(f"  {need}", "muted"))
    yield pair("  image", visible(container.image or "—"))
    yield _share(container, definition.container_definitions)
    yield _memory(container, definition)
    ports = ", ".join(f"{port.container_port}/{port.protocol or 'tcp'}" for port in container.port_mappings)
    if ports:
        yield pair("  ports", ports)
    for name, words in (("entry point", container.entry_point), ("command", container.command)):
        if words:
            yield pair(f"  {name}", visible(" ".join(words)))
    yield from _logs(container)
    if container.health_check is not None:
        check = container.health_check
        often = f"every {check.interval or 30} s, {check.retries or 3} tries"
        yield pair("  health check", visible(f"{' '.join(check.command)}  ({often})"))
    for other in container.depends_on:
        yield pair("  starts after", visible(f"{other.container_name} is {other.condition}"))
    if container.stop_timeout is not None:
        yield pair("  stop timeout", f"{container.stop_timeout} s")
    yield from _variables("environment", container.environment)
    for number, secret in enumerate(container.secrets):
        yield pair("  secrets" if number == 0 else "", visible(f"{secret.name} ← {secret.value_from}"), "muted")


def _share(container: ContainerDefinition, all_containers: Sequence[ContainerDefinition]) -> Line:
    """The part of the CPU a container gets when all want it: a share, not a cap (fargate.md §1.4)."""
    mine = container.cpu or LEAST_SHARE
    part = mine / sum(other.cpu or LEAST_SHARE for other in all_containers)
    return (
        *pair("  CPU share", f"{_bar(part)} {part:4.0%}"),
        Span(f"  {container.cpu or 0} units, not a cap", "muted"),
    )


def _memory(container: ContainerDefinition, definition: TaskDefinition) -> Line:
    soft, hard = container.memory_reservation, container.memory
    total = int(definition.memory) if definition.memory and definition.memory.isdigit() else 0
    size = hard or soft or 0
    if not size or not total:
        return pair("  memory", f"shares the task's {memory(definition.memory)}")
    limits = [f"reserved {memory(soft)}"] * bool(soft) + [f"killed above {memory(hard)}"] * bool(hard)
    return (*pair("  memory", f"{_bar(size / total)} {size / total:4.0%}"), Span(f"  {', '.join(limits)}", "muted"))


def _bar(part: float) -> str:
    filled = round(min(max(part, 0), 1) * BAR)
    return "█" * filled + "░" * (BAR - filled)


def _logs(container: ContainerDefinition) -> Iterator[Line]:
    logs = container.log_configuration
    if logs is None:
        yield pair("  logs", "none are kept: no log driver", "warn")
        return
    group = logs.options.get("awslogs-group")
    where = f"{logs.log_driver} → {group}" if group else str(logs.log_driver)
    mode = logs.options.get("mode")
    yield pair("  logs", visible(where + (f" ({mode})" if mode else "")))


def _variables(title: str, variables: Sequence[KeyValue]) -> Iterator[Line]:
    for number, variable in enumerate(variables):
        name, value = variable.name or "", variable.value or ""
        shown = MASK if is_secret(name, value) else value
        yield pair(f"  {title}" if number == 0 else "", visible(f"{name}={shown}"))
