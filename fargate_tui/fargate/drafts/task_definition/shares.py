"""What a container has of its task's CPU and memory."""

from fargate_tui.fargate.drafts.task_definition.container import ContainerDraft
from fargate_tui.fargate.drafts.task_definition.fields import TaskDefinitionFields

LEAST_SHARES = 2
"""What the kernel gives a container that asks for none (fargate.md §1.4)."""


def share(draft: TaskDefinitionFields, container: ContainerDraft) -> float:
    """The part of the CPU that a container gets while all others want theirs; a fraction of 1."""
    total = sum(_shares(each) for each in draft.containers)
    return _shares(container) / total


def share_in_words(draft: TaskDefinitionFields, container: ContainerDraft) -> str:
    """``33 % of the task's CPU``."""
    return f"{share(draft, container) * 100:.0f} % of the task's CPU"


def _shares(container: ContainerDraft) -> int:
    return max(LEAST_SHARES, number(container.cpu) or 0)


def number(text: str) -> int | None:
    """A whole number as it was typed; None where it is none."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() else None
