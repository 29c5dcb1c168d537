"""What a watch asks in one round, and what it hears."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from fargate_tui.fargate.accounts import RenewedBy
from fargate_tui.fargate.errors import CredentialsExpired
from fargate_tui.live.connection import Connection
from fargate_tui.live.ports.aws import Aws

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
    is_partial: bool = False
    """Whether a part of what was asked for was not answered, so that rows, or what they say, may be missing."""
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
        """Ask once over the connection, which is opened where it is not.

        With credentials that are over and renew themselves it is asked again at once, with new ones.
        """
        renewed_by: RenewedBy = "nothing"
        try:
            async with self._connection.use() as aws:
                renewed_by = aws.expiry.renewed_by
                return await self._question.ask(aws, show)
        except CredentialsExpired:
            if renewed_by != "itself":
                raise
        async with self._connection.use() as aws:
            return await self._question.ask(aws, show)


class Later(Generic[Row]):
    """A question that is made when it is first asked: what it judges by is not loaded before."""

    def __init__(self, connection: Connection, make: Callable[[], Question[Row]]) -> None:
        self._connection = connection
        self._make = make
        self._asked: Asked[Row] | None = None

    async def ask(self, show: Show[Row]) -> Reading[Row]:
        """Ask once."""
        if self._asked is None:
            self._asked = Asked(self._connection, self._make())
        return await self._asked.ask(show)
