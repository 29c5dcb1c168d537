"""The pages of a task definition's wizard."""

from collections.abc import Iterator
from typing import Final

from fargate_tui.fargate.drafts.fields import Choice, Field, Offer, Step, flag
from fargate_tui.fargate.drafts.task_definition.container import DROP, KEEP
from fargate_tui.fargate.drafts.task_definition.container_page import container_step
from fargate_tui.fargate.drafts.task_definition.fields import CREATE, NOT_OF_TASKS, TaskDefinitionFields, role_name
from fargate_tui.fargate.drafts.task_definition.sizes import cpu_choices, memory_choices
from fargate_tui.fargate.drafts.task_definition.volume import EFS, KINDS, VolumeDraft
from fargate_tui.fargate.prices import Rates

_SYSTEMS: Final = (
    Choice(value="LINUX"),
    *(
        Choice(value=f"WINDOWS_SERVER_{each}", words="x86_64 only, with a licence per vCPU")
        for each in ("2019_CORE", "2019_FULL", "2022_CORE", "2022_FULL", "2025_CORE", "2025_FULL")
    ),
)
_TRUSTED: Final = "ecs-tasks.amazonaws.com"
FOREIGN: Final = (
    Choice(value=KEEP, words="as they came, though Fargate refuses them"),
    Choice(value=DROP, words="registers without them"),
)


def steps_of(draft: TaskDefinitionFields, rates: Rates | None = None) -> tuple[Step, ...]:
    """All pages: the task, each container, the volumes, each volume, the roles."""
    containers = (container_step(draft, place) for place in range(len(draft.containers)))
    volumes = (_volume_step(volume, place) for place, volume in enumerate(draft.volumes))
    return (_task_step(draft, rates), *containers, _storage_step(), *volumes, _roles_step(draft))


def _task_step(draft: TaskDefinitionFields, rates: Rates | None) -> Step:
    return Step(id="task", title="task", fields=tuple(_task_fields(draft, rates)))


def _task_fields(draft: TaskDefinitionFields, rates: Rates | None) -> Iterator[Field]:
    yield Field(
        id="family",
        label="family",
        offer=Offer(kind="families"),
        hint="letters, digits, - and _",
        help="The name that its revisions share; another revision comes of a family that is there already.",
    )
    yield Field(id="os", label="operating system", kind="choice", choices=_systems(draft.os))
    yield Field(id="architecture", label="architecture", kind="choice", choices=_architectures(draft))
    yield Field(
        id="cpu",
        label="CPU",
        kind="choice",
        choices=cpu_choices(draft),
        heading="size",
        help="What all containers of a task share, in units of which 1,024 are a vCPU.",
    )
    yield Field(
        id="memory",
        label="memory",
        kind="choice",
        choices=memory_choices(draft, rates),
        help="MiB for all containers of a task; the prices are of one task on demand, by list.",
    )
    yield from _inherited(draft)


def _systems(present: str) -> tuple[Choice, ...]:
    return _SYSTEMS if any(each.value == present for each in _SYSTEMS) else (*_SYSTEMS, Choice(value=present))


def _architectures(draft: TaskDefinitionFields) -> tuple[Choice, ...]:
    arm = Choice(value="ARM64", words="Graviton: about a fifth cheaper; images have to be built for it")
    return (
        (Choice(value="X86_64"),)
        if draft.is_windows and draft.architecture != "ARM64"
        else (
            Choice(value="X86_64"),
            arm,
        )
    )


def _inherited(draft: TaskDefinitionFields) -> Iterator[Field]:
    """What only a task definition from elsewhere has to be asked."""
    heading = "what it came with"
    if draft.network_mode != "awsvpc":
        yield Field(id="network_mode", label="network mode", heading=heading, choices=(Choice(value="awsvpc"),))
    if "FARGATE" not in draft.compatibilities.split():
        yield Field(id="compatibilities", label="runs on", kind="many", choices=(Choice(value="FARGATE"),))
    if any(draft.origin.get(name) for name in NOT_OF_TASKS):
        yield Field(id="foreign", label="what Fargate does not have", kind="choice", choices=FOREIGN)


def _storage_step() -> Step:
    storage = Field(
        id="storage",
        label="ephemeral storage",
        hint="20 GiB, which are free",
        help="21 to 200 GiB, shared by the containers, their images and what they write; gone with the task.",
    )
    return Step(id="volumes", title="storage", fields=(storage,), adds="volume")


def _volume_step(volume: VolumeDraft, place: int) -> Step:
    title = volume.name or f"volume {place + 1}"
    fields = tuple(_volume_fields(volume, f"volumes.{place}"))
    return Step(id=f"volumes.{place}", title=title, fields=fields, adds="volume", is_removable=True)


def _volume_fields(volume: VolumeDraft, at: str) -> Iterator[Field]:
    kinds = tuple(Choice(value=kind, words=words) for kind, words in KINDS.items())
    if volume.kind not in KINDS:
        kinds = (*kinds, Choice(value=volume.kind, words="what it came with"))
    yield Field(id=f"{at}.name", label="name", hint="letters, digits, - and _", help="What containers mount it by.")
    yield Field(id=f"{at}.kind", label="kind", kind="choice", choices=kinds)
    if volume.kind != EFS:
        return
    enabled = (Choice(value="", words="as AWS does"), Choice(value="ENABLED"), Choice(value="DISABLED"))
    yield Field(
        id=f"{at}.file_system", label="file system", offer=Offer(kind="file-systems"), hint="fs-…", heading="EFS"
    )
    yield Field(id=f"{at}.root", label="root directory", hint="/", help="With an access point it is the point's own.")
    yield Field(id=f"{at}.encryption", label="encryption in transit", kind="choice", choices=enabled)
    yield Field(id=f"{at}.port", label="port of the encryption", hint="chosen by the mount helper")
    yield Field(id=f"{at}.access_point", label="access point", hint="fsap-…")
    yield Field(
        id=f"{at}.iam",
        label="IAM",
        kind="choice",
        choices=enabled,
        help="Whether the file system asks the task role for permission; needs encryption in transit.",
    )


def _roles_step(draft: TaskDefinitionFields) -> Step:
    return Step(id="roles", title="roles and tags", fields=tuple(_roles_fields(draft)))


def _roles_fields(draft: TaskDefinitionFields) -> Iterator[Field]:
    yield _role(draft, "execution", "By it ECS pulls images, reads secrets and writes logs.")
    yield _role(draft, "task", "By it the programs in the containers may use AWS, and a shell gets into them.")
    if draft.task_role == CREATE:
        yield flag("execute", "shell", help="Whether the role that is made lets a shell into the containers.")
    pids = (Choice(value="", words="each container sees its own"), Choice(value="task", words="all see all"))
    others = () if draft.pid_mode in ("", "task") else (Choice(value=draft.pid_mode, words="not on Fargate"),)
    yield Field(id="pid_mode", label="processes", kind="choice", choices=(*pids, *others), heading="more")
    yield Field(id="tags", label="tags", kind="list", hint="key=value, one a line")


def _role(draft: TaskDefinitionFields, kind: str, help_: str) -> Field:
    made = f"makes {role_name(draft, kind)}, allowed exactly what this needs"
    return Field(
        id=f"{kind}_role",
        label=f"{kind} role",
        choices=(Choice(value="", words="none"), Choice(value=CREATE, words=made)),
        offer=Offer(kind="roles", of=_TRUSTED),
        hint=f"none; {CREATE}, a name or an ARN",
        help=help_,
        heading="roles" if kind == "execution" else "",
    )
