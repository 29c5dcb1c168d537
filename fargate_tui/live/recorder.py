"""The flight recorder: keeps what AWS forgets, as the watches see it.

Nothing of it is done on the loop but taking note: what is noted is masked, judged and written in a thread, in batches.
A file that cannot be used loses no session: `trouble` says so once, and what is seen is kept until the program ends.
SQLite is loaded in the thread with the first batch: it would stand before the first frame.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from fargate_tui.fargate.records import Deployment, Service, ServiceEvent, Task
from fargate_tui.live.clock import Clock
from fargate_tui.live.noted import Noted

if TYPE_CHECKING:
    from fargate_tui.fargate.diagnosis import Diagnosis
    from fargate_tui.fargate.kept import KeptEvent, KeptTask
    from fargate_tui.live.archive import Archive, Wanted
    from fargate_tui.live.archives import Archives

Found = TypeVar("Found")

BATCH: Final = 2.0
"""Seconds within which what is seen is written together."""

STILL: Final = 60.0
"""Seconds between two notes that AWS still knows of a task."""

REMEMBERED: Final = 50_000
"""Tasks, and deployments, of which it is remembered that they are written; another note of them costs a row again."""

_log = logging.getLogger(__name__)


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
        self._noted = Noted()
        self._wanted = asyncio.Event()
        self._writer: asyncio.Task[None] | None = None
        self._thread: ThreadPoolExecutor | None = None
        self._known: dict[str, float] = {}
        """Tasks that are written, and when it was noted last that AWS knows of them."""
        self._newest: dict[str, ServiceEvent] = {}
        """The newest event that was noted of each service."""
        self._stood: dict[str, tuple[str | None, int]] = {}
        """How each deployment stood when it was noted."""
        self._written = asyncio.Event()

    @cached_property
    def _archives(self) -> "Archives":
        """Loaded, and used, in the thread only."""
        from fargate_tui.live.archives import Archives

        return Archives(self._path, self._clock, days=self.days, most=self._most)

    @property
    def trouble(self) -> str:
        """Why what is seen is not kept in its file; empty while it is."""
        return self._archives.trouble if "_archives" in self.__dict__ else ""

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
        noted, self._noted = self._noted, Noted()
        for memory in (self._known, self._stood):
            for key in list(memory)[: max(len(memory) - REMEMBERED, 0)]:
                del memory[key]
        if not noted:
            return
        await self._in_thread(lambda: self._archives.write(noted))
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
            await asyncio.get_running_loop().run_in_executor(thread, self._close_archives)
            thread.shutdown(wait=False)

    async def _ask(self, question: "Callable[[Archive], Found]") -> list[Found]:
        return await self._in_thread(lambda: self._archives.answers(question))

    async def _in_thread(self, work: Callable[[], Found]) -> Found:
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, "recorder")
        found = await asyncio.get_running_loop().run_in_executor(self._thread, work)
        if self.trouble and not self._is_told:
            self._is_told = True
            self._told(self.trouble)
        return found

    def _close_archives(self) -> None:
        self._archives.close()
