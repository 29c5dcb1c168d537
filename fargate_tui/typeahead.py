"""Keys that are typed faster than views change, one after the other."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Final

from textual.app import App
from textual.events import Key
from textual.message_pump import MessagePump

PATIENCE: Final = 0.5
"""Seconds a key may take before the next one goes on without waiting for it."""
ROUNDS: Final = 2
"""A message that a key causes stands behind the first callback in a queue, and before the second."""


async def _at_once() -> None:
    """Wait for nothing."""


class TypeAhead:
    """Hands keys to the app so that each finds the view that the keys before it have opened.

    Textual forwards a key to the widget that has the focus at that moment. Keys that arrive together, as they do over
    SSH, would all go to the same widget: of ``/api`` the letters would be commands to the table.
    """

    def __init__(
        self,
        app: App[None],
        handle: Callable[[Key], Awaitable[None]],
        is_early: Callable[[Key], bool] = lambda _: False,
        come: Callable[[], Awaitable[None]] = _at_once,
    ) -> None:
        """Handle the keys of ``app``; ``handle`` is Textual's own way to take one.

        A key that ``is_early``, and all behind it, wait for what is to ``come``.
        """
        self._app = app
        self._handle = handle
        self._is_early = is_early
        self._come = come
        self._keys: deque[Key] = deque()
        self._task: asyncio.Task[None] | None = None

    async def take(self, key: Key) -> None:
        """Handle a key at once, or after those that are still on their way."""
        self._keys.append(key)
        if self._task is None:
            if not self._is_early(key):
                await self._next()
            self._task = asyncio.create_task(self._rest(), name="type-ahead")

    async def _next(self) -> None:
        await self._handle(self._keys.popleft())

    async def _rest(self) -> None:
        try:
            while True:
                await self._settle()
                if not self._keys:
                    return
                if self._is_early(self._keys[0]):
                    await self._come()
                await self._next()
        finally:
            self._task = None

    async def _settle(self) -> None:
        """Wait until whoever took the key has done with it, and so have the screen, the app and a new screen."""
        try:
            async with asyncio.timeout(PATIENCE):
                async for pump in self._pumps():
                    await _passed(pump)
        except TimeoutError:
            return

    async def _pumps(self) -> AsyncIterator[MessagePump]:
        yield self._app.focused or self._app.screen
        yield self._app.screen
        yield self._app
        yield self._app.screen
        yield self._app


async def _passed(pump: MessagePump) -> None:
    """Wait until a queue has got to what is in it now, and to what that causes."""
    for _ in range(ROUNDS):
        passed = asyncio.Event()
        if not pump.call_later(passed.set):
            return
        await passed.wait()
