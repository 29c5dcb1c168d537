"""The view of logs, in a terminal."""

import asyncio

from textual.pilot import Pilot

from fargate_tui.fargate.logs.lines import LogLine
from fargate_tui.widgets.log_view import LogView
from tests.widgets.log_lines import API, WORKER, log_app, log_line, mark, numbered, text_rows, texts_of
from tests.widgets.terminal_app import NOW, Clock, TerminalApp

SIZE = (40, 10)


class Tail:
    """A view in an app, with the messages it has posted."""

    def __init__(self, view: LogView | None = None) -> None:
        self.view, self.app = log_app(view)
        self.moves = 0
        self.opened: list[LogLine] = []

    def hook(self, message: object) -> None:
        if isinstance(message, LogView.Moved):
            self.moves += 1
        if isinstance(message, LogView.Opened) and message.line not in self.opened:
            assert message.control is self.view
            self.opened.append(message.line)

    async def start(self, pilot: Pilot[None], lines: list[LogLine] | None = None) -> None:
        self.view.focus()
        self.view.append(numbered(0, 100) if lines is None else lines)
        await self.settle(pilot)
        self.app.cost()

    async def settle(self, pilot: Pilot[None]) -> None:
        """Wait for filters and searches, and for what they change on the screen."""
        await pilot.pause()
        while self.view.filtering:
            await pilot.pause()

    def rows(self) -> list[str]:
        return [row.strip() for row in text_rows(self.app)]


async def test_it_follows_the_end_until_somebody_scrolls_up() -> None:
    tail = Tail()
    async with tail.app.run_test(size=SIZE, message_hook=tail.hook) as pilot:
        await tail.start(pilot)
        assert tail.rows() == [f"line {number}" for number in range(90, 100)]
        tail.view.append(numbered(100, 105))
        await pilot.pause()
        assert tail.rows()[-1] == "line 104"
        assert tail.view.unseen == 0
        await pilot.press("k", "k")
        assert not tail.view.following
        tail.view.append(numbered(105, 112))
        await pilot.pause()
        assert tail.rows()[-1] == "line 102", "what is read stays where it is"
        assert tail.view.unseen == 7
        await pilot.press("ctrl+f")
        assert (tail.view.unseen, tail.view.following) == (0, True), "at the end it follows again"
        await pilot.press("pageup")
        tail.view.append(numbered(112, 120))
        await pilot.press("j")
        assert tail.view.unseen == 8
        await pilot.press("G")
        assert (tail.view.unseen, tail.view.following, tail.rows()[-1]) == (0, True, "line 119")
        assert tail.view.seen == (111, 120, 120)


async def test_the_keys_of_the_table_move_it() -> None:
    tail = Tail()
    async with tail.app.run_test(size=SIZE) as pilot:
        await tail.start(pilot)
        steps = (("g", 0), ("j", 1), ("down", 2), ("ctrl+f", 11), ("pagedown", 20), ("ctrl+b", 11), ("pageup", 2))
        for key, first in (*steps, ("k", 1), ("up", 0), ("up", 0), ("end", 90), ("home", 0)):
            await pilot.press(key)
            assert tail.rows()[0] == f"line {first}", key


async def test_paused_at_the_end_it_stays() -> None:
    tail = Tail()
    async with tail.app.run_test(size=SIZE) as pilot:
        await tail.start(pilot)
        tail.view.following = False
        tail.view.append(numbered(100, 103))
        await pilot.pause()
        assert (tail.rows()[-1], tail.view.unseen) == ("line 99", 3)
        tail.view.following = True
        await pilot.pause()
        assert (tail.rows()[-1], tail.view.unseen) == ("line 102", 0)


async def test_late_lines_stand_where_they_belong_and_do_not_move_what_is_read() -> None:
    tail = Tail()
    async with tail.app.run_test(size=SIZE) as pilot:
        await tail.start(pilot)
        await pilot.press("k")
        tail.view.append([log_line("late above", 20_500), log_line("late below", 95_500)])
        await pilot.pause()
        assert tail.rows()[0] == "line 89"
        assert tail.rows()[6:9] == ["line 95", "late below", "line 96"]
        assert texts_of(tail.view.lines)[20:23] == ["line 20", "late above", "line 21"]


async def test_letting_the_oldest_go_keeps_the_place() -> None:
    tail = Tail(LogView(now=Clock(), max_lines=100))
    async with tail.app.run_test(size=SIZE) as pilot:
        await tail.start(pilot)
        await pilot.press("pageup")
        tail.view.append(numbered(100, 105))
        await pilot.pause()
        assert tail.rows()[0] == "line 81"
        assert (tail.view.dropped, len(tail.view.lines)) == (10, 95)
        await pilot.press("g")
        tail.view.append(numbered(105, 130))
        await pilot.pause()
        assert tail.rows()[0] == texts_of(tail.view.lines)[0], "what was read is gone: the oldest is next to it"


async def test_filters_hide_lines_but_not_marks() -> None:
    tail = Tail()
    async with tail.app.run_test(size=SIZE) as pilot:
        await tail.start(pilot, [*numbered(0, 100), mark("task 1a2b stopped: exit 137", 50_500)])
        tail.view.keep = "LINE 5"
        await tail.settle(pilot)
        assert texts_of(tail.view.shown)[:3] == ["line 5", "line 50", "task 1a2b stopped: exit 137"]
        assert "── task 1a2b stopped: exit 137 ────────" in [row[:39] for row in tail.app.lines()]
        tail.view.drop = "/[5-9]$/"
        await tail.settle(pilot)
        shown = [row for row in tail.rows() if row]
        assert shown[1].startswith("── task")
        assert shown[2:] == ["line 51", "line 52", "line 53", "line 54"]
        tail.view.append([*numbered(100, 101), log_line("line 5 new", 101_000)])
        await pilot.pause()
        assert [row for row in tail.rows() if row][-2:] == ["line 54", "line 5 new"]
        tail.view.keep = tail.view.drop = ""
        await tail.settle(pilot)
        assert len(tail.view.shown) == 103


async def test_a_wrong_pattern_hides_nothing_and_says_so() -> None:
    tail = Tail()
    async with tail.app.run_test(size=SIZE, message_hook=tail.hook) as pilot:
        await tail.start(pilot)
        tail.moves = 0
        tail.view.keep = "/(/"
        await tail.settle(pilot)
        assert tail.view.filter_problem.startswith("cannot read /(/ as a pattern")
        assert tail.moves > 0
        assert len(tail.view.shown) == 100
        tail.view.keep = "/1/"
        await tail.settle(pilot)
        assert tail.view.filter_problem == ""
        tail.view.search("/[/")
        await tail.settle(pilot)
        assert tail.view.filter_problem
        assert tail.view.matches == 0


async def test_a_filter_set_before_there_is_an_app_is_applied() -> None:
    tail = Tail()
    tail.view.set_reactive(LogView.keep, "line 7")
    tail.view.append(numbered(0, 100))
    async with tail.app.run_test(size=SIZE) as pilot:
        await tail.settle(pilot)
        assert len(tail.view.shown) == 11


async def test_search_goes_to_the_last_match_above_and_round() -> None:
    tail = Tail()
    async with tail.app.run_test(size=SIZE) as pilot:
        await tail.start(pilot)
        tail.view.search("line 8")
        await tail.settle(pilot)
        assert (tail.view.match, tail.view.matches) == (11, 11)
        assert "line 89" in tail.rows()
        assert not tail.view.following
        tail.view.next_match()
        await pilot.pause()
        assert (tail.view.match, "line 8" in tail.rows()) == (1, True)
        tail.view.previous_match()
        tail.view.previous_match()
        assert tail.view.match == 10
        tail.view.append([log_line("line 8 late", 85_500)])
        await pilot.pause()
        assert (tail.view.match, tail.view.matches) == (11, 12), "what was gone to stays, and counts the late one"
        tail.view.keep = "line 9"
        await tail.settle(pilot)
        assert (tail.view.match, tail.view.matches) == (0, 0), "none of the lines shown"
        tail.view.next_match()
        tail.view.search("")
        await tail.settle(pilot)
        assert tail.view.matches == 0


async def test_every_match_is_marked_and_the_one_gone_to_is_told_apart() -> None:
    tail = Tail()
    async with tail.app.run_test(size=SIZE) as pilot:
        await tail.start(pilot, [log_line("an apple, another apple"), log_line("apple", 1), log_line("pear", 2)])
        plain = tail.app.terminal.buffer[2][2].bg
        tail.view.search("apple")
        await tail.settle(pilot)
        rows = tail.app.terminal.buffer
        text = tail.app.terminal.display[0]
        first, second = text.index("apple"), text.rindex("apple")
        assert rows[0][first].bg == rows[0][second + 4].bg != plain
        assert rows[0][second - 1].bg == plain
        assert rows[1][first - 3].bg not in (plain, rows[0][first].bg)


async def test_a_match_in_what_is_folded_away_is_marked_at_its_line() -> None:
    tail = Tail()
    async with tail.app.run_test(size=SIZE) as pilot:
        await tail.start(pilot, [log_line('{"msg":"hello","level":"info"}'), log_line("other", 1)])
        plain = tail.app.terminal.buffer[0][0].bg
        tail.view.search("level")
        await tail.settle(pilot)
        assert tail.view.matches == 1
        assert tail.app.terminal.buffer[0][0].bg != plain
        await pilot.press("v")
        assert tail.rows()[0].endswith('{"msg":"hello","level":"info"}')


async def test_long_lines_scroll_sideways_and_stay_so_while_following() -> None:
    tail = Tail()
    async with tail.app.run_test(size=SIZE) as pilot:
        await tail.start(pilot, [log_line("0123456789" * 10)])
        assert tail.view.check_action("scroll_sideways", (-1,)) is False, "← is the screen's at the left edge"
        await pilot.press("right")
        left = tail.rows()[0]
        assert left.startswith("8901")
        tail.view.append([log_line("abcdefghij" * 10, 1)])
        await pilot.pause()
        assert tail.rows()[1].startswith("ijab")
        await pilot.press("left")
        assert tail.rows()[0].startswith("0123")
        tail.view.wrap = True
        await pilot.pause()
        assert tail.view.check_action("scroll_sideways", (1,)) is False


async def test_a_match_out_of_sight_is_scrolled_to() -> None:
    tail = Tail()
    async with tail.app.run_test(size=SIZE) as pilot:
        await tail.start(pilot, [log_line("." * 500 + "needle" + "." * 100)])
        tail.view.search("needle")
        await tail.settle(pilot)
        assert "needle" in tail.rows()[0]


async def test_wrapped_lines_move_by_rows_and_keep_the_end() -> None:
    tail = Tail()
    async with tail.app.run_test(size=(24, 5)) as pilot:
        await tail.start(pilot, [log_line("aaaa " * 10), log_line("bbbb " * 10, 1), mark("gap", 2)])
        await pilot.press("w")
        rows = tail.rows()
        assert rows[-1].startswith("── gap ──")
        assert rows[-2].startswith("bbbb")
        await pilot.press("g")
        assert [row[:4] for row in tail.rows()] == ["aaaa", "aaaa", "aaaa", "bbbb", "bbbb"]
        await pilot.press("j", "j")
        assert [row[:4] for row in tail.rows()] == ["aaaa", "bbbb", "bbbb", "bbbb", "── g"]
        assert tail.view.following
        await pilot.resize_terminal(60, 5)
        await pilot.pause()
        assert [row[:4] for row in tail.rows() if row] == ["aaaa", "bbbb", "── g"]


async def test_repeats_are_folded_with_their_number() -> None:
    tail = Tail()
    async with tail.app.run_test(size=SIZE) as pilot:
        await tail.start(pilot, [log_line("GET /health", number) for number in range(7)] + [log_line("other", 9)])
        await pilot.press("z")
        await tail.settle(pilot)
        assert tail.rows()[:2] == ["×7 GET /health", "other"]
        tail.view.append([log_line("other", 10)])
        await pilot.pause()
        assert tail.rows()[1] == "×2 other"
        assert len(tail.view.shown) == 9


async def test_fields_stand_in_columns() -> None:
    tail = Tail()
    async with tail.app.run_test(size=(60, 5)) as pilot:
        await tail.start(pilot, [log_line('{"msg":"hi","path":"/a","ms":3}'), log_line("plain", 1)])
        assert tail.view.known_fields == ("msg", "path", "ms")
        tail.view.fields = ("path",)
        await pilot.pause()
        assert tail.rows()[0] == "/a           hi ms=3"
        assert tail.rows()[1] == "plain"


async def test_times_are_shown_in_four_ways() -> None:
    clock = Clock()
    tail = Tail(LogView(now=clock))
    async with tail.app.run_test(size=SIZE) as pilot:
        await tail.start(pilot, [log_line("x")])
        seen = []
        for _ in range(4):
            await pilot.press("t")
            seen.append((tail.view.times, tail.rows()[0]))
        assert [mode for mode, _ in seen] == ["local", "utc", "relative", "off"]
        assert [row for mode, row in seen if mode != "local"] == ["03:02:00Z   x", "10m   x", "x"]
        tail.view.times = "relative"
        await pilot.pause()
        tail.app.cost()
        clock.pass_(seconds=10)
        tail.view.tick()
        await pilot.pause()
        assert tail.app.cost() == 0, "coarse"
        clock.pass_(minutes=1)
        tail.view.tick()
        await pilot.pause()
        assert tail.rows()[0] == "11m   x"


async def test_the_line_cursor_opens_a_line_with_what_stands_around_it() -> None:
    tail = Tail()
    async with tail.app.run_test(size=SIZE, message_hook=tail.hook) as pilot:
        await tail.start(pilot)
        await pilot.press("enter")
        assert tail.view.cursor_line is tail.view.lines[99]
        await pilot.press("k", "k", "enter")
        assert texts_of(tail.opened) == ["line 97"]
        assert texts_of(tail.view.around(tail.opened[0], 2)) == [f"line {number}" for number in range(95, 100)]
        await pilot.press(*["k"] * 20)
        assert "line 77" in tail.rows(), "the view goes with the cursor"
        tail.view.keep = "line 3"
        await tail.settle(pilot)
        await pilot.press("G")
        assert tail.view.following
        cursor: LogLine | None = tail.view.cursor_line
        assert cursor is None


async def test_the_mouse_puts_the_cursor_and_opens() -> None:
    tail = Tail()
    async with tail.app.run_test(size=SIZE, message_hook=tail.hook) as pilot:
        await tail.start(pilot)
        await pilot.click(LogView, offset=(5, 3))
        assert tail.view.cursor_line is tail.view.lines[93]
        await pilot.click(LogView, offset=(5, 3), times=2)
        assert texts_of(tail.opened) == ["line 93"]


async def test_foreign_text_is_harmless() -> None:
    tail = Tail()
    async with tail.app.run_test(size=(60, 6)) as pilot:
        hostile = ["[red]a[/]\x1b[2Jb\nc\td", "\u202eevil\u202c", "lone \ud800", "x" * 1_000_000, "日本" * 20]
        await tail.start(pilot, [log_line(text, place) for place, text in enumerate(hostile)])
        rows = tail.rows()
        assert rows[0] == "[red]a[/]␛[2Jb␊c d"
        assert rows[1] == "�evil�"
        assert rows[2] == "lone �"
        await pilot.press("w")
        assert tail.view.text_of(tail.view.lines[:1]).endswith("[red]a[/]␛[2Jb␊c d\n")
        assert len(tail.rows()) == 6


async def test_following_repaints_once_for_a_batch_and_rest_writes_nothing() -> None:
    tail = Tail()
    async with tail.app.run_test(size=SIZE) as pilot:
        await tail.start(pilot)
        frames = tail.app.frames
        tail.view.append(numbered(100, 105))
        await pilot.pause()
        assert tail.app.frames == frames + 1
        tail.app.cost()
        await pilot.press("k", "k")
        tail.app.cost()
        tail.view.append(numbered(105, 106))
        tail.view.tick()
        await pilot.pause()
        assert tail.app.cost() == 0, "what is not seen is not written"


async def test_one_new_line_below_others_writes_that_line_alone() -> None:
    tail = Tail()
    async with tail.app.run_test(size=SIZE) as pilot:
        await tail.start(pilot, numbered(0, 3))
        tail.view.append(numbered(3, 4))
        assert tail.app.dirty_lines(tail.view) == [3]


async def test_a_second_task_gives_every_line_a_tag() -> None:
    tail = Tail()
    async with tail.app.run_test(size=SIZE) as pilot:
        await tail.start(pilot, [log_line("one")])
        assert tail.rows()[0] == "one"
        tail.view.append([log_line("two", 1, task_id=WORKER)])
        await pilot.pause()
        assert tail.rows()[:2] == [f"{API[:4]}   one", f"{WORKER[:4]}   two"]
        assert tail.app.terminal.buffer[0][0].fg != tail.app.terminal.buffer[1][0].fg


async def test_no_lines_and_no_room() -> None:
    tail = Tail(LogView(now=Clock(), placeholder="no lines yet"))
    async with tail.app.run_test(size=(1, 1)) as pilot:
        tail.view.append([])
        await pilot.press("j", "G", "g", "ctrl+f", "right", "enter", "w", "z", "v")
        tail.view.search("x")
        tail.view.next_match()
        await tail.settle(pilot)
        tail.view.append(numbered(0, 3))
        await pilot.resize_terminal(*SIZE)
        await tail.settle(pilot)
        assert tail.rows()[:3] == ["line 0", "line 1", "line 2"]
        tail.view.clear()
        await tail.settle(pilot)
        assert tail.rows()[1] == "no lines yet"
        assert tail.view.seen == (0, 0, 0)
        assert isinstance(pilot.app, TerminalApp)
        assert tail.view.text_of([log_line("x", NOW.second)]).startswith("2026-11-23T03:02:00.000Z")


async def test_enter_goes_to_the_match_that_is_seen() -> None:
    view, app = log_app()
    async with app.run_test(size=(40, 10)):
        view.append(numbered(1, 9))
        view.search("line 3")
        while view.filtering:  # noqa: ASYNC110 -- the worker's slices are all there is to wait for
            await asyncio.sleep(0)
        view.action_open()
        assert view.cursor_line is not None
        assert view.cursor_line.text == "line 3"
