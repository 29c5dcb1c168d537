"""Where reports are written. It blocks: call it in a thread."""

import os
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fargate_tui.format import failure


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a report."""

    path: Path | None
    """None where it could not be written anywhere."""
    why: str = ""
    """Why it is not where it should be; empty where it is."""


def keep(text: str, state: Path | None, at: datetime) -> Kept:
    """Write a report below the state directory, else among the temporary files; only its owner can read it."""
    name = f"report-{at:%Y%m%dT%H%M%S}.txt"
    why = ""
    try:
        if state is not None:
            return Kept(_write(state / "reports" / name, text))
    except OSError as error:
        why = f"{failure(error)}: {error.filename or state}"
    try:
        return Kept(_write(Path(tempfile.mkdtemp(prefix="fargate-tui-")) / name, text), why)
    except OSError as error:
        return Kept(None, f"{why + '; ' if why else ''}{failure(error)}: {error.filename or tempfile.gettempdir()}")


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    return path
