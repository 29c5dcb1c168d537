"""``scorekeep-frontend``: the game's page, and the way to its API, as nginx does it in the sample."""

import http.client
import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

from fargate_tui.demo.scorekeep.server import Asked, PortTaken, Reply, local_port, say, serve
from fargate_tui.demo.scorekeep.told import FRONTEND_PORT, WrongOption, port_of

API = "http://localhost:5000"
_PATIENCE = 10.0
_HTML = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-cache"}
_FAILED = 'nginx: [emerg] host not found in upstream "scorekeep-api:5000" in /etc/nginx/nginx.conf:24'


class Frontend:
    """Answers with the page, and hands ``/api`` on."""

    def __init__(self, api: str) -> None:
        upstream = urlsplit(api)
        self._api = api
        self._host, self._port = upstream.hostname or "localhost", upstream.port or 80
        self._page = Path(__file__).with_name("page.html").read_bytes()

    def answer(self, asked: Asked) -> Reply:
        """Answer one request."""
        path = asked.path.partition("?")[0]
        if path.startswith("/api/"):
            return self._forward(asked)
        if path in ("/", "/index.html"):
            return Reply(200, self._page, _HTML)
        if path == "/health":
            return Reply(200, b"ok", {"Content-Type": "text/plain"})
        return _page(404, "Not Found")

    def _forward(self, asked: Asked) -> Reply:
        is_local = self._host in ("localhost", "127.0.0.1")
        address = ("127.0.0.1", local_port(self._port)) if is_local else (self._host, self._port)
        connection = http.client.HTTPConnection(*address, timeout=_PATIENCE)
        try:
            connection.request(asked.method, asked.path, asked.body, _passed_on(asked))
            answer = connection.getresponse()
            kind = answer.getheader("Content-Type") or "application/json"
            return Reply(answer.status, answer.read(), {"Content-Type": kind, "Cache-Control": "no-store"})
        except (OSError, http.client.HTTPException) as error:
            say(_complaint(asked, f"{self._api}{asked.path}", error))
            return _page(502, "Bad Gateway")
        finally:
            connection.close()


def _passed_on(asked: Asked) -> dict[str, str]:
    kept = ("content-type", "x-amzn-trace-id")
    return {name: value for name, value in asked.headers.items() if name.lower() in kept} | {
        "X-Forwarded-For": asked.client
    }


def _page(status: int, reason: str) -> Reply:
    text = f"<html><head><title>{status} {reason}</title></head><body><h1>{status} {reason}</h1></body></html>"
    return Reply(status, text.encode(), _HTML)


def _complaint(asked: Asked, upstream: str, error: Exception) -> str:
    why = "connect() failed (111: Connection refused)" if isinstance(error, ConnectionRefusedError) else str(error)
    return (
        f"[error] 7#7: {why} while connecting to upstream, client: {asked.client}, "
        f'request: "{asked.method} {asked.path} HTTP/1.1", upstream: "{upstream}"'
    )


def _log(asked: Asked, reply: Reply, _: float) -> str:
    agent = asked.headers.get("User-Agent", "-")
    return f'{asked.client} - - "{asked.method} {asked.path} HTTP/1.1" {reply.status} {len(reply.body)} "{agent}"'


def main(arguments: list[str]) -> int:
    """Serve until told to end, or fail as nginx would; returns the exit status."""
    try:
        port = port_of(os.environ, arguments, FRONTEND_PORT)
    except WrongOption as error:
        say(f'nginx: invalid option: "{error}"')
        return 1
    if os.environ.get("FAIL") in ("1", "start"):
        say(_FAILED)
        return 1
    say(f"[notice] 1#1: start worker processes, port {port}")
    try:
        serve(port, Frontend(os.environ.get("API_URL", API)).answer, _log)
    except PortTaken:
        say(f"nginx: [emerg] bind() to 0.0.0.0:{port} failed (98: Address already in use)")
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
