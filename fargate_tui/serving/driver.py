"""Draws into a pipe that leads to a browser; what Textual's own driver does, and ends when the pipe does."""

import contextlib

from textual import messages
from textual.drivers.web_driver import WebDriver


class BrowserDriver(WebDriver):
    """Textual's driver for browsers (8.2) goes on for ever when who started it was killed."""

    def run_input_thread(self) -> None:
        """Read what is typed, and leave when nothing can come any more."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            self.send_message(messages.ExitApp())

    def write(self, data: str) -> None:
        """Draw, where anybody looks on."""
        with contextlib.suppress(BrokenPipeError):
            super().write(data)

    def write_meta(self, data: dict[str, object]) -> None:
        """Tell the server, where it is still there."""
        with contextlib.suppress(BrokenPipeError):
            super().write_meta(data)
