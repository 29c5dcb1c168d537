from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widget import Widget

from fargate_tui.widgets.key_bar import Hint, KeyBar, fitting
from tests.widgets.terminal_app import TerminalApp

HINTS = (Hint("↵", "open"), Hint("l", "logs"), Hint("?", "help"), Hint("/", "filter"))


def test_what_fits_is_shown_and_help_always() -> None:
    assert [hint.what for hint in fitting(HINTS, 40)] == ["open", "logs", "filter", "help"]
    assert [hint.what for hint in fitting(HINTS, 24)] == ["open", "logs", "help"]
    assert [hint.what for hint in fitting(HINTS, 3)] == ["help"]
    assert fitting((), 10) == []


class Thing(Widget, can_focus=True):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "open", key_display="↵"),
        Binding("l", "logs", "logs"),
        Binding("s", "shell", "shell", show=False),
        Binding("x", "secret", "secret"),
    ]
    DEFAULT_CSS = "Thing { height: 1; }"
    state: bool | None = None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.state if action == "logs" else action != "secret"


class KeysApp(TerminalApp):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,right", "open", "open", key_display="↵"),
        Binding("question_mark", "help", "help", key_display="?"),
        Binding("r", "refresh", "refresh"),
    ]
    CSS = "Screen { layout: vertical; }"
    AUTO_FOCUS = None

    def compose(self) -> ComposeResult:
        yield Thing()
        yield KeyBar()


async def test_it_shows_the_keys_that_work_now() -> None:
    app = KeysApp()
    async with app.run_test(size=(60, 2)) as pilot:
        await pilot.pause()
        assert app.lines()[1] == " ↵ open  r refresh  ? help"
        app.query_one(Thing).focus()
        await pilot.pause()
        assert app.lines()[1] == " ↵ open  l logs  r refresh  ? help"
        greyed = app.terminal.buffer[1][9].fg
        app.query_one(Thing).state = True
        app.query_one(Thing).refresh_bindings()
        await pilot.pause()
        assert app.terminal.buffer[1][9].fg != greyed
        app.query_one(Thing).state = False
        app.query_one(Thing).refresh_bindings()
        await pilot.pause()
        assert app.lines()[1] == " ↵ open  r refresh  ? help"
        app.cost()
        app.query_one(Thing).refresh_bindings()
        await pilot.pause()
        assert app.cost() == 0
