"""Another program in the same terminal: an editor, a shell. Ours stands still meanwhile, and has it back afterwards."""

import asyncio
import os
import shlex
import signal
import subprocess
import sys
import termios
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Final

from textual.app import App

_THEIRS: Final = (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP)
"""Signals that a key sends to all in the terminal, and that are not meant for us while another has it."""
_REPAIR: Final = "\x1b[?1049l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?2004l\x1b[?25h\x1b[?7h\x1b[0m\x1b(B\r"
"""Ends what a program that was killed may have left on: its screen, mouse, paste marks, hidden cursor, colours."""
AT_LINE: Final = frozenset({"vi", "vim", "nvim", "view", "nano", "pico", "emacs", "emacsclient", "jmacs", "joe", "ne"})
"""Editors that begin at a line where they are told ``+12``."""


def editor_of(environment: Mapping[str, str]) -> tuple[str, ...]:
    """The editor of a person's choice as a command: $VISUAL, $EDITOR, else vi; raises ValueError for open quotes."""
    for name in ("VISUAL", "EDITOR"):
        try:
            command = shlex.split(environment.get(name, ""))
        except ValueError as error:
            raise ValueError(f"${name} cannot be understood: {str(error).lower()}") from None
        if command:
            return tuple(command)
    return ("vi",)


def editing(editor: Sequence[str], path: str, line: int = 0) -> tuple[str, ...]:
    """The command that edits a file, at a line where the editor is known to understand that."""
    knows = os.path.basename(editor[0]) in AT_LINE  # noqa: PTH119 - a command, no path of ours
    return (*editor, *((f"+{line}",) if line and knows else ()), path)


async def hand_over(app: App[None], command: Sequence[str]) -> int:
    """Let a program have the terminal until it ends: its exit status, or minus the signal that ended it.

    Raises OSError where it cannot be started, and SuspendNotSupported without a terminal.
    """
    # What is painted while nothing reads it would fill the queue of the writer and hold the loop (textual.md §4.8).
    try:
        with app.batch_update(), app.suspend(), _deaf(), _repaired():
            child = await asyncio.to_thread(subprocess.Popen, command)
            try:
                return await asyncio.to_thread(_ended, child)
            except asyncio.CancelledError:
                child.terminate()
                raise
    finally:
        # Textual 8.2 paints only what has changed meanwhile, on a screen that the terminal has cleared.
        app.screen.refresh()


def _ended(child: "subprocess.Popen[bytes]") -> int:
    """Wait for its end. Stopped by ctrl+z it is told to go on: no shell waits for it that could."""
    while True:
        _, status = os.waitpid(child.pid, os.WUNTRACED)
        if not os.WIFSTOPPED(status):
            child.returncode = os.waitstatus_to_exitcode(status)
            return child.returncode
        with suppress(ProcessLookupError):
            os.kill(child.pid, signal.SIGCONT)


@contextmanager
def _deaf() -> Iterator[None]:
    """Let the keys' signals pass. Handlers, for what is ignored would be ignored by the child too."""
    before = {each: signal.signal(each, lambda *_: None) for each in _THEIRS}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


@contextmanager
def _repaired() -> Iterator[None]:
    """Leave the terminal's modes as they were, whatever the child has made of them."""
    descriptor = sys.__stdin__.fileno() if sys.__stdin__ is not None else 0
    before = None
    with suppress(termios.error, OSError):
        before = termios.tcgetattr(descriptor)
    try:
        yield
    finally:
        with suppress(termios.error, OSError):
            if before is not None:
                termios.tcsetattr(descriptor, termios.TCSANOW, before)
            if sys.__stderr__ is not None:
                sys.__stderr__.write(_REPAIR)
                sys.__stderr__.flush()
