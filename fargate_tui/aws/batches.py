"""Batches asked side by side, answered in order."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterator, Sequence
from typing import Any, TypeVar

Batch = TypeVar("Batch")
Reply = TypeVar("Reply")

IN_FLIGHT = 6
"""How many batches wait for AWS at a time: with 60 ms to the Region 100 calls per second, above any refill."""


def batches(items: Sequence[str], size: int) -> Iterator[list[str]]:
    """``items`` in slices of at most ``size``."""
    return (list(items[start : start + size]) for start in range(0, len(items), size))


async def in_order(
    asked: Iterator[Batch], ask: Callable[[Batch], Coroutine[Any, Any, Reply]], in_flight: int = IN_FLIGHT
) -> AsyncGenerator[Reply, None]:
    """Ask for all of them, at most ``in_flight`` at a time, and yield each reply as soon as its turn has come.

    Use it with `contextlib.aclosing`: whatever is still under way when it is closed is cancelled.
    """
    running: deque[asyncio.Task[Reply]] = deque()
    try:
        for batch in asked:
            running.append(asyncio.create_task(ask(batch)))
            if len(running) == in_flight:
                yield await running.popleft()
        while running:
            yield await running.popleft()
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
