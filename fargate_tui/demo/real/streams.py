"""What a network load balancer does: bytes to a target and back, whatever they say."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

_CHUNK = 1 << 16


async def listen(choose: Callable[[], Awaitable[int | None]]) -> asyncio.Server:
    """Listen at a free port of 127.0.0.1; each connection is led to the local port of ``choose``, or closed (None)."""

    async def lead(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.closing(writer):
            port = await choose()
            if port is None:
                return
            with contextlib.suppress(OSError):
                from_target, to_target = await asyncio.open_connection("127.0.0.1", port)
                with contextlib.closing(to_target):
                    await asyncio.gather(_pump(reader, to_target), _pump(from_target, writer))

    return await asyncio.start_server(lead, "127.0.0.1", 0)


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while chunk := await reader.read(_CHUNK):
        writer.write(chunk)
        await writer.drain()
    if writer.can_write_eof():
        writer.write_eof()
