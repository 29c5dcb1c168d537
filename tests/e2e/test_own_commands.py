"""A command of one's own and a pager take over a real terminal, read what they are given, and give it back."""

from pathlib import Path

from tests.bench.measures import program
from tests.local_aws import LocalAws

SETTINGS = """
[commands.show]
key = "ctrl+o"
on = ["service"]
command = '''
echo "$SERVICE of $CLUSTER at $AWS_ENDPOINT_URL"
read -r line
echo "typed $line"
exit 3
'''
description = "show it"
safe = true
"""
PAGER = """#!/bin/sh
# Stands in for a pager: it reads its text from standard input, and its keys from the terminal.
printf '\\033[?1049h'
echo "PAGING $(grep -c .) lines on $(stty size </dev/tty)"
stty -icanon </dev/tty
dd bs=1 count=1 </dev/tty >/dev/null 2>&1
printf '\\033[?1049l'
"""


def test_a_command_and_a_pager_have_the_terminal_and_give_it_back(local_aws: LocalAws, tmp_path: Path) -> None:
    settings, pager = tmp_path / "config.toml", tmp_path / "pager"
    settings.write_text(SETTINGS)
    pager.write_text(PAGER)
    pager.chmod(0o755)
    environment = {"FARGATE_TUI_CONFIG": str(settings), "PAGER": str(pager), "SERVICE": "stale"}
    with program(local_aws.url, "--cluster", "default", environment=environment) as terminal:
        terminal.wait_for("● live")
        terminal.wait_for(r"\^o show")
        terminal.press("ctrl+o")
        terminal.wait_for(f"scorekeep of default at {local_aws.url}")
        terminal.press(*"words", "enter")
        terminal.wait_for("typed words")
        terminal.wait_for("show for service scorekeep ended after .* exit status 3 · press a key to go back")
        terminal.press("x")
        terminal.wait_for("default › services")
        terminal.wait_for("▌ show for service scorekeep ended")
        terminal.press("d")
        terminal.wait_for("service ARN")
        terminal.press("|")
        terminal.wait_for(r"PAGING \d\d+ lines on 36 120")
        terminal.press("q")
        terminal.wait_for("PAGING", gone=True)
        terminal.press("escape")
        terminal.wait_for("default › services")
