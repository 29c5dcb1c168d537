"""Back-fill: reads what the account keeps of ECS in log groups of its own into the flight recorder.

It reads with FilterLogEvents, for which AWS bills nothing, page by page, and only when it is asked to.
"""

import asyncio
from contextlib import aclosing
from datetime import UTC, datetime
from typing import Final

from fargate_tui.fargate.captures import PATTERNS, captured
from fargate_tui.fargate.errors import AwsError
from fargate_tui.fargate.kept import KeptEvent, KeptTask
from fargate_tui.fargate.logs.records import LogEvent
from fargate_tui.live.ports.logs import Logs
from fargate_tui.live.recorder import Recorder

GROUPS: Final = 50
"""Log groups of each kind that are read: the first page of their names."""

LINES: Final = 100_000
"""Lines that are read of one group."""


class Backfill:
    """One reading, and how far it has come."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self.group = ""
        """What is being read."""
        self.groups = 0
        """Log groups that there are."""
        self.lines = 0
        self.tasks = 0
        """Ends of tasks that were found; some of them may be known already."""
        self.events = 0
        self.gaps: list[str] = []
        """What was not read, a sentence each."""

    @property
    def progress(self) -> str:
        """How far it has come, in words."""
        return f"{self.group}: {self.lines:,} lines, {self.tasks:,} ended tasks"

    async def read(self, logs: Logs, since: datetime) -> None:
        """Read everything since a moment; raises AwsError where no log group can be listed."""
        for prefix, pattern in PATTERNS.items():
            async with aclosing(logs.group_names(prefix)) as pages:
                groups = (await anext(pages, ()))[:GROUPS]
            self.groups += len(groups)
            for group in groups:
                self.group = group
                try:
                    await self._read_group(logs, group, pattern, since)
                except AwsError as error:
                    self.gaps.append(str(error))
        await self._recorder.flush()

    async def _read_group(self, logs: Logs, group: str, pattern: str, since: datetime) -> None:
        start = max(int(since.timestamp() * 1000), 0)
        begun = self.lines
        async with aclosing(logs.filter_events(group, start=start, pattern=pattern)) as pages:
            async for page in pages:
                # A page may hold thousands of ends, each of which is judged: not on the loop.
                self._take(len(page), await asyncio.to_thread(_decoded, page))
                if self.lines - begun >= LINES:
                    self.gaps.append(f"only the first {LINES:,} lines of {group} were read: a shorter range reads less")
                    return

    def _take(self, lines: int, found: list[KeptTask | KeptEvent | None]) -> None:
        self.lines += lines
        tasks = [each for each in found if isinstance(each, KeptTask)]
        events = [each for each in found if isinstance(each, KeptEvent)]
        self.tasks += len(tasks)
        self.events += len(events)
        self._recorder.note_captured(tasks, events)


def _decoded(page: tuple[LogEvent, ...]) -> list[KeptTask | KeptEvent | None]:
    return [captured(event.message, datetime.fromtimestamp(event.at / 1000, UTC)) for event in page]
