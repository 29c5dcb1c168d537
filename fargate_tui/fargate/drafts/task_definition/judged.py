"""A draft as its checks look at it: read once, whatever many of them ask."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import msgspec

from fargate_tui.fargate.answers import Json
from fargate_tui.fargate.drafts.checks import Trouble
from fargate_tui.fargate.drafts.creations import Ref
from fargate_tui.fargate.drafts.task_definition.container import ContainerDraft, unreadable_texts
from fargate_tui.fargate.drafts.task_definition.fields import TASK, TaskDefinitionFields, registration
from fargate_tui.fargate.drafts.task_definition.members import unreadable
from fargate_tui.fargate.drafts.task_definition.volume import VOLUME
from fargate_tui.fargate.partitions import of_region
from fargate_tui.fargate.records import ContainerDefinition, TaskDefinition


@dataclass(frozen=True, slots=True)
class Judged:
    """A draft with what it becomes."""

    draft: TaskDefinitionFields
    request: Json
    definition: TaskDefinition
    """The request as a record; roles that are made first are called by their names."""
    unreadable: tuple[tuple[str, Trouble], ...]
    """The texts that cannot be read, by the number of the check that is about them."""

    @property
    def containers(self) -> Iterator[tuple[str, ContainerDraft, ContainerDefinition]]:
        """Where each container stands (``containers.0.``), as it was typed and as it will be."""
        pairs = zip(self.draft.containers, self.definition.container_definitions, strict=True)
        for place, (typed, definition) in enumerate(pairs):
            yield f"containers.{place}.", typed, definition


def judged(draft: TaskDefinitionFields) -> Judged:
    """What the checks look at; texts that cannot be read are not in it."""
    request = registration(draft)
    return Judged(draft, request, as_definition(request, draft.region), tuple(_unreadable(draft)))


_UNNUMBERED: Final = {"revision": 0, "family": ""}


def as_definition(request: Json, region: str) -> TaskDefinition:
    """The request as the record of what will be registered."""
    plain = {name: value.step.partition(":")[2] if isinstance(value, Ref) else value for name, value in request.items()}
    arn = f"arn:{of_region(region).name}:ecs:{region}::task-definition/{request.get('family', '')}"
    return msgspec.convert({**_UNNUMBERED, **plain, "taskDefinitionArn": arn}, TaskDefinition)


def readable(check: str) -> Callable[[Judged], Iterator[Trouble]]:
    """Finds fault with the texts of the fields that a check is about which cannot be read."""

    def look(it: Judged) -> Iterator[Trouble]:
        return (trouble for number, trouble in it.unreadable if number == check)

    return look


def _unreadable(draft: TaskDefinitionFields) -> Iterator[tuple[str, Trouble]]:
    found = [("", member, words) for member, words in unreadable(draft, TASK)]
    for place, container in enumerate(draft.containers):
        found += [(f"containers.{place}.", *each) for each in unreadable_texts(container)]
    for place, volume in enumerate(draft.volumes):
        found += [(f"volumes.{place}.", *each) for each in unreadable(volume, VOLUME)]
    return ((member.check, Trouble(f"{at}{member.attribute}", words)) for at, member, words in found)
