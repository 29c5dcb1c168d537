import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fargate_tui.format import cell_width, visible
from fargate_tui.widgets.json_lines import json_lines
from fargate_tui.widgets.lines import Span, folds, hang, harmless, line, pair, part, plain
from fargate_tui.widgets.text_search import Match, find

spans = st.lists(st.builds(Span, st.text(max_size=8), st.sampled_from(["", "bad"])), max_size=5).map(tuple)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=20,
)


@given(json_values)
def test_json_lines_say_what_json_says(value: object) -> None:
    lines = [plain(spans) for spans in json_lines(value)]
    assert "\n".join(lines) == json.dumps(value, indent=2, ensure_ascii=False)


def test_json_has_tones() -> None:
    lines = list(json_lines({"a": 1, "b": "text", "c": [None]}))
    assert lines[1] == (Span("  "), Span('"a"', "key"), Span(": "), Span("1", "busy"), Span(",", "muted"))
    assert Span('"text"', "value") in lines[2]
    assert Span("null", "muted") in lines[4]


@given(spans, st.integers(0, 12), st.integers(0, 12))
def test_a_part_of_a_line_is_a_part_of_its_text(spans: tuple[Span, ...], start: int, end: int) -> None:
    assert plain(part(spans, start, end)) == plain(spans)[start:end]


@given(st.text(st.sampled_from("ab 日\u0301-"), max_size=30), st.integers(2, 12))
def test_folds_fit_and_lose_nothing(text: str, width: int) -> None:
    pieces = folds(text, width)
    assert "".join(text[start:end] for start, end in pieces) == text
    assert all(cell_width(text[start:end].rstrip(" ")) <= width for start, end in pieces)


def test_folds_break_after_blanks() -> None:
    text = "cannot describe target health"
    assert [text[start:end] for start, end in folds(text, 16)] == ["cannot describe ", "target health"]
    assert folds("", 10) == [(0, 0)]
    assert folds("abc", 0) == [(0, 3)]


@given(st.text(max_size=20))
def test_harmless_lines_are_visible(text: str) -> None:
    assert plain(harmless(line(text, "bad"))) == visible(text)


def test_pairs_stand_in_columns() -> None:
    assert plain(pair("cluster", "default")) == "cluster            default"


@pytest.mark.parametrize(
    ("pattern", "matches"),
    [
        ("", ()),
        ("WEB", (Match(0, 0, 3), Match(2, 4, 7))),
        ("/^w/", (Match(0, 0, 1),)),
        ("a[0]", (Match(1, 0, 4),)),
        ("/[/", (Match(1, 5, 8),)),
        ("/x*/", ()),
    ],
)
def test_find(pattern: str, matches: tuple[Match, ...]) -> None:
    assert find(pattern, ["web", "a[0] /[/", "the web"]) == matches


def test_what_is_folded_behind_a_name_stays_in_its_column() -> None:
    spans = pair("name", "one two three four five six", width=6)
    indent = hang(spans, 27)
    assert indent == 7
    text = plain(spans)
    parts = [text[start:end].rstrip() for start, end in folds(text, 27, indent)]
    assert parts == ["name   one two three four", "five six"]


def test_a_value_without_blanks_is_not_folded_away_from_its_name() -> None:
    text = plain(pair("name", "x" * 30, width=6))
    assert [text[start:end] for start, end in folds(text, 27, 7)] == ["name   " + "x" * 20, "x" * 10]


def test_a_name_that_leaves_little_room_or_is_none_hangs_nothing() -> None:
    assert hang(pair("name", "value", width=20), 30) == 0
    assert hang(line("text"), 30) == 0
    assert hang((), 30) == 0
