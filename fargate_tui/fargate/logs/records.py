"""Log events as CloudWatch Logs has them, and where a container writes (fargate.md §9)."""

import re
from typing import Final

from fargate_tui.fargate.records import Record

_ENDS_IN_TASK: Final = re.compile(r"(.*?)[/_.-]?([0-9a-f]{32})")


class LogEvent(Record, frozen=True, kw_only=True):
    """One line as CloudWatch Logs has it."""

    at: int
    """Milliseconds since 1970, UTC, as the writer said."""
    stream: str
    message: str
    event_id: str = ""
    """Of FilterLogEvents; Live Tail has none."""
    ingested_at: int = 0
    """Milliseconds since 1970, UTC, when AWS had it."""
    group: str = ""
    """The log group's name."""


class LogStreams(Record, frozen=True, kw_only=True):
    """Where a container writes, by its task definition: one stream for each task."""

    group: str
    region: str
    prefix: str
    container: str
    mode: str = ""
    """``blocking``, ``non-blocking`` (lines are lost when its buffer is full), or empty where it is not configured."""

    def stream_of(self, task_id: str) -> str:
        """The stream of a task: ``prefix/container/task-id``."""
        return f"{self.prefix}/{self.container}/{task_id}"


def parts_of_stream(stream: str) -> tuple[str, str]:
    """The container and the task's id, as far as the name of any stream tells them; else the name stands for both.

    The awslogs driver writes ``prefix/container/task-id``, FireLens ``prefixcontainer-firelens-task-id``.
    """
    found = _ENDS_IN_TASK.fullmatch(stream)
    if found is None:
        return "", stream
    return found[1].rpartition("/")[2].removesuffix("-firelens"), found[2]


class TailUpdate(Record, frozen=True, kw_only=True):
    """What a Live Tail session sends once a second."""

    events: tuple[LogEvent, ...] = ()
    sampled: bool = False
    """Whether there were more than 500 events in this second, so that some are missing."""
