"""What the tour knows of the screen: enough to tell whether a step is done, and nothing of how it is drawn."""

from dataclasses import dataclass

from fargate_tui.screens.journey import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The screen at one moment."""

    place: Place
    filter: str = ""
    """What the rows of a list are filtered by."""
    problems_only: bool = False
    keep: str = ""
    """What lines of log must hold to be shown."""
    prompt: str = ""
    """What the prompt was opened with, where something is typed."""
    plan: bool = False
    """Whether a plan is shown."""
    overlay: str = ""
    """What lies over the view: ``help``, or another text."""
