"""The one way to AWS: opened on first use, shared by all watches, opened anew after the credentials ran out."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fargate_tui.fargate.accounts import Expiry
from fargate_tui.fargate.errors import CredentialsExpired, CredentialsMissing
from fargate_tui.fargate.requests import OperationCalls
from fargate_tui.live.ports.aws import Aws, Connect


class _Line:
    """An open connection, and how many use it now."""

    def __init__(self, aws: Aws) -> None:
        self.aws = aws
        self.uses = 0
        self.is_retired = False


class Connection:
    """Opens when it is first used; every failure to open is told to all who wait, and the next use tries again."""

    def __init__(self, connect: Connect) -> None:
        self._connect = connect
        self._opening: asyncio.Task[_Line] | None = None
        self._line: _Line | None = None

    @asynccontextmanager
    async def use(self) -> AsyncIterator[Aws]:
        """Hold the connection for a few questions.

        Credentials that turn out missing or expired retire it, for renewed ones are read only by a new connection.
        """
        line = await self._open()
        line.uses += 1
        try:
            yield line.aws
        except (CredentialsExpired, CredentialsMissing):
            self._retire(line)
            raise
        finally:
            line.uses -= 1
            if line.is_retired and not line.uses:
                await line.aws.close()

    def expiry(self) -> Expiry | None:
        """When the credentials in use end; None while there is no connection. Asks nothing."""
        return self._line.aws.expiry if self._line is not None else None

    def calls_per_minute(self) -> int:
        """Requests sent in the last minute; 0 while there is no connection."""
        return self._line.aws.calls.per_minute() if self._line is not None else 0

    def calls(self) -> tuple[OperationCalls, ...]:
        """What has been asked over the present connection; asks nothing and opens nothing."""
        return self._line.aws.calls.by_operation() if self._line is not None else ()

    async def renew(self) -> None:
        """Let go of the present connection once nobody uses it; the next use opens another, with new credentials."""
        line = self._line
        if line is None:
            return
        self._retire(line)
        if not line.uses:
            await line.aws.close()

    async def close(self) -> None:
        """Let go of the connection, or of the attempt to open one."""
        if self._opening is not None:
            self._opening.cancel()
            await asyncio.gather(self._opening, return_exceptions=True)
            self._opening = None
        if self._line is not None:
            line, self._line = self._line, None
            await line.aws.close()

    async def _open(self) -> _Line:
        if self._line is not None:
            return self._line
        if self._opening is None:
            self._opening = asyncio.create_task(self._dial(), name="connect to AWS")
            self._opening.add_done_callback(_look_at)
        # One who stops waiting must not break off the opening for the others.
        return await asyncio.shield(self._opening)

    async def _dial(self) -> _Line:
        try:
            self._line = _Line(await self._connect())
        finally:
            self._opening = None
        return self._line

    def _retire(self, line: _Line) -> None:
        line.is_retired = True
        if self._line is line:
            self._line = None


def _look_at(opening: asyncio.Task[_Line]) -> None:
    """Retrieve an error that nobody waits for any more, or asyncio complains of it."""
    if not opening.cancelled():
        opening.exception()
