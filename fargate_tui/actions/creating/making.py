"""What all have in common that make one thing for a wizard.

A thing is known by its name: one that is there as it is wanted is not made again, whoever made it; one of the same
name that is otherwise is refused. What earlier steps of the same plan make is looked up when its turn comes.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import ClassVar, Final

import msgspec

from fargate_tui.actions.action import Action, Bench
from fargate_tui.actions.creating.orders import Order, read_order, read_parameters, subject_of, written
from fargate_tui.actions.creating.resolving import filled, look, resolved, value_of
from fargate_tui.actions.creating.there import There
from fargate_tui.fargate.changes import Aim, Call, Change, Difference, Outcome, Subject, Undo
from fargate_tui.fargate.drafts.creations import Creation, Ref, Request, refs_of
from fargate_tui.fargate.errors import AwsError, Invalid, NotFound
from fargate_tui.fargate.following import Progress

ABSENT: Final = "—"
PATIENCE: Final = 120.0
"""Seconds for which it is waited for what AWS has not told all of its parts yet."""


class Making(Action):
    """Makes one thing; the answer is an `Order`."""

    bindings = ()
    only_of_wizards = True
    is_paced = True
    is_planned_late = True
    nothing_left = "exists already"
    patience = PATIENCE
    aim: ClassVar[Aim] = "accepted"
    undone_by: ClassVar[str]
    """Id of the action that takes it back; empty where nothing does."""
    races: ClassVar[Mapping[str, str]] = {}
    """What AWS says for a while after something was made, and what that means; in lower case."""
    arn_at: ClassVar[tuple[str | int, ...]] = ()
    """Where its ARN stands in AWS's answer."""

    def title(self, subjects: Sequence[Subject], answer: str) -> str:  # noqa: ARG002
        """What is made."""
        return f"create {_noun(subjects[0])} {subjects[0].name}"

    def drafted(self, answer: str) -> Change:
        """What is made, planned before anything that it stands on exists; asks nothing. Raises `Invalid`."""
        creation = read_order(answer).creation
        return self._change(creation, creation.requests)

    async def change(self, subject: Subject, answer: str, bench: Bench) -> Change:  # noqa: ARG002
        """What is left to be done to make it, by what there is of it."""
        creation, there = await self._there(answer, bench)
        return self._change(creation, creation.requests if there is None else there.left)

    async def begun(self, subject: Subject, answer: str, bench: Bench) -> Change:
        """The same where nothing has been sent yet: what is half there is somebody else's."""
        change = await self.change(subject, answer, bench)
        made = read_order(answer).creation
        if change.calls and len(change.calls) < len(made.requests):
            lacks = ", ".join(call.operation for call in change.calls)
            raise Invalid(
                f"create {_noun(subject)} {subject.name}", f"one of this name exists, without {lacks}", _OTHER
            )
        return change

    async def has_landed(self, change: Change, answer: str, bench: Bench) -> bool | None:  # noqa: ARG002
        """Whether it is there, with all that belongs to it."""
        _, there = await self._there(answer, bench)
        return there is not None and not there.left

    async def filled(self, change: Change, call: Call, outcomes: Sequence[Outcome], bench: Bench) -> Call:
        """The call with what only an earlier call of the same change has made, for instance a group's id."""
        parameters = read_parameters(call.parameters)
        refs = set(refs_of(parameters))
        if not refs:
            return call
        order = Order(creation=_self_named(change.subject, change.calls))
        values: dict[Ref, str] = {}
        for ref in refs:
            told = _at(outcomes, self.arn_at) if ref.step == change.subject.arn else None
            found = told or await value_of(ref, msgspec.structs.replace(order, others=(order.creation,)), bench)
            if found is None:
                raise NotFound(self.title((change.subject,), ""), f"{ref.step.replace(':', ' ', 1)} does not exist")
            values[ref] = found
        whole = {name: filled(member, values) for name, member in parameters.items()}
        return msgspec.structs.replace(call, parameters=whole)

    async def made(self, change: Change, outcomes: Sequence[Outcome], bench: Bench) -> tuple[Subject, ...]:
        """The thing, by its ARN as far as that is known; it is asked for where AWS's answer got lost."""
        arn = _at(outcomes, self.arn_at)
        if arn is None:
            with suppress(AwsError):
                found = await look(_self_named(change.subject, change.calls), bench)
                arn = found.arn if found is not None else None
        return (msgspec.structs.replace(change.subject, arn=arn or change.subject.arn),)

    async def progress(self, change: Change, answer: str, bench: Bench, *, is_late: bool) -> Progress:  # noqa: ARG002
        """Whether it can be used."""
        _, there = await self._there(answer, bench)
        if there is None:
            return Progress(state="failed" if is_late else "going", words="AWS does not show it yet", is_missing=True)
        if there.is_failed:
            return Progress(state="failed", words=there.state or "it has failed")
        return Progress(state="going", words=there.state) if there.state else Progress(state="done", words="created")

    def undo(self, change: Change, made: Sequence[Subject]) -> Undo | None:
        """What takes it back: nothing, where it was there before."""
        if change.undo is None or not made:
            return change.undo
        return msgspec.structs.replace(change.undo, subjects=tuple(made))

    def said(self, made: Sequence[Subject]) -> str:  # noqa: ARG002
        """That it is there."""
        return "created"

    def passing(self, error: AwsError) -> str:
        """What a refusal means that passes by itself; empty for all others."""
        why = error.why.lower()
        return next((words for sign, words in self.races.items() if sign in why), "")

    async def _there(self, answer: str, bench: Bench) -> tuple[Creation, There | None]:
        """The thing as it is wanted, and what there is of it; raises `Invalid` where that is another."""
        creation = await resolved(read_order(answer), bench)
        there = await look(creation, bench)
        if there is not None and there.differs:
            what = f"{creation.kind.replace('-', ' ')} {creation.name}"
            raise Invalid(f"create {what}", f"one of this name exists, and {'; '.join(there.differs)}", _OTHER)
        return creation, there

    def _change(self, creation: Creation, requests: Sequence[Request]) -> Change:
        subject = subject_of(creation)
        is_whole = len(requests) == len(creation.requests)
        return Change(
            subject=subject,
            differences=(Difference(what=_noun(subject), before=ABSENT, after=creation.words or creation.name),),
            calls=tuple(_call(each) for each in requests),
            undo=self.undo_of(creation, subject) if is_whole and self.undone_by else None,
            aim=self.aim,
        )

    def undo_of(self, creation: Creation, subject: Subject) -> Undo | None:  # noqa: ARG002 - most need no more
        """What takes it back."""
        return Undo(action=self.undone_by, answer="", subjects=(subject,))


_OTHER: Final = "take another name, or delete that one first"


def _noun(subject: Subject) -> str:
    return subject.kind.replace("-", " ")


def _call(request: Request) -> Call:
    parameters = {name: written(value) for name, value in request.parameters.items()}
    return Call(service=request.service, operation=request.operation, parameters=parameters)


def _self_named(subject: Subject, calls: Sequence[Call]) -> Creation:
    """The thing of a change, as what makes it has it."""
    requests = (
        Request(service=each.service, operation=each.operation, parameters=read_parameters(each.parameters))
        for each in calls
    )
    return Creation(kind=subject.kind, name=subject.name, words="", requests=tuple(requests))


def _at(outcomes: Sequence[Outcome], place: Sequence[str | int]) -> str | None:
    """What stands at a place of the first answer; None where there is none, or nothing there."""
    found: object = outcomes[0].answer if outcomes and place else None
    for step in place:
        if isinstance(step, str) and isinstance(found, Mapping):
            found = found.get(step)
        elif isinstance(step, int) and isinstance(found, list) and len(found) > step:
            found = found[step]
        else:
            return None
    return found if isinstance(found, str) else None
