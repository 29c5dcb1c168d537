"""The whole program while AWS, the network, the terminal or the machine misbehaves."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.bench.measures import program
from tests.e2e.terminal import Terminal
from tests.local_aws import STILL, LocalAws, started

COMMAND = str(Path(sys.executable).with_name("fargate-tui"))
FAULTS: dict[str, tuple[str, dict[str, object], str]] = {
    "throttled": ("throttling", {"service": "ecs", "operation": "ListServices"}, "✗ throttled|slow down"),
    "expired": ("expired_token", {"service": "ecs"}, "expired"),
    "denied": (
        "access_denied",
        {"service": "ecs", "operation": "ListServices"},
        "cannot list services.*ecs:ListServices is not allowed",
    ),
    "dropped": ("dropped_connection", {"service": "ecs"}, "closed the connection"),
    "truncated": ("truncated_body", {"service": "ecs"}, "cut off|before the answer was complete"),
    "internal error": ("internal_error", {"service": "ecs"}, "cannot (list|describe) "),
}
"""The fault, what it hits, and what the screen says of it."""


@pytest.fixture(scope="module")
def shared_aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAws]:
    """The default scenario, to give faults to."""
    with started("scorekeep", tmp_path_factory.mktemp("mishaps") / "stderr", held=False, options=STILL) as running:
        yield running


@pytest.fixture
def aws(shared_aws: LocalAws) -> Iterator[LocalAws]:
    """Without faults before and after."""
    yield shared_aws
    shared_aws.clear_faults()


def is_stopped(pid: int) -> bool:
    """Whether a process has been stopped (not ended)."""
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "T"


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_said_and_the_rows_stay_until_it_is_over(aws: LocalAws, name: str) -> None:
    kind, members, says = FAULTS[name]
    with program(aws.url, "--cluster", "production") as terminal:
        terminal.wait_for(r"services \(17\)")
        aws.fault(kind, **members)
        terminal.press("r")
        terminal.wait_for(says, 30)
        terminal.wait_for("✗ .* old")
        assert "payments" in terminal.text
        terminal.press("j", "enter")
        terminal.wait_for("production › .* › tasks")
        terminal.press("escape")
        terminal.wait_for(r"production › services")
        aws.clear_faults()
        terminal.press("r")
        terminal.wait_for("● live", 30)
        terminal.wait_for(r"cannot (list|describe) ", gone=True)
        assert b"Traceback" not in terminal.raw


def test_while_aws_is_slow_keys_are_answered(aws: LocalAws) -> None:
    aws.fault("latency", seconds=3)
    with program(aws.url) as terminal:
        terminal.wait_for("asking AWS|loading")
        terminal.press("?")
        terminal.wait_for("getting around")
        terminal.press("q")
        terminal.wait_for("getting around", gone=True)
        assert "loading" in terminal.text
        terminal.wait_for("production", 30)
        terminal.press("j", "enter")
        terminal.wait_for("production › services")
        assert "loading" in terminal.text
        terminal.wait_for("payments", 30)


def test_a_local_aws_that_stands_still_makes_the_data_old(aws: LocalAws) -> None:
    with program(aws.url, "--cluster", "production") as terminal:
        terminal.wait_for(r"services \(17\)")
        aws.process.send_signal(signal.SIGSTOP)
        try:
            terminal.wait_for(r"\d+s old", 60)
            terminal.press("j", "!")
            terminal.wait_for("problems only")
        finally:
            aws.process.send_signal(signal.SIGCONT)
        terminal.press("r")
        terminal.wait_for("● live", 60)


def test_aws_may_go_away_and_come_back(tmp_path: Path, unused_tcp_port: int) -> None:
    at = (*STILL, "--port", str(unused_tcp_port))
    with ExitStack() as first:
        aws = first.enter_context(started("scorekeep", tmp_path / "first", held=False, options=at))
        terminal = first.enter_context(program(aws.url, "--cluster", "production"))
        terminal.wait_for(r"services \(17\)")
        aws.process.kill()
        terminal.press("r")
        terminal.wait_for("refuses connections", 30)
        assert "payments" in terminal.text
        with started("scorekeep", tmp_path / "second", held=False, options=at):
            terminal.press("r")
            terminal.wait_for("● live", 60)
            terminal.wait_for("refuses connections", gone=True)
            terminal.press("q")
            assert terminal.wait_for_end() == 0, terminal.text


def test_another_region_looks_empty(aws: LocalAws) -> None:
    with program(aws.url, "--region", "eu-central-1") as terminal:
        terminal.wait_for("no clusters in this account and Region")
        terminal.wait_for("eu-central-1")


def test_a_region_that_does_not_exist_is_said(aws: LocalAws) -> None:
    with program(aws.url, "--region", "eu-west-9") as terminal:
        terminal.wait_for("eu-west-9")
        terminal.wait_for("cannot ")
        terminal.press("q")
        assert terminal.wait_for_end() == 0, terminal.text


def test_a_hang_up_while_loading_ends_it(aws: LocalAws) -> None:
    aws.fault("latency", seconds=3)
    with program(aws.url) as terminal:
        terminal.wait_for("asking AWS|loading")
        terminal.hang_up()
        give_up = time.monotonic() + 10
        while not (ended := os.waitpid(terminal.pid, os.WNOHANG)[0]) and time.monotonic() < give_up:
            os.sched_yield()
        terminal.ended = bool(ended)
        assert ended


@pytest.mark.parametrize("how", ["key", "key while typing", "signal"])
def test_a_stopped_program_gives_the_terminal_back_and_takes_it_again(aws: LocalAws, how: str) -> None:
    with program(aws.url) as terminal:
        terminal.wait_for("production")
        match how:
            case "key":
                terminal.press("ctrl+z")
            case "key while typing":
                terminal.press("/")
                terminal.settle()
                terminal.press("ctrl+z")
            case "signal":
                os.kill(terminal.pid, signal.SIGTSTP)
        give_up = time.monotonic() + 10
        while not is_stopped(terminal.pid) and time.monotonic() < give_up:
            terminal.pump(0.02)
        terminal.pump(0.1)
        assert is_stopped(terminal.pid)
        assert terminal.raw.count(b"\x1b[?1049l") == 1
        os.kill(terminal.pid, signal.SIGCONT)
        while terminal.raw.count(b"\x1b[?1049h") < 2 and time.monotonic() < give_up:
            terminal.pump(0.02)
        terminal.wait_for("production")
        terminal.settle()
        if "typing" in how:
            terminal.press("p", "enter")
        terminal.press("j", "enter")
        terminal.wait_for("production › services")
        terminal.press("q")
        assert terminal.wait_for_end() == 0, terminal.text


def test_the_demo_without_its_extra_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['moto'] = sys.modules['flask'] = None\n")
    with Terminal([COMMAND, "--demo"], environment={"PYTHONPATH": str(tmp_path)}) as terminal:
        assert terminal.wait_for_end(30) == 1
        assert "the demo needs moto, flask" in terminal.text
        assert "pip install 'fargate-tui[demo]'" in terminal.text
