"""The messages by which a screen asks to be elsewhere."""

from typing import Literal

from textual.message import Message

from fargate_tui.fargate.errors import NotLoggedIn
from fargate_tui.fargate.whereabouts import Whereabouts
from fargate_tui.screens.journey import Place


class Descend(Message):
    """Go one level deeper, to ``place``."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place


class Jump(Message):
    """Go straight to ``place``."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place


class Walk(Message):
    """Go one step back towards the clusters, through the history, or to the last view."""

    def __init__(self, way: Literal["up", "back", "forward", "last"]) -> None:
        super().__init__()
        self.way = way


class LogIn(Message):
    """Log in, as an error says that one has to."""

    def __init__(self, error: NotLoggedIn) -> None:
        super().__init__()
        self.error = error


class GoAs(Message):
    """Ask AWS as the profile of a name, in a Region where one is named."""

    def __init__(self, profile: str, region: str = "") -> None:
        super().__init__()
        self.profile = profile
        self.region = region


class Tour(Message):
    """Begin the guided tour or end it, or go one step on or back."""

    def __init__(self, way: str = "") -> None:
        super().__init__()
        self.way = way


class Switch(Message):
    """Ask AWS as another profile, or in another Region."""

    def __init__(self, to: Whereabouts, *, ends: bool = False, place: Place | None = None) -> None:
        """``ends``: what is under way here may end with it; ``place``: what is shown there, else the present view."""
        super().__init__()
        self.to = to
        self.ends = ends
        self.place = place
