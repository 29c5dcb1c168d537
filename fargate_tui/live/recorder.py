"""The flight recorder: keeps what AWS forgets, as the watches see it.

Nothing of it is done on the loop but taking note: what is noted is masked, judged and written in a thread, in batches.
A file that cannot be used loses no session: `trouble` says so once, and what is seen is kept until the program ends.
SQLite is loaded in the thread with the first batch: it would stand before the first frame.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from fargate_tui.fargate.records import Deployment, Service, ServiceEvent, Task
from fargate_tui.live.clock import Clock
from fargate_tui.live.gently import gently

if TYPE_CHECKING:
    from fargate_tui.fargate.diagnosis import Diagnosis
    from fargate_tui.fargate.kept import KeptEvent, KeptTask
    from fargate_tui.live.archive import Archive, Batch, Wanted

Found = TypeVar("Found")

BATCH: Final = 2.0
"""Seconds within which what is seen is written together."""

STILL: Final = 60.0
"""Seconds between two notes that AWS still knows of a task."""

PRUNE_EVERY: Final = 3600.0
"""Seconds between two looks at what is too old."""

REMEMBERED: Final = 50_000
"""Tasks, and deployments, of which it is remembered that they are written; another note of them costs a row again."""

IN_MEMORY: Final = 64 * 2**20
"""Bytes that are kept where there is no file."""

AT_ONCE: Final = 500
"""Tasks, or services, that are written in one transaction: another copy waits no longer than that takes."""

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Noted:
    """What was seen and is not written yet."""

    tasks: dict[str, tuple[Task, datetime]] = field(default_factory=dict)
    services: list[tuple[Service, tuple[ServiceEvent, ...], tuple[Deployment, ...], datetime]] = field(
        default_factory=list
    )
    still_known: dict[str, datetime] = field(default_factory=dict)
    diagnoses: "dict[str, Diagnosis]" = field(default_factory=dict)
    captured: "list[KeptTask]" = field(default_factory=list)
    captured_events: "list[KeptEvent]" = field(default_factory=list)

    def __bool__(self) -> bool:
        captured = self.captured or self.captured_events
        return bool(self.tasks or self.services or self.still_known or self.diagnoses or captured)


class Recorder:
    """Takes note of what is seen, and finds it again."""

    def __init__(
        self,
        path: Path | None,
        clock: Clock,
        *,
        days: int = 30,
        most: int = 64 * 2**20,
        told: Callable[[str], None] = lambda _trouble: None,
    ) -> None:
        """Keep it in a file for so many days and bytes; None keeps it in memory, 0 days keep nothing.

        ``told`` is told once why the file is not used.
        """
        self._path = path
        self._clock = clock
        self.days = days
        self._most = most
        self._told = told
        self._is_told = False
        self.trouble = ""
        """Why what is seen is not kept in its file; empty while it is."""
        self._noted = _Noted()
        self._wanted = asyncio.Event()
        self._writer: asyncio.Task[None] | None = None
        self._thread: ThreadPoolExecutor | None = None
        self._archives: list[Archive] = []
        """The file as far as it can be read; then the memory, where the file cannot be written."""
        self._known: dict[str, float] = {}
        """Tasks that are written, and when it was noted last that AWS knows of them."""
        self._newest: dict[str, ServiceEvent] = {}
        """The newest event that was noted of each service."""
        self._stood: dict[str, tuple[str | None, int]] = {}
        """How each deployment stood when it was noted."""
        self._left: list[Batch] = []
        """What could not be written because another copy was writing."""
        self._pruned_at: float | None = None
        self._written = asyncio.Event()

    @property
    def is_off(self) -> bool:
        """Whether nothing is kept, as it was asked for."""
        return self.days <= 0

    # -- taking note ---------------------------------------------------------------------------------------------------

    def note_tasks(self, tasks: Iterable[Task]) -> None:
        """Take note of the ended ones among them; each is written once."""
        if self.is_off:
            return
        for task in tasks:
            if task.last_status == "STOPPED" and task.task_arn not in self._known:
                self._known[task.task_arn] = self._clock.monotonic()
                self._noted.tasks[task.task_arn] = task, self._clock.now()
        self._write_soon()

    def note_listed(self, arns: Iterable[str]) -> None:
        """Take note that AWS still lists these among the stopped, once a minute."""
        moment = self._clock.monotonic()
        for arn in arns:
            noted_at = self._known.get(arn)
            if noted_at is not None and moment - noted_at >= STILL:
                self._known[arn] = moment
                self._noted.still_known[arn] = self._clock.now()
        self._write_soon()

    def note_services(self, services: Iterable[Service]) -> None:
        """Take note of their events and deployments that are new, or stand otherwise than before."""
        if self.is_off:
            return
        for service in services:
            events = tuple(self._new_events(service))
            deployments = tuple(self._new_deployments(service))
            if events or deployments:
                self._noted.services.append((service, events, deployments, self._clock.now()))
        self._write_soon()

    def note_diagnosis(self, task_arn: str, diagnosis: "Diagnosis") -> None:
        """Take note of what the post-mortem of a task says; a later one of the same task replaces it."""
        if not self.is_off:
            self._noted.diagnoses[task_arn] = diagnosis
            self._write_soon()

    def note_captured(self, tasks: "Iterable[KeptTask]", events: "Iterable[KeptEvent]" = ()) -> None:
        """Take note of what was read from where the account keeps its events."""
        if not self.is_off:
            self._noted.captured += tasks
            self._noted.captured_events += events
            self._write_soon()

    def _new_events(self, service: Service) -> Iterable[ServiceEvent]:
        known = self._newest.get(service.service_arn)
        for event in service.events:
            if known is not None and (event.id, event.created_at) == (known.id, known.created_at):
                break
            yield event
        if service.events:
            self._newest[service.service_arn] = service.events[0]

    def _new_deployments(self, service: Service) -> Iterable[Deployment]:
        for deployment in service.deployments:
            stands = (deployment.rollout_state, deployment.failed_tasks)
            if deployment.id and self._stood.get(deployment.id) != stands:
                self._stood[deployment.id] = stands
                yield deployment

    def _write_soon(self) -> None:
        if not self._noted:
            return
        self._wanted.set()
        if self._writer is None:
            self._writer = asyncio.create_task(self._write_on(), name="flight recorder")

    async def _write_on(self) -> None:
        while True:
            await self._wanted.wait()
            await self._clock.sleep(BATCH)
            try:
                await self.flush()
            except Exception:  # noqa: BLE001 - see below
                # A defect of ours: what was noted is lost, the session and what comes after it are not.
                _log.exception("flight recorder")

    async def flush(self) -> None:
        """Write what was noted so far."""
        self._wanted.clear()
        noted, self._noted = self._noted, _Noted()
        for memory in (self._known, self._stood):
            for key in list(memory)[: max(len(memory) - REMEMBERED, 0)]:
                del memory[key]
        if not noted:
            return
        await self._in_thread(lambda: self._write(noted))
        written, self._written = self._written, asyncio.Event()
        written.set()

    # -- finding it again ----------------------------------------------------------------------------------------------

    async def tasks(self, wanted: "Wanted") -> "list[KeptTask]":
        """The tasks that are kept, the last to end first."""
        from fargate_tui.live.archive import merged

        return merged(await self._ask(lambda archive: archive.tasks(wanted)))

    async def events(self, wanted: "Wanted") -> "list[KeptEvent]":
        """The events and deployments that are kept, the newest first."""
        found = {event.key: event for events in await self._ask(lambda a: a.events(wanted)) for event in events}
        return sorted(found.values(), key=lambda event: event.at, reverse=True)

    async def task(self, arn: str) -> "KeptTask | None":
        """A task by its ARN or its id; None where it is not kept."""
        await self.flush()
        return next(filter(None, reversed(await self._ask(lambda archive: archive.task(arn)))), None)

    async def diagnosis(self, arn: str) -> "Diagnosis | None":
        """What the post-mortem of a task said, where one was made."""
        return next(filter(None, reversed(await self._ask(lambda archive: archive.diagnosis(arn)))), None)

    async def mark(self) -> tuple[int, ...]:
        """Others than before where another copy has written."""
        return tuple(await self._ask(lambda archive: archive.mark()))

    async def writings(self) -> AsyncGenerator[None, None]:
        """Now, and whenever something has been written from here; use it inside `contextlib.aclosing`."""
        while True:
            written = self._written
            yield
            await written.wait()

    async def close(self) -> None:
        """Write what is left, and close the file."""
        if self._writer is not None:
            self._writer.cancel()
            await asyncio.gather(self._writer, return_exceptions=True)
            self._writer = None
        await self.flush()
        thread, self._thread = self._thread, None
        if thread is not None:
            await asyncio.get_running_loop().run_in_executor(thread, self._close)
            thread.shutdown(wait=False)

    async def _ask(self, question: "Callable[[Archive], Found]") -> list[Found]:
        return await self._in_thread(lambda: self._answers(question))

    async def _in_thread(self, work: Callable[[], Found]) -> Found:
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, "recorder")
        found = await asyncio.get_running_loop().run_in_executor(self._thread, work)
        if self.trouble and not self._is_told:
            self._is_told = True
            self._told(self.trouble)
        return found

    # -- in the thread -------------------------------------------------------------------------------------------------

    def _write(self, noted: _Noted) -> None:
        self._open()
        self._prune()
        left, self._left = self._left, []
        for batch in (*left, *_batches(noted)):
            self._write_batch(batch)

    def _write_batch(self, batch: "Batch") -> None:
        import sqlite3

        now = self._clock.now()
        try:
            self._archives[-1].write(batch, now)
        except (sqlite3.Error, OSError) as error:
            if "locked" in str(error):
                # Another copy is busy for long; it is tried again with what comes next.
                self._left.append(batch)
                return
            self._give_up(error)
            self._archives[-1].write(batch, now)

    def _answers(self, question: "Callable[[Archive], Found]") -> list[Found]:
        import sqlite3

        self._open()
        found = []
        for archive in tuple(self._archives):
            try:
                found.append(question(archive))
            except (sqlite3.Error, OSError) as error:
                self._give_up(error, damaged=True)
        return found

    def _open(self) -> None:
        import sqlite3

        from fargate_tui.live.archive import Archive, NewerArchive

        if self._archives:
            return
        try:
            path = None if self.is_off else self._path
            self._archives = [Archive(path, most=self._most if path else IN_MEMORY, days=self.days)]
        except NewerArchive:
            self._give_up("a newer version of fargate-tui has written it, and it is left alone")
        except (sqlite3.Error, OSError) as error:
            self._give_up(error)

    def _give_up(self, why: object, *, damaged: bool = False) -> None:
        """Go on in memory; what the file holds is still read, unless it is damaged."""
        from fargate_tui.live.archive import Archive

        self.trouble = f"history cannot be kept in {self._path}: {why}; it is kept until the program ends"
        if damaged and self._archives:
            self._archives.pop(0).close()
        if len(self._archives) < 2:
            self._archives.append(Archive(None, most=IN_MEMORY, days=self.days))

    def _prune(self) -> None:
        import sqlite3

        moment = self._clock.monotonic()
        if self._pruned_at is not None and moment - self._pruned_at < PRUNE_EVERY:
            return
        self._pruned_at = moment
        try:
            self._archives[-1].prune(self._clock.now())
        except (sqlite3.Error, OSError) as error:
            self._give_up(error)

    def _close(self) -> None:
        while self._archives:
            self._archives.pop().close()


def _batches(noted: _Noted) -> "Iterable[Batch]":
    """What was noted, masked and judged, as much at a time as is written together."""
    from fargate_tui.fargate.kept import kept_diagnosis, kept_task
    from fargate_tui.live.archive import Batch

    for some in _slices([*noted.tasks.values()], AT_ONCE):
        yield Batch(tasks={task.task_arn: kept_task(task, now) for task, now in gently(some)})
    for captured in _slices(noted.captured, AT_ONCE):
        yield Batch(tasks={kept.arn: kept for kept in captured})
    for events in _slices(noted.captured_events, AT_ONCE):
        yield Batch(events={kept.key: kept for kept in events})
    # A hundred events each.
    for services in _slices(noted.services, AT_ONCE // 100):
        yield Batch(events=dict(_events(services)))
    if noted.still_known or noted.diagnoses:
        safe = {arn: kept_diagnosis(diagnosis) for arn, diagnosis in noted.diagnoses.items()}
        yield Batch(still_known=noted.still_known, diagnoses=safe)


def _events(
    services: "Iterable[tuple[Service, tuple[ServiceEvent, ...], tuple[Deployment, ...], datetime]]",
) -> "Iterable[tuple[str, KeptEvent]]":
    from fargate_tui.fargate.kept import kept_deployment, kept_event

    for service, events, deployments, now in services:
        told = (kept_event(service, event, now) for event in gently(events))
        stood = (kept_deployment(service, deployment, now) for deployment in deployments)
        for kept in (*told, *stood):
            if kept is not None:
                yield kept.key, kept


Item = TypeVar("Item")


def _slices(items: Sequence[Item], size: int) -> Iterable[Sequence[Item]]:
    return (items[start : start + size] for start in range(0, len(items), size))
