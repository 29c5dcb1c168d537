"""Where what was built is tried: a directory away from the tree, in which nothing is found that was not installed."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent.parent
PACKAGE: Final = "fargate_tui"
LOCK: Final = ROOT / "requirements" / "demo.txt"


class Unfit(Exception):
    """What was built is not what people should get; ``str()`` says why."""


def call(command: Sequence[str], room: Path | None = None) -> str:
    """What a command prints; without a room it is run in the tree."""
    more = {"PYTHONPATH": ""} if room is None else home(room)
    environment = {**os.environ, **more}
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=room or ROOT, env=environment).stdout


def expect(command: Sequence[str], wanted: str, room: Path) -> None:
    """Raise Unfit where a command does not say something."""
    if wanted not in (said := call(command, room)):
        raise Unfit(f"{' '.join(command)} does not say {wanted!r}:\n{said}")


def install(python: Path, what: str, *, by: Path | None = None) -> None:
    """Install into the virtual environment of an interpreter, by the pip of another one where it has none itself."""
    pip = [str(by or python), "-m", "pip", "--python", str(python), "install", "-q", "--disable-pip-version-check"]
    call([*pip, "--no-compile", "--constraint", str(LOCK), what])


def home(room: Path) -> dict[str, str]:
    """The environment of a person who has nothing but the room."""
    kept = {"XDG_STATE_HOME": str(room / "state"), "XDG_CONFIG_HOME": str(room / "config")}
    return {"HOME": str(room), "PYTHONPATH": "", **kept}


def say(what: str) -> None:
    """Print a line."""
    sys.stdout.write(f"package: {what}\n")
