"""A wizard as a pure state machine: where a person is, and what has been filled in so far."""

from dataclasses import dataclass, replace
from typing import ClassVar, Generic, Protocol, Self, TypeVar

from fargate_tui.fargate.drafts.checks import Finding
from fargate_tui.fargate.drafts.cost import Cost
from fargate_tui.fargate.drafts.creations import Creation
from fargate_tui.fargate.drafts.facts import NOTHING, Facts, Want
from fargate_tui.fargate.drafts.fields import Step
from fargate_tui.fargate.network import Path


class Draft(Protocol):
    """What every draft can be asked; all of it is pure, and answers within a few milliseconds."""

    noun: ClassVar[str]
    """What comes of it: ``task definition``."""

    @property
    def name(self) -> str:
        """What it is called so far; empty where it has no name yet."""

    def steps(self, facts: Facts = NOTHING) -> tuple[Step, ...]:
        """The pages, as far as they apply to what has been filled in; the review is not among them.

        Facts change only what a field offers and says, never which pages there are.
        """

    def value(self, field: str) -> str:
        """What stands in a field."""

    def answered(self, field: str, text: str) -> Self:
        """The draft with another answer, and with all that follows from it."""

    def filled_in(self, facts: Facts) -> Self:
        """With what AWS's answers let it fill in, where nothing was typed; the same draft where there is nothing."""

    def added(self, step: str) -> Self:
        """With another one of what a step is about, behind it."""

    def removed(self, step: str) -> Self:
        """Without what a step is about."""

    def wants(self, facts: Facts) -> tuple[Want, ...]:
        """What has to be known of AWS to check it; what is known already may lead to further wants."""

    def findings(self, facts: Facts) -> tuple[Finding, ...]:
        """What all checks have found, those that found nothing wrong included."""

    def creations(self, facts: Facts) -> tuple[Creation, ...]:
        """What is made of it, in order; asked only where nothing blocks."""

    def reach(self, facts: Facts) -> tuple[Path, ...]:
        """The ways in and out of its tasks as they will be, hop by hop; nothing for what has no network."""

    def cost(self, facts: Facts) -> Cost | None:
        """What it costs; None for what costs nothing by itself."""

    def summary(self, facts: Facts) -> tuple[tuple[str, str], ...]:
        """What it is so far, in a few pairs of a label and words, for beside the page."""

    def kept(self) -> Self:
        """What may be written to disk: without values of secrets."""


AnyDraft = TypeVar("AnyDraft", bound=Draft)


@dataclass(frozen=True, slots=True)
class Wizard(Generic[AnyDraft]):
    """A draft and the page that is open."""

    REVIEW: ClassVar[str] = "review"

    draft: AnyDraft
    at: str = ""
    """The id of the open step, or `REVIEW`; empty for the first."""
    facts: Facts = NOTHING
    """What AWS has answered so far."""

    def knowing(self, facts: Facts) -> Self:
        """With what AWS has answered by now, and with what that lets it fill in."""
        return replace(self, facts=facts, draft=self.draft.filled_in(facts))

    @property
    def places(self) -> tuple[str, ...]:
        """The ids of all pages, with the review."""
        return (*(step.id for step in self.draft.steps()), self.REVIEW)

    @property
    def place(self) -> int:
        """Which page is open; a page that does not apply any more gives way to the first."""
        places = self.places
        return places.index(self.at) if self.at in places else 0

    @property
    def step(self) -> Step | None:
        """The open page; None for the review."""
        steps = self.draft.steps(self.facts)
        return steps[self.place] if self.place < len(steps) else None

    def answer(self, field: str, text: str) -> Self:
        """Fill in a field, without moving."""
        return replace(self, draft=self.draft.answered(field, text).filled_in(self.facts))

    def go_to(self, step: str) -> Self:
        """Open a page."""
        return replace(self, at=step) if step in self.places else self

    def forward(self) -> Self:
        """The next page; problems keep nobody from looking ahead."""
        return self._to(self.place + 1)

    def back(self) -> Self:
        """The page before."""
        return self._to(self.place - 1)

    def _to(self, place: int) -> Self:
        places = self.places
        return replace(self, at=places[max(0, min(place, len(places) - 1))])

    def add(self) -> Self:
        """Another one of what the open page is about; it is opened."""
        step = self.step
        if step is None or not step.adds:
            return self
        return replace(self, draft=self.draft.added(step.id)).forward()

    def remove(self) -> Self:
        """Without what the open page is about; the page before is opened."""
        step = self.step
        if step is None or not step.is_removable:
            return self
        before = self.places[max(0, self.place - 1)]
        return replace(self, draft=self.draft.removed(step.id), at=before)


def step_of(draft: Draft, field: str, facts: Facts = NOTHING) -> str:
    """The page that a field stands on; empty where none has it."""
    return next((step.id for step in draft.steps(facts) if any(each.id == field for each in step.fields)), "")
