"""Sort keys of times."""

from datetime import datetime


def since(then: datetime | None) -> float | None:
    """Sorts by age, the youngest first, without asking what time it is."""
    return None if then is None else -then.timestamp()
