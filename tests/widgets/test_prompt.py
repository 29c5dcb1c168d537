from collections.abc import Sequence

from textual.pilot import Pilot

from fargate_tui.widgets.choice_list import Candidate
from fargate_tui.widgets.key_bar import KeyBar
from fargate_tui.widgets.prompt import Prompt
from fargate_tui.widgets.text_view import TextView
from tests.widgets.terminal_app import TerminalApp

PLACES = (
    Candidate("services", "of default"),
    Candidate("service-quotas", "of the account"),
    Candidate("tasks", "of default"),
)


class Desk:
    """A prompt in an app, with what it has said."""

    def __init__(self) -> None:
        self.prompt = Prompt()
        self.view = TextView()
        self.app = TerminalApp(self.view, KeyBar(), self.prompt)
        self.said: list[tuple[str, ...]] = []
        self.asked: list[str] = []
        self._seen: list[object] = []

    def hook(self, message: object) -> None:
        ours = isinstance(message, Prompt.Changed | Prompt.Submitted | Prompt.Cancelled)
        if not ours or any(message is seen for seen in self._seen):
            return
        self._seen.append(message)
        assert message.control is self.prompt  # type: ignore[attr-defined]
        value = getattr(message, "value", None)
        self.said.append((type(message).__name__,) if value is None else (type(message).__name__, value))

    def complete(self, typed: str) -> Sequence[Candidate]:
        self.asked.append(typed)
        return [place for place in PLACES if place.value.startswith(typed.lower())]

    async def start(self, pilot: Pilot[None]) -> None:
        self.view.focus()
        await pilot.pause()

    def bottom(self) -> str:
        return self.app.lines()[-1]

    def is_open(self) -> bool:
        return self.prompt.is_open


async def test_typing_a_filter() -> None:
    desk = Desk()
    async with desk.app.run_test(size=(60, 8), message_hook=desk.hook) as pilot:
        await desk.start(pilot)
        height = desk.view.size.height
        desk.prompt.open("/", "ab")
        await pilot.pause()
        assert desk.bottom().rstrip() == " /ab"
        assert desk.view.size.height == height, "the table must not move"
        await pilot.press("c", "h", "j", "left", "backspace")
        assert desk.prompt.value == "abcj"
        await pilot.press("enter")
        await pilot.pause()
        assert desk.said == [
            ("Changed", "abc"), ("Changed", "abch"), ("Changed", "abchj"), ("Changed", "abcj"), ("Submitted", "abcj"),
        ]  # fmt: skip
        assert not desk.is_open()
        assert desk.view.has_focus
        assert desk.view.size.height == height


async def test_esc_and_backspace_on_nothing_cancel() -> None:
    desk = Desk()
    async with desk.app.run_test(size=(60, 8), message_hook=desk.hook) as pilot:
        await desk.start(pilot)
        desk.prompt.open("/")
        await pilot.press("a", "escape")
        assert (desk.is_open(), desk.view.has_focus) == (False, True)
        desk.prompt.open("/")
        await pilot.press("backspace")
        await pilot.pause()
        assert not desk.is_open()
        assert desk.said == [("Changed", "a"), ("Cancelled",), ("Cancelled",)]
        desk.prompt.close()
        assert desk.view.has_focus


async def test_going_somewhere_with_completion() -> None:
    desk = Desk()
    async with desk.app.run_test(size=(70, 8), message_hook=desk.hook) as pilot:
        await desk.start(pilot)
        desk.prompt.open(":", complete=desk.complete)
        await pilot.pause()
        assert desk.prompt.glyph == ":"
        assert desk.bottom().split() == [":", "services", "of", "default", "service-quotas", "tasks"]
        await pilot.press("S")
        await pilot.pause()
        assert "Services" not in desk.prompt.value
        assert desk.bottom().startswith(" :Services"), "the rest of the best candidate stands behind the cursor"
        await pilot.press("tab")
        assert desk.prompt.value == "services"
        await pilot.press("enter")
        await pilot.pause()
        assert desk.said[-1] == ("Submitted", "services")
        assert len(desk.asked) == len(set(desk.asked)), "each text is completed once"


async def test_candidates_can_be_chosen() -> None:
    desk = Desk()
    async with desk.app.run_test(size=(70, 8), message_hook=desk.hook) as pilot:
        await desk.start(pilot)
        desk.prompt.open(":", complete=desk.complete)
        await pilot.press("s", "down", "down", "down")
        assert desk.bottom().split()[-4:] == ["service-quotas", "of", "the", "account"]
        await pilot.press("enter")
        await pilot.pause()
        assert desk.said[-1] == ("Submitted", "service-quotas")


async def test_history_is_kept_per_glyph() -> None:
    desk = Desk()
    async with desk.app.run_test(size=(60, 8), message_hook=desk.hook) as pilot:
        await desk.start(pilot)
        for text in ("one", "two", "two"):
            desk.prompt.open("/")
            await pilot.press(*text, "enter")
        desk.prompt.open("/")
        await pilot.press("up")
        assert desk.prompt.value == "two"
        await pilot.press("up", "up", "up")
        assert desk.prompt.value == "one"
        await pilot.press("down", "down")
        assert desk.prompt.value == ""
        desk.prompt.open(":")
        await pilot.press("up")
        assert desk.prompt.value == ""


async def test_it_does_not_blink_and_typing_writes_one_line() -> None:
    desk = Desk()
    async with desk.app.run_test(size=(60, 8)) as pilot:
        await desk.start(pilot)
        desk.prompt.open("/")
        await pilot.press("a")
        desk.app.cost()
        await pilot.press("b")
        await pilot.pause()
        assert 0 < desk.app.cost() < 500


async def test_another_question_is_not_shown_with_the_label_of_the_one_before() -> None:
    desk = Desk()
    async with desk.app.run_test(size=(80, 12)) as pilot:
        await desk.start(pilot)
        desk.prompt.open("set:", "", lambda _: PLACES, listed=True)
        await pilot.press("escape")
        await pilot.pause()
        desk.prompt.open("tag:", "", lambda _: (), listed=True)
        await pilot.pause()
        assert desk.bottom().split() == ["tag:"], "neither the label nor the keys of the choices that were there"


async def test_what_stands_in_answer_to_a_question_is_replaced_by_what_is_typed() -> None:
    desk = Desk()
    async with desk.app.run_test(size=(80, 12), message_hook=desk.hook) as pilot:
        await desk.start(pilot)
        for keys, becomes in (
            (("5",), "5"),
            (("backspace", "7"), "17"),
            (("backspace", "backspace", "3"), "3"),
            (("right", "0"), "100"),
            ((), "10"),
        ):
            desk.prompt.open("keep the newest:", "10", lambda _: (), listed=True)
            await pilot.press(*keys, "enter")
            await pilot.pause()
            assert desk.said[-1] == ("Submitted", becomes)
        desk.prompt.open("/", "api")
        await pilot.press("x", "enter")
        await pilot.pause()
        assert desk.said[-1] == ("Submitted", "apix"), "a filter is edited"
