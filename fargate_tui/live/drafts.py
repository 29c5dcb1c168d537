"""What a person is editing, in files that nobody else may read: kept until it is sent or thrown away.

It blocks: call it in a thread.
"""

import os
import re
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from fargate_tui.format import failure

_PRIVATE_DIRECTORY = 0o700
_UNFIT = re.compile(r"[^A-Za-z0-9_.-]+")


@dataclass(frozen=True, slots=True)
class Draft:
    """A file that is edited."""

    path: Path
    written_at: datetime
    """UTC."""


class Drafts:
    """The files of a directory, one for each thing that is edited."""

    def __init__(self, directory: Path | None) -> None:
        """Keep them in a directory, made when first needed; None takes one of the runtime directory."""
        self._directory = directory
        self.trouble = ""
        """Why they are not kept where they should be; empty while they are."""

    def kept(self, *name: str) -> Draft | None:
        """The draft of this name that was left; None where there is none."""
        path = self._path(name)
        try:
            return Draft(path, datetime.fromtimestamp(path.stat().st_mtime, UTC))
        except OSError:
            return None

    def begin(self, text: str, *name: str) -> Draft:
        """A new draft that holds a text, in place of the one that was left; raises OSError."""
        path = self._path(name)
        # Written beside and moved, each copy of the program beside its own: there is the old text or the new one.
        descriptor, beside = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=".new", dir=path.parent)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text)
            Path(beside).replace(path)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
        return Draft(path, datetime.now(UTC))

    def read(self, draft: Draft) -> str:
        """What stands in it; raises OSError. What is no UTF-8 is shown as such."""
        return draft.path.read_text(encoding="utf-8", errors="replace")

    def paths(self) -> tuple[Path, ...]:
        """All drafts that were left."""
        try:
            return tuple(sorted(self._made().glob("*.json")))
        except OSError:
            return ()

    def throw_away(self, draft: Draft) -> None:
        """Remove it."""
        with suppress(FileNotFoundError):
            draft.path.unlink()

    def _path(self, name: tuple[str, ...]) -> Path:
        fit = "-".join(_UNFIT.sub("-", part).strip(".-") for part in name if part)
        return self._made() / f"{fit}.json"

    def _made(self) -> Path:
        directory = self._directory
        if directory is not None:
            try:
                directory.parent.mkdir(parents=True, exist_ok=True, mode=_PRIVATE_DIRECTORY)
                directory.mkdir(exist_ok=True, mode=_PRIVATE_DIRECTORY)
                directory.chmod(_PRIVATE_DIRECTORY)
            except OSError as error:
                self.trouble = (
                    f"drafts cannot be kept in {directory}: {failure(error)}; they are gone with this session"
                )
            else:
                if os.access(directory, os.W_OK):
                    return directory
                self.trouble = f"drafts cannot be kept in {directory}: it is not writable; they go with this session"
        self._directory = Path(tempfile.mkdtemp(prefix="fargate-tui-", dir=_runtime_directory()))
        return self._directory


def _runtime_directory() -> str | None:
    directory = os.environ.get("XDG_RUNTIME_DIR")
    return directory if directory and os.access(directory, os.W_OK) else None
