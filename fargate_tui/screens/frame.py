"""The frame around every view: header, notice, footer, prompt, and the keys that work everywhere."""

from abc import abstractmethod
from collections.abc import Awaitable, Iterable, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import Any, ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.css.query import NoMatches
from textual.screen import ModalScreen
from textual.widget import Widget

from fargate_tui.columns.column import Column
from fargate_tui.fargate.errors import AwsError
from fargate_tui.fargate.rows import ServiceRow
from fargate_tui.live.snapshot import Snapshot
from fargate_tui.screens.accounts import caller_of
from fargate_tui.screens.console import ConsoleScreen
from fargate_tui.screens.context import Context
from fargate_tui.screens.going import GoingScreen
from fargate_tui.screens.journey import Place
from fargate_tui.screens.navigation import Tour, Walk
from fargate_tui.screens.related import RelatedScreen
from fargate_tui.screens.watching import WatchingScreen
from fargate_tui.widgets.form_panel import FormPanel
from fargate_tui.widgets.key_bar import KeyBar
from fargate_tui.widgets.masthead import Masthead, Pulse, Trail, liveness
from fargate_tui.widgets.notice import Notice
from fargate_tui.widgets.plan_panel import PlanPanel
from fargate_tui.widgets.prompt import Prompt
from fargate_tui.widgets.run_bar import RunBar

AGE_TICK = 5.0
"""Seconds between two looks at what has aged; ages change coarsely, so most looks paint nothing."""


class FrameScreen(GoingScreen, RelatedScreen, WatchingScreen, ConsoleScreen):
    """A view of one place. A subclass composes its middle and follows what it shows."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,h,left,backspace", "back", "back", id="view.back", tooltip="clear the filter, or one step up"),
        Binding(
            "colon", "go_to", "go to", id="view.go_to",
            tooltip="go to any view or thing by name, or :scale 5",
        ),
        Binding("question_mark", "help", "help", id="view.help", tooltip="all keys of this view"),
        Binding("r", "refresh_now", "refresh", show=False, id="view.refresh", tooltip="ask AWS now"),
        Binding("tilde", "walk('last')", "last view", show=False, id="view.last"),
        Binding(
            "left_square_bracket", "walk('back')", "history back", show=False, id="view.history_back",
        ),
        Binding(
            "right_square_bracket", "walk('forward')", "history forward", show=False,
            id="view.history_forward",
        ),
        Binding("u", "undo", "take back", show=False, id="view.undo", tooltip="take back the last change"),
        Binding(
            "semicolon", "run_logs", "logs of the run", show=False, id="view.run_logs",
            tooltip="those of the task last run from here",
        ),
        Binding(
            "W", "watch", "watch", show=False, id="view.watch",
            tooltip="be told what becomes of it (:watches)",
        ),
        Binding(
            "Y", "link", "copy a link", show=False, id="view.link",
            tooltip="the command that opens this view (:link)",
        ),
        Binding("ctrl+e", "toggle_header", "header on or off", show=False, id="view.header"),
        Binding("q", "quit", "quit", show=False, id="view.quit"),
    ]  # fmt: skip
    AUTO_FOCUS = "ResourceTable, TextView"

    GOES_ON_COVERED: ClassVar[bool] = False
    """Whether it goes on following while something small lies over it: logs would be read back again."""
    COLUMNS: ClassVar[Sequence[Column[Any]]] = ()
    """The columns of its table."""

    def __init__(self, place: Place, context: Context) -> None:
        super().__init__()
        self.place = place
        self.context = context
        self.besides: tuple[Widget, ...] = ()
        """What stands below its middle, whatever it shows."""
        self._goes_on = False
        self._trouble: AwsError | None = None
        """What stands in the notice."""

    def compose(self) -> ComposeResult:
        """The frame; `middle` is the subclass's."""
        yield Masthead()
        yield from self.middle()
        yield from self.besides
        yield Notice()
        yield RunBar()
        yield PlanPanel()
        yield FormPanel()
        yield KeyBar()
        yield Prompt(history=self.context.history)

    @abstractmethod
    def middle(self) -> Iterable[Widget]:
        """What stands between header and footer."""

    @abstractmethod
    async def follow(self) -> None:
        """Follow what is shown until cancelled."""

    @abstractmethod
    def refresh_now(self) -> None:
        """Ask AWS now for what is shown."""

    def leave(self) -> None:
        """Remember how the view is left."""

    def tick(self) -> None:
        """Paint what looks different only because time has passed."""

    @property
    def snapshot(self) -> Snapshot[object] | None:
        """What is shown, for the header's age; None before anything is."""
        return None

    @property
    def shown_error(self) -> AwsError | None:
        """Why what is shown is out of date."""
        return self.snapshot.error if self.snapshot is not None else None

    @property
    def trail(self) -> Trail:
        """The second line of the header."""
        return Trail(path=self.place.path)

    # -- life ----------------------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Show the header as it was, and look for what has aged now and then."""
        self.bind_own()
        self.query_one(Masthead).display = self.context.header
        self.set_interval(AGE_TICK, self._tick)
        self.query_one(Masthead).caller = caller_of(self.context)
        self.show_header()

    @on(events.ScreenResume)
    def _resume(self) -> None:
        # Not before the frame is painted: what is followed first loads rules, and then the AWS SDK.
        self.call_after_refresh(self._follow)

    def _follow(self) -> None:
        if self._goes_on:
            self._goes_on = False
        elif self.is_current:
            self._follow_rows()
            self._follow_identity()
            self._follow_runs()

    @on(events.ScreenSuspend)
    def _suspend(self) -> None:
        self._goes_on = self.GOES_ON_COVERED and (self.is_current or isinstance(self.app.screen, ModalScreen))
        if self._goes_on:
            return
        # A covered screen otherwise goes on polling (textual.md, finding 9).
        self.workers.cancel_group(self, "rows")
        self.workers.cancel_group(self, "identity")
        self.workers.cancel_group(self, "runs")
        self.leave()

    @work(exclusive=True, group="rows")
    async def _follow_rows(self) -> None:
        await self._until_taken_down(self.follow())

    @work(exclusive=True, group="identity")
    async def _follow_identity(self) -> None:
        await self._until_taken_down(self._show_callers())

    @work(exclusive=True, group="runs")
    async def _follow_runs(self) -> None:
        await self._until_taken_down(self.follow_runs())

    async def _show_callers(self) -> None:
        async with aclosing(self.context.store.identity.follow()) as changes:
            async for _ in changes:
                self.show_caller()

    async def _until_taken_down(self, following: Awaitable[None]) -> None:
        """Let an answer that comes to a view whose widgets are gone (quit, switched away) go nowhere."""
        try:
            await following
        except* NoMatches:
            if self.query(Masthead):
                raise

    def _tick(self) -> None:
        # Textual 8.2 calls a covered first screen current too, and paints all of the one in front for a change of it.
        if self.app.screen is not self:
            return
        self.show_header()
        if self.query_one(Masthead).caller.flags != self.context.flags:
            self.show_lock()
        self.show_runs()
        self.tick()

    # -- header and notice ---------------------------------------------------------------------------------------------

    def show_caller(self) -> None:
        """Show who is asking, as far as that is known."""
        self.query_one(Masthead).caller = caller_of(self.context)

    def show_lock(self) -> None:
        """Show whether anything may be changed."""
        self.show_caller()

    def show_watched(self) -> None:
        """Show what is watched now, which the header tells."""
        self.show_header()

    def show_header(self) -> None:
        """Bring the header up to date."""
        masthead = self.query_one(Masthead)
        masthead.trail = self.with_watches(self._with_forwards(self._with_kind(self.trail)))
        snapshot = self.snapshot
        if snapshot is None or (snapshot.rows and not snapshot.recalled_at) or snapshot.loaded or snapshot.error:
            self.context.shown.set()
        masthead.caller = caller_of(self.context)
        self.tell_of_session()
        words, tone = liveness(snapshot, self.context.now())
        masthead.pulse = Pulse(words, tone, self.asked_per_minute, self.problems)

    @property
    def asked_per_minute(self) -> int:
        """Calls to AWS in the last minute."""
        return self.context.calls_per_minute()

    def _with_kind(self, trail: Trail) -> Trail:
        """The trail with the word that the service is one of Express Mode, where that is known."""
        where = (self.place.cluster, self.place.service)
        if self.place.service is None:
            return trail
        service = next(
            (row for row in self.context.store.shelf.known(ServiceRow) if (row.cluster, row.name) == where), None
        )
        is_express = service is not None and service.is_express
        return replace(trail, notes=("Express Mode", *trail.notes)) if is_express else trail

    def _with_forwards(self, trail: Trail) -> Trail:
        """The trail with how many ports are forwarded, where some are."""
        number = self.context.forwarded
        return replace(trail, notes=(f"⇉ {number}", *trail.notes)) if number else trail

    @property
    def columns(self) -> Sequence[Column[Any]]:
        """The columns of its table, at this place."""
        return self.COLUMNS

    @property
    def problems(self) -> int | None:
        """How many of the things shown have a problem; None where that is not known or means nothing."""
        return None

    def show_trouble(self, error: AwsError | None, gaps: tuple[str, ...] = ()) -> None:
        """Show what went wrong and what is missing; nothing hides the notice."""
        notice = self.query_one(Notice)
        notice.tone = "bad" if error else "warn"
        self._trouble = error
        explains = f" · {self.help_key} explains" if self.help_key else ""
        told = [f"{self.with_login(error)}{explains}"] if error else []
        notice.text = "\n".join([*told, *gaps])

    @property
    def help_key(self) -> str:
        """The key that explains; none where it may be typed into something."""
        return self.key("view.help", "question_mark")

    # -- keys ----------------------------------------------------------------------------------------------------------

    def action_back(self) -> None:
        """One step back."""
        self.post_message(Walk("up"))

    async def action_quit(self) -> None:
        """End the program; of the screen, so that one into which q is typed can hide it."""
        await self.app.action_quit()

    def action_walk(self, way: str) -> None:
        """Through the history, or to the last view."""
        match way:
            case "back" | "forward" | "last":
                self.post_message(Walk(way))

    def action_refresh_now(self) -> None:
        """Ask AWS now."""
        self.refresh_now()

    def action_toggle_header(self) -> None:
        """Show or hide the two lines at the top, in every view."""
        self.context.header = not self.context.header
        self.query_one(Masthead).display = self.context.header

    def action_link(self) -> None:
        """Copy the command that opens this view."""
        self.obey_link("")

    def obey_tour(self, rest: str) -> None:
        """Begin the guided tour, or end it."""
        self.post_message(Tour(rest))

    def obey_link(self, _rest: str) -> None:
        """Copy the command that opens this view, or say why there is none."""
        from fargate_tui.screens.links import link_of, lost

        link = link_of(self.place)
        if isinstance(link, str):
            self.notify(link, severity="warning", markup=False)
            return
        self.copy(self.context.link_command(link))
        if less := lost(self.place):
            self.notify(less, markup=False)

    def action_help(self) -> None:
        """Show all keys of this view."""
        from fargate_tui.screens.help import HelpScreen

        read_only, trouble = self.context.runs.read_only, self._trouble
        keymap = self.context.keymap
        self.app.push_screen(HelpScreen.of(self, self.columns, read_only=read_only, trouble=trouble, keymap=keymap))
