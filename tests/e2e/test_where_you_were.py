"""The whole program from one start to the next: where one was, known rows, and what may be in the way of keeping it."""

import json
import os
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench.measures import program
from tests.local_aws import STILL, LocalAws, started

CLOCK = """
import os, pathlib
from datetime import UTC, datetime, timedelta
from fargate_tui.live import clock
jump = pathlib.Path(os.environ["CLOCK_JUMP"])
clock.WallClock.now = lambda self: datetime.now(UTC) + timedelta(hours=float(jump.read_text()))
"""
"""Puts the program's clock forward or back by the hours that stand in a file."""
HOMELESS = """
import pwd
def getpwuid(uid):
    raise KeyError(f"getpwuid(): uid not found: {uid}")
pwd.getpwuid = getpwuid
"""
"""A container's user that has no entry in /etc/passwd."""


@pytest.fixture(scope="module")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAws]:
    """The default scenario."""
    with started("scorekeep", tmp_path_factory.mktemp("where") / "stderr", held=False, options=STILL) as running:
        yield running


def left(state: Path) -> dict[str, object]:
    """What is kept of the place."""
    (path,) = (each for each in (state / "fargate-tui" / "places").iterdir() if ".rows" not in each.name)
    found: dict[str, object] = json.loads(path.read_text())
    return found


def test_the_next_start_is_where_one_was_and_shows_known_rows_at_once(aws: LocalAws, tmp_path: Path) -> None:
    with program(aws.url, "--cluster", "production", state=tmp_path) as terminal:
        terminal.wait_for(r"services \(17\)")
        terminal.wait_for("1234-5678-9012 .*● live")
        terminal.press("j", "j", "!")
        terminal.wait_for("problems only")
        terminal.press("q")
        assert terminal.wait_for_end() == 0, terminal.text
    aws.process.send_signal(signal.SIGSTOP)
    try:
        with program(aws.url, state=tmp_path) as terminal:
            terminal.wait_for(r"production › services \(\d+ of 17\) +problems only")
            terminal.wait_for("◌ 0s old|◌ 10s old")
            terminal.press("j", "D")
            terminal.wait_for("nothing is changed on them")
            aws.process.send_signal(signal.SIGCONT)
            terminal.wait_for("● live", 60)
            terminal.press("q")
            assert terminal.wait_for_end() == 0, terminal.text
    finally:
        aws.process.send_signal(signal.SIGCONT)


@pytest.mark.parametrize("what", ["a file in the way", "no home", "a full disk"])
def test_where_nothing_can_be_kept_it_is_said_once_and_the_program_works(
    aws: LocalAws, tmp_path: Path, what: str
) -> None:
    before, environment = "", {"XDG_STATE_HOME": str(tmp_path / "state")}
    says = {
        "a file in the way": "nothing can be kept: .*not a directory",
        "no home": "no home directory is known",
        "a full disk": "nothing can be kept: .*file too large",
    }
    match what:
        case "a file in the way":
            (tmp_path / "state").write_text("")
        case "no home":
            (tmp_path / "sitecustomize.py").write_text(HOMELESS)
            before = "unset HOME XDG_STATE_HOME XDG_RUNTIME_DIR; "
            environment = {"PYTHONPATH": str(tmp_path)}
        case "a full disk":
            before = "ulimit -f 0; "
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, (environment.get("PYTHONPATH"), _source())))
    with program(aws.url, environment=environment, shell=f'{before}exec "$@"') as terminal:
        terminal.wait_for("production")
        terminal.wait_for("nothing can be kept")
        terminal.settle(0.5)
        assert _folded(terminal.text, says[what]), terminal.text
        terminal.settle(3.0)
        assert "cannot be kept" not in terminal.text
        terminal.press("j", "enter")
        terminal.wait_for(r"production › services \(17\)")
        if what == "a full disk":
            terminal.press("j", "e")
            terminal.wait_for("the draft cannot be written", 30)
            terminal.press("q")
            terminal.wait_for("the draft cannot be written", gone=True)
        terminal.press("q")
        assert terminal.wait_for_end() == 0, terminal.text
        assert b"Traceback" not in terminal.raw


def test_two_copies_work_at_once_and_the_last_to_end_is_where_the_next_one_begins(
    aws: LocalAws, tmp_path: Path
) -> None:
    with program(aws.url, state=tmp_path) as one, program(aws.url, "--cluster", "batch", state=tmp_path) as other:
        one.wait_for("1234-5678-9012 .*● live")
        other.wait_for("1234-5678-9012 .*● live")
        one.press("j", "enter")
        one.wait_for(r"production › services \(17\)")
        one.press("q")
        assert one.wait_for_end() == 0, one.text
        assert [place["cluster"] for place in left(tmp_path)["trail"]] == [None, "production"]  # type: ignore[attr-defined]
        other.press("q")
        assert other.wait_for_end() == 0, other.text
    assert [place["cluster"] for place in left(tmp_path)["trail"]] == [None, "batch"]  # type: ignore[attr-defined]


def test_a_hang_up_keeps_the_place(aws: LocalAws, tmp_path: Path) -> None:
    with program(aws.url, state=tmp_path) as terminal:
        terminal.wait_for("● live")
        terminal.press("j", "enter")
        terminal.wait_for(r"production › services \(17\)")
        give_up = time.monotonic() + 30
        while time.monotonic() < give_up and not _is_left(tmp_path, "production"):
            terminal.pump(0.1)
        assert _is_left(tmp_path, "production")
        terminal.hang_up()
        while not (ended := os.waitpid(terminal.pid, os.WNOHANG)[0]) and time.monotonic() < give_up:
            os.sched_yield()
        terminal.ended = bool(ended)


def test_a_clock_that_jumps_makes_nothing_older_than_it_is_for_long(aws: LocalAws, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(CLOCK)
    jump = tmp_path / "jump"
    jump.write_text("0")
    environment = {"PYTHONPATH": os.pathsep.join((str(tmp_path), _source())), "CLOCK_JUMP": str(jump)}
    with program(aws.url, "--cluster", "production", environment=environment) as terminal:
        terminal.wait_for(r"services \(17\)")
        for hours, desired in (("-3", 3), ("3", 2), ("0", 4)):
            jump.write_text(hours)
            aws.client("ecs").update_service(cluster="production", service="accounts", desiredCount=desired)
            terminal.wait_for(rf"accounts +\S+( \S+)? +{desired} ", 30)
            terminal.wait_for("● live", 30)
            assert "-" not in "".join(line[-40:-30] for line in terminal.screen.display[2:3])
        terminal.press("q")
        assert terminal.wait_for_end() == 0, terminal.text


def test_a_clock_that_aws_does_not_accept_is_said_with_what_to_do(aws: LocalAws) -> None:
    words = "Signature expired: 20261123T000500Z is now earlier than 20261123T030700Z (20261123T031200Z - 5 min.)"
    with program(aws.url, "--cluster", "production") as terminal:
        terminal.wait_for(r"services \(17\)")
        aws.fault("refused", service="ecs", code="InvalidSignatureException", message=words)
        try:
            terminal.press("r")
            terminal.wait_for("the clock of this machine is 3h 07m behind AWS's; set the clock", 30)
            terminal.wait_for("✗ clock skewed")
        finally:
            aws.clear_faults()
        terminal.press("r")
        terminal.wait_for("● live", 30)


def _source() -> str:
    return str(Path(__file__).parents[2])


def _is_left(state: Path, cluster: str) -> bool:
    try:
        return f'"cluster":"{cluster}"' in json.dumps(left(state)["trail"], separators=(",", ":"))
    except (OSError, ValueError):
        return False


def _folded(text: str, pattern: str) -> bool:
    """Whether it stands in the text, however a toast has folded it."""
    words = " ".join(line.rpartition("▌")[2].strip() for line in text.splitlines() if "▌" in line)
    return re.search(pattern, words) is not None
