"""Filter patterns."""

import pytest

from fargate_tui.demo.logs.patterns import BadPattern, matcher

JSON = '{"level":"error","status":502,"error":{"type":"TimeoutError"}}'


@pytest.mark.parametrize(
    ("pattern", "message", "matches"),
    [
        ("ERROR", "an ERROR here", True),
        ("ERROR", "an error here", False),
        ("ERROR shard", "shard 7: ERROR", True),
        ("ERROR shard", "ERROR", False),
        ('"no database"', "there is no database", True),
        ('"no database"', "no such database", False),
        ('"say \\"no\\""', 'we say "no"', True),
        ("ERROR -health", "ERROR in /health", False),
        ("ERROR -health", "ERROR in /cart", True),
        ("?WARN ?ERROR", "WARN", True),
        ("?WARN ?ERROR", "INFO", False),
        ('{ $.level = "error" }', JSON, True),
        ('{ $.level != "error" }', JSON, False),
        ('{$.level="err*"}', JSON, True),
        ("{ $.status >= 500 }", JSON, True),
        ("{ $.status < 500 }", JSON, False),
        ('{ $.error.type = "TimeoutError" }', JSON, True),
        ('{ $.error.code = "x" }', JSON, False),
        ('{ $.level = "error" }', "level=error", False),
    ],
)
def test_messages_match(pattern: str, message: str, matches: bool) -> None:
    assert matcher(pattern)(message) is matches


@pytest.mark.parametrize("pattern", ["{ $.level }", "{ level = 1 }", '"open', "[ip, user]", "x" * 1_025])
def test_what_is_no_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(BadPattern, match=r"^Invalid filter pattern"):
        matcher(pattern)
