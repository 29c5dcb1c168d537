"""Phases as bars on one time axis, as lines of text. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from fargate_tui.format import cell_width, duration, fit, visible
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
