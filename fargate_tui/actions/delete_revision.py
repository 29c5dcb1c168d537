"""Deletes revisions that are INACTIVE, and deregisters those that nobody has needed for long."""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import aclosing
from typing import ClassVar, TypeVar

import msgspec
from textual.binding import Binding

from fargate_tui.actions.action import Action, Bench, Question, about, call_of
from fargate_tui.actions.deregister import DeregisterRevision
from fargate_tui.actions.register import revision
from fargate_tui.aws.changing import DELETE_TASK_DEFINITIONS
from fargate_tui.aws.operation import Operation
from fargate_tui.fargate.answers import Answer
from fargate_tui.fargate.arns import family_of, family_revision, name_of, revision_of
from fargate_tui.fargate.changes import Change, Difference, Effect, Plan, Subject
from fargate_tui.fargate.consequences import counted
from fargate_tui.fargate.errors import Invalid

Found = TypeVar("Found")
MOST = 50
"""Revisions that are cleaned up at a time, the oldest first."""
DELETING = ("DELETE_IN_PROGRESS", "DELETED")


class DeleteRevision(Action):
    """Deletes an INACTIVE revision for good, once nothing runs it any more."""

    id = "revision.delete"
    kind = "task-definition"
    bindings = (
        Binding("ctrl+d", "act('revision.delete')", "delete an INACTIVE revision", show=False, id="revision.delete"),
    )  # fmt: skip
    operations: ClassVar[tuple[Operation, ...]] = (DELETE_TASK_DEFINITIONS,)
    taken_back = "not at all: what it said is gone"

    def title(self, subjects: Sequence[Subject], answer: str) -> str:  # noqa: ARG002
        """The revision."""
        return f"delete {about(subjects)}"

    def destroys(self, changes: Sequence[Change], answer: str) -> bool:  # noqa: ARG002
        """It is gone for good."""
        return True

    async def change(self, subject: Subject, answer: str, bench: Bench) -> Change:  # noqa: ARG002
        """The revision from INACTIVE to gone."""
        definition = await bench.aws.ecs.describe_task_definition(subject.arn)
        if definition.status != "INACTIVE":
            remedy = "deregister it first (X)" if definition.status == "ACTIVE" else ""
            raise Invalid(f"delete {subject.name}", f"it is {definition.status}", remedy)
        arn = definition.task_definition_arn
        return Change(
            subject=revision(arn),
            differences=(Difference(what="status", before="INACTIVE", after="deleted"),),
            calls=(call_of(DELETE_TASK_DEFINITIONS, taskDefinitions=[arn]),),
            effects=(Effect(text="AWS keeps it as DELETE_IN_PROGRESS for as long as a service or a task uses it"),),
        )

    async def has_landed(self, change: Change, answer: str, bench: Bench) -> bool:  # noqa: ARG002
        """Whether AWS is deleting it by now."""
        return (await bench.aws.ecs.describe_task_definition(change.subject.arn)).status in DELETING


class CleanUpRevisions(DeregisterRevision):
    """Deregisters the old revisions of a family but the newest ones, and but what services or tasks run."""

    id = "revision.clean_up"
    bindings = (
        Binding(
            "Z", "act('revision.clean_up')", "clean up", show=False, id="revision.clean_up",
            tooltip="old revisions that nothing runs",
        ),
    )  # fmt: skip
    question = Question("keep the newest", "10")

    def title(self, subjects: Sequence[Subject], answer: str) -> str:
        """The family."""
        return f"clean up {family_of(subjects[0].name)}: keep the newest {answer}"

    async def plan(self, subjects: Sequence[Subject], answer: str, bench: Bench) -> Plan:
        """All that are old and that nothing runs; raises `AwsError` where it is not known what runs."""
        family, kept = family_of(subjects[0].name), _number(answer)
        newest_first = [arn async for arn in _revisions(family, bench)]
        used = {name async for name in _used(family, bench)}
        old = [arn for arn in newest_first[kept:] if family_revision(arn) not in used]
        if not old:
            raise Invalid(f"clean up {family}", "no old revision is without a service or a task")
        chosen = tuple(revision(arn) for arn in reversed(old[-MOST:]))
        plan = await super().plan(chosen, answer, bench)
        return msgspec.structs.replace(
            plan,
            title=self.title(subjects, answer),
            effects=(*plan.effects, *_told(len(newest_first), len(old), len(chosen), used)),
            destroys=True,
            typed=family,
        )


def _number(answer: str) -> int:
    number = int(answer) if answer.strip().isdecimal() else 0
    if not number >= 1:
        raise Invalid("clean up", f"{answer!r} is no number of revisions", "type how many of the newest stay")
    return number


def _told(total: int, old: int, chosen: int, used: set[str]) -> Iterator[Effect]:
    yield Effect(text=f"{counted(chosen, 'revision')} of {total} are deregistered")
    if old > chosen:
        yield Effect(text=f"{old - chosen} more are old: only {MOST} are done at a time", severity="warn")
    if used:
        yield Effect(text=f"services or tasks run {', '.join(sorted(used))}: kept")
    yield Effect(text="schedules and pipelines that name a revision are not checked", severity="warn")


async def _revisions(family: str, bench: Bench) -> AsyncIterator[str]:
    """The active ones of a family, the newest first; AWS takes the family for a prefix."""
    async with aclosing(bench.aws.ecs.task_definition_pages(family)) as pages:
        found = [arn async for page in pages for arn in page if family_of(arn) == family]
    for arn in sorted(found, key=lambda arn: revision_of(arn) or 0, reverse=True):
        yield arn


async def _used(family: str, bench: Bench) -> AsyncIterator[str]:
    """The revisions of a family that services or tasks of any cluster run; raises `AwsError`."""
    async with aclosing(bench.aws.ecs.cluster_pages()) as pages:
        clusters = [name_of(arn) async for page in pages for arn in page]
    for cluster in clusters:
        for found in (_by_services(cluster, bench), _by_tasks(cluster, family, bench)):
            async for arn in found:
                if arn is not None and family_of(arn) == family:
                    yield family_revision(arn)


async def _by_services(cluster: str, bench: Bench) -> AsyncIterator[str | None]:
    """What the services of a cluster run, and what they are changing from and to."""
    async with aclosing(bench.aws.ecs.service_pages(cluster)) as pages:
        arns = [arn async for page in pages for arn in page]
    async with aclosing(bench.aws.ecs.describe_services(cluster, arns)) as answers:
        async for answer in answers:
            for service in _records(answer):
                yield service.task_definition
                for deployment in service.deployments:
                    yield deployment.task_definition


async def _by_tasks(cluster: str, family: str, bench: Bench) -> AsyncIterator[str | None]:
    """What the tasks of a family run in a cluster."""
    async with aclosing(bench.aws.ecs.task_pages(cluster, family=family)) as pages:
        arns = [arn async for page in pages for arn in page]
    async with aclosing(bench.aws.ecs.describe_tasks(cluster, arns)) as answers:
        async for answer in answers:
            for task in _records(answer):
                yield task.task_definition_arn


def _records(answer: Answer[Found]) -> tuple[Found, ...]:
    if answer.error is not None:
        raise answer.error
    return answer.records
