"""How far back lines are looked at, in every view of them."""

from datetime import timedelta

RANGES = (
    ("1m", timedelta(minutes=1)),
    ("5m", timedelta(minutes=5)),
    ("15m", timedelta(minutes=15)),
    ("1h", timedelta(hours=1)),
    ("6h", timedelta(hours=6)),
    ("24h", timedelta(hours=24)),
    ("7d", timedelta(days=7)),
)
"""How far back a view begins; `<` and `>` shorten and lengthen it."""


def other_range(at: int, by: int) -> int:
    """The range so many steps further, within those there are."""
    return max(0, min(at + by, len(RANGES) - 1))
