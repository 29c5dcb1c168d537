"""``fargate-tui report``: what somebody who looks for a defect has to know, without the screen."""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from fargate_tui.cli import add_connection_options, sources_of, state_directory

EPILOG = """\
  fargate-tui report          write it, and print where; read it before you hand it on

versions, terminal, programs, files and their sizes, settings and where they come from. Secrets, account numbers, names
of people and the home directory are masked, and AWS is asked nothing. :report in the program has the same, and what the
session has asked of AWS and what went wrong: docs/report.md.

the exit status is 0, 1 where it could be written nowhere and was printed instead, and 2 where the command line makes no
sense.
"""


def parser() -> argparse.ArgumentParser:
    """The options of ``report``: the settings of a profile are those that hold there."""
    options = argparse.ArgumentParser(
        prog="fargate-tui report",
        description="Write a report for whoever looks for a defect, with nothing secret in it.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_connection_options(options)
    return options


def main(arguments: Sequence[str]) -> int:
    """Write it and print where it is; where it can be written nowhere, print it itself, with status 1."""
    from fargate_tui.report.chosen import chosen
    from fargate_tui.report.keeping import keep
    from fargate_tui.report.told import report

    gathered = sources_of(parser().parse_args(arguments)).gather()
    at, state = datetime.now(UTC), state_directory()
    text = report(at, dict(os.environ), state, chosen(gathered))
    kept = keep(text, state, at)
    if kept.why:
        print(f"fargate-tui report: not where it should be: {kept.why}", file=sys.stderr)  # noqa: T201
    print(kept.path or text)  # noqa: T201 - that is what it is for
    return 0 if kept.path is not None else 1
