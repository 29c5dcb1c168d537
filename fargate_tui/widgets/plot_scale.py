"""The axes of a plot: round numbers, round times. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from itertools import pairwise
from math import ceil, floor, log10

_STEPS = (60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800)
"""Seconds between two times that are written; the first is also the shortest period of a metric."""
LABEL = 7
"""Cells of a time with what keeps it from the next."""


FLAT = 1e-9
"""A span that is smaller than this part of its values is none: what is left of it is rounding."""


def ticks(low: float, high: float, most: int) -> list[float]:
    """At most `most` round numbers (but no less than two) from at or below `low` to at or above `high`."""
    is_flat = high - low < FLAT * max(1.0, abs(low), abs(high))
    slack = 0.0 if is_flat else 1e-9
    if is_flat:
        high = low + 1
    rough = (high - low) / max(1, most - 1)
    power = 10.0 ** floor(log10(rough))
    for factor in (1, 2, 2.5, 5, 10, 20):
        step = factor * power
        first, last = floor(low / step + slack), ceil(high / step - slack)
        if last - first < max(2, most):
            return [number * step for number in range(first, last + 1)]
    return [low, high]


def number(value: float) -> str:
    """A value in few characters: ``0``, ``12.5``, ``1.2k``, ``3M``."""
    for size, unit in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= size:
            return f"{value / size:.3g}{unit}"
    return f"{value:.3g}"


def time_ticks(start: datetime, end: datetime, cells: int, zone: tzinfo | None) -> list[tuple[datetime, str]]:
    """Round times of a zone (None for the local one) that can be written below `cells`, and how."""
    span = (end - start).total_seconds()
    if span <= 0 or cells <= 0:
        return []
    step = next((each for each in _STEPS if each * cells >= LABEL * span), _STEPS[-1])
    form = "%H:%M" if step < 86400 else "%m-%d"
    midnight = start.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    count = int((start - midnight).total_seconds() // step)
    found = []
    while (moment := midnight + timedelta(seconds=count * step)) <= end:
        if moment >= start:
            found.append((moment, f"{moment:{form}}"))
        count += 1
    return found


def gap(times: Sequence[float]) -> float:
    """Seconds beyond which two neighbouring points are not joined: something is missing between them."""
    steps = sorted(after - before for before, after in pairwise(times))
    return 2.5 * steps[len(steps) // 2] if steps else 0.0
