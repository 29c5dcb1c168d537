"""Rows as lines of text."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fargate_tui.columns.services import ACROSS, COLUMNS
from fargate_tui.commands.tables import Table
from fargate_tui.fargate.rows import Finding, ServiceRow
from fargate_tui.format import cell_width

NOW = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)


def plain(text: str, _tone: str) -> str:
    return text


def row(name: str = "api", why: str = "", desired: int = 0) -> ServiceRow:
    finding = Finding(severity="error", word="crash loop", why=why)
    return ServiceRow(arn=f"arn:{name}", name=name, cluster="prod", finding=finding, desired=desired)


@settings(deadline=None)
@given(st.text(max_size=60), st.text(max_size=200), st.integers(1, 250))
def test_no_line_is_longer_than_the_terminal(name: str, why: str, width: int) -> None:
    one = row(name, why, desired=12_345)
    table = Table(ACROSS, [one], NOW, width=width, wide=False)
    for line in (table.header(), table.line(one, NOW, plain)):
        assert cell_width(line) <= width
        assert line.isprintable()


@settings(deadline=None)
@given(st.lists(st.tuples(st.text(max_size=60), st.text(max_size=200)), min_size=1, max_size=5))
def test_through_a_pipe_nothing_is_cut_and_columns_stand_below_each_other(texts: list[tuple[str, str]]) -> None:
    rows = [row(f"n{number}{name}", why) for number, (name, why) in enumerate(texts)]
    table = Table(COLUMNS, rows, NOW, width=None, wide=False)
    states = {cell_width(line[: line.index("crash loop")]) for line in (table.line(each, NOW, plain) for each in rows)}
    assert len(states) == 1


def test_wide_shows_every_column_and_cuts_none() -> None:
    table = Table(COLUMNS, [row("x" * 90)], NOW, width=80, wide=True)
    assert all(column.title in table.header() for column in COLUMNS)
    assert "x" * 90 in table.line(row("x" * 90), NOW, plain)


@pytest.mark.parametrize("width", [None, 80])
def test_every_cell_is_told_with_its_tone(width: int | None) -> None:
    told: list[str] = []

    def paint(text: str, tone: str) -> str:
        told.append(tone)
        return text

    Table(COLUMNS, [row()], NOW, width=width, wide=False).line(row(desired=2), NOW, paint)
    assert {"bad", "warn"} <= set(told)
