"""The tasks of a subject, as the watches list them."""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass

from fargate_tui.fargate.errors import AwsError
from fargate_tui.fargate.rows import TaskDetail, TaskRow
from fargate_tui.live.watch import Watch


@dataclass(frozen=True, slots=True)
class Listing:
    """What a round has told."""

    changed: tuple[TaskRow, ...]
    """Rows that are new or not as they were."""
    error: AwsError | None = None
    is_complete: bool = True
    """False while the first round goes on."""


Listings = Callable[[], AsyncGenerator[Listing, None]]
"""Begins to follow the tasks of a subject."""


async def of_tasks(watch: Watch[TaskRow]) -> AsyncGenerator[Listing, None]:
    """The tasks of a scope."""
    async with aclosing(watch.follow()) as changes:
        async for change in changes:
            now = change.snapshot
            yield Listing((*change.added, *change.changed), now.error, now.complete and now.loaded)


async def of_task(watch: Watch[TaskDetail]) -> AsyncGenerator[Listing, None]:
    """One task."""
    async with aclosing(watch.follow()) as changes:
        async for change in changes:
            now = change.snapshot
            rows = tuple(detail.row for detail in (*change.added, *change.changed))
            yield Listing(rows, now.error, now.loaded)
