from textual.pilot import Pilot

from fargate_tui.widgets.lines import Line, line
from fargate_tui.widgets.text_view import TextView
from tests.widgets.terminal_app import TerminalApp

SIZE = (40, 10)
LINES: tuple[Line, ...] = tuple(line(f"line {number} of the text") for number in range(100))


class Page:
    """A view in an app, with the messages it has posted."""

    def __init__(self) -> None:
        self.view = TextView()
        self.app = TerminalApp(self.view)
        self.moves: list[TextView.Moved] = []

    def hook(self, message: object) -> None:
        if isinstance(message, TextView.Moved) and not any(message is seen for seen in self.moves):
            self.moves.append(message)

    async def start(self, pilot: Pilot[None], lines: tuple[Line, ...] = LINES) -> None:
        self.view.focus()
        self.view.show(lines)
        await pilot.pause()
        self.app.cost()

    def first(self) -> str:
        return self.texts()[0]

    def texts(self) -> list[str]:
        """The lines without the scroll bar."""
        return [row.rstrip("┃ ") for row in self.app.lines()]


async def test_it_scrolls_by_the_keys_of_the_table() -> None:
    page = Page()
    async with page.app.run_test(size=SIZE, message_hook=page.hook) as pilot:
        await page.start(pilot)
        for key, first in (("j", 1), ("ctrl+f", 10), ("k", 9), ("pageup", 0), ("G", 90), ("g", 0), ("k", 0)):
            await pilot.press(key)
            assert page.first() == f"line {first} of the text", key
        await pilot.press("G")
        await pilot.pause()
        last = page.moves[-1]
        assert (last.first, last.last, last.total, last.control) == (91, 100, 100, page.view)


async def test_the_same_text_again_writes_nothing() -> None:
    page = Page()
    async with page.app.run_test(size=SIZE) as pilot:
        await page.start(pilot)
        await pilot.press("j", "j")
        page.app.cost()
        page.view.show(list(LINES))
        await pilot.pause()
        assert page.app.cost() == 0
        page.view.show((*LINES[:5], line("line 5 has changed"), *LINES[6:]))
        assert page.app.dirty_lines(page.view) == [3]
        await pilot.pause()
        assert page.first() == "line 2 of the text", "the place is kept"


async def test_search_goes_round() -> None:
    page = Page()
    async with page.app.run_test(size=SIZE, message_hook=page.hook) as pilot:
        await page.start(pilot)
        assert page.view.search("line 5") == 11
        await pilot.pause()
        assert (page.moves[-1].match, page.moves[-1].matches) == (1, 11)
        page.view.next_match()
        await pilot.pause()
        assert "line 50 of the text" in page.texts()
        for _ in range(10):
            page.view.next_match()
        await pilot.pause()
        assert "line 5 of the text" in page.texts()
        page.view.previous_match()
        await pilot.pause()
        assert "line 59 of the text" in page.texts()
        assert page.view.search("nothing") == 0
        await pilot.pause()
        assert (page.moves[-1].match, page.moves[-1].matches) == (0, 0)


async def test_matches_are_drawn_and_the_search_can_be_ended() -> None:
    page = Page()
    async with page.app.run_test(size=SIZE) as pilot:
        await page.start(pilot)
        plain = page.app.terminal.buffer[2][5].bg
        page.view.search("/\\d of/")
        await pilot.pause()
        assert page.app.terminal.buffer[2][5].bg != plain
        assert page.app.terminal.buffer[0][5].bg != page.app.terminal.buffer[2][5].bg, "the current one is told apart"
        assert page.app.terminal.buffer[2][4].bg == plain
        page.view.search("")
        await pilot.pause()
        assert page.app.terminal.buffer[2][5].bg == plain


async def test_long_lines_scroll_sideways_or_fold() -> None:
    page = Page()
    async with page.app.run_test(size=SIZE) as pilot:
        await page.start(pilot, (line("word " * 30 + "end"), line("next")))
        assert page.view.check_action("scroll_sideways", (1,)) is True
        await pilot.press(*["right"] * 9)
        assert page.first().endswith("end")
        page.view.wrap = True
        await pilot.pause()
        assert page.view.check_action("scroll_sideways", (1,)) is False
        assert page.app.lines()[:5] == ["word " * 8 + ""] * 0 + [("word " * 8).rstrip()] * 3 + [
            "word " * 6 + "end",
            "next",
        ]
        page.view.search("end")
        page.view.wrap = False
        page.view.search("end")
        await pilot.pause()
        assert "end" in page.first(), "a match out of sight is scrolled to"


async def test_foreign_text_is_harmless() -> None:
    page = Page()
    async with page.app.run_test(size=SIZE) as pilot:
        await page.start(pilot, (line("[red]a[/]\x1b[2Jb\nc\td"),))
        assert page.first() == "[red]a[/]␛[2Jb␊c d"
        assert page.view.text == "[red]a[/]␛[2Jb␊c d"


async def test_no_text_and_no_room() -> None:
    page = Page()
    async with page.app.run_test(size=(1, 1)) as pilot:
        await page.start(pilot, ())
        await pilot.press("j", "G", "ctrl+f", "right")
        page.view.search("x")
        page.view.next_match()
        page.view.wrap = True
        page.view.show(LINES)
        await pilot.resize_terminal(*SIZE)
        await pilot.pause()
        assert page.first().startswith("line 0")


async def test_what_grows_above_moves_nothing_under_the_readers_eyes_where_it_is_anchored() -> None:
    page = Page()
    async with page.app.run_test(size=SIZE) as pilot:
        await page.start(pilot)
        await pilot.press("G")
        more = (line("something new"), line("and more of it"), *LINES)
        page.view.show(more, anchored=True)
        await pilot.pause()
        assert page.first() == "line 90 of the text"
        await pilot.press("g")
        page.view.show((line("the newest"), *more), anchored=True)
        await pilot.pause()
        assert page.first() == "the newest", "the top stays the top"


async def test_a_scroll_bar_says_that_there_is_more() -> None:
    page = Page()
    async with page.app.run_test(size=SIZE) as pilot:
        await page.start(pilot)
        assert [row[-1:] == "┃" for row in page.app.lines()] == [True] + [False] * 9
        await pilot.press("G")
        assert [row[-1:] == "┃" for row in page.app.lines()] == [False] * 9 + [True]
        page.view.show(LINES[:10])
        await pilot.pause()
        assert "┃" not in "".join(page.app.lines()), "all of it is seen"


async def test_no_text_is_behind_the_scroll_bar() -> None:
    page = Page()
    async with page.app.run_test(size=SIZE) as pilot:
        page.view.wrap = True
        await page.start(pilot, tuple(line("x" * SIZE[0]) for _ in range(SIZE[1] + 1)))
        assert page.texts()[:2] == ["x" * (SIZE[0] - 1), "x"]


async def test_the_rest_of_an_indented_line_stands_under_its_beginning() -> None:
    page = Page()
    async with page.app.run_test(size=SIZE) as pilot:
        page.view.wrap = True
        await page.start(pilot, (line("  " + "word " * 10),))
        assert page.texts()[1].startswith("  word")
