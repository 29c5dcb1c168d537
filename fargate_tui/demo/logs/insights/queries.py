"""StartQuery, GetQueryResults, StopQuery: queries that take their time, as those of AWS do."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from fargate_tui.demo.logs.insights.commands import Query, understand
from fargate_tui.demo.logs.insights.tokens import BadQuery
from fargate_tui.demo.logs.insights.values import Row
from fargate_tui.demo.logs.lines import LogLines
from fargate_tui.demo.logs.requests import LogsError, OfQuery, Results, StartQuery, invalid

SCHEDULED = 0.4
"""Seconds until a query begins to run."""
AT_LEAST, AT_MOST = 1.6, 8.0
"""Seconds for which it runs."""
BYTES_PER_SECOND = 4_000_000
CONCURRENT = 100
_KEPT = 200
_GROUPS = 50
_PAGE = 10_000
_MOST = 100_000
_OVERHEAD = 26
"""Bytes that AWS counts for each event besides its message."""

Json = dict[str, object]


@dataclass(slots=True)
class Run:
    """A query under way: the rows are read as its time goes by."""

    query: Query
    rows: Sequence[Row]
    """Of all events in its range, the newest first."""
    sizes: Sequence[int]
    groups: int
    limit: int
    began: float
    read: int = 0
    matched: list[Row] = field(default_factory=list)
    stopped: bool = False

    @property
    def lasts(self) -> float:
        """For how many seconds it runs."""
        return min(AT_MOST, max(AT_LEAST, sum(self.sizes) / BYTES_PER_SECOND))

    def status(self, now: float) -> str:
        """What AWS calls how far it is."""
        if self.stopped:
            return "Cancelled"
        if now - self.began < SCHEDULED:
            return "Scheduled"
        return "Running" if now - self.began < SCHEDULED + self.lasts else "Complete"

    def go_on(self, now: float) -> None:
        """Read what it has had time for."""
        if self.stopped:
            return
        share = max(0.0, min(1.0, (now - self.began - SCHEDULED) / self.lasts))
        until = int(len(self.rows) * share)
        self.matched += self.query.read(islice(self.rows, self.read, until))
        self.read = until

    def told(self, status: str) -> Json:
        """How much it has read."""
        return {
            "recordsMatched": float(len(self.matched)),
            "recordsScanned": float(self.read),
            "bytesScanned": float(sum(self.sizes[: self.read])),
            "estimatedRecordsSkipped": 0.0,
            "estimatedBytesSkipped": 0.0,
            "logGroupsScanned": float(0 if status == "Scheduled" else self.groups),
        }


class Queries:
    """The queries of a Region; ``elapsed`` tells seconds that go on."""

    def __init__(self, lines: LogLines, elapsed: Callable[[], float]) -> None:
        self._lines = lines
        self._elapsed = elapsed
        self._runs: dict[str, Run] = {}

    @property
    def running(self) -> int:
        """How many are scheduled or run."""
        now = self._elapsed()
        return sum(run.status(now) in ("Scheduled", "Running") for run in self._runs.values())

    def start(self, asked: StartQuery) -> Json:
        """StartQuery, of groups that exist and once it was checked; raises LogsError."""
        query = _understood(asked.query_string)
        if self.running >= CONCURRENT:
            message = f"You have reached the maximum number of {CONCURRENT} concurrent queries."
            raise LogsError("LimitExceededException", message)
        rows = self._rows(asked)
        sizes = [len(row.event.message.encode("utf-8", "replace")) + _OVERHEAD for row in rows if row.event]
        name = str(uuid.uuid4())
        self._runs[name] = Run(query, rows, sizes, len(asked.groups), asked.limit, self._elapsed())
        while len(self._runs) > _KEPT:
            del self._runs[next(iter(self._runs))]
        return {"queryId": name}

    def results(self, asked: Results) -> Json:
        """GetQueryResults; raises LogsError."""
        run, now = self._run(asked), self._elapsed()
        run.go_on(now)
        status = run.status(now)
        start = _number(asked.next_token)
        size = min(asked.max_items or _PAGE, _PAGE)
        found = run.query.finish(run.matched, run.limit) if status != "Scheduled" else []
        if status == "Running" and not run.matched:
            found = []
        answer: Json = {
            "queryLanguage": "CWLI",
            "status": status,
            "statistics": run.told(status),
            "results": found[start : start + size],
        }
        return answer | ({"nextToken": str(start + size)} if start + size < len(found) else {})

    def stop(self, asked: OfQuery) -> Json:
        """StopQuery; raises LogsError."""
        run, now = self._run(asked), self._elapsed()
        if run.status(now) not in ("Scheduled", "Running"):
            raise invalid(f"Query with queryId {asked.query_id} is not running.")
        run.go_on(now)
        run.stopped = True
        return {"success": True}

    def _run(self, asked: OfQuery) -> Run:
        if (run := self._runs.get(asked.query_id)) is None:
            raise LogsError("ResourceNotFoundException", f"Query with queryId {asked.query_id} does not exist.")
        return run

    def _rows(self, asked: StartQuery) -> list[Row]:
        start, end = asked.start_time * 1000, asked.end_time * 1000 + 1000
        rows = [
            Row({}, event, f"{self._lines.account}:{group}")
            for group in asked.groups
            for event in self._lines.merged(self._lines.streams(group).values(), start, end)
        ]
        rows.sort(key=lambda row: row.event or (), reverse=True)
        return rows


def check(asked: StartQuery) -> None:
    """Refuse what AWS refuses before it looks for the groups; raises LogsError."""
    if asked.query_language != "CWLI":
        raise invalid(f"The local AWS does not know the query language {asked.query_language}.")
    if not 1 <= len(asked.groups) <= _GROUPS:
        raise invalid("A query is about 1 to 50 log groups.")
    if asked.end_time < asked.start_time:
        raise invalid("End time should not be before start time.")
    if not 1 <= asked.limit <= _MOST:
        raise invalid("limit is a number from 1 to 100000")


def _understood(text: str) -> Query:
    try:
        return understand(text)
    except BadQuery as error:
        place = {"startCharOffset": error.start, "endCharOffset": error.end}
        members = {"queryCompileError": {"location": place, "message": error.message}}
        raise LogsError("MalformedQueryException", error.message, members) from error


def _number(token: str | None) -> int:
    if token is not None and not token.isdecimal():
        raise invalid("The specified nextToken is invalid.")
    return int(token or 0)
