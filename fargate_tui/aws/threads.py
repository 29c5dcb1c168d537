"""Work in a thread that nobody has to wait for."""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")
Argument = TypeVar("Argument")


async def in_thread(work: Callable[[Argument], Result], argument: Argument) -> Result:
    """Run ``work`` in a thread of its own; cancelled, go on without it.

    `asyncio.to_thread` makes the loop wait for its threads when it ends: quitting would hang for as long as an STS
    behind a black hole takes to time out.
    """
    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[Result] = loop.create_future()

    def succeed(result: Result) -> None:
        if not outcome.done():
            outcome.set_result(result)

    def fail(error: BaseException) -> None:
        if not outcome.done():
            outcome.set_exception(error)

    def run() -> None:
        # The loop may have ended meanwhile; then nobody wants to know.
        with contextlib.suppress(RuntimeError):
            try:
                result = work(argument)
            except BaseException as error:  # noqa: BLE001 - handed to whoever awaits
                loop.call_soon_threadsafe(fail, error)
            else:
                loop.call_soon_threadsafe(succeed, result)

    threading.Thread(target=run, name=f"{work.__name__} in a thread", daemon=True).start()
    return await outcome
