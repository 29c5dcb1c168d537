"""A batch task from the keyboard to its exit code, in a real terminal."""

from collections.abc import Iterator

import pytest

from tests.bench.measures import program
from tests.local_aws import LocalAws, started


@pytest.fixture(scope="module")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAws]:
    """A scenario whose time goes on, as a task has to end."""
    errors = tmp_path_factory.mktemp("running") / "stderr"
    with started("scorekeep", errors, held=False, options=("--speed", "4")) as running:
        yield running


@pytest.mark.parametrize(("month", "code"), [("2026-10", 0), ("2026-13", 3)])
def test_a_report_is_run_to_its_exit_code(aws: LocalAws, month: str, code: int) -> None:
    with program(aws.url) as terminal:
        terminal.wait_for("production")
        terminal.press(*":report-batch:1", "enter")
        terminal.wait_for("K run")
        terminal.wait_for("essential")
        terminal.press("K")
        terminal.wait_for("started by")
        terminal.press("right", *["down"] * 9, *f"MONTH={month}", "enter")
        terminal.wait_for("do it")
        terminal.press("y")
        terminal.wait_for("; its logs")
        terminal.press(";")
        terminal.wait_for("› logs")
        terminal.wait_for(f"exit {code}", seconds=60)
