"""A task's life as bars on one time axis."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip

from fargate_tui.format import cell_width, duration, fit, visible
from fargate_tui.widgets.line_view import LineView, blank
from fargate_tui.widgets.lines import Line, Span
from fargate_tui.widgets.time_axis import TimeAxis

NAME_WIDTH = 12
TIME_WIDTH = 9


@dataclass(frozen=True, slots=True)
class Bar:
    """One phase: from when to when; `end` is None while it goes on."""

    name: str
    start: datetime
    end: datetime | None = None
    tone: str = ""
    note: str = ""


class Waterfall(LineView):
    """The phases of a task, one line each, with their durations.

    A phase much longer than the others together (a task that has run for days) is drawn broken, as ``━╌╌━``, so that
    the seconds of its start can still be seen.
    """

    DEFAULT_CSS = """
    Waterfall { height: auto; }
    """

    def __init__(
        self,
        *,
        now: Callable[[], datetime],
        id: str | None = None,  # noqa: A002 -- Textual's own word
        classes: str | None = None,
    ) -> None:
        """Make an empty one; `now` is where a phase that goes on ends."""
        super().__init__(id=id, classes=classes)
        self._now = now
        self._bars: tuple[Bar, ...] = ()

    def show(self, bars: Sequence[Bar]) -> None:
        """Draw `bars` in place of the former ones."""
        taller = len(bars) != len(self._bars)
        self._bars = tuple(bars)
        self.set_content_size(self.size.width, len(self._bars))
        if taller:
            self.refresh(layout=True)
        self.repaint_changes()

    def tick(self) -> None:
        """Draw anew what goes on, if it looks different by now."""
        if any(bar.end is None for bar in self._bars):
            self.repaint_changes()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """A line for each bar."""
        return len(self._bars)

    def draw_line(self, y: int) -> Strip:
        """One bar."""
        width = self.size.width
        if y >= len(self._bars):
            return blank(width, self.rich_style)
        spans = bar_lines(self._bars, self._now(), width)[y]
        segments = [Segment(text, self.style_of(tone)) for text, tone in spans if text]
        return Strip(segments).crop_extend(0, width, self.rich_style)


def bar_lines(bars: Sequence[Bar], now: datetime, width: int) -> list[Line]:
    """The bars as lines of `width` cells: name, duration, bar, note."""
    note_width = max((cell_width(visible(bar.note)) for bar in bars), default=0)
    room = max(4, width - NAME_WIDTH - TIME_WIDTH - 3 - (note_width + 1 if note_width else 0))
    axis = TimeAxis(
        [moment.timestamp() for bar in bars for moment in (bar.start, max(bar.end or now, bar.start))], room
    )
    return [_bar_line(bar, axis, now, room) for bar in bars]


def _bar_line(bar: Bar, axis: TimeAxis, now: datetime, room: int) -> Line:
    begin, end = bar.start.timestamp(), max(bar.end or now, bar.start).timestamp()
    first, length = axis.span(begin, end)
    broken = axis.compressed is not None and begin <= axis.compressed[0] and end >= axis.compressed[1] and length > 4
    drawn = f"━{'╌' * (length - 2)}━" if broken else "━" * length
    if bar.end is None:
        drawn = drawn[:-1] + "▸"
    took = duration(end - begin) if bar.end is not None else _going_on(end - begin)
    return (
        Span(f" {fit(visible(bar.name), NAME_WIDTH)}"),
        Span(f"{took:>{TIME_WIDTH}} ", "muted"),
        Span(" " * first),
        Span(drawn, bar.tone),
        Span(" " * max(0, room - first - length)),
        Span(f" {visible(bar.note)}" if bar.note else "", "muted"),
    )


def _going_on(seconds: float) -> str:
    """How long it has taken so far, coarsely, so that a screen at rest writes nothing."""
    if seconds < 60:
        return f"{int(seconds) // 10 * 10}s…"
    return f"{duration(int(seconds) // 60 * 60).removesuffix(' 00s')}…"
