"""Where the containers of a task definition write (fargate.md §9.1)."""

from collections.abc import Mapping
from typing import Final

from fargate_tui.fargate.logs.records import LogStreams
from fargate_tui.fargate.records import ContainerDefinition, TaskDefinition

_FIRELENS_GROUPS: Final = ("log_group_name", "log-group-name", "log_group", "logGroupName")
_NAMED_AT_MOST: Final = 4
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


def loss_of(streams: LogStreams, definition: TaskDefinition) -> str:
    """How lines of a container can be lost without a trace; empty where it writes in blocking mode."""
    container = next((each for each in definition.container_definitions if each.name == streams.container), None)
    buffer = (_options(container).get("max-buffer-size") if container is not None else "") or _DEFAULT_BUFFER
    match streams.mode:
        case "blocking":
            return ""
        case "non-blocking":
            return f"{streams.container} logs in non-blocking mode: lines are lost when its buffer of {buffer} is full"
        case _:
            return (
                f"{streams.container} sets no log mode, which is non-blocking since 2025-06-25 "
                f"unless the account says otherwise: lines are lost when its buffer of {buffer} is full"
            )


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
    group = next((options[name] for name in _FIRELENS_GROUPS if options.get(name)), "")
    target = options.get("Name") or options.get("@type") or ""
    where = f"they go through awsfirelens{f' to {target}' if target else ''}"
    return f"{where}, log group {group}" if group else f"{where}{_named(options)}"


def _named(options: Mapping[str, str]) -> str:
    """The names of options, not their values: a Splunk token is one of them."""
    names = [name for name in sorted(options) if name not in ("Name", "@type")]
    more = f" and {len(names) - _NAMED_AT_MOST} more" if len(names) > _NAMED_AT_MOST else ""
    return f" ({', '.join(names[:_NAMED_AT_MOST])}{more} set)" if names else ""
