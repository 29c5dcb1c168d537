"""What Fargate costs: list prices of 2026-09-11, as shipped with the program (fargate.md §4).

US dollars per hour. A Region or a kind of capacity that is not in the tables has no known price: nothing is guessed.
"""

from typing import Final, NamedTuple

import msgspec

from fargate_tui.fargate.records import ListPrices, Record

HOURS_A_MONTH: Final = 730
OF: Final = "2026-09-11"
"""The day of the price list."""
SPOT_OF: Final = "2026-09-28"
"""The day of the Spot prices, which are not in AWS's price list but in the feed behind its pricing page."""
INCLUDED_STORAGE: Final = 20
"""GiB of ephemeral storage that cost nothing."""


class Rate(NamedTuple):
    """Dollars per hour."""

    vcpu: float
    gib: float


X86: Final[dict[str, Rate]] = {
    "us-east-1": Rate(0.04048, 0.004445),
    "us-east-2": Rate(0.04048, 0.004445),
    "us-west-1": Rate(0.04656, 0.00511),
    "us-west-2": Rate(0.04048, 0.004445),
    "ca-central-1": Rate(0.04456, 0.004865),
    "sa-east-1": Rate(0.0696, 0.0076),
    "ap-northeast-1": Rate(0.05056, 0.00553),
    "ap-northeast-2": Rate(0.04656, 0.00511),
    "ap-southeast-1": Rate(0.05056, 0.00553),
    "ap-southeast-2": Rate(0.04856, 0.00532),
    "us-gov-east-1": Rate(0.0486, 0.0053),
    "us-gov-west-1": Rate(0.0486, 0.0053),
    "eu-west-1": Rate(0.04048, 0.004445),
    "eu-west-2": Rate(0.04656, 0.00511),
    "eu-west-3": Rate(0.0486, 0.0053),
    "eu-central-1": Rate(0.04656, 0.00511),
    "eu-north-1": Rate(0.0445, 0.0049),
    "eu-south-1": Rate(0.0486, 0.0053),
    "ap-south-1": Rate(0.04256, 0.004655),
    "ap-east-1": Rate(0.0556, 0.0061),
    "me-south-1": Rate(0.0526, 0.0058),
    "af-south-1": Rate(0.0546, 0.006),
}
"""Linux on x86_64, on demand."""

ARM64: Final[dict[str, Rate]] = {
    "us-east-1": Rate(0.03238, 0.00356),
    "eu-west-1": Rate(0.03238, 0.00356),
    "eu-west-2": Rate(0.03725, 0.00409),
    "ap-northeast-1": Rate(0.04045, 0.00442),
    "ap-south-1": Rate(0.02383, 0.00261),
}
"""Linux on ARM64, on demand."""

SPOT: Final[dict[str, Rate]] = {
    "us-east-1": Rate(0.01288871, 0.00141527),
    "eu-west-1": Rate(0.01224056, 0.0013441),
}
"""Linux on x86_64, Spot, of `SPOT_OF`: they change by themselves."""

ARM64_SPOT: Final[dict[str, Rate]] = {
    "us-east-1": Rate(0.01030969, 0.00113349),
    "eu-west-1": Rate(0.00979124, 0.00107649),
}
"""Linux on ARM64, Spot, of `SPOT_OF`."""

WINDOWS: Final[dict[str, Rate]] = {
    "us-east-1": Rate(0.046552, 0.00511175),
    "us-east-2": Rate(0.046552, 0.00511175),
}
"""Windows, without its licence; an estimate, for AWS's own pages contradict each other (fargate.md §14 U3)."""

WINDOWS_LICENCE: Final[dict[str, float]] = {"us-east-1": 0.046, "us-east-2": 0.046}
"""Per vCPU."""

EPHEMERAL_STORAGE: Final[dict[str, float]] = {
    "us-east-1": 0.000111,
    "us-east-2": 0.000111,
    "eu-west-2": 0.000129,
    "ap-northeast-1": 0.000133,
}
"""Per GiB above `INCLUDED_STORAGE`."""

PUBLIC_ADDRESS: Final = 0.005
"""A public IPv4 address, in every Region of the partition ``aws``."""

NAT_GATEWAY: Final[dict[str, float]] = {"us-east-1": 0.045}
NAT_GIB: Final[dict[str, float]] = {"us-east-1": 0.045}
"""A NAT gateway for an hour, and per GiB that goes through it."""

LOAD_BALANCER: Final[dict[str, float]] = {"us-east-1": 0.0225}
"""An application or network load balancer, without its capacity units (awsnegotiations.com, May 2026)."""


class Rates(Record, frozen=True, kw_only=True):
    """What is billed in one Region, in US dollars per hour; None where that is not known."""

    region: str
    vcpu: float | None = None
    gib: float | None = None
    arm_vcpu: float | None = None
    arm_gib: float | None = None
    windows_vcpu: float | None = None
    windows_gib: float | None = None
    windows_os: float | None = None
    """The licence, per vCPU."""
    ephemeral_gib: float | None = None
    """Per GiB above `INCLUDED_STORAGE`."""
    spot_vcpu: float | None = None
    spot_gib: float | None = None
    arm_spot_vcpu: float | None = None
    arm_spot_gib: float | None = None
    spot_of: str = ""
    """The day of the Spot prices."""
    public_address: float | None = None
    load_balancer: float | None = None
    """Without its capacity units."""
    nat: float | None = None
    nat_gib: float | None = None
    """Per GiB that goes through it, not per hour."""
    of: str = ""
    """The day of the prices: ``2026-09-11``."""
    source: str = ""
    """Where they come from: ``list price``."""


def shipped(region: str) -> Rates:
    """What the tables of this page know of a Region."""
    vcpu, gib = X86.get(region, _NEITHER)
    arm_vcpu, arm_gib = ARM64.get(region, _NEITHER)
    windows_vcpu, windows_gib = WINDOWS.get(region, _NEITHER)
    spot_vcpu, spot_gib = SPOT.get(region, _NEITHER)
    arm_spot_vcpu, arm_spot_gib = ARM64_SPOT.get(region, _NEITHER)
    return Rates(
        region=region,
        vcpu=vcpu,
        gib=gib,
        arm_vcpu=arm_vcpu,
        arm_gib=arm_gib,
        windows_vcpu=windows_vcpu,
        windows_gib=windows_gib,
        windows_os=WINDOWS_LICENCE.get(region),
        ephemeral_gib=EPHEMERAL_STORAGE.get(region),
        spot_vcpu=spot_vcpu,
        spot_gib=spot_gib,
        arm_spot_vcpu=arm_spot_vcpu,
        arm_spot_gib=arm_spot_gib,
        spot_of=SPOT_OF if region in SPOT else "",
        public_address=PUBLIC_ADDRESS if region in X86 and not region.startswith("us-gov-") else None,
        load_balancer=LOAD_BALANCER.get(region),
        nat=NAT_GATEWAY.get(region),
        nat_gib=NAT_GIB.get(region),
        of=OF,
        source="list price",
    )


_NEITHER: Final = (None, None)


def fetched(prices: ListPrices) -> Rates:
    """What AWS's price list says today; what is not in that list, as Spot, is as this page has it."""
    return msgspec.structs.replace(
        shipped(prices.region),
        vcpu=prices.vcpu,
        gib=prices.gb,
        arm_vcpu=prices.arm_vcpu,
        arm_gib=prices.arm_gb,
        windows_vcpu=prices.windows_vcpu,
        windows_gib=prices.windows_gb,
        windows_os=prices.windows_licence,
        ephemeral_gib=prices.ephemeral_gb,
        of=f"{prices.published_at:%Y-%m-%d}" if prices.published_at else "",
        source="AWS's price list",
    )


def task_per_hour(region: str, cpu: str | None, memory: str | None, *, architecture: str = "X86_64") -> float | None:
    """What a Linux task on demand costs in an hour; None where that is not known.

    ``cpu`` in vCPU units, ``memory`` in MiB, as a task definition has them.
    """
    rate = {"X86_64": X86, "ARM64": ARM64}.get(architecture, {}).get(region)
    if rate is None or not (cpu or "").isdigit() or not (memory or "").isdigit():
        return None
    return int(cpu or 0) / 1024 * rate.vcpu + int(memory or 0) / 1024 * rate.gib
