"""What is said of queries, and log groups as they are typed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fargate_tui.fargate.errors import MalformedQuery, NotAllowed
from fargate_tui.fargate.logs.insights import QueryResults, QueryStatistics
from fargate_tui.keys.keymap import USUAL
from fargate_tui.live.log_groups import LogGroup
from fargate_tui.live.log_queries import Asked, QueryState
from fargate_tui.screens.query_groups import candidates, chosen_groups, of_one_region, typed_groups
from fargate_tui.screens.query_lines import cost, groups_named, nothing_found, pointed, progress_line
from fargate_tui.widgets.lines import plain

NOW = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)
ASKED = Asked("limit 1", ("/ecs/web",), "us-east-1", NOW - timedelta(hours=1), NOW)
NOTHING = QueryStatistics()
READ = QueryStatistics(records_matched=12, records_scanned=4_567, bytes_scanned=2_500_000_000)


def state(status: str, *, is_over: bool, statistics: QueryStatistics = READ) -> QueryState:
    results = QueryResults(status=status, statistics=statistics)
    return QueryState(ASKED, NOW, NOW + timedelta(seconds=3.2), results, is_over=is_over)


@pytest.mark.parametrize(
    ("shown", "width", "expected"),
    [
        (
            state("Complete", is_over=True),
            100,
            "● complete · 2 rows · 2.5 GB scanned, about $0.013 · 12 of 4,567 lines match · 3.2s",
        ),
        (state("Complete", is_over=True), 60, "● complete · 2 rows · 2.5 GB scanned, about $0.013"),
        (state("Running", is_over=False), 70, "◔ running · 2 rows · esc cancels · 2.5 GB scanned, about $0.013"),
        (
            state("Scheduled", is_over=False, statistics=QueryStatistics()),
            80,
            "◔ scheduled · 2 rows · esc cancels · 3.2s",
        ),
        (state("Timeout", is_over=True), 40, "✗ timeout · 2 rows"),
        (replace(state("x", is_over=True), error=NotAllowed("a", "b")), 80, "✗ it did not run to its end: see below"),
    ],
)
def test_how_far_a_query_is(shown: QueryState, width: int, expected: str) -> None:
    assert plain(progress_line(shown, 2, "us-east-1", width)) == expected


@pytest.mark.parametrize(
    ("scanned", "region", "expected"),
    [
        (0, "us-east-1", "0 B scanned, below $0.001"),
        (812, "eu-west-1", "812 B scanned, billed"),
        (1e12, "us-east-1", "1.0 TB scanned, about $5.00"),
    ],
)
def test_what_it_costs(scanned: float, region: str, expected: str) -> None:
    assert cost(QueryStatistics(bytes_scanned=scanned), region) == expected


def test_where_a_query_is_wrong() -> None:
    expected = ["fields a|filtr b", "         ^^^^^"]
    alone, among = (MalformedQuery("run", "x", start=start, end=start + 5) for start in (9, 11))
    assert [plain(line) for line in pointed("fields a|filtr b", alone, 40)] == expected
    assert [plain(line) for line in pointed("a\nfields a|filtr b\nc", among, 40)] == expected
    assert pointed("fields a", MalformedQuery("run", "x"), 40) == ()


@given(st.text(max_size=120), st.integers(0, 200), st.integers(0, 200), st.integers(20, 120))
def test_the_caret_is_always_within_the_width(query: str, start: int, end: int, width: int) -> None:
    text, caret = pointed(query, MalformedQuery("run", "x", start=start, end=end), width)
    assert len(plain(caret)) <= width
    assert plain(caret).strip().strip("^") == ""
    assert "^" in plain(caret)
    assert "\n" not in plain(text)


def test_why_there_is_no_row() -> None:
    assert nothing_found(state("Running", is_over=False), "1h", USUAL) == "no row so far…"
    assert "ended as timeout" in nothing_found(state("Timeout", is_over=True), "1h", USUAL)
    malformed = replace(state("x", is_over=True), error=MalformedQuery("run", "x"))
    assert nothing_found(malformed, "1h", USUAL) == "the query was not run · mend it, ↵ runs it"


def test_log_groups_are_named_but_not_all() -> None:
    assert groups_named(["/a", "/b"]) == "/a, /b"
    assert groups_named([f"/{n}" for n in range(5)]) == "/0, /1, /2 and 2 more"


ARN = "arn:aws:logs:us-west-2:123456789012:log-group:/ecs/far"


def test_log_groups_as_they_are_typed() -> None:
    typed = typed_groups(f"/a  /a, eu-west-1:/b {ARN}:*")
    assert typed == (LogGroup("", "/a"), LogGroup("eu-west-1", "/b"), LogGroup("us-west-2", ARN))
    assert chosen_groups(typed) == f"/a eu-west-1:/b {ARN}"
    assert typed_groups(chosen_groups(typed)) == typed
    assert typed_groups("  ") == ()


def test_a_query_is_of_the_region_with_most_groups_and_of_fifty() -> None:
    two, one = [LogGroup("us-west-2", "/a"), LogGroup("us-west-2", "/b")], LogGroup("", "/c")
    assert of_one_region([one, *two]) == tuple(two)
    assert of_one_region([two[0], one]) == (one,)
    assert len(of_one_region([LogGroup("", f"/{n}") for n in range(60)])) == 50
    assert of_one_region([]) == ()


def test_the_last_word_is_completed() -> None:
    known = (LogGroup("", "/ecs/web"), LogGroup("", "/web"), LogGroup("eu-west-1", "/x"))
    assert [each.value for each in candidates("/x /w", known)] == ["/x /web", "/x /ecs/web"]
    assert [each.value for each in candidates("web", known)] == ["/ecs/web", "/web"]
    assert [each.value for each in candidates("/web ", known)] == ["/web /ecs/web", "/web eu-west-1:/x"]
