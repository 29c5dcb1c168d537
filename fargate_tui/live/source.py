"""What a watch asks in one round, and what it hears."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from fargate_tui.live.connection import Connection
from fargate_tui.live.ports import Aws

Row = TypeVar("Row")

Show = Callable[[Iterable[Row]], None]
"""Hands rows on before the round is over; they stand until the round's Reading replaces them."""


@dataclass(frozen=True, slots=True)
class Reading(Generic[Row]):
    """What one round found."""

    rows: Sequence[Row]
    """All of them, in a lasting order."""
    calls: int
    """Requests this round cost in its busiest API bucket; the pace follows it."""
    gaps: tuple[str, ...] = ()
    is_lively: bool = False
    """Whether something is changing now, so that the next round should be soon."""
    is_throttled: bool = False
    """Whether AWS asked to slow down, though the round as a whole succeeded."""
    at_least: float = 0.0
    """Seconds to wait in any case, for what changes slowly."""


class Source(Protocol[Row]):
    """Answers one question, round after round; keeps what it need not ask again."""

    async def ask(self, show: Show[Row]) -> Reading[Row]:
        """Ask once; raises AwsError where there is no answer at all."""


class Question(Protocol[Row]):
    """A source that is handed the connection for each round."""

    async def ask(self, aws: Aws, show: Show[Row]) -> Reading[Row]:
        """Ask once; raises AwsError where there is no answer at all."""


class Asked(Generic[Row]):
    """A question with the way to AWS: what a watch is given."""

    def __init__(self, connection: Connection, question: Question[Row]) -> None:
        self._connection = connection
        self._question = question

    async def ask(self, show: Show[Row]) -> Reading[Row]:
        """Ask once over the connection, which is opened where it is not."""
        async with self._connection.use() as aws:
            return await self._question.ask(aws, show)
