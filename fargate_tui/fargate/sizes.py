"""The table of Fargate sizes: which memory goes with which CPU (fargate.md §2).

CPU is in units of which 1,024 are one vCPU, memory in MiB.
"""

import re

FARGATE_SIZES: dict[int, tuple[int, ...]] = {
    256: (512, 1024, 2048),
    512: tuple(range(1024, 4096 + 1, 1024)),
    1024: tuple(range(2048, 8192 + 1, 1024)),
    2048: tuple(range(4096, 16384 + 1, 1024)),
    4096: tuple(range(8192, 30720 + 1, 1024)),
    8192: tuple(range(16384, 61440 + 1, 4096)),
    16384: tuple(range(32768, 122880 + 1, 8192)),
    32768: (61440, 122880, 249856),
}
"""CPU units to the memory sizes that go with them: 77 pairs on Linux."""

WINDOWS_CPUS = frozenset({1024, 2048, 4096})
"""The CPU sizes Windows runs on: 43 pairs."""

EPHEMERAL_GIB = range(21, 200 + 1)
"""What ``ephemeralStorage.sizeInGiB`` may be; left out it is 20."""

_CPU = re.compile(r"\s*(\d*\.?\d+)\s*(vcpu)?\s*", re.IGNORECASE)
_MEMORY = re.compile(r"\s*(\d*\.?\d+)\s*(gb)?\s*", re.IGNORECASE)


def memory_sizes(cpu: int, *, windows: bool = False) -> tuple[int, ...]:
    """The memory sizes that go with a CPU size, smallest first; none where there is no such CPU size."""
    if windows and cpu not in WINDOWS_CPUS:
        return ()
    return FARGATE_SIZES.get(cpu, ())


def is_size(cpu: int, memory: int, *, windows: bool = False) -> bool:
    """Whether Fargate has this pair."""
    return memory in memory_sizes(cpu, windows=windows)


def read_cpu(text: str) -> int | None:
    """CPU units out of ``1024``, ``1 vCPU`` or ``.25 vcpu``; None where it is neither."""
    return _read(_CPU, text)


def read_memory(text: str) -> int | None:
    """MiB out of ``3072``, ``3 GB`` or ``0.5GB``; None where it is neither."""
    return _read(_MEMORY, text)


def _read(form: re.Pattern[str], text: str) -> int | None:
    match = form.fullmatch(text)
    if match is None:
        return None
    number, unit = match.groups()
    if unit is None:
        return int(number) if number.isdigit() else None
    units = float(number) * 1024
    return int(units) if units.is_integer() else None
