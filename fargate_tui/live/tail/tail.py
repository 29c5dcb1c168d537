"""The tail of a cluster, a service, a task or a container: what was said lately, then what is said as it is said."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable
from datetime import timedelta
from typing import Final

from fargate_tui.fargate.arns import family_revision, name_of
from fargate_tui.fargate.errors import AwsError, NotFound
from fargate_tui.fargate.logs.destinations import buffer_of, log_streams, loss_of, not_followed
from fargate_tui.fargate.logs.records import LogStreams
from fargate_tui.fargate.records import TaskDefinition
from fargate_tui.live.pace import back_off
from fargate_tui.live.tail import marks
from fargate_tui.live.tail.channel import GROUPS, SWEEP, Channel
from fargate_tui.live.tail.listing import Listings
from fargate_tui.live.tail.means import Means
from fargate_tui.live.tail.outbox import Outbox
from fargate_tui.live.tail.place import Place
from fargate_tui.live.tail.reader import Reader
from fargate_tui.live.tail.records import TailBatch, TailState, TailSubject
from fargate_tui.live.tail.roster import Roster

LINGER: Final = 20.0
"""Seconds after its end in which the last lines of a task arrive."""

_log = logging.getLogger(__name__)


class Tail:
    """What a subject says; each follower has one of its own, which ends with it."""

    def __init__(
        self,
        subject: TailSubject,
        since: timedelta,
        means: Means,
        listings: Listings,
        chance: Callable[[], float],
    ) -> None:
        self.subject = subject
        self._since = since
        self._means = means
        self._listings = listings
        self._chance = chance

    async def follow(self) -> AsyncGenerator[TailBatch, None]:
        """Yield batches as they come, at most four a second, until the tail has ended; use it inside `aclosing`."""
        following = Following(self.subject, self._since, self._means, self._listings, self._chance)
        work = asyncio.create_task(following.run(), name=f"tail of {self.subject}")
        try:
            while True:
                batch = await following.outbox.take()
                yield batch
                if batch.state.mode == "ended":
                    return
        finally:
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)


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
        chance: Callable[[], float],
    ) -> None:
        self._subject = subject
        self._means = means
        self._listings = listings
        self._chance = chance
        self._length = since
        begin = means.clock.now() - since
        self.outbox = Outbox(means.clock, TailState(since=begin))
        self._roster = Roster(subject, marks.milliseconds(begin), means, self.outbox, self._tell)
        self._reader = Reader(means, self._roster, self.outbox, self._tell, chance)
        self._work = asyncio.TaskGroup()
        self._places: dict[tuple[str, str], Place] = {}
        self._streams: dict[LogStreams, None] = {}
        self._writers: dict[str, int] = {}
        """Streams of a task by its definition."""
        self._channels: list[Channel] = []
        self._running: list[asyncio.Task[None]] = []
        self._backward: set[asyncio.Task[None]] = set()
        self._ways: dict[tuple[str, str], dict[str, None]] = {}
        """Containers by log mode and buffer."""
        self._gaps: dict[str, None] = {}
        self._learning = ""
        """Why a task definition is not known, for now."""
        self._is_over = False

    async def run(self) -> None:
        """Follow until the subject has ended, or for ever."""
        try:
            async with self._work:
                self._work.create_task(self._roster.follow(self._listings()))
                self._work.create_task(self._roster.claim())
                self._work.create_task(self._learn())
                if self._subject.task is not None:
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

    async def _learn(self) -> None:
        """Find out where the containers write, definition by definition."""
        if self._subject.service is not None and self._subject.task is None:
            await self._ask_service(name_of(self._subject.cluster), name_of(self._subject.service))
        while True:
            await self._look_up(await self._roster.definitions.get())

    async def _ask_service(self, cluster: str, service: str) -> None:
        """Look up the definitions of a service's deployments, for it may have no task now. The tasks tell, if not."""
        try:
            async with self._means.connection.use() as aws:
                answers = [answer async for answer in aws.ecs.describe_services(cluster, (service,))]
        except AwsError:
            return
        for found in (service for answer in answers for service in answer.records):
            of_deployments = (deployment.task_definition for deployment in found.deployments)
            for arn in dict.fromkeys((found.task_definition, *of_deployments)):
                if arn:
                    await self._look_up(arn)

    async def _look_up(self, definition: str) -> None:
        failures = 0
        while True:
            try:
                async with self._means.connection.use() as aws:
                    found = await self._means.revisions.get(aws, definition)
            except NotFound as error:
                self._gaps[str(error)] = None
                break
            except AwsError as error:
                self._learning = f"{error}"
                self._tell()
                failures += 1
                await self._means.clock.sleep(back_off(error, failures, self._chance))
            else:
                self._take_in(found)
                break
        self._learning = ""
        self._tell()

    def _take_in(self, definition: TaskDefinition) -> None:
        only = self._subject.container
        for why in not_followed(definition):
            if only is None or f" {only} " in why:
                self._gaps[why] = None
        found = [streams for streams in log_streams(definition, "") if only in (None, streams.container)]
        self._writers[family_revision(definition.task_definition_arn)] = len(found)
        for streams in found:
            way = (streams.mode, buffer_of(streams.container, definition))
            self._ways.setdefault(way, {})[streams.container] = None
            self._open(streams)

    def _open(self, streams: LogStreams) -> None:
        """Follow the streams of a container, and read back what they hold already."""
        if streams in self._streams:
            return
        self._streams[streams] = None
        key = (streams.region, streams.group)
        until = self._until()
        place = self._places.get(key)
        if place is None:
            place = self._places[key] = Place(*key, now=until)
        prefix = place.take_in(streams, self._task_id())
        if prefix:
            self._read_back(place, prefix, until)
            if not self._roster.ended.is_set():
                self._channel_of(place).change()

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

    def _channel_of(self, place: Place) -> Channel:
        for channel in self._channels:
            if place in channel.places:
                return channel
        for channel in self._channels:
            if channel.region == place.region and len(channel.places) < GROUPS:
                channel.places.append(place)
                return channel
        new = Channel(place.region, self._means, self._reader, self.outbox, self._tell, self._chance)
        new.places.append(place)
        self._channels.append(new)
        self._running.append(self._work.create_task(new.run()))
        return new

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
        while not (self._places or self._gaps):
            await self._means.clock.sleep(1.0)

    def _tell(self) -> None:
        """Put together the state anew; nothing is handed on where it is the same."""
        if self._is_over:
            return
        live = [channel.is_live for channel in self._channels]
        roster = self._roster
        gaps = (
            *self._gaps,
            *((self._learning,) if self._learning else ()),
            *(place.gap for place in self._places.values() if place.gap),
            *(channel.gap for channel in self._channels if channel.gap),
            *((f"new tasks are not seen: {roster.error}",) if roster.error is not None and roster.rows else ()),
            *((roster.gap,) if roster.gap else ()),
        )
        self.outbox.say(
            mode="live tail" if live and all(live) else "polling" if live else "starting",
            billed=any(live),
            is_reading_back=bool(self._backward),
            streams=sum(
                self._writers.get(row.task_definition, 0) for row in roster.rows.values() if not row.is_stopped
            ),
            places=tuple(self._streams),
            notes=tuple(filter(None, (loss_of(*way, tuple(names)) for way, names in self._ways.items()))),
            gaps=tuple(dict.fromkeys(gaps)),
            error=self._reader.error or (roster.error if not roster.rows else None),
        )


def _defect(failed: BaseException) -> AwsError:
    first = failed
    while isinstance(first, BaseExceptionGroup):
        first = first.exceptions[0]
    return AwsError("follow the logs", f"{type(first).__name__}: {first}", "this is a defect of fargate-tui")
