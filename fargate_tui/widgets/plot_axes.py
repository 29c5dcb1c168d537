"""Curves on a pair of axes, as lines. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from itertools import groupby

from fargate_tui.format import visible
from fargate_tui.widgets.lines import Line, Span
from fargate_tui.widgets.plot_canvas import Canvas
from fargate_tui.widgets.plot_curves import TONES, Curve, Event
from fargate_tui.widgets.plot_scale import time_ticks


@dataclass(frozen=True, slots=True)
class Axes:
    """Where moments and values stand, in cells."""

    start: datetime
    end: datetime
    levels: Sequence[float]
    """The numbers at the left, the lowest first."""
    margin: int
    """Cells of these numbers, with their line."""
    columns: int
    rows: int

    @property
    def span(self) -> timedelta:
        """From one end to the other."""
        return self.end - self.start

    @property
    def has_room(self) -> bool:
        """Whether anything can be drawn."""
        return self.columns >= 2 and self.rows >= 1 and self.span > timedelta()

    def column(self, moment: datetime) -> int:
        """Where a moment stands."""
        return round((moment - self.start) / self.span * (self.columns - 1)) if self.span else 0

    def moment(self, column: int) -> datetime:
        """What stands in a column, or the nearest there is."""
        return self.start + self.span * (max(0, min(column, self.columns - 1)) / (self.columns - 1))

    def among(self, events: Iterable[Event]) -> list[Event]:
        """Those that happened between its ends."""
        return [event for event in events if self.start <= event.at <= self.end]


def body(
    axes: Axes,
    curves: Sequence[Curve],
    events: Sequence[Event],
    cursor: datetime | None,
    write: Callable[[float], str],
) -> list[Line]:
    """The rows of the curves, with the numbers at the left as `write` writes them."""
    canvas, levels, rows = _canvas(axes, curves), axes.levels, axes.rows
    named = {rows - 1 - round(place * (rows - 1) / (len(levels) - 1)): value for place, value in enumerate(levels)}
    at = axes.column(cursor) if cursor is not None else None
    happened = {axes.column(event.at) for event in axes.among(events)}
    found = []
    for row in range(rows):
        label = write(named[row]) if row in named else ""
        cells = (_cell(canvas, column, row, at, happened, row in named) for column in range(axes.columns))
        found.append((Span(f"{label:>{axes.margin - 1}}{'┤' if row in named else '│'}", "muted"), *_joined(cells)))
    return found


def times(axes: Axes, events: Sequence[Event], zone: tzinfo | None) -> Line:
    """Marks of what happened, with their labels where there is room, and round times where these leave it."""
    line = [" "] * axes.columns
    happened = axes.among(events)
    for event in happened:
        line[axes.column(event.at)] = "▲"
    for event in reversed(happened):
        put(line, axes.column(event.at) + 1, visible(event.label), beside="▲")
    for moment, text in time_ticks(axes.start, axes.end, axes.columns, zone):
        put(line, axes.column(moment), text)
    return (Span(" " * axes.margin), *_joined((cell, "busy" if cell == "▲" else "muted") for cell in line))


def put(line: list[str], at: int, text: str, *, beside: str = " ") -> None:
    """Write a text where nothing stands yet, `beside` before it and a blank behind it; else do not."""
    end = at + len(text)
    is_free = line[at - 1 : at] in ([], [beside]) and all(cell == " " for cell in line[at : end + 1])
    if end <= len(line) and is_free:
        line[at:end] = text


def _joined(cells: Iterable[tuple[str, str]]) -> Iterable[Span]:
    """Cells and their tones as spans."""
    runs = groupby(cells, key=lambda cell: cell[1])
    return (Span("".join(text for text, _ in run), tone) for tone, run in runs)


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


def _canvas(axes: Axes, curves: Sequence[Curve]) -> Canvas:
    canvas = Canvas(axes.columns, axes.rows)
    start, span = axes.start.timestamp(), axes.span.total_seconds()
    low, high = axes.levels[0], axes.levels[-1]
    # The line comes last: where it is in one cell with a mark, the two are as good as equal.
    for place, curve in reversed(tuple(enumerate(curves))):
        points = [
            ((at - start) / span, (value - low) / (high - low))
            for at, value in zip(curve.seconds, curve.values, strict=True)
            if start <= at <= start + span
        ]
        (canvas.marks if place else canvas.line)(place, points, curve.gap / span)
    return canvas
