"""A program in the terminal in our place.

It has a terminal of its own (a pty), and we carry what is typed and written between the two. So it can neither break
the real one, nor keep a person in it: whatever it does with signals and keys, `ENOUGH` keys in a row end it. ctrl+c
reaches it, and nobody else.
"""

import contextlib
import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import termios
import threading
import time
import tty
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

from fargate_tui.fargate.sessions import Command
from fargate_tui.format import failure
from fargate_tui.sessions.modes import Attributes, Modes, sane

TICK = 0.2
"""Seconds between two looks at the size of the window, and at whether the program still runs."""
ENOUGH = 3
"""How many times ctrl+\\ is pressed in a row to end it."""
WITHIN = 2.0
"""Seconds in which that has to be."""
HANGS = "if it hangs, ctrl+\\ three times"
"""What is said of that before."""
GRACE = 0.7
"""Seconds from each way of ending it to the next, harder one."""
KEPT = 2000
"""Bytes of its last words that are kept."""
CHUNK = 1 << 16

Stays = Literal["never", "failed", "unless full", "always"]

# As a byte, and as terminals send it that were switched to the keyboard protocol of kitty.
_QUIT = re.compile(rb"\x1c|\x1b\[92;5(?::[12])?u")
_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\a\x1b]*(?:\a|\x1b\\)|[ -/]*[0-~])")


@dataclass(frozen=True, slots=True)
class Child:
    """What is run in the terminal."""

    command: Command
    begin: str
    """What is said before, in lines; where it takes no screen of its own, it stays to be read."""
    ended: str
    """What it is called when its end is told: ``the shell``."""
    stays: Stays = "failed"
    """When its output stays on the screen until a key is pressed: where it did not end as it should, where it took no
    screen of its own either (which is gone then, and was read), or however."""
    fed: Callable[[], Iterable[bytes]] | None = None
    """What it reads in place of what is typed, made in a thread as it is read; its keys it takes from its terminal."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How it went."""

    status: int | None
    """Its exit status, or minus the signal that ended it; None where it could not be started."""
    seconds: float = 0.0
    by_hand: bool = False
    """Whether a person ended it by ctrl+\\."""
    last: str = ""
    """The last line that it wrote."""

    @property
    def is_well(self) -> bool:
        """Whether it ended by itself, as it should."""
        return self.status == 0 and not self.by_hand


@dataclass(slots=True)
class _Quits:
    """Counts the keys that end it."""

    at: deque[float] = field(default_factory=lambda: deque(maxlen=ENOUGH))

    def read(self, typed: bytes, now: float) -> bool:
        """Whether it is enough."""
        found = len(_QUIT.findall(typed))
        if _QUIT.sub(b"", typed):
            self.at.clear()
        self.at.extend([now] * found)
        return bool(found) and len(self.at) == ENOUGH and now - self.at[0] <= WITHIN


def relay(child: Child, typed: int, shown: int) -> Ended:
    """Run it between the file descriptors of a terminal, until it has ended; blocks, and never raises `OSError`."""
    before = termios.tcgetattr(typed)
    modes = Modes()
    try:
        _write(shown, child.begin.replace("\n", "\r\n").encode())
        tty.setraw(typed)
        ended = _run(child, typed, shown, before, modes)
        was_full = modes.was_full
        _write(shown, modes.undo())
        modes = Modes()
        if _stays(child, ended, was_full=was_full):
            _wait(child, ended, typed, shown)
    except OSError as error:
        ended = Ended(None, last=": ".join(map(str, filter(None, (error.filename, failure(error))))))
    finally:
        with contextlib.suppress(OSError, termios.error):
            _write(shown, modes.undo())
            termios.tcsetattr(typed, termios.TCSAFLUSH, sane(before))
    return ended


def _stays(child: Child, ended: Ended, *, was_full: bool) -> bool:
    if child.stays in ("never", "always"):
        return child.stays == "always"
    return not ended.is_well or (child.stays == "unless full" and not was_full)


def _run(child: Child, typed: int, shown: int, attributes: Attributes, modes: Modes) -> Ended:
    ours, theirs = os.openpty()
    began = time.monotonic()
    try:
        termios.tcsetattr(theirs, termios.TCSANOW, sane(attributes))
        _resize(typed, ours, (0, 0))
        try:
            process = _start(child, theirs)
        finally:
            os.close(theirs)
        by_hand, last = _carry(process, typed, shown, ours, modes)
    finally:
        os.close(ours)
    return Ended(process.wait(), time.monotonic() - began, by_hand, last_line(last))


def _start(child: Child, theirs: int) -> "subprocess.Popen[bytes]":
    process = subprocess.Popen(  # noqa: S603 - what the person has asked for, with arguments of theirs or ours
        child.command.argv,
        stdin=theirs if child.fed is None else subprocess.PIPE,
        stdout=theirs,
        stderr=theirs,
        env=child.command.surroundings(os.environ),
        start_new_session=True,
        # Only system calls: nothing in it waits for a lock that another thread may have held at the fork.
        preexec_fn=_take_terminal,  # noqa: PLW1509
    )
    if child.fed is not None:
        threading.Thread(target=_feed, args=(process, child.fed), name="feed", daemon=True).start()
    return process


def _feed(process: "subprocess.Popen[bytes]", fed: Callable[[], Iterable[bytes]]) -> None:
    """Write all that it is to read; a pager that is left has read enough."""
    assert process.stdin is not None
    with contextlib.suppress(OSError), process.stdin:
        for piece in fed():
            process.stdin.write(piece)


def _take_terminal() -> None:
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    # Of standard input another program may be the other end.
    fcntl.ioctl(2, termios.TIOCSCTTY, 0)


def _carry(process: "subprocess.Popen[bytes]", typed: int, shown: int, ours: int, modes: Modes) -> tuple[bool, bytes]:
    """Carry both ways until it has ended; whether a person ended it, and its last words."""
    size, quits, last, waiting = (0, 0), _Quits(), b"", b""
    os.set_blocking(ours, False)
    while True:
        size = _resize(typed, ours, size)
        ready, takes, _ = select.select([typed, ours], [ours] if waiting else [], [], TICK)
        if takes:
            waiting = _offer(ours, waiting)
        if ours in ready:
            said = _read(ours)
            if not said:
                return False, last
            modes.read(said)
            _write(shown, said)
            last = (last + said)[-KEPT:]
        elif process.poll() is not None:
            # Something that it left behind holds its terminal: nobody waits for that.
            return False, last
        if typed in ready:
            keys = _read(typed)
            if not keys or quits.read(keys, time.monotonic()):
                _end(process)
                return True, last
            # One that hangs reads nothing: to wait for it here would keep the person in it.
            waiting = _offer(ours, (waiting + keys)[:CHUNK])


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End it, and everything that it has started, ever harder."""
    for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(GRACE)
            return


def _wait(child: Child, ended: Ended, typed: int, shown: int) -> None:
    # Before it is asked for: the key of somebody who reads quickly is not among what is thrown away.
    termios.tcflush(typed, termios.TCIFLUSH)
    _write(shown, f"\r\n── {how(child.ended, ended)} · press a key to go back ──\r\n".encode())
    _read(typed)


def how(name: str, ended: Ended) -> str:
    """How it ended, in a sentence: ``the shell ended after 12s, exit status 0``."""
    if ended.status is None:
        return f"{name} could not be started: {ended.last}"
    after = f"after {ended.seconds:.0f}s" if ended.seconds < 100 else f"after {ended.seconds / 60:.0f}m"
    if ended.by_hand:
        return f"{name} was ended by hand {after}"
    if ended.status < 0:
        return f"{name} was ended {after} by {signal.Signals(-ended.status).name}"
    return f"{name} ended {after}, exit status {ended.status}"


def _resize(typed: int, ours: int, known: tuple[int, int]) -> tuple[int, int]:
    """Give its terminal the size of the real one where that is another; the kernel then tells the program."""
    raw = fcntl.ioctl(typed, termios.TIOCGWINSZ, bytes(8))
    rows, columns, _, _ = struct.unpack("HHHH", raw)
    if (rows, columns) != known and rows and columns:
        fcntl.ioctl(ours, termios.TIOCSWINSZ, raw)
    return rows, columns


def _read(source: int) -> bytes:
    """What there is; nothing at the end."""
    try:
        return os.read(source, CHUNK)
    except OSError:
        # Linux says so where nobody has the other end open any more.
        return b""


def _write(target: int, data: bytes) -> None:
    while data:
        data = data[os.write(target, data) :]


def _offer(target: int, data: bytes) -> bytes:
    """Write as much as is taken now; the rest is returned."""
    try:
        return data[os.write(target, data) :]
    except BlockingIOError:
        return data
    except OSError:
        return b""


def last_line(said: bytes) -> str:
    """The last line of what a program wrote that holds anything, without its colours."""
    return next((line.strip() for line in reversed(lines_of(said)) if line.strip()), "")


def lines_of(said: bytes) -> list[str]:
    """What a program wrote, line by line, without its colours; of a line written over, as progress is, the last."""
    text = _SEQUENCE.sub("", said.decode(errors="replace")).replace("\r\n", "\n")
    lines = [line.rstrip("\r").rpartition("\r")[2] for line in text.split("\n")]
    return lines if lines[-1] else lines[:-1]
