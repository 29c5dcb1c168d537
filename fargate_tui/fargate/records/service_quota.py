"""How much of something AWS lets an account have."""

from fargate_tui.fargate.records.base import Record


class ServiceQuota(Record, frozen=True, kw_only=True):
    """A quota that holds for an account in a Region, and the metric that says how much of it is used."""

    code: str
    """``L-3032A538``"""
    name: str = ""
    value: float = 0.0
    namespace: str = ""
    """Of the metric; empty where AWS measures nothing."""
    metric: str = ""
    dimensions: tuple[tuple[str, str], ...] = ()
    """Names and values."""
