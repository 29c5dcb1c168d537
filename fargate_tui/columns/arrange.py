"""Filters and sorts the rows of a table. Pure; 10,000 rows take some 20 ms (tests/bench)."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar

from fargate_tui.columns.arrangement import Arrangement
from fargate_tui.columns.column import Column
from fargate_tui.columns.filter import Filter, Term, find_column, parse
from fargate_tui.columns.finding import is_problem

Row = TypeVar("Row")

_FORGET_BEYOND = 2
"""How many times as many rows as there are may be remembered before those that are gone are forgotten."""


class Haystacks(Generic[Row]):
    """What plain text is looked for in, per row object: all cells that do not age, and the ARN, in lower case."""

    def __init__(self, columns: Sequence[Column[Row]], key: Callable[[Row], str]) -> None:
        self._cells = tuple(_reader(column) for column in columns if not column.ages)
        self._key = key
        self._texts: dict[int, tuple[Row, str]] = {}

    def of(self, row: Row, now: datetime) -> str:
        """The text in which the row is looked for."""
        known = self._texts.get(id(row))
        if known is not None:
            return known[1]  # the entry holds the row, so no other object can have its id
        text = "\n".join([*(cell(row, now) for cell in self._cells), self._key(row)]).lower()
        self._texts[id(row)] = (row, text)
        return text

    def forget_all_but(self, rows: Sequence[Row]) -> None:
        """Let go of rows that are gone, once they are many."""
        if len(self._texts) <= _FORGET_BEYOND * len(rows) + 256:
            return
        alive = {id(row) for row in rows}
        self._texts = {identity: entry for identity, entry in self._texts.items() if identity in alive}


def arrange(
    rows: Sequence[Row],
    arrangement: Arrangement,
    columns: Sequence[Column[Row]],
    now: datetime,
    *,
    key: Callable[[Row], str],
    haystacks: Haystacks[Row] | None = None,
) -> list[Row]:
    """The rows that are to be shown, in order.

    Sorting is stable, rows without a value come last either way, and ties are broken by `key`. Without a sort column
    the rows keep the order they came in. What is wrong with the arrangement is told by `problem`, and never raised.
    """
    kept: list[Row] = [row for row in rows if is_problem(row)] if arrangement.problems_only else list(rows)
    if arrangement.filter.strip():
        haystacks = haystacks or Haystacks(columns, key)
        kept = _matching(kept, parse(arrangement.filter, tuple(columns)), haystacks, now)
        haystacks.forget_all_but(rows)
    column = find_column(arrangement.sort, columns) if arrangement.sort else None
    return _sorted(kept, column, arrangement.descending, now, key) if column is not None else kept


def problem(arrangement: Arrangement, columns: Sequence[Column[Any]]) -> str:
    """What is wrong with an arrangement, in a sentence; empty where nothing is."""
    problems = [parse(arrangement.filter, tuple(columns)).problem]
    if arrangement.sort and find_column(arrangement.sort, columns) is None:
        problems.append(f'cannot sort: no column is called "{arrangement.sort}"')
    return "; ".join(filter(None, problems))


def _reader(column: Column[Row]) -> Callable[[Row, datetime], str]:
    searched = column.searched
    return column.text if searched is None else lambda row, _now: searched(row)


def _matching(rows: list[Row], wanted: Filter, haystacks: Haystacks[Row], now: datetime) -> list[Row]:
    for term in wanted.terms:
        text_of = _texts(term, haystacks, now)
        found_in, negated = term.found_in, term.negated
        rows = [row for row in rows if found_in(text_of(row)) is not negated]
    return rows


def _texts(term: Term, haystacks: Haystacks[Row], now: datetime) -> Callable[[Row], str]:
    if term.column is None:
        return lambda row: haystacks.of(row, now)
    read = _reader(term.column)
    return lambda row: read(row, now).lower()


def _sorted(
    rows: list[Row], column: Column[Row], descending: bool, now: datetime, key: Callable[[Row], str]
) -> list[Row]:
    value = column.sort_key or (lambda row: column.text(row, now).casefold())
    present: list[tuple[Any, Row]] = []
    absent: list[Row] = []
    for row in sorted(rows, key=key):
        if (found := value(row)) is None:
            absent.append(row)
        else:
            present.append((found, row))
    present.sort(key=lambda pair: pair[0], reverse=descending)  # reversing keeps ties in their order
    return [row for _, row in present] + absent
