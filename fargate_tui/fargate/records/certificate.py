"""A certificate of AWS Certificate Manager."""

from fargate_tui.fargate.records.base import Record


class Certificate(Record, frozen=True, kw_only=True):
    """A certificate, as a listener names it."""

    arn: str
    domain: str = ""
    names: tuple[str, ...] = ()
    """All names it covers; a star stands for one label."""
    status: str = ""
    """ISSUED, PENDING_VALIDATION, EXPIRED, …"""
