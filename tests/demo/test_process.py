"""The local AWS as a process: what it prints, and that it never outlives whom it serves."""

import os
import select
import signal
import socket
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlparse
from urllib.request import urlopen

import pytest

from tests.local_aws import started

COMMAND = [sys.executable, "-m", "fargate_tui.demo", "--scenario", "empty", "--held"]


def spawn(*options: str, stdin: int = subprocess.DEVNULL) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*COMMAND, *options], stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_it_ends_cleanly_when_told_and_had_printed_its_endpoint_only(number: signal.Signals) -> None:
    with spawn() as process:
        assert process.stdout is not None
        url = process.stdout.readline()
        assert url.startswith("http://127.0.0.1:")
        process.send_signal(number)
        assert process.stdout.read() == ""
        assert process.wait(20) == 0


def test_it_ends_when_its_parent_closes_its_stdin() -> None:
    with spawn("--with-parent", stdin=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        assert process.stdout.readline()
        process.stdin.close()
        assert process.wait(20) == 0


def test_it_ends_when_its_parent_dies(tmp_path: Path) -> None:
    parent = (
        "import os, subprocess, sys\n"
        f"child = subprocess.Popen({[*COMMAND, '--with-parent']!r}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)\n"
        "print(child.pid, child.stdout.readline().decode().strip(), flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    died = subprocess.run([sys.executable, "-c", parent], capture_output=True, text=True, timeout=60, check=False)
    pid, _, url = died.stdout.strip().partition(" ")
    assert url.startswith("http://")
    handle = os.pidfd_open(int(pid)) if Path(f"/proc/{pid}").exists() else None
    if handle is not None:
        ended, _, _ = select.select([handle], [], [], 20)
        os.close(handle)
        assert ended


def test_without_a_pipe_it_lives_on_with_its_parent() -> None:
    with spawn("--with-parent") as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        with urlopen(f"{url}/_demo/ready", timeout=20) as response:
            assert response.status == 200
        process.terminate()
        assert process.wait(20) == 0


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--scenario", "nothing"), "there is no scenario 'nothing'; there are scorekeep, empty, fleet"),
        (("--speed", "0"), "a number greater than 0"),
        (("--port", "x"), "invalid _port value"),
        (("--port", "70000"), "0 to 65535"),
    ],
)
def test_it_says_what_was_wrong_with_its_options(options: tuple[str, ...], says: str) -> None:
    command = [sys.executable, "-m", "fargate_tui.demo", *options]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 2
    assert says in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_port_that_is_taken_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [*COMMAND, "--port", str(port)]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 1
    assert f"cannot listen on 127.0.0.1:{port}" in ended.stderr


def test_a_clock_that_is_not_held_goes_by_itself_as_fast_as_it_is_told(tmp_path: Path) -> None:
    with started("scorekeep", tmp_path / "stderr", held=False, options=("--speed", "20")) as aws:
        assert not aws.control("clock")["held"]
        first = datetime.fromisoformat(aws.control("clock")["now"])
        aws.control("clock", {"speed": 500})
        known = set(aws.client("ecs").list_tasks(cluster="production", desiredStatus="STOPPED")["taskArns"])
        while datetime.fromisoformat(aws.control("clock")["now"]) < first + timedelta(minutes=5):
            pass
        now = set(aws.client("ecs").list_tasks(cluster="production", desiredStatus="STOPPED")["taskArns"])
        assert now - known, "nothing has died in five minutes"


def test_it_listens_on_the_loopback_only(tmp_path: Path) -> None:
    with started("empty", tmp_path / "stderr") as aws:
        assert urlparse(aws.url).hostname == "127.0.0.1"
        port = f"{urlparse(aws.url).port:04X}"
        listening = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        assert {row[1] for row in listening if row[3] == "0A" and row[1].endswith(port)} == {f"0100007F:{port}"}
