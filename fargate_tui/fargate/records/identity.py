"""Who is asking, as GetCallerIdentity says."""

from fargate_tui.fargate.records.base import Record


class CallerIdentity(Record, frozen=True, kw_only=True):
    """The caller behind the credentials in use, and where they are used."""

    account: str
    arn: str
    """Of the user, role session or root that calls."""
    region: str
    profile: str | None = None
    """The profile that was chosen, or None where the environment alone decided."""
