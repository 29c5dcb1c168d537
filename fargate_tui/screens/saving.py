"""Writes what a table shows to a file."""

import csv
import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import platformdirs

from fargate_tui.columns.column import Column
from fargate_tui.screens.journey import Place


def saved_path(place: Place, now: datetime, ending: str = "csv") -> Path:
    """Where what a place shows is saved at a moment; the folder is made where it is missing."""
    folder = platformdirs.user_state_path("fargate-tui") / "saved"
    folder.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^A-Za-z0-9_.-]+", "-", "-".join(place.path))[:150]
    return folder / f"{name}-{now:%Y%m%dT%H%M%SZ}.{ending}"


def save_table(path: Path, columns: Sequence[Column[Any]], rows: Sequence[Any], now: datetime) -> None:
    """Write the rows as they are arranged, with every column and whole values.

    Raises:
        OSError: the file cannot be written.
    """
    shown = [column for column in columns if column.title]
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(column.id for column in shown)
        for row in rows:
            table.writerow(_harmless(column.text(row, now)) for column in shown)


def _harmless(text: str) -> str:
    # A spreadsheet would run a cell that starts like a formula; names and tags come from AWS.
    return f"'{text}" if text.lstrip()[:1] in ("=", "+", "-", "@") and len(text) > 1 else text
