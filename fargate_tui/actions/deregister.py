"""Takes a revision of a task definition out of use."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.binding import Binding

from fargate_tui.actions.action import Action, Bench, about, call_of
from fargate_tui.aws.changing import DEREGISTER_TASK_DEFINITION
from fargate_tui.aws.operation import Operation
from fargate_tui.fargate.changes import Change, Difference, Effect, Subject
from fargate_tui.fargate.errors import Invalid
from fargate_tui.fargate.rows import ServiceRow

NAMED = 5
"""Services that are named; the others are counted."""


class DeregisterRevision(Action):
    """Makes a revision INACTIVE: what runs it goes on, nothing else can begin to."""

    id = "revision.deregister"
    kind = "task-definition"
    bindings = (
        Binding("X", "act('revision.deregister')", "deregister", show=False, id="revision.deregister"),
    )  # fmt: skip
    operations: ClassVar[tuple[Operation, ...]] = (DEREGISTER_TASK_DEFINITION,)
    taken_back = "not at all: AWS makes no INACTIVE revision ACTIVE again; edit it as a new one"

    def title(self, subjects: Sequence[Subject], answer: str) -> str:  # noqa: ARG002
        """The revision."""
        return f"deregister {about(subjects)}"

    def destroys(self, changes: Sequence[Change], answer: str) -> bool:  # noqa: ARG002
        """It cannot be taken back; of one revision nothing is lost but that."""
        return len(changes) > 1

    async def change(self, subject: Subject, answer: str, bench: Bench) -> Change:  # noqa: ARG002
        """The revision from ACTIVE to INACTIVE."""
        definition = await bench.aws.ecs.describe_task_definition(subject.arn)
        if definition.status != "ACTIVE":
            raise Invalid(f"deregister {subject.name}", f"it is {definition.status} already")
        arn, name = definition.task_definition_arn, f"{definition.family}:{definition.revision}"
        return Change(
            subject=Subject(kind="task-definition", arn=arn, name=name),
            differences=(Difference(what="status", before="ACTIVE", after="INACTIVE"),),
            calls=(call_of(DEREGISTER_TASK_DEFINITION, taskDefinition=arn),),
            effects=tuple(_effects(name, bench.services)),
        )

    async def has_landed(self, change: Change, answer: str, bench: Bench) -> bool:  # noqa: ARG002
        """Whether it is INACTIVE by now."""
        return (await bench.aws.ecs.describe_task_definition(change.subject.arn)).status != "ACTIVE"


def _effects(name: str, services: Sequence[ServiceRow]) -> Iterator[Effect]:
    yield Effect(text="it cannot be made ACTIVE again", severity="warn")
    using = [f"{service.cluster}/{service.name}" for service in services if service.task_definition == name]
    if using:
        more = f" and {len(using) - NAMED} more" if len(using) > NAMED else ""
        words = f"{', '.join(using[:NAMED])}{more}: runs it still, and goes on, but cannot be deployed with it anew"
        yield Effect(text=words, severity="warn")
    else:
        yield Effect(text=f"none of the {len(services)} services seen in this session runs it; others may")
