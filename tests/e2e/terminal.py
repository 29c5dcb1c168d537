"""A terminal for the real program: a pty, a screen that understands what is written to it, and a keyboard."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import tempfile
import termios
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte

KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "backspace": "\x7f",
    "space": " ",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "ctrl+right": "\x1b[1;5C",
    "pagedown": "\x1b[6~",
    "pageup": "\x1b[5~",
}
"""What a terminal sends for keys that are not characters; ``ctrl+x`` is understood too."""

QUERIES = re.compile(rb"\x1b\[[<>=?][0-9;]*\$?[upq]|\x1bP.*?\x1b\\|\x1b\][^\a\x1b]*(?:\a|\x1b\\)")
"""What pyte does not understand and a terminal does not show."""


class Terminal:
    """The program in a terminal of a certain size; everything it writes is counted and shown."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 120,
        rows: int = 36,
        environment: Mapping[str, str] | None = None,
        is_first: bool = False,
    ) -> None:
        """``is_first``: nothing was kept on this machine before, so that somebody new is greeted."""
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.written = 0
        """Bytes since the start."""
        self.raw = bytearray()
        self.ended = False
        self._state = tempfile.TemporaryDirectory(prefix="fargate-tui-state-", ignore_cleanup_errors=True)
        """Where the program keeps its journal and where it was, unless a test says otherwise."""
        found = _environment({"XDG_STATE_HOME": self._state.name, **(environment or {})})
        if not is_first:
            with suppress(OSError):
                Path(found["XDG_STATE_HOME"], "fargate-tui").mkdir(parents=True, exist_ok=True)
        self.started = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], list(command), found)
        self.resize(columns, rows)

    def resize(self, columns: int, rows: int) -> None:
        """Change the size, as a person does who pulls at the window."""
        self.screen.resize(rows, columns)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def pump(self, seconds: float = 0.0) -> bool:
        """Read what is there, waiting for it at most so long; whether there was anything."""
        if self.ended or not select.select([self._fd], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self._fd, 1 << 16)
        except OSError:
            data = b""
        if not data:
            self.ended = True
            return False
        self.written += len(data)
        self.raw += data
        if b"\x1b[6n" in data:
            os.write(self._fd, b"\x1b[1;1R")
        if b"\x1b[c" in data:
            os.write(self._fd, b"\x1b[?62;22c")
        self._stream.feed(QUERIES.sub(b"", data))
        return True

    @property
    def text(self) -> str:
        """What stands on the screen."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def wait_for(self, pattern: str, seconds: float = 20.0, *, gone: bool = False) -> float:
        """Wait until a regular expression is found on the screen (or is gone); returns the milliseconds it took."""
        start = time.perf_counter()
        while bool(re.search(pattern, self.text, re.MULTILINE)) is gone:
            if self.ended or time.perf_counter() - start > seconds:
                what = "still stands" if gone else "never stood"
                raise AssertionError(f"{pattern!r} {what} on the screen:\n{self.text}")
            # To read the whole screen takes longer than to wait: it is read again only once it has been written to.
            self._wait_for_output(start + seconds)
        return (time.perf_counter() - start) * 1000

    def _wait_for_output(self, until: float) -> None:
        while not self.pump(0.05) and not self.ended and time.perf_counter() <= until:
            pass

    def settle(self, still: float = 0.2, seconds: float = 10.0) -> None:
        """Wait until nothing has been written for a while."""
        start = last = time.perf_counter()
        while time.perf_counter() - last < still and time.perf_counter() - start < seconds and not self.ended:
            if self.pump(0.01):
                last = time.perf_counter()

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            code = KEYS.get(key) or (chr(ord(key[-1]) & 0x1F) if key.startswith("ctrl+") else key)
            os.write(self._fd, code.encode())

    def time_key(self, key: str, still: float = 0.12) -> tuple[float, int]:
        """Press a key; returns the milliseconds to the last byte it caused, and how many bytes those were."""
        before, start = self.written, time.perf_counter()
        last = start
        self.press(key)
        while time.perf_counter() - max(last, start) < still and not self.ended:
            if self.pump(0.002):
                last = time.perf_counter()
        return (last - start) * 1000, self.written - before

    def wait_for_end(self, seconds: float = 10.0) -> int:
        """Wait until the program has ended; returns its exit status, or minus the signal that ended it."""
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            self.pump(0.02)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.ended = True
                return os.waitstatus_to_exitcode(status)
        raise AssertionError(f"the program has not ended:\n{self.text}")

    def resident_mib(self) -> float:
        """Resident memory of the program alone, without children."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+)", status)
        assert found is not None
        return int(found[1]) / 1024

    def cpu_seconds(self) -> float:
        """Processor time of the program alone, without children."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def hang_up(self) -> None:
        """Close the terminal's other end, as a dropped SSH connection does."""
        os.close(self._fd)
        self._fd = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self.ended:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        if self._fd >= 0:
            os.close(self._fd)
        self._state.cleanup()


def _environment(more: Mapping[str, str]) -> dict[str, str]:
    theirs = ("AWS_", "TEXTUAL", "SSH_", "COLUMNS", "LINES", "NO_COLOR", "TMUX")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(theirs)}
    terminal = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8"}
    nowhere = {"AWS_CONFIG_FILE": "/nonexistent", "AWS_SHARED_CREDENTIALS_FILE": "/nonexistent"}
    return {**kept, **terminal, **nowhere, "AWS_EC2_METADATA_DISABLED": "true", **more}
