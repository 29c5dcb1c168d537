"""An edited task definition, registered as a new revision of its family."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from textual.binding import Binding

from fargate_tui.actions.action import Action, Bench, call_of
from fargate_tui.aws.changing import REGISTER_TASK_DEFINITION
from fargate_tui.aws.operation import Operation
from fargate_tui.fargate.answers import Json
from fargate_tui.fargate.arns import family_revision, name_of
from fargate_tui.fargate.changes import Change, Difference, Effect, Outcome, Subject, Undo
from fargate_tui.fargate.definition_text import Malformed, holds, read
from fargate_tui.fargate.errors import Invalid, NotFound
from fargate_tui.fargate.semantic_diff import differences
from fargate_tui.fargate.shapes import Problem

NONE = "none"
"""In place of the newest revision of a family that has none."""


class RegisterRevision(Action):
    """Registers what was edited; the answer is the request as JSON, which may hold secrets and is shown nowhere."""

    id = "revision.edit"
    kind = "task-definition"
    bindings = (
        Binding("e", "edit_revision", "edit", id="revision.edit", tooltip="edit as a new revision, in $EDITOR"),
    )  # fmt: skip
    operations: ClassVar[tuple[Operation, ...]] = (REGISTER_TASK_DEFINITION,)
    taken_back = "the new revision is deregistered"

    def title(self, subjects: Sequence[Subject], answer: str) -> str:  # noqa: ARG002
        """The revision it was made from."""
        return f"register a new revision from {subjects[0].name}"

    async def change(self, subject: Subject, answer: str, bench: Bench) -> Change:
        """What is different from the revision it was made from."""
        from fargate_tui.fargate.definition_rules import problems  # all checks of the wizards, which no start needs

        request = read_request(answer)
        found = problems(request, await bench.aws.ecs.registration_shape())
        for problem in found:
            if problem.blocks:
                raise Invalid(f"register from {subject.name}", str(problem), "edit it again")
        before = await bench.aws.ecs.raw("task-definition", subject.arn)
        changed = differences(before, request)
        if not changed:
            raise Invalid(f"register from {subject.name}", "nothing is different from it")
        newest, _ = await _newest(str(request["family"]), bench)
        return Change(
            subject=subject,
            differences=(Difference(what="revision", before=subject.name, after="a new one"), *changed),
            calls=(call_of(REGISTER_TASK_DEFINITION, **request),),
            effects=tuple(_effects(request, before, newest, found)),
            guard=f"newest {newest}",
        )

    async def has_landed(self, change: Change, answer: str, bench: Bench) -> bool:
        """Whether the family has another newest revision by now, and it is what was sent."""
        request = read_request(answer)
        newest, described = await _newest(str(request["family"]), bench)
        return change.guard != f"newest {newest}" and holds(described, request)

    async def made(self, change: Change, outcomes: Sequence[Outcome], bench: Bench) -> tuple[Subject, ...]:
        """The new revision."""
        told: object = outcomes[-1].answer.get("taskDefinition") if outcomes else None
        if not isinstance(told, Mapping):
            _, told = await _newest(str(change.calls[0].parameters["family"]), bench)
        return (revision(str(told["taskDefinitionArn"])),)

    def undo(self, change: Change, made: Sequence[Subject]) -> Undo | None:  # noqa: ARG002
        """Deregisters the new revision."""
        return Undo(action="revision.deregister", answer="", subjects=tuple(made)) if made else None

    def said(self, made: Sequence[Subject]) -> str:
        """Which revision it has become."""
        return f"registered as {made[0].name}" if made else "registered"


def read_request(answer: str) -> Json:
    """The request; raises `Invalid`."""
    try:
        return read(answer)
    except Malformed as problem:
        raise Invalid("register a task definition", str(problem)) from None


def revision(arn: str) -> Subject:
    """A revision, as the thing that a change is about."""
    return Subject(kind="task-definition", arn=arn, name=family_revision(arn))


async def _newest(family: str, bench: Bench) -> tuple[str, Json]:
    """The newest active revision of a family: its name and all of it."""
    try:
        described = await bench.aws.ecs.raw("task-definition", family)
    except (NotFound, Invalid):
        # ClientException is all that AWS says of a family without an active revision.
        return NONE, {}
    return family_revision(str(described["taskDefinitionArn"])), described


def _effects(
    request: Mapping[str, object], before: Mapping[str, object], newest: str, found: Sequence[Problem]
) -> Iterator[Effect]:
    family = str(request["family"])
    if family != before["family"]:
        yield Effect(text=f"it is of another family, {family}, whose newest revision is {newest}", severity="warn")
    elif newest != family_revision(str(before["taskDefinitionArn"])):
        yield Effect(text=f"it was made from an older one: the newest is {newest}", severity="warn")
    yield Effect(text="services keep the revision they run until the new one is deployed to them (D)")
    roles = {str(request[name]) for name in ("taskRoleArn", "executionRoleArn") if request.get(name)}
    if roles:
        yield Effect(text=f"needs iam:PassRole for {' and '.join(sorted(map(name_of, roles)))}")
    yield from (Effect(text=str(problem), severity="warn") for problem in found)


def answer_of(request: Mapping[str, object]) -> str:
    """The answer that registers a request."""
    return json.dumps(request, ensure_ascii=False)
