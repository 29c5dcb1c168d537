"""A permission that a column lacks: told as a gap, and tried again only rarely."""

from typing import Final

from fargate_tui.fargate.errors import NotAllowed
from fargate_tui.live.clock import Clock

AGAIN_AFTER: Final = 10 * 60.0


class Refusal:
    """Remembers that AWS refuses one action."""

    def __init__(self, clock: Clock, *, lost: str, action: str) -> None:
        self._clock = clock
        self._lost = lost
        self.action = action
        """The IAM action that is missing while it stands."""
        self._at: float | None = None

    @property
    def stands(self) -> bool:
        """Whether it was refused lately, so that asking again is of no use."""
        return self._at is not None and self._clock.monotonic() - self._at < AGAIN_AFTER

    def note(self, error: NotAllowed) -> None:
        """Remember a refusal."""
        self._at = self._clock.monotonic()
        self.action = error.action or self.action

    def lift(self) -> None:
        """Forget it: the call was allowed."""
        self._at = None

    @property
    def gaps(self) -> tuple[str, ...]:
        """The sentence for the person, while it stands."""
        return (f"{self._lost} not known: {self.action} is not allowed",) if self._at is not None else ()
