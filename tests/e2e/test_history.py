"""The flight recorder in the whole program: it ends, the local AWS too, and the dead are still there."""

import re
import time
from pathlib import Path

from tests.bench.measures import program
from tests.fargate.test_captures import ended
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


def test_what_the_account_has_captured_is_read_from_its_log_group(tmp_path: Path) -> None:
    with started("empty", tmp_path / "errors", held=False, options=STILL) as aws:
        logs, group = aws.client("logs"), "/aws/events/ecs/stopped-tasks"
        logs.create_log_group(logGroupName=group)
        logs.create_log_stream(logGroupName=group, logStreamName="rule")
        an_hour_ago = int((time.time() - 3600) * 1000)
        said = [{"timestamp": an_hour_ago, "message": message} for message in (ended(), ended(lastStatus="RUNNING"))]
        logs.put_log_events(logGroupName=group, logStreamName="rule", logEvents=said)
        with program(aws.url, state=tmp_path / "state") as terminal:
            terminal.wait_for("no clusters")
            terminal.press(":", *"history", "enter")
            terminal.wait_for("b back-fills")
            terminal.press("b")
            terminal.wait_for("1 ended tasks and 0 events in 1 log groups")
            terminal.press("a", ">", ">", ">")
            terminal.wait_for("c02a11d8 .*api +137 .*out of memory")
