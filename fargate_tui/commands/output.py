"""Where a command writes: standard output for what was asked, standard error for what is said about it."""

import asyncio
import os
import shutil
import stat
import sys
from contextlib import suppress
from io import TextIOWrapper
from typing import Final, TextIO

from fargate_tui.format import visible

_COLOURS: Final = {"good": "32", "busy": "36", "warn": "33", "bad": "31", "muted": "2"}
"""Of the terminal's own: what the theme ``fargate-ansi`` takes."""


class Output:
    """Standard output and standard error of one command."""

    def __init__(self, command: str, out: TextIO | None = None, err: TextIO | None = None) -> None:
        self._command = command
        self._out = out or sys.stdout
        self._err = err or sys.stderr
        self._noted: set[str] = set()
        for stream in (self._out, self._err):
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="replace")  # whatever the locale can say
        self.is_terminal = self._out.isatty()
        """Whether a person reads it as it comes: lines are cut, toned and harmless then."""
        self.is_watched = self._err.isatty()
        """Whether a person reads what is said meanwhile."""
        self.is_toned = self.is_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"

    @property
    def width(self) -> int | None:
        """Cells of a line; None where nothing is to be cut."""
        return shutil.get_terminal_size().columns if self.is_terminal else None

    def write(self, *lines: str) -> None:
        """Write lines and have them read at once; raises BrokenPipeError where nobody reads any more."""
        self._out.write("".join(f"{line}\n" for line in lines))
        self._out.flush()

    def note(self, text: str) -> None:
        """Say something on standard error, the same thing only once."""
        if text not in self._noted:
            self._noted.add(text)
            self.fail(text)

    def fail(self, text: str) -> None:
        """Say something on standard error."""
        with suppress(BrokenPipeError):
            print(f"fargate-tui {self._command}: {visible(text)}", file=self._err, flush=True)

    def toned(self, text: str, tone: str) -> str:
        """Text in the colour of a tone, where colours are wanted."""
        code = _COLOURS.get(tone) if self.is_toned else None
        return f"\x1b[{code}m{text}\x1b[0m" if code and text else text

    def let_go(self) -> None:
        """Write no more: who has read it is gone, and Python flushes once more when it ends."""
        os.dup2(os.open(os.devnull, os.O_WRONLY), self._out.fileno())

    async def is_left(self) -> None:
        """Wait until nobody reads any more; for ever where that cannot be told before something is written.

        The writing end of a pipe becomes readable when its reader is gone, which asyncio's own pipes rely on.
        """
        left = asyncio.Event()
        with suppress(OSError, ValueError):
            if stat.S_ISFIFO(os.fstat(self._out.fileno()).st_mode):
                asyncio.get_running_loop().add_reader(self._out.fileno(), left.set)
        try:
            await left.wait()
        finally:
            with suppress(OSError, ValueError):
                asyncio.get_running_loop().remove_reader(self._out.fileno())
