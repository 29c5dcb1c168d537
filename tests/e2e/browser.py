"""A headless Chromium, driven by its own protocol; no package stands between."""

import asyncio
import base64
import json
import os
import re
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pyte

VARIABLE = "TEST_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "headless_shell")
PATIENCE = 60.0
KEYS = {"enter": ("Enter", "\r", 13), "escape": ("Escape", "", 27), "down": ("ArrowDown", "", 40)}
"""Name, text and code of keys that are no characters."""


def chromium() -> str | None:
    """Where one is: the variable says, else the PATH."""
    return os.environ.get(VARIABLE) or next(filter(None, map(shutil.which, NAMES)), None)


class Page:
    """The one page of a browser."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._sent = 0
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self._screen = pyte.Screen(80, 24)
        self._reader = pyte.ByteStream(self._screen)

    async def ask(self, method: str, **params: object) -> dict[str, Any]:
        """Call a method of the protocol; events that come meanwhile are noted."""
        self._sent += 1
        await self._socket.send_json({"id": self._sent, "method": method, "params": params})
        while True:
            message = json.loads(await self._socket.receive_str(timeout=PATIENCE))
            if message.get("id") == self._sent:
                assert "error" not in message, message
                result: dict[str, Any] = message["result"]
                return result
            self._note(message.get("method"), message.get("params", {}))

    def _note(self, event: str | None, params: dict[str, Any]) -> None:
        if event == "Network.requestWillBeSent":
            self.requests.append(params["request"]["url"])
        elif event == "Network.webSocketCreated":
            self.requests.append(params["url"])
            asked = parse_qs(urlsplit(params["url"]).query)
            self._screen.resize(int(asked["height"][0]), int(asked["width"][0]))
        elif event == "Network.webSocketFrameReceived" and params["response"]["opcode"] == 2:
            self._reader.feed(base64.b64decode(params["response"]["payloadData"]))
        elif event == "Log.entryAdded":
            self.complaints.append(params["entry"]["text"])
        elif event == "Runtime.exceptionThrown":
            self.complaints.append(json.dumps(params["exceptionDetails"]))

    async def open(self, address: str) -> None:
        """Go to an address."""
        for domain in ("Page", "Network", "Log", "Runtime"):
            await self.ask(f"{domain}.enable")
        await self.ask("Page.navigate", url=address)

    async def value(self, script: str) -> Any:
        """What a script says."""
        found = await self.ask("Runtime.evaluate", expression=script, returnByValue=True)
        return found["result"].get("value")

    @property
    def text(self) -> str:
        """What the terminal in it was told to show; its own drawing is a picture."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    async def wait_for_text(self, pattern: str) -> None:
        """Wait until the terminal was told to show something."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not re.search(pattern, self.text, re.MULTILINE):
                    await self.value("0")
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise AssertionError(f"no {pattern!r} in\n{self.text}\n{self.complaints}") from None

    async def press(self, *keys: str) -> None:
        """Press keys."""
        for key in keys:
            name, text, code = KEYS.get(key, (key, key, ord(key.upper()[0])))
            for kind in ("keyDown", "keyUp"):
                await self.ask(
                    "Input.dispatchKeyEvent", type=kind, key=name, text=text if kind == "keyDown" else "",
                    windowsVirtualKeyCode=code,
                )  # fmt: skip

    async def picture(self, path: Path) -> None:
        """What is on it, as a PNG."""
        shot = await self.ask("Page.captureScreenshot", format="png")
        await asyncio.to_thread(path.write_bytes, base64.b64decode(shot["data"]))


@asynccontextmanager
async def browser(program: str, home: Path, width: int = 1200, height: int = 800) -> AsyncIterator[Page]:
    """A browser with nothing in it but one empty page."""
    options = (
        "--headless=new", "--no-sandbox", "--no-first-run", "--disable-gpu", "--disable-extensions", "--mute-audio",
        "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage",
        "--enable-unsafe-swiftshader",
        "--remote-debugging-port=0", f"--user-data-dir={home}", f"--window-size={width},{height}", "about:blank",
    )  # fmt: skip
    child = await asyncio.create_subprocess_exec(
        program, *options, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        port = await _port(home / "DevToolsActivePort", child)
        async with aiohttp.ClientSession() as session:
            async with session.get(f"http://127.0.0.1:{port}/json/list") as answer:
                pages = [each for each in await answer.json() if each["type"] == "page"]
            async with session.ws_connect(pages[0]["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                yield Page(socket)
    finally:
        child.terminate()
        await child.wait()


async def _port(file: Path, child: asyncio.subprocess.Process) -> int:
    """Where it listens: it writes a file when it does."""
    async with asyncio.timeout(PATIENCE):
        while not (said := await asyncio.to_thread(_said, file)):
            assert child.returncode is None, "the browser has ended"
            await asyncio.sleep(0.05)
    return int(said.splitlines()[0])


def _said(file: Path) -> str:
    return file.read_text() if file.exists() else ""
