"""A task definition is edited in a real editor process, in a real terminal, and registered at the local AWS."""

import os
import re
import signal
import stat
from pathlib import Path

import pytest

from tests.bench.measures import program
from tests.e2e.terminal import Terminal
from tests.local_aws import LocalAws, started

EDITOR = """#!/bin/sh
# Stands in for an editor: says that it has the terminal, waits for a key, and does what its script says.
for file; do :; done
stty raw -echo
printf 'EDITING %s\\r\\n' "$(stty size)"
echo "$(stty size) $(stat -c %a "$file")" >> "$0.log"
dd bs=1 count=1 >/dev/null 2>&1
n=$(($(cat "$0.n" 2>/dev/null || echo 0) + 1))
echo $n > "$0.n"
. "$0.$n"
stty sane
"""
NONSENSE = """sed -i 's/"family"/nonsense "family"/' "$file"
"""
RIGHT = """sed -i 's/nonsense //; s/"memory": "1024"/"memory": "2048"/' "$file"
"""


@pytest.fixture
def editor(tmp_path: Path) -> Path:
    editor = tmp_path / "editor"
    editor.write_text(EDITOR)
    editor.chmod(0o755)
    return editor


def sitting(aws: LocalAws, editor: Path) -> Terminal:
    environment = {"VISUAL": str(editor), "XDG_STATE_HOME": str(editor.parent / "state")}
    return program(aws.url, "--cluster", "default", environment=environment)


def does(editor: Path, *scripts: str) -> None:
    for number, script in enumerate(scripts, 1):
        Path(f"{editor}.{number}").write_text(script)


def drafts(editor: Path) -> list[Path]:
    return sorted((editor.parent / "state" / "fargate-tui" / "drafts").iterdir())


def revisions(aws: LocalAws) -> list[str]:
    found: list[str] = aws.client("ecs").list_task_definitions(familyPrefix="scorekeep", sort="DESC")[
        "taskDefinitionArns"
    ]
    return found


def begin(terminal: Terminal) -> None:
    terminal.wait_for("scorekeep +steady")
    terminal.settle()
    terminal.press("e")
    terminal.wait_for(r"EDITING \d")


def test_nonsense_is_edited_again_and_then_registered(editor: Path) -> None:
    does(editor, NONSENSE, RIGHT)
    with started("scorekeep", Path(os.devnull), held=False) as aws, sitting(aws, editor) as terminal:
        before = revisions(aws)
        begin(terminal)
        # Ctrl-C and Ctrl-Z belong to the editor now; raw as it is it reads the one as its key.
        terminal.press("ctrl+c")
        terminal.wait_for("line 2, column 3: ")
        (draft,) = drafts(editor)
        assert stat.S_IMODE(draft.stat().st_mode) == 0o600
        assert stat.S_IMODE(draft.parent.stat().st_mode) == 0o700
        terminal.settle()
        # Everything is painted again: the terminal has cleared its screen.
        painted = bytes(terminal.raw).rpartition(b"\x1b[?1049h")[2]
        assert b"ops-admin" in painted
        assert b"services" in painted

        begins_again = len(terminal.raw)
        terminal.press("e")
        while b"EDITING" not in terminal.raw[begins_again:]:
            terminal.pump(0.05)
        terminal.press("x")
        terminal.wait_for("memory +1024 → 2048")
        terminal.press("y")
        terminal.wait_for("is registered")
        terminal.wait_for("D deploy it to scorekeep")
        after = revisions(aws)
        assert len(after) == len(before) + 1
        told = aws.client("ecs").describe_task_definition(taskDefinition=after[0])["taskDefinition"]
        assert told["memory"] == "2048"
        assert drafts(editor) == []
        terminal.press("D")
        terminal.wait_for(r"deploy scorekeep:\d+ to scorekeep")
        terminal.wait_for("y do it")


def test_an_editor_that_fails_or_is_killed_leaves_the_terminal_and_the_draft(editor: Path) -> None:
    does(editor, "exit 3\n", "kill -9 $$\n")
    with started("scorekeep", Path(os.devnull), held=False) as aws, sitting(aws, editor) as terminal:
        before = revisions(aws)
        begin(terminal)
        terminal.press("x")
        terminal.wait_for("the editor ended with status 3")
        terminal.settle()
        begins_again = len(terminal.raw)
        terminal.press("e")
        while b"EDITING" not in terminal.raw[begins_again:]:
            terminal.pump(0.05)
        terminal.resize(80, 24)
        terminal.press("x")
        terminal.wait_for("the editor was ended by SIGKILL")
        terminal.wait_for("e edit again")
        terminal.settle()
        # The window became smaller meanwhile: every line fits, and the panel stands at the bottom.
        assert re.search(r"e edit again", terminal.screen.display[23])
        assert len(drafts(editor)) == 1
        assert revisions(aws) == before
        # Keys go to the program again, one by one, though the editor has left the terminal raw.
        terminal.press("escape")
        terminal.wait_for("edit again", gone=True)
        terminal.press("j", "q")
        assert terminal.wait_for_end() == 0


def test_an_editor_that_hangs_is_ended_by_hand(editor: Path) -> None:
    does(editor, "trap '' HUP INT QUIT TERM; while :; do read -r _ || :; done\n")
    with started("scorekeep", Path(os.devnull), held=False) as aws, sitting(aws, editor) as terminal:
        begin(terminal)
        terminal.press("x", "ctrl+c", "ctrl+\\", "ctrl+\\", "ctrl+\\")
        terminal.wait_for("the editor was ended by hand: nothing is sent")
        terminal.wait_for("e edit again")
        assert len(drafts(editor)) == 1
        terminal.press("escape")
        terminal.wait_for("edit again", gone=True)


def test_a_crash_loses_nothing(editor: Path) -> None:
    does(editor, NONSENSE, RIGHT)
    with started("scorekeep", Path(os.devnull), held=False) as aws:
        with sitting(aws, editor) as terminal:
            begin(terminal)
            terminal.press("x")
            terminal.wait_for("line 2, column 3: ")
            os.kill(terminal.pid, signal.SIGKILL)
            assert terminal.wait_for_end() == -signal.SIGKILL
        with sitting(aws, editor) as terminal:
            terminal.wait_for("scorekeep +steady")
            terminal.settle()
            terminal.press("e")
            terminal.wait_for("a draft of it was left")
            terminal.press("e")
            terminal.wait_for("EDITING")
            terminal.press("x")
            terminal.wait_for("memory +1024 → 2048")
