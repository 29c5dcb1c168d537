"""Series over time, with axes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import groupby
from typing import ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from fargate_tui.format import cell_width, cut, visible
from fargate_tui.widgets.line_view import LineView, blank
from fargate_tui.widgets.lines import Line, Span, harmless
from fargate_tui.widgets.plot_canvas import MARKS, Canvas
from fargate_tui.widgets.plot_scale import gap, number, ticks, time_ticks

TONES = ("key", "warn", "good", "busy")
"""Of the series, in their order; the mark of each tells it apart without colour."""
ROWS_PER_TICK = 4


@dataclass(frozen=True, slots=True)
class Curve:
    """A series to draw: times, oldest first, and their values."""

    name: str
    times: Sequence[datetime]
    values: Sequence[float]

    def value_at(self, moment: datetime, within: timedelta) -> float | None:
        """The value nearest to a moment, unless the nearest is further away than `within`."""
        near = min(zip(self.times, self.values, strict=True), key=lambda point: abs(point[0] - moment), default=None)
        return None if near is None or abs(near[0] - moment) > within else near[1]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened while it was measured, such as a deployment."""

    at: datetime
    text: str


class Plot(LineView, can_focus=True):
    """Curves on one pair of axes: a line of names and of the values under the cursor, the curves, the times.

    The first curve is a line of dots, the others are made of a mark of their own each. Missing points are gaps.
    """

    DEFAULT_CSS = """
    Plot { height: 1fr; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", "cursor left", show=False, id="plot.left"),
        Binding("right", "move(1)", "cursor right", show=False, id="plot.right"),
        Binding("home", "jump(0)", "oldest", show=False, id="plot.first"),
        Binding("end", "jump(-1)", "newest", show=False, id="plot.last"),
    ]

    cursor: reactive[datetime | None] = reactive(None, init=False, repaint=False)
    """The moment whose values are read; several plots over one range may share it."""

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
        id: str | None = None,  # noqa: A002 -- Textual's own word
        classes: str | None = None,
    ) -> None:
        """Make an empty one, whose axis goes at least from `low` to `high`; None leaves that to the values.

        `zone` is that of the times, None for the local one; `write` writes values.
        """
        super().__init__(id=id, classes=classes)
        self._title, self._unit, self._write, self._zone = title, unit, write, zone
        self._low, self._high = low, high
        self._curves: tuple[Curve, ...] = ()
        self._events: tuple[Event, ...] = ()
        self._placeholder = ""
        self._start = self._end = datetime.min.replace(tzinfo=UTC)
        self._lines: list[Line] = []

    def show(
        self,
        curves: Sequence[Curve],
        start: datetime,
        end: datetime,
        *,
        events: Sequence[Event] = (),
        placeholder: str = "",
    ) -> None:
        """Draw `curves` from `start` to `end`; `placeholder` stands there while no curve has a point."""
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

    @property
    def _ticks(self) -> list[float]:
        values = [value for curve in self._curves for value in curve.values]
        low = min([*values, self._low] if self._low is not None else values, default=0.0)
        high = max([*values, self._high] if self._high is not None else values, default=1.0)
        return ticks(low, high, 1 + self._rows // ROWS_PER_TICK)

    @property
    def _margin(self) -> int:
        """Cells of the numbers at the left, with their line."""
        return max(cell_width(self._write(value)) for value in self._ticks) + 1

    @property
    def _columns(self) -> int:
        """Columns of the curves."""
        return max(0, self.size.width - self._margin)

    def _column(self, moment: datetime) -> int:
        return round((moment - self._start) / self._span * (self._columns - 1)) if self._span else 0

    def _draw(self) -> None:
        """Lay out all lines; the ones that look different are written."""
        columns, rows = self._columns, self._rows
        self._lines = []
        if columns >= 2 and rows >= 1 and self._span > timedelta():
            levels, margin = self._ticks, self._margin
            self._lines = [self._legend(), *self._body(levels, margin, columns, rows), self._times(margin, columns)]
        self.repaint_changes()

    def _legend(self) -> Line:
        """The title, and each curve with its mark, its name and its value at the cursor."""
        spans = [Span(self._title, "title"), Span(f" {self._unit}" if self._unit else "", "muted")]
        values = self.reading(self.cursor) if self.cursor is not None else ()
        for place, curve in enumerate(self._curves):
            mark = "⠒⠒" if place == 0 else MARKS[place % len(MARKS)]
            value = f" {self._read(values[place][1])}" if values else ""
            spans += [Span(f"   {mark} {curve.name}", TONES[place % len(TONES)]), Span(value, "title")]
        if self.cursor is not None:
            spans.append(Span(f"   at {self.cursor.astimezone(self._zone):%m-%d %H:%M}", "muted"))
            spans += [Span(f"   ▲ {event.text}", "busy") for event in self._events_at(self._column(self.cursor))]
        return harmless(tuple(spans))

    def _read(self, value: float | None) -> str:
        return "—" if value is None else self._write(value)

    def _events_at(self, column: int) -> list[Event]:
        return [event for event in self._events if self._column(event.at) == column]

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
        if self._placeholder and not canvas.cells:
            found[rows // 2] = (Span(" " * margin), Span(cut(visible(self._placeholder), columns), "muted"))
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
        for place, curve in enumerate(self._curves):
            times = [moment.timestamp() for moment in curve.times]
            points = [
                ((at - start) / span, (value - low) / (high - low))
                for at, value in zip(times, curve.values, strict=True)
                if start <= at <= start + span
            ]
            (canvas.marks if place else canvas.line)(place, points, gap(times) / span)
        return canvas

    def _times(self, margin: int, columns: int) -> Line:
        line = [" "] * columns
        for event in self._events:
            if self._start <= event.at <= self._end:
                line[self._column(event.at)] = "▲"
        for moment, text in time_ticks(self._start, self._end, columns, self._zone):
            first = self._column(moment)
            if first + len(text) <= columns:
                line[first : first + len(text)] = text
        return (Span(" " * margin + "".join(line), "muted"),)


def _period(curve: Curve) -> float:
    """Seconds beyond which a moment between two points has no value."""
    return gap([moment.timestamp() for moment in curve.times]) / 2
