"""What follows from an answer: the memory from the CPU, names from the family, options from the log driver."""

from typing import Final, TypeVar

from msgspec.structs import replace

from fargate_tui.fargate.drafts.paths import with_value
from fargate_tui.fargate.drafts.task_definition.container import AWSLOGS, MAKE, THERE, ContainerDraft
from fargate_tui.fargate.drafts.task_definition.fields import Fields, TaskDefinitionFields
from fargate_tui.fargate.drafts.task_definition.sizes import nearest_cpu, nearest_memory
from fargate_tui.fargate.sizes import read_cpu, read_memory

PREFIX: Final = "ecs"
"""What the names of log streams begin with, as AWS's console has it."""

Item = TypeVar("Item")


def answered(draft: Fields, field: str, text: str) -> Fields:
    """The draft with another answer, and with all that follows from it."""
    answer = with_value(draft, field, text)
    head, _, rest = field.partition(".")
    place, _, member = rest.partition(".")
    match head, member:
        case ("cpu", _):
            return sized(answer)
        case ("os", _):
            return _for_system(answer)
        case ("family", _):
            return _named(draft, answer)
        case ("containers", "name"):
            return _with_name(draft, answer, int(place))
        case ("containers", "log_driver"):
            return _with_driver(answer, int(place))
        case ("volumes", "name"):
            return _with_volume(draft, answer, int(place))
        case _:
            return answer


def log_group(family: str) -> str:
    """The log group that a family's containers write to where none else is wanted."""
    return f"/ecs/{family.strip()}" if family.strip() else ""


def sized(draft: Fields) -> Fields:
    """With a memory that goes with the CPU: the one it has if it does, else the nearest that does."""
    cpu, present = read_cpu(draft.cpu), read_memory(draft.memory)
    memory = None if cpu is None else nearest_memory(cpu, present, windows=draft.is_windows)
    return draft if memory in (None, present) else replace(draft, memory=str(memory))


def _for_system(draft: Fields) -> Fields:
    if not draft.is_windows:
        return sized(draft)
    cpu = nearest_cpu(read_cpu(draft.cpu), windows=True)
    return sized(replace(draft, architecture="X86_64", cpu=str(cpu)))


def _named(before: TaskDefinitionFields, draft: Fields) -> Fields:
    """What was named after the family is named after it still; what was typed by hand stays."""
    old, new = before.family.strip(), draft.family.strip()
    containers = tuple(
        replace(each, log_group=log_group(new))
        if each.log_driver == AWSLOGS and each.log_group == log_group(old)
        else each
        for each in draft.containers
    )
    draft = replace(draft, containers=containers)
    if containers and containers[0].name == old and all(each.name != new for each in containers[1:]):
        return answered(draft, "containers.0.name", new)
    return draft


def _with_name(before: TaskDefinitionFields, draft: Fields, place: int) -> Fields:
    """The containers that wait for one that has another name now wait for it still."""
    old, new = before.containers[place].name.strip(), draft.containers[place].name.strip()
    if not old or not new or sum(each.name.strip() == old for each in before.containers) > 1:
        return draft
    containers = tuple(
        replace(each, dependencies=_renamed(each.dependencies, " ", old, new)) for each in draft.containers
    )
    return replace(draft, containers=containers)


def _with_volume(before: TaskDefinitionFields, draft: Fields, place: int) -> Fields:
    """The containers that mount a volume that has another name now mount it still."""
    old, new = before.volumes[place].name.strip(), draft.volumes[place].name.strip()
    if not old or not new or sum(each.name.strip() == old for each in before.volumes) > 1:
        return draft
    containers = tuple(replace(each, mounts=_renamed(each.mounts, ":", old, new)) for each in draft.containers)
    return replace(draft, containers=containers)


def _renamed(text: str, behind: str, old: str, new: str) -> str:
    """A list whose lines begin with a name and what stands behind it, with another name."""
    begins = f"{old}{behind}"
    lines = text.split("\n")
    return "\n".join(f"{new}{behind}{line[len(begins) :]}" if line.startswith(begins) else line for line in lines)


def _with_driver(draft: Fields, place: int) -> Fields:
    """What only awslogs has goes, and comes, with it."""
    container = draft.containers[place]
    if container.log_driver != AWSLOGS:
        container = replace(container, log_group="", log_creation=THERE, log_region="", log_prefix="", log_retention="")
    elif not container.log_group:
        container = with_logs(container, draft)
    return replace(draft, containers=replaced(draft.containers, place, container))


def with_logs(container: ContainerDraft, draft: TaskDefinitionFields) -> ContainerDraft:
    """A container that writes to CloudWatch Logs, to the group of its family."""
    group = log_group(draft.family)
    return replace(
        container, log_driver=AWSLOGS, log_group=group, log_creation=MAKE, log_region=draft.region, log_prefix=PREFIX
    )


def replaced(items: tuple[Item, ...], place: int, item: Item) -> tuple[Item, ...]:
    """The same items but for one."""
    return (*items[:place], item, *items[place + 1 :])


def in_region(draft: Fields, region: str) -> Fields:
    """With the Region it is registered in, where it was begun without one."""
    containers = tuple(
        replace(each, log_region=region) if each.log_driver == AWSLOGS and not each.log_region else each
        for each in draft.containers
    )
    return replace(draft, region=region, containers=containers)
