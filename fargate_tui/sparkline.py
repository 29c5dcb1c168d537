"""A series as a word of blocks, for a cell of a table. Pure."""

from collections.abc import Sequence
from itertools import pairwise

BLOCKS = "▁▂▃▄▅▆▇█"


def sparkline(values: Sequence[float | None], width: int, low: float = 0, high: float = 100) -> str:
    """The newest values at the right in exactly `width` cells; None leaves a gap, and so does what is not there yet.

    Where there are more values than cells, a cell shows the highest of its values: peaks are what is looked for.
    """
    if width <= 0:
        return ""
    cells = [_peak(part) for part in _parts(values, width)]
    return "".join(" " if value is None else _block(value, low, high) for value in cells).rjust(width)


def load_tone(value: float | None, warn: float = 75, bad: float = 90) -> str:
    """The tone of a load in percent."""
    if value is None:
        return ""
    return "bad" if value >= bad else "warn" if value >= warn else ""


def _parts(values: Sequence[float | None], width: int) -> list[Sequence[float | None]]:
    """Runs of values, as equal in length as may be: one for each cell, or for each value where these are fewer."""
    count = min(width, len(values))
    edges = [len(values) * number // count for number in range(count + 1)] if count else []
    return [values[begin:end] for begin, end in pairwise(edges)]


def _peak(values: Sequence[float | None]) -> float | None:
    return max((value for value in values if value is not None), default=None)


def _block(value: float, low: float, high: float) -> str:
    share = (value - low) / (high - low) if high > low else 0.0
    return BLOCKS[max(0, min(len(BLOCKS) - 1, int(share * len(BLOCKS))))]
