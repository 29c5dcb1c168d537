"""The terminal that the app runs in: what is written to it, what is asked of it, and handing it over to a program."""

import asyncio
import os
import signal
import sys
from typing import TYPE_CHECKING

from rich.console import RenderableType
from textual import events
from textual.app import App
from textual.filter import Monochrome, NoColor
from textual.screen import Screen

from fargate_tui.clipboard import osc52
from fargate_tui.frugal import frugal
from fargate_tui.notifying import Notifier
from fargate_tui.settings import Settings
from fargate_tui.themes import ANSI

if TYPE_CHECKING:
    from fargate_tui.sessions.relay import Child, Ended


class TerminalApp(App[None]):
    """An app that knows what terminals do over SSH, in tmux and in a browser."""

    ALLOW_SELECT = False  # the terminal's own selection works, and a drag costs no traffic

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.animation_level = "none"
        self.notifier = Notifier(
            self.write,
            self.bell,
            self.set_timer,
            os.environ,
            rings=settings.bell,
            by=settings.notify,
            in_title=settings.title,
        )

    def without_colours(self) -> None:
        """Send no colour at all, as NO_COLOR asks for: what is chosen is turned round, bold, dim or underlined.

        Textual 8.2 picks its filter before the theme is known (app.py:616), and writes shades, which are colours too.
        """
        self.no_color = True
        self.theme = ANSI.name
        self._filters = [each for each in self._filters if not isinstance(each, Monochrome)]
        self._filters.append(NoColor())

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        """Write an update with as few bytes as it takes."""
        super()._display(screen, frugal(renderable))

    def _fatal_error(self) -> None:
        """End after a defect of ours. Textual's own page shows local variables, and those may hold what is secret."""
        from rich.segment import Segments
        from rich.traceback import Traceback

        traceback = Traceback(show_locals=False, width=None)
        self._exit_renderables.append(Segments(self.console.render(traceback, self.console.options)))
        self._close_messages_no_wait()

    async def end(self, status: int = 0) -> None:
        """End, and give the terminal back as it was."""
        self.exit(return_code=status)

    def end_when_told(self) -> None:
        """End as by a key when another program asks for it (SIGTERM), with the status that shells give to that.

        Textual 8.2 leaves it to the system, and with it a terminal full of the program, whose mouse writes characters.
        """
        if self._driver is not None and self._driver.can_suspend:
            loop = asyncio.get_running_loop()
            loop.add_signal_handler(signal.SIGTERM, self.call_later, self.end, 128 + signal.SIGTERM)

    async def hand_over(self, child: "Child") -> "Ended":
        """Give the terminal to a program until that has ended, and take it back, whoever stops waiting meanwhile."""
        return await asyncio.shield(asyncio.create_task(self._stand_back(child), name=child.ended))

    async def _stand_back(self, child: "Child") -> "Ended":
        from fargate_tui.sessions.handover import keys_ignored
        from fargate_tui.sessions.relay import Ended, relay

        if self._driver is None or not self._driver.can_suspend:
            return Ended(None, last=f"{'a browser' if self.is_in_browser else 'this terminal'} cannot be handed over")
        assert sys.__stdin__ is not None
        assert sys.__stderr__ is not None
        typed, shown = sys.__stdin__.fileno(), sys.__stderr__.fileno()
        self.notifier.go_away()
        # While another program has the terminal there is nothing of ours to take off it, and nothing to wait for.
        asyncio.get_running_loop().remove_signal_handler(signal.SIGTERM)
        try:
            # A repaint in between fills the queue of a writer that has stopped, and blocks the loop (textual.md §4.8).
            with self.batch_update(), self.suspend(), keys_ignored():
                return await asyncio.to_thread(relay, child, typed, shown)
        finally:
            self.end_when_told()
            self.notifier.come_back()
            # Textual 8.2 paints only what has changed meanwhile, on a screen that the terminal has cleared.
            self.screen.refresh()

    @property
    def is_in_browser(self) -> bool:
        """Whether a browser shows it."""
        return self._driver is not None and self._driver.is_web

    def on_app_blur(self, event: events.AppBlur) -> None:
        """Keep the focus in a browser: Textual begins blurred there, and focuses nothing in a view that comes then."""
        if self.is_in_browser:
            event.prevent_default()

    def copy_to_clipboard(self, text: str) -> None:
        """Send text to the clipboard of the terminal, through SSH and tmux too."""
        self._clipboard = text
        self.write(osc52(text, os.environ))

    def write(self, sequence: str) -> None:
        """Send a sequence to the terminal, where there is one."""
        if self._driver is not None:
            self._driver.write(sequence)
