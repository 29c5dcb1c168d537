"""Which profiles and Regions were used last, kept in a small file so that pickers offer them first.

A file that cannot be read or written costs nothing but that: `trouble` says so, and the visits of this run are known.
"""

import asyncio
import os
import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from fargate_tui.format import failure

KEPT: Final = 100
"""Visits that are kept, one for each profile in a Region."""


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """The last time that an account was used."""

    profile: str
    """Empty for the keys of the environment."""
    region: str
    account: str = ""
    at: datetime


class Visits:
    """The visits, the newest first."""

    def __init__(self, path: Path | None) -> None:
        """Keep them in a file; None keeps them until the program ends."""
        self._path = path
        self._known: tuple[Visit, ...] = ()
        self._one_at_a_time = asyncio.Lock()
        self.trouble = ""
        """Why they are not kept in their file; empty while they are."""

    @property
    def known(self) -> tuple[Visit, ...]:
        """As far as they have been read."""
        return self._known

    async def learn(self) -> None:
        """Read what was kept, by another copy of the program too."""
        async with self._one_at_a_time:
            if self._path is not None:
                self._known = merged(self._known, await asyncio.to_thread(self._read, self._path))

    async def note(self, visit: Visit) -> None:
        """Take note of one, and keep it."""
        async with self._one_at_a_time:
            self._known = merged((visit,), self._known)
            if self._path is not None:
                self._known = await asyncio.to_thread(self._keep, self._path)

    def _keep(self, path: Path) -> tuple[Visit, ...]:
        visits = merged(self._known, self._read(path))
        try:
            _write(path, visits)
        except OSError as error:
            self.trouble = f"which accounts were used last cannot be kept in {path}: {failure(error)}"
        return visits

    @staticmethod
    def _read(path: Path) -> tuple[Visit, ...]:
        try:
            return msgspec.json.decode(path.read_bytes(), type=tuple[Visit, ...])
        except (OSError, msgspec.DecodeError):
            return ()


def merged(*several: Iterable[Visit]) -> tuple[Visit, ...]:
    """The newest visit of each account, the newest first."""
    newest: dict[tuple[str, str], Visit] = {}
    for visit in (visit for visits in several for visit in visits):
        key = (visit.profile, visit.region)
        if key not in newest or newest[key].at < visit.at:
            newest[key] = visit
    return tuple(sorted(newest.values(), key=lambda visit: visit.at, reverse=True))[:KEPT]


def _write(path: Path, visits: tuple[Visit, ...]) -> None:
    """Replace the file at once, so that another copy never reads half of it."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(msgspec.json.format(msgspec.json.encode(visits), indent=1))
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
