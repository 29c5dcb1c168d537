"""Puts the parts together: the store, the screens, the themes, and where navigation happens."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Mapping
from contextlib import aclosing
from typing import TYPE_CHECKING, ClassVar

from rich.console import RenderableType
from textual import events, on, work
from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen

from fargate_tui.cli import is_remote
from fargate_tui.clipboard import osc9, osc52
from fargate_tui.fargate.arns import name_of
from fargate_tui.frugal import frugal
from fargate_tui.live.clock import Clock, WallClock
from fargate_tui.live.ports import Aws, Connect
from fargate_tui.live.recorder import Recorder
from fargate_tui.live.store import Store
from fargate_tui.screens.acting import ActingScreen, load_actions
from fargate_tui.screens.context import Context, nowhere
from fargate_tui.screens.frame import FrameScreen
from fargate_tui.screens.journey import Journey, Place
from fargate_tui.screens.navigation import Descend, Jump, Walk
from fargate_tui.screens.views import load, screen_for
from fargate_tui.settings import Settings
from fargate_tui.themes import OWN, choose
from fargate_tui.typeahead import TypeAhead

if TYPE_CHECKING:
    from fargate_tui.equipment import Equipment
    from fargate_tui.sessions.relay import Child, Ended

LOOPBACK = ("http://127.0.0.1:", "http://localhost:")
"""How endpoints begin behind which load balancers may be on this machine."""


class FargateApp(App[None]):
    """The terminal UI."""

    TITLE = "fargate-tui"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False  # the terminal's own selection works, and a drag costs no traffic
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c,ctrl+q", "quit", "quit", show=False, priority=True, id="app.quit"),
        Binding(
            "ctrl+z", "suspend_process", "suspend", show=False, priority=True, id="app.suspend",
            tooltip="suspend the program; fg in the shell brings it back",
        ),
    ]  # fmt: skip

    def __init__(
        self,
        settings: Settings,
        connect: Connect,
        *,
        clock: Clock | None = None,
    ) -> None:
        """Make the app; ``connect`` is called once the first frame is painted, tests hold the ``clock``."""
        super().__init__()
        self.animation_level = "none"
        self.settings = settings
        for theme in OWN:
            self.register_theme(theme)
        # Textual 8.2 picks the filter of NO_COLOR before the theme is known (app.py:616): on ANSI it is black on black.
        self.theme = choose(settings.theme, remote=is_remote() and not self.no_color)
        clock = clock or WallClock()
        flags = (*(["DEMO"] if settings.demo else ()), *(["READ-ONLY"] if settings.read_only else ()))
        self.context = Context(
            Store(connect, clock=clock, recorder=self._recorder(clock)),
            clock.now,
            lambda: self._equipment(clock),
            flags,
            guarded=settings.guarded,
            metrics=settings.metrics,
            local_addresses=_local(settings),
        )
        self._is_away = False
        self._arrived = asyncio.Event()
        self._arrived.set()
        self.journey = Journey().jump(first_place(settings))
        self._typeahead = TypeAhead(self, super().on_event, self._is_early, self._acts)

    def get_default_screen(self) -> Screen[None]:
        """The screen of the place that the command line named, else the clusters."""
        return screen_for(self.journey.place, self.context)

    async def on_unmount(self) -> None:
        """Let go of AWS."""
        await self.context.close()
        await self.context.store.close()

    async def on_event(self, event: events.Event) -> None:
        """Note that somebody is there (watches rest after a while without), and take keys one after the other."""
        if isinstance(event, events.InputEvent):
            self.context.store.touch()
        if isinstance(event, events.Key) and not event.is_forwarded:
            await self._typeahead.take(event)
        else:
            await super().on_event(event)

    def _is_early(self, key: events.Key) -> bool:
        """Whether a key means nothing yet, but may once the view has its actions."""
        screen = self.screen
        return not self._arrived.is_set() or (isinstance(screen, ActingScreen) and screen.is_early(key.key))

    async def _acts(self) -> None:
        await self._arrived.wait()
        if isinstance(self.screen, ActingScreen):
            await self.screen.acts()

    # -- navigation ----------------------------------------------------------------------------------------------------

    @on(Descend)
    async def _descend(self, message: Descend) -> None:
        """Go one level deeper."""
        await self._travel(self.journey.enter(message.place))

    @on(Jump)
    async def _jump(self, message: Jump) -> None:
        """Go straight to a place."""
        await self._travel(self.journey.jump(message.place))

    @on(Walk)
    async def _walk(self, message: Walk) -> None:
        """Up, back, forward, or to the last view."""
        steps = {"up": Journey.up, "back": Journey.back, "forward": Journey.forward, "last": Journey.last}
        await self._travel(steps[message.way](self.journey))

    async def _travel(self, journey: Journey) -> None:
        moved = journey.place != self.journey.place
        if moved and isinstance(self.screen, FrameScreen):
            self.screen.leave()
        self.journey = journey
        if not moved:
            return
        # What is typed meanwhile is meant for the view that comes, not for the one that is still there.
        self._arrived.clear()
        try:
            await load(journey.place.view)
        finally:
            self._arrived.set()
        screen = screen_for(journey.place, self.context)
        if len(self.screen_stack) == 1:
            # Textual cannot switch its first screen away (8.2: IndexError); it stays below, suspended.
            await self.push_screen(screen)
        else:
            await self.switch_screen(screen)

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        """Write an update with as few bytes as it takes."""
        super()._display(screen, frugal(renderable))

    def _fatal_error(self) -> None:
        """End after a defect of ours. Textual's own page shows local variables, and those may hold what is secret."""
        from rich.segment import Segments
        from rich.traceback import Traceback

        traceback = Traceback(show_locals=False, width=None)
        self._exit_renderables.append(Segments(self.console.render(traceback, self.console.options)))
        self._close_messages_no_wait()

    # -- changes -------------------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Ring when a change has ended."""
        if self.settings.bell:
            self.call_after_refresh(self._ring)

    def _equipment(self, clock: Clock) -> "Equipment":
        from fargate_tui.equipment import Equipment

        return Equipment(self.settings, self.context.store, clock, self.hand_over, self._warn)

    def _recorder(self, clock: Clock) -> Recorder:
        settings = self.settings
        return Recorder(
            settings.history, clock, days=settings.history_days, most=settings.history_bytes, told=self._warn
        )

    def _warn(self, words: str) -> None:
        self.notify(words, severity="warning", markup=False)

    @work(exclusive=True, group="ring")
    async def _ring(self) -> None:
        await load_actions(self.context)
        going: set[str] = set()
        async with aclosing(self.context.runs.follow()) as changes:
            async for runs in changes:
                now_going = {run.arn for run in runs if run.is_going}
                for run in runs:
                    if run.arn in going - now_going and not self._is_away:
                        self.bell()
                        self._write(osc9(f"{run.plan.title}: {run.state}", os.environ))
                going = now_going

    # -- terminal ------------------------------------------------------------------------------------------------------

    async def hand_over(self, child: "Child") -> "Ended":
        """Give the terminal to a program until that has ended, and take it back, whoever stops waiting meanwhile."""
        return await asyncio.shield(asyncio.create_task(self._stand_back(child), name=child.ended))

    async def _stand_back(self, child: "Child") -> "Ended":
        from fargate_tui.sessions.handover import keys_ignored
        from fargate_tui.sessions.relay import Ended, relay

        if self._driver is None or not self._driver.can_suspend:
            return Ended(None, last="this terminal cannot be handed over")
        assert sys.__stdin__ is not None
        assert sys.__stderr__ is not None
        typed, shown = sys.__stdin__.fileno(), sys.__stderr__.fileno()
        self._is_away = True
        try:
            # A repaint in between fills the queue of a writer that has stopped, and blocks the loop (textual.md §4.8).
            with self.batch_update(), self.suspend(), keys_ignored():
                return await asyncio.to_thread(relay, child, typed, shown)
        finally:
            self._is_away = False
            # Textual 8.2 paints only what has changed meanwhile, on a screen that the terminal has cleared.
            self.screen.refresh()

    def copy_to_clipboard(self, text: str) -> None:
        """Send text to the clipboard of the terminal, through SSH and tmux too."""
        self._clipboard = text
        self._write(osc52(text, os.environ))

    def _write(self, sequence: str) -> None:
        if self._driver is not None:
            self._driver.write(sequence)


def first_place(settings: Settings) -> Place:
    """Where the command line wants to start."""
    if settings.cluster is None:
        return Place("clusters")
    cluster = name_of(settings.cluster)
    if settings.service is None:
        return Place("services", cluster=cluster)
    return Place("tasks", cluster=cluster, service=name_of(settings.service))


def run(settings: Settings) -> int:
    """Run the app in this terminal until the person quits; returns the exit status."""
    try:
        choose(settings.theme, remote=False)
    except ValueError as problem:
        print(f"fargate-tui: {problem}")  # noqa: T201 - there is no screen to say it on
        return 2
    app = FargateApp(settings, lambda: connect(settings))
    app.run(mouse=not is_remote() if settings.mouse is None else settings.mouse)
    return app.return_code or 0


def _local(settings: Settings) -> Callable[[], Awaitable[Mapping[str, str]]]:
    """Who tells where load balancers are on this machine."""
    endpoint = settings.endpoint_url
    if endpoint is None or not endpoint.startswith(LOOPBACK):
        return nowhere

    async def ask() -> Mapping[str, str]:
        from fargate_tui.local_addresses import local_addresses

        return await local_addresses(endpoint)

    return ask


async def connect(settings: Settings) -> Aws:
    """Load the AWS SDK in a thread, so that the first frame stands and keys answer meanwhile, and connect."""
    import asyncio
    import importlib

    session = await asyncio.to_thread(importlib.import_module, "fargate_tui.aws.session")
    aws: Aws = await session.connect(
        session.ConnectionSettings(
            profile=settings.profile,
            region=settings.region,
            endpoint_url=settings.endpoint_url,
            read_only=settings.read_only,
        )
    )
    return aws
