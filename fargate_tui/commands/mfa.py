"""Asks for MFA codes on the terminal, where there is one: a script is told what to run instead."""

import asyncio
import os
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from fargate_tui.fargate.accounts import MfaQuestion
from fargate_tui.live.ports.profiles import Ask

_LONGEST = 64
"""Bytes of a line that are read."""


def terminal_ask(typed: TextIO | None = None, shown: TextIO | None = None) -> Ask | None:
    """Who asks on the terminal that a person sits at; None in a script, in cron, behind a pipe."""
    typed, shown = typed or sys.stdin, shown or sys.stderr
    return _Terminal(typed.fileno(), shown) if typed.isatty() and shown.isatty() else None


class _Terminal:
    """Asks until somebody has said no; what is typed is not shown."""

    def __init__(self, number: int, shown: TextIO) -> None:
        self._number = number
        self._shown = shown
        self._is_refused = False

    async def __call__(self, question: MfaQuestion) -> str | None:
        """The code, or None after ctrl+d or an empty line."""
        if self._is_refused:
            return None
        why = f"{question.why}\n" if question.why else ""
        with _unseen(self._number):
            self._say(f"{why}MFA code of {question.device} for profile {question.profile}: ")
            try:
                typed = await self._line()
            finally:
                self._say("\n")
        self._is_refused = not typed
        return typed or None

    async def _line(self) -> str:
        loop, readable = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(self._number, readable.set)
        try:
            await readable.wait()
        finally:
            loop.remove_reader(self._number)
        # The terminal hands over whole lines; none is the end of the input.
        return os.read(self._number, _LONGEST).decode("ascii", "replace").strip()

    def _say(self, text: str) -> None:
        self._shown.write(text)
        self._shown.flush()


@contextmanager
def _unseen(number: int) -> Iterator[None]:
    """What is typed meanwhile does not stand on the terminal."""
    before = termios.tcgetattr(number)
    silent = [*before]
    silent[3] = before[3] & ~termios.ECHO
    termios.tcsetattr(number, termios.TCSADRAIN, silent)
    try:
        yield
    finally:
        termios.tcsetattr(number, termios.TCSADRAIN, before)
