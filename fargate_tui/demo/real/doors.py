"""Load balancers that really listen: every listener of theirs on a port of 127.0.0.1, and what it answers."""

import itertools
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

import aiohttp
from aiohttp import web
from yarl import URL

from fargate_tui.demo.real import streams
from fargate_tui.demo.real.listeners import Fixed, Forward, Heard, Listener, Redirect
from fargate_tui.demo.targets import Target, TaskTargets

_BODY_LIMIT = 16 << 20
_IDLE = 60.0
"""Seconds a target may take; AWS's default."""
_HOP_BY_HOP = frozenset({"connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailer",
                         "transfer-encoding", "upgrade", "content-length", "date", "server"})  # fmt: skip
_REASONS = {
    502: "Bad Gateway",
    503: "Service Temporarily Unavailable",
    504: "Gateway Time-out",
}
_SERVER = {"Server": "awselb/2.0"}

_OF_HTTP = frozenset({"HTTP", "HTTPS"})
_OF_TCP = frozenset({"TCP", "TLS"})

Groups = Sequence[str]
Wake = Callable[[Groups], Awaitable[None]]
"""Is told the target groups of a request before one of their targets is chosen."""


@dataclass(frozen=True, slots=True)
class _Open:
    """What listens."""

    address: str
    close: Callable[[], Awaitable[None]]


class Doors:
    """Opens and closes what listens, and sends requests on to healthy targets."""

    def __init__(
        self, targets: TaskTargets, local_port: Callable[[str, int], int | None],
        client: Callable[[], aiohttp.ClientSession], wake: Wake,
    ) -> None:  # fmt: skip
        self._targets = targets
        self._local_port = local_port
        self._client = client
        self._wake = wake
        self._listeners: dict[str, Listener] = {}
        self._open: dict[str, _Open] = {}
        self._turn = itertools.count()

    def addresses(self) -> Mapping[str, str]:
        """Where listeners are, by the name of their load balancer, with the port where it is not the first's."""
        found: dict[str, str] = {}
        for listener in sorted(self._listeners.values(), key=lambda one: one.port):
            if listener.arn in self._open:
                is_first = listener.dns_name not in found
                name = listener.dns_name if is_first else f"{listener.dns_name}:{listener.port}"
                found[name] = self._open[listener.arn].address
        return found

    async def show(self, listeners: Sequence[Listener]) -> None:
        """Open those that are new, close those that are gone, and follow their rules."""
        self._listeners = {one.arn: one for one in listeners if one.protocol in _OF_HTTP or one.protocol in _OF_TCP}
        for arn in self._open.keys() - self._listeners.keys():
            await self._open.pop(arn).close()
        for arn in self._listeners.keys() - self._open.keys():
            is_http = self._listeners[arn].protocol in _OF_HTTP
            self._open[arn] = await (self._listen(arn) if is_http else self._lead(arn))

    async def close(self) -> None:
        """Close all of them."""
        await self.show(())

    async def _lead(self, arn: str) -> "_Open":
        async def choose() -> int | None:
            action = self._listeners[arn].action(Heard("", "", "", {}))
            groups = action.groups() if isinstance(action, Forward) else []
            await self._wake(groups)
            found = next((target for one in groups if (target := self._healthy(one)) is not None), None)
            return None if found is None else self._local_port(found.ip, found.port)

        server = await streams.listen(choose)

        async def close() -> None:
            server.close()

        return _Open(f"127.0.0.1:{server.sockets[0].getsockname()[1]}", close)

    async def _listen(self, arn: str) -> "_Open":
        app = web.Application(client_max_size=_BODY_LIMIT)

        async def serve(http: web.Request) -> web.StreamResponse:
            return await self._serve(self._listeners[arn], http)

        app.router.add_route("*", "/{path:.*}", serve)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return _Open(f"http://127.0.0.1:{runner.addresses[0][1]}", runner.cleanup)

    async def _serve(self, listener: Listener, http: web.Request) -> web.StreamResponse:
        match listener.action(_heard(http)):
            case Fixed(status, body, kind):
                return web.Response(status=status, text=body, content_type=kind, headers=_SERVER)
            case Redirect() as redirect:
                return web.Response(status=redirect.status, headers={"Location": _elsewhere(redirect, http), **_SERVER})
            case Forward() as forward:
                return await self._forward(listener, forward.groups(), http)
        return _failed(503)

    async def _forward(self, listener: Listener, groups: Groups, http: web.Request) -> web.StreamResponse:
        await self._wake(groups)
        found = next(((arn, target) for arn in groups if (target := self._healthy(arn)) is not None), None)
        if found is None:
            return _failed(503)
        arn, target = found
        local = self._local_port(target.ip, target.port)
        if local is None:
            return _failed(502)
        began = time.perf_counter()
        answer = await self._pass_on(f"http://127.0.0.1:{local}", listener, http)
        minute = int(self._targets.now().timestamp()) // 60
        self._targets.traffic[arn].note(minute, answer.status, time.perf_counter() - began)
        return answer

    def _healthy(self, target_group_arn: str) -> Target | None:
        """A real target that is healthy, each in its turn."""
        group = self._targets.groups.get(target_group_arn)
        if group is None:
            return None
        healthy = [
            target
            for target in self._targets.targets(target_group_arn)
            if target.found is not None and self._targets.health(group, target).state == "healthy"
        ]
        return healthy[next(self._turn) % len(healthy)] if healthy else None

    async def _pass_on(self, origin: str, listener: Listener, http: web.Request) -> web.Response:
        kept = {name: value for name, value in http.headers.items() if name.lower() not in _HOP_BY_HOP}
        through = ", ".join(filter(None, (http.headers.get("X-Forwarded-For"), http.remote)))
        trace = f"Root=1-{int(time.time()):08x}-{secrets.token_hex(12)}"
        headers = kept | {
            "X-Forwarded-For": through, "X-Forwarded-Proto": listener.protocol.lower(),
            "X-Forwarded-Port": str(listener.port), "X-Amzn-Trace-Id": http.headers.get("X-Amzn-Trace-Id", trace),
        }  # fmt: skip
        try:
            async with self._client().request(
                http.method, URL(origin + http.raw_path, encoded=True), headers=headers, data=await http.read(),
                allow_redirects=False, timeout=aiohttp.ClientTimeout(total=_IDLE), auto_decompress=False,
            ) as answer:  # fmt: skip
                shown = [(name, value) for name, value in answer.headers.items() if name.lower() not in _HOP_BY_HOP]
                return web.Response(status=answer.status, body=await answer.read(), headers=shown)
        except TimeoutError:
            return _failed(504)
        except (OSError, aiohttp.ClientError):
            return _failed(502)


def _heard(http: web.Request) -> Heard:
    host = http.headers.get("Host", "").rpartition(":")[0] or http.headers.get("Host", "")
    return Heard(http.method, host, http.path, {name.lower(): value for name, value in http.headers.items()})


def _elsewhere(to: Redirect, http: web.Request) -> str:
    url = http.url
    parts = {"protocol": to.protocol.lower(), "host": to.host, "port": to.port, "path": to.path, "query": to.query}
    now = {
        "protocol": url.scheme, "host": url.host or "", "port": str(url.port or ""), "path": url.raw_path.lstrip("/"),
        "query": url.raw_query_string,
    }  # fmt: skip
    for name, value in now.items():
        parts = {key: part.replace(f"#{{{name}}}", value) for key, part in parts.items()}
    query = f"?{parts['query']}" if parts["query"] else ""
    return f"{parts['protocol']}://{parts['host']}:{parts['port']}{parts['path']}{query}"


def _failed(status: int) -> web.Response:
    """What an application load balancer says where no target does."""
    title = f"{status} {_REASONS[status]}"
    lines = (
        "<html>",
        f"<head><title>{title}</title></head>",
        "<body>",
        f"<center><h1>{title}</h1></center>",
        "</body>",
    )
    text = "\r\n".join((*lines, "</html>", ""))
    return web.Response(status=status, text=text, content_type="text/html", headers=_SERVER)
