"""Prefix lists: addresses under one name."""

from fargate_tui.fargate.records.base import Record


class PrefixList(Record, frozen=True, kw_only=True, rename="pascal"):
    """The addresses of a service of AWS, or of somebody's own list."""

    prefix_list_id: str
    prefix_list_name: str = ""
    """For instance ``com.amazonaws.us-east-1.s3``."""
    cidrs: tuple[str, ...] = ()
