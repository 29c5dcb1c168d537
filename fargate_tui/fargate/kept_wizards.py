"""A draft that was left, as it is listed."""

from datetime import datetime

from fargate_tui.fargate.records import Record
from fargate_tui.fargate.rows import Finding


class DraftRow(Record, frozen=True, kw_only=True):
    """What was filled into a wizard, and has not been created."""

    arn: str
    """The draft's own id, which tells it from all others."""
    kind: str
    """``service``, ``task-definition``, …"""
    name: str
    at: str
    """The page that was open."""
    account: str
    region: str
    written_at: datetime
    finding: Finding = Finding(severity="info", word="left")
