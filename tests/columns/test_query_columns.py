"""Columns made from what a query has found."""

from datetime import UTC, datetime

from fargate_tui.columns.query import query_columns
from fargate_tui.fargate.logs.insights import QueryRow

NOW = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)


def rows(*found: dict[str, str]) -> tuple[QueryRow, ...]:
    return tuple(QueryRow(number=at, fields=tuple(fields.items())) for at, fields in enumerate(found))


def test_a_column_for_each_field_in_order_as_wide_as_its_values() -> None:
    time, count, message = query_columns(rows({"@timestamp": "12:00", "count(*)": "7"}, {"@message": "x" * 500}))
    assert [column.title for column in (time, count, message)] == ["@timestamp", "count(*)", "@message"]
    assert [column.id for column in (time, count, message)] == ["timestamp", "count", "message"]
    assert (time.width, message.width) == (len("@timestamp") + 1, 40)
    assert (count.right, time.right, message.grows) == (True, False, True)


def test_values_are_sorted_as_numbers_where_they_are_and_missing_ones_are_told() -> None:
    found = rows({"n": "9"}, {"n": "10"}, {"n": "x"}, {"m": "1"})
    column = query_columns(found)[0]
    keys = [column.sort_key(row) if column.sort_key else None for row in found]
    assert keys[3] is None
    assert sorted(key for key in keys if key is not None) == keys[:3]


def test_names_that_look_alike_stay_apart_and_hostile_ones_are_harmless() -> None:
    columns = query_columns(rows({"a b": "1", "a-b": "2", "*": "3", "9": "4", "\x1b[2J": "5"}))
    assert [column.id for column in columns] == ["a-b", "a-b-2", "field", "f-9", "f-2j"]
    assert columns[-1].title == "␛[2J"


def test_the_widest_text_grows_where_there_is_no_message_but_never_a_number() -> None:
    columns = query_columns(rows({"path": "/cart/checkout", "n": "123456789012345678901234567890"}))
    assert [column.grows for column in columns] == [True, False]
    assert not any(column.grows for column in query_columns(rows({"n": "1"})))


def test_rows_without_fields_are_numbered_and_no_rows_have_no_columns() -> None:
    (column,) = query_columns(rows({}, {}))
    assert [column.text(row, NOW) for row in rows({}, {})] == ["1", "2"]
    assert query_columns(()) == ()
