"""One follower's tail at work."""

import asyncio
import logging
from datetime import timedelta
from typing import Final

from fargate_tui.fargate.arns import name_of
from fargate_tui.fargate.errors import AwsError
from fargate_tui.fargate.logs.records import LogStreams
from fargate_tui.live.tail import marks
from fargate_tui.live.tail.channel import GROUPS, SWEEP, Channel
from fargate_tui.live.tail.listing import Listings
from fargate_tui.live.tail.means import Means
from fargate_tui.live.tail.outbox import Outbox
from fargate_tui.live.tail.place import Place
from fargate_tui.live.tail.reader import Reader
from fargate_tui.live.tail.records import Mode, TailState, TailSubject
from fargate_tui.live.tail.roster import Roster
from fargate_tui.live.tail.whereabouts import Whereabouts

LINGER: Final = 20.0
"""Seconds after its end in which the last lines of a task arrive."""

_log = logging.getLogger(__name__)


class _Ended(Exception):
    """There will be no more lines."""


class Following:
    """One follower's tail at work: who is followed, where they write, and who reads there."""

    def __init__(
        self,
        subject: TailSubject,
        since: timedelta,
        means: Means,
        listings: Listings,
        *,
        once: bool = False,
    ) -> None:
        self._subject = subject
        self._once = once
        self._told = asyncio.Event()
        self._means = means
        self._listings = listings
        self._length = since
        begin = means.clock.now() - since
        self.outbox = Outbox(means.clock, TailState(since=begin))
        self._roster = Roster(subject, marks.milliseconds(begin), means, self.outbox, self._tell)
        self._whereabouts = Whereabouts(subject, means, self._tell, self._open)
        self._reader = Reader(means, self._roster, self.outbox, self._tell)
        self._work = asyncio.TaskGroup()
        self._places: dict[tuple[str, str], Place] = {}
        self._channels: list[Channel] = []
        self._running: list[asyncio.Task[None]] = []
        self._backward: set[asyncio.Task[None]] = set()
        self._is_over = False

    async def run(self) -> None:
        """Follow until the subject has ended, or for ever."""
        try:
            async with self._work:
                if self._subject.cluster:
                    self._work.create_task(self._roster.follow(self._listings()))
                    self._work.create_task(self._roster.claim())
                if self._subject.group:
                    self._open_all(self._subject.group)
                else:
                    self._work.create_task(self._whereabouts.learn(self._roster.definitions))
                if self._once:
                    self._work.create_task(self._end_when_read())
                elif self._subject.task is not None:
                    self._work.create_task(self._end())
        except* _Ended:
            self._tell()
            self._close()
        except* Exception as failed:  # noqa: BLE001 - see below
            # A defect of ours must be seen on the screen, and must not leave a view that silently stands still.
            _log.exception("tail of %s", self._subject)
            self._close(_defect(failed))

    def _close(self, error: AwsError | None = None) -> None:
        self._is_over = True
        self.outbox.say(mode="ended", billed=False, is_reading_back=False, error=error or self.outbox.state.error)

    def _open(self, streams: LogStreams) -> None:
        """Follow the streams of a container, and read back what they hold already."""
        key = (streams.region, streams.group)
        until = self._until()
        place = self._places.get(key)
        if place is None:
            place = self._places[key] = Place(*key, now=until)
        prefix = place.take_in(streams, self._task_id())
        if prefix:
            self._read_back(place, prefix, until)
            if not self._roster.ended.is_set():
                self._go_on_with(place)

    def _open_all(self, group: str) -> None:
        """Follow a log group that a person has named, and read back what it holds."""
        place = self._places["", group] = Place("", group, now=self._means.now())
        place.take_all()
        self._read_back(place, "", self._means.now())
        self._go_on_with(place)

    def _task_id(self) -> str:
        return name_of(self._subject.task) if self._subject.task is not None else ""

    def _until(self) -> int:
        """The moment from which it is read back: for a task that has ended, a moment after that."""
        row = self._roster.rows.get(self._task_id())
        now = self._means.now()
        if row is None or row.stopped_at is None:
            return now
        return min(now, marks.milliseconds(row.stopped_at) + SWEEP)

    def _read_back(self, place: Place, prefix: str, until: int) -> None:
        since = until - int(self._length.total_seconds() * 1000)
        task = self._work.create_task(self._reader.read_back(place, since, until, prefix))
        self._backward.add(task)
        task.add_done_callback(self._has_read_back)

    def _has_read_back(self, task: asyncio.Task[None]) -> None:
        self._backward.discard(task)
        self._tell()

    def _go_on_with(self, place: Place) -> None:
        """Have new lines read, where these are wanted."""
        if not self._once:
            self._channel_of(place).change()

    def _channel_of(self, place: Place) -> Channel:
        for channel in self._channels:
            if place in channel.places:
                return channel
        for channel in self._channels:
            if channel.region == place.region and len(channel.places) < GROUPS:
                channel.places.append(place)
                return channel
        new = Channel(place.region, self._means, self._reader, self.outbox, self._tell)
        new.places.append(place)
        self._channels.append(new)
        self._running.append(self._work.create_task(new.run()))
        return new

    async def _end_when_read(self) -> None:
        """End when all tasks are known, where they write, and what was read back there."""
        while not self._is_read:
            self._told.clear()
            await self._told.wait()
        raise _Ended

    @property
    def _is_read(self) -> bool:
        knows_tasks = self._roster.is_settled or not self._subject.cluster
        knows_places = self._whereabouts.is_settled or bool(self._subject.group)
        return knows_tasks and knows_places and not self._backward

    async def _end(self) -> None:
        """End after the last lines of the task had time to arrive, and after all was read once more."""
        await self._roster.ended.wait()
        row = self._roster.rows.get(self._task_id())
        if row is not None:
            await self._last_lines(row.stopped_at.timestamp() if row.stopped_at is not None else None)
        for channel in self._running:
            channel.cancel()
        await asyncio.gather(*self._running, *self._backward, return_exceptions=True)
        for place in self._places.values():
            if not place.gap:
                await self._reader.insist(place, place.covered - SWEEP)
        raise _Ended

    async def _last_lines(self, stopped_at: float | None) -> None:
        """Wait until the task's definition is known and its last lines have arrived."""
        now = self._means.clock.now().timestamp()
        await self._means.clock.sleep(max(0.0, (stopped_at or now) + LINGER - now))
        while not (self._subject.group or self._whereabouts.is_known):
            await self._means.clock.sleep(1.0)

    def _mode(self) -> Mode:
        if self._channels and all(channel.is_live for channel in self._channels):
            return "live tail"
        where = self._whereabouts
        if not self._channels and where.is_known and not where.is_looking:
            return "nowhere"
        return "polling" if any(channel.is_polling for channel in self._channels) else "starting"

    def _tell(self) -> None:
        """Put together the state anew; nothing is handed on where it is the same."""
        if self._is_over:
            return
        self._told.set()
        roster, where = self._roster, self._whereabouts
        gaps = (
            *where.gaps,
            *(place.gap for place in self._places.values() if place.gap),
            *(channel.gap for channel in self._channels if channel.gap),
            *((f"new tasks are not seen: {roster.error}",) if roster.error is not None and roster.rows else ()),
            *((roster.gap,) if roster.gap else ()),
        )
        self.outbox.say(
            mode=self._mode(),
            billed=any(channel.is_live for channel in self._channels),
            is_reading_back=bool(self._backward),
            streams=sum(
                where.writers.get(row.task_definition, 0) for row in roster.rows.values() if not row.is_stopped
            ),
            places=where.streams,
            channels=tuple(channel.state for channel in self._channels),
            offered=where.offered,
            notes=where.notes,
            gaps=tuple(dict.fromkeys(gaps)),
            error=self._reader.error or (roster.error if not roster.rows else None),
        )


def _defect(failed: BaseException) -> AwsError:
    first = failed
    while isinstance(first, BaseExceptionGroup):
        first = first.exceptions[0]
    return AwsError("follow the logs", f"{type(first).__name__}: {first}", "this is a defect of fargate-tui")
