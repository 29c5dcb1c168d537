"""CloudWatch Logs of a Region, read and queried."""

from collections.abc import AsyncGenerator, Sequence
from datetime import datetime
from typing import Protocol

from fargate_tui.fargate.logs.insights import QueryResults
from fargate_tui.fargate.logs.records import LogEvent, TailUpdate
from fargate_tui.fargate.records import LogGroup


class Logs(Protocol):
    """CloudWatch Logs of one Region."""

    def filter_events(
        self,
        group: str,
        *,
        streams: Sequence[str] = (),
        prefix: str = "",
        start: int,
        end: int | None = None,
        pattern: str = "",
    ) -> AsyncGenerator[tuple[LogEvent, ...], None]:
        """The events from ``start`` to ``end`` (milliseconds), all pages as they come, empty ones skipped.

        ``streams`` are at most 100 and exclude ``prefix``.
        """

    async def last_events(self, group: str, stream: str, limit: int) -> tuple[LogEvent, ...]:
        """The newest events of one stream, the oldest of them first; NotFound where there is no such stream."""

    def live_tail(
        self, groups: Sequence[str], *, streams: Sequence[str] = (), prefixes: Sequence[str] = (), pattern: str = ""
    ) -> AsyncGenerator[TailUpdate, None]:
        """A Live Tail session over at most 10 groups (names or ARNs); ``streams`` or ``prefixes`` only with one.

        It begins with the session (an update that may be empty) and ends after three hours. Closing the generator
        closes the session.
        """

    def group_names(self, prefix: str) -> AsyncGenerator[tuple[str, ...], None]:
        """Names of the log groups that begin with ``prefix``."""

    async def resource_policies(self) -> tuple[str, ...]:
        """Names of the policies that let services write into log groups."""

    async def group(self, name: str) -> LogGroup:
        """A log group by its name; NotFound where there is none."""


class Insights(Protocol):
    """Logs Insights of one Region."""

    async def start(self, groups: Sequence[str], query: str, start: datetime, end: datetime) -> str:
        """Start a query over at most 50 log groups (names or ARNs); its id."""

    async def results(self, query_id: str) -> QueryResults:
        """What a query has found so far."""

    async def stop(self, query_id: str) -> None:
        """Stop a query that runs; one that has ended is left as it is."""
