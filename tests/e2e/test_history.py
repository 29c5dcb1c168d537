"""The flight recorder in the whole program: it ends, the local AWS too, and the dead are still there."""

import re
from pathlib import Path

from tests.bench.measures import program
from tests.local_aws import STILL, started


def test_the_dead_outlive_the_program_and_aws(tmp_path: Path) -> None:
    state = tmp_path / "state"
    with started("scorekeep", tmp_path / "one", seed=7, held=False, options=STILL) as aws:
        where = ("--cluster", "production", "--service", "image-resizer")
        with program(aws.url, *where, state=state) as terminal:
            terminal.wait_for("out of memory")
            found = re.search(r"([0-9a-f]{8}) +STOPPED.*out of memory", terminal.text)
            assert found is not None
            terminal.settle()
            terminal.press("ctrl+c")
            assert terminal.wait_for_end(10) == 0
    with (
        started("empty", tmp_path / "other", seed=8, held=False, options=STILL) as aws,
        program(aws.url, state=state) as terminal,
    ):
        terminal.wait_for("no clusters")
        terminal.press(":", *"history", "enter")
        terminal.wait_for(rf"{found[1]} +production +image-resizer +137")
        terminal.press("/", *found[1], "enter")
        terminal.wait_for(r"history \(1 of")
        terminal.press("enter")
        terminal.wait_for("out of memory")
        terminal.wait_for("AWS has forgotten this task: it is kept here as last seen")
