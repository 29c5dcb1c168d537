"""Which tasks a tail follows: those AWS lists, and those whose lines are there before they are listed."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from itertools import islice
from typing import Final

from fargate_tui.fargate.arns import name_of, service_of_group, task_id
from fargate_tui.fargate.errors import AwsError, NotAllowed, NotFound
from fargate_tui.fargate.logs.lines import LogLine
from fargate_tui.fargate.records import Task
from fargate_tui.fargate.rows import TaskRow
from fargate_tui.live.tail import marks
from fargate_tui.live.tail.listing import Listing
from fargate_tui.live.tail.means import Means
from fargate_tui.live.tail.outbox import Outbox, Tell
from fargate_tui.live.tail.records import TailSubject

KNOWN_FOR: Final = 55 * 60_000
"""Milliseconds for which AWS surely knows a task after its last line (an hour after its end)."""

AGAIN_AFTER: Final = 5.0
_ASKED_AT_ONCE: Final = 100


class Roster:
    """Says of a stream's task whether it belongs to the subject, and marks where tasks begin and end."""

    def __init__(self, subject: TailSubject, since: int, means: Means, outbox: Outbox, tell: Tell) -> None:
        self.definitions: asyncio.Queue[str] = asyncio.Queue()
        """Task definitions that a task was seen to have, ``family:revision``, each once."""
        self.ended = asyncio.Event()
        """Set when the one task that is followed has stopped, or when AWS does not know it."""
        self.error: AwsError | None = None
        """Why the tasks are not known."""
        self.gap = ""
        self._subject = subject
        self._since = since
        self._means = means
        self._outbox = outbox
        self._tell = tell
        self._only = task_id(subject.task) if subject.task is not None else ""
        self._is_ours: dict[str, bool] = {self._only: True} if self._only else {}
        self._rows: dict[str, TaskRow] = {}
        self._named: set[str] = set()
        self._held: dict[str, list[LogLine]] = {}
        self._unclaimed = asyncio.Event()
        self._mustered = asyncio.Event()

    @property
    def rows(self) -> Mapping[str, TaskRow]:
        """Tasks by their id."""
        return self._rows

    @property
    def is_settled(self) -> bool:
        """Whether all tasks are listed, and it is known of every line whose it is."""
        return self._mustered.is_set() and self.definitions.empty() and not self._held

    def owns(self, task: str) -> bool | None:
        """Whether a task belongs to the subject; None while that is not known."""
        return self._is_ours.get(task) if not self._only else task == self._only

    def hold(self, task: str, line: LogLine) -> None:
        """Keep a line until it is known whose it is."""
        self._held.setdefault(task, []).append(line)
        self._unclaimed.set()

    async def follow(self, listings: AsyncGenerator[Listing, None]) -> None:
        """Learn of tasks as the listing does."""
        async with aclosing(listings):
            async for listing in listings:
                self.error = listing.error
                for row in listing.changed:
                    self._note(row)
                if isinstance(listing.error, NotFound) and self._only:
                    self.ended.set()
                if listing.is_complete:
                    self._mustered.set()
                self._tell()

    async def claim(self) -> None:
        """Ask AWS about tasks whose lines are there but which no listing has told of."""
        await self._mustered.wait()
        while True:
            await self._unclaimed.wait()
            self._unclaimed.clear()
            while ids := tuple(islice(self._held, _ASKED_AT_ONCE)):
                await self._ask_about(ids)

    async def _ask_about(self, ids: tuple[str, ...]) -> None:
        found: dict[str, Task] = {}
        try:
            async with self._means.connection.use() as aws:
                answers = [a async for a in aws.ecs.describe_tasks(name_of(self._subject.cluster), ids)]
            if error := next((answer.error for answer in answers if answer.error is not None), None):
                raise error
            found = {task_id(task.task_arn): task for answer in answers for task in answer.records}
        except NotAllowed as error:
            self.gap = f"lines of tasks of other services may be among these: {error}"
            self._settle(dict.fromkeys(ids, True))
            return
        except AwsError as error:
            self.error = error
            self._tell()
            await self._means.clock.sleep(AGAIN_AFTER)
            return
        self._settle({each: self._belongs(found[each]) if each in found else self._was_ours(each) for each in ids})

    def _belongs(self, task: Task) -> bool:
        service, deployment = self._subject.service, self._subject.deployment
        is_of_service = service is None or service_of_group(task.group or "") == name_of(service)
        return is_of_service and deployment in (None, task.started_by)

    def _was_ours(self, task: str) -> bool:
        """Of a task AWS does not know: one of another cluster if it wrote lately, else one it has forgotten."""
        newest = max((line.at for line in self._held.get(task, ())), default=0)
        if self._means.now() - newest < KNOWN_FOR:
            return False
        if self._subject.deployment is not None:
            self.gap = (
                "lines of tasks that ended over an hour ago are left out: which deployment began them is not known"
            )
            return False
        self.gap = "lines of tasks that ended over an hour ago are told by the names of their streams alone"
        return True

    def _settle(self, verdicts: Mapping[str, bool]) -> None:
        self._is_ours.update(verdicts)
        for task, is_ours in verdicts.items():
            lines = self._held.pop(task, [])
            if is_ours:
                self._outbox.put(lines)
        self._tell()

    def _note(self, row: TaskRow) -> None:
        if self._subject.deployment not in (None, row.started_by):
            self._settle({row.id: False})
            return
        before = self._rows.get(row.id)
        self._rows[row.id] = row
        if row.id not in self._is_ours or row.id in self._held:
            self._settle({row.id: True})
        if row.task_definition and row.task_definition not in self._named:
            self._named.add(row.task_definition)
            self.definitions.put_nowait(row.task_definition)
        self._mark_start(before, row)
        self._mark_end(before, row)

    def _mark_start(self, before: TaskRow | None, row: TaskRow) -> None:
        if row.started_at is None or (before is not None and before.started_at is not None):
            return
        at = marks.milliseconds(row.started_at)
        if at >= self._since:
            self._outbox.mark(at, marks.started(row), task_id=row.id)

    def _mark_end(self, before: TaskRow | None, row: TaskRow) -> None:
        if not row.is_stopped or (before is not None and before.is_stopped):
            return
        at = marks.milliseconds(row.stopped_at) if row.stopped_at is not None else self._means.now()
        if at >= self._since or self._only:
            text, level = marks.stopped(row)
            self._outbox.mark(at, text, task_id=row.id, level=level)
        if self._only:
            self.ended.set()
