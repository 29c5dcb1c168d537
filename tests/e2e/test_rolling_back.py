"""A bad revision from the keyboard: watched in the cockpit, rolled back by hand or by the breaker, read later.

The local AWS's clock is pushed, so that what takes AWS two minutes takes seconds.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench.measures import program
from tests.e2e.terminal import Terminal
from tests.local_aws import LocalAws, started


@pytest.fixture(scope="module")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAws]:
    """The default scenario at work; every test leaves its service as it was."""
    with started("scorekeep", tmp_path_factory.mktemp("rolling") / "stderr", held=False) as running:
        running.control("clock", {"speed": 0.01})
        yield running


def deployed(aws: LocalAws) -> str:
    (found,) = aws.client("ecs").describe_services(cluster="default", services=["scorekeep"])["services"]
    return str(found["taskDefinition"].rpartition("/")[2])


def deploy_the_newest(terminal: Terminal) -> None:
    """Deploy the newest revision, which fails its load balancer's health check, and open the cockpit."""
    terminal.wait_for("scorekeep +steady")
    terminal.wait_for("D deploy")
    terminal.press("D")
    terminal.wait_for("scorekeep:9 +the newest")
    terminal.press(*":9", "enter")
    terminal.wait_for("y do it")
    terminal.press("y")
    terminal.wait_for("deploy :9 to scorekeep +:9")
    terminal.press("2")
    terminal.wait_for("new +:9")


def read_the_journal(terminal: Terminal) -> None:
    terminal.press(*":journal", "enter")
    terminal.wait_for(r"journal \(\d\)")


def test_rolled_back_by_hand_before_the_breaker_does(aws: LocalAws, tmp_path: Path) -> None:
    assert deployed(aws) == "scorekeep:8"
    with program(aws.url, "--cluster", "default", state=tmp_path) as terminal:
        deploy_the_newest(terminal)
        aws.advance(20)
        terminal.wait_for(r"breaker +··· 0 of 3 failed, then it rolls back")

        terminal.press("R")
        terminal.wait_for("scorekeep:9 under way → rolled back")
        terminal.wait_for("y do it")
        terminal.press("y")
        terminal.wait_for("roll back scorekeep +(begins to go )?back")
        aws.advance(120)
        terminal.wait_for("▲ :9 was rolled back to :8")
        terminal.wait_for("roll back scorekeep +back at :8: 2 running")
        assert deployed(aws) == "scorekeep:8"

        read_the_journal(terminal)
        terminal.wait_for("roll back scorekeep.* done$")
        terminal.wait_for("deploy :9 to scorekeep.* failed$")


def test_the_breaker_rolls_it_back(aws: LocalAws, tmp_path: Path) -> None:
    assert deployed(aws) == "scorekeep:8"
    with program(aws.url, "--cluster", "default", state=tmp_path) as terminal:
        deploy_the_newest(terminal)
        aws.advance(70)
        terminal.wait_for(r"breaker +✗✗· 2 of 3 failed, then it rolls back")
        aws.advance(60)
        terminal.wait_for("▲ :9 was rolled back to :8")
        terminal.wait_for(r"breaker +✗✗✗ 3 of 3 failed, tripped")
        terminal.wait_for("first ✗ +task .* failed ELB health checks")
        terminal.wait_for("✗ deploy :9 to scorekeep")
        assert deployed(aws) == "scorekeep:8"

        read_the_journal(terminal)
        terminal.wait_for("deploy :9 to scorekeep.* failed$")
