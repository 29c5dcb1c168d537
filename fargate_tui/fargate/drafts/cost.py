"""What a draft will cost, part by part, in US dollars; a part whose price is not known says so and is not guessed."""

from collections.abc import Iterator
from typing import Final, Literal

from fargate_tui.fargate.prices import HOURS_A_MONTH, INCLUDED_STORAGE, Rates
from fargate_tui.fargate.records import Record

Platform = Literal["X86_64", "ARM64", "WINDOWS"]

_CALLED: Final[dict[Platform, str]] = {"X86_64": "", "ARM64": ", ARM64", "WINDOWS": ", Windows"}


class Part(Record, frozen=True, kw_only=True):
    """One thing that is billed."""

    label: str
    per_hour: float | None
    """None where its price is not known."""
    words: str
    """How it is computed: ``2 tasks × 0.25 vCPU × $0.04048``; why not, where its price is not known."""

    @property
    def per_month(self) -> float | None:
        """Of 730 hours."""
        return None if self.per_hour is None else self.per_hour * HOURS_A_MONTH


class Cost(Record, frozen=True, kw_only=True):
    """All that is billed."""

    parts: tuple[Part, ...]
    of: str
    """The day of the prices, and where they come from: ``list price of 2026-09-11``."""

    @property
    def per_hour(self) -> float | None:
        """The parts whose price is known together; None where none is."""
        known = [part.per_hour for part in self.parts if part.per_hour is not None]
        return sum(known) if known or not self.parts else None

    @property
    def per_month(self) -> float | None:
        """Of 730 hours."""
        return None if self.per_hour is None else self.per_hour * HOURS_A_MONTH

    @property
    def without(self) -> tuple[str, ...]:
        """The labels of the parts that the total is without, for their price is not known."""
        return tuple(part.label for part in self.parts if part.per_hour is None)

    @property
    def words(self) -> str:
        """The total: ``$0.0247 an hour, $18.02 a month (730 h), without load balancer; list price of 2026-09-11``."""
        if self.per_hour is None:
            return f"n/a: no price is known of {', '.join(self.without)}"
        without = f", without {', '.join(self.without)}" if self.without else ""
        return f"${self.per_hour:,.4f} an hour, ${self.per_month:,.2f} a month ({HOURS_A_MONTH} h){without}; {self.of}"


class Size(Record, frozen=True, kw_only=True):
    """What one task is billed for."""

    cpu: int
    """vCPU units."""
    memory: int
    """MiB."""
    storage: int = 20
    """GiB of ephemeral storage."""
    platform: Platform = "X86_64"


def platform_of(architecture: str, family: str) -> Platform:
    """What a task is billed as; ``family`` is the operating system's."""
    if family.upper().startswith("WINDOWS"):
        return "WINDOWS"
    return "ARM64" if architecture.upper() == "ARM64" else "X86_64"


def cost_of_tasks(
    rates: Rates, size: Size, *, on_demand: int = 1, spot: int = 0, public: bool = False, balancers: int = 0
) -> Cost:
    """What so many tasks of one size cost, with their public addresses and the load balancers made for them."""
    parts = [*_of_capacity(rates, size, on_demand, spot=False), *_of_capacity(rates, size, spot, spot=True)]
    if public and on_demand + spot:
        parts.append(_part("public IPv4 addresses", on_demand + spot, "address", rates.public_address))
    if balancers:
        parts.append(_part("load balancer, without its capacity units", balancers, "balancer", rates.load_balancer))
    return Cost(parts=tuple(parts), of=f"{rates.source} of {rates.of}" if rates.of else rates.source)


def per_hour(rates: Rates, size: Size, *, spot: bool = False) -> float | None:
    """What one task costs in an hour; None where the price of any part of it is not known."""
    parts = tuple(_of_capacity(rates, size, 1, spot=spot))
    known = [part.per_hour for part in parts if part.per_hour is not None]
    return sum(known) if len(known) == len(parts) else None


def nat_hint(rates: Rates) -> str:
    """What the way out through a NAT gateway costs beside the tasks; empty where that is not known."""
    if rates.nat is None or rates.nat_gib is None:
        return ""
    return f"a NAT gateway costs ${rates.nat} an hour and ${rates.nat_gib} per GB beside"


def _of_capacity(rates: Rates, size: Size, tasks: int, *, spot: bool) -> Iterator[Part]:
    if not tasks:
        return
    what = f"{' Spot' if spot else ''}{_CALLED[size.platform]}"
    vcpu, gib = _rate(rates, size.platform, spot=spot)
    because = f"Spot price of {rates.spot_of}" if spot and rates.spot_of else ""
    cpus, memory = size.cpu / 1024, size.memory / 1024
    yield _part(f"vCPU{what}", tasks, "task", vcpu, each=cpus, unit="vCPU", because=because)
    yield _part(f"memory{what}", tasks, "task", gib, each=memory, unit="GB", because=because)
    if size.platform == "WINDOWS":
        yield _part("Windows licence", tasks, "task", rates.windows_os, each=cpus, unit="vCPU", because=_ESTIMATE)
    if size.storage > INCLUDED_STORAGE:
        price = None if spot else rates.ephemeral_gib
        beyond = size.storage - INCLUDED_STORAGE
        yield _part(f"ephemeral storage{what}", tasks, "task", price, each=beyond, unit="GB above 20")


_ESTIMATE: Final = "estimate"


def _rate(rates: Rates, platform: Platform, *, spot: bool) -> tuple[float | None, float | None]:
    """Of a vCPU and of a GiB."""
    if platform == "WINDOWS":
        return (None, None) if spot else (rates.windows_vcpu, rates.windows_gib)
    if platform == "ARM64":
        return (rates.arm_spot_vcpu, rates.arm_spot_gib) if spot else (rates.arm_vcpu, rates.arm_gib)
    return (rates.spot_vcpu, rates.spot_gib) if spot else (rates.vcpu, rates.gib)


def _part(
    label: str,
    count: int,
    noun: str,
    price: float | None,
    *,
    each: float = 1,
    unit: str = "",
    because: str = "",
) -> Part:
    if price is None:
        return Part(label=label, per_hour=None, words="n/a: its price is not known here")
    plural = noun if count == 1 else f"{noun}es" if noun.endswith("s") else f"{noun}s"
    amount = f" × {each:g} {unit}" if unit else ""
    said = f"{count:,} {plural}{amount} × ${price:.9g}{f' ({because})' if because else ''}"
    return Part(label=label, per_hour=count * each * price, words=said)
