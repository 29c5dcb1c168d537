"""``fargate-tui completion``: what a shell needs to complete this program's words, as it was made from the options."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

FILES: Final = {"bash": "fargate-tui.bash", "zsh": "_fargate-tui", "fish": "fargate-tui.fish"}
"""By shell; all lie in `DIRECTORY`, made by ``make docs`` and held to the options by a test."""
DIRECTORY: Final = Path(__file__).parent.parent / "completions"
EPILOG = """\
  bash   eval "$(fargate-tui completion bash)"        in ~/.bashrc
  zsh    eval "$(fargate-tui completion zsh)"         in ~/.zshrc, below compinit
  fish   fargate-tui completion fish > ~/.config/fish/completions/fargate-tui.fish

profiles are read from the AWS config files by the shell itself, as they are when tab is pressed.
"""


def parser() -> argparse.ArgumentParser:
    """The options of ``completion``, declared once."""
    options = argparse.ArgumentParser(
        prog="fargate-tui completion",
        description="Print what a shell needs to complete commands, options, profiles, Regions and themes.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    options.add_argument("shell", metavar="SHELL", choices=tuple(FILES), help=f"the shell: {', '.join(FILES)}")
    return options


def main(arguments: Sequence[str]) -> int:
    """Print the script of a shell."""
    given = parser().parse_args(arguments)
    sys.stdout.write(script(given.shell))
    return 0


def script(shell: str) -> str:
    """What a shell is told."""
    return (DIRECTORY / FILES[shell]).read_text(encoding="utf-8")
