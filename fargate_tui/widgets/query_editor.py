"""Where a query is typed: a few folded lines, what was asked before, and what is there to begin with."""

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea

from fargate_tui.format import visible

KEPT = 50
"""Queries that are remembered."""


class QueryEditor(TextArea):
    """Enter runs the query, in every terminal; a query of several lines is pasted, and its lines stay."""

    DEFAULT_CSS = """
    QueryEditor {
        height: auto;
        max-height: 5;
        padding: 0 1;
        border: none;
        background: $panel;
        &:focus { border: none; background: $panel; }
        & .text-area--cursor-line { background: $panel; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "run", "run", id="query.run", tooltip="run it; what it scans is billed"),
        Binding("tab", "ready(1)", "ready ones", id="query.ready", tooltip="the next of the ready-made queries"),
        Binding("shift+tab", "ready(-1)", "the ready-made query before", show=False, id="query.ready_before"),
        Binding("up", "cursor_up", "earlier", id="query.earlier", tooltip="a line up, then queries asked before"),
        Binding("down", "cursor_down", "a line down, then later queries", show=False, id="query.later"),
        Binding("escape", "leave", "results", id="query.leave", tooltip="go to the results"),
    ]

    class Run(Message):
        """Enter was pressed."""

    class Left(Message):
        """Esc was pressed."""

    class Brought(Message):
        """Another query was brought: a ready-made one by its number, or one of the history."""

        def __init__(self, ready: int | None) -> None:
            super().__init__()
            self.ready = ready

    def __init__(self, text: str, ready: Sequence[str], history: list[str]) -> None:
        """Make one that holds `text`; `history` is what was run before, the newest last, and may be shared."""
        super().__init__(text, compact=True, highlight_cursor_line=False, tab_behavior="focus")
        self._ready = tuple(ready)
        self._at = self._ready.index(text) if text in self._ready else -1
        self._history = history
        self._back = 0
        # A blinking cursor writes 2,583 bytes a second (textual.md §4.6).
        self.cursor_blink = False

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Whether a key types something; Textual 8.2 does not know by name which slashes do."""
        return key in ("slash", "backslash") or super().check_consume_key(key, character)

    def on_mount(self) -> None:
        """Stand at the end of what is there."""
        self.move_cursor(self.document.end)

    def remember(self) -> None:
        """Take the query into the history."""
        text = self.text.strip()
        self._back = 0
        if text and text not in self._history[-1:]:
            self._history.append(text)
            del self._history[:-KEPT]

    def point_at(self, offset: int) -> None:
        """Put the cursor on a character of the text, counted from its beginning."""
        before = self.text[:offset].split("\n")
        self.move_cursor((len(before) - 1, len(before[-1])))

    def _on_key(self, event: events.Key) -> None:  # type: ignore[override]  # Textual awaits what can be awaited
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self.action_run()

    def _on_paste(self, event: events.Paste) -> None:  # type: ignore[override]  # Textual awaits what can be awaited
        # What a runbook holds besides text would be drawn as it is.
        event.text = "\n".join(visible(line) for line in event.text.splitlines())

    def action_run(self) -> None:
        """Ask for the query to be run."""
        self.post_message(self.Run())

    def action_leave(self) -> None:
        """Ask to go to the results."""
        self.post_message(self.Left())

    def action_ready(self, by: int) -> None:
        """Bring the next ready-made query; what was typed is found again by going back."""
        if self.text not in self._ready:
            self.remember()
        self._at = (self._at + by) % len(self._ready) if self._at >= 0 or by > 0 else len(self._ready) - 1
        self._bring(self._ready[self._at], self._at)

    def action_cursor_up(self, select: bool = False) -> None:
        """A line up; above the first one what was asked before."""
        if select or self.get_cursor_up_location()[0] < self.cursor_location[0] or not self._is_at_top:
            super().action_cursor_up(select)
        elif self._back < len(self._history):
            if self._back == 0 and self.text.strip() and self.text.strip() != self._history[-1]:
                self.remember()
                self._back = 1
            self._back = min(self._back + 1, len(self._history))
            self._bring(self._history[-self._back], None)

    def action_cursor_down(self, select: bool = False) -> None:
        """A line down; below the last one what was asked later."""
        if select or not self._is_at_bottom:
            super().action_cursor_down(select)
        elif self._back > 1:
            self._back -= 1
            self._bring(self._history[-self._back], None)

    @property
    def _is_at_top(self) -> bool:
        return self.wrapped_document.location_to_offset(self.cursor_location).y == 0

    @property
    def _is_at_bottom(self) -> bool:
        return self.wrapped_document.location_to_offset(self.cursor_location).y >= self.wrapped_document.height - 1

    def _bring(self, text: str, ready: int | None) -> None:
        self.text = text
        self.move_cursor(self.document.end)
        self.post_message(self.Brought(ready))
