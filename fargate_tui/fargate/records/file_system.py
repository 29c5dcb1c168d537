"""What EFS has to be mounted."""

from fargate_tui.fargate.records.base import Record


class FileSystem(Record, frozen=True, kw_only=True):
    """A file system."""

    id: str
    name: str = ""
    """The tag called Name."""
    state: str = ""
    """``available``, or another word while it is not."""


class AccessPoint(Record, frozen=True, kw_only=True):
    """A door into a file system, with a root and a user of its own."""

    id: str
    name: str = ""
    """The tag called Name."""
    path: str = "/"
    """Its root in the file system."""
