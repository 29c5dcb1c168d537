"""Task definitions: the families, the revisions of one, and the revisions themselves, which never change."""

from collections import OrderedDict
from typing import Final

from fargate_tui.fargate.arns import family_of, family_revision, revision_of
from fargate_tui.fargate.records import TaskDefinition
from fargate_tui.fargate.rows import TaskDefinitionRow
from fargate_tui.live.ports.aws import Aws
from fargate_tui.live.round import Round
from fargate_tui.live.source import Reading, Show

_SLOWLY: Final = 30.0
"""Seconds: revisions are registered by people and pipelines, not every moment."""

_KEPT: Final = 100


class Families:
    """Lists the families that have an active revision."""

    async def ask(self, aws: Aws, show: Show[TaskDefinitionRow]) -> Reading[TaskDefinitionRow]:
        """Ask once."""
        book = Round()
        rows: list[TaskDefinitionRow] = []
        async for page in aws.ecs.task_definition_families():
            book.count("task definitions")
            rows += (TaskDefinitionRow(arn=family, name=family, family=family) for family in page)
            show(rows[-len(page) :] if page else ())
        return Reading(rows, calls=book.calls, at_least=_SLOWLY)


class Revisions:
    """Lists the active revisions of a family, and behind them those that are INACTIVE where they are wanted."""

    def __init__(self, family: str, *, inactive: bool = False) -> None:
        self._family = family
        self._statuses = ("ACTIVE", "INACTIVE") if inactive else ("ACTIVE",)

    async def ask(self, aws: Aws, show: Show[TaskDefinitionRow]) -> Reading[TaskDefinitionRow]:
        """Ask once. AWS takes the family for a prefix, so others may have to be left out."""
        book = Round()
        rows: list[TaskDefinitionRow] = []
        for status in self._statuses:
            async for page in aws.ecs.task_definition_pages(self._family, status=status):
                book.count("task definitions")
                found = [_row(arn, status) for arn in page if family_of(arn) == self._family]
                rows += found
                show(found)
        return Reading(rows, calls=book.calls, at_least=_SLOWLY)


def _row(arn: str, status: str) -> TaskDefinitionRow:
    return TaskDefinitionRow(
        arn=arn, name=family_revision(arn), family=family_of(arn), revision=revision_of(arn), status=status
    )


class KnownRevisions:
    """The revisions that were read, the last hundred of them: content under a revision number never changes."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, TaskDefinition] = OrderedDict()

    async def get(self, aws: Aws, arn: str) -> TaskDefinition:
        """The revision, asked for only if it is not known; a family alone means its newest, and is always asked for."""
        if (known := self._known.get(arn)) is not None:
            self._known.move_to_end(arn)
            return known
        found = await aws.ecs.describe_task_definition(arn)
        if revision_of(arn) is not None:
            self._known[arn] = found
            if len(self._known) > _KEPT:
                self._known.popitem(last=False)
        return found
