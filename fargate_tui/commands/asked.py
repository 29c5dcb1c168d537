"""The options that every listing has, and what they say."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Generic, TypeVar

from fargate_tui.columns.arrange import problem
from fargate_tui.columns.arrangement import Arrangement
from fargate_tui.columns.column import Column
from fargate_tui.commands.conditions import BadCondition, Condition, parse
from fargate_tui.commands.targets import span
from fargate_tui.commands.vocabulary import Vocabulary

Row = TypeVar("Row")
PATIENCE: Final = timedelta(minutes=10)
"""For a condition, unless another is given."""


@dataclass(frozen=True, slots=True)
class Asked(Generic[Row]):
    """How a listing is to be told, as the command line says."""

    arrangement: Arrangement
    json: bool = False
    wide: bool = False
    follow: bool = False
    until: Condition[Row] | None = None
    """What is waited for."""
    patience: timedelta = PATIENCE
    tells_gone: bool = True
    """Whether it is told that a row is gone: what happened is only forgotten."""


def add_options(made: argparse.ArgumentParser, columns: Sequence[Column[Row]], words: Vocabulary[Row]) -> None:
    """The options that every listing has."""
    ids = ", ".join(column.id for column in columns)
    made.add_argument(
        "--filter",
        default="",
        metavar="FILTER",
        help='which rows, as after / on the screen: text, !text, column:text, /regex/, "two words"',
    )
    made.add_argument("--problems", action="store_true", help="only rows with a problem")
    made.add_argument("--sort", dest="order", default="", metavar="COLUMN", help=f"by one of: {ids}")
    made.add_argument("--reverse", action="store_true", help="sort the other way round")
    made.add_argument("--wide", action="store_true", help="all columns, uncut")
    made.add_argument(
        "--follow", action="store_true", help="go on: a line, or a JSON object, for each row that changes"
    )
    made.add_argument(
        "--watch",
        metavar="CONDITION",
        help=f"wait until {'one of them' if words.of_any else 'every row'} is so, and exit with 0, else with 1; "
        f"{words.choices()}".replace("%", "%%"),
    )
    made.add_argument(
        "--timeout", metavar="TIME", help=f"how long --watch waits: 90s, 15m, 2h (default {PATIENCE.seconds // 60}m)"
    )


def asked(
    given: argparse.Namespace,
    made: argparse.ArgumentParser,
    columns: Sequence[Column[Row]],
    words: Vocabulary[Row],
) -> Asked[Row]:
    """What these options say; exits with status 2 and a sentence where they make no sense."""
    arrangement = Arrangement(given.filter, given.order, given.reverse, given.problems)
    if wrong := problem(arrangement, columns):
        made.error(f'{wrong}; columns: {", ".join(column.id for column in columns)}; "quotes" make it text')
    if given.timeout is not None and given.watch is None:
        made.error("--timeout is of --watch: name a condition to wait for")
    try:
        until = parse(given.watch, words) if given.watch is not None else None
        patience = span(given.timeout) if given.timeout is not None else PATIENCE
    except BadCondition as bad:
        made.error(f"--watch: {bad}")
    except ValueError as bad:
        made.error(f"--timeout: {bad}")
    return Asked(arrangement, given.json, given.wide, given.follow, until, patience)
