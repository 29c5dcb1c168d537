"""A task definition's draft in a few lines, for beside the page."""

from collections.abc import Iterator

from fargate_tui.fargate.arns import name_of
from fargate_tui.fargate.drafts.task_definition.container import AT_START, AWSLOGS, MAKE, ContainerDraft
from fargate_tui.fargate.drafts.task_definition.fields import CREATE, TaskDefinitionFields, role_name
from fargate_tui.fargate.drafts.task_definition.shares import share
from fargate_tui.fargate.drafts.task_definition.sizes import size_in_words
from fargate_tui.fargate.images import without_registry
from fargate_tui.fargate.prices import Rates

_BAR = 10
_MADE = {MAKE: "made if missing", AT_START: "made when a task starts"}


def summary_of(draft: TaskDefinitionFields, rates: Rates | None = None) -> tuple[tuple[str, str], ...]:
    """Size and price, platform, containers with their shares, logs, volumes, roles."""
    return tuple(_pairs(draft, rates))


def _pairs(draft: TaskDefinitionFields, rates: Rates | None) -> Iterator[tuple[str, str]]:
    yield "size", " · ".join(size_in_words(draft, rates))
    yield "platform", f"{draft.os} {draft.architecture}" + (f" · {draft.storage} GiB" if draft.storage.strip() else "")
    for place, container in enumerate(draft.containers):
        yield container.name or f"container {place + 1}", " · ".join(_container(draft, container))
    groups = dict.fromkeys(_logs(each) for each in draft.containers)
    yield "logs", ", ".join(groups)
    if draft.volumes:
        yield "volumes", ", ".join(f"{each.name or '?'} ({each.kind})" for each in draft.volumes)
    yield "execution role", _role(draft, "execution", draft.execution_role)
    yield "task role", _role(draft, "task", draft.task_role)


def _container(draft: TaskDefinitionFields, container: ContainerDraft) -> Iterator[str]:
    part = share(draft, container)
    full = round(part * _BAR)
    yield without_registry(container.image) or "no image yet"
    yield f"{'█' * full}{'░' * (_BAR - full)} {part * 100:.0f} % CPU"
    soft, hard = container.memory_reservation.strip(), container.memory.strip()
    if soft or hard:
        yield f"{soft or '0'} to {hard or draft.memory} MiB" if soft else f"up to {hard} MiB"
    if ports := " ".join(line.split()[0] for line in container.ports.split("\n") if line.strip()):
        yield ports


def _logs(container: ContainerDraft) -> str:
    if container.log_driver != AWSLOGS:
        return container.log_driver or "none"
    made = _MADE.get(container.log_creation)
    return f"{container.log_group or '?'}{f' ({made})' if made else ''}"


def _role(draft: TaskDefinitionFields, kind: str, text: str) -> str:
    if text == CREATE:
        return f"{role_name(draft, kind)}, to be made" if draft.family.strip() else "to be made"
    return name_of(text.strip()) or "none"
