"""The program out of a clean virtual environment of this Python, without the demo and with it."""

import venv
from pathlib import Path
from typing import Final

from tests.e2e.terminal import Terminal
from tests.package.room import PACKAGE, Unfit, call, expect, home, install

LOADS: Final = """
import importlib, pkgutil, fargate_tui
names = [each.name for each in pkgutil.walk_packages(fargate_tui.__path__, "fargate_tui.")]
for name in names:
    if not name.startswith(("fargate_tui.demo", "fargate_tui.serving")) and not name.endswith("__main__"):
        importlib.import_module(name)
print(len(names))
"""
"""Imports every module but those that need an extra, which is not installed then."""


def run_installed(wheel: Path, room: Path) -> None:
    """Install the wheel as people do, by a pip of its own, and run it."""
    clean = room / "clean"
    venv.create(clean, with_pip=True)
    install(clean / "bin" / "python", str(wheel))
    _run_without_extras(clean, room)
    install(clean / "bin" / "python", f"{wheel}[demo]")
    _run_demo(clean, room)


def load_all(python: Path, room: Path) -> None:
    """Import every module; a warning that one gives is an error."""
    call([str(python), "-W", "error", "-c", LOADS], room)


def _run_without_extras(clean: Path, room: Path) -> None:
    program, python = str(clean / "bin" / "fargate-tui"), clean / "bin" / "python"
    call([str(python), "-m", "pip", "check", "--disable-pip-version-check"], room)
    expect([program, "--version"], "moto         not installed", room)
    expect([str(python), "-m", PACKAGE, "--help"], "usage: fargate-tui", room)
    expect([program, "completion", "bash"], "complete ", room)
    load_all(python, room)
    if not (clean / "share" / "man" / "man1" / "fargate-tui.1").is_file():
        raise Unfit("the man page was not installed")
    with Terminal([program, "--demo"], environment=home(room)) as terminal:
        terminal.wait_for("the demo needs boto3, moto.*; install them with", 30)
        if (status := terminal.wait_for_end()) != 1:
            raise Unfit(f"--demo without its extra ended with {status}")


def _run_demo(clean: Path, room: Path) -> None:
    with Terminal([str(clean / "bin" / "fargate-tui"), "--demo"], environment=home(room)) as terminal:
        terminal.wait_for(r"production .*services?|production +\d", 120)
        terminal.press("enter")
        terminal.wait_for("services of|SERVICE", 60)
        terminal.press("ctrl+c")
        if (status := terminal.wait_for_end(30)) != 0:
            raise Unfit(f"the program ended with {status}")
