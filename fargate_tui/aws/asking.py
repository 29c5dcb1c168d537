"""Asking a person for an MFA code: on the loop of the screen, whichever thread and loop wants to know."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Future

from fargate_tui.fargate.accounts import MfaQuestion

Ask = Callable[[MfaQuestion], Awaitable[str | None]]
"""Asks a person for a code; None where they would rather not."""


class OnLoop:
    """Asks on the loop that it was made on."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._loop = asyncio.get_running_loop()
        self._asked: set[Future[str | None]] = set()
        self._has_given_up = False

    async def __call__(self, question: MfaQuestion) -> str | None:
        """Ask, from any loop."""
        if asyncio.get_running_loop() is self._loop:
            return await self._ask(question)
        asked = asyncio.run_coroutine_threadsafe(self._put(question), self._loop)
        self._asked.add(asked)
        if self._has_given_up:
            asked.cancel()
        try:
            return await asyncio.wrap_future(asked)
        finally:
            self._asked.discard(asked)

    def give_up(self) -> None:
        """Ask no longer: nobody waits for the answer."""
        self._has_given_up = True
        for asked in tuple(self._asked):
            asked.cancel()

    async def _put(self, question: MfaQuestion) -> str | None:
        return await self._ask(question)
