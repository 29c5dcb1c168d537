"""Runs queries of Logs Insights: starts one, asks how far it is, and stops it at AWS when nobody waits for it any more.

A query bills what it scans, so one that is left must not go on: also where the answer to its start is still on its way,
and where the program ends.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from fargate_tui.fargate.errors import AwsError, Invalid, NotAllowed, NotFound
from fargate_tui.fargate.logs.insights import QueryResults
from fargate_tui.live.clock import Clock
from fargate_tui.live.connection import Connection
from fargate_tui.live.pace import back_off

FIRST: Final = 0.5
"""Seconds from the start of a query to the first question about it, and between questions while it is young."""

SLOWEST: Final = 2.0
SLOWER_BY: Final = 1.25

PARTING: Final = 3.0
"""Seconds that the end of the program waits for the last StopQuery."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A query: its text, over which log groups of which Region, and over which time."""

    text: str
    groups: tuple[str, ...]
    """Names or ARNs, at most 50."""
    region: str
    """Empty for the connection's own."""
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class QueryState:
    """How a query goes."""

    asked: Asked
    began: datetime
    at: datetime
    """When this was so."""
    results: QueryResults = field(default_factory=lambda: QueryResults(status="Starting"))
    """Rows that did not change keep their identity."""
    error: AwsError | None = None
    """Why it did not start or cannot be read, or, while it is not over, why the newest question had no answer."""
    is_over: bool = False

    @property
    def seconds(self) -> float:
        """For how long it has run."""
        return (self.at - self.began).total_seconds()

    def cancelled(self, at: datetime) -> "QueryState":
        """The same, ended by hand: what was found until then stands."""
        results = QueryResults(status="Cancelled", rows=self.results.rows, statistics=self.results.statistics)
        return QueryState(self.asked, self.began, at, results, is_over=True)


class Queries:
    """The queries that run; each has one follower."""

    def __init__(self, connection: Connection, clock: Clock, chance: Callable[[], float]) -> None:
        self._connection = connection
        self._clock = clock
        self._chance = chance
        self._running: set[_Running] = set()
        self._leaving: set[asyncio.Task[None]] = set()

    async def run(self, asked: Asked) -> AsyncGenerator[QueryState, None]:
        """Run a query and yield how it goes, until it is over; closing the generator stops it at AWS."""
        began = self._clock.now()
        state = QueryState(asked, began, began)
        yield state
        running = _Running(self._connection, asked)
        self._running.add(running)
        try:
            async for results, error in self._answers(running):
                # What was read last stands until there is something newer.
                kept = state.results if results is None else _kept(state.results, results)
                is_over = running.is_over
                state = QueryState(asked, began, self._clock.now(), kept, error, is_over)
                yield state
        finally:
            self._leave(running)

    async def _answers(self, running: "_Running") -> AsyncGenerator[tuple[QueryResults | None, AwsError | None], None]:
        """What AWS says of a query each time it is asked, until it is over."""
        wait, failures = FIRST, 0
        try:
            await running.start()
        except AwsError as error:
            running.is_over = True
            yield None, error
            return
        while not running.is_over:
            await self._clock.sleep(wait)
            try:
                results = await running.results()
            except (NotAllowed, NotFound, Invalid) as error:
                self._leave(running)
                yield None, error
                return
            except AwsError as error:
                failures += 1
                wait = back_off(error, failures, self._chance)
                yield None, error
            else:
                wait, failures = min(SLOWEST, wait * SLOWER_BY) if not failures else FIRST, 0
                running.is_over = results.is_over
                yield results, None

    def _leave(self, running: "_Running") -> None:
        """Have a query stopped that is not over, without waiting for it."""
        self._running.discard(running)
        if running.is_over:
            return
        running.is_over = True
        leaving = asyncio.create_task(running.stop(), name="stop a query")
        self._leaving.add(leaving)
        leaving.add_done_callback(self._leaving.discard)

    async def close(self) -> None:
        """Stop all queries that run, and wait a moment for AWS to take note."""
        for running in tuple(self._running):
            self._leave(running)
        if self._leaving:
            await asyncio.wait(tuple(self._leaving), timeout=PARTING)


class _Running:
    """One query at AWS."""

    def __init__(self, connection: Connection, asked: Asked) -> None:
        self.is_over = False
        self._connection = connection
        self._asked = asked
        self._starting: asyncio.Task[str] | None = None

    async def start(self) -> None:
        """Start it; raises AwsError. The call goes on though nobody waits: its answer is how to stop the query."""
        self._starting = asyncio.create_task(self._start(), name="start a query")
        await asyncio.shield(self._starting)

    async def results(self) -> QueryResults:
        """How far it is; raises AwsError."""
        assert self._starting is not None
        async with self._connection.use() as aws:
            return await aws.insights(self._asked.region or None).results(await self._starting)

    async def stop(self) -> None:
        """Stop it, once it is known what AWS calls it; nobody is there any more to be told of an error."""
        if self._starting is None:
            return
        try:
            name = await self._starting
            async with self._connection.use() as aws:
                await aws.insights(self._asked.region or None).stop(name)
        except AwsError:
            return

    async def _start(self) -> str:
        asked = self._asked
        async with self._connection.use() as aws:
            insights = aws.insights(asked.region or None)
            return await insights.start(asked.groups, asked.text, asked.start, asked.end)


def _kept(old: QueryResults, new: QueryResults) -> QueryResults:
    """The new results, with the rows that are as they were."""
    if not old.rows:
        return new
    same = (before if before == after else after for before, after in zip(old.rows, new.rows, strict=False))
    rows = (*same, *new.rows[len(old.rows) :])
    return QueryResults(status=new.status, rows=rows, statistics=new.statistics)
