"""Log lines for tests."""

from collections.abc import Sequence
from itertools import count
from typing import Any

from fargate_tui.fargate.logs.lines import LogLine, line_key
from fargate_tui.widgets.log_view import LogView
from tests.widgets.terminal_app import NOW, Clock, TerminalApp

START = int(NOW.timestamp() * 1000) - 600_000
API, WORKER = "1a2b3c4d5e6f", "99ff00aa11bb"
_arrivals = count()


def log_line(text: str, at: int = 0, **members: Any) -> LogLine:
    """A line some milliseconds after the start; of one moment, in the order in which they are made."""
    members.setdefault("task_id", API)
    return LogLine(text=text, key=line_key(START + at, next(_arrivals)), **members)


def numbered(first: int, last: int) -> list[LogLine]:
    """Lines a second apart."""
    return [log_line(f"line {number}", number * 1000) for number in range(first, last)]


def mark(text: str, at: int = 0, **members: Any) -> LogLine:
    return log_line(text, at, kind="mark", task_id="", **members)


def log_app(view: LogView | None = None, **look: Any) -> tuple[LogView, TerminalApp]:
    """A view in an app; times are off unless the test wants them."""
    view = view or LogView(now=Clock())
    view.set_reactive(LogView.times, "off")
    view.styles.height = "1fr"
    return view, TerminalApp(view, **look)


def text_rows(app: TerminalApp) -> list[str]:
    """What stands on the terminal, without the scroll bar."""
    return [row.rstrip("┃ ") for row in app.lines()]


def texts_of(lines: Sequence[LogLine]) -> list[str]:
    return [line.text for line in lines]
