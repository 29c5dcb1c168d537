"""A program beside the screen whose output is gathered."""

import asyncio
import os
from collections import deque
from dataclasses import dataclass, field
from typing import Final

from fargate_tui.fargate.sessions import Command
from fargate_tui.sessions.forwards import begun, end
from fargate_tui.sessions.relay import lines_of

MOST: Final = 2**20
"""Bytes of its output that are kept, the last ones."""
SHOWN: Final = 2**18
"""Bytes of which lines are made to be shown."""
OF_ERRORS: Final = 4096
"""Bytes of what it said last on standard error."""
PIECE: Final = 1 << 16
PATIENCE: Final = 0.3
"""Seconds in which what it said last is still heard: what it leaves behind may hold its output open for ever."""


@dataclass(slots=True)
class Gathered:
    """One run of a program."""

    let_go: int = 0
    """Bytes at the beginning that were let go."""
    errors: bytes = b""
    """What it said last on standard error."""
    _pieces: deque[bytes] = field(default_factory=deque)
    _kept: int = 0
    _process: asyncio.subprocess.Process | None = None
    _unread: set[int] = field(default_factory=set)
    _is_read: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def lines(self) -> list[str]:
        """What it has said so far, on standard output and standard error as it came, without its colours."""
        return lines_of(b"".join(self._pieces))

    def last_lines(self, most: int) -> tuple[list[str], int]:
        """The last of them, and how many stand before those: a MiB takes 7 ms to be made into lines."""
        said = b"".join(self._pieces)
        shown = said[-SHOWN:].partition(b"\n")[2] if len(said) > SHOWN else said
        lines = lines_of(shown)[-most:]
        return lines, said.count(b"\n") + (not said.endswith(b"\n") and bool(said)) - len(lines)

    @property
    def last(self) -> bytes:
        """The end of it."""
        return b"".join(tuple(self._pieces)[-2:])[-OF_ERRORS:]

    async def run(self, command: Command) -> int:
        """Run it to its end; its exit status, or minus the signal that ended it. Raises OSError: it cannot start."""
        said, told = os.pipe()
        complained, error = os.pipe()
        try:
            try:
                self._process = await begun(command, told, error)
            finally:
                os.close(told)
                os.close(error)
            for source in (said, complained):
                os.set_blocking(source, False)
                self._unread.add(source)
                asyncio.get_running_loop().add_reader(source, self._read, source, source == complained)
            return await self._end()
        finally:
            for source in (said, complained):
                self._close(source)
                os.close(source)

    async def stop(self) -> None:
        """End it, and everything that it has started."""
        if self._process is not None and self._process.returncode is None:
            await end(self._process)

    async def _end(self) -> int:
        assert self._process is not None
        try:
            status = await self._process.wait()
        except asyncio.CancelledError:
            await self.stop()
            raise
        try:
            async with asyncio.timeout(PATIENCE):
                await self._is_read.wait()
        except TimeoutError:
            pass
        return status

    def _read(self, source: int, is_error: bool) -> None:
        try:
            piece = os.read(source, PIECE)
        except BlockingIOError:
            return
        if not piece:
            self._close(source)
            return
        if is_error:
            self.errors = (self.errors + piece)[-OF_ERRORS:]
        self._pieces.append(piece)
        self._kept += len(piece)
        while self._kept > MOST and len(self._pieces) > 1:
            gone = len(self._pieces.popleft())
            self._kept -= gone
            self.let_go += gone

    def _close(self, source: int) -> None:
        if source in self._unread:
            self._unread.discard(source)
            asyncio.get_running_loop().remove_reader(source)
        if not self._unread:
            self._is_read.set()
