"""One visit: a process of its own behind a websocket, which ends with it."""

import asyncio
import contextlib
import shlex
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from typing import Final

from aiohttp import web
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

GRACE: Final = 3.0
"""Seconds in which a process may end by itself."""
NOT_THERE: Final = ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY", "TMUX", "TMUX_PANE", "STY", "TERM_PROGRAM_VERSION")
"""What is known of the terminal in which the server was started does not hold for a browser."""


class Visit(AppService):
    """A process that draws for one websocket; files and links that it would send are not passed on."""

    def __init__(self, command: Sequence[str], websocket: web.WebSocketResponse) -> None:
        """``command`` is run without a shell, in a session of its own: ctrl+c in the terminal is not for it."""

        async def close() -> None:
            await websocket.close()

        super().__init__(
            shlex.join(command),
            write_bytes=websocket.send_bytes,
            write_str=websocket.send_str,
            close=close,
            download_manager=DownloadManager(),
        )
        self._words = tuple(command)

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        environment = super()._build_environment(width, height)
        for name in NOT_THERE:
            environment.pop(name, None)
        return environment | {
            "TEXTUAL_DRIVER": "fargate_tui.serving.driver:BrowserDriver",
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
        }

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        process = await asyncio.create_subprocess_exec(
            *self._words,
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            env=self._build_environment(width, height),
            start_new_session=True,
        )
        self._process, self._stdin = process, process.stdin
        return process

    async def run(self) -> None:
        """Pass on what the process draws; a process that ends, however, ends the visit."""
        await super().run()
        with contextlib.suppress(ConnectionError):
            await self.remote_close()

    async def on_data(self, payload: bytes) -> None:
        """Pass on what was drawn, as long as anybody looks: who is not read from cannot end."""
        with contextlib.suppress(ConnectionError):
            await super().on_data(payload)

    async def on_meta(self, data: bytes) -> None:
        """Nothing but what is drawn goes to the browser: no links, no files; the end of the process is seen in run."""

    async def on_packed(self, payload: bytes) -> None:
        """See on_meta."""

    async def stop(self) -> None:
        """End the process, politely and then not."""
        if self._process is None or self._task is None:
            return
        await self.send_meta({"type": "quit"})
        try:
            await asyncio.wait_for(self._process.wait(), GRACE)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
        await self._task
