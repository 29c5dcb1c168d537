"""Shells and forwards in a real terminal, through a stand-in for session-manager-plugin that behaves badly."""

import json
import os
import signal
import socket
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.terminal import Terminal
from tests.local_aws import ACCESS_KEY, REGION, SECRET_KEY, STILL, LocalAws, started

STAND_IN = Path(__file__).parent / "stand_in"
COMMAND = str(Path(sys.executable).with_name("fargate-tui"))


@pytest.fixture(scope="module")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAws]:
    with started("scorekeep", tmp_path_factory.mktemp("sessions") / "stderr", held=False, options=STILL) as running:
        yield running


class Sitting:
    """The program in a terminal, with the stand-in on its PATH."""

    def __init__(self, aws: LocalAws, state: Path, *options: str, path: str | None = None, **stand_in: str) -> None:
        self.state = state
        self.notes = state / "notes"
        environment = {
            "AWS_ACCESS_KEY_ID": ACCESS_KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
            "XDG_STATE_HOME": str(state),
            "STAND_IN_NOTES": str(self.notes),
            "PATH": f"{STAND_IN}:{os.environ['PATH']}" if path is None else path,
            **stand_in,
        }
        where = ("--endpoint-url", aws.url, "--region", REGION, "--cluster", "default", "--service", "scorekeep")
        self.terminal = Terminal([COMMAND, *where, *options], environment=environment)

    def __enter__(self) -> "Sitting":
        self.terminal.__enter__()
        self.terminal.wait_for("RUNNING")
        return self

    def __exit__(self, *what: Any) -> None:
        self.terminal.__exit__(*what)

    def open_shell(self) -> None:
        self.terminal.press("s")
        self.terminal.wait_for("1-2 choose")
        self.terminal.press("2")

    @property
    def calls(self) -> list[dict[str, Any]]:
        """How the stand-in was called."""
        return [json.loads(line) for line in self.notes.read_text().splitlines()] if self.notes.exists() else []

    @property
    def journal(self) -> list[dict[str, Any]]:
        file = self.state / "fargate-tui" / "journal.sqlite3"
        with closing(sqlite3.connect(file)) as database:
            return [json.loads(entry) for (entry,) in database.execute("select entry from journal order by id")]

    def back(self) -> None:
        """Wait until the view stands again, and try whether its keys are taken."""
        self.terminal.wait_for(r"default › scorekeep › tasks")
        self.terminal.wait_for(r"\? help")
        self.terminal.press("?")
        self.terminal.wait_for("getting around")
        self.terminal.press("q")
        self.terminal.wait_for("getting around", gone=True)

    def holds_no_secret(self) -> None:
        """The token is on no screen and in no file of ours."""
        tokens = [call["token"].encode() for call in self.calls]
        assert tokens
        kept = [file.read_bytes() for file in (self.state / "fargate-tui").rglob("*") if file.is_file()]
        assert not any(token in held for token in tokens for held in (bytes(self.terminal.raw), *kept))


def test_a_shell_has_the_terminal_and_the_view_comes_back(aws: LocalAws, tmp_path: Path) -> None:
    with Sitting(aws, tmp_path) as sitting:
        sitting.open_shell()
        sitting.terminal.wait_for("size 120 36 ready")
        sitting.terminal.press("ctrl+c", "ctrl+z", "ctrl+q")
        sitting.terminal.wait_for(r"key b'\\x11'")
        assert r"key b'\x03'" in sitting.terminal.text
        assert r"key b'\x1a'" in sitting.terminal.text
        sitting.terminal.resize(100, 30)
        sitting.terminal.wait_for("size 100 30")
        sitting.terminal.press("q")
        sitting.terminal.wait_for("the shell ended after .*exit status 0")
        sitting.back()
        assert len(sitting.terminal.text.splitlines()[0]) <= 100

        (call,) = sitting.calls
        assert call["by_variable"]
        assert call["token"] not in json.dumps(call["argv"])
        assert call["asked"]["Target"].startswith("ecs:default_")
        assert (call["region"], call["endpoint"]) == (REGION, aws.url)
        sitting.holds_no_secret()
        (entry,) = sitting.journal
        assert entry["action"] == "task.exec"
        assert entry["result"] == "done"
        assert "--command /bin/sh" in entry["commands"][0]


def test_what_it_leaves_switched_on_is_switched_off(aws: LocalAws, tmp_path: Path) -> None:
    with Sitting(aws, tmp_path) as sitting:
        sitting.open_shell()
        sitting.terminal.wait_for("ready")
        before = len(sitting.terminal.raw)
        sitting.terminal.press("q")
        sitting.back()
        after = bytes(sitting.terminal.raw[before:])
        for mode in (b"1049", b"1000", b"1006", b"2004"):
            assert f"\x1b[?{mode.decode()}l".encode() in after
        for sequence in (b"\x1b[?25h", b"\x1b[<1u", b"\x1b[0m", b"\x1b[r"):
            assert sequence in after


@pytest.mark.parametrize(
    ("kind", "says"),
    [("fails", "the shell ended after .*exit status 3"), ("killed", "the shell was ended after .* by SIGKILL")],
)
def test_one_that_ends_badly_is_left_to_be_read(aws: LocalAws, tmp_path: Path, kind: str, says: str) -> None:
    with Sitting(aws, tmp_path, STAND_IN=kind) as sitting:
        sitting.open_shell()
        sitting.terminal.wait_for(f"{says}.*press a key")
        sitting.terminal.press("x")
        sitting.back()
        assert sitting.journal[-1]["result"] == "failed"
        sitting.holds_no_secret()


def test_one_that_hangs_is_ended_from_the_keyboard_and_at_aws(aws: LocalAws, tmp_path: Path) -> None:
    with Sitting(aws, tmp_path, STAND_IN="hangs") as sitting:
        sitting.open_shell()
        sitting.terminal.wait_for("hung")
        (call,) = sitting.calls
        sitting.terminal.press("ctrl+c", "ctrl+\\", "ctrl+\\")
        sitting.terminal.settle()
        assert _runs(call["pid"])
        sitting.terminal.press("ctrl+\\", "ctrl+\\", "ctrl+\\")
        sitting.terminal.wait_for("the shell was ended by hand .*press a key")
        assert not _runs(call["pid"])
        sitting.terminal.press("x")
        sitting.back()
        open_ones = aws.client("ssm").describe_sessions(State="Active")["Sessions"]
        assert call["id"] not in {session["SessionId"] for session in open_ones}


def test_what_a_command_said_stays_until_a_key_is_pressed(aws: LocalAws, tmp_path: Path) -> None:
    with Sitting(aws, tmp_path, STAND_IN_VERSION="1.2.300.0") as sitting:
        sitting.terminal.press("ctrl+x")
        sitting.terminal.wait_for("1-2 choose")
        sitting.terminal.press("2")
        sitting.terminal.wait_for("run:")
        sitting.terminal.press(*"env TOKEN=hunter2", "enter")
        sitting.terminal.wait_for("ready")
        sitting.terminal.press("q")
        sitting.terminal.wait_for("ended after .*press a key")
        assert "hunter2" not in sitting.terminal.text
        sitting.terminal.press("x")
        sitting.back()
        (call,) = sitting.calls
        assert not call["by_variable"]
        assert "hunter2" not in json.dumps(sitting.journal)
        sitting.holds_no_secret()


def test_without_the_plugin_nothing_is_asked_of_aws(aws: LocalAws, tmp_path: Path) -> None:
    nowhere = f"{Path(sys.executable).parent}:/nonexistent"
    with Sitting(aws, tmp_path, path=nowhere) as sitting:
        sitting.open_shell()
        sitting.terminal.wait_for("session-manager-plugin is not on the PATH")
        sitting.terminal.press("escape")
        sitting.terminal.wait_for("not on the PATH", gone=True)
        sitting.back()
        assert not (tmp_path / "fargate-tui" / "journal.sqlite3").exists()


def test_a_terminal_that_goes_away_takes_the_shell_with_it(aws: LocalAws, tmp_path: Path) -> None:
    with Sitting(aws, tmp_path) as sitting:
        sitting.open_shell()
        sitting.terminal.wait_for("ready")
        (call,) = sitting.calls
        sitting.terminal.hang_up()
        sitting.terminal.ended = True
        os.waitpid(sitting.terminal.pid, 0)
        _until(lambda: not _runs(call["pid"]))


def test_a_shell_is_not_opened_in_read_only_mode(aws: LocalAws, tmp_path: Path) -> None:
    with Sitting(aws, tmp_path, "--read-only") as sitting:
        sitting.terminal.press("s")
        sitting.terminal.wait_for("read-only: nobody is let into a container")
        assert sitting.calls == []


def test_a_port_is_forwarded_listed_and_stopped(aws: LocalAws, tmp_path: Path) -> None:
    with Sitting(aws, tmp_path) as sitting:
        terminal = sitting.terminal
        local = _forward(sitting)
        terminal.wait_for("F lists")
        _until(lambda: bool(sitting.calls))
        (call,) = sitting.calls
        assert call["asked"]["DocumentName"] == "AWS-StartPortForwardingSession"
        assert call["asked"]["Parameters"] == {"portNumber": ["5000"], "localPortNumber": [str(local)]}
        _until(lambda: _through(local) == b"through")
        terminal.press("F")
        terminal.wait_for("1  localhost.*listening")
        terminal.press("1")
        terminal.wait_for("is stopped")
        _until(lambda: not _runs(call["pid"]))
        assert _through(local) == b""
        sitting.holds_no_secret()
        assert (sitting.journal[-1]["action"], sitting.journal[-1]["words"]) == ("task.forward", "stopped")


@pytest.mark.parametrize("end", ["quit", "kill"])
def test_a_forward_ends_with_the_program(aws: LocalAws, tmp_path: Path, end: str) -> None:
    with Sitting(aws, tmp_path) as sitting:
        local = _forward(sitting)
        _until(lambda: bool(sitting.calls) and _through(local) == b"through")
        (call,) = sitting.calls
        if end == "quit":
            sitting.terminal.press("ctrl+q")
            assert sitting.terminal.wait_for_end() == 0
        else:
            os.kill(sitting.terminal.pid, signal.SIGKILL)
            assert sitting.terminal.wait_for_end() == -signal.SIGKILL
        _until(lambda: not _runs(call["pid"]))


def test_a_forward_that_fails_is_told(aws: LocalAws, tmp_path: Path) -> None:
    with Sitting(aws, tmp_path, STAND_IN="fails") as sitting:
        _forward(sitting)
        sitting.terminal.wait_for("ended by itself")


def _forward(sitting: Sitting) -> int:
    """Forward a free port of this machine to port 5000 of the second container."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        local = int(tried.getsockname()[1])
    sitting.terminal.press("F")
    sitting.terminal.wait_for("1-2 choose")
    sitting.terminal.press("2")
    sitting.terminal.wait_for("forward: ")
    sitting.terminal.press(*["ctrl+u"], *f"{local}:5000", "enter")
    sitting.terminal.wait_for("AWS recommends to deny")
    sitting.terminal.press("y")
    return local


def _through(port: int) -> bytes:
    """What comes out of a port of this machine; nothing where nobody listens."""
    try:
        with socket.create_connection(("127.0.0.1", port), 5) as connection:
            return connection.recv(100)
    except OSError:
        return b""


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def _until(holds: Any, seconds: float = 10.0) -> None:
    end = time.perf_counter() + seconds
    while not holds():
        assert time.perf_counter() < end
        time.sleep(0.02)
