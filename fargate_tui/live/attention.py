"""Whether somebody sits in front of it."""

import asyncio
from typing import Final

from fargate_tui.live.clock import Clock

IDLE_AFTER: Final = 15 * 60.0
"""Seconds without a key after which watches rest: a forgotten terminal must not use up the account's API budget."""


class Attention:
    """When the last key was pressed, shared by all watches of a store."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._at = clock.monotonic()
        self._touched = asyncio.Event()

    def touch(self) -> None:
        """Take note of a key press, and wake what rests."""
        self._at = self._clock.monotonic()
        self._touched.set()

    @property
    def is_lost(self) -> bool:
        """Whether no key was pressed for `IDLE_AFTER` seconds."""
        return self._clock.monotonic() - self._at >= IDLE_AFTER

    async def returns(self) -> None:
        """Wait for a key."""
        while self.is_lost:
            self._touched.clear()
            await self._touched.wait()
