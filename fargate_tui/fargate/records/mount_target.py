"""Where a file system of EFS can be mounted."""

from fargate_tui.fargate.records.base import Record


class MountTarget(Record, frozen=True, kw_only=True):
    """A file system's door in one subnet."""

    id: str
    zone: str = ""
    subnet_id: str = ""
    state: str = ""
    """``available``, or another word while it is not."""
