"""A wizard in a real terminal that goes away: what was filled in is there when the program is started again."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench.measures import program
from tests.local_aws import STILL, LocalAws, started


@pytest.fixture(scope="module")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAws]:
    """An account with its default VPC and nothing else."""
    with started("empty", tmp_path_factory.mktemp("wizards") / "stderr", held=False, options=STILL) as running:
        yield running


def test_a_lost_connection_loses_nothing(aws: LocalAws, tmp_path: Path) -> None:
    with program(aws.url, state=tmp_path) as terminal:
        terminal.wait_for("no clusters")
        terminal.press(*":new task definition", "enter")
        terminal.wait_for("family")
        terminal.press(*"scorekeep")
        terminal.wait_for("›.*family +scorekeep")
        terminal.settle()
        terminal.hang_up()
        give_up = time.monotonic() + 10
        while not (ended := os.waitpid(terminal.pid, os.WNOHANG)[0]) and time.monotonic() < give_up:
            os.sched_yield()
        terminal.ended = bool(ended)
        assert ended
    with program(aws.url, state=tmp_path) as terminal:
        terminal.wait_for("no clusters")
        terminal.press(*":drafts", "enter")
        terminal.wait_for("task definition +scorekeep")
        terminal.press("enter")
        terminal.wait_for("family +scorekeep")
