"""Puts the parts together: the store, the screens, the themes, and where navigation happens."""

import asyncio
from collections import deque
from dataclasses import replace
from typing import ClassVar, Final

from textual import events, on, work
from textual.binding import Binding, BindingType
from textual.notifications import SeverityLevel
from textual.screen import Screen

from fargate_tui.cli import COMMANDS, is_remote
from fargate_tui.connecting import ConnectAs, KnownAccounts, connection_options
from fargate_tui.contexts import Contexts
from fargate_tui.fargate.arns import is_arn
from fargate_tui.fargate.errors import AwsError
from fargate_tui.fargate.whereabouts import Whereabouts
from fargate_tui.keys.keymap import keymap
from fargate_tui.keys.names import PAIRS, shown
from fargate_tui.links import Link, command, group_of
from fargate_tui.live.clock import Clock, WallClock
from fargate_tui.live.ports.profiles import Accounts
from fargate_tui.live.visits import Visits
from fargate_tui.login import Login
from fargate_tui.new_contexts import NewContexts
from fargate_tui.remembering import Remembering
from fargate_tui.screens.acting import ActingScreen
from fargate_tui.screens.atlas import Atlas
from fargate_tui.screens.beginning import first_journey
from fargate_tui.screens.context import Context
from fargate_tui.screens.frame import FrameScreen
from fargate_tui.screens.journey import Journey, Place
from fargate_tui.screens.links import place_of
from fargate_tui.screens.navigation import Descend, GoAs, Jump, LogIn, Switch, Tour, Walk
from fargate_tui.screens.views import load, screen_for
from fargate_tui.settings import Settings
from fargate_tui.settings.sources import Sources
from fargate_tui.switching import Switching
from fargate_tui.telling import Telling
from fargate_tui.terminal import TerminalApp
from fargate_tui.themes import OWN, choose, own_themes
from fargate_tui.touring import Touring
from fargate_tui.typeahead import TypeAhead

MOST_SAID: Final = 50
"""Warnings that are kept for a report."""


class FargateApp(TerminalApp):
    """The terminal UI."""

    TITLE = "fargate-tui"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c,ctrl+q", "quit", "quit", show=False, priority=True, id="app.quit"),
        Binding(
            "ctrl+z", "suspend_process", "suspend", show=False, priority=True, id="app.suspend",
            tooltip="suspend the program; fg in the shell brings it back",
        ),
        # Before the panels that take every key: the tour is left from wherever one is.
        Binding(
            "f2", "tour('back')", "tour: back", show=False, priority=True, id="app.tour_back",
            tooltip="the step of the tour before",
        ),
        Binding(
            "f3", "tour('next')", "tour: skip", show=False, priority=True, id="app.tour_next",
            tooltip="the next step of the tour",
        ),
        Binding(
            "f4", "tour('end')", "tour: end", show=False, priority=True, id="app.tour_end",
            tooltip="end the tour; :tour begins it",
        ),
    ]  # fmt: skip

    def __init__(
        self,
        settings: Settings,
        connect: ConnectAs,
        *,
        clock: Clock | None = None,
        sources: Sources | None = None,
        accounts: Accounts | None = None,
    ) -> None:
        """Make the app; ``connect`` is called after the first frame and for each account, tests hold the ``clock``.

        ``sources`` tell the settings of other profiles; ``accounts`` are those that this machine knows, without them
        the AWS config files say.
        """
        super().__init__(settings)
        self.said: deque[str] = deque(maxlen=MOST_SAID)
        """What went wrong, for a report."""
        self.settings = settings
        self.telling = Telling(self)
        self.sources = sources or Sources.only(settings)
        for theme in (*OWN, *own_themes(settings.theme)):
            self.register_theme(theme)
        wanted = settings.theme if settings.theme in self.available_themes else None
        self.theme = wanted or choose(None, remote=is_remote())
        if self.no_color:
            self.without_colours()
        self.chosen = keymap(settings.keys)
        self.set_keymap(self.chosen.for_textual)
        self._clock = clock or WallClock()
        self._remembering = Remembering(self, settings, self._clock)
        atlas = Atlas(accounts or KnownAccounts(), Visits(settings.used), self._settings_of, self._at)
        atlas.due = group_of(settings.start)
        self.contexts = Contexts(self.sources, NewContexts(self, connect, self._clock, atlas).of)
        self.login = Login(self)
        self.login.expect(settings.profile)
        self._switching = Switching(self)
        self.touring = Touring(self)
        self._arrived = asyncio.Event()
        self._arrived.set()
        self.journey = self._remembering.first_journey(self.context, first_journey(settings))
        self._typeahead = TypeAhead(self, super().on_event, self._is_early, self._acts)

    def _at(self, whereabouts: Whereabouts) -> Context:
        return self.contexts.at(whereabouts)

    def _settings_of(self, whereabouts: Whereabouts) -> Settings:
        return self.contexts.settings_of(whereabouts)

    @property
    def context(self) -> Context:
        """That of the account on the screen."""
        return self.contexts.present

    @property
    def journey(self) -> Journey:
        """Where one is in it."""
        return self.context.journey

    @journey.setter
    def journey(self, journey: Journey) -> None:
        self.context.journey = journey

    def get_default_screen(self) -> Screen[None]:
        """The screen of the place that the command line named, else of the last one."""
        return screen_for(self.journey.place, self.context)

    def on_load(self) -> None:
        """Begin every task on its turn, as tests and Python 3.11 do.

        Where Python has eager tasks (3.12 on), Textual 8.2 makes all of them so (app.py:2282): a worker would run, and
        could end, before what started it goes on, and a plan that asks nothing would be covered by "asking AWS…".
        """
        asyncio.get_running_loop().set_task_factory(None)

    async def on_unmount(self) -> None:
        """Let go of AWS."""
        self.notifier.seen()
        await self.contexts.close()

    async def on_event(self, event: events.Event) -> None:
        """Note that somebody is there (watches rest after a while without), and take keys one after the other."""
        if isinstance(event, events.InputEvent):
            self.contexts.touch()
            self.notifier.seen()
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

    @on(Switch)
    async def _switch(self, message: Switch) -> None:
        """Ask AWS as another profile, or in another Region."""
        await self._switching.to(message.to, ends=message.ends, place=message.place)

    @on(LogIn)
    def _log_in(self, message: LogIn) -> None:
        """Log in without leaving the view."""
        self.login.begin(message.error, self._switching.again)

    @on(GoAs)
    async def _go_as(self, message: GoAs) -> None:
        """Ask AWS as the profile of a name."""
        await self._switching.to_profile(message.profile, message.region)

    @on(Tour)
    def _tour(self, message: Tour) -> None:
        """Begin the guided tour or end it."""
        self.touring.obey(message.way)

    def action_tour(self, way: str) -> None:
        """Go on or back in the tour, or end it."""
        self.touring.obey(way)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the keys of the tour to others while none is taken."""
        if action == "tour" and self.touring.guide is None:
            return False
        return super().check_action(action, parameters)

    async def enter(self, context: Context, journey: Journey) -> None:
        """Show a place of another account; what is open in the present view is dropped with it."""
        self._leave_view()
        self._remembering.keep_soon(self.context, rows=True)
        await self._remembering.prepare(context)
        self.contexts.present, context.journey = context, journey
        await self._show(journey.place)
        self._remembering.begin()
        self.telling.follow_changes()

    async def _travel(self, journey: Journey) -> None:
        moved = journey.place != self.journey.place
        if moved:
            self._leave_view()
        self.journey = journey
        if moved:
            self._remembering.keep_soon(self.context)
            await self._show(journey.place)

    async def begin_at(self, journey: Journey) -> None:
        """Show a place instead of what stands there, which is not of this account."""
        self.journey = journey
        await self._show(journey.place)

    def _leave_view(self) -> None:
        if isinstance(self.screen, FrameScreen):
            self.screen.leave()

    async def _show(self, place: Place) -> None:
        # What is typed meanwhile is meant for the view that comes, not for the one that is still there.
        self._arrived.clear()
        try:
            await load(place.view)
        finally:
            self._arrived.set()
        if not self.screen_stack:
            return  # it was quit meanwhile
        screen = screen_for(place, self.context)
        screen.besides = self.touring.panels()
        if len(self.screen_stack) == 1:
            # Textual cannot switch its first screen away (8.2: IndexError); it stays below, suspended.
            await self.push_screen(screen)
        else:
            await self.switch_screen(screen)

    def get_key_display(self, binding: Binding) -> str:
        """A key in a few cells; of a pair such as ``+ -`` both, as long as neither is another one."""
        is_pair = PAIRS.get(binding.id or "") not in self.chosen.keys
        return (is_pair and binding.key_display) or shown(binding.key)

    async def action_quit(self) -> None:
        """End."""
        await self.end()

    async def end(self, status: int = 0) -> None:
        """Write down where one is, and end."""
        await self._remembering.keep_at_the_end()
        await super().end(status)

    def link_command(self, link: Link) -> str:
        """The command that opens a link where this is."""
        caller = self.context.store.caller()
        options = connection_options(
            self.contexts.settings_of(self.context.here), caller.profile if caller else None, self.context.region
        )
        return command(link, options, COMMANDS)

    # -- links ---------------------------------------------------------------------------------------------------------

    @work(exclusive=True, group="link")
    async def _follow_link(self, link: Link) -> None:
        """Open the task whose id begins so, and look whether an ARN is of this account."""
        from fargate_tui.screens.linking import found_task, strangeness

        begun = self.journey
        if link.task is not None and not is_arn(link.task):
            task = await found_task(self.context.store, link)
            if isinstance(task, AwsError):
                self.warn(str(task))
            elif self.journey is begun:
                await self._travel(self.journey.jump(place_of(replace(link, task=task))))
        if strange := await strangeness(self.context.store, link):
            self.notify(strange, severity="error", timeout=60, markup=False)
            await self._travel(Journey())

    # -- beside the view -----------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Begin what goes on beside the view, and go on to what a link names only by a part of its id."""
        self.end_when_told()
        self.call_after_refresh(self.telling.begin)
        self.call_after_refresh(self._switching.begin)
        self.call_after_refresh(self._remembering.begin)
        if self.settings.tour:
            self.call_after_refresh(self.touring.begin)
        if self.settings.link is not None:
            self.call_after_refresh(self._follow_link, self.settings.link)

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Tell something in a corner for a while; of what went wrong a report can tell later."""
        if severity != "information":
            self.said.append(f"{self._clock.now():%H:%M:%S} {message}")
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=markup)

    def warn(self, words: str) -> None:
        """Tell something that went wrong."""
        self.notify(words, severity="warning", markup=False)
