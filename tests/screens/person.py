"""Somebody in front of the app: presses keys, waits until everything has come of them, and reads the screen."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from textual.events import Key
from textual.pilot import Pilot
from textual.widgets import Input

# A wizard loads it in a thread before it asks AWS; how long that takes is the machine's, and no clock is held for it.
import fargate_tui.actions.creating.plan  # noqa: F401
from fargate_tui.app import FargateApp
from fargate_tui.fargate.rows import TaskRow
from fargate_tui.live.lock import Lock
from fargate_tui.live.ports.aws import Aws, Connect
from fargate_tui.live.ports.profiles import Ask
from fargate_tui.screens.frame import FrameScreen
from fargate_tui.settings import Settings
from fargate_tui.widgets.key_bar import KeyBar
from fargate_tui.widgets.masthead import Masthead
from fargate_tui.widgets.notice import Notice
from fargate_tui.widgets.prompt import Prompt
from fargate_tui.widgets.resource_table import ResourceTable
from tests.live.held_clock import HeldClock, settle
from tests.live.small_aws import SmallAws
from tests.screens.machine import Machine

KEYS = {
    "+": "plus", "=": "equals_sign",
    "/": "slash", ":": "colon", "!": "exclamation_mark", "?": "question_mark", "[": "left_square_bracket",
    "]": "right_square_bracket", "~": "tilde", " ": "space", "-": "minus", ".": "full_stop",
    "(": "left_parenthesis", ")": "right_parenthesis", "_": "underscore", "*": "asterisk", "|": "vertical_line",
    '"': "quotation_mark", "\\": "backslash", "&": "ampersand", "<": "less_than_sign", ">": "greater_than_sign",
}  # fmt: skip
"""Textual's names of keys that a person calls by what is printed on them."""


ROUNDS = 400
"""Looks at whether anything is on its way still."""


async def settled(app: FargateApp) -> None:
    """Wait until no key is on its way and no message waits, and paint.

    Textual's own `Pilot.pause` sleeps for 20 ms each time, and its `press` twice for each key.
    """
    quiet = 0
    for _ in range(ROUNDS):
        await settle()
        app.screen._on_timer_update()
        quiet = 0 if _is_busy(app) else quiet + 1
        if quiet == 2:
            return
    raise AssertionError("the app does not come to rest")


def _is_busy(app: FargateApp) -> bool:
    typeahead = app._typeahead
    if len(typeahead._keys) or typeahead._task:
        return True
    pumps = [app, *(node for screen in app.screen_stack for node in screen.walk_children(with_self=True))]
    waiting = (pump.message_queue_size + len(pump._next_callbacks) for pump in pumps if pump.is_running)
    return any(waiting)


def key_event(name: str) -> Key:
    """What a terminal's key becomes."""
    name = KEYS.get(name, name)
    printed = {textual: character for character, textual in KEYS.items()}
    return Key(name, name if len(name) == 1 else printed.get(name))


@dataclass
class Person:
    """A person at a terminal that shows the app."""

    pilot: Pilot[None]
    aws: SmallAws
    clock: HeldClock

    @property
    def app(self) -> FargateApp:
        """The app."""
        assert isinstance(self.pilot.app, FargateApp)
        return self.pilot.app

    async def press(self, *keys: str) -> None:
        """Press keys, waiting after each until everything has come of it."""
        for key in keys:
            await self.burst(key)

    async def burst(self, *keys: str) -> None:
        """Press keys faster than anything can come of them."""
        driver = self.app._driver
        assert driver is not None
        for key in keys:
            event = key_event(key)
            event.set_sender(self.app)
            driver.send_message(event)
        await settled(self.app)

    async def resize(self, columns: int, rows: int) -> None:
        """Pull at the window."""
        await self.pilot.resize_terminal(columns, rows)
        await settled(self.app)

    async def type(self, text: str) -> None:
        """Type a text."""
        await self.burst(*text)

    async def go(self, text: str) -> None:
        """Type where to go after ``:``."""
        await self.press(":")
        await self.type(text)
        await self.press("enter")

    async def wait(self, seconds: float) -> None:
        """Let the held clock go on."""
        await self.clock.push(seconds)
        await settled(self.app)

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Wait until something is so that comes of a thread, such as the journal's, which has no end to wait for."""
        async with asyncio.timeout(20):
            while not is_so():
                await settled(self.app)

    async def done(self, group: str) -> None:
        """Wait until the workers of a group are done."""
        for worker in [worker for worker in self.app.workers if worker.group == group]:
            await worker.wait()
        await settled(self.app)

    @property
    def screen(self) -> FrameScreen:
        """The screen in front."""
        assert isinstance(self.app.screen, FrameScreen)
        return self.app.screen

    @property
    def lines(self) -> list[str]:
        """What stands on the terminal, line by line."""
        strips = self.app.screen._compositor.render_strips()
        return [strip.text.rstrip() for strip in strips]

    @property
    def text(self) -> str:
        """What stands on the terminal."""
        return "\n".join(self.lines)

    @property
    def path(self) -> str:
        """The breadcrumb."""
        return " › ".join(self.app.screen.query_one(Masthead).trail.path)

    @property
    def header(self) -> str:
        """The two lines at the top."""
        return "\n".join(self.lines[:2])

    @property
    def notice(self) -> str:
        """What is said to be wrong."""
        return self.app.screen.query_one(Notice).text

    @property
    def table(self) -> ResourceTable[Any]:
        """The table of the screen in front."""
        found: ResourceTable[Any] = self.app.screen.query_one(ResourceTable)
        return found

    @property
    def names(self) -> list[str]:
        """What the rows in the table are called, from top to bottom."""
        return [row.id if isinstance(row, TaskRow) else row.name for row in self.table.shown]

    @property
    def here(self) -> str | None:
        """What the row under the cursor is called."""
        row = self.table.cursor_row
        return None if row is None else (row.id if isinstance(row, TaskRow) else row.name)

    def is_stale(self) -> bool:
        """Whether the rows are shown as out of date."""
        return self.table.stale

    def is_typing(self) -> bool:
        """Whether the prompt is open and has the focus."""
        return self.app.screen.query_one(Prompt).is_open and isinstance(self.app.focused, Input)

    @property
    def hints(self) -> str:
        """The key bar, whether or not it is shown in full."""
        return " · ".join(f"{hint.key} {hint.what}" for hint in self.app.screen.query_one(KeyBar)._hints)

    @property
    def told(self) -> list[str]:
        """What toasts say."""
        return [str(notification.message) for notification in self.app._notifications]

    def says(self, pattern: str) -> bool:
        """Whether a regular expression is found on the terminal, however its text is folded."""
        return re.search(pattern, " ".join(self.text.replace("┃", " ").split())) is not None


def app_of(aws: SmallAws, clock: HeldClock, *, connect: Connect | None = None, **settings: Any) -> FargateApp:
    """The app over an AWS in memory."""

    async def connected(_: Settings, _lock: Lock, _ask: Ask) -> Aws:
        if connect is not None:
            return await connect()
        aws.is_closed = False
        return aws

    return FargateApp(Settings(**{"theme": "fargate-dark", **settings}), connected, clock=clock, accounts=Machine())


@asynccontextmanager
async def sitting(
    aws: SmallAws, *, size: tuple[int, int] = (120, 36), connect: Connect | None = None, **settings: Any
) -> AsyncIterator[Person]:
    """Run the app for a person, and wait until its first view stands."""
    clock = HeldClock()
    app = app_of(aws, clock, connect=connect, **settings)
    async with app.run_test(size=size, notifications=True) as pilot:
        await settled(app)
        yield Person(pilot, aws, clock)
