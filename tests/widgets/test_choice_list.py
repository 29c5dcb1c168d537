"""What can be answered stands above what is typed: chosen with the arrows, narrowed by typing, at a small cost."""

from collections.abc import Sequence

import pytest
from textual.pilot import Pilot

from fargate_tui.widgets.choice_list import Candidate
from fargate_tui.widgets.key_bar import KeyBar
from fargate_tui.widgets.prompt import Prompt
from fargate_tui.widgets.text_view import TextView
from tests.widgets.terminal_app import TerminalApp

MANY = tuple(Candidate(f"api:{number}", "the newest" if number == 30 else "") for number in range(30, 10, -1))
MINUTES = (Candidate("120", "two hours"), Candidate("30", "half an hour"), Candidate("off", "may be stopped again"))


class Desk:
    """A question with choices in an app, and what was answered."""

    def __init__(self, choices: Sequence[Candidate]) -> None:
        self.prompt = Prompt()
        self.view = TextView()
        self.app = TerminalApp(self.view, KeyBar(), self.prompt)
        self.choices = choices
        self.answered: list[str] = []

    def hook(self, message: object) -> None:
        if isinstance(message, Prompt.Submitted) and message.value not in self.answered:
            self.answered.append(message.value)

    def complete(self, typed: str) -> Sequence[Candidate]:
        return [choice for choice in self.choices if typed in choice.value or typed in choice.hint]

    async def ask(self, pilot: Pilot[None], value: str = "") -> None:
        self.view.focus()
        await pilot.pause()
        self.prompt.open("protect:", value, self.complete, listed=True)
        await pilot.pause()

    def marked(self) -> list[str]:
        return [line.split()[1] for line in self.app.lines() if line.startswith(" ›")]


async def test_each_choice_has_a_line_directly_above_what_is_typed() -> None:
    desk = Desk(MINUTES)
    async with desk.app.run_test(size=(80, 24), message_hook=desk.hook) as pilot:
        await desk.ask(pilot)
        assert desk.app.lines()[-4:-1] == [
            " › 120  two hours",
            "   30   half an hour",
            "   off  may be stopped again",
        ]
        assert desk.app.lines()[-1].startswith(" protect:")
        await pilot.press("enter")
        await pilot.pause()
        assert desk.answered == ["120"]
        assert desk.app.lines()[-2] == "", "it takes no room any more"


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (("down", "enter"), "30"),
        (("tab", "tab", "tab", "tab", "enter"), "off"),
        (("tab", "tab", "shift+tab", "enter"), "30"),
        (("up", "enter"), "120"),
        (("1", "2", "enter"), "12"),
        (("o", "enter"), "off"),
        (("h", "a", "l", "f", "down", "enter"), "30"),
        (("down", "right", "backspace", "enter"), "3"),
        (("down", "escape"), ""),
    ],
)
async def test_what_enter_takes(keys: tuple[str, ...], answer: str) -> None:
    desk = Desk(MINUTES)
    async with desk.app.run_test(size=(80, 24), message_hook=desk.hook) as pilot:
        await desk.ask(pilot)
        await pilot.press(*keys)
        await pilot.pause()
        assert desk.answered == ([answer] if answer else [])


@pytest.mark.parametrize(("height", "rows"), [(24, 8), (36, 12), (9, 3)])
async def test_a_long_list_says_how_many_more_there_are_and_follows_the_marked_one(height: int, rows: int) -> None:
    desk = Desk(MANY)
    async with desk.app.run_test(size=(80, height), message_hook=desk.hook) as pilot:
        await desk.ask(pilot)
        assert desk.app.lines()[-rows - 1].split() == ["›", "api:30", "the", "newest"]
        assert desk.app.lines()[-2].strip() == f"↓ {20 - rows + 1} more"
        for _ in range(19):
            await pilot.press("down")
            assert len(desk.marked()) == 1
        assert desk.marked() == ["api:11"]
        assert desk.app.lines()[-2].strip() == f"↑ {20 - rows + 1} more"
        for _ in range(19):
            await pilot.press("up")
            assert len(desk.marked()) == 1
        assert desk.marked() == ["api:30"]


async def test_typing_narrows_without_moving_what_is_behind() -> None:
    desk = Desk(MANY)
    async with desk.app.run_test(size=(80, 24), message_hook=desk.hook) as pilot:
        await desk.ask(pilot)
        height = desk.view.size.height
        await pilot.press("2", "9")
        await pilot.pause()
        assert desk.view.size.height == height
        assert desk.app.lines()[-2].strip() == "api:29"
        await pilot.press("x")
        await pilot.pause()
        assert "none of the choices" in desk.app.lines()[-2]


async def test_what_is_known_only_later_makes_room_for_itself() -> None:
    desk = Desk(())
    async with desk.app.run_test(size=(80, 24), message_hook=desk.hook) as pilot:
        await desk.ask(pilot)
        assert desk.app.lines()[-2] == ""
        desk.choices = MINUTES
        desk.prompt.complete_anew()
        await pilot.pause()
        assert desk.marked() == ["120"]


async def test_moving_writes_two_lines_and_not_the_screen() -> None:
    desk = Desk(MINUTES)
    async with desk.app.run_test(size=(80, 24), message_hook=desk.hook) as pilot:
        await desk.ask(pilot)
        desk.app.cost()
        await pilot.press("down")
        await pilot.pause()
        assert 0 < desk.app.cost() < 600


async def test_a_long_answer_is_shown_whole_beside_a_short_hint() -> None:
    desk = Desk((Candidate("strategy FARGATE=1+1 FARGATE_SPOT=1", "now none"), Candidate("none", "now")))
    async with desk.app.run_test(size=(80, 24)) as pilot:
        await desk.ask(pilot)
        assert desk.app.lines()[-3] == " › strategy FARGATE=1+1 FARGATE_SPOT=1  now none"
