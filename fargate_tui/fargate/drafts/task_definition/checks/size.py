"""The checks of what a task is as a whole: where it runs, its size, its platform (P01, P02, P03, P07, P18)."""

from collections.abc import Iterator
from typing import Final

from fargate_tui.fargate.drafts.checks import Check, Trouble
from fargate_tui.fargate.drafts.facts import Facts
from fargate_tui.fargate.drafts.task_definition.judged import Judged, readable
from fargate_tui.fargate.sizes import EPHEMERAL_GIB, WINDOWS_CPUS, is_size, memory_sizes, read_cpu, read_memory

LEAST_MEMORY: Final = 6
"""MiB that Docker needs for a container."""


def _runs(it: Judged, facts: Facts) -> Iterator[Trouble]:  # noqa: ARG001 - as all checks
    if "FARGATE" not in it.draft.compatibilities.split():
        yield Trouble("compatibilities", "FARGATE is not in it: it could not run on Fargate", "add FARGATE")
    if it.draft.network_mode != "awsvpc":
        yield Trouble("network_mode", "Fargate wants awsvpc", "choose awsvpc")


def _size(it: Judged, facts: Facts) -> Iterator[Trouble]:  # noqa: ARG001
    draft = it.draft
    cpu, memory = read_cpu(draft.cpu), read_memory(draft.memory)
    if cpu is None:
        yield Trouble("cpu", "Fargate needs it", "for instance 256, which goes with 512 MiB")
    if memory is None:
        yield Trouble("memory", "Fargate needs it", "for instance 512, which goes with 256 units of CPU")
    if cpu is None or memory is None or is_size(cpu, memory, windows=draft.is_windows):
        return
    if sizes := memory_sizes(cpu, windows=draft.is_windows):
        yield Trouble("memory", f"{memory} MiB does not go with {cpu} units of CPU", f"choose {_ranges(sizes)}")
    elif memory_sizes(cpu):
        choices = ", ".join(map(str, sorted(WINDOWS_CPUS)))
        yield Trouble("cpu", f"Windows does not run on {cpu} units of CPU", f"choose {choices}")
    else:
        yield Trouble("cpu", f"there is no size with {cpu} units of CPU", "256 512 1024 2048 4096 8192 16384 32768")


def _ranges(sizes: tuple[int, ...]) -> str:
    if len(sizes) <= 4:
        return ", ".join(map(str, sizes))
    return f"{sizes[0]} to {sizes[-1]} in steps of {sizes[1] - sizes[0]}"


def _sums(it: Judged, facts: Facts) -> Iterator[Trouble]:  # noqa: ARG001
    yield from readable("P03")(it)
    cpu, memory = read_cpu(it.draft.cpu), read_memory(it.draft.memory)
    containers = it.definition.container_definitions
    shares = sum(each.cpu or 0 for each in containers)
    over_cpu = tuple(_over(it, ("cpu",), cpu, "units"))
    yield from over_cpu
    if cpu is not None and shares > cpu and not over_cpu:
        yield Trouble("cpu", f"the containers want {shares} of {cpu} units", "more for the task, or less for them")
    over_memory = tuple(_over(it, ("memory_reservation", "memory"), memory, "MiB"))
    yield from over_memory
    wanted = sum(each.memory or each.memory_reservation or 0 for each in containers)
    if memory is not None and wanted > memory and not over_memory:
        yield Trouble("memory", f"the containers want {wanted} of {memory} MiB", "more for the task, or less for them")
    limits = [each.memory for each in containers if each.memory]
    if memory is not None and limits and len(limits) == len(containers) and sum(limits) < memory:
        words = f"{memory - sum(limits)} MiB are paid for and no container may use them"
        yield Trouble("memory", words, "raise a limit, or leave one out", "WARN")
    yield from _limits(it)


def _over(it: Judged, members: tuple[str, ...], whole: int | None, unit: str) -> Iterator[Trouble]:
    """What one container alone wants more than the task has: told where it was filled in."""
    for at, _, container in it.containers:
        for member in members:
            value: int | None = getattr(container, member)
            if whole is not None and value is not None and value > whole:
                yield Trouble(f"{at}{member}", f"{value} of the task's {whole} {unit}", "less, or more for the task")


def _limits(it: Judged) -> Iterator[Trouble]:
    for at, _, container in it.containers:
        soft, hard = container.memory_reservation, container.memory
        if soft is not None and hard is not None and hard <= soft:
            yield Trouble(
                f"{at}memory", f"{hard} MiB is not over the reservation, {soft}", "raise it, or leave one out"
            )
        for member, value in (("memory_reservation", soft), ("memory", hard)):
            if value is not None and value < LEAST_MEMORY:
                yield Trouble(f"{at}{member}", f"{LEAST_MEMORY} MiB are the least")


def _storage(it: Judged, facts: Facts) -> Iterator[Trouble]:  # noqa: ARG001
    if any(readable("P07")(it)):
        limits = f"{EPHEMERAL_GIB[0]} to {EPHEMERAL_GIB[-1]} GiB"
        yield Trouble("storage", f"it can be {limits}", "leave it blank for the 20 that are free")


def _platform(it: Judged, facts: Facts) -> Iterator[Trouble]:  # noqa: ARG001
    if it.draft.is_windows and it.draft.architecture == "ARM64":
        yield Trouble("architecture", "Windows runs on X86_64 only", "choose X86_64, or LINUX")


SIZE_CHECKS: Final[tuple[Check[Judged], ...]] = (
    Check("P01", "BLOCK", "it may run on Fargate, in a VPC", _runs, "family"),
    Check("P02", "BLOCK", "CPU and memory are one of Fargate's sizes", _size, "memory"),
    Check("P03", "BLOCK", "the containers fit into the task", _sums, "memory"),
    Check("P07", "BLOCK", "ephemeral storage is within its limits", _storage, "storage"),
    Check("P18", "BLOCK", "the operating system runs on the architecture", _platform, "architecture"),
)
