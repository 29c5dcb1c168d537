"""Series over time, with axes."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from typing import ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from fargate_tui.format import cell_width, visible
from fargate_tui.widgets.line_view import LineView, blank
from fargate_tui.widgets.lines import Line, Span, folds, harmless
from fargate_tui.widgets.plot_axes import Axes, body, times
from fargate_tui.widgets.plot_canvas import MARKS
from fargate_tui.widgets.plot_curves import TONES, Curve, Event
from fargate_tui.widgets.plot_scale import number, ticks

ROWS_PER_TICK = 4
FRESH = 4
"""Points that the newest value may be behind: CloudWatch is late by a minute or three."""


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
        Binding("end,dollar_sign", "jump(-1)", "newest", show=False, id="plot.last", tooltip="read the newest values"),
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
        axes = self._axes
        period = max((curve.period for curve in self._curves), default=0)
        within = max(axes.span / max(1, axes.columns), timedelta(seconds=period))
        return tuple((curve.name, curve.value_at(moment, within)) for curve in self._curves)

    def action_move(self, by: int) -> None:
        """Move the cursor by a column; it begins at the newest one."""
        axes = self._axes
        self._put_cursor(axes.columns - 1 if self.cursor is None else axes.column(self.cursor) + by)

    def action_jump(self, column: int) -> None:
        """Move the cursor to the oldest (0) or newest (-1) column."""
        self._put_cursor(column % max(1, self._axes.columns))

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
        axes = self._axes
        if axes.columns < 2 or axes.span <= timedelta():
            return
        self.cursor = axes.moment(column)
        self.post_message(self.CursorMoved(self, self.cursor))

    # -- drawing -------------------------------------------------------------------------------------------------------

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
    def _axes(self) -> Axes:
        margin = max(cell_width(self._write(value)) for value in self._levels) + 1
        return Axes(self._start, self._end, self._levels, margin, max(0, self.size.width - margin), self._rows)

    def _draw(self) -> None:
        """Lay out all lines; the ones that look different are written. One that is hidden waits until it is shown."""
        if not self.display:
            return
        self._levels = self._find_ticks()
        axes = self._axes
        self._lines = []
        if axes.has_room:
            self._lines = [self._legend(axes), *(self._body(axes) if self._curves else self._excuse(axes.rows))]
        self.repaint_changes()

    def _legend(self, axes: Axes) -> Line:
        """The title, and each curve with its mark, its name and its value at the cursor."""
        spans = [Span("▸ " if self.has_focus else "", "key"), Span(self._title, "title")]
        spans.append(Span(f" {self._unit}" if self._unit else "", "muted"))
        values = self.reading(self.cursor) if self.cursor is not None else self._newest()
        for place, curve in enumerate(self._curves):
            mark = "⠒⠒" if place == 0 else MARKS[place % len(MARKS)]
            value = f" {self._read(values[place][1])}" if values else ""
            spans += [Span(f"   {mark} {curve.name}", TONES[place % len(TONES)]), Span(value, "title")]
        if self.cursor is not None:
            at = axes.column(self.cursor)
            if self._says_when:
                spans.append(Span(f"   at {self.cursor.astimezone(self.zone):%m-%d %H:%M}", "muted"))
            spans += [Span(f"   ▲ {event.text}", "busy") for event in self._events if axes.column(event.at) == at]
        return harmless(tuple(spans))

    def _newest(self) -> tuple[tuple[str, float | None], ...]:
        """The names of the curves with their newest values; None where that is older than a few points."""
        found = []
        for curve in self._curves:
            since = self._end - FRESH * timedelta(seconds=max(curve.period, 60))
            found.append((curve.name, curve.newest(since)))
        return tuple(found) if any(value is not None for _, value in found) else ()

    def _read(self, value: float | None) -> str:
        return "—" if value is None else self._write(value)

    def _body(self, axes: Axes) -> list[Line]:
        """The curves, and the times below them."""
        lines = body(axes, self._curves, self._events, self.cursor, self._write)
        if self._placeholder and not any(curve.values for curve in self._curves):
            told = self._told(axes.columns)[: axes.rows]
            for row, text in enumerate(told, (axes.rows - len(told) + 1) // 2):
                lines[row] = (Span(" " * axes.margin), Span(text, "muted"))
        return [*lines, times(axes, self._events, self.zone)]

    def _excuse(self, rows: int) -> list[Line]:
        """Why there is nothing to draw."""
        told = self._told(self.size.width - 2)[: rows + 1]
        return [(), *((Span("  "), Span(text, "muted")) for text in told)][: rows + 1]

    def _told(self, columns: int) -> list[str]:
        """The placeholder, folded to so many columns."""
        lines = map(visible, self._placeholder.split("\n"))
        return [text[start:end].rstrip() for text in lines for start, end in folds(text, columns - 1)]
