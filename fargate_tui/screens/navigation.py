"""The messages by which a screen asks to be elsewhere."""

from typing import Literal

from textual.message import Message

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
