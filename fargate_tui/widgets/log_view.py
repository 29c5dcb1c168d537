"""The view of logs: many lines, followed, searched and filtered."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import ClassVar

from rich.style import Style
from textual import events, work
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from fargate_tui.fargate.logs.lines import LogLine
from fargate_tui.format import cut, visible
from fargate_tui.widgets.line_view import LineView, blank
from fargate_tui.widgets.log_body import Body
from fargate_tui.widgets.log_held import HeldLines
from fargate_tui.widgets.log_looks import CSS, MARKED, palette
from fargate_tui.widgets.log_page import LogPage
from fargate_tui.widgets.log_paint import Layout
from fargate_tui.widgets.log_ring import MAX_LINES
from fargate_tui.widgets.log_rows import LogRows, Situation
from fargate_tui.widgets.log_search import LogSearch
from fargate_tui.widgets.log_sift import Sift, place, sift_of
from fargate_tui.widgets.log_tags import Tags
from fargate_tui.widgets.log_text import saved_lines
from fargate_tui.widgets.log_times import MODES, moment
from fargate_tui.widgets.table_paint import sentence

WHEEL = 3
"""Rows per notch of the mouse wheel."""
WIDE = 100
"""Cells from which on times have milliseconds."""


class LogView(LineView, can_focus=True):
    """Log lines in the order of their keys, of which only what is visible costs anything.

    The screen asks for words: it sets `keep` and `drop`, calls `search`, and sets `following` to False to pause.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"log-view--{name}" for name in MARKED}
    """
    | Class | Description |
    | :- | :- |
    | `log-view--match` | What a search has found. |
    | `log-view--current` | The same, in the line that was gone to. |
    | `log-view--cursor` | The line under the cursor. |
    | `log-view--tag-0` to `-5` | The short ids of tasks, in the order in which they appear. |
    """

    DEFAULT_CSS = CSS

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", "down", show=False, id="log.down"),
        Binding("up,k", "move(-1)", "up", show=False, id="log.up"),
        Binding("pagedown,ctrl+f", "page(1)", "page down", show=False, id="log.page_down"),
        Binding("pageup,ctrl+b", "page(-1)", "page up", show=False, id="log.page_up"),
        Binding("home,g", "first", "first line held", show=False, id="log.first"),
        Binding("end,G", "follow", "end, and follow", show=False, id="log.follow"),
        Binding("left", "scroll_sideways(-1)", "scroll left", show=False, id="log.left"),
        Binding("right", "scroll_sideways(1)", "scroll right", show=False, id="log.right"),
        Binding("enter", "open", "line", show=False, id="log.open", tooltip="first a cursor, then open"),
        Binding("t", "times", "times", show=False, id="log.times", tooltip="off, local, UTC, relative"),
        Binding("w", "wrap", "wrap", show=False, id="log.wrap"),
        Binding("v", "raw", "as written", show=False, id="log.raw", tooltip="JSON and logfmt, folded or as written"),
        Binding("z", "collapse", "fold repeats", show=False, id="log.collapse"),
    ]

    following: reactive[bool] = reactive(True, init=False, repaint=False, bindings=True)
    """Whether the end is shown and kept in sight; set by moving, and by whoever wants the view to stop or to go on."""
    unseen: reactive[int] = reactive(0, init=False, repaint=False)
    """Shown lines below the last one that has been on the screen."""
    times: reactive[str] = reactive("local", init=False, repaint=False)
    """The column of times: ``off``, ``local``, ``utc`` or ``relative``."""
    wrap: reactive[bool] = reactive(False, init=False, repaint=False, bindings=True)
    """Whether long lines are folded instead of scrolled."""
    raw: reactive[bool] = reactive(False, init=False, repaint=False)
    """Whether JSON and logfmt lines are shown as they were written."""
    collapsed: reactive[bool] = reactive(False, init=False, repaint=False)
    """Whether equal neighbours are shown as one line with their number."""
    fields: reactive[tuple[str, ...]] = reactive((), init=False, repaint=False)
    """Fields of JSON and logfmt lines that stand in columns before the text."""
    keep: reactive[str] = reactive("", init=False, repaint=False)
    """Only lines with this, and marks, are shown: text, ``field=value``, or ``/pattern/``."""
    drop: reactive[str] = reactive("", init=False, repaint=False)
    """Lines with this are not shown."""
    placeholder: reactive[str] = reactive("", init=False, repaint=False)
    """What stands there while there is no line to show."""

    class Moved(Message):
        """What is seen, held, found or filtered is something else: read it from the view."""

        def __init__(self, view: "LogView") -> None:
            super().__init__()
            self.view = view

        @property
        def control(self) -> "LogView":
            """The view."""
            return self.view

        def can_replace(self, message: Message) -> bool:
            """Whether only the newest of two in the queue matters."""
            return isinstance(message, LogView.Moved) and message.view is self.view

    class Opened(Message):
        """The person asked to open a line (enter on the line cursor, double click)."""

        def __init__(self, view: "LogView", line: LogLine) -> None:
            super().__init__()
            self.view = view
            self.line = line

        @property
        def control(self) -> "LogView":
            """The view."""
            return self.view

    def __init__(
        self,
        *,
        now: Callable[[], datetime],
        max_lines: int = MAX_LINES,
        placeholder: str = "",
        id: str | None = None,  # noqa: A002 -- Textual's own word
        classes: str | None = None,
    ) -> None:
        """Make an empty one of at most `max_lines`; `now` is the clock of relative times."""
        super().__init__(id=id, classes=classes)
        self._now = now
        self._held = HeldLines(max_lines)
        self._drawn = LogRows()
        self._page = LogPage(self._held, self._rows_of)
        self._left = 0
        """Characters of the texts that are scrolled out of sight."""
        self._search = LogSearch()
        self._problem = ""
        self._styles: Mapping[str, Style] = {}
        self._told: tuple[object, ...] = ()
        self.set_reactive(LogView.placeholder, placeholder)

    # -- what it holds -------------------------------------------------------------------------------------------------

    @property
    def lines(self) -> Sequence[LogLine]:
        """All lines held, in order."""
        return self._held.ring.lines

    @property
    def shown(self) -> Sequence[LogLine]:
        """Those of them that pass the filters."""
        return self._sift.kept

    @property
    def dropped(self) -> int:
        """How many lines were let go because there were too many."""
        return self._held.ring.dropped

    @property
    def filter_problem(self) -> str:
        """What is wrong with `keep`, `drop` or the search, in a sentence; a wrong one hides nothing."""
        return self._problem

    @property
    def filtering(self) -> bool:
        """Whether filters or a search are still on their way through the lines; the former view stands until then."""
        return self._held.sifting

    @property
    def matches(self) -> int:
        """How many shown lines the search has found."""
        return len(self._sift.found)

    @property
    def match(self) -> int:
        """Which of them was gone to, counted from 1; 0 where none was, or it is no longer shown."""
        return self._search.number(self._sift.found)

    @property
    def seen(self) -> tuple[int, int, int]:
        """The first and the last entry on the screen, counted from 1, and how many there are."""
        return self._page.seen

    @property
    def cursor_line(self) -> LogLine | None:
        """The line under the cursor, if there is a cursor."""
        return self._page.cursor

    @property
    def known_fields(self) -> tuple[str, ...]:
        """The names of the fields that have been on the screen, in the order of their appearance."""
        return tuple(self._drawn.known_fields)

    def append(self, lines: Sequence[LogLine]) -> None:
        """Add lines where their keys belong; a few times a second, with all there are, since each time is a repaint."""
        if not lines:
            return
        self._held.add(lines)
        for task_id, container in dict.fromkeys((line.task_id, line.container) for line in lines):
            self._drawn.tags.learn(task_id, container)
        self._come_back()

    def clear(self) -> None:
        """Forget all lines; filters and search stay."""
        self._held.clear()
        self._page.forget()
        self._search.line = None
        self._drawn.tags = Tags()
        self._resift()

    def around(self, line: LogLine, n: int) -> tuple[LogLine, ...]:
        """A line with the `n` held lines before and after it, whether or not filters show them."""
        at = place(self._held.ring.lines, line)
        return tuple(self._held.ring.lines[max(0, at - n) : at + n + 1])

    def text_of(self, lines: Sequence[LogLine], *, raw: bool = False) -> str:
        """Lines as text, each with its time, task and container; harmless, or `raw`, as written."""
        return "".join(saved_lines(lines, raw=raw))

    def tick(self) -> None:
        """Repaint the times that have changed with the time alone."""
        if self.times == "relative":
            self.repaint_changes()

    # -- filters and search --------------------------------------------------------------------------------------------

    def search(self, words: str) -> None:
        """Mark text, ``field=value`` or ``/pattern/``, and go to the last match on the screen or above; "" ends it.

        Lines are searched as they were written, also what is folded away.
        """
        self._search.begin(words)
        self._resift()

    def next_match(self) -> None:
        """Go to the next match, after the last one to the first."""
        self._go_to_match(self._search.next(self._sift.found))

    def previous_match(self) -> None:
        """Go to the match before, before the first one to the last."""
        self._go_to_match(self._search.previous(self._sift.found))

    def watch_keep(self) -> None:
        """Filter anew."""
        self._resift()

    def watch_drop(self) -> None:
        """Filter anew."""
        self._resift()

    def watch_collapsed(self) -> None:
        """Fold repeats, or unfold them."""
        self._resift()

    def on_mount(self) -> None:
        """Apply what was set before there was a loop to do it in."""
        self._resift()

    def _resift(self) -> None:
        """Let the lines pass through the filters and the search as they are now."""
        if not self.is_attached:
            return
        sift, self._problem = sift_of(self.keep, self.drop, self._search.words, collapsed=self.collapsed)
        self.workers.cancel_group(self, "sift")
        if self._held.begin(sift):
            self._show_sifted()
        else:
            self._finish_sifting()
            self._tell()

    @work(group="sift", exclusive=True)
    async def _finish_sifting(self) -> None:
        await self._held.finish()
        self._show_sifted()

    def _show_sifted(self) -> None:
        sift = self._sift
        self._drawn.mark(sift.search.words if sift.search is not None else "")
        bottom = self._page.bottom
        self._come_back()
        if self._search.waits and sift.search is not None:
            self._go_to_match(self._search.first(sift.found, bottom))

    def _go_to_match(self, line: LogLine | None) -> None:
        if line is None:
            self._tell()
            return
        self.following = False
        self._left = self._left_for_match(line)
        self.show_line(line)

    def _left_for_match(self, line: LogLine) -> int:
        """How far to scroll sideways so that the match is seen."""
        entry = self._sift.entry_of(line)
        text, room, marker = self._body(entry).text, self._drawn.layout.room, self._drawn.marker
        first = marker.search(text) if marker is not None and not self.wrap else None
        if first is None or self._left <= first.start() < first.end() <= self._left + room:
            return self._left
        return max(0, first.end() - room // 2) if first.end() > room else 0

    # -- moving --------------------------------------------------------------------------------------------------------

    def action_move(self, by: int) -> None:
        """Move the cursor, or else scroll, by some rows."""
        cursor = self._page.cursor
        if cursor is not None:
            self._put_cursor(self._sift.entry_of(cursor) + by)
        else:
            self._scroll(by)

    def action_page(self, pages: int) -> None:
        """Move by a page."""
        self.action_move(pages * max(1, self._page.window.page - 1))

    def action_first(self) -> None:
        """Go to the first line held."""
        self._page.window.go((0, 0))
        self.following = False
        self._settle()
        if self._page.cursor is not None:
            self._put_cursor(0)

    def action_follow(self) -> None:
        """Go to the end, and follow."""
        self._page.cursor = None
        self.following = True
        self._come_back()

    def action_scroll_sideways(self, steps: int) -> None:
        """Scroll the texts by half their room; what stands before them stays."""
        longest = max((len(self._body(entry).text) for entry, _ in self._page.rows), default=0)
        half = max(1, self._drawn.layout.room // 2)
        self._left = max(0, min(self._left + steps * half, max(self._left, longest - half)))
        self._come_back()

    def action_open(self) -> None:
        """Put a cursor on the match that was gone to, else on the last line that is seen; open the line it is on."""
        page = self._page
        if page.cursor is not None:
            self.post_message(self.Opened(self, page.cursor))
        elif page.rows:
            entries = [entry for entry, _ in page.rows]
            self._put_cursor(next((entry for entry in entries if page.is_at(self._search.line, entry)), entries[-1]))

    def action_times(self) -> None:
        """Show the times in the next way."""
        self.times = MODES[(MODES.index(self.times) + 1) % len(MODES)]

    def action_wrap(self) -> None:
        """Fold long lines, or scroll them."""
        self.wrap = not self.wrap

    def action_raw(self) -> None:
        """Show lines as they were written, or by their fields."""
        self.raw = not self.raw

    def action_collapse(self) -> None:
        """Fold repeats, or unfold them."""
        self.collapsed = not self.collapsed

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave ← and → to the screen where there is nothing to scroll sideways."""
        if action == "scroll_sideways":
            return not self.wrap and (parameters != (-1,) or self._left > 0)
        return super().check_action(action, parameters)

    def show_line(self, line: LogLine) -> None:
        """Scroll to where a line is or would be, and stop following."""
        self.following = False
        self._page.show(line)
        self._settle()

    def leave_cursor(self) -> None:
        """Take the cursor away."""
        self._page.cursor = None
        self.repaint_changes()

    def _put_cursor(self, entry: int) -> None:
        self.following = False
        self._page.put_cursor(entry)
        self._settle()

    def _scroll(self, by: int) -> None:
        self.following = self._page.scroll(by)
        self._settle()

    def watch_following(self) -> None:
        """Go to the end, if it is to be followed; else stay."""
        if self.following:
            self._come_back()

    def _come_back(self) -> None:
        """Find the place on the screen again after the lines have changed: the end, or the line that was at the top."""
        self._lay_out()
        self._page.come_back(following=self.following)
        self._settle()

    def _settle(self) -> None:
        """Draw what is on the screen now, and count what is not."""
        self._page.look()
        self.unseen = self._page.unseen
        self._tell()
        self.repaint_changes()

    def _tell(self) -> None:
        told = (*self.seen, self.dropped, self.match, self.matches, self.filtering, self._problem, self.unseen)
        if told != self._told:
            self._told = told
            self.post_message(self.Moved(self))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse is; a second click opens."""
        event.stop()
        if event.y < len(self._page.rows):
            self._put_cursor(self._page.rows[event.y][0])
            if event.chain == 2:
                self.action_open()

    def _on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._scroll(WHEEL)

    def _on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._scroll(-WHEEL)

    # -- painting ------------------------------------------------------------------------------------------------------

    def on_resize(self) -> None:
        """Fold and place the lines for the new size."""
        self._page.window.page = self.size.height
        self._come_back()

    def watch_times(self) -> None:
        """Show times in another way."""
        self._come_back()

    def watch_fields(self) -> None:
        """Show other fields in columns."""
        self._come_back()

    def watch_raw(self) -> None:
        """Show lines by their fields, or as they were written."""
        self._left = 0
        self._come_back()

    def watch_wrap(self) -> None:
        """Fold long lines, or scroll them."""
        self._left = 0
        self._come_back()

    def watch_placeholder(self) -> None:
        """Show another text in place of lines."""
        self.repaint_changes()

    def notify_style_update(self) -> None:
        """Forget colours."""
        super().notify_style_update()
        self._styles = {}
        self._drawn.forget_looks()

    def _lay_out(self) -> None:
        """Choose the columns."""
        lines, width = self._held.ring.lines, max(0, self.size.width - 1)
        dated = bool(lines) and moment(lines[0].at).astimezone().date() != moment(lines[-1].at).astimezone().date()
        tag = self._drawn.tags.width
        layout = Layout(width, self.times, date=dated, exact=width >= WIDE, tag=tag, fields=self.fields)
        self._drawn.arrange(layout, raw=self.raw, wrap=self.wrap)

    def draw_line(self, y: int) -> Strip:
        """One row of the viewport."""
        width = self._drawn.layout.width
        if y < len(self._page.rows):
            return self._row(y)
        if not self._page.rows and y == min(1, self.size.height - 1):
            return sentence(cut(visible(self.placeholder), width - 3), width + 1, self.style_of("muted"))
        return blank(width + 1, self.rich_style)

    def _row(self, y: int) -> Strip:
        page = self._page
        entry, number = page.rows[y]
        here, current = page.is_at(page.cursor, entry), page.is_at(self._search.line, entry)
        what = Situation(self._left, here, current, y in page.thumb)
        line, repeats = self._sift.line(entry), self._sift.count(entry)
        return self._drawn.row(line, repeats, number, what, self._now(), self._palette)

    def _rows_of(self, entry: int) -> int:
        return self._drawn.count(self._sift.line(entry), self._sift.count(entry)) if self.wrap else 1

    def _body(self, entry: int) -> Body:
        return self._drawn.body(self._sift.line(entry), self._sift.count(entry))

    @property
    def _sift(self) -> Sift:
        return self._held.sift

    @property
    def _palette(self) -> Mapping[str, Style]:
        if not self._styles:
            self._styles = palette(self)
        return self._styles
