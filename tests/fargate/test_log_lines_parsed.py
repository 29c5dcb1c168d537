import contextlib
import json
import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fargate_tui.fargate.logs.fields import MOST
from fargate_tui.fargate.logs.filters import InvalidPattern, LineFilter, wanted
from fargate_tui.fargate.logs.lines import level_of, parse

LEVELS = [
    ("2026-11-23 03:12:01,123 ERROR [main] com.shop.Cart - boom", "error"),
    ("2026-11-23T03:12:01.123Z  WARN 1 --- [nio-8080-exec-1] o.s.w.s.D : slow", "warn"),
    ("Nov 23, 2026 3:12:01 AM com.shop.Cart add\nSEVERE: no cart", "error"),
    ("WARNING:root:low on disk", "warn"),
    ("2026-11-23 03:12:01 - app - DEBUG - hello", "debug"),
    ("2026/11/23 03:12:01 [error] 7#7: *1 open() failed", "error"),
    ("2026/11/23 03:12:01 [emerg] 1#1: bind() failed", "fatal"),
    ('10.0.0.1 - - [23/Nov/2026:03:12:01 +0000] "GET /cart HTTP/1.1" 502 12 "-" "curl"', "error"),
    ('10.0.0.1 - - [23/Nov/2026:03:12:01 +0000] "GET /cart HTTP/1.1" 404 12', "warn"),
    ('10.0.0.1 - - [23/Nov/2026:03:12:01 +0000] "GET /error HTTP/2" 200 12', "info"),
    ("[INFO ] started", "info"),
    ("<warn> slow", "warn"),
    ("E1123 03:12:01.123456       7 server.go:12] no", "error"),
    ("W1123 03:12:01.123456       7 server.go:12] no", "warn"),
    ("npm ERR! code ELIFECYCLE", "error"),
    ("error: cannot open the file", "error"),
    ("panic: runtime error: index out of range", "fatal"),
    ("Traceback (most recent call last):", "error"),
    ("ValueError: no", "error"),
    ("java.lang.NullPointerException", "error"),
    ("Caused by: java.io.IOException: broken pipe", "error"),
    ("fatal: not a git repository", "fatal"),
    ('{"level":"warn","msg":"a"}', "warn"),
    ('{"level":50,"msg":"pino"}', "error"),
    ('{"severity":"CRITICAL","message":"a"}', "fatal"),
    ('{"log.level":"Error","message":"a"}', "error"),
    ('{"message":"ERROR in the cart"}', "error"),
    ('{"level":99,"msg":"a"}', ""),
    ("ts=2026-11-23T03:12:01Z level=warn msg=slow", "warn"),
    ("INFO no ERROR was found", "info"),
    ("there was no error at all", ""),
    ("        at com.shop.Cart.add(Cart.java:12)", ""),
    ("0 ERRORS", ""),
    ("", ""),
]


@pytest.mark.parametrize(("line", "level"), LEVELS)
def test_the_level_of_a_line(line: str, level: str) -> None:
    assert level_of(line) == level


FIELDS = [
    (
        '{"b":1.0,"a":"x\\ny","n":{"z":[1, 2]},"t":true,"e":null,"big":12345678901234567890123}',
        (
            ("b", "1.0"),
            ("a", "x\ny"),
            ("n", '{"z":[1, 2]}'),
            ("t", "true"),
            ("e", "null"),
            ("big", "12345678901234567890123"),
        ),
    ),
    (
        'level=info msg="a \\"b\\" c" path=/a took=12ms empty=',
        (("level", "info"), ("msg", 'a "b" c'), ("path", "/a"), ("took", "12ms"), ("empty", "")),
    ),
    ("{}", ()),
    ("x = 1 and y = 2", None),
    ("a=1", None),
    ("GET /?a=1 b=2", None),
    ("a=1 b=2 and then prose", None),
    ('{"cut off": ', None),
    ("[1, 2]", None),
    ("plain", None),
    ('a="never closed b=1', None),
]


@pytest.mark.parametrize(("line", "fields"), FIELDS)
def test_the_fields_of_a_line(line: str, fields: object) -> None:
    assert parse(line).fields == fields


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"level":30,"msg":"hello"}', "hello"),
        ('{"Message":"hello"}', "hello"),
        ('{"log":"","event":"paid"}', "paid"),
        ('level=info msg="hello there"', "hello there"),
        ('{"a":1}', '{"a":1}'),
        ("plain", "plain"),
    ],
)
def test_the_message_of_a_line(line: str, message: str) -> None:
    assert parse(line).message == message


PIECES = st.sampled_from(["{", "}", '"', "\\", "=", " ", "level", "ERROR", "[", "]", ":", "\x1b[31m", "\x00", "\ud800"])


@given(st.one_of(st.text(), st.lists(PIECES).map("".join)))
def test_nothing_makes_it_raise_and_nothing_is_changed(line: str) -> None:
    parsed = parse(line)
    if parsed.fields is None:
        assert parsed.message == line


@given(st.dictionaries(st.text(), st.one_of(st.text(), st.integers(), st.booleans(), st.none())))
def test_every_json_object_is_read_back(thing: dict[str, object]) -> None:
    line = json.dumps(thing, ensure_ascii=False)
    fields = parse(line).fields
    assert fields is not None
    assert fields == tuple(
        (name, value if isinstance(value, str) else json.dumps(value)) for name, value in thing.items()
    )


@pytest.mark.parametrize("line", ["x" * 1_000_000, "{" * 1_000_000, '{"a":' * 5_000 + "}" * 5_000, "a=1 " * 250_000])
def test_a_megabyte_is_not_taken_apart(line: str) -> None:
    assert parse(line).fields is None
    assert parse(line).message == line


def test_a_long_line_is_taken_apart_up_to_a_bound() -> None:
    assert parse(json.dumps({"a": "x" * (MOST - 100)})).fields is not None


@pytest.mark.parametrize(
    ("keep", "drop", "line", "is_shown"),
    [
        ((), (), "anything", True),
        (("Cart",), (), "the cart is empty", True),
        (("cart", "full"), (), "the cart is empty", False),
        ((), ("health",), "GET /HEALTH", False),
        (("get",), ("health",), "GET /cart", True),
        ((r"/get /c\w+$/",), (), "GET /cart", True),
        ((r"/^cart/",), (), "GET /cart", False),
        (("/",), (), "a/b", True),
        (("//",), (), "a//b", True),
        (("STRASSE",), (), "straße", True),
    ],
)
def test_which_lines_are_shown(keep: tuple[str, ...], drop: tuple[str, ...], line: str, is_shown: bool) -> None:
    chosen = LineFilter(keep=tuple(map(wanted, keep)), drop=tuple(map(wanted, drop)))
    assert chosen.shows(line) is is_shown


@pytest.mark.parametrize("words", ["/(/", "/[a/", "/*/", "/a{99999999999999}/"])
def test_what_is_no_pattern_is_explained(words: str) -> None:
    with pytest.raises(InvalidPattern, match=re.escape(f"cannot read {words} as a pattern: ")):
        wanted(words)


@given(st.text(min_size=1), st.text(), st.text())
def test_text_that_is_there_is_found(words: str, before: str, after: str) -> None:
    assume(not (words.startswith("/") and words.endswith("/")))
    assert wanted(words).matches(before + words + after)


PARTS = (
    *("a", "B", "kk", "ſ", "K", "7", ".", "-", r"\\", r"\n", "^", "$", r"\b", r"\B", r"\A", r"\Z", r"\d", r"\D", r"\W"),
    *("[A-Z]", "[^a-f]", "[A-z]", "[+-b]", "[,-~]", r"[\w-]", r"\x41", r"\u0062", r"\101", r"\x4B"),
    *("(?:a|BC)", "(?=B)", "(?!c)", "(?<!A)", "(?P<Name>a)", "(?i:B)", "(?-i:B)", r"(a)\1", "|", "*?", "+"),
)


@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=5), st.text("aAbBcCkKſK7 -_^\\\n.Zz"))
def test_a_pattern_finds_what_it_finds_in_any_case(pieces: list[str], text: str) -> None:
    pattern = "".join(pieces)
    with contextlib.suppress(re.error):
        found = re.search(pattern, text, re.IGNORECASE) is not None
        assert wanted(f"/{pattern}/").matches(text) is found
