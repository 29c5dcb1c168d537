"""What Amazon ECR tells of an image."""

from datetime import datetime

from fargate_tui.fargate.records.base import Record


class StoredImage(Record, frozen=True, kw_only=True):
    """An image in a repository."""

    digest: str = ""
    tags: tuple[str, ...] = ()
    size: int | None = None
    """Bytes, compressed; None of a list of images for several platforms."""
    pushed_at: datetime | None = None
