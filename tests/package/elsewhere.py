"""The program on the other Pythons that are promised, where they are on this machine."""

import sys
import tempfile
from pathlib import Path
from typing import Final

from tests.e2e.terminal import Terminal
from tests.local_aws import REGION, LocalAws, started
from tests.package.installed import load_all
from tests.package.room import Unfit, call, expect, home, install, say
from tests.pythons import HERE, interpreter, promised

EDITOR: Final = "sed -i s/1024/2048/"
"""Gives the task of the scenario more memory."""


def run_on_other_pythons(wheel: Path, room: Path) -> None:
    """Install the wheel for each, and change something with it at one local AWS; one that is not here is said."""
    with started("scorekeep", room / "stderr", held=False) as aws:
        for version in promised():
            if version == HERE:
                continue
            if (python := interpreter(version)) is None:
                say(f"Python {version} is not here: nothing was tried on it")
                continue
            _run_on(python, version, wheel, aws)
            say(f"it runs on Python {version} too")


def _run_on(python: Path, version: str, wheel: Path, aws: LocalAws) -> None:
    with tempfile.TemporaryDirectory(prefix=f"fargate-tui-{version}-") as made:
        room = Path(made)
        call([str(python), "-m", "venv", "--without-pip", str(room / "clean")])
        clean = room / "clean" / "bin"
        install(clean / "python", str(wheel), by=Path(sys.executable))
        expect([str(clean / "fargate-tui"), "--version"], f"python       {version}.", room)
        load_all(clean / "python", room)
        _edit(clean / "fargate-tui", aws, room)


def _edit(program: Path, aws: LocalAws, room: Path) -> None:
    """Edit a task definition until the plan stands: it needs workers, threads and another program in the terminal."""
    command = [str(program), "--endpoint-url", aws.url, "--region", REGION, "--cluster", "default"]
    with Terminal(command, environment={**aws.environment, **home(room), "VISUAL": EDITOR}) as terminal:
        terminal.wait_for("scorekeep +steady")
        terminal.wait_for(r"\+ - scale")
        terminal.press("e")
        terminal.wait_for(r"memory +1024 → 2048")
        terminal.wait_for("y do it")
        terminal.press("escape", "ctrl+c")
        if (status := terminal.wait_for_end(30)) != 0:
            raise Unfit(f"the program ended with {status}")
