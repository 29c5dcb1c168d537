"""CloudWatch's statistics over samples."""

import re
from collections.abc import Callable, Mapping, Sequence

Samples = Sequence[float]

_PERCENTILE = re.compile(r"p(\d{1,2}(?:\.\d+)?|100)")
_PLAIN: Mapping[str, Callable[[Samples], float]] = {
    "Average": lambda samples: sum(samples) / len(samples),
    "Maximum": max,
    "Minimum": min,
    "Sum": sum,
    "SampleCount": lambda samples: float(len(samples)),
}


class NoStatistic(Exception):
    """There is no such statistic."""


def statistic(name: str) -> Callable[[Samples], float]:
    """What makes one number of a period's samples; raises NoStatistic."""
    if name in _PLAIN:
        return _PLAIN[name]
    found = _PERCENTILE.fullmatch(name)
    if found is None:
        raise NoStatistic(f"The value {name} for parameter Stat is not supported.")
    part = float(found[1]) / 100
    return lambda samples: _percentile(sorted(samples), part)


def _percentile(ordered: Samples, part: float) -> float:
    """By linear interpolation between the two samples it lies between."""
    place = part * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)
