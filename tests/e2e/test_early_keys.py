"""Keys that are pressed before the actions are there: they are loaded after the first rows, and no key may be lost."""

import os
from pathlib import Path

from tests.bench.measures import program
from tests.local_aws import LocalAws

SLOW = Path(__file__).parent / "stand_in" / "late_actions"


def test_what_is_typed_before_the_actions_are_loaded_is_theirs(local_aws: LocalAws, tmp_path: Path) -> None:
    gate = tmp_path / "loaded"
    path = os.pathsep.join(filter(None, (str(SLOW), os.environ.get("PYTHONPATH"))))
    held = {"PYTHONPATH": path, "ACTIONS_MAY_LOAD": str(gate)}
    with program(local_aws.url, "--cluster", "default", state=tmp_path, environment=held) as terminal:
        terminal.wait_for("steady")
        terminal.press("+", "enter")
        terminal.settle()
        assert "services" in terminal.text.splitlines()[1], "the enter was taken before the plus"

        gate.touch()
        terminal.wait_for("desired count +2 → 3")
        terminal.wait_for("y do it")
