"""How a child process learns that its parent is gone."""

import asyncio
import os
import stat
import sys

_LOOK_EVERY = 1.0


async def parent_gone() -> None:
    """Return when the parent has died, or has closed its end of our stdin where that is a pipe."""
    waits = [asyncio.create_task(_reparented(os.getppid()))]
    if _stdin_is_pipe():
        waits.append(asyncio.create_task(_stdin_closed()))
    _, pending = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    for wait in pending:
        wait.cancel()


def _stdin_is_pipe() -> bool:
    try:
        mode = os.fstat(sys.stdin.fileno()).st_mode
    except (OSError, ValueError, AttributeError):
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)


async def _stdin_closed() -> None:
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while await reader.read(4096):
        pass


async def _reparented(parent: int) -> None:
    # Linux could send a signal instead (PR_SET_PDEATHSIG), but at the end of the parent's *thread*, and only Linux
    while os.getppid() == parent:  # noqa: ASYNC110  nothing else tells
        await asyncio.sleep(_LOOK_EVERY)
