"""What CPU and memory a task can have, with the price beside each."""

from collections.abc import Iterator
from functools import lru_cache

from fargate_tui.fargate.drafts.cost import Cost, Size, cost_of_tasks, per_hour, platform_of
from fargate_tui.fargate.drafts.fields import Choice
from fargate_tui.fargate.drafts.task_definition.fields import TaskDefinitionFields
from fargate_tui.fargate.prices import HOURS_A_MONTH, Rates, shipped
from fargate_tui.fargate.sizes import FARGATE_SIZES, memory_sizes, read_cpu, read_memory


def cpu_choices(draft: TaskDefinitionFields) -> tuple[Choice, ...]:
    """The CPU sizes of its operating system, and what memory goes with each."""
    found = tuple(
        Choice(value=str(cpu), words=f"{cpu / 1024:g} vCPU · {_memories(memory_sizes(cpu, windows=draft.is_windows))}")
        for cpu in FARGATE_SIZES
        if memory_sizes(cpu, windows=draft.is_windows)
    )
    return _with_present(found, draft.cpu, "not a size of Fargate")


def memory_choices(draft: TaskDefinitionFields, rates: Rates | None = None) -> tuple[Choice, ...]:
    """The memory sizes that go with its CPU, with what a task of each costs."""
    cpu = read_cpu(draft.cpu) or 0
    found = tuple(
        Choice(value=str(each), words=" · ".join(filter(None, (gib(each), price(draft, cpu, each, rates)))))
        for each in memory_sizes(cpu, windows=draft.is_windows)
    )
    return _with_present(found, draft.memory, "does not go with this CPU")


def _with_present(found: tuple[Choice, ...], present: str, words: str) -> tuple[Choice, ...]:
    if not present.strip() or any(each.value == present for each in found):
        return found
    return (*found, Choice(value=present, words=words))


def _memories(sizes: tuple[int, ...]) -> str:
    return f"{gib(sizes[0])} to {gib(sizes[-1])}"


def gib(mebibytes: int) -> str:
    """Memory as AWS's pages have it: ``0.5 GB``."""
    return f"{mebibytes / 1024:g} GB"


def price(draft: TaskDefinitionFields, cpu: int, memory: int, rates: Rates | None = None) -> str:
    """What one task of this size costs by list price; empty where no price is known."""
    dollars = _dollars(rates or shipped(draft.region), size_of(draft, cpu, memory))
    return "" if dollars is None else f"${dollars:.4f}/h · ${dollars * HOURS_A_MONTH:,.2f}/month"


@lru_cache(maxsize=512)
def _dollars(rates: Rates, size: Size) -> float | None:
    return per_hour(rates, size)


def size_of(draft: TaskDefinitionFields, cpu: int, memory: int) -> Size:
    """What a task of this size is billed for."""
    storage = draft.storage.strip()
    platform = platform_of(draft.architecture, draft.os)
    return Size(cpu=cpu, memory=memory, storage=int(storage) if storage.isdecimal() else 20, platform=platform)


def cost_of_task(draft: TaskDefinitionFields, rates: Rates | None = None) -> Cost | None:
    """What one task costs; None where its size is not known."""
    cpu, memory = read_cpu(draft.cpu), read_memory(draft.memory)
    if cpu is None or memory is None:
        return None
    return cost_of_tasks(rates or shipped(draft.region), size_of(draft, cpu, memory))


def size_in_words(draft: TaskDefinitionFields, rates: Rates | None = None) -> Iterator[str]:
    """vCPU, memory, price; only what is known."""
    cpu, memory = read_cpu(draft.cpu), read_memory(draft.memory)
    if cpu is not None:
        yield f"{cpu / 1024:g} vCPU"
    if memory is not None:
        yield gib(memory)
    if cpu is not None and memory is not None and (dollars := price(draft, cpu, memory, rates)):
        yield dollars


def nearest_memory(cpu: int, memory: int | None, *, windows: bool) -> int | None:
    """The memory that goes with a CPU: the same if it does, else the nearest; None where there is no such CPU."""
    sizes = memory_sizes(cpu, windows=windows)
    if memory is None or not sizes:
        return sizes[0] if sizes else None
    return min(sizes, key=lambda each: abs(each - memory))


def nearest_cpu(cpu: int | None, *, windows: bool) -> int:
    """The CPU that an operating system runs on: the same if it does, else the nearest."""
    sizes = [each for each in FARGATE_SIZES if memory_sizes(each, windows=windows)]
    return min(sizes, key=lambda each: abs(each - (cpu or 0)))
