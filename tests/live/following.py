"""Following a watch for the length of a test."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import TypeVar

from fargate_tui.live.snapshot import Change
from fargate_tui.live.watch import Watch
from tests.live.held_clock import settle

Row = TypeVar("Row")


@contextlib.asynccontextmanager
async def following(watch: Watch[Row]) -> AsyncIterator[list[Change[Row]]]:
    """Follow a watch in the background; the changes it was told of."""
    told: list[Change[Row]] = []

    async def follow() -> None:
        async with contextlib.aclosing(watch.follow()) as changes:
            async for change in changes:
                told.append(change)  # noqa: PERF401 - what was told so far is read meanwhile

    task = asyncio.create_task(follow())
    try:
        await settle()
        yield told
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
