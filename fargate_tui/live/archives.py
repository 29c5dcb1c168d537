"""Where the flight recorder writes: its file, and the memory where the file cannot be used. All of it in its thread."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from fargate_tui.live.archive import Archive, Batch, NewerArchive
from fargate_tui.live.batches import batches
from fargate_tui.live.clock import Clock
from fargate_tui.live.noted import Noted

Found = TypeVar("Found")

PRUNE_EVERY: Final = 3600.0
"""Seconds between two looks at what is too old."""

IN_MEMORY: Final = 64 * 2**20
"""Bytes that are kept where there is no file."""


class Archives:
    """Opened when something is first written or asked for."""

    def __init__(self, path: Path | None, clock: Clock, *, days: int, most: int) -> None:
        """Keep it in a file for so many days and bytes; None keeps it in memory, 0 days keep nothing."""
        self._path = path
        self._clock = clock
        self._days = days
        self._most = most
        self.trouble = ""
        """Why what is seen is not kept in its file; empty while it is."""
        self._archives: list[Archive] = []
        """The file as far as it can be read; then the memory, where the file cannot be written."""
        self._left: list[Batch] = []
        """What could not be written because another copy was writing."""
        self._pruned_at: float | None = None

    def write(self, noted: Noted) -> None:
        """Write what was noted, and what another copy was in the way of."""
        self._open()
        self._prune()
        left, self._left = self._left, []
        for batch in (*left, *batches(noted)):
            self._write_batch(batch)

    def _write_batch(self, batch: Batch) -> None:
        now = self._clock.now()
        try:
            self._archives[-1].write(batch, now)
        except (sqlite3.Error, OSError) as error:
            if "locked" in str(error):
                # Another copy is busy for long; it is tried again with what comes next.
                self._left.append(batch)
                return
            self._give_up(error)
            self._archives[-1].write(batch, now)

    def answers(self, question: Callable[[Archive], Found]) -> list[Found]:
        """What each of them has on a question."""
        self._open()
        found = []
        for archive in tuple(self._archives):
            try:
                found.append(question(archive))
            except (sqlite3.Error, OSError) as error:
                self._give_up(error, damaged=True)
        return found

    def _open(self) -> None:
        if self._archives:
            return
        try:
            path = self._path if self._days > 0 else None
            self._archives = [Archive(path, most=self._most if path else IN_MEMORY, days=self._days)]
        except NewerArchive:
            self._give_up("a newer version of fargate-tui has written it, and it is left alone")
        except (sqlite3.Error, OSError) as error:
            self._give_up(error)

    def _give_up(self, why: object, *, damaged: bool = False) -> None:
        """Go on in memory; what the file holds is still read, unless it is damaged."""
        self.trouble = f"history cannot be kept in {self._path}: {why}; it is kept until the program ends"
        if damaged and self._archives:
            self._archives.pop(0).close()
        if len(self._archives) < 2:
            self._archives.append(Archive(None, most=IN_MEMORY, days=self._days))

    def _prune(self) -> None:
        moment = self._clock.monotonic()
        if self._pruned_at is not None and moment - self._pruned_at < PRUNE_EVERY:
            return
        self._pruned_at = moment
        try:
            self._archives[-1].prune(self._clock.now())
        except (sqlite3.Error, OSError) as error:
            self._give_up(error)

    def close(self) -> None:
        """Close them all."""
        while self._archives:
            self._archives.pop().close()
