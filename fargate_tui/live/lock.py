"""Whether anything may be changed from here, and for how long."""

import time
from collections.abc import Callable

MINUTE = 60.0


class Lock:
    """Closed in read-only mode; it may be opened for a while, and closes by itself. Time is monotonic seconds."""

    def __init__(
        self,
        *,
        closed: bool = False,
        minutes: int = 15,
        opens: bool = True,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """``opens`` says whether it can be opened at all: what the command line closes stays closed."""
        self.opens = opens
        self.minutes = minutes
        self._closes = closed
        self._monotonic = monotonic
        self._open_until = float("-inf")

    @property
    def is_closed(self) -> bool:
        """Whether every change is refused now."""
        return self._closes and self._monotonic() >= self._open_until

    @property
    def minutes_left(self) -> int | None:
        """Minutes, begun ones counted, for which it stays open; None where it is closed, or never closes."""
        left = self._open_until - self._monotonic()
        return int(-(-left // MINUTE)) if self._closes and left > 0 else None

    def open(self) -> None:
        """Let changes through for a while."""
        if self.opens:
            self._open_until = self._monotonic() + self.minutes * MINUTE

    def close(self) -> None:
        """Refuse every change again."""
        self._open_until = float("-inf")


NEVER_CLOSED = Lock()
"""Lets every change through."""
