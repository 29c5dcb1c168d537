"""What a browser is told: the page, what it is made of, and a websocket for each visit."""

from collections.abc import Awaitable, Callable, Sequence
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Final

import textual_serve
from aiohttp import WSCloseCode, WSMsgType, web

from fargate_tui.serving.gate import Gate, is_here, is_own
from fargate_tui.serving.visit import Visit

MOST: Final = 4
"""Visits at the same time; each is a process of about 100 MB that asks AWS."""
SIDES: Final = (2, 1000)
"""Cells that a terminal has at least and at most, each way."""
HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src data:; "
        "connect-src {websocket}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""Nothing is fetched from elsewhere, kept, framed, or told to anybody. xterm.js makes its styles in the page."""
ELSEWHERE: Final = (
    "fargate-tui is served to this machine only: open http://127.0.0.1, through `ssh -L` from another one"
)
STRANGE: Final = "this request comes from another page, and is refused"
SPENT: Final = (
    "this address has been used, or is not the one that was printed: it lets one browser in, once. "
    "Start `fargate-tui serve` again for another"
)
FULL: Final = f"{MOST} sessions are open, and no more are: close one of them and load this page again"
ENTERED: Final = '<!DOCTYPE html><meta http-equiv="refresh" content="0;url=/"><title>fargate-tui</title>'
"""A page of ours that leads on: a redirect would be the step of who led here, to whom the cookie is not shown."""
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Size = tuple[int, int]


class Site:
    """Serves one command to whom the gate lets in."""

    def __init__(self, gate: Gate, command: Sequence[str], title: str, entered: Callable[[], None]) -> None:
        """``command`` is the process of a visit; ``entered`` is called when the address has been used."""
        self._gate = gate
        self._command = command
        self._entered = entered
        self._visits: set[web.WebSocketResponse] = set()
        self._page = Template(_read("page.html"))
        self._script = _read("page.js")
        self._title = title

    def application(self) -> web.Application:
        """The routes, behind the gate."""

        @web.middleware
        async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
            return await self._guard(request, handler)

        made = web.Application(middlewares=[guard])
        made.on_response_prepare.append(_dress)
        made.on_shutdown.append(self._end)
        made.router.add_get("/", self._index, allow_head=False)
        made.router.add_get("/page.js", self._page_script, allow_head=False)
        made.router.add_get("/ws", self._visit, allow_head=False)
        made.router.add_static("/static", Path(str(files(textual_serve))) / "static")
        return made

    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse what names another machine, comes from another page, or shows no pass."""
        if not is_here(request.host):
            return _refused(ELSEWHERE)
        origin = request.headers.get("Origin")
        if (origin is not None or request.path == "/ws") and not is_own(origin, request.host):
            return _refused(STRANGE)
        name = f"fargate-tui-{_port(request)}"
        is_known = self._gate.knows(request.cookies.get(name))
        if request.method == "GET" and request.path == "/" and "token" in request.query and not is_known:
            return self._enter(request.query["token"], name)
        return await handler(request) if is_known else _refused(SPENT)

    def _enter(self, token: str, cookie: str) -> web.Response:
        shown = self._gate.exchange(token)
        if shown is None:
            return _refused(SPENT)
        self._entered()
        response = web.Response(text=ENTERED, content_type="text/html")
        response.set_cookie(cookie, shown, httponly=True, samesite="Strict", path="/")
        return response

    async def _index(self, request: web.Request) -> web.Response:
        if len(self._visits) >= MOST:
            return web.Response(status=503, text=FULL)
        page = self._page.substitute(title=self._title, host=request.host)
        return web.Response(text=page, content_type="text/html")

    async def _page_script(self, _: web.Request) -> web.Response:
        return web.Response(text=self._script, content_type="text/javascript")

    async def _visit(self, request: web.Request) -> web.StreamResponse:
        if len(self._visits) >= MOST:
            return web.Response(status=503, text=FULL)
        websocket = web.WebSocketResponse(heartbeat=15)
        self._visits.add(websocket)
        try:
            await websocket.prepare(request)
            visit = Visit(self._command, websocket)
            try:
                await visit.start(*_size(request.query.get("width"), request.query.get("height")))
                await _listen(websocket, visit)
            finally:
                await visit.stop()
        finally:
            self._visits.discard(websocket)
        return websocket

    async def _end(self, _: web.Application) -> None:
        for websocket in tuple(self._visits):
            await websocket.close(code=WSCloseCode.GOING_AWAY)


async def _listen(websocket: web.WebSocketResponse, visit: Visit) -> None:
    """Pass on what is typed, until one of the two ends; what is not textual-serve's protocol (1.1) ends it."""
    async for message in websocket:
        if message.type != WSMsgType.TEXT:
            continue
        match message.json():
            case ["stdin", str(typed)]:
                await visit.send_bytes(typed.encode("utf-8", "replace"))
            case ["resize", {"width": int(width), "height": int(height)}]:
                await visit.set_terminal_size(*_size(width, height))
            case ["ping", sent]:
                await websocket.send_json(["pong", sent])
            case ["focus"]:
                await visit.focus()
            case ["blur"]:
                await visit.blur()
            case _:
                await websocket.close(code=WSCloseCode.UNSUPPORTED_DATA)


def _read(name: str) -> str:
    return files("fargate_tui.serving").joinpath(name).read_text("utf-8")


def _size(width: str | int | None, height: str | int | None) -> Size:
    """Columns and rows, within reason; 80 × 24 where they are no numbers."""
    try:
        columns, rows = int(width or 80), int(height or 24)
    except ValueError:
        columns, rows = 80, 24
    least, most = SIDES
    return max(least, min(columns, most)), max(least, min(rows, most))


def _port(request: web.Request) -> int:
    """The port on which we listen; the cookie is named by it, as a browser does not tell the ports of a host apart."""
    socket = request.transport.get_extra_info("sockname") if request.transport is not None else None
    return int(socket[1]) if socket else 0


async def _dress(request: web.Request, response: web.StreamResponse) -> None:
    socket = f"ws://{request.host}" if is_here(request.host) else "'none'"
    for name, value in HEADERS.items():
        response.headers[name] = value.format(websocket=socket)


def _refused(why: str) -> web.Response:
    return web.Response(status=403, text=why + "\n")
