from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fargate_tui.columns.arrange import arrange, problem
from fargate_tui.columns.arrangement import Arrangement
from fargate_tui.columns.column import Column

NOW = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)
ROWS = (
    ("arn:1", "Web Front", "RUNNING", "healthy"),
    ("arn:2", "web-api:7", "STOPPED", "—"),
    ("arn:3", "worker", "RUNNING", "unhealthy"),
    ("arn:4", "/ecs/web", "PENDING", "a[0]"),
)
Row = tuple[str, str, str, str]
COLUMNS: tuple[Column[Row], ...] = (
    Column(id="name", title="SERVICE", width=10, text=lambda row, _now: row[1]),
    Column(id="status", title="STATUS", width=10, text=lambda row, _now: row[2]),
    Column(id="health", title="TARGET", width=10, text=lambda row, _now: row[3], wide_only=True),
    Column(id="age", title="AGE", width=4, text=lambda _row, now: f"{now:%M}m", ages=True, sort_key=lambda row: row[0]),
)


def found(text: str) -> str:
    rows = arrange(ROWS, Arrangement(filter=text), COLUMNS, NOW, key=lambda row: row[0])
    return "".join(row[0][-1] for row in rows)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", "1234"),
        ("   ", "1234"),
        ("web", "124"),
        ("WEB", "124"),
        ("web running", "1"),
        ("!web", "3"),
        ("!web !worker", ""),
        ('"web front"', "1"),
        ('"web fr', "1"),
        ('!"web front" web', "24"),
        ("arn:2", "2"),
        ("healthy", "13"),
        ("health:healthy", "13"),
        ("health:/^healthy$/", "1"),
        ("target:unhealthy", "3"),
        ("status:STOP", "2"),
        ("STATUS:stop", "2"),
        ("!status:running", "24"),
        ('name:"web front"', "1"),
        ("status:", "1234"),
        ("!", "1234"),
        ("/w[eo]/", "1234"),
        ("/^w[eo].*$/", "123"),
        ("name:/^w[eo]/", "123"),
        ("!/web/", "3"),
        ("/web fr/", "1"),
        ("/web fr", "1"),
        ("/ecs/web", "4"),
        ("a[0]", "4"),
        ("12m", ""),
        ("age:12m", "1234"),
        ("api:7", "2"),
    ],
)
def test_the_language(text: str, rows: str) -> None:
    assert found(text) == rows


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("web status:run", ""),
        ("/[/", "/[/ is not a regular expression: unterminated character set at position 0"),
        ("api:7", 'no column is called "api": looking for "api:7" as text'),
    ],
)
def test_what_is_not_understood_is_said(text: str, sentence: str) -> None:
    assert problem(Arrangement(filter=text), COLUMNS) == sentence


def test_what_is_not_understood_hides_nothing() -> None:
    assert found("/[/") == "1234"
    assert found("/[/ web") == "124"


@given(st.text(st.sampled_from('web !:/"\\[(*+?{2,}status|^$�\n'), max_size=20))
@example("/[[")
def test_no_filter_raises(text: str) -> None:
    assert set(found(text)) <= set("1234")
    assert isinstance(problem(Arrangement(filter=text), COLUMNS), str)
