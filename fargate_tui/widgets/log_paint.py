"""How a log line is drawn."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from fargate_tui.fargate.logs.filters import LOOKED_AT
from fargate_tui.fargate.logs.lines import LogLine
from fargate_tui.format import cell_width, cut, fit, visible
from fargate_tui.widgets.lines import Line, Span
from fargate_tui.widgets.log_body import GLYPHS, LEVEL_TONES, Body, field_text
from fargate_tui.widgets.log_tags import Tags
from fargate_tui.widgets.log_times import time_text
from fargate_tui.widgets.log_times import width as time_width

FIELD = 12
"""Cells of a field's column."""
MARGIN = 256
"""Characters before and behind what is seen of a line in which a match may begin or end."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns before the text, and the room for it."""

    width: int
    times: str = "off"
    date: bool = False
    exact: bool = False
    tag: int = 0
    fields: tuple[str, ...] = ()

    @property
    def head(self) -> int:
        """Cells before the text."""
        times = time_width(self.times, date=self.date, exact=self.exact)
        columns = [cells for cells in (times, self.tag, 1, *(FIELD for _ in self.fields)) if cells]
        return sum(columns) + len(columns)

    @property
    def room(self) -> int:
        """Cells of the text."""
        return max(1, self.width - self.head)


@dataclass(frozen=True, slots=True)
class Look:
    """What is drawn of a line, and how."""

    start: int = 0
    end: int | None = None
    """The characters of its text that are seen; None for as many as fit."""
    whole: Style | None = None
    """The style of a line that has only one."""
    search: re.Pattern[str] | None = None
    current: bool = False
    """Whether the search has gone to it."""


def paint_line(
    line: LogLine, body: Body, look: Look, layout: Layout, tags: Tags, now: datetime, styles: Mapping[str, Style]
) -> Strip:
    """One row of a line: its columns, unless it is the rest of a folded one, and a piece of its text."""
    end = look.end if look.end is not None else look.start + 2 * layout.room
    first = look.start == 0 or look.end is None
    head = _head(line, body, layout, tags, now) if first else (Span(" " * layout.head),)
    spans = [*head, *_marked(body, look, end)]
    base = styles[""]
    segments = [Segment(text, look.whole or styles.get(tone, base)) for text, tone in spans if text]
    if look.current and first and not _found(body, look):
        segments[0] = Segment(segments[0].text, styles["current"])  # the match is in what is folded away
    return Strip(segments).crop_extend(0, layout.width, look.whole or base)


def paint_mark(line: LogLine, width: int, styles: Mapping[str, Style], whole: Style | None) -> Strip:
    """A line across: something that happened to the lines, not one of them."""
    text = cut(f"── {visible(line.text)} ", width)
    style = whole or styles[LEVEL_TONES.get(line.level, "") or "key"]
    return Strip([Segment(text + "─" * (width - cell_width(text)), style)], width)


def _head(line: LogLine, body: Body, layout: Layout, tags: Tags, now: datetime) -> Iterator[Span]:
    if layout.times != "off":
        yield Span(time_text(layout.times, line.at, now, date=layout.date, exact=layout.exact) + " ", "muted")
    if layout.tag:
        yield Span(tags.text(line) + " ", f"tag-{tags.tone(line)}")
    yield Span(GLYPHS.get(body.level, " ") + " ", LEVEL_TONES.get(body.level, "muted"))
    for name in layout.fields:
        yield Span(fit(field_text(body.fields, name), FIELD) + " ", "value")


def _marked(body: Body, look: Look, end: int) -> Line:
    """A piece of the text, cut where a match begins and ends."""
    spans: list[Span] = []
    at = look.start
    for begin, finish in _matches(body.text, look.search, look.start, end):
        spans += body.piece(at, begin)
        found = "".join(text for text, _ in body.piece(begin, finish))
        spans.append(Span(found, "current" if look.current else "match"))
        at = finish
    return (*spans, *body.piece(at, end))


def _found(body: Body, look: Look) -> bool:
    """Whether the search finds something in the text as it is shown."""
    return look.search is not None and look.search.search(body.text, 0, LOOKED_AT) is not None


def _matches(text: str, search: re.Pattern[str] | None, start: int, end: int) -> Sequence[tuple[int, int]]:
    if search is None:
        return ()
    near = search.finditer(text, max(0, start - MARGIN), min(len(text), end + MARGIN))
    cuts = ((max(start, found.start()), min(end, found.end())) for found in near)
    return [(begin, finish) for begin, finish in cuts if begin < finish]
