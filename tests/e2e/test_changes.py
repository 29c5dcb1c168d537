"""Changing things in a real terminal, against a local AWS that carries them out; also where its answers are lost."""

import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.bench.measures import program
from tests.local_aws import LocalAws, started


@pytest.fixture
def aws(tmp_path: Path) -> Iterator[LocalAws]:
    """The default scenario for one test alone, at work."""
    with started("scorekeep", tmp_path / "stderr", held=False) as running:
        yield running


def desired(aws: LocalAws, service: str = "scorekeep", cluster: str = "default") -> int:
    (found,) = aws.client("ecs").describe_services(cluster=cluster, services=[service])["services"]
    return int(found["desiredCount"])


def tasks(aws: LocalAws) -> set[str]:
    """The tasks that AWS keeps running."""
    return set(aws.client("ecs").list_tasks(cluster="default", serviceName="scorekeep")["taskArns"])


def test_scaled_up_taken_back_one_stopped_and_all_read_in_the_journal_later(aws: LocalAws, tmp_path: Path) -> None:
    with program(aws.url, "--cluster", "default", state=tmp_path) as terminal:
        terminal.wait_for("steady")
        terminal.wait_for(r"\+ - scale")
        terminal.press("+", "+", "+")
        terminal.wait_for("desired count +2 → 5")
        terminal.press("enter")
        terminal.wait_for("y do it")
        assert desired(aws) == 2
        terminal.press("y")
        terminal.wait_for("of 5 running")
        assert desired(aws) == 5

        terminal.press("u")
        terminal.wait_for("take back: scale scorekeep")
        terminal.wait_for("y do it")
        terminal.press("y")
        terminal.wait_for("take back: scale scorekeep +2 of 2 running", 60)
        assert desired(aws) == 2

        terminal.press("enter")
        terminal.wait_for("RUNNING")
        alive = tasks(aws)
        terminal.press("S")
        terminal.wait_for("reason:")
        terminal.press("ctrl+u", *"it leaks", "enter")
        terminal.wait_for("y do it")
        assert tasks(aws) == alive
        terminal.press("y")
        terminal.wait_for("stop task .* stopped", 60)
        (gone,) = alive - tasks(aws)
        stopped = aws.client("ecs").describe_tasks(cluster="default", tasks=[gone])["tasks"]
        assert [task["stoppedReason"] for task in stopped] == ["it leaks"]
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0

    journal = tmp_path / "fargate-tui" / "journal.sqlite3"
    assert stat.S_IMODE(journal.stat().st_mode) == 0o600
    with closing(sqlite3.connect(journal)) as database:
        assert database.execute("select count(*) from journal").fetchone() == (3,)
    with program(aws.url, "--cluster", "default", state=tmp_path) as terminal:
        terminal.wait_for("steady")
        terminal.press(*":journal", "enter")
        terminal.wait_for(r"journal \(3\)")
        terminal.wait_for(r"stop task .* done$")
        terminal.wait_for("take back: scale scorekeep .* 5 → 2 +done +of 1$")
        terminal.wait_for(" scale scorekeep .* 2 → 5 +(accepted|done) +undone$")


@pytest.mark.parametrize("kind", ["drop_request", "drop_answer"])
def test_a_lost_connection_scales_once(aws: LocalAws, tmp_path: Path, kind: str) -> None:
    with program(aws.url, "--cluster", "default", state=tmp_path) as terminal:
        terminal.wait_for("steady")
        terminal.wait_for(r"\+ - scale")
        terminal.press("+")
        terminal.wait_for("desired count")
        terminal.press("enter")
        terminal.wait_for("y do it")
        aws.fault(kind, operation="UpdateService", count=1)
        terminal.press("y")
        terminal.wait_for("scale scorekeep +[23] of 3 running", 60)
        assert desired(aws) == 3


def test_read_only_changes_nothing(aws: LocalAws, tmp_path: Path) -> None:
    with program(aws.url, "--cluster", "default", "--read-only", state=tmp_path) as terminal:
        terminal.wait_for("steady")
        terminal.wait_for(r"\+ - scale")
        terminal.press("+")
        terminal.wait_for("desired count")
        terminal.press("enter")
        terminal.wait_for("read-only: nothing can be changed from here")
        terminal.press("y", "escape")
        terminal.settle()
        assert "READ-ONLY" in terminal.text
        assert desired(aws) == 2
    assert not (tmp_path / "fargate-tui" / "journal.sqlite3").exists()
