"""``fargate-tui tour``: the local AWS, and somebody who shows around in it."""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from typing import NoReturn

from fargate_tui.cli import SCENARIOS, read, show_here
from fargate_tui.cli import parser as screen

EPILOG = """\
every option is that of fargate-tui itself.

  fargate-tui tour                                 begins where there is something broken
  fargate-tui tour --theme fargate-light           in other colours

in the program :tour begins it, also on an account of your own, and ends it. It presses no key for you and changes
nothing.
"""


def parser() -> argparse.ArgumentParser:
    """All options of the screen."""
    return argparse.ArgumentParser(
        prog="fargate-tui tour",
        description="Take a guided tour of two minutes on a local AWS; no account needed.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[screen()],
        add_help=False,
        allow_abbrev=False,
    )


def main(arguments: Sequence[str]) -> NoReturn:
    """Start the local AWS, and show it."""
    parser().parse_args(arguments)
    sources = read([f"--demo={SCENARIOS[0]}", *arguments])
    show_here(sources.on(replace(sources.base, tour=True)))
