"""Writes what a table shows to a file."""

import csv
import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

import platformdirs

from fargate_tui.columns.column import Column
from fargate_tui.screens.journey import Place


def saved_path(place: Place, now: datetime, ending: str = "csv") -> Path:
    """Where what a place shows is saved at a moment; the folder is made where it is missing."""
    folder = platformdirs.user_state_path("fargate-tui") / "saved"
    folder.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^A-Za-z0-9_.-]+", "-", "-".join(place.path))[:150]
    stem = f"{name}-{now:%Y%m%dT%H%M%SZ}"
    free = (folder / f"{stem}{number}.{ending}" for number in ("", *(f"-{n}" for n in range(2, 1000))))
    return next(path for path in free if not path.exists())


def save_table(path: Path, columns: Sequence[Column[Any]], rows: Sequence[Any], now: datetime) -> None:
    """Write the rows as they are arranged, with every column and whole values.

    Raises:
        OSError: the file cannot be written.
    """
    shown = [column for column in columns if column.title]
    with _new(path) as file:
        table = csv.writer(file)
        table.writerow(column.id for column in shown)
        for row in rows:
            table.writerow(_harmless(column.text(row, now)) for column in shown)


def save_fields(path: Path, rows: Iterable[Iterable[tuple[str, str]]]) -> None:
    """Write rows of fields as JSON lines, as they are.

    Raises:
        OSError: the file cannot be written.
    """
    with _new(path) as file:
        file.writelines(json.dumps(dict(row)) + "\n" for row in rows)


def save_text(path: Path, text: str) -> None:
    """Write a text as it is.

    Raises:
        OSError: the file cannot be written.
    """
    with _new(path) as file:
        file.write(text)


@contextmanager
def _new(path: Path) -> Iterator[TextIO]:
    """A file that was not there, for its owner's eyes: lines hold what strangers and customers have written.

    Where the disk has no room for all of it, nothing is left.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(descriptor, "w", encoding="utf-8", errors="replace", newline="") as file:  # noqa: PTH123 - it is open
            yield file
    except OSError:
        path.unlink(missing_ok=True)
        raise


def _harmless(text: str) -> str:
    # A spreadsheet would run a cell that starts like a formula; names and tags come from AWS.
    return f"'{text}" if text.lstrip()[:1] in ("=", "+", "-", "@") and len(text) > 1 else text
