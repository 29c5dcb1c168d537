"""The rows of log lines: what was made of those that have been on the screen is remembered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from rich.style import Style
from textual.strip import Strip

from fargate_tui.fargate.logs.lines import LogLine
from fargate_tui.widgets.log_body import Body, body_of
from fargate_tui.widgets.log_folds import Folds
from fargate_tui.widgets.log_memo import Memo
from fargate_tui.widgets.log_paint import Layout, Look, paint_line, paint_mark
from fargate_tui.widgets.log_tags import Tags
from fargate_tui.widgets.log_times import time_text
from fargate_tui.widgets.log_words import marker
from fargate_tui.widgets.table_paint import with_thumb


@dataclass(frozen=True, slots=True)
class Situation:
    """What is special about a row at the moment."""

    left: int = 0
    """Characters of the text that are scrolled out of sight."""
    here: bool = False
    """Whether the cursor is on its line."""
    current: bool = False
    """Whether the search has gone to its line."""
    thumb: bool = False
    """Whether the scroll bar's handle is beside it."""


class LogRows:
    """Makes the rows of lines for one set of columns; each change of it forgets what was made with another."""

    def __init__(self) -> None:
        self.tags = Tags()
        self.layout = Layout(0)
        self.raw = False
        self.wrap = False
        self.marker = marker("")
        self.known_fields: dict[str, None] = {}
        """The names of fields that have been seen, as an ordered set."""
        self._bodies: Memo[Body] = Memo()
        self._folds: Memo[Folds] = Memo()
        self._strips: Memo[Strip] = Memo()

    def arrange(self, layout: Layout, *, raw: bool, wrap: bool) -> None:
        """Take other columns, or write the texts in another way."""
        if (layout.fields, raw) != (self.layout.fields, self.raw):
            self._bodies.clear()
        if (layout, raw, wrap) != (self.layout, self.raw, self.wrap):
            self._folds.clear()
            self._strips.clear()
        self.layout, self.raw, self.wrap = layout, raw, wrap

    def mark(self, words: str) -> None:
        """Mark other words."""
        self.marker = marker(words)
        self._strips.clear()

    def forget_looks(self) -> None:
        """Forget colours."""
        self._strips.clear()

    def count(self, line: LogLine, repeats: int) -> int:
        """Into how many rows a line is folded."""
        return len(self._folded(line, repeats)) if self.wrap and line.kind == "line" else 1

    def body(self, line: LogLine, repeats: int) -> Body:
        """What a line says."""
        known = self._bodies.get(line, repeats)
        if known is not None:
            return known
        body = body_of(line, repeats, self.layout.fields, raw=self.raw)
        self.known_fields.update(dict.fromkeys(body.fields))
        return self._bodies.put(line, repeats, body)

    def row(
        self, line: LogLine, repeats: int, number: int, what: Situation, now: datetime, styles: Mapping[str, Style]
    ) -> Strip:
        """One row of a line, with its cell of the scroll bar."""
        ages = time_text("relative", line.at, now) if self.layout.times == "relative" else ""
        known_as = repeats, number, what, ages
        known = self._strips.get(line, known_as)
        if known is not None:
            return known
        whole = styles["cursor"] if what.here else None
        if line.kind == "mark":
            gone_to = styles["current"] if what.current else None
            drawn = paint_mark(line, self.layout.width, styles, whole or gone_to)
        else:
            start, end = self._folded(line, repeats)[number] if self.wrap else (what.left, None)
            look = Look(start, end, whole=whole, search=self.marker, current=what.current)
            drawn = paint_line(line, self.body(line, repeats), look, self.layout, self.tags, now, styles)
        strip = with_thumb(drawn, "┃" if what.thumb else " ", styles["muted" if what.thumb else ""])
        return self._strips.put(line, known_as, strip)

    def _folded(self, line: LogLine, repeats: int) -> Folds:
        known = self._folds.get(line, repeats)
        if known is not None:
            return known
        return self._folds.put(line, repeats, Folds(self.body(line, repeats).text, self.layout.room))
