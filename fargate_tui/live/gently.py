"""Long work in a thread, with pauses: Python runs one thread at a time, and the loop must not wait for its turn."""

import time
from collections.abc import Iterable, Iterator
from typing import Final, TypeVar

Item = TypeVar("Item")

TURN: Final = 0.002
"""Seconds of work between two pauses: left to itself, Python lets the loop wait for 5 ms, again and again."""
PAUSE: Final = 0.000_2
"""Seconds in which the loop takes its turn."""


def gently(items: Iterable[Item]) -> Iterator[Item]:
    """The same items; between two of them it pauses where the work since the last pause took long."""
    began = time.perf_counter()
    for item in items:
        yield item
        if time.perf_counter() - began >= TURN:
            time.sleep(PAUSE)
            began = time.perf_counter()
