"""What stands in the panel: a number, a question, a form, a plan. Its things are fixed when the key is pressed."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fargate_tui.fargate.changes import Plan, Subject

if TYPE_CHECKING:
    from fargate_tui.actions.action import Action, Question
    from fargate_tui.actions.forms import Form, FormAction


@dataclass(frozen=True, slots=True)
class Draft:
    """A number that is put together with ``+`` and ``-``."""

    action: "Action"
    subjects: tuple[Subject, ...]
    counts: tuple[int, ...]
    """What the view says they are."""
    more: int = 0

    @property
    def answer(self) -> str:
        """What the keys have asked for: a count of one thing, so many more or fewer of several."""
        return str(self.after(self.counts[0])) if len(self.counts) == 1 else f"{self.more:+d}"

    def after(self, count: int) -> int:
        """What becomes of a count."""
        return max(count + self.more, 0)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that is open in the prompt."""

    action: "Action"
    question: "Question"
    subjects: tuple[Subject, ...]
    glyph: str


@dataclass(frozen=True, slots=True)
class Filling:
    """A form that is being filled in, or was for the plan on the screen."""

    action: "FormAction"
    subjects: tuple[Subject, ...]
    form: "Form"


@dataclass(frozen=True, slots=True)
class Proposed:
    """A plan that is on the screen."""

    plan: Plan
    subjects: tuple[Subject, ...]
    pace: int = 1
