"""Where a person was, from one run of the program to the next: one pair of files for each account, Region and profile.

Which account it will be is known only once AWS has answered; until then it is the one that this profile was last.
"""

import os
import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fargate_tui.fargate.records import CallerIdentity
from fargate_tui.live import known_rows
from fargate_tui.live.keepsakes import Keepsakes
from fargate_tui.live.known_rows import KnownListing
from fargate_tui.screens import left as where
from fargate_tui.screens.left import Left
from fargate_tui.settings import Settings

PATIENCE: Final = 0.25
"""Seconds that the first frame waits for a slow disk; then it stands without what was left."""
_UNFIT: Final = re.compile(r"[^A-Za-z0-9_.-]")
_LEFT, _ROWS = ".json", ".rows.json"


@dataclass(frozen=True, slots=True)
class Found:
    """What an earlier run has left."""

    left: Left | None = None
    listings: tuple[KnownListing, ...] = ()


class LastTime:
    """Reads in a thread that is begun before the first frame, and writes in the thread of whoever calls it."""

    def __init__(self, directory: Path | None, settings: Settings, environment: Mapping[str, str] = os.environ) -> None:
        """Keep it in a directory; None keeps nothing."""
        self._kept = Keepsakes(directory) if directory is not None else None
        given = settings.profile or environment.get("AWS_PROFILE") or environment.get("AWS_DEFAULT_PROFILE")
        by_key = "environment" if environment.get("AWS_ACCESS_KEY_ID") else "default"
        endpoint = settings.endpoint_url or environment.get("AWS_ENDPOINT_URL") or "aws"
        self._asked = tuple(map(_fit, (given or by_key, endpoint)))
        self._region = settings.region or environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION") or ""
        self._found = Found()
        self._reading: threading.Thread | None = None
        if self._kept is not None:
            self._reading = threading.Thread(target=self._read_assumed, name="last time", daemon=True)
            self._reading.start()

    @property
    def is_off(self) -> bool:
        """Whether nothing is kept."""
        return self._kept is None

    def assumed(self) -> Found:
        """What was left where this profile was last; nothing where the disk does not answer in time."""
        if self._reading is None:
            return Found()
        self._reading.join(PATIENCE)
        return Found() if self._reading.is_alive() else self._found

    def of(self, caller: CallerIdentity) -> Found:
        """What was left in an account and Region. It blocks."""
        return self._read(self._name(caller.account, caller.region))

    def write(self, left: Left, listings: Sequence[KnownListing] | None) -> None:
        """Keep where one is, and the rows where there are some. It blocks; raises OSError."""
        if self._kept is None:
            return
        name = self._name(left.account, left.region)
        self._kept.write(name + _LEFT, where.encoded(left))
        if listings is not None:
            self._kept.write(name + _ROWS, known_rows.encoded(listings))

    def _name(self, account: str, region: str) -> str:
        profile, endpoint = self._asked
        return "@".join((profile, _fit(region), _fit(account), endpoint))

    def _read_assumed(self) -> None:
        assert self._kept is not None
        profile, endpoint = self._asked
        region = _fit(self._region) if self._region else "[^@]+"
        named = re.compile(f"({re.escape(profile)}@{region}@[^@]+@{re.escape(endpoint)}){re.escape(_LEFT)}")
        names = (match[1] for name in self._kept.names() if (match := named.fullmatch(name)))
        newest = next(names, None)
        self._found = self._read(newest) if newest is not None else Found()

    def _read(self, name: str) -> Found:
        if self._kept is None:
            return Found()
        held = self._kept.read(name + _LEFT, where.MOST_BYTES)
        left = where.decoded(held) if held is not None else None
        if left is None:
            return Found()
        rows = self._kept.read(name + _ROWS, known_rows.MOST_BYTES)
        return Found(left, known_rows.decoded(rows) if rows is not None else ())


def _fit(text: str) -> str:
    """A text as a part of a file's name."""
    return _UNFIT.sub(lambda found: f"%{ord(found[0]):02x}", text)[:80]
