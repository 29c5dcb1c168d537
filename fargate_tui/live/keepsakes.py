"""Small files of what is kept between two runs, for their owner's eyes alone: read whole, written whole. It blocks."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

KEPT: Final = 60
"""Files that a directory may hold; the oldest make room."""


class Keepsakes:
    """The files of a directory. Of two copies of the program the last to write wins; no file is ever half one."""

    def __init__(self, directory: Path) -> None:
        """The directory is made when something is first written."""
        self.directory = directory

    def names(self) -> tuple[str, ...]:
        """What is kept, the newest first; nothing where it cannot be read."""
        try:
            with os.scandir(self.directory) as entries:
                found = [(entry.stat().st_mtime_ns, entry.name) for entry in entries if entry.is_file()]
        except OSError:
            return ()
        return tuple(name for _, name in sorted(found, reverse=True) if not name.endswith(".new"))

    def read(self, name: str, most: int) -> bytes | None:
        """What a file holds; None where there is none, it is larger than ``most`` bytes, or it cannot be read."""
        try:
            with (self.directory / name).open("rb") as file:
                held = file.read(most + 1)
        except OSError:
            return None
        return held if len(held) <= most else None

    def write(self, name: str, held: bytes) -> None:
        """Put bytes in place of what a file held; raises OSError."""
        self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Written beside and moved, each copy beside its own: there is always the old file or the new one. It is 0600.
        descriptor, beside = tempfile.mkstemp(prefix=f"{os.getpid()}-", suffix=".new", dir=self.directory)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(held)
            Path(beside).replace(self.directory / name)
        except BaseException:
            with suppress(OSError):
                Path(beside).unlink()
            raise
        for old in self.names()[KEPT:]:
            with suppress(OSError):
                (self.directory / old).unlink()
