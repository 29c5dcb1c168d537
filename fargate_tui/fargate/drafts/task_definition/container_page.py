"""The page of a container in a task definition's wizard."""

from collections.abc import Iterator
from typing import Final

from fargate_tui.fargate.drafts.fields import Choice, Field, Offer, OfferKind, Step, flag
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
from fargate_tui.fargate.drafts.task_definition.shares import share_in_words
from fargate_tui.fargate.images import ECR_IMAGE

MOST_CONTAINERS: Final = 10
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


def container_step(draft: TaskDefinitionFields, place: int) -> Step:
    """The page of one container."""
    container, several = draft.containers[place], len(draft.containers) > 1
    return Step(
        id=f"containers.{place}",
        title=container.name or f"container {place + 1}",
        fields=tuple(_fields(draft, container, f"containers.{place}.")),
        adds="container" if len(draft.containers) < MOST_CONTAINERS else "",
        is_removable=several,
    )


def _fields(draft: TaskDefinitionFields, container: ContainerDraft, at: str) -> Iterator[Field]:
    yield from _image(container, at)
    yield from _environment(at)
    yield from _resources(draft, container, at)
    yield from _health(container, at)
    yield from _logs(container, at)
    yield from _storage(draft, at)
    yield from _more(draft, container, at)


def _image(container: ContainerDraft, at: str) -> Iterator[Field]:
    yield Field(id=f"{at}name", label="name", hint="letters, digits, - and _", heading="image")
    yield Field(
        id=f"{at}image",
        label="image",
        offer=_image_offer(container.image),
        hint="repository:tag, repository@digest",
        help="An image of ECR by its whole name; a short name is taken from Docker Hub.",
    )
    if container.image and not ECR_IMAGE.match(container.image):
        yield Field(
            id=f"{at}registry",
            label="password of the registry",
            offer=_offer("secrets"),
            hint="none: anybody may pull it",
            help="ARN of a secret with the user name and the password of a private registry.",
        )
    yield flag(f"{at}essential", "essential", help="Whether the task stops when this container does.")
    yield Field(id=f"{at}entry_point", label="entry point", hint="the image's own")
    yield Field(
        id=f"{at}command", label="command", hint="the image's own", help='As for a shell, or as ["a", "JSON list"].'
    )
    yield Field(id=f"{at}directory", label="working directory", hint="the image's own")
    yield Field(id=f"{at}user", label="user", hint="the image's own; uid:gid")
    yield Field(
        id=f"{at}ports",
        label="ports",
        kind="list",
        hint="8080/tcp http name=web, one a line",
        help="Ports it listens on; http, http2 or grpc and a name are for Service Connect.",
        heading="network",
    )


def _image_offer(image: str) -> Offer:
    found = ECR_IMAGE.match(image)
    return (
        Offer(kind="image-tags", of=found["repository"]) if found and found["reference"] else Offer(kind="repositories")
    )


def _environment(at: str) -> Iterator[Field]:
    yield Field(
        id=f"{at}environment",
        label="variables",
        kind="list",
        hint="NAME=value, one a line",
        help="Anybody who may describe the task definition can read them.",
        heading="environment",
        is_secret=True,
    )
    yield Field(
        id=f"{at}secrets",
        label="secrets",
        kind="list",
        offer=_offer("secrets"),
        hint="NAME=ARN, or NAME=parameter, one a line",
        help="Variables whose values ECS reads from Secrets Manager or Parameter Store when the container starts.",
    )
    yield Field(
        id=f"{at}environment_files",
        label="files",
        kind="list",
        hint="arn:aws:s3:::bucket/name.env, one a line",
        help="Objects of S3 with NAME=value lines, ten at most.",
    )


def _resources(draft: TaskDefinitionFields, container: ContainerDraft, at: str) -> Iterator[Field]:
    share = share_in_words(draft, container)
    yield Field(
        id=f"{at}cpu",
        label="CPU share",
        hint="none of its own",
        help=f"In units of which 1,024 are a vCPU; a share of what is wanted, no cap. Now {share}.",
        heading="resources",
    )
    yield Field(
        id=f"{at}memory_reservation",
        label="memory reservation",
        hint="none",
        help=f"MiB that are kept for it, of {draft.memory or '?'} of the task.",
    )
    yield Field(
        id=f"{at}memory",
        label="memory limit",
        hint="all of the task's",
        help=f"MiB; a container that wants more is killed. The task has {draft.memory or '?'}.",
    )


def _health(container: ContainerDraft, at: str) -> Iterator[Field]:
    yield Field(
        id=f"{at}health_command",
        label="health check",
        hint="none; CMD-SHELL curl -f http://localhost/ || exit 1",
        help="What runs in the container and exits with 0 where it is well; that of the image is not looked at.",
        heading="health",
    )
    if container.health_command:
        yield Field(id=f"{at}health_interval", label="interval", hint="30", help="5 to 300 s between two checks.")
        yield Field(id=f"{at}health_timeout", label="timeout", hint="5", help="2 to 60 s that a check may take.")
        yield Field(id=f"{at}health_retries", label="retries", hint="3", help="1 to 10 failures make it unhealthy.")
        yield Field(
            id=f"{at}health_start_period", label="start period", hint="0", help="0 to 300 s in which no failure counts."
        )


def _logs(container: ContainerDraft, at: str) -> Iterator[Field]:
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
            offer=_offer("secrets"),
        )


def _offer(kind: OfferKind) -> Offer:
    return Offer(kind=kind)


def _awslogs(container: ContainerDraft, at: str) -> Iterator[Field]:
    yield Field(id=f"{at}log_group", label="log group", offer=_offer("log-groups"), hint="/ecs/…")
    yield Field(id=f"{at}log_creation", label="if it is missing", kind="choice", choices=_CREATION)
    if container.log_creation == MAKE:
        days = (Choice(value="", words="for ever"), *(Choice(value=str(each), words="days") for each in RETENTION))
        yield Field(id=f"{at}log_retention", label="kept for", kind="choice", choices=days, help="Days; each GB costs.")
    yield Field(id=f"{at}log_region", label="Region of the group")
    yield Field(
        id=f"{at}log_prefix", label="stream prefix", help="Streams are called PREFIX/CONTAINER/TASK; Fargate wants one."
    )


def _storage(draft: TaskDefinitionFields, at: str) -> Iterator[Field]:
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
    if not draft.is_windows:
        yield Field(id=f"{at}tmpfs", label="tmpfs", kind="list", hint="/path MiB options, one a line")


def _more(draft: TaskDefinitionFields, container: ContainerDraft, at: str) -> Iterator[Field]:
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
    if not draft.is_windows:
        yield flag(f"{at}init", "init process", help="Whether one reaps zombies and hands signals on.")
        yield Field(
            id=f"{at}capabilities",
            label="capabilities",
            kind="many",
            choices=(Choice(value="SYS_PTRACE"),),
            hint="none",
        )
        yield Field(id=f"{at}dropped_capabilities", label="without capabilities", kind="many", hint="none")
        yield Field(id=f"{at}ulimits", label="ulimits", kind="list", hint="nofile=soft:hard, one a line")
    yield Field(id=f"{at}labels", label="Docker labels", kind="list", hint="name=value, one a line")
    routers = (Choice(value="", words="none"), Choice(value="fluentbit"), Choice(value="fluentd"))
    yield Field(id=f"{at}firelens", label="routes logs with", kind="choice", choices=routers)
    if foreign_members(container.origin):
        foreign = (Choice(value=KEEP, words="Fargate refuses them"), Choice(value=DROP, words="registers without them"))
        label = f"what Fargate does not have ({', '.join(foreign_members(container.origin))})"
        yield Field(id=f"{at}foreign", label=label, kind="choice", choices=foreign)
