"""Series over time, with axes."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cached_property
from itertools import groupby
from typing import ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from fargate_tui.format import cell_width, visible
from fargate_tui.widgets.line_view import LineView, blank
from fargate_tui.widgets.lines import Line, Span, folds, harmless
from fargate_tui.widgets.plot_canvas import MARKS, Canvas
from fargate_tui.widgets.plot_scale import gap, number, ticks, time_ticks

TONES = ("key", "warn", "good", "busy")
"""Of the series, in their order; the mark of each tells it apart without colour."""
ROWS_PER_TICK = 4
FRESH = 4
"""Points that the newest value may be behind: CloudWatch is late by a minute or three."""


@dataclass(frozen=True)
class Curve:
    """A series to draw: times, oldest first, and their values."""

    name: str
    times: Sequence[datetime]
    values: Sequence[float]

    @cached_property
    def seconds(self) -> tuple[float, ...]:
        """The times, since 1970."""
        return tuple(moment.timestamp() for moment in self.times)

    @cached_property
    def gap(self) -> float:
        """Seconds beyond which two points are not joined."""
        return gap(self.seconds)

    def value_at(self, moment: datetime, within: timedelta) -> float | None:
        """The value nearest to a moment, unless the nearest is further away than `within`."""
        if not self.times:
            return None
        wanted = moment.timestamp()
        after = bisect_left(self.seconds, wanted)
        near = min(
            range(max(0, after - 1), min(after + 1, len(self.seconds))), key=lambda at: abs(self.seconds[at] - wanted)
        )
        return self.values[near] if abs(self.seconds[near] - wanted) <= within.total_seconds() else None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened while it was measured, such as a deployment."""

    at: datetime
    text: str
    label: str = ""
    """What stands on the axis beside its mark, where there is room: ``:7``."""


class Plot(LineView, can_focus=True):
    """Curves on one pair of axes: a line of names and of the values under the cursor, the curves, the times.

    Without a cursor the values are the newest, unless these are old. The first curve is a line of dots, the others are
    made of a mark of their own each. Missing points are gaps.
    """

    DEFAULT_CSS = """
    Plot { height: 1fr; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "left,H",
            "move(-1)",
            "read values",
            key_display="← →",
            id="plot.left",
            tooltip="read the values a column earlier; H does the same, esc ends it",
        ),
        Binding("right,L", "move(1)", "later", show=False, id="plot.right", tooltip="a column later"),
        Binding(
            "shift+left", "move(-10)", "much earlier", show=False, id="plot.far_left", tooltip="ten columns earlier"
        ),
        Binding("shift+right", "move(10)", "much later", show=False, id="plot.far_right", tooltip="ten columns later"),
        Binding("home,0", "jump(0)", "oldest", show=False, id="plot.first", tooltip="read the oldest values"),
        Binding("end,$", "jump(-1)", "newest", show=False, id="plot.last", tooltip="read the newest values"),
    ]

    cursor: reactive[datetime | None] = reactive(None, init=False, repaint=False)
    """The moment whose values are read; several plots over one range may share it."""

    zone: reactive[tzinfo | None] = reactive(None, init=False, repaint=False)
    """That of the times; None for the local one."""

    class CursorMoved(Message):
        """The person has moved the cursor."""

        def __init__(self, plot: "Plot", at: datetime) -> None:
            super().__init__()
            self.plot = plot
            self.at = at

        @property
        def control(self) -> "Plot":
            """The plot."""
            return self.plot

    def __init__(
        self,
        title: str = "",
        *,
        unit: str = "",
        low: float | None = 0,
        high: float | None = None,
        zone: tzinfo | None = None,
        write: Callable[[float], str] = number,
        says_when: bool = True,
        id: str | None = None,  # noqa: A002 -- Textual's own word
        classes: str | None = None,
    ) -> None:
        """Make an empty one, whose axis goes at least from `low` to `high`; None leaves that to the values.

        `zone` is that of the times, None for the local one; `write` writes values; `says_when` tells the time of the
        cursor too, which several plots that share it need not.
        """
        super().__init__(id=id, classes=classes)
        self._title, self._unit, self._write, self._says_when = title, unit, write, says_when
        self.set_reactive(Plot.zone, zone)
        self._low, self._high = low, high
        self._curves: tuple[Curve, ...] = ()
        self._events: tuple[Event, ...] = ()
        self._placeholder = ""
        self._start = self._end = datetime.min.replace(tzinfo=UTC)
        self._lines: list[Line] = []
        self._levels = [0.0, 1.0]

    def show(
        self,
        curves: Sequence[Curve],
        start: datetime,
        end: datetime,
        *,
        events: Sequence[Event] = (),
        placeholder: str = "",
    ) -> None:
        """Draw `curves` from `start` to `end`; `placeholder` (lines) stands there while no curve has a point.

        Without any curve there are no axes.
        """
        self._curves, self._events, self._placeholder = tuple(curves), tuple(events), placeholder
        self._start, self._end = start, end
        self._draw()

    def reading(self, moment: datetime) -> tuple[tuple[str, float | None], ...]:
        """The names of the curves, and their values at a moment; None where there is none."""
        within = max(self._span / max(1, self._columns), timedelta(seconds=max(map(_period, self._curves), default=0)))
        return tuple((curve.name, curve.value_at(moment, within)) for curve in self._curves)

    def action_move(self, by: int) -> None:
        """Move the cursor by a column; it begins at the newest one."""
        column = self._columns - 1 if self.cursor is None else self._column(self.cursor) + by
        self._put_cursor(column)

    def action_jump(self, column: int) -> None:
        """Move the cursor to the oldest (0) or newest (-1) column."""
        self._put_cursor(column % max(1, self._columns))

    def watch_cursor(self) -> None:
        """Draw it."""
        self._draw()

    def watch_zone(self) -> None:
        """Draw the times of another zone."""
        self._draw()

    def on_focus(self) -> None:
        """Show that it has the keys."""
        self._draw()

    def on_blur(self) -> None:
        """Show that it has them no more."""
        self._draw()

    def on_show(self) -> None:
        """Draw what came while it was hidden."""
        self._draw()

    def on_resize(self) -> None:
        """Draw for the new size."""
        self._draw()

    def draw_line(self, y: int) -> Strip:
        """One line."""
        width = self.size.width
        if y >= len(self._lines):
            return blank(width, self.rich_style)
        segments = [Segment(text, self.style_of(tone)) for text, tone in self._lines[y] if text]
        return Strip(segments).crop_extend(0, width, self.rich_style)

    def _put_cursor(self, column: int) -> None:
        if self._columns < 2 or self._span <= timedelta():
            return
        share = max(0, min(column, self._columns - 1)) / (self._columns - 1)
        self.cursor = self._start + self._span * share
        self.post_message(self.CursorMoved(self, self.cursor))

    # -- drawing -------------------------------------------------------------------------------------------------------

    @property
    def _span(self) -> timedelta:
        return self._end - self._start

    @property
    def _rows(self) -> int:
        """Rows of the curves."""
        return max(0, self.size.height - 2)

    def _find_ticks(self) -> list[float]:
        """The numbers at the left; found once for each drawing, for every place depends on their width."""
        values = [value for curve in self._curves for value in curve.values]
        low = min([*values, self._low] if self._low is not None else values, default=0.0)
        high = max([*values, self._high] if self._high is not None else values, default=1.0)
        return ticks(low, high, 1 + self._rows // ROWS_PER_TICK)

    @property
    def _margin(self) -> int:
        """Cells of the numbers at the left, with their line."""
        return max(cell_width(self._write(value)) for value in self._levels) + 1

    @property
    def _columns(self) -> int:
        """Columns of the curves."""
        return max(0, self.size.width - self._margin)

    def _column(self, moment: datetime) -> int:
        return round((moment - self._start) / self._span * (self._columns - 1)) if self._span else 0

    def _draw(self) -> None:
        """Lay out all lines; the ones that look different are written. One that is hidden waits until it is shown."""
        if not self.display:
            return
        self._levels = self._find_ticks()
        columns, rows = self._columns, self._rows
        self._lines = []
        if columns >= 2 and rows >= 1 and self._span > timedelta():
            self._lines = [self._legend(), *(self._axes(columns, rows) if self._curves else self._excuse(rows))]
        self.repaint_changes()

    def _legend(self) -> Line:
        """The title, and each curve with its mark, its name and its value at the cursor."""
        spans = [Span("▸ " if self.has_focus else "", "key"), Span(self._title, "title")]
        spans.append(Span(f" {self._unit}" if self._unit else "", "muted"))
        values = self.reading(self.cursor) if self.cursor is not None else self._newest()
        for place, curve in enumerate(self._curves):
            mark = "⠒⠒" if place == 0 else MARKS[place % len(MARKS)]
            value = f" {self._read(values[place][1])}" if values else ""
            spans += [Span(f"   {mark} {curve.name}", TONES[place % len(TONES)]), Span(value, "title")]
        if self.cursor is not None:
            if self._says_when:
                spans.append(Span(f"   at {self.cursor.astimezone(self.zone):%m-%d %H:%M}", "muted"))
            spans += [Span(f"   ▲ {event.text}", "busy") for event in self._events_at(self._column(self.cursor))]
        return harmless(tuple(spans))

    def _newest(self) -> tuple[tuple[str, float | None], ...]:
        """The names of the curves with their newest values; None where that is older than a few points."""
        found = []
        for curve in self._curves:
            fresh = self._end - FRESH * timedelta(seconds=max(_period(curve), 60))
            found.append((curve.name, curve.values[-1] if curve.times and curve.times[-1] >= fresh else None))
        return tuple(found) if any(value is not None for _, value in found) else ()

    def _read(self, value: float | None) -> str:
        return "—" if value is None else self._write(value)

    def _events_at(self, column: int) -> list[Event]:
        return [event for event in self._events if self._column(event.at) == column]

    def _axes(self, columns: int, rows: int) -> list[Line]:
        """The curves, and the times below them."""
        levels, margin = self._levels, self._margin
        body = self._body(levels, margin, columns, rows)
        if self._placeholder and not any(curve.values for curve in self._curves):
            told = self._told(columns)[:rows]
            top = (rows - len(told) + 1) // 2
            for row, text in enumerate(told, top):
                body[row] = (Span(" " * margin), Span(text, "muted"))
        return [*body, self._times(margin, columns)]

    def _excuse(self, rows: int) -> list[Line]:
        """Why there is nothing to draw."""
        told = self._told(self.size.width - 2)[: rows + 1]
        return [(), *((Span("  "), Span(text, "muted")) for text in told)][: rows + 1]

    def _told(self, columns: int) -> list[str]:
        """The placeholder, folded to so many columns."""
        lines = map(visible, self._placeholder.split("\n"))
        return [text[start:end].rstrip() for text in lines for start, end in folds(text, columns - 1)]

    def _body(self, levels: Sequence[float], margin: int, columns: int, rows: int) -> list[Line]:
        canvas = self._canvas(levels, columns, rows)
        named = {rows - 1 - round(place * (rows - 1) / (len(levels) - 1)): value for place, value in enumerate(levels)}
        cursor = self._column(self.cursor) if self.cursor is not None else None
        happened = {self._column(event.at) for event in self._events if self._start <= event.at <= self._end}
        found = []
        for row in range(rows):
            label = self._write(named[row]) if row in named else ""
            cells = [self._cell(canvas, column, row, cursor, happened, row in named) for column in range(columns)]
            spans = [Span(f"{label:>{margin - 1}}{'┤' if row in named else '│'}", "muted")]
            spans += [
                Span("".join(text for text, _ in run), tone) for tone, run in groupby(cells, key=lambda cell: cell[1])
            ]
            found.append(tuple(spans))
        return found

    @staticmethod
    def _cell(
        canvas: Canvas, column: int, row: int, cursor: int | None, happened: set[int], level: bool
    ) -> tuple[str, str]:
        drawn = canvas.cells.get((column, row))
        if drawn is not None:
            return drawn[0], TONES[drawn[1] % len(TONES)]
        if column == cursor:
            return "│", "title"
        if column in happened:
            return "┊", "busy"
        return ("┄", "muted") if level and column % 4 == 0 else (" ", "muted")

    def _canvas(self, levels: Sequence[float], columns: int, rows: int) -> Canvas:
        canvas = Canvas(columns, rows)
        start, span = self._start.timestamp(), self._span.total_seconds()
        low, high = levels[0], levels[-1]
        # The line comes last: where it is in one cell with a mark, the two are as good as equal.
        for place, curve in reversed(tuple(enumerate(self._curves))):
            points = [
                ((at - start) / span, (value - low) / (high - low))
                for at, value in zip(curve.seconds, curve.values, strict=True)
                if start <= at <= start + span
            ]
            (canvas.marks if place else canvas.line)(place, points, curve.gap / span)
        return canvas

    def _times(self, margin: int, columns: int) -> Line:
        """Marks of what happened, with their labels where there is room, and round times where these leave it."""
        line = [" "] * columns
        happened = [event for event in self._events if self._start <= event.at <= self._end]
        for event in happened:
            line[self._column(event.at)] = "▲"
        for event in reversed(happened):
            write(line, self._column(event.at) + 1, visible(event.label), beside="▲")
        for moment, text in time_ticks(self._start, self._end, columns, self.zone):
            write(line, self._column(moment), text)
        tones = ((cell, "busy" if cell == "▲" else "muted") for cell in line)
        runs = groupby(tones, key=lambda cell: cell[1])
        return (Span(" " * margin), *(Span("".join(text for text, _ in run), tone) for tone, run in runs))


def write(line: list[str], at: int, text: str, *, beside: str = " ") -> None:
    """Write a text where nothing stands yet, `beside` before it and a blank behind it; else do not."""
    end = at + len(text)
    is_free = line[at - 1 : at] in ([], [beside]) and all(cell == " " for cell in line[at : end + 1])
    if end <= len(line) and is_free:
        line[at:end] = text


def _period(curve: Curve) -> float:
    """Seconds beyond which a moment between two points has no value."""
    return curve.gap / 2
