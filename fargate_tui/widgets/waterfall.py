"""A task's life as bars on one time axis."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from textual.widget import Widget


@dataclass(frozen=True, slots=True)
class Bar:
    """One phase: from when to when; `end` is None while it goes on."""

    name: str
    start: datetime
    end: datetime | None = None
    tone: str = ""
    note: str = ""


class Waterfall(Widget):
    """The phases of a task, one line each, with their durations."""

    def __init__(self, *, now: Callable[[], datetime], id: str | None = None, classes: str | None = None) -> None:
        """Make an empty one; `now` is where a phase that goes on ends."""
        super().__init__(id=id, classes=classes)

    def show(self, bars: Sequence[Bar]) -> None:
        """Draw `bars` in place of the former ones."""
        raise NotImplementedError

    def tick(self) -> None:
        """Draw anew what goes on, if it looks different by now."""
        raise NotImplementedError
