"""`fargate-tui tour` as somebody meets it who has never run the program."""

import sys
from pathlib import Path

from tests.e2e.terminal import Terminal

COMMAND = str(Path(sys.executable).with_name("fargate-tui"))


def test_the_tour_begins_with_the_demo_and_goes_on_as_one_does_what_it_says() -> None:
    with Terminal([COMMAND, "tour"], columns=80, rows=24, is_first=True) as terminal:
        terminal.wait_for("tour 1 of 10 +open a cluster", 60)
        terminal.wait_for("production +active")
        assert "new here?" not in terminal.text
        terminal.press("j", "enter")
        terminal.wait_for("tour 2 of 10 +what is wrong")
        terminal.press("!")
        terminal.wait_for("tour 3 of 10 +find one")
        terminal.wait_for("problems only")
        terminal.press("\x1bOS")  # f4
        terminal.wait_for("tour 3 of 10", gone=True)
        terminal.press("q")
        assert terminal.wait_for_end() == 0, terminal.text
