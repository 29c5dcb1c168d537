"""Plots and sparklines: pure rules first, then what stands on the terminal."""

from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fargate_tui.format import cell_width
from fargate_tui.sparkline import load_tone, sparkline
from fargate_tui.widgets.plot import Plot
from fargate_tui.widgets.plot_canvas import Canvas
from fargate_tui.widgets.plot_curves import Curve, Event
from fargate_tui.widgets.plot_scale import LABEL, gap, number, ticks, time_ticks
from tests.widgets.terminal_app import NOW, TerminalApp

START = NOW - timedelta(minutes=60)
values = st.floats(-1e6, 1e6, allow_nan=False)


@pytest.mark.parametrize(
    ("points", "width", "text"),
    [
        ([], 4, "    "),
        ([0, 50, 100], 3, "▁▅█"),
        ([100], 3, "  █"),
        ([None, 0, None, 100], 4, " ▁ █"),
        ([-5, 105], 2, "▁█"),
        ([0, 100, 0, 0], 2, "█▁"),
        ([0, None, None, None], 2, "▁ "),
        ([50], 0, ""),
    ],
)
def test_a_sparkline(points: list[float | None], width: int, text: str) -> None:
    assert sparkline(points, width) == text


@given(st.lists(st.none() | values, max_size=80), st.integers(0, 40))
def test_a_sparkline_fills_its_width(points: list[float | None], width: int) -> None:
    text = sparkline(points, width)
    assert len(text) == cell_width(text) == width
    highest = max((value for value in points if value is not None), default=None)
    if highest is not None and highest > 100 and width:
        assert "█" in text, "a peak is never averaged away"


def test_a_flat_scale_is_no_division_by_zero() -> None:
    assert sparkline([1, 2], 2, low=3, high=3) == "▁▁"
    assert [load_tone(value) for value in (None, 74.9, 75, 90)] == ["", "", "warn", "bad"]


@example(0.0, 5e-324, 3)
@example(0.0, -2.1691491330562076e-30, 1)
@example(1e6, 1e6 + 1e-8, 5)
@given(values, values, st.integers(1, 20))
def test_the_marks_of_an_axis_are_round_and_hold_the_values(one: float, other: float, most: int) -> None:
    low, high = min(one, other), max(one, other)
    found = ticks(low, high, most)
    span = (high - low) or 1
    assert found[0] <= low + span * 1e-6
    assert found[-1] >= high - span * 1e-6
    assert 2 <= len(found) <= max(2, most)
    assert all(after > before for before, after in pairwise(found))


def test_numbers_are_short() -> None:
    assert [number(value) for value in (0, 12.5, 100, 1234, 2.5e6, 3e9, 0.123456)] == [
        "0",
        "12.5",
        "100",
        "1.23k",
        "2.5M",
        "3G",
        "0.123",
    ]


@pytest.mark.parametrize("hours", [1, 3, 24, 72, 336])
@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=5, minutes=30))])
def test_times_are_round_in_their_zone_and_do_not_run_together(hours: int, zone: timezone) -> None:
    found = time_ticks(NOW - timedelta(hours=hours), NOW, 100, zone)
    assert len(found) >= 3
    assert len(found) * LABEL <= 100 + LABEL
    for moment, text in found:
        assert moment.tzinfo == zone
        assert moment.second == 0
        assert len(text) < LABEL
        assert moment.minute % 5 == 0
    assert time_ticks(NOW, NOW, 100, zone) == []


def test_what_is_missing_is_a_gap() -> None:
    assert gap([0, 60, 120, 600]) == 150
    assert gap([5]) == 0
    canvas = Canvas(20, 4)
    canvas.line(0, [(0, 0), (0.1, 0), (0.9, 1), (1, 1)], gap=0.2)
    assert {column for column, _ in canvas.cells} == {0, 1, 2, 17, 18, 19}


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(-1, 2)), max_size=40), st.integers(1, 30), st.integers(1, 10))
def test_nothing_is_drawn_outside(points: list[tuple[float, float]], columns: int, rows: int) -> None:
    canvas = Canvas(columns, rows)
    canvas.line(0, sorted(points), gap=1)
    canvas.marks(1, sorted(points), gap=1)
    assert all(0 <= column < columns and 0 <= row < rows for column, row in canvas.cells)
    assert bool(canvas.cells) == bool(points)


def curve(name: str, level: float, minutes: range = range(60)) -> Curve:
    return Curve(
        name, [START + timedelta(minutes=minute) for minute in minutes], [level + minute for minute in minutes]
    )


def plot() -> tuple[Plot, TerminalApp]:
    found = Plot("CPU", unit="%", high=100, zone=UTC)
    return found, TerminalApp(found)


async def test_curves_stand_on_axes_with_their_names() -> None:
    view, app = plot()
    async with app.run_test(size=(60, 12)) as pilot:
        view.show([curve("average", 0), curve("maximum", 40)], START, NOW)
        await pilot.pause()
        lines = app.lines()
        assert lines[0] == "▸ CPU %   ⠒⠒ average 59   × maximum 99", "the newest values while nothing is read"
        assert lines[1].startswith("100┤")
        assert lines[10].startswith("  0┤")
        assert "03:00" in lines[11]
        assert any("×" in line for line in lines[1:11])
        app.cost()
        view.show([curve("average", 0), curve("maximum", 40)], START, NOW)
        await pilot.pause()
        assert app.cost() == 0, "the same again writes nothing"


async def test_the_cursor_reads_values() -> None:
    view, app = plot()
    moved: list[datetime] = []

    def hook(message: object) -> None:
        if isinstance(message, Plot.CursorMoved) and message.at not in moved:
            assert message.control is view
            moved.append(message.at)

    async with app.run_test(size=(90, 12), message_hook=hook) as pilot:
        view.focus()
        view.show(
            [curve("average", 0), curve("maximum", 40, range(30))], START, NOW, events=[Event(START, "deployed \x1b:7")]
        )
        await pilot.press("left")
        assert moved == [NOW]
        assert app.lines()[0] == "▸ CPU %   ⠒⠒ average 59   × maximum —   at 11-23 03:12"
        await pilot.press("home")
        assert view.cursor == START
        assert view.reading(START) == (("average", 0), ("maximum", 40))
        assert app.lines()[0] == "▸ CPU %   ⠒⠒ average 0   × maximum 40   at 11-23 02:12   ▲ deployed ␛:7"
        await pilot.press("right", "end")
        assert view.cursor == NOW
        assert len(moved) == 3


async def test_no_points_no_room_and_a_new_size() -> None:
    view, app = plot()
    async with app.run_test(size=(3, 2)) as pilot:
        view.focus()
        await pilot.press("left", "home", "end")
        view.show([], START, NOW, placeholder="no data points")
        await pilot.press("left", "home")
        await pilot.resize_terminal(40, 8)
        await pilot.pause()
        assert app.lines()[2:4] == ["  no data points", ""], "no curve, no axes"
        assert "┤" not in "".join(app.lines())
        view.show([Curve("one", [NOW], [5.0])], START, NOW)
        await pilot.pause()
        assert sum(0x2800 < ord(character) < 0x2900 for line in app.lines()[1:] for character in line) == 1
        view.show([curve("a", 0)], NOW, NOW)
        await pilot.pause()
        assert app.lines() == [""] * 8, "no stretch of time, no axes"


async def test_numbers_beyond_the_scale_widen_it() -> None:
    view, app = plot()
    async with app.run_test(size=(40, 12)) as pilot:
        view.show([Curve("requests", [START, NOW], [0.0, 12_345.0])], START, NOW)
        await pilot.pause()
        assert app.lines()[1].lstrip().startswith(("15k┤", "20k┤", "12.5k┤"))


async def test_why_there_are_no_points_stands_on_the_axes_in_several_lines() -> None:
    view, app = plot()
    async with app.run_test(size=(40, 9)) as pilot:
        view.show([Curve("average", (), ())], START, NOW, placeholder="no data points: \x1b no task ran\n" + "x " * 30)
        await pilot.pause()
        lines = app.lines()
        assert lines[1].startswith("100┤")
        assert lines[3].strip() == "no data points: ␛ no task ran"
        assert [line.strip() for line in lines[4:6]] == ["x " * 17 + "x", "x " * 11 + "x"]
        assert "┤" not in lines[3]


async def test_values_that_are_old_are_not_told_as_the_newest() -> None:
    view, app = plot()
    async with app.run_test(size=(60, 9)) as pilot:
        view.show([curve("average", 0, range(30)), curve("maximum", 0)], START, NOW)
        await pilot.pause()
        assert app.lines()[0] == "▸ CPU %   ⠒⠒ average —   × maximum 59"
        view.show([curve("average", 0, range(30))], START, NOW)
        await pilot.pause()
        assert app.lines()[0] == "▸ CPU %   ⠒⠒ average", "nothing new at all: no dashes"


async def test_what_happened_is_marked_with_its_label_where_there_is_room() -> None:
    view, app = plot()
    half = START + timedelta(minutes=30)
    async with app.run_test(size=(64, 9)) as pilot:
        events = [
            Event(START + timedelta(minutes=10), "began", ":7"),
            Event(half, "failed", "\x1b[31m"),
            Event(half + timedelta(minutes=3), "rolled back", ":6"),
            Event(NOW, "now", ":8"),
            Event(NOW + timedelta(minutes=1), "out of sight", ":9"),
        ]
        view.show([curve("average", 0)], START, NOW, events=events)
        await pilot.pause()
        times = app.lines()[8]
        assert "▲:7 " in times
        assert "▲ ▲:6 " in times, "what is too long has no label"
        assert times.endswith("▲"), "no room for :8"
        assert "▲0" not in times
        assert "\x1b" not in times


async def test_one_that_is_hidden_is_drawn_when_it_is_shown() -> None:
    view, app = plot()
    async with app.run_test(size=(60, 9)) as pilot:
        view.display = False
        view.show([curve("average", 0)], START, NOW)
        await pilot.pause()
        assert not view._lines
        view.display = True
        await pilot.pause()
        assert app.lines()[0].endswith("average 59")


async def test_times_of_another_zone() -> None:
    view, app = plot()
    async with app.run_test(size=(60, 9)) as pilot:
        view.show([curve("average", 0)], START, NOW)
        view.zone = timezone(timedelta(hours=9))
        await pilot.pause()
        assert "12:00" in app.lines()[8]
