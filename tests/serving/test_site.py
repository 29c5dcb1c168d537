"""What is answered to whom, over HTTP; the program behind it is a small one that speaks textual-serve's protocol."""

import asyncio
import re
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiohttp import (
    ClientResponse,
    ClientSession,
    ClientWebSocketResponse,
    CookieJar,
    WSMsgType,
    WSServerHandshakeError,
    web,
)

from fargate_tui.serving.gate import Gate
from fargate_tui.serving.site import ELSEWHERE, FULL, MOST, SPENT, STRANGE, Site

PROGRAM = """
import os, sys
def say(data):
    data = data.encode()
    os.write(1, b"D" + len(data).to_bytes(4, "big") + data)
os.write(1, b"__GANGLION__\\n")
left = [name for name in ("TMUX", "SSH_TTY") if name in os.environ]
say(f"pid {os.getpid()} {os.environ['COLUMNS']}x{os.environ['ROWS']} {left}")
while kind := sys.stdin.buffer.read(1):
    payload = sys.stdin.buffer.read(int.from_bytes(sys.stdin.buffer.read(4), "big"))
    if b"quit" in payload:
        break
    say(repr((kind, payload)))
"""
ENDS = "import sys; sys.exit('no such profile')"
NOTHING_ELSE = re.compile(r"(?:https?:)?//(?!\$host)[\w.-]+")


@dataclass
class Served:
    """A site that is served, and what is known of it."""

    gate: Gate
    port: int
    entered: list[bool] = field(default_factory=list)

    @property
    def here(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def enter(self, client: ClientSession) -> None:
        async with client.get(self.gate.address(self.port)) as answer:
            assert answer.status == 200

    async def socket(self, client: ClientSession, origin: str | None = None) -> ClientWebSocketResponse:
        return await client.ws_connect(f"{self.here}/ws?width=100&height=30", origin=origin or self.here)


@asynccontextmanager
async def served(program: str = PROGRAM) -> AsyncIterator[Served]:
    entered: list[bool] = []
    gate = Gate()
    site = Site(gate, (sys.executable, "-c", program), "a title", lambda: entered.append(True))
    runner = web.AppRunner(site.application(), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield Served(gate, runner.addresses[0][1], entered)
    finally:
        await runner.cleanup()


@pytest.fixture
async def site() -> AsyncIterator[Served]:
    async with served() as running:
        yield running


@pytest.fixture
async def client() -> AsyncIterator[ClientSession]:
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        yield session


async def refusal(answer: ClientResponse) -> str:
    assert answer.status == 403
    return (await answer.text()).strip()


@pytest.mark.parametrize("path", ["/", "/static/js/textual.js", "/page.js", "/?token=another", "/download/x"])
async def test_without_the_token_nothing_is_told(site: Served, client: ClientSession, path: str) -> None:
    async with client.get(site.here + path) as answer:
        assert await refusal(answer) == SPENT


async def test_a_websocket_needs_the_pass_too(site: Served, client: ClientSession) -> None:
    with pytest.raises(WSServerHandshakeError) as refused:
        await site.socket(client)
    assert refused.value.status == 403


async def test_the_address_lets_one_browser_in_once(site: Served, client: ClientSession) -> None:
    address = site.gate.address(site.port)
    async with client.get(address) as answer:
        assert answer.status == 200
        cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert site.entered == [True]
    async with client.get(site.here) as answer:
        assert answer.status == 200
        assert f'data-session-websocket-url="ws://127.0.0.1:{site.port}/ws"' in await answer.text()
    async with ClientSession() as other, other.get(address) as answer:
        assert await refusal(answer) == SPENT


async def test_to_ask_for_the_head_of_it_does_not_spend_the_address(site: Served, client: ClientSession) -> None:
    async with client.head(site.gate.address(site.port)) as answer:
        assert answer.status == 403
    await site.enter(client)


async def test_a_name_that_was_made_to_point_here_is_refused(site: Served, client: ClientSession) -> None:
    async with client.get(site.gate.address(site.port), headers={"Host": f"evil.example:{site.port}"}) as answer:
        assert await refusal(answer) == ELSEWHERE
    assert not site.entered


@pytest.mark.parametrize("origin", ["http://evil.example", "http://127.0.0.1:1", "null"])
async def test_another_page_gets_no_websocket(site: Served, client: ClientSession, origin: str) -> None:
    await site.enter(client)
    with pytest.raises(WSServerHandshakeError) as refused:
        await site.socket(client, origin)
    assert refused.value.status == 403
    async with client.get(site.here, headers={"Origin": origin}) as answer:
        assert await refusal(answer) == STRANGE


async def test_a_websocket_says_where_it_comes_from(site: Served, client: ClientSession) -> None:
    await site.enter(client)
    with pytest.raises(WSServerHandshakeError):
        await client.ws_connect(f"{site.here}/ws")


async def test_the_page_fetches_nothing_from_elsewhere_and_is_not_kept(site: Served, client: ClientSession) -> None:
    page = Path(__file__).parents[2] / "fargate_tui" / "serving" / "page.html"
    assert not NOTHING_ELSE.findall(page.read_text())
    await site.enter(client)
    async with client.get(site.here) as answer:
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'")
        assert f"connect-src ws://127.0.0.1:{site.port};" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Referrer-Policy"] == "no-referrer"
    for path in ("/static/js/textual.js", "/static/css/xterm.css", "/page.js"):
        async with client.get(site.here + path) as answer:
            assert answer.status == 200, path
    for path in ("/static/", "/download/x"):
        async with client.get(site.here + path) as answer:
            assert answer.status in (403, 404), path


async def drawn(socket: ClientWebSocketResponse) -> str:
    message = await socket.receive(timeout=20)
    assert message.type == WSMsgType.BINARY, message
    return str(message.data.decode())


def pid_of(said: str) -> int:
    return int(said.split()[1])


async def until_gone(pid: int) -> None:
    await asyncio.to_thread(_until_gone, pid)


def _until_gone(pid: int) -> None:
    end = time.monotonic() + 20
    while Path(f"/proc/{pid}").exists():
        assert time.monotonic() < end, f"{pid} goes on"
        time.sleep(0.02)


async def test_what_is_typed_arrives_and_the_session_ends_with_its_socket(
    site: Served, client: ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMUX", "somewhere")
    monkeypatch.setenv("SSH_TTY", "/dev/pts/1")
    await site.enter(client)
    async with await site.socket(client) as socket:
        said = await drawn(socket)
        assert said.endswith("100x30 []")
        await socket.send_json(["stdin", "é"])
        assert await drawn(socket) == repr((b"D", "é".encode()))
        await socket.send_json(["resize", {"width": 10**9, "height": 0}])
        assert '"width": 1000, "height": 2' in await drawn(socket)
    await until_gone(pid_of(said))


async def test_a_session_ends_where_the_protocol_is_another(site: Served, client: ClientSession) -> None:
    await site.enter(client)
    async with await site.socket(client) as socket:
        said = await drawn(socket)
        await socket.send_json({"not": "it"})
        assert (await socket.receive(timeout=20)).type == WSMsgType.CLOSE
    await until_gone(pid_of(said))


async def test_a_program_that_ends_closes_its_socket(client: ClientSession, capsys: pytest.CaptureFixture[str]) -> None:
    async with served(ENDS) as site:
        await site.enter(client)
        async with await site.socket(client) as socket:
            assert (await socket.receive(timeout=20)).type == WSMsgType.CLOSE
    assert "no such profile" in capsys.readouterr().out


async def test_sessions_are_bounded_and_end_with_the_server(client: ClientSession) -> None:
    async with served() as site:
        await site.enter(client)
        sockets = [await site.socket(client) for _ in range(MOST)]
        pids = [pid_of(await drawn(each)) for each in sockets]
        async with client.get(site.here) as answer:
            assert answer.status == 503
            assert await answer.text() == FULL
        with pytest.raises(WSServerHandshakeError) as refused:
            await site.socket(client)
        assert refused.value.status == 503
        # as browsers do, these answer when they are told that it is over
        reading = asyncio.gather(*(each.receive() for each in sockets))
    await reading
    for pid in pids:
        await until_gone(pid)
