"""One log line in full, with the lines around it."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from fargate_tui.fargate.logs.lines import LogLine
from fargate_tui.format import visible
from fargate_tui.screens.full_lines import full_lines
from fargate_tui.screens.page_keys import page_keys
from fargate_tui.widgets.lines import Line, Span, line
from fargate_tui.widgets.masthead import Masthead, Trail
from fargate_tui.widgets.text_view import TextView

CONTEXT = 240
"""Characters that are shown of each line around it."""


class LogLineScreen(ModalScreen[None]):
    """A line as it was written, its fields one below the other, and what was said before and after it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,h,enter", "dismiss", "close", id="line.close"),
        Binding("c", "copy", "copy the line", id="line.copy"),
    ]
    AUTO_FOCUS = "TextView"

    def __init__(self, opened: LogLine, around: Sequence[LogLine]) -> None:
        super().__init__()
        self._opened = opened
        self._around = around

    def compose(self) -> ComposeResult:
        """The text."""
        yield Masthead()
        yield TextView()

    def on_mount(self) -> None:
        """Fill it."""
        where = (self._opened.task_id[:8], self._opened.container)
        path = (*(part for part in where if part), "log line")
        self.query_one(Masthead).trail = Trail(path, "", page_keys(self, {"line.copy": "copies"}))
        text = self.query_one(TextView)
        text.wrap = True
        text.show(tuple(line_page(self._opened, self._around)))

    def action_copy(self) -> None:
        """Copy the line as it was written."""
        self.app.copy_to_clipboard(self._opened.text)
        self.notify(f"sent {len(self._opened.text):,} characters to the clipboard", markup=False)


def line_page(opened: LogLine, around: Sequence[LogLine]) -> Iterator[Line]:
    """The line, its fields, and its context with the line itself marked."""
    yield from (full_lines(opened.text) if opened.kind == "line" else (line(_short(opened)),))
    yield ()
    yield line("around it", "title")
    for other in around:
        here = other.key == opened.key
        yield (Span("› " if here else "  ", "title"), Span(_short(other), "" if here else "muted"))


def _short(other: LogLine) -> str:
    text = visible(other.text[:CONTEXT])
    return text if other.kind == "line" else f"── {text} ──"
