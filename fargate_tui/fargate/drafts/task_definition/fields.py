"""The fields of a task definition's draft, and the requests that they come from and become."""

from collections.abc import Mapping
from typing import Final, TypeVar

from fargate_tui.fargate.answers import Json
from fargate_tui.fargate.drafts.creations import Ref
from fargate_tui.fargate.drafts.fields import OFF
from fargate_tui.fargate.drafts.task_definition import lines
from fargate_tui.fargate.drafts.task_definition.container import (
    DROP,
    KEEP,
    ContainerDraft,
    container_of,
    container_request,
)
from fargate_tui.fargate.drafts.task_definition.forms import TEXT, WORDS, Form, size, whole
from fargate_tui.fargate.drafts.task_definition.members import Member, Part, emitted, texts_in
from fargate_tui.fargate.drafts.task_definition.volume import VolumeDraft, volume_of, volume_request
from fargate_tui.fargate.sizes import EPHEMERAL_GIB, read_cpu, read_memory

CREATE: Final = "create"
"""In place of a role: one is made, with exactly what the task definition needs."""
_PARTS: Final = ("containerDefinitions", "volumes")
NOT_OF_TASKS: Final = ("placementConstraints", "ipcMode", "inferenceAccelerators")
"""Members that Fargate does not have."""


class TaskDefinitionFields(Part, frozen=True, kw_only=True):
    """The fields of a task definition, each as it was typed."""

    region: str = ""
    """Where it is to be registered: prices and the logs' Region are of it."""
    family: str = ""
    cpu: str = ""
    memory: str = ""
    os: str = "LINUX"
    architecture: str = "X86_64"
    storage: str = ""
    """GiB; blank for the 20 that are free."""
    pid_mode: str = ""
    network_mode: str = ""
    compatibilities: str = ""
    containers: tuple[ContainerDraft, ...] = ()
    volumes: tuple[VolumeDraft, ...] = ()
    execution_role: str = ""
    """An ARN or a name; `CREATE` for one that is to be made."""
    task_role: str = ""
    execute: str = OFF
    """Whether a task role that is made lets a shell into the containers."""
    tags: str = ""
    foreign: str = KEEP
    """Whether members that Fargate does not have, which it came with, are kept or dropped."""

    @property
    def is_windows(self) -> bool:
        """Whether it is for Windows."""
        return self.os.startswith("WINDOWS")


Fields = TypeVar("Fields", bound=TaskDefinitionFields)


def _platform(absent: str) -> Form:
    return Form(text=str, value=TEXT.value, absent=absent)


TASK: Final[tuple[Member, ...]] = (
    Member("family", ("family",), TEXT),
    Member("cpu", ("cpu",), size(read_cpu), "P02"),
    Member("memory", ("memory",), size(read_memory), "P02"),
    Member("os", ("runtimePlatform", "operatingSystemFamily"), _platform("LINUX"), "P18"),
    Member("architecture", ("runtimePlatform", "cpuArchitecture"), _platform("X86_64"), "P18"),
    Member("storage", ("ephemeralStorage", "sizeInGiB"), whole(EPHEMERAL_GIB[0], EPHEMERAL_GIB[-1], "GiB"), "P07"),
    Member("pid_mode", ("pidMode",), TEXT, "P06"),
    Member("network_mode", ("networkMode",), TEXT, "P01"),
    Member("compatibilities", ("requiresCompatibilities",), WORDS, "P01"),
    Member("execution_role", ("executionRoleArn",), TEXT, "P10"),
    Member("task_role", ("taskRoleArn",), TEXT, "P11"),
    Member("tags", ("tags",), lines.TAGS),
)


def fields_of(request: Json, region: str, of: type[Fields]) -> Fields:
    """A draft of a request that registers a task definition, which it becomes again, to the last member."""
    containers = tuple(map(container_of, _objects(request.get("containerDefinitions"))))
    volumes = tuple(map(volume_of, _objects(request.get("volumes"))))
    # Containers and volumes have what they came from themselves; their places are kept.
    origin = {name: [] if name in _PARTS else member for name, member in request.items()}
    return of(origin=origin, region=region, containers=containers, volumes=volumes, **texts_in(request, TASK))


def _objects(value: object) -> tuple[Json, ...]:
    return tuple(each for each in value if isinstance(each, Mapping)) if isinstance(value, list) else ()


def registration(draft: TaskDefinitionFields) -> dict[str, object]:
    """The request that registers it; a role that is made first is a `Ref`."""
    found = emitted(draft, TASK)
    if draft.foreign == DROP:
        found = {name: value for name, value in found.items() if name not in NOT_OF_TASKS}
    if draft.containers or "containerDefinitions" in found:
        found["containerDefinitions"] = [container_request(each) for each in draft.containers]
    if draft.volumes or "volumes" in found:
        found["volumes"] = [volume_request(each) for each in draft.volumes]
    for member, text, kind in roles_of(draft):
        if text == CREATE and draft.origin.get(member) != CREATE:
            found[member] = Ref(step=f"role:{role_name(draft, kind)}")
    return found


def roles_of(draft: TaskDefinitionFields) -> tuple[tuple[str, str, str], ...]:
    """The member of a request, what is in the field, and the kind, of both roles."""
    return (
        ("executionRoleArn", draft.execution_role, "execution"),
        ("taskRoleArn", draft.task_role, "task"),
    )


_LONGEST_ROLE: Final = 64


def role_name(draft: TaskDefinitionFields, kind: str) -> str:
    """What a role is called that is made."""
    behind = f"-{kind}"
    return f"{draft.family.strip()[: _LONGEST_ROLE - len(behind)]}{behind}"
