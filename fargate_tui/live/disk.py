"""Whether anything can be kept in a directory. It blocks."""

import os
import tempfile
from pathlib import Path
from typing import Final

from fargate_tui.format import failure

NOWHERE: Final = Path(os.devnull)
"""A directory under it cannot be: where nobody knows a home, things are kept in one."""
ENOUGH: Final = 4096
"""Bytes that are written to see whether there is room."""


def why_not(directory: Path) -> str:
    """Why nothing can be kept there; empty where it can, which is tried."""
    if directory.is_relative_to(NOWHERE):
        return "no home directory is known (HOME is not set)"
    try:
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=directory, buffering=0) as file:
            file.write(b"\0" * ENOUGH)
    except OSError as error:
        return f"{directory}: {failure(error)}"
    return ""
