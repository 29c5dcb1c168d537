"""The lower half of a container's page: logs, storage, and all that is seldom asked for."""

from collections.abc import Iterator
from typing import Final

from fargate_tui.fargate.drafts.fields import Choice, Field, Offer, flag
from fargate_tui.fargate.drafts.task_definition.container import (
    AT_START,
    AWSLOGS,
    DRIVERS,
    DROP,
    KEEP,
    MAKE,
    THERE,
    ContainerDraft,
    foreign_members,
)
from fargate_tui.fargate.drafts.task_definition.fields import TaskDefinitionFields

RETENTION: Final = (
    1,
    3,
    5,
    7,
    14,
    30,
    60,
    90,
    120,
    150,
    180,
    365,
    400,
    545,
    731,
    1096,
    1827,
    2192,
    2557,
    2922,
    3288,
    3653,
)
"""Days that CloudWatch Logs can keep lines."""
_CREATION: Final = (
    Choice(value=MAKE, words="made before the task definition, where it is missing"),
    Choice(value=AT_START, words="made by ECS when a task starts; the execution role may then make groups"),
    Choice(value=THERE, words="it is there already"),
)


def logs(container: ContainerDraft, at: str) -> Iterator[Field]:
    """Where its output goes."""
    drivers = (Choice(value=AWSLOGS, words="CloudWatch Logs"), Choice(value="splunk"), Choice(value="awsfirelens"))
    others = () if container.log_driver in ("", *DRIVERS) else (Choice(value=container.log_driver),)
    none = Choice(value="", words="what it prints is lost")
    yield Field(id=f"{at}log_driver", label="driver", kind="choice", choices=(*drivers, none, *others), heading="logs")
    if container.log_driver == AWSLOGS:
        yield from _awslogs(container, at)
    if container.log_driver:
        modes = (
            Choice(value="", words="as the account has it"),
            Choice(value="non-blocking"),
            Choice(value="blocking"),
        )
        yield Field(id=f"{at}log_mode", label="mode", kind="choice", choices=modes)
        yield Field(id=f"{at}log_options", label="options", kind="list", hint="NAME=value, one a line", is_secret=True)
        yield Field(
            id=f"{at}log_secrets",
            label="secret options",
            kind="list",
            hint="NAME=ARN, one a line",
            offer=Offer(kind="references"),
        )


def _awslogs(container: ContainerDraft, at: str) -> Iterator[Field]:
    yield Field(id=f"{at}log_group", label="log group", offer=Offer(kind="log-groups"), hint="/ecs/…")
    yield Field(id=f"{at}log_creation", label="if it is missing", kind="choice", choices=_CREATION)
    if container.log_creation == MAKE:
        days = (Choice(value="", words="for ever"), *(Choice(value=str(each), words="days") for each in RETENTION))
        yield Field(id=f"{at}log_retention", label="kept for", kind="choice", choices=days, help="Days; each GB costs.")
    yield Field(id=f"{at}log_region", label="Region of the group")
    yield Field(
        id=f"{at}log_prefix", label="stream prefix", help="Streams are called PREFIX/CONTAINER/TASK; Fargate wants one."
    )


def storage(draft: TaskDefinitionFields, at: str) -> Iterator[Field]:
    """What it mounts, and where it may write."""
    volumes = tuple(Choice(value=f"{each.name}:/") for each in draft.volumes if each.name)
    yield Field(
        id=f"{at}mounts",
        label="mount points",
        kind="list",
        choices=volumes,
        hint="volume:/path, :ro behind it to read only",
        heading="storage",
    )
    yield flag(f"{at}read_only", "read-only root", help="Whether it may write nowhere but in volumes.")
    yield Field(id=f"{at}tmpfs", label="tmpfs", kind="list", hint="/path MiB options, one a line")


def more(draft: TaskDefinitionFields, container: ContainerDraft, at: str) -> Iterator[Field]:
    """When it starts, stops and starts anew; what else Docker can be told."""
    others = (each.name for each in draft.containers if each.name and each is not container)
    yield Field(
        id=f"{at}dependencies",
        label="waits for",
        kind="list",
        choices=tuple(Choice(value=f"{each} {what}") for each in others for what in ("START", "HEALTHY", "SUCCESS")),
        hint="container START, HEALTHY, SUCCESS or COMPLETE",
        heading="more",
    )
    yield Field(
        id=f"{at}start_timeout", label="start timeout", help="2 to 120 s until those it waits for have to be so."
    )
    yield Field(id=f"{at}stop_timeout", label="stop timeout", hint="30", help="2 to 120 s from SIGTERM to SIGKILL.")
    yield flag(f"{at}restart", "restart", help="Whether the container is started anew when it exits, without the task.")
    if container.restart == "on":
        yield Field(id=f"{at}restart_codes", label="not after exit codes", kind="many", hint="none; 0 1")
        yield Field(id=f"{at}restart_period", label="not within", hint="300", help="60 to 1800 s from the last start.")
    yield flag(f"{at}init", "init process", help="Whether one reaps zombies and hands signals on.")
    ptrace = (Choice(value="SYS_PTRACE"),)
    yield Field(id=f"{at}capabilities", label="capabilities", kind="many", choices=ptrace, hint="none")
    yield Field(id=f"{at}dropped_capabilities", label="without capabilities", kind="many", hint="none")
    yield Field(id=f"{at}ulimits", label="ulimits", kind="list", hint="nofile=soft:hard, one a line")
    yield Field(id=f"{at}labels", label="Docker labels", kind="list", hint="name=value, one a line", is_secret=True)
    routers = (Choice(value="", words="none"), Choice(value="fluentbit"), Choice(value="fluentd"))
    yield Field(id=f"{at}firelens", label="routes logs with", kind="choice", choices=routers)
    if foreign_members(container.origin):
        foreign = (Choice(value=KEEP, words="Fargate refuses them"), Choice(value=DROP, words="registers without them"))
        label = f"what Fargate does not have ({', '.join(foreign_members(container.origin))})"
        yield Field(id=f"{at}foreign", label=label, kind="choice", choices=foreign)
