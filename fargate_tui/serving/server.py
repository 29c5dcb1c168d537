"""Listens on the loopback interface until ctrl+c, and says where."""

import asyncio
import contextlib
import os
import signal
import socket
import tempfile
import webbrowser
from collections.abc import Iterator, Sequence
from pathlib import Path

from aiohttp import web

from fargate_tui.serving.gate import LOOPBACK, Gate
from fargate_tui.serving.site import Site

_ON = '<!DOCTYPE html><meta name="referrer" content="no-referrer"><meta http-equiv="refresh" content="0;url={address}">'


def listening(port: int) -> socket.socket:
    """A socket on 127.0.0.1, and on nothing else.

    Raises:
        OSError: the port is taken, or not ours to take.
    """
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((LOOPBACK, port))
        made.listen()
    except OSError:
        made.close()
        raise
    return made


async def serve(listener: socket.socket, command: Sequence[str], *, opens: bool, changes: bool) -> None:
    """Serve ``command`` until SIGINT or SIGTERM; every session ends with it."""
    port = listener.getsockname()[1]
    gate, over = Gate(), asyncio.Event()
    with _leading_to(gate.address(port)) if opens else contextlib.nullcontext() as leading:
        site = Site(gate, command, f"fargate-tui :{port}", leading.unlink if leading is not None else lambda: None)
        # Requests are not logged: the address of the first one is the secret.
        runner = web.AppRunner(site.application(), access_log=None, shutdown_timeout=5)
        await runner.setup()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, over.set)
        await web.SockSite(runner, listener).start()
        _say(gate.address(port), port, changes=changes)
        if leading is not None:
            await asyncio.to_thread(webbrowser.open, leading.path.as_uri())
        try:
            await over.wait()
        finally:
            await runner.cleanup()


def _say(address: str, port: int, *, changes: bool) -> None:
    what = "changes are allowed" if changes else "read-only"
    print(address, flush=True)  # noqa: T201 - that is what it is for
    print(f"lets one browser in, once · {what} · from elsewhere: ssh -L {port}:{LOOPBACK}:{port} HERE · ctrl+c ends it")  # noqa: T201


class _Leading:
    """A page that leads to the address, which only its owner can read."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def unlink(self) -> None:
        self.path.unlink(missing_ok=True)


@contextlib.contextmanager
def _leading_to(address: str) -> "Iterator[_Leading]":
    """A page to open in a browser: the command line of a browser is there for everybody on this machine to see."""
    handle, name = tempfile.mkstemp(".html", "fargate-tui-", os.environ.get("XDG_RUNTIME_DIR") or None)
    leading = _Leading(Path(name))
    try:
        with os.fdopen(handle, "w") as page:
            page.write(_ON.format(address=address))
        yield leading
    finally:
        leading.unlink()
