"""Queries over what containers wrote: CloudWatch Logs Insights (fargate.md §9.2)."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

import msgspec

from fargate_tui.aws.clients import Clients
from fargate_tui.aws.reading import GET_QUERY_RESULTS, START_QUERY, STOP_QUERY
from fargate_tui.fargate.errors import Invalid
from fargate_tui.fargate.logs.insights import MOST_ROWS, QueryResults, QueryRow, QueryStatistics

MEGABYTE = 1_000_000
QUERIES_KEPT = 100
AT_ONCE = 2000
"""Rows that are made before keys get their turn: 10,000 of them take 26 ms."""
_POINTER = "@ptr"


class _Field(msgspec.Struct, gc=False):
    field: str = ""
    value: str = ""


class _Started(msgspec.Struct, rename="camel"):
    query_id: str


class _Results(msgspec.Struct, rename="camel"):
    status: str = "Unknown"
    results: tuple[tuple[_Field, ...], ...] = ()
    statistics: QueryStatistics = QueryStatistics()


class _Stopped(msgspec.Struct):
    success: bool = False


class Insights:
    """Logs Insights of one Region. Every query is billed by what it scans, whoever asks."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients
        self._billed: dict[str, float] = {}
        """Bytes of each query that were counted as billed already."""

    async def start(self, groups: Sequence[str], query: str, start: datetime, end: datetime) -> str:
        """Start a query over at most 50 log groups (names or ARNs), and say what AWS calls it.

        Raises `AwsError`: `MalformedQuery` with its place in the text, `Throttled` too where the account runs all the
        queries it may.
        """
        said = await self._clients.ask(
            START_QUERY,
            _Started,
            "run the query",
            logGroupIdentifiers=[group.removesuffix(":*") for group in groups],
            queryString=query,
            startTime=int(start.timestamp()),
            endTime=int(end.timestamp()),
            limit=MOST_ROWS,
        )
        return said.query_id

    async def results(self, query_id: str) -> QueryResults:
        """What a query has found so far; raises `AwsError`."""
        said = await self._clients.ask(GET_QUERY_RESULTS, _Results, "read the results of the query", queryId=query_id)
        rows: list[QueryRow] = []
        for start in range(0, len(said.results), AT_ONCE):
            await asyncio.sleep(0)
            rows += (_row(number, each) for number, each in enumerate(said.results[start : start + AT_ONCE], start))
        self._bill(query_id, said.statistics.bytes_scanned)
        return QueryResults(status=said.status, rows=tuple(rows), statistics=said.statistics)

    def _bill(self, query_id: str, scanned: float) -> None:
        """Count what a query has scanned since its results were read last."""
        self._clients.bill(START_QUERY, (scanned - self._billed.pop(query_id, 0.0)) / MEGABYTE)
        self._billed[query_id] = scanned
        for oldest in list(self._billed)[:-QUERIES_KEPT]:
            del self._billed[oldest]

    async def stop(self, query_id: str) -> None:
        """Stop a query that runs; one that has ended is left as it is. Raises `AwsError`."""
        try:
            await self._clients.ask(STOP_QUERY, _Stopped, "stop the query", queryId=query_id)
        except Invalid:
            # AWS's answer about a query that has ended.
            return


def _row(number: int, fields: Sequence[_Field]) -> QueryRow:
    pointer = next((each.value for each in fields if each.field == _POINTER), "")
    found = tuple((each.field, each.value) for each in fields if each.field != _POINTER)
    return QueryRow(number=number, fields=found, ptr=pointer)
