"""``fargate-tui services``: the services of a cluster, or of all, with what is wrong with them."""

import argparse
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, aclosing
from typing import TYPE_CHECKING, Final

from fargate_tui.columns.services import ACROSS, COLUMNS
from fargate_tui.commands.asked import add_options, asked
from fargate_tui.commands.listing import Listing, View, joined, views_of
from fargate_tui.commands.members import Member, Value, moment
from fargate_tui.commands.output import Output
from fargate_tui.commands.running import STATUSES, options, read, run
from fargate_tui.commands.targets import named
from fargate_tui.commands.vocabulary import MET, Verdict, Vocabulary, Word
from fargate_tui.fargate.rows import ServiceRow
from fargate_tui.links import Link
from fargate_tui.live.clock import WallClock
from fargate_tui.live.loads import Loads

if TYPE_CHECKING:
    from fargate_tui.fargate.metrics import ServiceMetrics
    from fargate_tui.live.snapshot import Change
    from fargate_tui.live.store import Store
    from fargate_tui.settings import Settings

EXAMPLES: Final = f"""\
  fargate-tui services                                   of all clusters
  fargate-tui services production --problems
  fargate-tui services production --json | jq -r '.[] | select(.severity == "error") | .service'
  fargate-tui services production/api --watch steady     after a deployment: 0 when it is done, 1 when it failed
  fargate-tui services production --follow               a line for each service that changes

{STATUSES}"""
_OVER: Final = ("failing", "rolled back", "failed", "draining", "inactive")
"""States from which a deployment does not come to its end."""


def _load(row: ServiceRow, name: str) -> "dict[str, float | None] | None":
    found = {each: getattr(row.metrics, f"{name}_{each}", None) for each in ("average", "maximum")}
    if not any(series is not None and series.values for series in found.values()):
        return None
    return {each: round(series.values[-1], 1) if series and series.values else None for each, series in found.items()}


def _known(row: ServiceRow, count: int) -> int | None:
    """A count of a service that AWS has described: only its name is known of the others."""
    return count if row.status is not None else None


def _hottest(row: ServiceRow, name: str) -> Value:
    return (_load(row, name) or {}).get("maximum")


MEMBERS: Final[tuple[Member[ServiceRow], ...]] = (
    Member("arn", "text", lambda row: row.arn, "its ARN"),
    Member("service", "text", lambda row: row.name, "its name"),
    Member("cluster", "text", lambda row: row.cluster, "the name of its cluster"),
    Member("state", "text", lambda row: row.finding.word, "the state in a word: `steady`, `rolling`, `crash loop`, …"),
    Member("severity", "text", lambda row: row.finding.severity, "`ok`, `info`, `busy`, `warn` or `error`"),
    Member("why", "text", lambda row: row.finding.why, "what makes it so; empty where there is nothing to explain"),
    Member(
        "desired",
        "number",
        lambda row: _known(row, row.desired),
        "tasks wanted; null where the service could not be described, as the next two",
    ),
    Member("running", "number", lambda row: _known(row, row.running), "tasks running"),
    Member("pending", "number", lambda row: _known(row, row.pending), "tasks on their way to running"),
    Member("status", "text", lambda row: row.status, "`ACTIVE`, `DRAINING` or `INACTIVE`"),
    Member(
        "rollout", "text", lambda row: row.rollout, "of its primary deployment: `IN_PROGRESS`, `COMPLETED`, `FAILED`"
    ),
    Member("taskDefinition", "text", lambda row: row.task_definition, "`family:revision` of that", word="revision"),
    Member("launch", "text", lambda row: row.launch, "the launch type or the capacity provider strategy"),
    Member("express", "truth", lambda row: row.is_express, "whether it is an Express Mode service"),
    Member("lastEvent", "text", lambda row: row.last_event, "its newest event that is no steady-state notice"),
    Member("lastEventAt", "time", lambda row: moment(row.last_event_at), "when that was"),
    Member("createdAt", "time", lambda row: moment(row.created_at), "when it was created"),
    Member(
        "cpu",
        "object",
        lambda row: _load(row, "cpu"),
        "with `--metrics`: `average` and `maximum` (of its hottest task) of the last minute, in percent of what is "
        "reserved; null where that is not known",
    ),
    Member("memory", "object", lambda row: _load(row, "memory"), "the same of memory"),
)
MAXIMA: Final[tuple[Member[ServiceRow], ...]] = (
    Member("cpu", "number", lambda row: _hottest(row, "cpu"), "its maximum"),
    Member("memory", "number", lambda row: _hottest(row, "memory"), "its maximum"),
)
"""Of CPU and memory it is the maximum that is compared."""


def _state(row: ServiceRow) -> str:
    return ": ".join(filter(None, (row.finding.word, row.finding.why)))


def _steady(row: ServiceRow) -> Verdict:
    if row.finding.word in _OVER:
        return Verdict("never", _state(row))
    if row.finding.word not in ("steady", "idle"):
        return Verdict("waiting", _state(row))
    if row.rollout not in (None, "COMPLETED"):
        return Verdict("waiting", f"its deployment is {row.rollout}")
    if (row.running, row.pending) != (row.desired, 0):
        return Verdict("waiting", f"{row.running} of {row.desired} running, {row.pending} pending")
    return MET


def _well(row: ServiceRow) -> Verdict:
    is_well = not row.finding.is_problem and row.finding.word != "unknown"
    return MET if is_well else Verdict("waiting", _state(row))


WORDS: Final = Vocabulary(
    "service",
    (
        Word(
            "steady",
            "its deployment is completed, as many tasks run as are wanted, and nothing is wrong with it; it can hold "
            "no more once the deployment has failed or was rolled back, or the service is being deleted",
            _steady,
        ),
        Word("well", "nothing is wrong with it, whatever changes: its severity is neither `warn` nor `error`", _well),
    ),
    MEMBERS,
    lambda row: row.name,
    MAXIMA,
)


def parser() -> argparse.ArgumentParser:
    """The options of ``services``, declared once."""
    made = options("services", "List services, with what is wrong with them.", EXAMPLES)
    made.add_argument(
        "target", nargs="?", metavar="CLUSTER[/SERVICE]", help="names, or an ARN; all clusters without it"
    )
    add_options(made, COLUMNS, WORDS)
    made.add_argument(
        "--metrics",
        action="store_true",
        default=None,
        help="ask for CPU and memory too, which AWS bills: 4 metrics for each service, each minute that it is followed",
    )
    return made


def main(arguments: Sequence[str]) -> int:
    """List services."""
    made = parser()
    given = read(made, arguments)
    where = named(given, made, smallest="service")
    columns = COLUMNS if where.cluster else ACROSS
    wanted = asked(given, made, columns, WORDS)
    if not given.metrics and wanted.until is not None and {"cpu", "memory"} & set(wanted.until.names):
        made.error("--watch: cpu and memory need --metrics, which AWS bills")

    async def work(store: "Store", output: Output, _: "Settings") -> int:
        listing = Listing(columns, WORDS, wanted, output, WallClock())
        return await listing.tell(lambda: views(store, where, metrics=bool(given.metrics)))

    return run(given, "services", work)


async def views(store: "Store", where: Link, *, metrics: bool) -> AsyncGenerator[View[ServiceRow], None]:
    """One service, those of a cluster, or all; with CPU and memory where they are wanted."""
    one = store.service(where.cluster, where.service) if where.cluster and where.service else None
    seen = views_of(one or store.services(where.cluster))
    async with aclosing(_measured(store, where.cluster, seen) if metrics else seen) as measured:
        async for view in measured:
            yield view


async def _measured(
    store: "Store", cluster: str | None, seen: AsyncGenerator[View[ServiceRow], None]
) -> AsyncGenerator[View[ServiceRow], None]:
    """The services joined with their CPU and memory, which are asked for once a minute."""
    loads = Loads()
    async with aclosing(seen), AsyncExitStack() as stack:
        following = False
        async for view in seen:
            if not view.is_whole:
                continue
            watch = store.metrics.services(cluster, tuple((row.cluster, row.name) for row in view.rows))
            if not following:
                following = True
                await _until_measured(await stack.enter_async_context(aclosing(watch.follow())))
            now = watch.snapshot
            loads.learn(now.rows)
            lost = (f"CPU and memory are not known: {now.error}",) if now.error is not None else ()
            yield joined(view, loads.join(view.rows), (*now.gaps, *lost))


async def _until_measured(changes: "AsyncGenerator[Change[ServiceMetrics], None]") -> None:
    """Wait for the first answer; the watch goes on until the generator is closed."""
    async for change in changes:
        if change.snapshot.error is not None or (change.snapshot.loaded and change.snapshot.complete):
            return
