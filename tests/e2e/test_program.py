"""The whole program, as a person runs it: in a terminal, against a local AWS."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench.measures import program
from tests.e2e.terminal import Terminal
from tests.local_aws import STILL, LocalAws, started

COMMAND = str(Path(sys.executable).with_name("fargate-tui"))


@pytest.fixture(scope="module")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAws]:
    """The default scenario, standing still at the present, for the program has the time of the machine."""
    errors = tmp_path_factory.mktemp("program") / "stderr"
    with started("scorekeep", errors, held=False, options=STILL) as running:
        yield running


SIZES = pytest.mark.parametrize(("columns", "rows"), [(120, 36), (80, 24)])


@SIZES
def test_the_broken_services_of_production_are_two_keys_away(aws: LocalAws, columns: int, rows: int) -> None:
    with program(aws.url, columns=columns, rows=rows) as terminal:
        terminal.wait_for("production")
        terminal.press("j", "enter")
        if "production ›" not in terminal.text:
            terminal.wait_for(r"› services \(")
        terminal.press("!")
        terminal.wait_for("problems only|of 1[0-9]")
        terminal.settle()
        assert "steady" not in terminal.text
        assert "crash loop" in terminal.text


@SIZES
def test_every_line_fits_and_the_frame_stands(aws: LocalAws, columns: int, rows: int) -> None:
    with program(aws.url, "--cluster", "production", columns=columns, rows=rows) as terminal:
        terminal.wait_for(r"services \(1[0-9]\)")
        terminal.settle()
        lines = terminal.screen.display
        assert "1234-5678-9012" in lines[0]
        assert "production › services" in lines[1]
        assert "SERVICE" in lines[2]
        assert "? help" in lines[-1]


def test_a_task_is_opened_and_left_again(aws: LocalAws) -> None:
    with program(aws.url, "--cluster", "default", "--service", "scorekeep") as terminal:
        terminal.wait_for(r"default › scorekeep › tasks \(\d")
        terminal.wait_for("RUNNING")
        terminal.press("enter")
        terminal.wait_for("scorekeep-api")
        terminal.wait_for("network")
        terminal.press("escape")
        terminal.wait_for(r"default › scorekeep › tasks \(\d")
        terminal.press("h")
        terminal.wait_for("default › services")


def test_a_filter_is_kept_by_enter_and_cleared_by_escape(aws: LocalAws) -> None:
    with program(aws.url, "--cluster", "production") as terminal:
        terminal.wait_for(r"services \(1[0-9]\)")
        terminal.press("/", *"payments")
        terminal.wait_for(r"services \(1 of 1[0-9]\)")
        terminal.press("enter")
        terminal.wait_for("/payments")
        terminal.press("escape")
        terminal.wait_for(r"services \(1[0-9]\)")


def test_anything_is_gone_to_by_name(aws: LocalAws) -> None:
    with program(aws.url) as terminal:
        terminal.wait_for("production")
        terminal.press(":", *"production/payments", "enter")
        terminal.wait_for("production › payments › tasks")
        terminal.press("~")
        terminal.wait_for("clusters")


def test_the_window_may_change_its_size_at_any_time(aws: LocalAws) -> None:
    with program(aws.url, "--cluster", "production") as terminal:
        terminal.wait_for(r"services \(1[0-9]\)")
        for columns, rows in ((40, 10), (200, 60), (10, 3), (80, 24), (120, 36)):
            terminal.resize(columns, rows)
            terminal.press("j")
            terminal.settle()
        terminal.wait_for(r"services \(1[0-9]\)")
        terminal.wait_for("payments")


def test_forty_by_ten_is_enough_to_see_something(aws: LocalAws) -> None:
    with program(aws.url, "--cluster", "production", columns=40, rows=10) as terminal:
        terminal.wait_for("payments|checkout|search")
        terminal.settle()
        assert "services" in terminal.text


def test_a_query_is_run_and_a_malformed_one_is_pointed_at() -> None:
    with (
        started("scorekeep", Path(os.devnull), held=False) as aws,
        program(aws.url, "--cluster", "production") as terminal,
    ):
        terminal.wait_for(r"services \(1[0-9]\)")
        terminal.press(":", *"query", "enter")
        terminal.wait_for("newest errors · ↵ runs it")
        terminal.press("enter")
        terminal.wait_for("complete · [0-9]+ rows")
        terminal.press("e", *" oops", "enter")
        terminal.wait_for("unexpected symbol found oops")
        terminal.wait_for(r"\^\^\^\^")


def test_logs_are_followed_and_say_when_a_task_is_stopped_elsewhere() -> None:
    with started("scorekeep", Path(os.devnull), held=False) as aws, program(aws.url, "--cluster", "batch") as terminal:
        terminal.wait_for("no services in batch")
        terminal.press(":", *"logs", "enter")
        terminal.wait_for(r"batch › logs \([1-9]")
        terminal.wait_for("live tail, billed")
        ecs = aws.client("ecs")
        task = ecs.list_tasks(cluster="batch")["taskArns"][-1]
        ecs.stop_task(cluster="batch", task=task, reason="tried by hand")
        terminal.press("&", *"stopped", "enter")
        terminal.wait_for(f"task {task.rsplit('/', 1)[1][:8]} stopped", 90)
        terminal.press("escape", "escape")
        terminal.wait_for(r"batch › services")


def test_the_timeline_of_production_tells_its_story(aws: LocalAws) -> None:
    with program(aws.url, "--cluster", "production") as terminal:
        terminal.wait_for(r"services \(17\)")
        terminal.press(":", *"events", "enter")
        terminal.wait_for(r"production › events \(\d,\d{3}\)")
        terminal.press("!")
        terminal.wait_for("problems only")
        terminal.wait_for("unhealthy|failed|cannot place")


@SIZES
def test_plots_of_a_service_read_and_alarms_ring(aws: LocalAws, columns: int, rows: int) -> None:
    options = ("--cluster", "production", "--service", "cart-api")
    with program(aws.url, *options, columns=columns, rows=rows) as terminal:
        terminal.wait_for(r"cart-api › tasks \(\d")
        terminal.press("5")
        terminal.wait_for(r"cart-api › metrics \(1–\d of 9\)")
        terminal.wait_for("ALARM +cart-api unhealthy targets")
        terminal.wait_for(r"CPU % +⠒⠒ average [\d.]+ +× maximum [\d.]+")
        terminal.wait_for("[\u2801-\u28ff]{20}")
        terminal.press("left")
        terminal.wait_for(r"at \d\d:\d\d")
        terminal.press("enter", ">")
        terminal.wait_for("last 3h")
        began = time.perf_counter()
        terminal.settle(1.5, 20)
        assert time.perf_counter() - began < 20, "at rest nothing is written"
        terminal.press("escape", "escape", "escape")
        terminal.wait_for(r"cart-api › tasks \(\d")


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--cluster", "nonsense"], "nonsense"),
        (["--cluster", "production", "--service", "nonsense"], "nonsense"),
    ],
)
def test_what_is_not_there_is_said_and_the_keys_go_on(aws: LocalAws, options: list[str], says: str) -> None:
    with program(aws.url, *options) as terminal:
        terminal.wait_for(rf"cannot .*{says}|{says}.*(not found|no such|MISSING)")
        terminal.press("?")
        terminal.wait_for("all keys|getting around")
        terminal.press("q")
        terminal.press(":", *"clusters", "enter")
        terminal.wait_for("production")


def test_an_endpoint_that_does_not_answer_is_said(unused_tcp_port: int) -> None:
    with program(f"http://127.0.0.1:{unused_tcp_port}") as terminal:
        terminal.wait_for(rf"cannot .*127\.0\.0\.1:{unused_tcp_port}")
        terminal.press("q")
        assert terminal.wait_for_end() == 0, terminal.text


def test_without_credentials_the_first_screen_says_what_was_looked_for() -> None:
    with Terminal([COMMAND, "--region", "us-east-1"]) as terminal:
        terminal.wait_for("credentials")
        terminal.wait_for("--demo")


def test_q_quits_and_the_terminal_is_given_back(aws: LocalAws) -> None:
    with program(aws.url) as terminal:
        terminal.wait_for("production")
        terminal.press("q")
        assert terminal.wait_for_end() == 0, terminal.text
        assert b"\x1b[?1049l" in terminal.raw
        assert b"Traceback" not in terminal.raw


def test_told_to_end_by_another_program_it_gives_the_terminal_back_too(aws: LocalAws) -> None:
    with program(aws.url) as terminal:
        terminal.wait_for("production")
        os.kill(terminal.pid, signal.SIGTERM)
        assert terminal.wait_for_end() == 128 + signal.SIGTERM, terminal.text
        left = bytes(terminal.raw)
        for mode in ("1049", "1000", "1003", "1006", "1004", "2004"):
            assert left.rfind(f"\x1b[?{mode}l".encode()) > left.rfind(f"\x1b[?{mode}h".encode()) >= 0, mode
        assert b"Traceback" not in left


def children(pid: int) -> set[int]:
    """The processes that a process has started, on Linux."""
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return {int(child) for child in found.stdout.split()}


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and not been waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("way", ["quit", "hang up", "kill"])
def test_the_demo_ends_its_local_aws_however_it_ends(way: str) -> None:
    with Terminal([COMMAND, "--demo"]) as terminal:
        terminal.wait_for("production", 60)
        started = children(terminal.pid)
        assert started
        if way == "quit":
            terminal.press("q")
        elif way == "hang up":
            terminal.hang_up()
        else:
            os.kill(terminal.pid, signal.SIGKILL)
        if way == "hang up":
            os.waitpid(terminal.pid, 0)
            terminal.ended = True
        else:
            terminal.wait_for_end()
        give_up = time.monotonic() + 10
        while any(map(is_alive, started)) and time.monotonic() < give_up:
            os.sched_yield()
        assert not [child for child in started if is_alive(child)]


@SIZES
def test_the_cause_of_the_last_failed_task_is_three_keys_away(aws: LocalAws, columns: int, rows: int) -> None:
    with program(aws.url, columns=columns, rows=rows) as terminal:
        terminal.wait_for("incidents")
        terminal.press("G", "enter")
        terminal.wait_for(r"incidents › services \(\d\d\)")
        terminal.wait_for("endpoint-missing")
        terminal.press("v")
        terminal.wait_for(r"incidents › endpoint-missing › task [0-9a-f]{8}")
        terminal.wait_for("certain, by evidence")
        terminal.settle()
        screen = " ".join(terminal.text.replace("┃", " ").split())  # a scroll bar stands beside it
        assert re.search(r"image endpoint-missing:\S+ cannot be pulled: subnet-\w+ has no way to ECR", screen)
        assert "no NAT route, no public address, no ecr.dkr endpoint" in screen
        assert re.search("✓ security group .*✓ network ACL .*✗ route", screen), "hop by hop, without scrolling"
