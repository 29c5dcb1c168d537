"""Parts of a round that go on side by side."""

import asyncio
from collections.abc import Coroutine
from typing import Any


async def together(*parts: Coroutine[Any, Any, None]) -> None:
    """Run the parts side by side; the first that fails ends the others, and its own error is raised."""
    try:
        async with asyncio.TaskGroup() as group:
            for part in parts:
                group.create_task(part)
    except ExceptionGroup as failed:
        raise first_error(failed) from None


def first_error(failed: ExceptionGroup[Exception]) -> Exception:
    """The first error of a group, out of however many wrappings."""
    error = failed.exceptions[0]
    return first_error(error) if isinstance(error, ExceptionGroup) else error
