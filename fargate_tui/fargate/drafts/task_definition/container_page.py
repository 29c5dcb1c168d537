"""The page of a container in a task definition's wizard."""

from collections.abc import Iterator
from typing import Final

from fargate_tui.fargate.drafts.fields import OFF, Field, Offer, Step, flag
from fargate_tui.fargate.drafts.task_definition.container import NOT_OF_WINDOWS, ContainerDraft
from fargate_tui.fargate.drafts.task_definition.container_settings import logs, more, storage
from fargate_tui.fargate.drafts.task_definition.fields import TaskDefinitionFields
from fargate_tui.fargate.drafts.task_definition.shares import share_in_words
from fargate_tui.fargate.images import ECR_IMAGE

MOST_CONTAINERS: Final = 10


def container_step(draft: TaskDefinitionFields, place: int) -> Step:
    """The page of one container."""
    container, several = draft.containers[place], len(draft.containers) > 1
    fields = _fields(draft, container, f"containers.{place}.")
    return Step(
        id=f"containers.{place}",
        title=container.name or f"container {place + 1}",
        fields=tuple(each for each in fields if _applies(draft, container, each)),
        adds="container" if len(draft.containers) < MOST_CONTAINERS else "",
        is_removable=several,
    )


def _applies(draft: TaskDefinitionFields, container: ContainerDraft, field: Field) -> bool:
    """Whether its system has it; what was typed already can still be taken out."""
    member = field.id.rpartition(".")[2]
    return not draft.is_windows or member not in NOT_OF_WINDOWS or getattr(container, member) not in ("", OFF)


def _fields(draft: TaskDefinitionFields, container: ContainerDraft, at: str) -> Iterator[Field]:
    yield from _image(container, at)
    yield from _environment(at)
    yield from _resources(draft, container, at)
    yield from _health(container, at)
    yield from logs(container, at)
    yield from storage(draft, at)
    yield from more(draft, container, at)


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
            label="registry password",
            offer=Offer(kind="secrets"),
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


_REPOSITORIES: Final = Offer(kind="repositories")


def _image_offer(image: str) -> Offer:
    """Tags from the colon on, as a name is whole only then."""
    repository, colon, _ = image.partition(":")
    return Offer(kind="image-tags", of=repository) if colon and ECR_IMAGE.match(repository) else _REPOSITORIES


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
        offer=Offer(kind="references"),
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
