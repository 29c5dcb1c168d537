"""A draft as its checks look at it: read once, whatever many of them ask."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import msgspec

from fargate_tui.fargate.answers import Json
from fargate_tui.fargate.drafts.checks import Trouble
from fargate_tui.fargate.drafts.creations import Ref
from fargate_tui.fargate.drafts.facts import Facts
from fargate_tui.fargate.drafts.task_definition.container import CONTAINER, ContainerDraft
from fargate_tui.fargate.drafts.task_definition.fields import TASK, TaskDefinitionFields, registration
from fargate_tui.fargate.drafts.task_definition.members import unreadable
from fargate_tui.fargate.drafts.task_definition.volume import VOLUME
from fargate_tui.fargate.records import ContainerDefinition, TaskDefinition


@dataclass(frozen=True, slots=True)
class Judged:
    """A draft with what it becomes."""

    draft: TaskDefinitionFields
    request: Json
    definition: TaskDefinition
    """The request as a record; roles that are made first are called by their names."""

    @property
    def containers(self) -> Iterator[tuple[str, ContainerDraft, ContainerDefinition]]:
        """Where each container stands (``containers.0.``), as it was typed and as it will be."""
        pairs = zip(self.draft.containers, self.definition.container_definitions, strict=True)
        for place, (typed, definition) in enumerate(pairs):
            yield f"containers.{place}.", typed, definition


def judged(draft: TaskDefinitionFields) -> Judged:
    """What the checks look at; texts that cannot be read are not in it."""
    request = registration(draft)
    return Judged(draft, request, as_definition(request))


_UNNUMBERED: Final = {"taskDefinitionArn": "", "revision": 0, "family": ""}


def as_definition(request: Json) -> TaskDefinition:
    """The request as the record of what will be registered."""
    plain = {name: value.step.partition(":")[2] if isinstance(value, Ref) else value for name, value in request.items()}
    return msgspec.convert({**_UNNUMBERED, **plain}, TaskDefinition)


Look = Callable[[Judged, Facts], Iterator[Trouble]]


def readable(check: str) -> Callable[[Judged], Iterator[Trouble]]:
    """Finds fault with the texts of the fields that a check is about which cannot be read."""

    def look(it: Judged) -> Iterator[Trouble]:
        for field, words in unreadable(it.draft, TASK, check).items():
            yield Trouble(field, words)
        for place, container in enumerate(it.draft.containers):
            for field, words in unreadable(container, CONTAINER, check).items():
                yield Trouble(f"containers.{place}.{field}", words)
        for place, volume in enumerate(it.draft.volumes):
            for field, words in unreadable(volume, VOLUME, check).items():
                yield Trouble(f"volumes.{place}.{field}", words)

    return look
