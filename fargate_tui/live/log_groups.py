"""The log groups that a cluster, a service or a task writes to, as the task definitions say."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass

from fargate_tui.fargate.errors import AwsError
from fargate_tui.live.tail.listing import Listings
from fargate_tui.live.tail.means import Means
from fargate_tui.live.tail.records import TailSubject
from fargate_tui.live.tail.whereabouts import Whereabouts


@dataclass(frozen=True, order=True, slots=True)
class LogGroup:
    """A log group and where it is."""

    region: str
    """Empty where it is that of the task."""
    name: str


@dataclass(frozen=True, slots=True)
class LogGroups:
    """The groups that are known so far."""

    groups: tuple[LogGroup, ...] = ()
    """In order of Region and name."""
    gaps: tuple[str, ...] = ()
    """What writes elsewhere, or is not known, a sentence each."""
    error: AwsError | None = None
    """Why the tasks are not known."""
    is_complete: bool = False


class GroupsOfSubject:
    """Finds out once; asks no more when all is known."""

    def __init__(self, subject: TailSubject, means: Means, listings: Listings) -> None:
        self._changed = asyncio.Event()
        self._definitions: asyncio.Queue[str] = asyncio.Queue()
        self._whereabouts = Whereabouts(subject, means, self._changed.set, lambda _: self._changed.set())
        self._listings = listings
        self._named: set[str] = set()
        self._error: AwsError | None = None
        self._are_listed = False

    async def follow(self) -> AsyncGenerator[LogGroups, None]:
        """Yield what is known as it grows, until it is complete; use it inside `aclosing`."""
        work = [
            asyncio.create_task(self._whereabouts.learn(self._definitions), name="learn where containers write"),
            asyncio.create_task(self._list(), name="list tasks for their log groups"),
        ]
        told: LogGroups | None = None
        try:
            while told is None or not told.is_complete:
                self._changed.clear()
                found = self._found()
                if found != told:
                    told = found
                    yield found
                else:
                    await self._changed.wait()
        finally:
            for task in work:
                task.cancel()
            await asyncio.gather(*work, return_exceptions=True)

    async def _list(self) -> None:
        """Name the definitions of all tasks."""
        async with aclosing(self._listings()) as listings:
            async for listing in listings:
                self._error = listing.error
                fresh = dict.fromkeys(row.task_definition for row in listing.changed if row.task_definition)
                for definition in fresh.keys() - self._named:
                    self._named.add(definition)
                    self._definitions.put_nowait(definition)
                self._are_listed = listing.is_complete
                self._changed.set()

    def _found(self) -> LogGroups:
        streams = self._whereabouts.streams
        is_known = self._definitions.empty() and not self._whereabouts.is_looking
        return LogGroups(
            groups=tuple(sorted({LogGroup(each.region, each.group) for each in streams})),
            gaps=self._whereabouts.gaps,
            error=self._error,
            is_complete=self._are_listed and self._error is None and is_known,
        )
