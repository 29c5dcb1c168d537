"""What Fargate costs in a Region, as AWS's price list has it."""

from datetime import datetime

from fargate_tui.fargate.records.base import Record


class ListPrices(Record, frozen=True, kw_only=True):
    """US dollars per hour on demand; None for what the Region's list does not have."""

    region: str
    vcpu: float | None = None
    """Linux on x86_64, for one vCPU."""
    gb: float | None = None
    """Linux on x86_64, for one GB of memory."""
    arm_vcpu: float | None = None
    arm_gb: float | None = None
    windows_vcpu: float | None = None
    windows_gb: float | None = None
    windows_licence: float | None = None
    """Of the operating system, for one vCPU; it comes on top of `windows_vcpu`."""
    ephemeral_gb: float | None = None
    """For one GB of storage above the 20 that are free."""
    published_at: datetime | None = None
    """The day of the list."""
