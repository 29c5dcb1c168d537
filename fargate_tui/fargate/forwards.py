"""A port that is forwarded, as it is listed."""

from datetime import datetime

from fargate_tui.fargate.changes import Subject
from fargate_tui.fargate.records import Record
from fargate_tui.fargate.rows import Finding
from fargate_tui.fargate.sessions import Way


class ForwardRow(Record, frozen=True, kw_only=True):
    """A port of this machine that leads into a container, or did in this session."""

    arn: str
    """The session's id, which tells it from all others."""
    way: Way
    place: str
    """Whose port it leads to: ``api of task 4f1c0a9e``."""
    subject: Subject
    """The task."""
    since: datetime
    finding: Finding
    """How it is, and what the plugin said last."""

    @property
    def name(self) -> str:
        """What is typed into a browser: what is copied of it."""
        return f"localhost:{self.way.local}"
