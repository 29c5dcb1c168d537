"""``fargate-tui config``: which settings hold, where each comes from, and what is wrong with them."""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NoReturn

from fargate_tui.cli import add_connection_options, sources_of

if TYPE_CHECKING:
    from fargate_tui.settings.file import Mistake
    from fargate_tui.settings.sources import Gathered

EPILOG = """\
  fargate-tui config                      every setting, its value, and where that comes from
  fargate-tui config --profile prod       the same with a profile
  fargate-tui config check                what is wrong, with line numbers; exits with 1 where something is
  fargate-tui config example              a file to begin with, everything commented out
  fargate-tui config schema               its JSON schema, for editors

each comes from the first of these that has it: option, variable FARGATE_TUI_…, [profiles.NAME] of the file, the file,
the default.
"""


def parser() -> argparse.ArgumentParser:
    """The options of ``config``."""
    options = argparse.ArgumentParser(
        prog="fargate-tui config",
        description="Show the settings that hold, and check the settings file.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    options.add_argument("what", nargs="?", choices=("show", "check", "example", "schema"), default="show")
    add_connection_options(options)
    return options


def main(arguments: Sequence[str]) -> NoReturn:
    """Print what is asked for; exits with 1 where `check` finds something wrong."""
    given = parser().parse_args(arguments)
    if given.what == "example":
        from fargate_tui.settings.text import example

        sys.exit(_print(example()))
    if given.what == "schema":
        from fargate_tui.settings.schema import schema

        sys.exit(_print([json.dumps(schema(), indent=2)]))
    gathered = sources_of(given).gather()
    sys.exit(_check(gathered) if given.what == "check" else _show(gathered))


def _show(gathered: "Gathered") -> int:
    from fargate_tui.settings.text import effective

    file = gathered.file
    _print([f"file: {file.path}{'' if file.exists else ' (there is none)'}", "", *effective(gathered)])
    for mistake in _mistakes(gathered):
        print(f"fargate-tui config: {mistake}", file=sys.stderr)  # noqa: T201
    return 0


def _check(gathered: "Gathered") -> int:
    mistakes = tuple(_mistakes(gathered))
    for mistake in mistakes:
        print(mistake)  # noqa: T201
    if not mistakes:
        _print([f"{gathered.file.path}: {'nothing is wrong' if gathered.file.exists else 'there is none'}"])
    return 1 if mistakes else 0


def _mistakes(gathered: "Gathered") -> "Iterator[Mistake]":
    """What is wrong in itself, and what names something that is not there."""
    from fargate_tui.checking import named_wrong

    yield from gathered.mistakes
    yield from named_wrong(gathered)


def _print(lines: Iterator[str] | Sequence[str]) -> int:
    try:
        print("\n".join(lines), flush=True)  # noqa: T201 - that is what it is for
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
