"""The commands of a query, read and applied: ``fields``, ``filter``, ``parse``, ``stats`` and the others."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from fargate_tui.demo.logs.insights.expressions import Expression, Reader
from fargate_tui.demo.logs.insights.tokens import BadQuery
from fargate_tui.demo.logs.insights.values import Row, Value, order, text, truth

Read = TypeVar("Read")
EachRow = Callable[[Row], Row | None]
"""Makes another row of a row, or drops it."""
AllRows = Callable[[list[Row]], list[Row]]

_DEFAULT = ("@timestamp", "@message")
_LONGEST = 10_000


@dataclass(slots=True)
class Query:
    """A query as understood."""

    each: list[EachRow] = field(default_factory=list)
    """What is done to each event as it is read."""
    then: list[AllRows] = field(default_factory=list)
    """What is done to all rows thereafter, in order."""
    names: list[str] = field(default_factory=list)
    """The fields that are shown."""

    def read(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The rows that go on to what is done to all of them."""
        for row in rows:
            if (kept := _through(self.each, row)) is not None:
                yield kept

    def finish(self, rows: Sequence[Row], limit: int) -> list[list[dict[str, str]]]:
        """The results of the rows that were read, as GetQueryResults has them."""
        found = list(rows)
        for made in self.then:
            found = made(found)
        return [_result(row, self.names or _DEFAULT) for row in found[:limit]]

    def add(self, each: EachRow) -> None:
        """Do it to each row: as it is read, or behind what is done to all."""
        if self.then:
            self.then.append(lambda rows: [kept for row in rows if (kept := each(row)) is not None])
        else:
            self.each.append(each)


def understand(query: str) -> Query:
    """The query of a text; raises BadQuery."""
    if len(query) > _LONGEST:
        raise BadQuery("the query is longer than 10000 characters", _LONGEST, len(query))
    reader, found = Reader(query), Query()
    while True:
        command = reader.take()
        read = _COMMANDS.get(command.text.lower()) if command.kind == "name" else None
        if read is None:
            raise reader.lost(command)
        read(reader, found)
        if reader.next.kind == "end":
            return found
        reader.need("|")


def _fields(reader: Reader, query: Query) -> None:
    chosen = _several(reader.named, reader)
    query.names += [name for name, _ in chosen if name not in query.names]
    query.add(lambda row: row.has({name: made(row) for name, made in chosen}))


def _display(reader: Reader, query: Query) -> None:
    query.names = _several(reader.name, reader)


def _filter(reader: Reader, query: Query) -> None:
    holds = reader.expression()
    query.add(lambda row: row if truth(holds(row)) else None)


def _parse(reader: Reader, query: Query) -> None:
    of = reader.name()
    token = reader.take()
    if token.kind == "regex":
        pattern = reader.regex(token)
        places = dict(pattern.groupindex)
        if not places:
            raise reader.lost(token)
    elif token.kind == "string":
        pattern = re.compile(_glob(token.text), re.DOTALL)
        if not reader.word("as"):
            raise reader.lost()
        names = _several(reader.name, reader)
        if len(names) != pattern.groups:
            raise reader.lost(token)
        places = {name: number for number, name in enumerate(names, 1)}
    else:
        raise reader.lost(token)
    query.add(partial(_parsed, of, pattern, places))


def _glob(text_: str) -> str:
    """What the asterisks of a glob stand for; the last one takes the rest where nothing follows it."""
    parts = [re.escape(part) for part in text_.split("*")]
    if len(parts) > 1 and not parts[-1]:
        return "(.*?)".join(parts[:-1]) + "(.*)"
    return "(.*?)".join(parts)


def _parsed(of: str, pattern: re.Pattern[str], places: Mapping[str, int], row: Row) -> Row:
    value = row.get(of)
    found = pattern.search(text(value)) if value is not None else None
    return row if found is None else row.has({name: found[place] for name, place in places.items()})


def _stats(reader: Reader, query: Query) -> None:
    made = _several(lambda: reader.named(reckons=True), reader)
    by = _several(reader.named, reader) if reader.word("by") else []
    query.names = [name for name, _ in (*by, *made)]
    query.then.append(partial(_grouped, made, by))


def _grouped(
    made: Sequence[tuple[str, Expression]], by: Sequence[tuple[str, Expression]], rows: list[Row]
) -> list[Row]:
    groups: dict[tuple[str, ...], tuple[list[Value], list[Row]]] = {} if by or rows else {(): ([], [])}
    for row in rows:
        values = [each(row) for _, each in by]
        groups.setdefault(tuple(map(text, values)), (values, []))[1].append(row)
    return [
        Row(
            {name: value for (name, _), value in zip(by, values, strict=True)}
            | {name: each(members) for name, each in made}
        )
        for values, members in groups.values()
    ]


def _sort(reader: Reader, query: Query) -> None:
    def key() -> tuple[Expression, bool]:
        _, by = reader.named()
        if reader.word("desc"):
            return by, True
        reader.word("asc")
        return by, False

    query.then.append(partial(_sorted, _several(key, reader)))


def _sorted(keys: Sequence[tuple[Expression, bool]], rows: list[Row]) -> list[Row]:
    for by, descending in reversed(keys):
        present = [(order(value), row) for row in rows if (value := by(row)) is not None]
        absent = [row for row in rows if by(row) is None]
        present.sort(key=lambda found: found[0], reverse=descending)
        rows = [row for _, row in present] + absent
    return rows


def _limit(reader: Reader, query: Query) -> None:
    token = reader.take()
    if token.kind != "number" or not token.text.isdecimal() or int(token.text) < 1:
        raise reader.lost(token)
    query.then.append(lambda rows: rows[: int(token.text)])


def _dedup(reader: Reader, query: Query) -> None:
    names = _several(reader.name, reader)

    def first_of_each(rows: list[Row]) -> list[Row]:
        first: dict[tuple[str, ...], Row] = {}
        for row in rows:
            first.setdefault(tuple(text(row.get(name)) for name in names), row)
        return list(first.values())

    query.then.append(first_of_each)


_COMMANDS: dict[str, Callable[[Reader, Query], None]] = {
    "fields": _fields,
    "display": _display,
    "filter": _filter,
    "parse": _parse,
    "stats": _stats,
    "sort": _sort,
    "limit": _limit,
    "dedup": _dedup,
}


def _through(each: Iterable[EachRow], row: Row) -> Row | None:
    found: Row | None = row
    for made in each:
        if found is None:
            return None
        found = made(found)
    return found


def _several(read: Callable[[], Read], reader: Reader) -> list[Read]:
    """What is read once, and again behind every comma."""
    found = [read()]
    while reader.sign(","):
        found.append(read())
    return found


def _result(row: Row, names: Sequence[str]) -> list[dict[str, str]]:
    found = [(name, row.get(name)) for name in names]
    told = [{"field": name, "value": text(value)} for name, value in found if value is not None]
    return [*told, {"field": "@ptr", "value": text(row.get("@ptr"))}] if row.event is not None else told
