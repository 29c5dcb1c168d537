"""How far somebody is in the tour: pure, so that it can be tested without a screen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from fargate_tui.tour.seen import Seen
from fargate_tui.tour.steps import Step

REMEMBERED: Final = 100
"""Moments of a step that are kept."""


@dataclass(frozen=True, slots=True)
class Progress:
    """The present step, and what was seen since it began."""

    number: int = 0
    """Of the step, from 0; the last one is the end."""
    story: tuple[Seen, ...] = ()
    is_repeated: bool = False
    """Whether it was gone back to: it counts as done only once it has not been so."""

    def see(self, seen: Seen, steps: Sequence[Step]) -> "Progress":
        """Take note of the screen, and go on past every step that is done."""
        found = self
        while not found.is_last(steps):
            done = steps[found.number].done
            if found.is_repeated and done((seen,)):
                return found
            story = found.story if found.story[-1:] == (seen,) else (*found.story, seen)[-REMEMBERED:]
            found = replace(found, story=story, is_repeated=False)
            if not done(found.story):
                return found
            found = found.forward(steps)
        return found

    def is_last(self, steps: Sequence[Step]) -> bool:
        """Whether it is the end."""
        return self.number >= len(steps) - 1

    def forward(self, steps: Sequence[Step]) -> "Progress":
        """Begin the following step."""
        return Progress(min(self.number + 1, len(steps) - 1))

    def back(self) -> "Progress":
        """Begin the one before once more."""
        return Progress(max(self.number - 1, 0), is_repeated=True)
