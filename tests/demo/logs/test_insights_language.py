"""The query language of Logs Insights, as far as the local AWS knows it."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fargate_tui.demo.logs.insights.commands import understand
from fargate_tui.demo.logs.insights.tokens import BadQuery
from fargate_tui.demo.logs.insights.values import Row
from fargate_tui.demo.logs.streams import Event
from fargate_tui.fargate.logs.insights import READY, ready_queries

MINUTE = 60_000
START = 1_795_403_520_000
"""2026-11-23 03:12 UTC."""
SAID = (
    "ERROR no database",
    "GET /cart 200 12ms",
    "GET /cart 502 480ms",
    '{"level":"error","status":502,"ms":480,"user":{"id":"ada"},"tags":["a","b"],"ok":true}',
    '{"level":"info","status":200,"ms":9.5,"user":{"id":"bob"}}',
    '{"level":"info","status":204,"ms":30,"user":{"id":"ada"}}',
    '{"level":"error","msg":"cut off',
)


def rows(*said: str) -> list[Row]:
    """Lines a minute apart, the newest first as a query reads them."""
    events = (
        Event(START + at * MINUTE, f"web/api/{at % 2}", at, message, START + at * MINUTE + 700)
        for at, message in enumerate(said)
    )
    return [Row({}, event, "123456789012:/ecs/web") for event in events][::-1]


def ran(query: str, *said: str, limit: int = 10_000) -> list[dict[str, str]]:
    understood = understand(query)
    found = understood.finish(list(understood.read(rows(*(said or SAID)))), limit)
    return [{each["field"]: each["value"] for each in row} for row in found]


def values(query: str, name: str, *said: str) -> list[str | None]:
    return [row.get(name) for row in ran(query, *said)]


def numbers(query: str) -> set[int]:
    """Which lines a query finds."""
    return {SAID.index(row["@message"]) for row in ran(query)}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ('@message like "ERROR"', {0}),
        ("@message like 'ERROR'", {0}),
        ("@message like /(?i)error/", {0, 3, 6}),
        ("@message =~ /5\\d\\d/", {2, 3}),
        ("@message not like /(?i)error/", {1, 2, 4, 5}),
        ("not @message like /(?i)error/", {1, 2, 4, 5}),
        ("status = 502", {3}),
        ("status != 502", {4, 5}),
        ("status >= 204", {3, 5}),
        ("status < 204 or level = 'error'", {3, 4}),
        ("(status < 204 or level = 'error') and user.id = 'ada'", {3}),
        ("level in ['error', \"warn\"]", {3}),
        ("status not in [502, 204]", {0, 1, 2, 4, 6}),
        ("ispresent(user.id)", {3, 4, 5}),
        ("not ispresent(user.id)", {0, 1, 2, 6}),
        ("tags.1 = 'b'", {3}),
        ("ok = 'true'", {3}),
        ("ms > 9 and ms < 10", {4}),
        ("ms / 10 = 48", {3}),
        ("ms * 2 - 1 = 59", {5}),
        ("strlen(@message) = 17", {0}),
        ("strcontains(@message, 'cart')", {1, 2}),
        ("toupper(level) = 'ERROR'", {3}),
        ("coalesce(nothing, level) = 'error'", {3}),
        ("@logStream = 'web/api/1'", {1, 3, 5}),
        ("@log = '123456789012:/ecs/web'", set(range(7))),
        ("ms = -1", set()),
        ("ms / 0 = 1", set()),
    ],
)
def test_filters(condition: str, expected: set[int]) -> None:
    assert numbers(f"filter {condition}") == expected


def test_without_fields_time_and_message_are_told_newest_first_each_with_its_pointer() -> None:
    found = ran("limit 2")
    assert [list(row) for row in found] == [["@timestamp", "@message", "@ptr"]] * 2
    assert [row["@message"] for row in found] == [SAID[6], SAID[5]]
    assert found[0]["@timestamp"] == "2026-11-23 03:18:00.000"
    assert found[0]["@ptr"] != found[1]["@ptr"]


def test_fields_add_up_and_display_chooses() -> None:
    assert list(ran("fields @timestamp, status | fields ms as took, ms * 2 | filter status = 502")[0]) == [
        "@timestamp", "status", "took", "ms * 2", "@ptr",
    ]  # fmt: skip
    assert ran("fields @message, ms * 2 as twice | display twice | filter ms = 30")[0] == {
        "twice": "60", "@ptr": ran("filter ms = 30")[0]["@ptr"],
    }  # fmt: skip


def test_a_field_that_an_event_lacks_is_left_out() -> None:
    assert [list(row) for row in ran("fields status, user.id | filter @message like 'cart'")] == [["@ptr"]] * 2


def test_parse_by_glob_and_by_regular_expression() -> None:
    glob = 'parse @message "* * * *ms" as method, path, answer, took | filter answer = 502'
    assert values(f"{glob} | display path, took", "took") == ["480"]
    named = r"parse @message /(?<path>\/\w+) (?<answer>\d+)/ | filter answer = 200 | display path"
    assert values(named, "path") == ["/cart"]
    kind = r"parse @message /(?<kind>[\w.]+(Exception|Error))/ | display kind"
    assert values(kind, "kind", "a.b.TimeoutError: no", "fine") == [None, "a.b.TimeoutError"]


@pytest.mark.parametrize(
    ("stats", "expected"),
    [
        ("count(*)", {"count(*)": "7"}),
        ("count(ms) as n", {"n": "3"}),
        ("count_distinct(user.id) as n", {"n": "2"}),
        ("avg(ms) as n", {"n": "173.1667"}),
        ("min(ms) as low, max(ms) as high", {"low": "9.5", "high": "480"}),
        ("sum(ms) as n", {"n": "519.5"}),
        ("pct(ms, 50) as n", {"n": "30"}),
        ("pct(ms, 95) as n", {"n": "480"}),
        ("median(ms) as n", {"n": "30"}),
        ("sum(ms) / count(ms) as n", {"n": "173.1667"}),
        ("latest(level) as n", {"n": "info"}),
        ("earliest(level) as n", {"n": "error"}),
        ("max(@timestamp) as n", {"n": str(START + 6 * MINUTE)}),
        ("avg(nothing) as n", {}),
    ],
)
def test_statistics(stats: str, expected: dict[str, str]) -> None:
    assert ran(f"stats {stats}") == [expected]


def test_groups_sorted_and_limited() -> None:
    assert ran("stats count(*) as lines by level | sort lines desc") == [
        {"lines": "4"}, {"level": "info", "lines": "2"}, {"level": "error", "lines": "1"},
    ]  # fmt: skip
    assert ran("stats count(*) as lines by bin(5m) as time | sort time asc") == [
        {"time": "2026-11-23 03:10:00.000", "lines": "3"}, {"time": "2026-11-23 03:15:00.000", "lines": "4"},
    ]  # fmt: skip
    by_two = "stats max(ms) as slowest by level, user.id | filter slowest > 0 | sort slowest desc | limit 2"
    assert values(by_two, "user.id") == ["ada", "ada"]


def test_sorting_by_several_keys_puts_what_is_missing_last() -> None:
    assert values("fields status | sort status desc, @timestamp asc | limit 4", "status") == ["502", "204", "200", None]
    assert values("fields status | sort status | limit 1", "status") == ["200"]


def test_dedup_keeps_the_first_of_each() -> None:
    assert values("filter ispresent(level) | dedup level | display level", "level") == ["info", "error"]


def test_comments_lines_and_backticks() -> None:
    query = (
        "fields @message # what was said\n| parse @message 'GET * *' as `the path`, rest\n| filter `the path` = '/cart'"
    )
    assert len(ran(query)) == 2


def test_of_one_group_nothing_is_told_where_nothing_is_found() -> None:
    assert ran("filter @message like 'never' | stats count(*) by level") == []


@pytest.mark.parametrize(
    ("query", "symbol", "start"),
    [
        ("", "<EOF>", 0),
        ("felds @message", "felds", 0),
        ("fields @message |", "<EOF>", 17),
        ("fields @message | filtr x = 1", "filtr", 18),
        ("filter @message like ERROR", "ERROR", 21),
        ("filter (a = 1", "<EOF>", 13),
        ("filter a = 1 b", "b", 13),
        ("stats cuont(*) by bin(5m)", "cuont", 6),
        ("stats count(*) by bin(5)", "5", 22),
        ("limit many", "many", 6),
        ("filter @message like /error/i", "i", 28),
        ('parse @message "* *" as one', '"* *"', 15),
        ("fields a; b", ";", 8),
    ],
)
def test_what_is_wrong_is_told_with_its_place(query: str, symbol: str, start: int) -> None:
    with pytest.raises(BadQuery) as caught:
        understand(query)
    assert caught.value.message == f"unexpected symbol found {symbol} at line 1 and position {start}"
    assert (caught.value.start, caught.value.end) == (start, start + len(symbol) * (symbol != "<EOF>"))


def test_a_regular_expression_that_is_none() -> None:
    with pytest.raises(BadQuery, match="invalid regular expression"):
        understand("filter @message like /(/")


@pytest.mark.parametrize("ready", [*READY, *ready_queries("0123456789abcdef")], ids=lambda ready: ready.name)
def test_every_ready_query_is_understood_and_finds_what_it_is_for(ready: Any) -> None:
    said = (
        "accounts.tokens.KeyRotationError: key 2026-11 is not active yet",
        json.dumps({"level": "error", "path": "/cart", "status": 502, "ms": 480}),
    )
    found = ran(ready.text, *said)
    assert bool(found) is not ready.text.startswith("filter @logStream")


def place_of_mistake(query: str) -> tuple[int, int]:
    try:
        understand(query)
    except BadQuery as error:
        return error.start, error.end
    return 0, 0


@given(st.text(max_size=80))
def test_any_text_is_understood_or_told_to_be_wrong_within_it(text: str) -> None:
    start, end = place_of_mistake(text)
    assert 0 <= start <= end <= len(text)


WORDS = (
    *("filter", "stats", "count(*)", "by", "bin(5m)", "|", "sort", "desc", "limit", "3", "@message", "like", "/a/"),
    *("'b'", "=", "and", "not", "(", ")", ",", "as", "x", "in", "[", "]", "level", "avg(ms)", "fields", "dedup"),
)


@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join))
def test_what_is_understood_can_be_run(query: str) -> None:
    try:
        understand(query)
    except BadQuery:
        return
    for row in ran(query):
        assert all(isinstance(value, str) for value in row.values())


@given(st.lists(st.integers(0, 999), min_size=1, max_size=40))
def test_statistics_agree_with_python(took: list[int]) -> None:
    said = [json.dumps({"ms": each}) for each in took]
    (row,) = ran("stats count(*) as n, sum(ms) as total, min(ms) as low, max(ms) as high, pct(ms, 100) as all", *said)
    assert row == {
        "n": str(len(took)), "total": str(sum(took)), "low": str(min(took)), "high": str(max(took)),
        "all": str(max(took)),
    }  # fmt: skip
    assert values("fields ms | sort ms desc", "ms", *said) == [str(each) for each in sorted(took, reverse=True)]
