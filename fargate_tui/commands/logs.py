"""``fargate-tui logs``: what containers say, read back, and as they say it."""

import argparse
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from fargate_tui.commands.asked import PATIENCE
from fargate_tui.commands.lines import Asked, Lines
from fargate_tui.commands.output import Output
from fargate_tui.commands.running import STATUSES, options, read, run
from fargate_tui.commands.targets import may_be_task, named, since, span
from fargate_tui.fargate.arns import is_arn, resource_of
from fargate_tui.fargate.errors import NotFound
from fargate_tui.fargate.logs.filters import InvalidPattern, LineFilter, wanted
from fargate_tui.links import Link
from fargate_tui.live.clock import WallClock
from fargate_tui.live.tail.records import TailSubject

if TYPE_CHECKING:
    from fargate_tui.live.store import Store
    from fargate_tui.settings import Settings

BACK: Final = timedelta(minutes=15)
"""How far lines are read back, unless another length is given."""
EXAMPLES: Final = f"""\
  fargate-tui logs production/api                            the last 15 minutes of all its tasks
  fargate-tui logs production/api --since 2h --filter '/timeout|refused/'
  fargate-tui logs production//4f1c0a9e --container api      one task, by its id or the beginning of it
  fargate-tui logs /ecs/api --json | jq -r .[].text          a log group, whoever writes there
  fargate-tui logs production/api --follow | grep ERROR
  fargate-tui logs production/api --watch 'listening on'     wait until a line has it

without --follow and --watch no Live Tail is opened, which AWS bills by the minute. Through a pipe come lines only; on a
terminal and with --json also when tasks began and ended.

{STATUSES}"""


def parser() -> argparse.ArgumentParser:
    """The options of ``logs``, declared once."""
    made = options("logs", "Print what containers say: read back, and as they say it.", EXAMPLES)
    made.add_argument(
        "target",
        nargs="?",
        metavar="CLUSTER[/SERVICE[/TASK]]|LOG-GROUP",
        help="names or an ARN; CLUSTER//TASK; or a log group that begins with /",
    )
    made.add_argument("--group", metavar="NAME", help="all lines of this log group, whoever writes there")
    made.add_argument("--container", metavar="NAME", help="only lines of this container")
    made.add_argument(
        "--since",
        metavar="TIME",
        help="how far to read back: 90s, 15m, 2h, 1d (default 15m; with --watch: only what is said from now on)",
    )
    made.add_argument(
        "--filter",
        action="append",
        default=[],
        metavar="TEXT|/REGEX/",
        help="only lines that have it, in any case; given twice, both",
    )
    made.add_argument("--follow", action="store_true", help="go on with what is said then")
    made.add_argument(
        "--watch", metavar="TEXT|/REGEX/", help="wait until a line has it, print that, and exit with 0, else 1"
    )
    made.add_argument("--timeout", metavar="TIME", help=f"how long --watch waits (default {PATIENCE.seconds // 60}m)")
    made.add_argument(
        "--live-tail",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="follow by Live Tail, which AWS bills by the minute, rather than by asking every 2 s (default: yes, or as "
        "the settings say)",
    )
    return made


def main(arguments: Sequence[str]) -> int:
    """Print lines."""
    made = parser()
    given = read(made, arguments)
    group = _group(given)
    where = named(given, made, smallest="task")
    if not where.cluster and not group:
        made.error("name a cluster, a service or a task of it, or a log group")
    how = read_options(given, made)

    async def work(store: "Store", output: Output, _: "Settings") -> int:
        subject = await subject_of(store, where, group, given.container)
        return await Lines(how, output, WallClock()).tell(store.logs.tail(subject, how.since, once=not how.goes_on))

    return run(given, "logs", work)


def _group(given: argparse.Namespace) -> str | None:
    """The log group that is named, by the option or in the place of a cluster."""
    text = given.target or ""
    if is_arn(text) and resource_of(text).startswith("log-group:"):
        given.target = None
        given.region = given.region or text.split(":")[3]
        return resource_of(text).split(":")[1]
    if text.startswith("/"):
        given.target = None
        return text
    name: str | None = given.group
    return name


def read_options(given: argparse.Namespace, made: argparse.ArgumentParser) -> Asked:
    """How lines are to be told; exits with status 2 and a sentence where that makes no sense."""
    if given.timeout is not None and given.watch is None:
        made.error("--timeout is of --watch: name what to wait for")
    back = since(given, made)
    try:
        patience = span(given.timeout) if given.timeout is not None else PATIENCE
    except ValueError as bad:
        made.error(f"--timeout: {bad}")
    try:
        keep = tuple(map(wanted, given.filter))
        until = wanted(given.watch) if given.watch is not None else None
    except InvalidPattern as bad:
        made.error(str(bad))
    if back is None:
        back = timedelta() if until is not None else BACK
    return Asked(LineFilter(keep), back, given.follow, given.json, until, patience)


async def subject_of(store: "Store", where: Link, group: str | None, container: str | None) -> TailSubject:
    """Whose lines are meant; what may be an id stands for a task before it stands for a service. Raises AwsError."""
    cluster, task = where.cluster or "", where.task
    if task is not None and not is_arn(task):
        task = await store.ends.find_task(cluster, task)
    elif task is None and where.service is not None and may_be_task(where.service):
        with suppress(NotFound):
            task = await store.ends.find_task(cluster, where.service)
    return TailSubject(cluster, where.service if task is None else None, task, container, group=group)
