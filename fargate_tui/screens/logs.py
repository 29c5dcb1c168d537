"""What the containers of a task, a service or a cluster say, live."""

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.widget import Widget

from fargate_tui.fargate.logs.lines import LogLine
from fargate_tui.fargate.partitions import page_of_log_group
from fargate_tui.format import MARK, failure, visible
from fargate_tui.live.tail import Tail, TailBatch, TailState, TailSubject
from fargate_tui.screens.console import CONSOLE
from fargate_tui.screens.context import Context, LogLook
from fargate_tui.screens.frame import FrameScreen
from fargate_tui.screens.journey import Place
from fargate_tui.screens.log_ranges import RANGES, other_range
from fargate_tui.screens.navigation import Descend
from fargate_tui.screens.paging import PAGER, Lines, PagingScreen
from fargate_tui.screens.related import METRICS
from fargate_tui.screens.saving import saved_path
from fargate_tui.widgets.error_rate import ErrorRate
from fargate_tui.widgets.log_text import saved_lines
from fargate_tui.widgets.log_view import LogView
from fargate_tui.widgets.log_words import finds
from fargate_tui.widgets.masthead import Masthead, Pulse, Trail
from fargate_tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from fargate_tui.fargate.things import Thing
    from fargate_tui.fargate.watching import Watched

FIRST_RANGE = 2
HELD_BACK = 50_000
"""Lines that a paused view keeps for later; beyond that the oldest are let go, and the header says so."""


class LogsScreen(FrameScreen, PagingScreen):
    """One view over all log streams of a container, task, service or cluster; new tasks join as they are born."""

    AUTO_FOCUS = "LogView"
    GOES_ON_COVERED = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "ask('/')", "search", id="logs.search", tooltip="search: text or /regex/"),
        Binding("n", "next_match", "next", show=False, id="logs.next_match", tooltip="next match"),
        Binding("N", "previous_match", "previous match", show=False, id="logs.previous_match"),
        Binding("ampersand", "ask('keep:')", "keep", id="logs.keep", tooltip="show only matching lines"),
        Binding("backslash", "ask('drop:')", "drop", id="logs.drop", tooltip="hide matching lines"),
        Binding("f", "ask('fields:')", "fields", id="logs.fields",
                tooltip="show these fields as columns: level user …"),
        Binding("less_than_sign", "range(-1)", "shorter", show=False, id="logs.shorter",
                tooltip="begin less far back"),
        Binding("greater_than_sign", "range(1)", "longer", show=False, id="logs.longer",
                tooltip="begin further back"),
        Binding("O", "choose_group", "log group", show=False, id="logs.group",
                tooltip="follow a log group by its name"),
        Binding("d", "source", "source", show=False, id="logs.source",
                tooltip="how lines come, from where, what may be missing"),
        Binding("p", "pause", "pause", id="logs.pause", tooltip="hold new lines back, or let them come"),
        METRICS,
        Binding("i", "query", "query", id="logs.query", tooltip="query its log groups with Logs Insights"),
        Binding("ctrl+s", "save", "save to a file", show=False, id="logs.save", tooltip="save the lines shown"),
        PAGER,
        CONSOLE,
    ]  # fmt: skip

    def __init__(self, place: Place, context: Context) -> None:
        super().__init__(place, context)
        self.range = FIRST_RANGE
        self.state: TailState | None = None
        self.paused = False
        self.searched = ""
        """What was searched for, until esc ends it."""
        self.held: list[TailBatch] = []

    def middle(self) -> Iterable[Widget]:
        """How many lines and errors there were over the range, and the lines."""
        yield ErrorRate(now=self.context.now, span=RANGES[self.range][1])
        most = self.context.settings.log_lines
        yield LogView(now=self.context.now, max_lines=most, placeholder="looking for log streams…")

    def on_mount(self) -> None:
        """Show lines as the person has them shown everywhere."""
        look, view = self.context.logs, self.log_view
        view.times, view.wrap, view.raw, view.collapsed = look.times, look.wrap, look.raw, look.collapsed
        view.fields = look.fields
        super().on_mount()

    def leave(self) -> None:
        """Remember how lines are shown; what was searched for, kept and dropped is of this view alone."""
        view = self.log_view
        self.context.logs = LogLook(view.times, view.wrap, view.raw, view.collapsed, view.fields)

    @property
    def log_view(self) -> LogView:
        """The lines."""
        return self.query_one(LogView)

    def console_page(self, region: str) -> str:
        """That of the log group where there is one, else of what says the lines."""
        groups = {self.group} if self.group else {each.group for each in self.state.places} if self.state else set()
        return page_of_log_group(region, groups.pop() or "") if len(groups) == 1 else super().console_page(region)

    @property
    def group(self) -> str | None:
        """The log group that was chosen by hand, here or where this view was opened."""
        return self.context.groups.get(self.place) or self.place.group

    def tail(self) -> Tail:
        """The tail of this place."""
        place = self.place
        subject = TailSubject(
            cluster=place.cluster or "",
            service=place.service,
            task=place.task,
            container=place.container,
            deployment=place.deployment,
            group=self.group,
        )
        return self.context.store.logs.tail(subject, RANGES[self.range][1])

    async def follow(self) -> None:
        """Take each batch of lines; leaving ends the session at AWS."""
        self.log_view.clear()
        self.query_one(ErrorRate).show((), RANGES[self.range][1])
        self.held.clear()
        tail = self.tail()
        with self.context.supplies(tail.subject) as supply:
            async with aclosing(tail.follow()) as batches:
                async for batch in batches:
                    supply(batch.lines)
                    self.take(batch)

    def take(self, batch: TailBatch) -> None:
        """Show a batch, or hold it back while the view is paused."""
        self.state = batch.state
        if self.paused:
            self._hold_back(batch)
        else:
            self._append(batch.lines)
        self.log_view.placeholder = self.placeholder(batch.state)
        self._show_trouble()
        self.show_header()

    def _show_trouble(self) -> None:
        problem = self.log_view.filter_problem
        gaps = self.state.gaps if self.state else ()
        self.show_trouble(self.state.error if self.state else None, ((problem,) if problem else ()) + gaps)

    def _append(self, lines: Sequence[LogLine]) -> None:
        if lines:
            self.log_view.append(lines)
            self.query_one(ErrorRate).append(lines)

    def _hold_back(self, batch: TailBatch) -> None:
        self.held.append(batch)
        while sum(len(held.lines) for held in self.held) > HELD_BACK:
            self.held.pop(0)

    def placeholder(self, state: TailState) -> str:
        """What stands there while there are no lines, and why."""
        view = self.log_view
        if state.mode == "nowhere":
            return (
                f"no log group is known · {self.key('logs.group', 'O')} follows one by its name"
                f" · {self.key('logs.source', 'd')} says more"
            )
        if state.mode == "starting" or state.is_reading_back:
            return "reading back…"
        if view.lines:
            return f"no line matches · {len(view.lines):,} lines are hidden · esc clears the filters"
        if state.gaps or state.error is not None:
            return "no line was read, which does not mean that none was written: see below"
        longer = self.key("logs.longer", "greater_than_sign")
        return f"nothing was written in the last {RANGES[self.range][0]} · {longer} looks further back"

    def refresh_now(self) -> None:
        """Read everything again."""
        self._follow_rows()

    def tick(self) -> None:
        """Paint relative times anew."""
        self.log_view.tick()
        self.query_one(ErrorRate).tick()

    # -- header --------------------------------------------------------------------------------------------------------

    def show_header(self) -> None:
        """Bring the header up to date: how the lines come, instead of how old they are."""
        masthead = self.query_one(Masthead)
        masthead.trail = self.trail
        masthead.pulse = Pulse(*self.liveness(), self.context.calls_per_minute())

    def liveness(self) -> tuple[str, str]:
        """How the lines come, and whether that is billed."""
        if self.paused:
            return f"‖ paused · {sum(len(batch.lines) for batch in self.held):,} held back", "warn"
        state = self.state
        if state is None or state.mode == "starting":
            return "◔ starting", "busy"
        billed = ", billed" if state.billed else ""
        if state.error is not None and state.mode != "ended":
            return f"✗ trying again{billed}", "bad"
        if state.is_reading_back:
            return f"◔ reading back{billed}", "busy"
        if state.mode == "ended":
            return "○ ended", "muted"
        if state.mode == "nowhere":
            return "○ nothing to follow", "warn"
        return f"● {state.mode}{billed}", "warn" if state.gaps else "good"

    @property
    def trail(self) -> Trail:
        """Where one is, how many lines there are, and how they are sifted."""
        view = self.log_view
        shown, total = len(view.shown), len(view.lines)
        count = f"{total:,}" if shown == total else f"{shown:,} of {total:,}"
        watched = self.context.watched_number and any(each in self.context.watched for each in self.watchables())
        marks = (f"{MARK} watched",) if watched else ()
        return Trail(self.place.path, f"{count} lines", (*marks, *self._notes(view)))

    def watchables(self) -> "tuple[Watched, ...]":
        """What is searched for, kept and dropped, in the lines of this place."""
        from fargate_tui.fargate.watching import Watched

        view = self.log_view
        if view.filter_problem or not (self.searched or view.keep):
            return ()
        words = (self.searched, view.keep and f"& {view.keep}", view.drop and f"\\ {view.drop}")
        place = self.place
        return (
            Watched(
                "log", place.cluster or "", place.service or "", place.task or "", place.container or "",
                place.deployment or "", self.group or "",
                pattern=" ".join(filter(None, words)), shows=finds(self.searched, view.keep, view.drop),
            ),
        )  # fmt: skip

    @property
    def watches_nothing(self) -> str:
        """What has to be said first."""
        if self.log_view.filter_problem:
            return self.log_view.filter_problem
        search, keep = self.key("logs.search", "slash"), self.key("logs.keep", "ampersand")
        return f"search ({search}) or keep ({keep}) first: what that finds is watched"

    def _notes(self, view: LogView) -> Iterable[str]:
        if self.group and self.group != self.place.group:
            yield f"log group {visible(self.group)}"
        if view.unseen:
            yield f"{view.unseen:,} unseen · {self.key('log.follow', 'G')} follows"
        if self.searched and not view.matches and not view.filtering:
            yield f"nothing found for {self.searched}"
        if view.matches:
            yield f"match {view.match} of {view.matches:,}"
        if view.keep:
            yield f"& {view.keep}"
        if view.drop:
            yield f"\\ {view.drop}"
        if self.state is not None and self.state.notes:
            yield f"lines may be lost · {self.key('logs.source', 'd')} says why"
        yield f"since {RANGES[self.range][0]}"
        if self.state is not None and self.state.streams:
            yield f"{self.state.streams} {'stream' if self.state.streams == 1 else 'streams'}"
        if view.dropped:
            yield f"{view.dropped:,} older let go"

    @on(LogView.Moved)
    def _moved(self) -> None:
        self.show_header()

    @on(LogView.Opened)
    def _opened(self, opened: LogView.Opened) -> None:
        from fargate_tui.screens.log_line import LogLineScreen

        self.app.push_screen(LogLineScreen(opened.line, self.log_view.around(opened.line, 15)))

    # -- keys ----------------------------------------------------------------------------------------------------------

    def action_back(self) -> None:
        """Leave the line cursor, clear the search, then the filters, then go one step back."""
        view = self.log_view
        if view.cursor_line is not None:
            view.leave_cursor()
        elif self.searched:
            view.search("")
            self.searched = ""
        elif view.keep or view.drop:
            view.keep = view.drop = ""
        else:
            super().action_back()
            return
        self.show_header()

    def action_ask(self, glyph: str) -> None:
        """Ask what to search for, to keep, to drop, or which fields to show."""
        view = self.log_view
        known = {"keep:": view.keep, "drop:": view.drop, "fields:": " ".join(view.fields)}
        self.query_one(Prompt).open(glyph, known.get(glyph, ""))

    def typed(self, glyph: str, value: str) -> None:
        """Do what was asked for."""
        view = self.log_view
        match glyph:
            case "/":
                view.search(value)
                self.searched = value
            case "keep:":
                view.keep = value
            case "drop:":
                view.drop = value
            case "group:":
                self._choose(value.strip())
            case "fields:":
                view.fields = tuple(value.split())
        self._show_trouble()
        self.show_header()

    def action_choose_group(self) -> None:
        """Ask which log group to follow; nothing typed takes those of the task definitions again."""
        offered = self.state.offered if self.state else ()
        names = self.context.group_names
        self.query_one(Prompt).open("group:", self.group or next(iter(offered), ""), complete=names.complete)
        self.learn_groups("")

    def _choose(self, group: str) -> None:
        self.context.groups.pop(self.place, None)
        if group and group != self.place.group:
            self.context.groups[self.place] = group
        self._follow_rows()

    def action_source(self) -> None:
        """Show how lines come, and from where."""
        from fargate_tui.screens.log_source import LogSourceScreen

        self.app.push_screen(LogSourceScreen(self.place.path, self.state, self.group, self.key))

    def action_next_match(self) -> None:
        """Go to the next match."""
        self.log_view.next_match()

    def action_previous_match(self) -> None:
        """Go to the match before."""
        self.log_view.previous_match()

    def action_range(self, by: int) -> None:
        """Begin less far back, or further."""
        wanted = other_range(self.range, by)
        if wanted != self.range:
            self.range = wanted
            self._follow_rows()
            self.show_header()

    def action_query(self) -> None:
        """Go to the query view of the same place."""
        self.post_message(Descend(replace(self.place, view="query", deployment=None)))

    def action_pause(self) -> None:
        """Hold new lines back, or let those that were held back come."""
        self.paused = not self.paused
        if not self.paused:
            lines = [line for batch in self.held for line in batch.lines]
            self.held.clear()
            self._append(lines)
        self.show_header()

    def near(self) -> "tuple[Thing, ...]":
        """The line under the cursor."""
        line = self.log_view.cursor_line
        if line is None or line.kind != "line":
            return ()
        from fargate_tui.fargate.things import line_thing

        thing = line_thing(line, self.task_thing(line.task_id), self.about())
        return (thing.having(LOG_GROUP=self.group or ""),)

    def paged(self) -> Lines | None:
        """The lines that are shown, as they are saved."""
        lines = tuple(self.log_view.shown)
        return (lambda: (text.rstrip("\n") for text in saved_lines(lines))) if lines else None

    @work(exclusive=True, group="save")
    async def action_save(self) -> None:
        """Save the lines that are shown, in a thread."""
        view = self.log_view
        lines = tuple(view.shown)
        self.notify(f"saving {len(lines):,} lines…", timeout=2, markup=False)
        try:
            path = saved_path(self.place, self.context.now(), "log")
            await asyncio.to_thread(lambda: path.write_text(view.text_of(lines), encoding="utf-8"))
        except OSError as error:
            self.notify(f"cannot save the log: {failure(error)}", severity="error", markup=False)
            return
        self.notify(f"saved {len(lines):,} lines to {path}", markup=False)
