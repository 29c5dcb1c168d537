"""What goes on being watched when its view is left, and tells what has become of it.

A service and its deployments are followed by the watch that a view shows them by, where one does; else by one of their
own. The lines of a log come from the view while it shows them, and by polling while it does not: nobody is billed for a
Live Tail that nobody looks at.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, TypeVar

from fargate_tui.fargate.cockpit import RolloutRow, history
from fargate_tui.fargate.errors import AwsError, NotFound
from fargate_tui.fargate.logs.lines import LogLine
from fargate_tui.fargate.rows import Finding, ServiceRow
from fargate_tui.fargate.watching import (
    UNKNOWN,
    News,
    Sort,
    Tally,
    Watched,
    WatchedRow,
    deployment_news,
    failures,
    has_failed,
    service_news,
)
from fargate_tui.live.clock import Clock
from fargate_tui.live.snapshot import Snapshot
from fargate_tui.live.store import Store
from fargate_tui.live.tail import TailSubject
from fargate_tui.live.watch import Watch

Row = TypeVar("Row")

_log = logging.getLogger(__name__)

MOST: Final = 20
"""Things that are watched at once."""
BACK: Final = timedelta(minutes=2)
"""How far back lines are read when a view is left: none in between is missed, those that were told are known."""
TALLIES: Final[dict[Sort, Tally]] = {
    "service": Tally("failed task", "warn"),
    "deployments": Tally("deployment"),
    "log": Tally("matching line", "info"),
}
"""What comes in numbers, of each sort."""
LINES_KNOWN: Final = 10_000
"""Matching lines that are remembered, so that none is counted twice."""


@dataclass(slots=True)
class _Item:
    """A watched thing at work."""

    wanted: Watched
    number: int
    since: datetime
    tally: Tally
    told_at: datetime | None = None
    times: int = 0
    last: str = ""
    error: AwsError | None = None
    work: "asyncio.Task[None] | None" = None
    counted: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when there is more to tell."""
    turned: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when a view begins to show its lines, or shows them no more."""
    known: dict[tuple[int, str, str], None] = field(default_factory=dict)
    """Lines that were counted: their time, task and text."""

    @property
    def row(self) -> WatchedRow:
        """How it is listed."""
        return WatchedRow(
            arn=str(self.number),
            name=self.wanted.name,
            sort=self.wanted.sort,
            since=self.since,
            finding=_trouble(self.error) if self.error else Finding(severity="ok", word="watching"),
            told_at=self.told_at,
            times=self.times,
            last=self.last,
        )


def _trouble(error: AwsError) -> Finding:
    return Finding(severity="warn", word="not asked", why=str(error))


class Watching:
    """Everything that is watched in one account, until it is ended or the account is left."""

    def __init__(
        self, store: Store, clock: Clock, told: Callable[[Watched, News], None], shown: "Counter[TailSubject]"
    ) -> None:
        """``told`` is given each telling; ``shown`` says whose lines are shown by how many views."""
        self._store = store
        self._clock = clock
        self._told = told
        self._items: dict[Watched, _Item] = {}
        self._number = 0
        self._shown = shown
        self._changed = asyncio.Event()

    def __contains__(self, wanted: object) -> bool:
        return wanted in self._items

    def __len__(self) -> int:
        return len(self._items)

    @property
    def names(self) -> tuple[str, ...]:
        """What is watched."""
        return tuple(wanted.name for wanted in self._items)

    def is_watched(self, cluster: str, service: str) -> bool:
        """Whether a service is."""
        return Watched("service", cluster, service) in self._items

    def wanted(self, number: str) -> Watched | None:
        """The watched thing of a row."""
        return next((item.wanted for item in self._items.values() if str(item.number) == number), None)

    async def follow(self) -> AsyncGenerator[tuple[WatchedRow, ...], None]:
        """All of them, the newest first, and again whenever one is another; use it inside `contextlib.aclosing`."""
        while True:
            changed = self._changed
            yield tuple(item.row for item in reversed(self._items.values()))
            await changed.wait()

    def begin(self, wanted: Watched) -> bool:
        """Watch a thing; whether there was room for it."""
        if wanted in self._items:
            return True
        if len(self._items) >= MOST:
            return False
        self._number += 1
        item = _Item(wanted, self._number, self._clock.now(), TALLIES[wanted.sort])
        self._items[wanted] = item
        item.work = asyncio.create_task(self._watch(item), name=f"watch for {wanted.name}")
        self._tell_changed()
        return True

    def end(self, wanted: Watched) -> None:
        """Watch it no more."""
        item = self._items.pop(wanted, None)
        if item is not None and item.work is not None:
            item.work.cancel()
        self._tell_changed()

    async def close(self) -> None:
        """Watch nothing any more."""
        works = [item.work for item in self._items.values() if item.work is not None]
        for wanted in tuple(self._items):
            self.end(wanted)
        await asyncio.gather(*works, return_exceptions=True)

    # -- lines that a view shows ---------------------------------------------------------------------------------------

    def take(self, subject: TailSubject, lines: Iterable[LogLine]) -> None:
        """Take lines that a view shows."""
        lines = tuple(lines)
        for item in self._of(subject):
            self._count_lines(item, lines)

    def turn(self, subject: TailSubject) -> None:
        """Take note that a view shows the lines of a subject, or does so no more."""
        for item in self._of(subject):
            item.turned.set()

    def _of(self, subject: TailSubject) -> list[_Item]:
        return [item for item in self._items.values() if _is_about(item.wanted, subject)]

    # -- at work -------------------------------------------------------------------------------------------------------

    async def _watch(self, item: _Item) -> None:
        try:
            await self._at_work(item)
        except* Exception as failed:  # noqa: BLE001 - see below
            # A defect of ours must be seen in the list, and must not leave a watch that silently tells nothing.
            _log.exception("watch for %s", item.wanted.name)
            words = f"{type(failed.exceptions[0]).__name__}: {failed.exceptions[0]}"
            self._note(item, AwsError(f"watch {item.wanted.name}", words, "this is a defect of fargate-tui"))

    async def _at_work(self, item: _Item) -> None:
        async with asyncio.TaskGroup() as group:
            match item.wanted.sort:
                case "service":
                    group.create_task(self._service(item))
                    group.create_task(self._ends(item))
                    group.create_task(self._tell_counted(item))
                case "deployments":
                    group.create_task(self._deployments(item))
                case "log":
                    group.create_task(self._lines(item))
                    group.create_task(self._tell_counted(item))

    async def _service(self, item: _Item) -> None:
        cluster, name = item.wanted.cluster, item.wanted.service
        before: ServiceRow | None = None
        is_gone = False
        async for snapshot in nearest(lambda: self._store.watched_service(cluster, name)):
            self._note(item, snapshot.error)
            if isinstance(snapshot.error, NotFound) and before is not None and not is_gone:
                is_gone = True
                self._tell(item, News("AWS does not know it any more", "warn"))
            row = next((row for row in snapshot.rows if (row.cluster, row.name) == (cluster, name)), None)
            if row is None or row.finding.word == UNKNOWN or snapshot.error is not None:
                continue
            for news in service_news(before, row) if before is not None else ():
                self._tell(item, news)
            before, is_gone = row, False

    async def _ends(self, item: _Item) -> None:
        """Count tasks that fail; those that had failed before are only noted."""
        cluster, name = item.wanted.cluster, item.wanted.service
        seen: set[str] | None = None
        async for snapshot in nearest(lambda: self._store.watched_ends(cluster, name)):
            if not snapshot.complete or snapshot.error is not None or not snapshot.loaded:
                continue
            if seen is not None:
                self._count(item, failures(snapshot.rows, seen))
            seen = {row.arn for row in snapshot.rows if has_failed(row)} | (seen or set())

    async def _deployments(self, item: _Item) -> None:
        cluster, name = item.wanted.cluster, item.wanted.service
        before: tuple[RolloutRow, ...] | None = None
        async for snapshot in nearest(lambda: self._store.course.deployments(cluster, name)):
            self._note(item, snapshot.error)
            if snapshot.error is not None or not snapshot.rows:
                continue
            now = history(snapshot.rows[0])
            for news in deployment_news(before, now, item.since) if before is not None else ():
                self._tell(item, news)
            before = now

    async def _lines(self, item: _Item) -> None:
        """Ask for lines whenever no view shows them."""
        while True:
            item.turned.clear()
            if self._shown[_subject_of(item.wanted)]:
                await item.turned.wait()
                continue
            asking = asyncio.create_task(self._ask_for_lines(item), name=f"lines of {item.wanted.name}")
            try:
                await item.turned.wait()
            finally:
                asking.cancel()
                with suppress(asyncio.CancelledError):
                    await asking

    async def _ask_for_lines(self, item: _Item) -> None:
        tail = self._store.logs.tail(_subject_of(item.wanted), BACK, live=False)
        async with aclosing(tail.follow()) as batches:
            async for batch in batches:
                self._note(item, batch.state.error)
                self._count_lines(item, batch.lines)

    # -- telling -------------------------------------------------------------------------------------------------------

    def _count_lines(self, item: _Item, lines: Iterable[LogLine]) -> None:
        begun = int(item.since.timestamp() * 1000)
        new = []
        for line in lines:
            # The key of a line is another one each time that it is read.
            name = (line.at, line.task_id, line.text)
            if line.kind != "line" or line.at < begun or name in item.known or not item.wanted.shows(line.text):
                continue
            item.known[name] = None
            new.append(line.text)
        for name in list(item.known)[: max(0, len(item.known) - LINES_KNOWN)]:
            del item.known[name]
        self._count(item, new)

    def _count(self, item: _Item, more: Sequence[str]) -> None:
        if more:
            item.tally = item.tally.add(more)
            item.counted.set()

    async def _tell_counted(self, item: _Item) -> None:
        while True:
            await item.counted.wait()
            await self._clock.sleep(max(0.0, item.tally.due - self._clock.monotonic()))
            item.counted.clear()
            news, item.tally = item.tally.news, item.tally.told(self._clock.monotonic())
            self._tell(item, news)

    def _tell(self, item: _Item, news: News) -> None:
        item.told_at, item.times, item.last = self._clock.now(), item.times + 1, news.words
        self._told(item.wanted, news)
        self._tell_changed()

    def _note(self, item: _Item, error: AwsError | None) -> None:
        if (error is None) != (item.error is None):
            item.error = error
            self._tell_changed()

    def _tell_changed(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()


async def nearest(choose: Callable[[], Watch[Row]]) -> AsyncGenerator[Snapshot[Row], None]:
    """The snapshots of the watch that is the one to choose at each time, also while nobody is there."""
    while True:
        watch = choose()
        async with aclosing(watch.follow(unattended=True)) as changes:
            async for change in changes:
                yield change.snapshot
                if choose() is not watch:
                    break


def _is_about(wanted: Watched, subject: TailSubject) -> bool:
    return wanted.sort == "log" and _subject_of(wanted) == subject


def _subject_of(wanted: Watched) -> TailSubject:
    return TailSubject(
        cluster=wanted.cluster,
        service=wanted.service or None,
        task=wanted.task or None,
        container=wanted.container or None,
        deployment=wanted.deployment or None,
        group=wanted.group or None,
    )
