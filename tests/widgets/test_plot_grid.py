"""Plots beside and below each other, under one cursor."""

from collections.abc import Callable
from datetime import UTC, timedelta, timezone

from textual.pilot import Pilot

from fargate_tui.widgets.plot_curves import Curve
from fargate_tui.widgets.plot_grid import Panel, PlotGrid
from tests.widgets.terminal_app import NOW, TerminalApp

START = NOW - timedelta(minutes=60)
TIMES = tuple(START + timedelta(minutes=minute) for minute in range(60))


def panel(number: int, level: float = 0) -> Panel:
    values = tuple(level + number + minute for minute in range(60))
    return Panel(f"p{number}", f"plot {number}", unit="%", curves=(Curve("average", TIMES, values),))


def grid(count: int) -> tuple[PlotGrid, TerminalApp]:
    found = PlotGrid()
    found.zone = UTC
    return found, TerminalApp(found)


async def until(pilot: Pilot[None], stands: Callable[[], bool]) -> None:
    """Wait until new plots are mounted, laid out and painted, which takes several rounds of messages."""
    for _ in range(100):
        await pilot.pause()
        if stands():
            return
    raise AssertionError("it never came to stand there")


def titles(app: TerminalApp) -> list[str]:
    """The plots that stand on the terminal."""
    return [word for line in app.lines() for word in line.replace("plot ", "plot_").split() if word.startswith("plot_")]


async def test_as_many_as_there_is_room_for_and_the_rest_by_keys() -> None:
    view, app = grid(9)
    async with app.run_test(size=(120, 30)) as pilot:
        view.show([panel(number) for number in range(9)], START, NOW)
        await until(pilot, lambda: titles(app) == [f"plot_{number}" for number in range(8)])
        assert app.lines()[0].startswith("▸ plot 0")
        await pilot.press("G")
        await until(pilot, lambda: titles(app) == [f"plot_{number}" for number in range(2, 9)])
        assert view.plots[8].has_focus
        await pilot.press("j")
        assert view.selected == 8
        await pilot.press("g", "k")
        await pilot.pause()
        assert (view.selected, view.seen) == (0, range(8))
        await pilot.press("pagedown")
        assert view.selected == 8
        await pilot.resize_terminal(80, 20)
        await until(pilot, lambda: titles(app) == ["plot_7", "plot_8"])
        await pilot.resize_terminal(20, 4)
        await until(pilot, lambda: titles(app) == ["plot_8"])


async def test_one_alone() -> None:
    view, app = grid(4)
    async with app.run_test(size=(120, 30)) as pilot:
        view.show([panel(number) for number in range(4)], START, NOW)
        await until(pilot, lambda: len(titles(app)) == 4)
        await pilot.press("j", "enter")
        await until(pilot, lambda: titles(app) == ["plot_1"])
        await pilot.press("j")
        await until(pilot, lambda: titles(app) == ["plot_2"])
        await pilot.press("enter")
        await until(pilot, lambda: len(titles(app)) == 4)


async def test_the_cursor_is_the_same_in_all_of_them_and_leaves_with_its_moment() -> None:
    view, app = grid(3)
    async with app.run_test(size=(120, 30)) as pilot:
        view.show([panel(number) for number in range(3)], START, NOW)
        await until(pilot, lambda: len(titles(app)) == 3)
        await pilot.press("home", "L", "L", "H", "shift+right")
        assert view.cursor is not None
        await until(pilot, lambda: {plot.cursor for plot in view.plots} == {view.cursor})
        assert START < view.cursor < NOW
        view.show([panel(number) for number in range(3)], START + timedelta(hours=2), NOW + timedelta(hours=2))
        await until(pilot, lambda: [plot.cursor for plot in view.plots] == [None] * 3)
        view.zone = timezone(timedelta(hours=9))
        assert all(plot.zone is view.zone for plot in view.plots)


async def test_the_same_again_writes_nothing_and_new_points_only_what_differs() -> None:
    view, app = grid(4)
    async with app.run_test(size=(120, 30)) as pilot:
        view.show([panel(number) for number in range(4)], START, NOW)
        await until(pilot, lambda: len(titles(app)) == 4)
        await pilot.pause()
        app.cost()
        plots = view.plots
        view.show([panel(number) for number in range(4)], START, NOW)
        await pilot.pause()
        assert app.cost() == 0
        view.show([panel(number, level=5 if number == 3 else 0) for number in range(4)], START, NOW)
        await pilot.pause()
        assert 0 < app.cost() < 3_000
        assert view.plots is plots


async def test_other_plots_take_their_place_and_the_selected_one_stays() -> None:
    view, app = grid(4)
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.press("j", "enter", "enter", "left")
        view.show([panel(number) for number in range(4)], START, NOW)
        await until(pilot, lambda: len(titles(app)) == 4)
        await pilot.press("j", "j")
        view.show([panel(2), panel(7)], START, NOW)
        await until(pilot, lambda: titles(app) == ["plot_2", "plot_7"])
        assert view.plots[0].has_focus
        view.show([], START, NOW)
        await until(pilot, lambda: not titles(app))
        await pilot.press("j", "enter", "enter")
