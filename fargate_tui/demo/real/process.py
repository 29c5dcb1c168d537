"""One process: started, listened to, ended."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import Callable, Mapping, Sequence

_LONGEST_LINE = 1 << 20
_COULD_NOT_START = 127
_BY_SIGNAL = 128
"""A shell's and Docker's exit code of what a signal ended is that much more than its number."""


class Process:
    """A process that ends with us at the latest: its stdin is a pipe of ours, and it watches that."""

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        listening: socket.socket | None,
        heard: Callable[[str], None],
        ended: Callable[[int], None],
    ) -> None:
        self.exit_code: int | None = None
        self.pid: int | None = None
        self._heard = heard
        self._ended = ended
        self._signals: list[int] = []
        self._process: asyncio.subprocess.Process | None = None
        self._life = asyncio.create_task(self._live(command, environment, listening))

    def send(self, number: signal.Signals) -> None:
        """Send a signal, as soon as it runs."""
        if self._process is None:
            self._signals.append(number)
        elif self.exit_code is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(number)

    async def gone(self) -> None:
        """Wait for its end."""
        await asyncio.wait([self._life])

    async def _live(
        self, command: Sequence[str], environment: Mapping[str, str], listening: socket.socket | None
    ) -> None:
        try:
            self._process = await self._start(command, environment, listening)
        except OSError as error:
            self._heard(f"cannot start: {error}")
            self.exit_code = _COULD_NOT_START
        else:
            self.exit_code = await self._attend(self._process)
        finally:
            if listening is not None:
                listening.close()
        self._ended(self.exit_code)

    async def _start(
        self, command: Sequence[str], environment: Mapping[str, str], listening: socket.socket | None
    ) -> asyncio.subprocess.Process:
        process = await asyncio.create_subprocess_exec(
            *command,
            env=environment,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            limit=_LONGEST_LINE,
            pass_fds=() if listening is None else (listening.fileno(),),
            start_new_session=True,  # ctrl+c in the terminal is for us alone
        )
        self.pid = process.pid
        # once it has ended, nobody is to wait at what only we would keep open
        if listening is not None:
            listening.close()
        return process

    async def _attend(self, process: asyncio.subprocess.Process) -> int:
        for number in self._signals:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(number)
        assert process.stdout is not None
        async for line in process.stdout:
            self._heard(line.decode(errors="replace").rstrip("\n"))
        code = await process.wait()
        return code if code >= 0 else _BY_SIGNAL - code
