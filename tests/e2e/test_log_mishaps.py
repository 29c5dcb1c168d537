"""The logs in a real terminal while CloudWatch Logs refuses, breaks off, or loses a log group."""

from collections.abc import Iterator

import pytest

from tests.bench.measures import program
from tests.e2e.terminal import Terminal
from tests.local_aws import LocalAws, started

LIVE = "● live tail, billed"
MISHAPS: dict[str, tuple[str, dict[str, object], str, str]] = {
    "denied": (
        "access_denied",
        {"operation": "StartLiveTail"},
        "no live tail, asking every 2 s instead: .*logs:StartLiveTail is not allowed",
        "● polling",
    ),
    "limited": ("throttling", {"operation": "StartLiveTail"}, "no live tail.*AWS asks to slow down", "● polling"),
    "throttled": ("throttling", {}, "cannot read log group .*AWS asks to slow down", "✗ trying again"),
}
"""The fault, what it hits, what the screen says of it, and how the header tells that lines come."""


@pytest.fixture(scope="module")
def shared_aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAws]:
    """The default scenario, whose containers go on speaking."""
    with started("scorekeep", tmp_path_factory.mktemp("log mishaps") / "stderr", held=False) as running:
        yield running


@pytest.fixture
def aws(shared_aws: LocalAws) -> Iterator[LocalAws]:
    """Without faults before and after."""
    yield shared_aws
    shared_aws.clear_faults()


def logs_of(terminal: Terminal, service: str) -> None:
    """Open the logs of a service."""
    terminal.wait_for(r"services \(")
    terminal.press(":", *f"production/{service}", "enter")
    terminal.wait_for(f"{service} › tasks")
    terminal.press(":", *"logs", "enter")
    terminal.wait_for(f"{service} › logs")


def is_at_work(terminal: Terminal) -> None:
    """Keys go on, and nothing of ours has broken."""
    terminal.press("k")
    terminal.press("?")
    terminal.wait_for("getting around")
    terminal.press("escape")
    terminal.wait_for("› logs")
    assert b"Traceback" not in terminal.raw


@pytest.mark.parametrize("name", MISHAPS)
def test_a_refusal_is_said_while_the_view_works(aws: LocalAws, name: str) -> None:
    kind, members, says, header = MISHAPS[name]
    aws.fault(kind, service="logs", **members)
    with program(aws.url, "--cluster", "production", columns=160) as terminal:
        logs_of(terminal, "storefront")
        terminal.wait_for(says, 30)
        terminal.wait_for(header, 30)
        if members:
            terminal.wait_for(r"logs \([1-9]")
        is_at_work(terminal)
        aws.clear_faults()
        terminal.wait_for("cannot read log group", 60, gone=True)
        terminal.wait_for(r"logs \([1-9]", 60)


def test_a_session_that_breaks_off_is_said_and_taken_up_again(aws: LocalAws) -> None:
    with program(aws.url, "--cluster", "production", columns=160) as terminal:
        logs_of(terminal, "storefront")
        terminal.wait_for(LIVE, 30)
        aws.fault("dropped_connection", service="logs", operation="StartLiveTail", count=1)
        terminal.wait_for("no live tail, asking every 2 s instead: .*closed the connection", 30)
        is_at_work(terminal)
        terminal.wait_for(LIVE, 60)
        terminal.wait_for("no live tail", gone=True)


def test_a_log_group_that_is_deleted_in_mid_tail_is_said_and_its_lines_stay(aws: LocalAws) -> None:
    with program(aws.url, "--cluster", "production", columns=160) as terminal:
        logs_of(terminal, "accounts")
        terminal.wait_for(LIVE, 30)
        terminal.wait_for(r"logs \([1-9]")
        aws.client("logs").delete_log_group(logGroupName="/ecs/accounts")
        terminal.wait_for("cannot read log group /ecs/accounts: the specified log group does not exist", 60)
        is_at_work(terminal)
        assert "errors in" in terminal.text
        aws.client("logs").create_log_group(logGroupName="/ecs/accounts")
        terminal.wait_for("does not exist", 90, gone=True)
