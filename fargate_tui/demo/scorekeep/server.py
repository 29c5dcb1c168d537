"""What both programs of the game have in common: HTTP on one port, lines on stdout, and an end."""

import contextlib
import json
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NoReturn

from fargate_tui.demo.scorekeep.told import LISTEN_FD, PORTS, TABLE, TABLE_FOLDER

TERMINATED = 143


@dataclass(frozen=True, slots=True)
class Asked:
    """A request; ``path`` is as it came, with its query."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    client: str


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})


Answer = Callable[[Asked], Reply]
Log = Callable[[Asked, Reply, float], str]
"""Makes the log line of a request that took so many seconds."""


class PortTaken(Exception):
    """Another container of the task listens there."""


def local_port(port: int) -> int:
    """Where a port of this task's localhost really is."""
    ports: dict[str, int] = json.loads(os.environ.get(PORTS, "{}"))
    return ports.get(str(port), port)


def say(line: str) -> None:
    """Write a log line."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def serve(port: int, answer: Answer, log: Log) -> NoReturn:
    """Answer requests until told to end; raises PortTaken."""
    listening = _listening(port)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    server = ThreadingHTTPServer(("127.0.0.1", port), _handler(answer, log), bind_and_activate=False)
    server.socket.close()
    server.socket = listening
    server.server_activate()
    if os.environ.get("FAIL") == "stop":
        signal.signal(signal.SIGTERM, lambda *_: say("received SIGTERM, and takes no notice of it"))
    else:
        signal.signal(signal.SIGTERM, _end)
    # a signal ends the wait: nothing has to be looked at before
    server.serve_forever(poll_interval=3600)
    sys.exit(0)


def _listening(port: int) -> socket.socket:
    if LISTEN_FD in os.environ:
        return socket.socket(fileno=int(os.environ[LISTEN_FD]))
    if PORTS in os.environ:
        raise PortTaken(port)
    alone = socket.socket()
    alone.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    alone.bind(("127.0.0.1", port))
    return alone


def _end(*_: object) -> NoReturn:
    say("received SIGTERM, bye")
    sys.exit(TERMINATED)


def _end_with_parent() -> None:
    """End when the local AWS does, however that ends: our stdin is a pipe from it that nobody writes to."""
    if PORTS not in os.environ:
        return
    # not sys.stdin: a thread that waits in it makes the interpreter's own end fail
    while os.read(0, 4096):
        pass
    _forget(os.environ.get(TABLE, ""))
    os._exit(0)


def _forget(table: str) -> None:
    """Remove what the local AWS could not remove itself when it was killed."""
    from pathlib import Path

    folder = Path(table).parent
    if folder.name.startswith(TABLE_FOLDER):
        with contextlib.suppress(OSError):
            for file in folder.iterdir():
                file.unlink()
            folder.rmdir()


def _handler(answer: Answer, log: Log) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # header and body in one packet
        wbufsize = -1

        def handle_one_request(self) -> None:
            try:
                super().handle_one_request()
            except ConnectionError:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            return

        def answer(self) -> None:
            began = time.perf_counter()
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            client = self.headers.get("X-Forwarded-For") or self.client_address[0]
            asked = Asked(self.command, self.path, dict(self.headers.items()), body, client)
            reply = Reply(500, b"{}") if os.environ.get("FAIL") == "health" else answer(asked)
            say(log(asked, reply, time.perf_counter() - began))
            self.send_response_only(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(reply.body)

        do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = answer  # noqa: N815  the names that the library looks for

    return Handler
