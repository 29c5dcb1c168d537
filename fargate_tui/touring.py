"""The way into the guided tour and out of it. What it is made of is loaded when it is asked for."""

import asyncio
from importlib import import_module
from typing import TYPE_CHECKING

from textual.widget import Widget

from fargate_tui.keys.keymap import Keymap

if TYPE_CHECKING:
    from fargate_tui.app import FargateApp
    from fargate_tui.tour.guide import Guide

WAYS = {"": "", "next": "next", "skip": "next", "back": "back", "end": "end", "stop": "end"}
"""What may be typed behind the word, and what it means."""


class Touring:
    """Begins and ends the tour of one run of the program."""

    def __init__(self, app: "FargateApp") -> None:
        self._app = app
        self.guide: Guide | None = None
        """None while no tour is taken."""

    def obey(self, rest: str) -> None:
        """Begin the tour or end it, or go one step on or back."""
        way = WAYS.get(rest.lower())
        if way is None:
            known = ", ".join(f"tour {word}" for word in ("next", "back", "end"))
            self._app.notify(f"there is no tour {rest}: {known}", severity="warning", markup=False)
        elif self.guide is None:
            self.begin()
        elif way == "next":
            self.guide.forward()
        elif way == "back":
            self.guide.back()
        else:
            self.end()

    def begin(self) -> None:
        """Take the first step."""
        self._app.run_worker(self._begin(), group="tour", exclusive=True)

    async def _begin(self) -> None:
        module = await asyncio.to_thread(import_module, "fargate_tui.tour.guide")
        self._app.clear_notifications()  # they would lie over it
        self.guide = module.Guide(self._app)

    def end(self) -> None:
        """Take the panel away, and say how it comes back."""
        guide, self.guide = self.guide, None
        if guide is not None:
            guide.end()
            again = self._app.chosen.command("tour")
            self._app.notify(f"the tour has ended · {again} begins it again", markup=False)

    def panels(self) -> tuple[Widget, ...]:
        """What a view that comes shows of it, from its first frame on."""
        return () if self.guide is None else (self.guide.panel(),)


def greeting(keymap: Keymap) -> str:
    """What is said to somebody who is here for the first time."""
    tour, keys = keymap.command("tour"), keymap.said("view.help", "question_mark")
    return f"new here? {tour} shows it in two minutes · {keys} has the keys"
