"""What an account may be asked at most, as a person has set it."""

from dataclasses import dataclass

from fargate_tui.live.pace import LIVELY


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one account."""

    refresh: float = LIVELY
    """Seconds between two rounds of a listing at least."""
    live_tail: bool = True
    """Whether logs are followed by Live Tail, which is billed by the minute."""
