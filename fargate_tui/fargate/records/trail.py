"""What CloudTrail tells of a call."""

from datetime import datetime

from fargate_tui.fargate.records.base import Record


class RecordedCall(Record, frozen=True, kw_only=True):
    """A call that somebody made to AWS."""

    at: datetime
    name: str
    """``StopTask``"""
    by: str = ""
    """The user, or the name of the role's session."""
    about: tuple[str, ...] = ()
    """Names of the things it was about."""
