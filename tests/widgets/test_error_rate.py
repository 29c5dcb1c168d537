"""The strip that counts lines and errors over time."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from fargate_tui.widgets.error_rate import NUMBERS, ErrorRate, bars_of
from fargate_tui.widgets.log_rate import Count, Rate
from tests.widgets.log_lines import START, log_line, mark
from tests.widgets.terminal_app import NOW, Clock, TerminalApp

END = int(NOW.timestamp() * 1000)


@given(st.lists(st.tuples(st.integers(0, 600_000), st.booleans()), max_size=60), st.integers(1, 200))
def test_every_line_of_the_stretch_is_counted_once(lines: list[tuple[int, bool]], width: int) -> None:
    rate = Rate(900_000)
    rate.add([log_line("x", at, level="error" if error else "info") for at, error in lines])
    rate.add([mark("gap")])
    buckets = rate.buckets(END, width)
    assert len(buckets) <= width
    assert sum(each.lines for each in buckets) == len(lines)
    assert sum(each.errors for each in buckets) == sum(error for _, error in lines)


def test_what_is_older_than_the_stretch_is_left_out() -> None:
    rate = Rate(60_000)
    rate.add([log_line("x"), log_line("x", 599_000, level="fatal")])
    assert sum(each.lines for each in rate.buckets(END, 30)) == 1
    assert rate.buckets(END, 30)[-1] == Count(1, 1)
    assert sum(each.lines for each in rate.buckets(END + 120_000, 30)) == 0


def test_bars_tell_errors_without_colour() -> None:
    assert bars_of([Count(0, 0), Count(1, 0), Count(8, 0), Count(9, 1), Count(9, 8)]) == [" ", "⡀", "⡇", "▁", "█"]
    assert bars_of([]) == []


async def test_the_strip_says_numbers_and_draws_them() -> None:
    clock = Clock()
    strip = ErrorRate(now=clock, span=timedelta(minutes=15))
    app = TerminalApp(strip)
    async with app.run_test(size=(60, 2)) as pilot:
        strip.append([log_line("a", 590_000), log_line("b", 595_000, level="error")])
        await pilot.pause()
        assert app.lines()[0].startswith(" 1 error in 2 lines ")
        assert app.lines()[0].endswith("█")
        styles = [segment.style for segment in strip.draw_line(0)]
        assert styles[0] == styles[-1] == strip.style_of("bad")
        assert styles[1] == styles[-2] == strip.style_of("muted")
        app.cost()
        strip.append([])
        strip.tick()
        await pilot.pause()
        assert app.cost() == 0
        strip.show([log_line("a", 0)], timedelta(minutes=1))
        await pilot.pause()
        assert app.lines()[0] == " 0 errors in 0 lines"
        assert START < END
        await pilot.resize_terminal(NUMBERS - 10, 2)
        await pilot.pause()
        assert app.lines()[0] == " 0 errors in 0 lines"[: NUMBERS - 10].rstrip()
