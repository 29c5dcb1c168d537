"""What the parts of a tail work with."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fargate_tui.live.attention import Attention
from fargate_tui.live.clock import Clock
from fargate_tui.live.connection import Connection

if TYPE_CHECKING:
    from fargate_tui.live.task_definitions import KnownRevisions


@dataclass(frozen=True, slots=True)
class Means:
    """The way to AWS, the time, whether somebody is there, and what is known of task definitions."""

    connection: Connection
    clock: Clock
    attention: Attention
    revisions: "KnownRevisions"
    chance: Callable[[], float]
    """In [0, 1), so that tools that were refused at once do not come back at once."""
    may_be_live: bool = True
    """Whether Live Tail, which is billed, is wanted at all."""

    def now(self) -> int:
        """The time of day in milliseconds since 1970."""
        return int(self.clock.now().timestamp() * 1000)
