"""One row of a query's results in full."""

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from fargate_tui.fargate.logs.insights import QueryRow
from fargate_tui.format import visible
from fargate_tui.screens.full_lines import full_lines
from fargate_tui.screens.page_keys import page_keys
from fargate_tui.widgets.lines import Line, Span, line
from fargate_tui.widgets.masthead import Masthead, Trail
from fargate_tui.widgets.text_view import TextView

NAMES = 18
SHORT = 200
"""Characters up to which a value stands beside its name; a longer one, or JSON, stands below it."""


class QueryRowScreen(ModalScreen[None]):
    """The fields of a row, one below the other."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,h,enter", "dismiss", "close", id="line.close"),
        Binding("c", "copy", "copy the row", id="line.copy"),
    ]
    AUTO_FOCUS = "TextView"

    def __init__(self, opened: QueryRow) -> None:
        super().__init__()
        self._opened = opened

    def compose(self) -> ComposeResult:
        """The text."""
        yield Masthead()
        yield TextView()

    def on_mount(self) -> None:
        """Fill it."""
        path = (f"row {self._opened.number + 1:,}",)
        self.query_one(Masthead).trail = Trail(path, "", page_keys(self, {"line.copy": "copies"}))
        text = self.query_one(TextView)
        text.wrap = True
        text.show(tuple(row_page(self._opened)))

    def action_copy(self) -> None:
        """Copy the row as it was found."""
        text = row_text(self._opened)
        self.app.copy_to_clipboard(text)
        self.notify(f"sent {len(text):,} characters to the clipboard", markup=False)


def row_page(row: QueryRow) -> Iterator[Line]:
    """The short fields first, and what needs room below."""
    long = [(name, value) for name, value in row.fields if _needs_room(value)]
    for name, value in row.fields:
        if not _needs_room(value):
            yield (Span(f"{visible(name):<{NAMES}} ", "key"), Span(visible(value), "value"))
    for name, value in long:
        yield ()
        yield line(visible(name), "title")
        yield from full_lines(value)


def row_text(row: QueryRow) -> str:
    """A row as one text: its message where it has one, else its fields with tabs between."""
    message = row.value("@message")
    return message if message is not None else "\t".join(value for _, value in row.fields)


def _needs_room(value: str) -> bool:
    return len(value) > SHORT or "\n" in value or value.lstrip().startswith("{")
