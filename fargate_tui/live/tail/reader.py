"""Reading a stretch of time: complete passes by FilterLogEvents, and what becomes of each event."""

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from typing import Final

from fargate_tui.fargate.errors import AwsError, Invalid, NotAllowed, NotFound
from fargate_tui.fargate.logs.lines import LogLine, level_of
from fargate_tui.fargate.logs.records import LogEvent
from fargate_tui.live.pace import back_off
from fargate_tui.live.refusal import AGAIN_AFTER
from fargate_tui.live.tail.means import Means
from fargate_tui.live.tail.outbox import Outbox, Tell
from fargate_tui.live.tail.place import Place
from fargate_tui.live.tail.roster import Roster
from fargate_tui.live.tail.seen import Tally

MOST: Final = 50_000
"""Lines that are read back; a view holds not many more."""

_SLICE: Final = 500
"""Events between two turns of the loop: about ten milliseconds."""

_FIRST_WINDOW: Final = 30_000
_LAST_WINDOW: Final = 6 * 3_600_000
_LOST_FOR: Final = 30.0
"""Seconds before a log group that is not there is looked for again."""

_AT_ONCE: Final = 4


class Reader:
    """Reads for one tail."""

    def __init__(self, means: Means, roster: Roster, outbox: Outbox, tell: Tell) -> None:
        self._means = means
        self._roster = roster
        self._outbox = outbox
        self._tell = tell
        self._budget = asyncio.Semaphore(_AT_ONCE)
        self._read_back = 0
        self.error: AwsError | None = None
        """Why the newest pass broke off."""

    async def take(self, place: Place, tally: Tally, events: Sequence[LogEvent]) -> int:
        """Hand on the events that are new; the newest moment AWS had one of them, 0 without any."""
        newest = 0
        for start in range(0, len(events), _SLICE):
            lines: list[LogLine] = []
            for event in events[start : start + _SLICE]:
                newest = max(newest, event.ingested_at or event.at)
                self._sort_in(place, tally, event, lines)
            self._outbox.put(lines)
            self._read_back += len(lines)
            if len(events) > _SLICE:
                await asyncio.sleep(0)
        return newest

    def _sort_in(self, place: Place, tally: Tally, event: LogEvent, lines: list[LogLine]) -> None:
        owner = place.owner_of(event.stream)
        if owner is None:
            return
        container, task_id = owner
        owns = place.is_whole or self._roster.owns(task_id)
        if owns is False or not tally.admits(event):
            return
        text = event.message.rstrip("\r\n")
        line = LogLine(
            text=text,
            key=self._outbox.key(event.at),
            task_id=task_id,
            container=container,
            level=level_of(text),
        )
        if owns is None:
            self._roster.hold(task_id, line)
        else:
            lines.append(line)

    async def read(self, place: Place, start: int, end: int | None = None, prefixes: Sequence[str] = ()) -> None:
        """Read all of a stretch of time (milliseconds, both ends included); raises AwsError where it breaks off."""
        tally = Tally(place.seen)
        newest = 0
        place.readers += 1
        try:
            async with self._budget, self._means.connection.use() as aws:
                logs = aws.logs(place.region or None)
                for prefix in prefixes or place.reads:
                    async with aclosing(logs.filter_events(place.group, prefix=prefix, start=start, end=end)) as pages:
                        async for page in pages:
                            newest = max(newest, await self.take(place, tally, page))
        finally:
            place.readers -= 1
        if end is None:
            place.advance(min(newest, self._means.now()))

    async def attempt(
        self, place: Place, start: int, end: int | None = None, prefixes: Sequence[str] = ()
    ) -> AwsError | None:
        """Read a stretch, and take an error for a gap of the place if it will last, else for one of the tail."""
        try:
            await self.read(place, start, end, prefixes)
        except (NotAllowed, NotFound, Invalid) as error:
            place.gap, place.is_lost = str(error), isinstance(error, NotFound)
            rest = AGAIN_AFTER if isinstance(error, NotAllowed) else _LOST_FOR
            place.rests_until = self._means.clock.monotonic() + rest
            self._tell()
            return error
        except AwsError as error:
            self.error = error
            self._tell()
            return error
        if place.gap or self.error is not None:
            place.gap, place.is_lost, self.error = "", False, None
            self._tell()
        return None

    async def insist(self, place: Place, start: int, end: int | None = None, prefixes: Sequence[str] = ()) -> bool:
        """Read a stretch, again and again while only passing trouble is in the way; whether it was read."""
        failures = 0
        while error := await self.attempt(place, start, end, prefixes):
            if isinstance(error, (NotAllowed, NotFound, Invalid)):
                return False
            failures += 1
            await self._means.clock.sleep(back_off(error, failures, self._means.chance))
        return True

    async def read_back(self, place: Place, since: int, until: int, prefix: str) -> None:
        """Read from ``until`` back to ``since``, the newest stretch first and each longer than the one after it."""
        length, end = _FIRST_WINDOW, until
        place.readers += 1
        try:
            while end > since:
                if self._read_back >= MOST:
                    text = f"earlier lines are left out: {MOST:,} are read back at most"
                    self._outbox.mark(end, text)
                    return
                start = max(since, end - length)
                if not await self.insist(place, start, end, (prefix,)):
                    return
                length, end = min(length * 3, _LAST_WINDOW), start
        finally:
            place.readers -= 1
