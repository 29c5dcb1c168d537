"""What Fargate costs: list prices of 2026-09-11, as shipped with the program (fargate.md §4).

US dollars per hour. A Region or a kind of capacity that is not in the tables has no known price: nothing is guessed.
"""

from typing import Final, NamedTuple

HOURS_A_MONTH: Final = 730
OF: Final = "2026-09-11"
"""The day of the price list."""


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


def task_per_hour(region: str, cpu: str | None, memory: str | None, *, architecture: str = "X86_64") -> float | None:
    """What a Linux task on demand costs in an hour; None where that is not known.

    ``cpu`` in vCPU units, ``memory`` in MiB, as a task definition has them.
    """
    rate = {"X86_64": X86, "ARM64": ARM64}.get(architecture, {}).get(region)
    if rate is None or not (cpu or "").isdigit() or not (memory or "").isdigit():
        return None
    return int(cpu or 0) / 1024 * rate.vcpu + int(memory or 0) / 1024 * rate.gib
