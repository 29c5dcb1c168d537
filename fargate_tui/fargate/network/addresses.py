"""Sets of IPv4 addresses, exact and small: spans from a first address to a last one."""

from functools import lru_cache
from ipaddress import IPv4Network
from typing import Final

Span = tuple[int, int]
"""The first and the last address, as numbers."""

Spans = tuple[Span, ...]
"""In order, with a gap between each two."""

EVERYWHERE: Final[Spans] = ((0, 2**32 - 1),)


@lru_cache(maxsize=4096)
def addresses(cidr: str | None) -> Spans:
    """The addresses of a block, or of one address; none of what is no IPv4 block."""
    try:
        block = IPv4Network(cidr or "", strict=False)
    except ValueError:
        return ()
    return ((int(block.network_address), int(block.broadcast_address)),)


def union(*sets: Spans) -> Spans:
    """What is in any of them."""
    merged: list[Span] = []
    for first, last in sorted(span for each in sets for span in each):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return tuple(merged)


def shared(one: Spans, other: Spans) -> Spans:
    """What is in both."""
    pairs = ((max(a, c), min(b, d)) for a, b in one for c, d in other)
    return union(tuple((first, last) for first, last in pairs if first <= last))


def without(one: Spans, other: Spans) -> Spans:
    """What is in the one and not in the other."""
    left = one
    for first, last in other:
        before = ((a, min(b, first - 1)) for a, b in left if a < first)
        behind = ((max(a, last + 1), b) for a, b in left if b > last)
        left = union((*before, *behind))
    return left


def is_within(inner: Spans, outer: Spans) -> bool:
    """Whether all of the one, and there is something of it, is in the other."""
    return bool(inner) and not without(inner, outer)


_NOT_PUBLIC: Final = (
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
    "192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
)  # fmt: skip
"""The special-purpose blocks of RFC 6890: no service of AWS answers there."""

PUBLIC: Final = without(EVERYWHERE, union(*map(addresses, _NOT_PUBLIC)))
"""Where the public endpoints of AWS's services are; which of them, nobody says."""
