"""Where the containers of a task definition write (fargate.md §9.1)."""

from collections.abc import Mapping, Sequence
from typing import Final

from fargate_tui.fargate.logs.records import LogStreams
from fargate_tui.fargate.records import ContainerDefinition, TaskDefinition

_FIRELENS_GROUPS: Final = ("log_group_name", "log-group-name", "log_group", "logGroupName")
_NAMED_AT_MOST: Final = 4
_LISTED_AT_MOST: Final = 2
_DEFAULT_BUFFER: Final = "10m"


def log_streams(definition: TaskDefinition, region: str) -> tuple[LogStreams, ...]:
    """Where its containers write, of those that use awslogs; ``region`` is the task's own."""
    found = ((container, _options(container)) for container in definition.container_definitions)
    return tuple(
        LogStreams(
            group=options["awslogs-group"],
            region=options.get("awslogs-region") or region,
            prefix=options["awslogs-stream-prefix"],
            container=container.name or "",
            mode=options.get("mode", ""),
        )
        for container, options in found
        if _driver(container) == "awslogs" and options.get("awslogs-group") and options.get("awslogs-stream-prefix")
    )


def not_followed(definition: TaskDefinition) -> tuple[str, ...]:
    """Why the lines of its other containers cannot be followed, a sentence each that names what is configured."""
    told = ((container.name or "a container", _why_not(container)) for container in definition.container_definitions)
    return tuple(f"logs of {name} are not followed: {why}" for name, why in told if why)


def offered_groups(definition: TaskDefinition, only: str | None = None) -> tuple[str, ...]:
    """The log groups that FireLens is told of, of one container or of all: they can be opened by hand."""
    named = (container for container in definition.container_definitions if only in (None, container.name))
    found = (_firelens_group(_options(each)) for each in named if _driver(each) == "awsfirelens")
    return tuple(dict.fromkeys(filter(None, found)))


def buffer_of(container: str, definition: TaskDefinition) -> str:
    """The size of the buffer in which a container's lines wait in non-blocking mode."""
    found = next((each for each in definition.container_definitions if each.name == container), None)
    return (_options(found).get("max-buffer-size") if found is not None else "") or _DEFAULT_BUFFER


def loss_of(mode: str, buffer: str, containers: Sequence[str]) -> str:
    """How lines of containers that write in a mode can be lost without a trace; empty where they cannot."""
    if mode == "blocking" or not containers:
        return ""
    full = f"lines are lost when the buffer (max-buffer-size {buffer}) is full"
    names = _listed(containers)
    if mode == "non-blocking":
        return f"non-blocking log mode of {names}: {full}"
    return f"no log mode is set for {names}: non-blocking since 2025-06-25 unless the account says otherwise, {full}"


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _LISTED_AT_MOST
    return ", ".join(names[:_LISTED_AT_MOST]) + (f" and {more} more" if more > 0 else "")


def _options(container: ContainerDefinition) -> Mapping[str, str]:
    return container.log_configuration.options if container.log_configuration is not None else {}


def _driver(container: ContainerDefinition) -> str:
    return (container.log_configuration.log_driver or "") if container.log_configuration is not None else ""


def _why_not(container: ContainerDefinition) -> str:
    options = _options(container)
    match _driver(container):
        case "":
            return "no log driver is configured"
        case "awslogs":
            missing = [name for name in ("awslogs-group", "awslogs-stream-prefix") if not options.get(name)]
            return f"{missing[0]} is not set" if missing else ""
        case "awsfirelens":
            return _firelens(options)
        case driver:
            return f"they go to {driver}{_named(options)}"


def _firelens(options: Mapping[str, str]) -> str:
    """What FireLens is told, and the log group among it, which can be opened by hand."""
    group = _firelens_group(options)
    target = options.get("Name") or options.get("@type") or ""
    where = f"they go through awsfirelens{f' to {target}' if target else ''}"
    return f"{where}, log group {group}" if group else f"{where}{_named(options)}"


def _firelens_group(options: Mapping[str, str]) -> str:
    return next((options[name] for name in _FIRELENS_GROUPS if options.get(name)), "")


def _named(options: Mapping[str, str]) -> str:
    """The names of options, not their values: a Splunk token is one of them."""
    names = [name for name in sorted(options) if name not in ("Name", "@type")]
    more = f" and {len(names) - _NAMED_AT_MOST} more" if len(names) > _NAMED_AT_MOST else ""
    return f" ({', '.join(names[:_NAMED_AT_MOST])}{more} set)" if names else ""
