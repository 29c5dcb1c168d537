"""What every action is: declared once, planned upon what AWS says just now, confirmed, and taken back the same way."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from textual.binding import Binding

from fargate_tui.aws.operation import Operation
from fargate_tui.fargate.changes import Call, Change, Effect, Kind, Outcome, Plan, Subject, Undo
from fargate_tui.fargate.errors import AwsError, Invalid, NotFound
from fargate_tui.fargate.following import Progress
from fargate_tui.fargate.records import Service, Task
from fargate_tui.fargate.rows import ServiceRow
from fargate_tui.live.ports.aws import Aws

PLANNED_AT_ONCE = 5
"""Plans of marked things that are read side by side."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What an action plans with."""

    aws: Aws
    now: datetime
    region: str
    services: tuple[ServiceRow, ...] = ()
    """All services that were listed in this session, as they were seen last."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that may be answered."""

    value: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What a person is asked before there is a plan."""

    label: str
    """In front of what is typed: ``desired count``."""
    initial: str = ""
    """What stands there already."""
    otherwise: str = ""
    """The answer where nothing is typed."""


class Action(ABC):
    """Something a person can change. Everything that is said of it anywhere is read from here."""

    id: ClassVar[str]
    """``noun.verb``."""
    bindings: ClassVar[tuple[Binding, ...]]
    """Its keys and words; their action is ``act('ID', 'ANSWER')``, or ``act('ID')`` where it asks first."""
    kind: ClassVar[Kind]
    """What it applies to."""
    view: ClassVar[str] = ""
    """The only view that has its keys; empty where every view of such things has them."""
    operations: ClassVar[tuple[Operation, ...]]
    """How it changes AWS: every call it can make."""
    taken_back: ClassVar[str]
    """How it is undone, or why it is not; for the documentation."""
    question: ClassVar[Question | None] = None
    """What is asked first; None where the key says it all."""
    only_takes_back: ClassVar[bool] = False
    """Whether it is nothing but the undo of others: no key leads to it, and no name."""
    only_of_wizards: ClassVar[bool] = False
    """Whether nothing but a wizard proposes it: no key leads to it, and no name."""
    is_planned_late: ClassVar[bool] = False
    """Whether it is planned anew when its turn comes: of several things one stands on the other."""
    nothing_left: ClassVar[str] = ""
    """What is said where there is nothing left to be done when its turn comes."""
    patience: ClassVar[float] = 0.0
    """Seconds for which a refusal is waited out that passes by itself (`passing`)."""
    is_paced: ClassVar[bool] = False
    """Whether of several things each is followed to its end before the next is begun."""

    @abstractmethod
    def title(self, subjects: Sequence[Subject], answer: str) -> str:
        """What is done, in the imperative: ``scale scorekeep-api``."""

    @abstractmethod
    async def change(self, subject: Subject, answer: str, bench: Bench) -> Change:
        """What is done to one thing, read fresh from AWS; raises `AwsError`, `Invalid` for an answer that says nothing.

        Optional facts that cannot be had are effects that say so.
        """

    async def begun(self, subject: Subject, answer: str, bench: Bench) -> Change:
        """The same where nothing of it has been sent yet; raises `AwsError`."""
        return await self.change(subject, answer, bench)

    def destroys(self, changes: Sequence[Change], answer: str) -> bool:  # noqa: ARG002 - most do not
        """Whether something is lost by it, so that its name has to be typed."""
        return False

    async def choices(self, subject: Subject, bench: Bench) -> tuple[Choice, ...]:  # noqa: ARG002 - most have none
        """What may be answered to the question, the likeliest first; raises `AwsError`."""
        return ()

    async def plan(self, subjects: Sequence[Subject], answer: str, bench: Bench) -> Plan:
        """What is done to all of them; raises `AwsError` where it cannot be said for every one."""
        limit = asyncio.Semaphore(PLANNED_AT_ONCE)

        async def one(subject: Subject) -> Change:
            async with limit:
                return await self.change(subject, answer, bench)

        changes = tuple(await asyncio.gather(*(one(subject) for subject in subjects)))
        destroys = self.destroys(changes, answer)
        return Plan(
            action=self.id,
            title=self.title(subjects, answer),
            answer=answer,
            changes=changes,
            alternatives=changes[0].alternatives if len(changes) == 1 else (),
            destroys=destroys,
            typed=typed_for(subjects) if destroys else "",
        )

    async def has_landed(self, change: Change, answer: str, bench: Bench) -> bool | None:
        """Whether a change to whose call no answer came has been carried out; raises `AwsError`.

        None where that is not known by looking.
        """
        now = await self.change(change.subject, answer, bench)
        pairs = zip(change.differences, now.differences, strict=False)
        return all(planned.after == found.before for planned, found in pairs)

    async def filled(
        self,
        change: Change,  # noqa: ARG002 - most know all of it before
        call: Call,
        outcomes: Sequence[Outcome],  # noqa: ARG002
        bench: Bench,  # noqa: ARG002
    ) -> Call:
        """A call just before it is sent, with what only the answers to those before it tell; raises `AwsError`."""
        return call

    async def made(
        self,
        change: Change,  # noqa: ARG002 - most make nothing
        outcomes: Sequence[Outcome],  # noqa: ARG002
        bench: Bench,  # noqa: ARG002
    ) -> tuple[Subject, ...]:
        """What has been made by it; raises `AwsError` where AWS has answered, and yet not done it.

        There are no ``outcomes`` where no answer came and `has_landed` has found it done. Tasks that were made are
        what is followed then.
        """
        return ()

    async def progress(self, change: Change, answer: str, bench: Bench, *, is_late: bool) -> Progress:  # noqa: ARG002
        """How far it is where the aim is "made"; raises `AwsError`."""
        return Progress(state="done", words="done")

    def passing(self, error: AwsError) -> str:  # noqa: ARG002 - most refusals are final
        """What a refusal means that passes by itself; empty for all others."""
        return ""

    def explained(self, error: AwsError) -> AwsError:
        """A refusal, in words that say more than AWS's."""
        return error

    def undo(self, change: Change, made: Sequence[Subject]) -> Undo | None:  # noqa: ARG002 - most know it before
        """What takes it back, once it is known what was made."""
        return change.undo

    def said(self, made: Sequence[Subject]) -> str:  # noqa: ARG002 - most make nothing
        """What is told once AWS has accepted it, where nothing is followed."""
        return "accepted by AWS"


def typed_for(subjects: Sequence[Subject]) -> str:
    """What is typed to confirm something for these: the name, or how many there are of what."""
    if len(subjects) == 1:
        return subjects[0].name
    is_mixed = any(each.kind != subjects[0].kind for each in subjects)
    return f"{len(subjects)} {'thing' if is_mixed else subjects[0].kind.replace('-', ' ')}s"


def call_of(operation: Operation, **parameters: object) -> Call:
    """A call with its parameters as the API has them."""
    return Call(service=operation.service, operation=operation.name, parameters=parameters)


def about(subjects: Sequence[Subject]) -> str:
    """Whom it is about, in a title."""
    return subjects[0].name if len(subjects) == 1 else f"{len(subjects)} {subjects[0].kind.replace('-', ' ')}s"


async def service_of(subject: Subject, bench: Bench) -> Service:
    """The service as it is now; raises `AwsError`."""
    async with aclosing(bench.aws.ecs.describe_services(subject.cluster, [subject.arn])) as answers:
        async for answer in answers:
            if answer.error is not None:
                raise answer.error
            for service in answer.records:
                if service.status != "INACTIVE":
                    return service
    raise NotFound(f"describe service {subject.name}", "it does not exist, or no longer")


def refuse_foreign(service: Service, doing: str, *, deploys: bool, instead: str = ":set has its settings") -> None:
    """Refuse what has to be done otherwise; ``instead`` is what there is for an Express Mode service."""
    if service.is_express:
        why = "it is an Express Mode service, whose parts ECS manages itself"
        raise Invalid(doing, why, instead)
    controller = service.deployment_controller.type if service.deployment_controller else None
    if deploys and controller in ("CODE_DEPLOY", "EXTERNAL"):
        remedy = "deploy it through CodeDeploy" if controller == "CODE_DEPLOY" else "deploy it through its task sets"
        raise Invalid(doing, f"its deployments are in the hands of {controller}", remedy)


async def task_of(subject: Subject, bench: Bench) -> Task:
    """The task as it is now; raises `AwsError`."""
    for task in await tasks_of((subject,), bench):
        return task
    raise NotFound(f"describe task {subject.name}", "AWS does not know it, or no longer")


async def tasks_of(subjects: Sequence[Subject], bench: Bench) -> tuple[Task, ...]:
    """Tasks of one cluster as they are now, as far as AWS knows them; raises `AwsError`."""
    found: list[Task] = []
    arns = [subject.arn for subject in subjects]
    async with aclosing(bench.aws.ecs.describe_tasks(subjects[0].cluster, arns)) as answers:
        async for answer in answers:
            if answer.error is not None:
                raise answer.error
            found += answer.records
    return tuple(found)


def not_checked(what: str, error: AwsError) -> Effect:
    """What could not be found out, and why; never shown as if all were well."""
    return Effect(text=f"{what}: not checked, {error}", severity="warn")
