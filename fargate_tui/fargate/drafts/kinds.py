"""The kinds of drafts, and how each is written and read."""

from importlib import import_module
from typing import Final, Literal, cast

import msgspec

from fargate_tui.fargate.drafts.wizard import Draft

WizardKind = Literal["cluster", "run-task", "service", "task-definition"]

_CLASSES: Final[dict[WizardKind, tuple[str, str]]] = {
    "cluster": ("cluster", "ClusterDraft"),
    "run-task": ("run_task", "RunTaskDraft"),
    "service": ("service", "ServiceDraft"),
    "task-definition": ("task_definition.draft", "TaskDefinitionDraft"),
}
"""Module and class: each is loaded when it is first wanted."""


def class_of(kind: WizardKind) -> type[msgspec.Struct]:
    """The class of a kind of drafts."""
    module, name = _CLASSES[kind]
    found: type[msgspec.Struct] = getattr(import_module(f"fargate_tui.fargate.drafts.{module}"), name)
    return found


def encoded(draft: Draft) -> msgspec.Raw:
    """A draft as JSON."""
    return msgspec.Raw(msgspec.json.encode(draft))


def decoded(kind: WizardKind, body: msgspec.Raw) -> Draft:
    """The draft that was written; raises ``msgspec.DecodeError`` for one that is none."""
    return cast("Draft", msgspec.json.decode(body, type=class_of(kind)))
