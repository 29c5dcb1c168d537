"""Writes drafts as they are filled in: each is on disk a moment after the key, and no key waits for it."""

import asyncio
from collections.abc import Callable
from typing import Final

from fargate_tui.format import failure
from fargate_tui.live.draft_book import DraftBook, KeptDraft

Make = Callable[[], KeptDraft]
"""Makes what is written, in the thread that writes it."""
TROUBLE: Final = "the draft cannot be written"


class DraftKeeper:
    """One writing at a time; of several answers meanwhile only the newest is written."""

    def __init__(self, book: DraftBook) -> None:
        self._book = book
        self._waiting: dict[str, Make] = {}
        self._task: asyncio.Task[None] | None = None
        self.trouble = ""
        """Why the last one could not be written, or what another copy has done to it; empty where all is well."""

    def keep(self, draft_id: str, make: Make) -> None:
        """Write a draft as soon as the one before is written."""
        self._waiting[draft_id] = make
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._write(), name="write drafts")

    async def throw_away(self, draft_id: str) -> None:
        """Remove a draft, and what is still on its way."""
        self._waiting.pop(draft_id, None)
        await self.close()
        await asyncio.to_thread(self._book.throw_away, draft_id)

    async def close(self) -> None:
        """Wait until all of it is written."""
        if self._task is not None:
            await asyncio.shield(self._task)

    async def _write(self) -> None:
        while self._waiting:
            _, make = self._waiting.popitem()
            try:
                await asyncio.to_thread(self._put, make)
                self.trouble = self._book.clash
            except OSError as error:
                self.trouble = f"{TROUBLE}: {failure(error)}"

    def _put(self, make: Make) -> None:
        self._book.write(make())
