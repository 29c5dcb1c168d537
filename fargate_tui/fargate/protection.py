"""Protection of tasks from scale-in and deployments (fargate.md §11), as views tell of it."""

from datetime import datetime, timedelta
from typing import Final

from fargate_tui.fargate.records import Record

_FAR: Final = timedelta(hours=12)


class Protection(Record, frozen=True, kw_only=True):
    """Whether ECS must leave one task alone."""

    arn: str
    """Of the task."""
    cluster: str
    is_protected: bool = False
    until: datetime | None = None


def protected_words(until: datetime | None, now: datetime) -> str:
    """``protected to 05:12 UTC``, with the day where that is far away."""
    if until is None:
        return "protected"
    return f"protected to {until:%H:%M} UTC" if until - now < _FAR else f"protected to {until:%a %d %b %H:%M} UTC"
