from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from fargate_tui.format import cell_width
from fargate_tui.widgets.lines import plain
from fargate_tui.widgets.time_axis import TimeAxis
from fargate_tui.widgets.waterfall import Bar, Waterfall, bar_lines
from tests.widgets.terminal_app import NOW, Clock, TerminalApp


def ago(seconds: float) -> datetime:
    return NOW - timedelta(seconds=seconds)


def test_bars_stand_one_after_the_other() -> None:
    bars = (Bar("network", ago(40), ago(30)), Bar("pull", ago(30), ago(10)), Bar("start", ago(10), ago(0), note="slow"))
    assert [plain(line).rstrip() for line in bar_lines(bars, NOW, 45)] == [
        " network           10s ━━━━",
        " pull              20s     ━━━━━━━━",
        " start             10s             ━━━━ slow",
    ]


def test_a_long_phase_is_broken_so_that_the_short_ones_are_seen() -> None:
    bars = (Bar("pull", ago(200050), ago(200000)), Bar("start", ago(200000), ago(199990)), Bar("running", ago(199990)))
    lines = [plain(line) for line in bar_lines(bars, NOW, 64)]
    assert lines[0].count("━") > 10
    assert lines[1].count("━") >= 3
    assert "━╌" in lines[2]
    assert lines[2].rstrip().endswith("▸")
    assert "2d 07h…" in lines[2]


async def test_it_draws_what_goes_on_anew_only_when_it_looks_different() -> None:
    clock = Clock()
    waterfall = Waterfall(now=clock)
    app = TerminalApp(waterfall)
    async with app.run_test(size=(60, 6)) as pilot:
        waterfall.show((Bar("pull", ago(50), ago(10), "busy"), Bar("start", ago(10), None, "good", "\x1b[2J")))
        await pilot.pause()
        assert waterfall.size.height == 2
        assert app.lines()[0].startswith(" pull              40s ━━━")
        assert "10s…" in app.lines()[1]
        assert app.lines()[1].endswith("␛[2J")
        app.cost()
        clock.pass_(milliseconds=10)
        waterfall.tick()
        await pilot.pause()
        assert app.cost() == 0
        clock.pass_(seconds=30)
        waterfall.tick()
        await pilot.pause()
        assert "40s…" in app.lines()[1]
        waterfall.show(())
        await pilot.pause()
        assert waterfall.size.height == 0


spans = st.lists(
    st.tuples(st.floats(0, 1e6), st.floats(0, 1e6)).map(lambda pair: (min(pair), max(pair))), min_size=1, max_size=6
)


@given(spans, st.integers(1, 100))
def test_every_stretch_has_a_place_on_the_axis(spans: list[tuple[float, float]], cells: int) -> None:
    axis = TimeAxis([moment for span in spans for moment in span], cells)
    for begin, end in spans:
        first, length = axis.span(begin, end)
        assert length >= 1
        assert first >= 0
        assert first + length <= cells
    moments = sorted(moment for span in spans for moment in span)
    places = [axis.cell(moment) for moment in moments]
    assert places == sorted(places), "later is never further left"


@given(spans, st.integers(20, 120))
def test_lines_fit(spans: list[tuple[float, float]], width: int) -> None:
    bars = [Bar("日本" * 4, NOW + timedelta(seconds=begin), NOW + timedelta(seconds=end)) for begin, end in spans]
    assert all(cell_width(plain(line).rstrip()) <= max(width, 30) for line in bar_lines(bars, NOW, width))
