"""How a capacity provider strategy divides tasks (fargate.md §3)."""

from collections.abc import Sequence

from fargate_tui.fargate.records import CapacityProviderStrategyItem


def split(strategy: Sequence[CapacityProviderStrategyItem], count: int) -> tuple[tuple[str, int], ...]:
    """How many of ``count`` tasks each provider gets: the base first, the rest by weight, the largest remainder first.

    AWS does not document how it rounds. A strategy without a weight places nothing.
    """
    weights = sum(item.weight for item in strategy)
    if not weights or count <= 0:
        return tuple((item.capacity_provider, 0) for item in strategy)
    based, left = [], count
    for item in strategy:
        based.append(min(max(item.base, 0), left))
        left -= based[-1]
    parts = [left * item.weight // weights for item in strategy]
    by_remainder = sorted(range(len(parts)), key=lambda at: (-(left * strategy[at].weight % weights), at))
    for at in by_remainder[: left - sum(parts)]:
        parts[at] += 1
    return tuple((item.capacity_provider, base + part) for item, base, part in zip(strategy, based, parts, strict=True))


def in_words(divided: Sequence[tuple[str, int]]) -> str:
    """``2 on FARGATE, 6 on FARGATE_SPOT``."""
    return ", ".join(f"{number:,} on {provider}" for provider, number in divided)
