"""``fargate-tui events``: what happened to a service or a cluster, oldest first."""

import argparse
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from fargate_tui.columns.timeline import ACROSS, COLUMNS
from fargate_tui.commands.asked import Asked, add_options, asked
from fargate_tui.commands.listing import Listing, View, views_of
from fargate_tui.commands.members import Member, moment
from fargate_tui.commands.output import Output
from fargate_tui.commands.running import STATUSES, changes_from_here, options, read, run
from fargate_tui.commands.targets import named, since
from fargate_tui.commands.vocabulary import Vocabulary
from fargate_tui.fargate.timeline import TimelineRow
from fargate_tui.live.clock import WallClock

if TYPE_CHECKING:
    from fargate_tui.columns.column import Column
    from fargate_tui.live.clock import Clock
    from fargate_tui.live.store import Store
    from fargate_tui.live.watch import Watch
    from fargate_tui.settings import Settings

EXAMPLES: Final = f"""\
  fargate-tui events production/api                          all that AWS remembers
  fargate-tui events production --since 1h --problems
  fargate-tui events production --follow --json              an object for each thing that happens
  fargate-tui events production/api --watch 'what=steady'    wait until that is said from now on

{STATUSES}"""

_NEVER: Final = 10_000
"""Cells to spare that no terminal has."""
MEMBERS: Final[tuple[Member[TimelineRow], ...]] = (
    Member("id", "text", lambda row: row.arn, "what tells it from all others"),
    Member("at", "time", lambda row: moment(row.at), "when it happened; of several told together the newest"),
    Member("service", "text", lambda row: row.service or None, "its service; null of a standalone task"),
    Member(
        "source", "text", lambda row: row.source, "`event`, `task`, `deployment`, `scaling` or `change` (from here)"
    ),
    Member("severity", "text", lambda row: row.severity, "`ok`, `info`, `busy`, `warn` or `error`"),
    Member("what", "text", lambda row: row.word, "what happened in a few words: `steady`, `deployment failed`, …"),
    Member("text", "text", lambda row: row.text, "the line; AWS's own words where no rule knows them"),
    Member("count", "number", lambda row: row.count, "how many equal things are told together", word="times"),
    Member("since", "time", lambda row: moment(row.since), "the oldest of them; null of a single one"),
    Member("taskIds", "list", lambda row: list(row.tasks), "the tasks it is about"),
    Member("deployment", "text", lambda row: row.deployment or None, "the deployment it is about: `ecs-svc/…`"),
    Member("targetGroup", "text", lambda row: row.target_group or None, "ARN of the target group it is about"),
    Member("detail", "text", lambda row: row.detail, "all that AWS says, where the line is shortened"),
)
WORDS: Final = Vocabulary("event", (), MEMBERS, lambda row: row.text, of_any=True)


def timed(columns: "tuple[Column[TimelineRow], ...]") -> "tuple[Column[TimelineRow], ...]":
    """The same columns with the time itself, which lasts in a file, rather than how long ago it was."""
    asides: dict[str, tuple[bool, int]] = {"time": (False, 0), "age": (True, _NEVER)}
    return tuple(
        replace(column, wide_only=asides[column.id][0], spare=asides[column.id][1]) if column.id in asides else column
        for column in columns
    )


def parser() -> argparse.ArgumentParser:
    """The options of ``events``, declared once."""
    made = options("events", "Tell what happened to a service or a cluster, oldest first.", EXAMPLES)
    made.add_argument("target", metavar="CLUSTER[/SERVICE]", help="names, or an ARN")
    made.add_argument(
        "--since",
        metavar="TIME",
        help="only what happened so long ago at most: 15m, 2h, 1d (default: all that AWS remembers; with --watch: "
        "what happens from now on)",
    )
    add_options(made, ACROSS, WORDS)
    return made


def main(arguments: Sequence[str]) -> int:
    """Tell what happened."""
    made = parser()
    given = read(made, arguments)
    where = named(given, made, smallest="service")
    columns = timed(COLUMNS if where.service else ACROSS)
    clock = WallClock()
    wanted, begin = read_options(given, made, columns, clock)

    async def work(store: "Store", output: Output, _: "Settings") -> int:
        journal = None if given.demo else changes_from_here()
        try:
            watch = store.course.timeline(where.cluster or "", where.service, journal)
            return await Listing(columns, WORDS, wanted, output, clock).tell(lambda: views(watch, begin))
        finally:
            if journal is not None:
                await journal.close()

    return run(given, "events", work)


def read_options(
    given: argparse.Namespace, made: argparse.ArgumentParser, columns: "Sequence[Column[TimelineRow]]", clock: "Clock"
) -> "tuple[Asked[TimelineRow], datetime | None]":
    """How it is to be told, and from when on; exits with status 2 and a sentence where that makes no sense."""
    wanted = replace(asked(given, made, columns, WORDS), tells_gone=False)
    length = since(given, made)
    if length is None and wanted.until is not None:
        length = timedelta()
    return wanted, clock.now() - length if length is not None else None


async def views(watch: "Watch[TimelineRow]", begin: datetime | None) -> AsyncGenerator[View[TimelineRow], None]:
    """What happened since, oldest first."""
    async with aclosing(views_of(watch)) as seen:
        async for view in seen:
            rows = (row for row in reversed(view.rows) if begin is None or row.at >= begin)
            yield replace(view, rows=tuple(rows))
