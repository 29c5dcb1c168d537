"""One request by HTTP, as plain as a health check's: what matters is its status."""

import asyncio

_PATIENCE = 60.0
REFUSED = 0
"""What stands for the status where nobody answers."""


async def status_of(port: int, path: str) -> int:
    """The status that GET of a path at a port of 127.0.0.1 is answered with; `REFUSED` where it is not."""
    try:
        async with asyncio.timeout(_PATIENCE):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(f"GET {path} HTTP/1.0\r\nHost: localhost\r\nUser-Agent: curl/8.5.0\r\n\r\n".encode())
            words = (await reader.readline()).split()
            writer.close()
    except (OSError, TimeoutError):
        return REFUSED
    return int(words[1]) if len(words) > 1 and words[1].isdigit() else REFUSED
