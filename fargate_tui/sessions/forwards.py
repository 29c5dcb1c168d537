"""Ports of this machine that lead into containers, each through a plugin of its own in the background."""

import asyncio
import contextlib
import ctypes
import os
import signal
import socket
import sys
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

from fargate_tui.fargate.changes import Subject
from fargate_tui.fargate.errors import Invalid, NotFound, ReadOnly
from fargate_tui.fargate.forwards import ForwardRow
from fargate_tui.fargate.journal import JournalEntry
from fargate_tui.fargate.rows import Finding, Severity
from fargate_tui.fargate.sessions import Command, Way, forward_call, target_of
from fargate_tui.sessions.desk import Desk, Look

State = Literal["starting", "listening", "ended"]

TONES: Final[dict[State, Severity]] = {"starting": "busy", "listening": "ok", "ended": "info"}
HERE: Final = "127.0.0.1"
GRACE: Final = 2.0
"""Seconds in which a plugin that is told to end has to."""
LOWEST: Final = 1024
"""Ports below this are the administrator's."""
ABOVE: Final = 8000
"""What is added to such a port for one of ours: 80 becomes 8080."""
_PARENT_DIES: Final = 1
"""PR_SET_PDEATHSIG of Linux."""
_prctl: Callable[..., int] | None = ctypes.CDLL(None).prctl if sys.platform == "linux" else None


@dataclass(slots=True)
class Forward:
    """One port."""

    way: Way
    place: str
    """Whose port it leads to: ``api of task 4f1c0a9e``."""
    subject: Subject
    """The task."""
    since: datetime
    session: str
    process: asyncio.subprocess.Process
    entry: JournalEntry
    state: State = "starting"
    last: str = ""
    """The last line that the plugin wrote."""
    is_stopped: bool = False
    """Whether it was stopped from here."""
    reading: "asyncio.Task[None] | None" = None

    @property
    def row(self) -> ForwardRow:
        """How it is listed now."""
        has_failed = self.state == "ended" and not self.is_stopped
        word = "stopped" if self.state == "ended" and self.is_stopped else "failed" if has_failed else self.state
        why = self.last if has_failed else ""
        finding = Finding(severity="error" if has_failed else TONES[self.state], word=word, why=why)
        return ForwardRow(
            arn=self.session, way=self.way, place=self.place, subject=self.subject, since=self.since, finding=finding
        )


@dataclass(slots=True)
class Forwards:
    """Those of this run of the program; all end with it."""

    desk: Desk
    told: Callable[[str], None] = lambda _: None
    """Who is told when one has ended by itself."""
    kept: list[Forward] = field(default_factory=list)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def open(self) -> tuple[Forward, ...]:
        """Those that have not ended."""
        return tuple(forward for forward in self.kept if forward.state != "ended")

    async def follow(self) -> AsyncGenerator[tuple[ForwardRow, ...], None]:
        """All of them, the newest first, and again whenever one is another; use it inside `contextlib.aclosing`."""
        while True:
            changed = self._changed
            yield tuple(forward.row for forward in reversed(self.kept))
            await changed.wait()

    def keep(self, forward: Forward) -> None:
        """List one that has begun."""
        self.kept.append(forward)
        self._tell()

    def _tell(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    async def start(self, look: Look, way: Way) -> Forward:
        """Begin to forward a port; raises `AwsError` where AWS gives no session, or the port is taken."""
        title = f"forward {way} of {look.place}"
        if self.desk.read_only:
            raise ReadOnly(title)
        if look.plugin is None:
            raise NotFound(title, "session-manager-plugin is not on the PATH")
        target = target_of(look.task, look.container)
        if not target:
            raise Invalid(title, "the container has no runtime id yet")
        if not is_free(way.local):
            raise Invalid(title, f"port {way.local} of this machine is taken", f"{free_port(way.local)} is free")
        call = forward_call(target, way)
        grant, entry = await self.desk.begin(call, title, look)
        command = self.desk.command(look.plugin, grant, dict(call.parameters), "ssm")
        forward = Forward(way, look.place, look.subject, self.desk.clock.now(), grant.id, await begun(command), entry)
        self.keep(forward)
        forward.reading = asyncio.create_task(self._read(forward), name=f"forward {way.local}")
        return forward

    async def stop(self, forward: Forward) -> None:
        """End one, here and at AWS."""
        forward.is_stopped = True
        await end(forward.process)
        if forward.reading is not None:
            await forward.reading

    async def close(self) -> None:
        """End all."""
        await asyncio.gather(*(self.stop(forward) for forward in self.open), return_exceptions=True)

    async def _read(self, forward: Forward) -> None:
        """Take note of what the plugin says, until it has ended."""
        assert forward.process.stdout is not None
        while line := await forward.process.stdout.readline():
            forward.last = line.decode(errors="replace").strip() or forward.last
            if "opened for session" in forward.last or "Waiting for connections" in forward.last:
                forward.state = "listening"
                self._tell()
        status = await forward.process.wait()
        forward.state = "ended"
        self._tell()
        await self.desk.end(forward.session)
        words = "stopped" if forward.is_stopped else f"ended by itself, exit status {status}: {forward.last}"
        await self.desk.amend(forward.entry, "done" if forward.is_stopped else "failed", words)
        if not forward.is_stopped:
            self.told(f"{forward.way} {words}")


def is_free(port: int) -> bool:
    """Whether nobody listens on a port of this machine, and we may."""
    with socket.socket() as tried, contextlib.suppress(OSError):
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        tried.bind((HERE, port))
        return True
    return False


def free_port(wanted: int) -> int:
    """A free port like the one that is wanted."""
    for port in (wanted if wanted >= LOWEST else wanted + ABOVE, wanted % 1000 + 18000):
        if is_free(port):
            return port
    with socket.socket() as tried:
        tried.bind((HERE, 0))
        return int(tried.getsockname()[1])


async def begun(
    command: Command, said: int = asyncio.subprocess.PIPE, errors: int = asyncio.subprocess.STDOUT
) -> asyncio.subprocess.Process:
    """Begin a program beside the screen, which ends with us; ``said`` and ``errors`` is where it writes."""
    return await asyncio.create_subprocess_exec(
        *command.argv,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=said,
        stderr=errors,
        env=command.surroundings(os.environ),
        start_new_session=True,
        preexec_fn=_end_with_us,
    )


def _end_with_us() -> None:
    # It has a session of its own, so no hang-up reaches it: the kernel tells it where we were killed.
    if _prctl is not None:
        _prctl(_PARENT_DIES, signal.SIGTERM)


async def end(process: asyncio.subprocess.Process) -> None:
    """End it, and everything that it has started, ever harder."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, number)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GRACE):
                await process.wait()
                return
