from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fargate_tui.fargate.errors import CredentialsExpired, Throttled
from fargate_tui.format import cell_width
from fargate_tui.widgets.lines import Line, plain
from fargate_tui.widgets.masthead import Caller, Masthead, Pulse, Trail, first_line, liveness, second_line
from tests.widgets.terminal_app import NOW, TerminalApp

CALLER = Caller("prod", "123456789012", "ap-northeast-1", "ops-admin", ("READ-ONLY",))
PULSE = Pulse("● live 2s", "good", 14, 3)
TRAIL = Trail(("default", "scorekeep", "tasks"), "12", ("/api", "sort: age ↓", "stopped: shown"))


@dataclass(frozen=True)
class Fresh:
    rows: tuple[int, ...] = (1,)
    at: datetime | None = NOW - timedelta(seconds=1)
    error: Exception | None = None
    complete: bool = True
    every: float | None = 2.0
    recalled_at: datetime | None = None


@pytest.mark.parametrize(
    ("fresh", "words", "tone"),
    [
        (None, "", ""),
        (Fresh(), "● live 2s", "good"),
        (Fresh(every=9.7), "● live 10s", "good"),
        (Fresh(every=0.4), "● live 1s", "good"),
        (Fresh(rows=(), at=None), "◔ loading", "busy"),
        (Fresh(at=None, recalled_at=NOW - timedelta(hours=3)), "◌ 3h old", "warn"),
        (Fresh(at=None, recalled_at=NOW - timedelta(hours=3), error=Throttled("", "")), "✗ throttled · 3h old", "bad"),
        (Fresh(rows=(1,) * 3200, complete=False), "◔ loading 3,200", "busy"),
        (Fresh(complete=False, at=NOW - timedelta(seconds=31)), "◔ loading 1 · 30s old", "warn"),
        (Fresh(at=NOW - timedelta(seconds=8)), "● live 2s", "good"),
        (Fresh(at=NOW - timedelta(seconds=47)), "◌ 40s old", "warn"),
        (Fresh(error=Throttled("x", "y"), at=NOW - timedelta(seconds=47)), "✗ throttled · 40s old", "bad"),
        (Fresh(error=CredentialsExpired("x", "y"), at=None), "✗ credentials expired", "bad"),
        (Fresh(every=None, at=NOW - timedelta(minutes=3)), "‖ resting · 3m old", "muted"),
    ],
)
def test_liveness(fresh: Fresh | None, words: str, tone: str) -> None:
    assert liveness(fresh, NOW) == (words, tone)


def halves(lines: tuple[Line, Line], width: int) -> tuple[str, str]:
    left, right = map(plain, lines)
    assert cell_width(left) + cell_width(right) <= width
    assert left.startswith(" ")
    assert right.endswith(" ")
    return left.strip(), right.strip()


@pytest.mark.parametrize(
    ("width", "left", "right"),
    [
        (
            120,
            "fargate  prod 1234-5678-9012 ap-northeast-1 ops-admin",
            "READ-ONLY   ● live 2s   ⇄ 14/min   ▲ 3 problems",
        ),
        (80, "prod 1234-5678-9012 ap-northeast-1", "READ-ONLY   ● live 2s   ▲ 3 problems"),
        (60, "prod ap-northeast-1", "READ-ONLY   ● live 2s   ▲ 3 problems"),
        (42, "", "READ-ONLY   ● live 2s   ▲ 3 problems"),
        (24, "", "● live 2s"),
    ],
)
def test_the_first_line_drops_what_matters_least(width: int, left: str, right: str) -> None:
    assert halves(first_line(CALLER, PULSE, width), width) == (left, right)


@pytest.mark.parametrize(
    ("width", "left", "right"),
    [
        (100, "default › scorekeep › tasks (12)", "/api  ·  sort: age ↓  ·  stopped: shown"),
        (60, "default › scorekeep › tasks (12)", "/api  ·  sort: age ↓"),
        (42, "default › scorekeep › tasks (12)", "/api"),
        (36, "… › scorekeep › tasks (12)", "/api"),
        (28, "… › tasks (12)", "/api"),
    ],
)
def test_the_second_line_keeps_where_one_is(width: int, left: str, right: str) -> None:
    assert halves(second_line(TRAIL, width), width) == (left, right)


names = st.text(st.sampled_from("ab日\x1b👍- "), max_size=30)


@given(
    st.builds(Trail, st.lists(names, max_size=5).map(tuple), names, st.lists(names, max_size=4).map(tuple)),
    st.integers(1, 150),
)
def test_no_path_is_lost_wholly(trail: Trail, width: int) -> None:
    left, _ = second_line(trail, width)
    if trail.path:
        assert plain(left).strip() or not trail.path[-1].strip()


async def test_it_never_wraps_and_writes_only_changes() -> None:
    masthead = Masthead()
    app = TerminalApp(masthead)
    async with app.run_test(size=(80, 5)) as pilot:
        masthead.caller, masthead.pulse, masthead.trail = CALLER, PULSE, TRAIL
        await pilot.pause()
        assert app.lines()[0] == " prod 1234-5678-9012 ap-northeast-1        READ-ONLY   ● live 2s   ▲ 3 problems"
        assert app.lines()[1] == " default › scorekeep › tasks (12)       /api  ·  sort: age ↓  ·  stopped: shown"
        assert app.lines()[2] == ""
        app.cost()
        masthead.pulse, masthead.trail = replace(PULSE), replace(TRAIL)
        masthead.caller = replace(CALLER)
        await pilot.pause()
        assert app.cost() == 0
        masthead.trail = replace(TRAIL, count="13")
        assert app.dirty_lines(masthead) == [1]
        await pilot.pause()
        assert 0 < app.cost() < 60
        for width in (40, 10, 1, 120):
            await pilot.resize_terminal(width, 5)
            await pilot.pause()
            assert masthead.size.height == 2
        assert "⇄ 14/min" in app.lines()[0]
