"""The one port of the local AWS: HTTP in, faults on the way, the account's answer out."""

import asyncio
import sys
import traceback
from collections.abc import AsyncGenerator
from contextlib import aclosing

from aiohttp import web

from fargate_tui.demo.control import Control
from fargate_tui.demo.faults import Fault, Kind, refused_by
from fargate_tui.demo.logs.event_stream import CONTENT_TYPE
from fargate_tui.demo.logs.live_tail import Dropped
from fargate_tui.demo.wire import Answer, Call, NotAnAwsRequest, Request, read_call, refusal, request_id
from fargate_tui.demo.world import Asked, World

_BODY_LIMIT = 64 << 20


class Server:
    """Listens on 127.0.0.1; AWS calls wait until the scenario stands."""

    def __init__(self, world: World, control: Control) -> None:
        self._world = world
        self._control = control
        self._runner: web.AppRunner | None = None

    async def listen(self, port: int) -> str:
        """Open the port (0: any free one) and return the endpoint's URL; raises OSError where it is taken."""
        app = web.Application(client_max_size=_BODY_LIMIT)
        app.router.add_route("*", "/_demo{rest:(/.*)?}", self._control.serve)
        app.router.add_route("*", "/start{rest:(/.*)?}", self._page)
        app.router.add_route("*", "/{path:.*}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def close(self) -> None:
        """Close the port and its connections."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _serve(self, http: web.Request) -> web.StreamResponse:
        request = Request(http.method, http.path, http.query_string, dict(http.headers), await http.read())
        try:
            call = read_call(request)
        except NotAnAwsRequest as error:
            text = f"{error}; this is fargate-tui's local AWS: it answers AWS API requests, and /_demo\n"
            return web.Response(status=400, text=text)
        await self._control.ready.wait()
        asked = self._world.recognise(call, request)
        if isinstance(asked, Answer):
            return _response(asked)
        call = asked.call
        struck = self._world.home.faults.strike(call, body=request.body)
        for fault in struck:
            if refused := await _suffer(fault, http):
                return refused
            if answer := refused_by(fault, call):
                return _response(answer)
        if (call.service, call.operation) == ("logs", "StartLiveTail"):
            return await self._live_tail(http, call, request)
        answer = await self._answer(asked, request)
        for fault in struck:
            if lost := await _suffer_after(fault, http, answer):
                return lost
        return _response(answer)

    async def _page(self, http: web.Request) -> web.Response:
        status, page = self._world.sso.page(http.query_string, await http.read() if http.method == "POST" else None)
        return web.Response(status=status, text=page, content_type="text/html")

    async def _answer(self, asked: Asked, request: Request) -> Answer:
        call = asked.call
        try:
            return await self._world.answer(asked, request)
        except Exception:  # noqa: BLE001  a defect of ours must not look like a broken connection
            traceback.print_exc(file=sys.stderr)
            return refusal(call, "InternalFailure", f"{call.action} failed inside the local AWS: see its stderr", 500)

    async def _live_tail(self, http: web.Request, call: Call, request: Request) -> web.StreamResponse:
        account = self._world.account(call.account)
        region = account.region(call.region)
        await account.inhabited(region)
        frames = await region.cloudwatch_logs.live_tail(call, request)
        return _response(frames) if isinstance(frames, Answer) else await _go_on(http, frames)


async def _go_on(http: web.Request, frames: AsyncGenerator[bytes, None]) -> web.StreamResponse:
    """Send frames until there are no more, or nobody listens."""
    headers = {"Content-Type": CONTENT_TYPE, "x-amzn-RequestId": request_id()}
    response = web.StreamResponse(headers=headers)
    await response.prepare(http)
    async with aclosing(frames):
        try:
            async for frame in frames:
                await response.write(frame)
        except Dropped:
            if http.transport is not None:
                http.transport.abort()
        except ConnectionResetError:
            return response
    return response


async def _suffer(fault: Fault, http: web.Request) -> web.StreamResponse | None:
    """Wait, or lose the connection, as the fault has it."""
    if fault.kind is Kind.LATENCY:
        await asyncio.sleep(fault.seconds)
    return _drop(http) if fault.kind in {Kind.DROPPED_CONNECTION, Kind.DROP_REQUEST} else None


async def _suffer_after(fault: Fault, http: web.Request, answer: Answer) -> web.StreamResponse | None:
    """What happens to the answer of a call that was carried out."""
    match fault.kind:
        case Kind.TRUNCATED_BODY:
            return await _half(http, answer)
        case Kind.DROP_ANSWER:
            return _drop(http)
        case Kind.DELAYED_ANSWER:
            await asyncio.sleep(fault.seconds)
    return None


def _drop(http: web.Request) -> web.Response:
    if http.transport is not None:
        http.transport.abort()
    return web.Response(status=503)


async def _half(http: web.Request, answer: Answer) -> web.StreamResponse:
    response = web.StreamResponse(status=answer.status, headers=dict(answer.headers))
    response.content_length = max(len(answer.body), 2)
    await response.prepare(http)
    await response.write(answer.body[: len(answer.body) // 2])
    if http.transport is not None:
        http.transport.close()
    return response


def _response(answer: Answer) -> web.Response:
    return web.Response(status=answer.status, headers=list(answer.headers), body=answer.body)
