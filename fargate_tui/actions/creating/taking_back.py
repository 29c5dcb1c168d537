"""What takes back what a wizard has made: it is looked for by what it was made as, and deleted."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import ClassVar, Final

from fargate_tui.actions.action import Action, Bench
from fargate_tui.fargate.changes import Aim, Call, Change, Difference, Subject
from fargate_tui.fargate.errors import AwsError, NotFound

PATIENCE: Final = 600.0
"""Seconds for which it is waited until nothing stands on a thing any more: a load balancer leaves interfaces behind."""


class TakingBack(Action):
    """Deletes one thing that a wizard has made."""

    bindings = ()
    only_takes_back = True
    is_paced = True
    is_planned_late = True
    nothing_left = "gone already"
    patience = PATIENCE
    taken_back = "not at all: a wizard makes it again"
    aim: ClassVar[Aim] = "accepted"
    loses: ClassVar[bool] = False
    """Whether something is lost by it that a wizard cannot make again."""
    races: ClassVar[Mapping[str, str]] = {}
    """What AWS says as long as something stands on it, and what that means; in lower case."""

    def title(self, subjects: Sequence[Subject], answer: str) -> str:  # noqa: ARG002
        """What is deleted."""
        return f"delete {subjects[0].kind.replace('-', ' ')} {subjects[0].name}"

    def destroys(self, changes: Sequence[Change], answer: str) -> bool:  # noqa: ARG002
        """Whether it is still there, and something is lost with it."""
        return self.loses and any(change.calls for change in changes)

    @abstractmethod
    async def calls(self, subject: Subject, answer: str, bench: Bench) -> tuple[Call, ...]:
        """What deletes it; raises `AwsError`, `NotFound` where it is gone."""

    async def change(self, subject: Subject, answer: str, bench: Bench) -> Change:
        """Its end, or nothing where it is gone."""
        try:
            calls = await self.calls(subject, answer, bench)
        except NotFound:
            calls = ()
        difference = Difference(what="exists", before="yes" if calls else "no", after="no")
        return Change(subject=subject, differences=(difference,), calls=calls, aim=self.aim)

    async def has_landed(self, change: Change, answer: str, bench: Bench) -> bool | None:
        """Whether it is gone."""
        return not (await self.change(change.subject, answer, bench)).calls

    def passing(self, error: AwsError) -> str:
        """What still stands on it."""
        why = error.why.lower()
        return next((words for sign, words in self.races.items() if sign in why), "")

    def said(self, made: Sequence[Subject]) -> str:  # noqa: ARG002
        """That it is gone."""
        return "deleted"
