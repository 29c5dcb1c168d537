"""An AWS that answers as it is told to: the raw bytes, errors, cuts and dropped connections of real networks."""

import json
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from aiobotocore.endpoint import AioEndpoint
from aiohttp import web

from fargate_tui.actions.catalogue import BY_ID
from fargate_tui.actions.errand import Reach
from fargate_tui.actions.running import Runs
from fargate_tui.aws.account import Aws
from fargate_tui.aws.session import ConnectionSettings, connect
from fargate_tui.live.clock import WallClock
from fargate_tui.live.history import Journal
from tests.local_aws import REGION as LOCAL_REGION
from tests.local_aws import LocalAws

REGION = "eu-west-1"
VARIABLES = ("AWS_", "BOTO", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")


@dataclass(frozen=True)
class Reply:
    body: bytes = b"{}"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False
    """Promise the whole body, send half of it, hang up."""
    drop: bool = False
    """Hang up without a word."""


Responder = Callable[[dict[str, Any]], Reply]


@dataclass
class ScriptedAws:
    """Answers each operation with what was scripted for it, and remembers what it was asked."""

    url: str = ""
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    scripts: dict[str, list[Reply | Responder]] = field(default_factory=lambda: defaultdict(list))

    def on(self, operation: str, *replies: "Reply | Responder | Mapping[str, object]") -> None:
        """Answer the operation with these, in turn; the last one stays."""
        self.scripts[operation] = [
            reply if isinstance(reply, Reply) or callable(reply) else Reply(json.dumps(reply).encode())
            for reply in replies
        ]

    def reply(self, answer: object = None, **raw: Any) -> Reply:
        """A reply of JSON, or of raw ``body``, ``status``, ``headers``, ``cut``, ``drop``."""
        return Reply(**raw) if answer is None else Reply(json.dumps(answer).encode(), **raw)

    def error(self, code: str, message: str = "", status: int = 400) -> Reply:
        """An error as a JSON service sends it."""
        return Reply(json.dumps({"__type": code, "message": message}).encode(), status)

    def times(self, operation: str) -> int:
        return sum(name == operation for name, _ in self.asked)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        if target := request.headers.get("X-Amz-Target"):
            operation, parameters = target.rpartition(".")[2], json.loads(body or b"{}")
        elif request.method in ("GET", "PUT"):  # the metadata services
            operation, parameters = request.path, {}
        else:
            form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
            operation, parameters = form["Action"], form
        self.asked.append((operation, parameters))
        self.headers.append(request.headers)
        script = self.scripts[operation]
        reply = script.pop(0) if len(script) > 1 else script[0]
        if not isinstance(reply, Reply):
            reply = reply(parameters)
        if reply.drop or reply.cut:
            return await self._break_off(request, reply)
        return web.Response(body=reply.body, status=reply.status, headers=reply.headers)

    async def _break_off(self, request: web.Request, reply: Reply) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": str(len(reply.body))})
        if reply.cut:
            await response.prepare(request)
            await response.write(reply.body[: len(reply.body) // 2])
        assert request.transport is not None
        request.transport.close()
        return response


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A home without AWS configuration, an environment without AWS variables; returns the ~/.aws directory."""
    import os

    for name in list(os.environ):
        if name.startswith(VARIABLES):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    (tmp_path / ".aws").mkdir()
    return tmp_path / ".aws"


@pytest.fixture
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Retries without botocore's pause between them."""

    async def at_once(self: AioEndpoint, seconds: float) -> None:
        assert seconds >= 0

    monkeypatch.setattr(AioEndpoint, "_sleep", at_once)


@pytest.fixture
async def scripted(bare_machine: Path) -> AsyncIterator[ScriptedAws]:
    aws = ScriptedAws()
    application = web.Application(client_max_size=1 << 26)
    application.router.add_route("*", "/{path:.*}", aws.answer)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    aws.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield aws
    await runner.cleanup()


@pytest.fixture
async def aws(scripted: ScriptedAws, monkeypatch: pytest.MonkeyPatch, no_pause: None) -> AsyncIterator[Aws]:
    """Our side, connected to the scripted AWS."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    connected = await connect(ConnectionSettings(region=REGION, endpoint_url=scripted.url))
    yield connected
    await connected.close()


@pytest.fixture
async def own_aws(
    own_local_aws: LocalAws, bare_machine: Path, monkeypatch: pytest.MonkeyPatch, no_pause: None
) -> AsyncIterator[Aws]:
    """Our side, connected to a local AWS that may be changed."""
    for name, value in own_local_aws.environment.items():
        monkeypatch.setenv(name, value)
    connected = await connect(ConnectionSettings(region=LOCAL_REGION, endpoint_url=own_local_aws.url))
    yield connected
    await connected.close()


@pytest.fixture
async def runs(aws: Aws) -> AsyncIterator[Runs]:
    """Changes that are carried out over ``aws``."""

    @asynccontextmanager
    async def use() -> AsyncIterator[Aws]:
        yield aws

    made = Runs(Reach(use, lambda: None, WallClock(), Journal(None)), BY_ID)
    yield made
    await made.close()
