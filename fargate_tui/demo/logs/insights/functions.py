"""The functions of the query language: of one row's values, and of many rows."""

import math
from collections.abc import Callable, Sequence

from fargate_tui.demo.logs.insights.values import Moment, Value, number, order, text

_MILLISECONDS = {
    "ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000, "w": 604_800_000, "mo": 2_592_000_000,
    "q": 7_776_000_000, "y": 31_536_000_000,
}  # fmt: skip


def milliseconds(duration: str) -> int:
    """Of ``5m``; never less than one."""
    unit = duration.lstrip("0123456789")
    return max(1, int(duration.removesuffix(unit)) * _MILLISECONDS[unit])


def floor_to(value: Value, step: int) -> Value:
    """A time, rounded down."""
    found = number(value)
    return None if found is None else Moment(int(found) // step * step)


def _of_number(reckon: Callable[[float], float]) -> Callable[[Sequence[Value]], Value]:
    def reckoned(values: Sequence[Value]) -> Value:
        found = number(values[0])
        return None if found is None else reckon(found)

    return reckoned


def _substring(values: Sequence[Value]) -> Value:
    start = int(number(values[1]) or 0)
    length = number(values[2]) if len(values) > 2 else None
    return text(values[0])[start : None if length is None else start + int(length)]


SCALARS: dict[str, tuple[int, int, Callable[[Sequence[Value]], Value]]] = {
    "ispresent": (1, 1, lambda values: values[0] is not None),
    "isempty": (1, 1, lambda values: text(values[0]) == ""),
    "isblank": (1, 1, lambda values: not text(values[0]).strip()),
    "coalesce": (1, 99, lambda values: next((value for value in values if value is not None), None)),
    "concat": (1, 99, lambda values: "".join(map(text, values))),
    "strlen": (1, 1, lambda values: len(text(values[0]))),
    "toupper": (1, 1, lambda values: text(values[0]).upper()),
    "tolower": (1, 1, lambda values: text(values[0]).lower()),
    "trim": (1, 1, lambda values: text(values[0]).strip()),
    "strcontains": (2, 2, lambda values: text(values[1]) in text(values[0])),
    "replace": (3, 3, lambda values: text(values[0]).replace(text(values[1]), text(values[2]))),
    "substr": (2, 3, _substring),
    "abs": (1, 1, _of_number(abs)),
    "ceil": (1, 1, _of_number(math.ceil)),
    "floor": (1, 1, _of_number(math.floor)),
    "tomillis": (1, 1, _of_number(int)),
    "frommillis": (1, 1, lambda values: floor_to(values[0], 1)),
}
"""By name in lower case: the least and the greatest number of arguments, and what it makes of them."""


def _numbers(values: Sequence[Value]) -> list[float]:
    return [found for value in values if (found := number(value)) is not None]


def _average(values: Sequence[Value]) -> Value:
    found = _numbers(values)
    return sum(found) / len(found) if found else None


def _spread(values: Sequence[Value]) -> Value:
    found = _numbers(values)
    if len(found) < 2:
        return None
    middle = sum(found) / len(found)
    return math.sqrt(sum((each - middle) ** 2 for each in found) / len(found))


def _extreme(choose: Callable[..., Value]) -> Callable[[Sequence[Value]], Value]:
    def chosen(values: Sequence[Value]) -> Value:
        present = [value for value in values if value is not None]
        # Of times AWS tells milliseconds.
        found = choose(present, key=order) if present else None
        return int(found) if isinstance(found, Moment) else found

    return chosen


def percentile(values: Sequence[Value], percent: float) -> Value:
    """The value below which so many percent lie, of those there are."""
    found = sorted(_numbers(values))
    if not found:
        return None
    return found[max(0, min(len(found) - 1, math.ceil(percent / 100 * len(found)) - 1))]


AGGREGATES: dict[str, Callable[[Sequence[Value]], Value]] = {
    "count": lambda values: sum(value is not None for value in values),
    "count_distinct": lambda values: len({text(value) for value in values if value is not None}),
    "avg": _average,
    "min": _extreme(min),
    "max": _extreme(max),
    "sum": lambda values: sum(_numbers(values)),
    "stddev": _spread,
    "median": lambda values: percentile(values, 50),
    "earliest": lambda values: next((value for value in reversed(values) if value is not None), None),
    "latest": lambda values: next((value for value in values if value is not None), None),
}
"""By name: what it makes of one field of many rows, the newest row first. ``pct`` stands apart: it has a number."""
