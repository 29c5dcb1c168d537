"""What is told of a secret or a parameter beside its value, which is never asked for."""

from datetime import datetime

from fargate_tui.fargate.records.base import Record


class StoredSecret(Record, frozen=True, kw_only=True):
    """A secret of Secrets Manager, or a parameter of Systems Manager."""

    name: str
    arn: str = ""
    deleted_at: datetime | None = None
    """When it was told to be deleted."""
    has_current_version: bool | None = None
    """Whether a version bears AWSCURRENT; None for parameters."""
    key: str = ""
    """The KMS key of the customer; empty for AWS's own."""


class StoredKey(Record, frozen=True, kw_only=True):
    """A key of KMS."""

    state: str = ""
    """Enabled, Disabled, PendingDeletion, PendingImport, Unavailable, …"""
    deleted_at: datetime | None = None
    """When it is to be gone, where it was told to be deleted."""
