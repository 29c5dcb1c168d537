"""The columns of what a query has found: one for each field, as wide as its values."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from fargate_tui.columns.column import Column
from fargate_tui.fargate.logs.insights import QueryRow
from fargate_tui.format import cell_width, visible

MEASURED: Final = 200
"""Rows whose values decide how wide a column is."""

WIDEST: Final = 40
LONGEST: Final = 400
"""Characters of a value that a cell is made of; the row in full has all of them."""

_GROWING: Final = ("@message", "message", "msg")
BOTH_ENDS: Final = 26
"""Cells of a stream, whose beginning names the container and whose end the task."""
_TELLING_AT_BOTH_ENDS: Final = ("@logStream", "@log")
_NOT_OF_A_WORD: Final = re.compile(r"\W+")


NUMBER: Final[Column[QueryRow]] = Column(
    id="row",
    title="row",
    width=8,
    text=lambda row, _: f"{row.number + 1}",
    sort_key=lambda row: row.number,
    help="the number of the row",
)
"""Stands where no row has any of the fields that are asked for."""


def query_columns(rows: Sequence[QueryRow]) -> tuple[Column[QueryRow], ...]:
    """A column for each field that any row has, in the order of the query."""
    names = tuple(dict.fromkeys(name for row in rows for name, _ in row.fields))
    if not names:
        return (NUMBER,) if rows else ()
    growing = next((name for name in _GROWING if name in names), "") or _widest_text(names, rows)
    taken: set[str] = set()
    return tuple(_column(name, rows, _word(name, taken), grows=name == growing) for name in names)


def _column(name: str, rows: Sequence[QueryRow], word: str, *, grows: bool) -> Column[QueryRow]:
    values = _values(name, rows)
    title = visible(name)
    widest = max(map(cell_width, (title, *(visible(value[:LONGEST]) for value in values))))

    def text(row: QueryRow, _now: datetime) -> str:
        return (row.value(name) or "")[:LONGEST]

    def sort_key(row: QueryRow) -> tuple[int, float, str] | None:
        value = row.value(name)
        if value is None:
            return None
        number = _number(value)
        return (1, 0.0, value.casefold()) if number is None else (0, number, "")

    return Column(
        id=word,
        title=title,
        # With room for the arrow of the sorted column.
        width=min(widest + 1, BOTH_ENDS if name in _TELLING_AT_BOTH_ENDS else WIDEST),
        text=text,
        searched=lambda row: row.value(name) or "",
        sort_key=sort_key,
        grows=grows,
        middle=name in _TELLING_AT_BOTH_ENDS,
        right=bool(values) and all(_number(value) is not None for value in values),
        help="a field of the query",
    )


def _widest_text(names: Sequence[str], rows: Sequence[QueryRow]) -> str:
    """The field of text whose values need the most room; numbers never grow."""
    found = {name: _values(name, rows) for name in names}
    texts = [name for name, values in found.items() if any(_number(value) is None for value in values)]
    return max(texts, key=lambda name: max(len(value) for value in found[name]), default="")


def _values(name: str, rows: Sequence[QueryRow]) -> list[str]:
    return [value for row in rows[:MEASURED] if (value := row.value(name)) is not None]


def _word(name: str, taken: set[str]) -> str:
    """What is typed for a field in a filter: ``count(*)`` is ``count``, and of two equal ones the second has a 2."""
    word = _NOT_OF_A_WORD.sub("-", name.lower()).strip("-_") or "field"
    word = word if word[0].isascii() and word[0].isalpha() else f"f-{word}"
    found, number = word, 1
    while found in taken:
        number += 1
        found = f"{word}-{number}"
    taken.add(found)
    return found


def _number(value: str) -> float | None:
    if len(value) > 30:
        return None
    try:
        found = float(value)
    except ValueError:
        return None
    return found if found - found == 0 else None
