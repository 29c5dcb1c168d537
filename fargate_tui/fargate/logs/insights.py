"""Logs Insights: a query over log groups, how far it is, what it has found, what that costs (fargate.md §9.2)."""

from dataclasses import dataclass
from typing import Final

from fargate_tui.fargate.records.base import Record

MOST_GROUPS: Final = 50
"""Log groups of one query, as StartQuery has it."""

MOST_ROWS: Final = 10_000
"""Rows that are asked for, and that one page of GetQueryResults holds; a ``limit`` in the query is AWS's to obey."""

UNDER_WAY: Final = frozenset({"Scheduled", "Running"})
"""Of AWS's statuses those that change by themselves; the others are Complete, Failed, Cancelled, Timeout, Unknown."""

GIGABYTE: Final = 1_000_000_000

DOLLARS_PER_GB: Final = {"us-east-1": 0.005, "ap-northeast-1": 0.0076}
"""What a scanned GB costs, as third parties print it in 2026 (c3x.dev, awsi.click), not read from AWS itself."""


class QueryRow(Record, frozen=True, kw_only=True):
    """One row that was found: an event, or what ``stats`` has made of many."""

    number: int
    """Its place among the rows, from 0; AWS keeps the order the query asks for."""
    fields: tuple[tuple[str, str], ...] = ()
    """Names and values in the order of the query; a field that the event lacks is left out."""
    ptr: str = ""
    """AWS's own name of the event; ``stats`` has none."""

    @property
    def key(self) -> str:
        """What tells it from the other rows of its query."""
        return self.ptr or f"#{self.number}"

    def value(self, name: str) -> str | None:
        """What a field holds; None where the row lacks it."""
        return next((value for known, value in self.fields if known == name), None)


class QueryStatistics(Record, frozen=True, kw_only=True):
    """How much a query has read so far."""

    records_matched: float = 0.0
    records_scanned: float = 0.0
    bytes_scanned: float = 0.0
    """What is billed."""
    log_groups_scanned: float = 0.0


class QueryResults(Record, frozen=True, kw_only=True):
    """What GetQueryResults says: while a query runs, the rows are those found so far."""

    status: str = "Unknown"
    rows: tuple[QueryRow, ...] = ()
    statistics: QueryStatistics = QueryStatistics()

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come."""
        return self.status not in UNDER_WAY


@dataclass(frozen=True, slots=True)
class ReadyQuery:
    """A query that is there to begin with."""

    name: str
    text: str


# awslogs sends plain text, JSON and logfmt alike: what errors look like is told by words, not by fields.
_TROUBLE: Final = "/(?i)(error|exception|fatal|panic|traceback)/"
_TOOK: Final = "coalesce(duration_ms, duration, latency_ms, elapsed_ms, took_ms, response_time, ms)"

READY: Final = (
    ReadyQuery(
        "newest errors",
        f"fields @timestamp, @logStream, @message | filter @message like {_TROUBLE} | sort @timestamp desc | limit 200",
    ),
    ReadyQuery(
        "errors per 5 minutes",
        f"filter @message like {_TROUBLE} | stats count(*) as errors by bin(5m) as time | sort time desc",
    ),
    ReadyQuery(
        "errors per task",
        f"filter @message like {_TROUBLE} | stats count(*) as errors by @logStream | sort errors desc",
    ),
    ReadyQuery(
        "kinds of exceptions",
        r"parse @message /(?<kind>[A-Za-z][\w.]*(Exception|Error))/ | filter ispresent(kind) "
        "| stats count(*) as times by kind | sort times desc",
    ),
    ReadyQuery(
        "slowest requests",
        f"fields @timestamp, {_TOOK} as took, @message | filter ispresent(took) | sort took desc | limit 50",
    ),
    ReadyQuery(
        "answers 5xx by path",
        "filter status >= 500 | stats count(*) as answers by path, status | sort answers desc | limit 50",
    ),
    ReadyQuery("lines per task stream", "stats count(*) as lines by @logStream | sort lines desc"),
    ReadyQuery("lines per level", "stats count(*) as lines by coalesce(level, severity) as said | sort lines desc"),
    ReadyQuery("newest lines", "fields @timestamp, @logStream, @message | sort @timestamp desc | limit 200"),
)
"""What an engineer asks first, the most urgent first."""


def ready_queries(task_id: str = "") -> tuple[ReadyQuery, ...]:
    """The ready queries; of one task they look only at its streams, for its log group is that of all its siblings."""
    if not task_id:
        return READY
    return tuple(ReadyQuery(ready.name, f'filter @logStream like "{task_id}" | {ready.text}') for ready in READY)


def price(statistics: QueryStatistics, region: str) -> float | None:
    """About what the scanned bytes cost, in US dollars; None in a Region whose price is not known."""
    per_gigabyte = DOLLARS_PER_GB.get(region)
    return None if per_gigabyte is None else statistics.bytes_scanned / GIGABYTE * per_gigabyte
