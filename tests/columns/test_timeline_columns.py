"""The columns of a timeline."""

import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fargate_tui.columns import timeline
from fargate_tui.columns.arrange import arrange
from fargate_tui.columns.arrangement import Arrangement
from fargate_tui.columns.column import Column
from fargate_tui.columns.finding import GLYPHS, is_problem
from fargate_tui.columns.memory import Memory
from fargate_tui.fargate.timeline import TimelineRow
from fargate_tui.widgets.line_view import TONES as DRAWN

NOW = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)
foreign = st.text(st.sampled_from("ab \x1b[0m\u202e\u200b\n日👍\ud800:/"), max_size=12)
rows = st.builds(
    TimelineRow,
    arn=st.just("a"),
    at=st.just(NOW),
    source=st.sampled_from(("event", "task", "deployment", "scaling")),
    severity=st.sampled_from(list(GLYPHS)),
    word=foreign,
    text=foreign,
    service=foreign,
    count=st.integers(1, 5000),
    since=st.just(None),
    tasks=st.lists(foreign, max_size=3).map(tuple),
    deployment=foreign,
    target_group=foreign,
    detail=foreign,
)


def row(number: int, **members: object) -> TimelineRow:
    given: dict[str, object] = {
        "arn": f"a:{number}",
        "at": NOW - timedelta(minutes=number),
        "source": "event",
        "severity": "info",
        "word": "something",
        "text": "something happened",
    }
    return TimelineRow(**(given | members))  # type: ignore[arg-type]


STORY = (
    row(1, severity="ok", word="steady", text="has reached a steady state.", count=12, service="web"),
    row(3, severity="error", source="task", word="out of memory", tasks=("1a2b3c4d5e6f", "99"), service="api"),
    row(2, severity="warn", word="unhealthy", detail="(port 8080) health checks failed", service="api"),
)


def cell(id: str, of: TimelineRow, columns: tuple[Column[TimelineRow], ...] = timeline.COLUMNS) -> str:  # noqa: A002
    return next(column for column in columns if column.id == id).text(of, NOW)


@given(rows)
def test_cells_are_harmless_whatever_aws_sends(row: TimelineRow) -> None:
    for column in timeline.ACROSS:
        for text in (column.text(row, NOW), column.searched(row) if column.searched else ""):
            assert {unicodedata.category(character) for character in text}.isdisjoint({"Cc", "Cf", "Cs", "Zl", "Zp"})
        assert column.tone(row) in ("", *DRAWN)


@pytest.mark.parametrize(
    ("id", "texts"),
    [
        ("severity", ["●", "✗", "▲"]),
        ("age", ["1m", "3m", "2m"]),
        ("time", ["11-23 03:11:00", "11-23 03:09:00", "11-23 03:10:00"]),
        ("times", ["×12", "", ""]),
        ("task", ["", "1a2b3c4d +1", ""]),
        ("service", ["web", "api", "api"]),
    ],
)
def test_what_stands_in_a_cell(id: str, texts: list[str]) -> None:  # noqa: A002
    assert [cell(id, each, timeline.ACROSS) for each in STORY] == texts


def shown(arrangement: Arrangement) -> list[str]:
    memory: Memory[TimelineRow] = Memory(timeline.ACROSS, lambda row: row.arn)
    found = arrange(STORY, arrangement, timeline.ACROSS, NOW, key=lambda row: row.arn, memory=memory)
    return [each.arn for each in found]


@pytest.mark.parametrize(
    ("arrangement", "arns"),
    [
        (Arrangement(sort="age"), ["a:1", "a:2", "a:3"]),
        (Arrangement(sort="severity"), ["a:3", "a:2", "a:1"]),
        (Arrangement(sort="age", problems_only=True), ["a:2", "a:3"]),
        (Arrangement(sort="age", filter="severity:error"), ["a:3"]),
        (Arrangement(sort="age", filter="8080"), ["a:2"]),
        (Arrangement(sort="age", filter="task:5e6f"), ["a:3"]),
    ],
)
def test_how_a_timeline_is_arranged(arrangement: Arrangement, arns: list[str]) -> None:
    assert shown(arrangement) == arns


def test_severity_alone_makes_a_row_a_problem() -> None:
    assert [is_problem(each) for each in STORY] == [False, True, True]
    assert not is_problem(object())


def test_letters_and_ids_are_told_apart() -> None:
    letters = [column.letter for column in timeline.ACROSS if column.letter]
    assert len(set(letters)) == len(letters)
    assert set(letters).isdisjoint("CDFGLORSTW")
    assert sum(column.grows for column in timeline.ACROSS) == 1
