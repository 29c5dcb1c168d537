"""Times, tags, folds, bodies and windows of the log view, each by itself."""

from datetime import UTC, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fargate_tui.format import cell_width, visible
from fargate_tui.widgets.lines import plain
from fargate_tui.widgets.log_body import body_of
from fargate_tui.widgets.log_folds import LONG, Folds
from fargate_tui.widgets.log_tags import Tags, shared_beginning
from fargate_tui.widgets.log_text import saved_lines
from fargate_tui.widgets.log_times import MODES, clock, iso, time_text, width
from fargate_tui.widgets.log_window import Window
from fargate_tui.widgets.log_words import marker, understood
from tests.widgets.log_lines import log_line, mark
from tests.widgets.terminal_app import NOW

AT = int(NOW.timestamp() * 1000) + 7
TOKYO = timezone(timedelta(hours=9))


@pytest.mark.parametrize(
    ("zone", "date", "exact", "text"),
    [
        (UTC, False, False, "03:12:00"),
        (UTC, True, True, "11-23 03:12:00.007"),
        (TOKYO, True, False, "11-23 12:12:00"),
    ],
)
def test_a_time_of_day(zone: timezone, date: bool, exact: bool, text: str) -> None:
    assert clock(AT, zone, date=date, exact=exact) == text


def test_the_column_of_times_is_as_wide_as_it_says() -> None:
    for mode in MODES:
        for date in (False, True):
            for exact in (False, True):
                text = time_text(mode, AT, NOW, date=date, exact=exact)
                assert len(text) == width(mode, date=date, exact=exact), mode
    assert time_text("relative", AT - 130_000, NOW) == "  2m"
    assert time_text("utc", AT, NOW) == "03:12:00Z"
    assert iso(AT) == "2026-11-23T03:12:00.007Z"


def test_tags_are_as_short_as_tells_tasks_apart() -> None:
    tags = Tags()
    tags.learn("", "")
    tags.learn("1a2b3c4d5e6f", "api")
    assert (tags.width, tags.text(log_line("x"))) == (0, ""), "one source needs no tag"
    tags.learn("99ff00aa11bb", "api")
    assert tags.text(log_line("x")) == "1a2b"
    tags.learn("1a2b3f0000", "api")
    assert tags.text(log_line("x")) == "1a2b3c"
    tags.learn("1a2b3c4d5e6f", "a-sidecar-of-some-length")
    first = log_line("x", container="a-sidecar-of-some-length")
    assert tags.text(first) == "1a2b3c a-side…ength"
    assert {cell_width(tags.text(line)) for line in (first, log_line("y", container="api"))} == {tags.width}
    assert tags.tone(log_line("x")) != tags.tone(log_line("x", task_id="99ff00aa11bb"))
    assert tags.tone(log_line("x")) == tags.tone(first)


def test_what_all_containers_begin_with_is_left_out() -> None:
    assert shared_beginning({"shop-api", "shop-worker"}) == len("shop-")
    assert shared_beginning({"web", "worker"}) == 0, "a part of a word says nothing by itself"
    assert shared_beginning({"a.b-c", "a.b-d"}) == 4
    tags = Tags()
    tags.learn("1a2b3c4d5e6f", "shop-api")
    tags.learn("1a2b3c4d5e6f", "shop-worker")
    assert tags.text(log_line("x", container="shop-api")) == "1a2b api   "


@given(st.text(max_size=200).map(visible), st.integers(1, 30))
def test_folds_hold_every_character_once_and_fit(text: str, room: int) -> None:
    folds = Folds(text, room)
    ranges = [folds[row] for row in range(len(folds))]
    assert "".join(text[start:end] for start, end in ranges) == text
    assert all(end > start for start, end in ranges) or not text
    for start, end in ranges:
        piece = text[start:end].rstrip(" ␊")
        assert cell_width(piece) <= room or len(piece) == 1


@given(st.sampled_from(("x", "é", "日", "\x1b")), st.integers(2, 200))
def test_a_line_of_a_megabyte_is_folded_by_arithmetic(character: str, room: int) -> None:
    text = character * (LONG + 1000)
    folds = Folds(text, room)
    assert folds[0][0] == 0
    assert folds[len(folds) - 1][1] == len(text)
    assert all(folds[row][1] == folds[row + 1][0] for row in range(len(folds) - 1))
    assert cell_width(visible(text[slice(*folds[1])])) <= room


def test_a_stack_trace_is_folded_at_its_lines() -> None:
    text = visible("Error: boom\n    at a (x.js:1)\n    at b (y.js:2)")
    folds = Folds(text, 40)
    assert [text[slice(*folds[row])] for row in range(len(folds))] == [
        "Error: boom␊",
        "    at a (x.js:1)␊",
        "    at b (y.js:2)",
    ]


def test_json_says_its_message_and_then_its_fields() -> None:
    line = log_line('{"time":"t","level":"warn","msg":"slow [query]","ms":12,"sql":"select 1","empty":""}')
    body = body_of(line, 1, (), raw=False)
    assert body.text == 'slow [query] ms=12 sql="select 1" empty=""'
    assert body.level == "warn"
    assert [span.tone for span in body.spans] == ["warn", *["muted"] * 6]
    assert body_of(line, 1, ("ms",), raw=False).text == 'slow [query] sql="select 1" empty=""'
    assert body_of(line, 3, (), raw=True).text == f"×3 {line.text}"
    values = body_of(log_line("level=error a=1 b=2"), 1, (), raw=False)
    assert values.spans == (("a=", "muted"), ("1", "bad"), (" b=", "muted"), ("2", "bad")), "no message: values are it"
    assert body_of(log_line("plain \x1b[31mred"), 1, (), raw=False).text == "plain ␛[31mred"


@given(st.text(max_size=60))
def test_whatever_a_line_holds_its_body_is_harmless(text: str) -> None:
    for raw in (False, True):
        body = body_of(log_line(text), 1, (), raw=raw)
        shown = plain(body.piece(0, len(body.text)))
        assert visible(shown) == shown


def test_saved_text_is_harmless_or_as_it_was_written() -> None:
    line = log_line("a\x1b[2Jb\ud800", container="api")
    assert list(saved_lines([line, mark("gap")])) == [
        "2026-11-23T03:02:00.000Z 1a2b3c4d5e6f api a␛[2Jb�\n",
        "2026-11-23T03:02:00.000Z ── gap ──\n",
    ]
    (raw,) = saved_lines([line], raw=True)
    assert raw.endswith("a\x1b[2Jb?\n")
    assert raw.encode()


@given(st.lists(st.integers(1, 5), max_size=12), st.integers(1, 8), st.lists(st.integers(-9, 9), max_size=12))
def test_a_window_moves_as_over_one_long_list_of_rows(heights: list[int], page: int, moves: list[int]) -> None:
    flat = [(entry, row) for entry, height in enumerate(heights) for row in range(height)]
    window = Window(lambda: len(heights), lambda entry: heights[entry])
    window.page = page
    top, last = 0, max(0, len(flat) - page)
    assert window.end == (flat[last] if flat else (0, 0))
    for by in moves:
        top = max(0, min(top + by, last))
        window.move(by)
        assert window.rows() == flat[top : top + page]


@pytest.mark.parametrize(
    ("words", "found", "missed"),
    [
        (
            "status=50",
            ['{"status":502}', '{"Status" : "500"}', "status=504 x", "STATUS=50"],
            ["status 50", '{"status":200}'],
        ),
        ('msg="a b"', ['{"msg":"a b"}', 'msg="a b" x=1'], ['{"msg":"a c"}']),
        ("a.b=1", ['{"a.b":1}', "a.b=1"], ['{"axb":1}']),
        ("plain text", ["some PLAIN text"], ["plaintext"]),
        ("/^x=\\d$/", ["x=1"], ["x=12", '{"x":1}']),
    ],
)
def test_a_field_is_found_as_it_is_shown_and_as_it_was_written(words: str, found: list[str], missed: list[str]) -> None:
    wanted, marks = understood(words), marker(words)
    assert marks is not None
    for text in found:
        assert wanted.matches(text), text
        assert marks.search(text), text
    for text in missed:
        assert not wanted.matches(text), text


def test_a_field_that_is_seen_is_found_by_typing_it() -> None:
    line = log_line('{"msg":"hi","status":502,"user":"ann b"}')
    for typed in ("status=502", 'user="ann b"', "user=ann b", "status=5"):
        assert understood(typed).matches(line.text), typed
