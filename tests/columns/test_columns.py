import unicodedata
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fargate_tui.columns import clusters, containers, requests, services, task_definitions, tasks
from fargate_tui.columns.column import Column
from fargate_tui.columns.finding import GLYPHS, RANKS, TONES, is_problem
from fargate_tui.columns.layout import GAP, GUTTER, lay_out
from fargate_tui.fargate.records import Container
from fargate_tui.fargate.requests import Billed, OperationCalls, RequestRow
from fargate_tui.fargate.rows import ClusterRow, Finding, ServiceRow, TaskDefinitionRow, TaskRow
from fargate_tui.widgets.line_view import TONES as DRAWN

NOW = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)
LISTS: list[tuple[tuple[Column[Any], ...], type[msgspec.Struct]]] = [
    (clusters.COLUMNS, ClusterRow),
    (services.COLUMNS, ServiceRow),
    (tasks.COLUMNS, TaskRow),
    (tasks.ACROSS, TaskRow),
    (task_definitions.COLUMNS, TaskDefinitionRow),
    (task_definitions.REVISIONS, TaskDefinitionRow),
    (requests.COLUMNS, RequestRow),
    (containers.COLUMNS, Container),
]
lists = pytest.mark.parametrize(("columns", "kind"), LISTS, ids=lambda value: getattr(value, "__name__", ""))

foreign = st.text(st.sampled_from("ab \x1b[0m\u202e\u200b\n日👍\ud800:/"), max_size=12)
moments = st.datetimes(datetime(2026, 11, 1), datetime(2026, 11, 22)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001
severities = st.sampled_from(list(GLYPHS))


def operations() -> st.SearchStrategy[OperationCalls]:
    numbers, seconds = st.integers(0, 20_000), st.none() | st.floats(0, 100)
    return st.builds(
        OperationCalls,
        action=foreign,
        name=foreign,
        bucket=foreign,
        burst=numbers,
        refill=st.integers(1, 50),
        minutes=st.lists(st.tuples(numbers, numbers), max_size=3).map(tuple),
        median=seconds,
        worst=seconds,
        billed=st.none() | st.builds(Billed, unit=foreign, terms=foreign, amount=numbers, dollars=seconds),
    )


def rows_of(kind: type[msgspec.Struct]) -> st.SearchStrategy[Any]:
    members: dict[str, st.SearchStrategy[Any]] = {}
    for field in msgspec.structs.fields(kind):
        of = str(field.type)
        if field.name == "finding":
            members[field.name] = st.builds(Finding, severity=severities, word=foreign, why=foreign)
        elif field.name == "calls":
            members[field.name] = operations()
        elif "datetime" in of:
            members[field.name] = st.none() | moments
        elif "tuple[int" in of:
            members[field.name] = st.lists(st.integers(0, 255), max_size=3).map(tuple)
        elif "tuple" in of:
            members[field.name] = st.lists(foreign, max_size=3).map(tuple)
        elif "int" in of:
            members[field.name] = (
                st.integers(0, 20000) if field.required or field.default == 0 else st.none() | st.integers(0, 300)
            )
        else:
            members[field.name] = foreign if "None" not in of else st.none() | foreign
    return st.builds(kind, **members)


@lists
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_cells_are_harmless_whatever_aws_sends(
    columns: tuple[Column[Any], ...], kind: type[msgspec.Struct], data: st.DataObject
) -> None:
    row = data.draw(rows_of(kind))
    for column in columns:
        for text in (column.text(row, NOW), column.searched(row) if column.searched else ""):
            assert {unicodedata.category(character) for character in text}.isdisjoint({"Cc", "Cf", "Cs", "Zl", "Zp"})
        assert column.tone(row) in ("", *DRAWN)


def _text(column: Column[Any], row: Any) -> str:
    return column.text(row, NOW)


@lists
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_any_rows_can_be_sorted_by_any_column(
    columns: tuple[Column[Any], ...], kind: type[msgspec.Struct], data: st.DataObject
) -> None:
    rows = data.draw(st.lists(rows_of(kind), max_size=5))
    for column in columns:
        key = column.sort_key or partial(_text, column)
        there = [found for row in rows if (found := key(row)) is not None]
        backwards = there[::-1]
        assert sorted(there) == sorted(backwards), column.id


@lists
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_only_columns_that_say_so_age(
    columns: tuple[Column[Any], ...], kind: type[msgspec.Struct], data: st.DataObject
) -> None:
    row = data.draw(rows_of(kind))
    for column in columns:
        if not column.ages:
            assert column.text(row, NOW) == column.text(row, NOW + timedelta(days=40))


@lists
def test_declarations_hold_together(columns: tuple[Column[Any], ...], kind: type[msgspec.Struct]) -> None:
    ids = [column.id for column in columns]
    assert len(set(ids)) == len(ids)
    assert sum(column.grows for column in columns) <= 1
    for column in columns:
        assert column.id == column.id.lower()
        assert " " not in column.id
        assert column.title == column.title.upper()
        assert len(column.title) <= column.width
        assert column.sort_key is not None or not column.ages, "a sort key must not depend on the time"


@lists
def test_lists_fit_80_columns_without_scrolling(columns: tuple[Column[Any], ...], kind: type[msgspec.Struct]) -> None:
    layout = lay_out(columns, 79, wide=False)
    assert layout.width == 79
    growing = [slot.width for slot in layout.slots if slot.column.grows]
    assert all(width >= 18 for width in growing)
    assert sum(slot.width + GAP for slot in layout.slots) - GAP + GUTTER <= 79


def test_tasks_use_the_room_of_120_columns() -> None:
    shown = [slot.column.id for slot in lay_out(tasks.COLUMNS, 119, wide=False).slots]
    assert shown == [
        "severity", "task", "status", "health", "target", "zone", "private", "public", "revision", "age", "why",
    ]  # fmt: skip


def test_tasks_of_several_services_say_what_they_belong_to() -> None:
    assert {column.id for column in tasks.ACROSS} == {column.id for column in tasks.COLUMNS}
    assert "group" in [slot.column.id for slot in lay_out(tasks.ACROSS, 79, wide=False).slots]


def test_addresses_are_sorted_as_numbers() -> None:
    column = next(column for column in tasks.COLUMNS if column.id == "private")
    assert column.sort_key is not None
    rows = [
        TaskRow(arn=ip, id="", cluster="", finding=Finding(severity="ok", word=""), private_ip=ip)
        for ip in ("10.0.0.17", "10.0.0.9", "9.0.0.0")
    ]
    assert [row.private_ip for row in sorted(rows, key=column.sort_key)] == ["9.0.0.0", "10.0.0.9", "10.0.0.17"]


def test_every_severity_has_a_glyph_of_its_own() -> None:
    assert GLYPHS.keys() == TONES.keys() == RANKS.keys()
    assert len(set(GLYPHS.values())) == len(GLYPHS)


def test_rows_without_a_finding_are_no_problem() -> None:
    assert not is_problem(TaskDefinitionRow(arn="a", name="web", family="web"))
