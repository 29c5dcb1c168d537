"""The view of logs: many lines, followed, searched and filtered."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import ClassVar

from textual.message import Message
from textual.reactive import reactive

from fargate_tui.fargate.logs.lines import LogLine
from fargate_tui.widgets.line_view import LineView
from fargate_tui.widgets.log_ring import MAX_LINES, LogRing


class LogView(LineView, can_focus=True):
    """Log lines in the order of their keys: a bounded ring of which only what is visible costs anything.

    Bindings (ids ``log.*``): j k ↑ ↓, pgup pgdn ctrl+f ctrl+b, g G, ← →, ``t`` times, ``w`` wrap, ``v`` raw, ``z`` repeats,
    ``enter`` line cursor / open. Search, filters and pause are the screen's: it asks for a text and sets them here.
    """

    following: reactive[bool] = reactive(True, init=False, repaint=False, bindings=True)
    """Whether the end is shown and kept in sight; set by moving, or by whoever wants the view to stop or go on."""
    unseen: reactive[int] = reactive(0, init=False, repaint=False)
    """Shown lines below the last one that has been on the screen."""
    times: reactive[str] = reactive("local", init=False, repaint=False)
    """The time column: ``off``, ``local``, ``utc`` or ``relative``."""
    wrap: reactive[bool] = reactive(False, init=False, repaint=False, bindings=True)
    """Whether long lines are folded instead of scrolled."""
    raw: reactive[bool] = reactive(False, init=False, repaint=False)
    """Whether JSON and logfmt lines are shown as they were written."""
    collapsed: reactive[bool] = reactive(False, init=False, repaint=False)
    """Whether equal neighbours are shown as one line with their number."""
    fields: reactive[tuple[str, ...]] = reactive((), init=False, repaint=False)
    """Fields of JSON and logfmt lines that stand in columns before the message."""
    keep: reactive[str] = reactive("", init=False, repaint=False)
    """Only lines with this are shown (text, or ``/regex/``), and marks."""
    drop: reactive[str] = reactive("", init=False, repaint=False)
    """Lines with this are not shown."""
    placeholder: reactive[str] = reactive("", init=False, repaint=False)
    """What stands there while there is no line to show."""

    class Moved(Message):
        """What is seen, held, found or filtered is something else."""

        view: "LogView"
        """The sender; also `control`."""

    class Opened(Message):
        """The person asked to open a line (enter on the line cursor, double click)."""

        view: "LogView"
        line: LogLine

    def __init__(
        self,
        *,
        now: Callable[[], datetime],
        max_lines: int = MAX_LINES,
        placeholder: str = "",
        id: str | None = None,  # noqa: A002 -- Textual's own word
        classes: str | None = None,
    ) -> None:
        """Make an empty one; `now` is the clock of relative times."""

    # what it holds: properties `lines` (all held), `shown` (those that pass), `dropped` (let go), `filter_problem`,
    # `filtering` (a filter or search is still going over the ring), `match`, `matches` (3 of 17; lines, from 1),
    # `place` (first, last, total shown lines on the screen, from 1), `cursor_line` (LogLine | None),
    # `known_fields` (names met so far in painted JSON and logfmt lines, in order of first appearance)

    def append(self, lines: Sequence[LogLine]) -> None:
        """Add lines; call at most a few times a second, with all there are."""

    def clear(self) -> None:
        """Forget all lines; filters and search stay."""

    def search(self, pattern: str) -> None:
        """Mark matches and go to the nearest one above the end of what is seen; "" ends it. Lines are searched as written."""

    def next_match(self) -> None: ...
    def previous_match(self) -> None: ...

    def go_to_end(self) -> None:
        """Show the end, and follow."""

    def leave_cursor(self) -> None:
        """Take the line cursor away."""

    def show_line(self, line: LogLine) -> None:
        """Scroll so that a line is in the middle (or where it would be)."""

    def around(self, line: LogLine, n: int) -> tuple[LogLine, ...]:
        """The line with `n` held lines before and after it, whether or not filters show them."""

    def text_of(self, lines: Sequence[LogLine], *, raw: bool = False) -> str:
        """Lines as text, one each: time (UTC), task, container, text; harmless, or raw as written."""

    def tick(self) -> None:
        """Repaint times that have changed with the time alone."""
