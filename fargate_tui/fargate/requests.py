"""What has been asked of AWS and what came of it: the rows of the requests screen."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from fargate_tui.fargate.records import Record
from fargate_tui.fargate.rows import Finding

RECENT: Final = 300.0
"""Seconds that latencies are told of, and that a throttled call stands out."""
PEAKS: Final = 15
"""Minutes among which the busiest is looked for."""


class Billed(Record, frozen=True, kw_only=True):
    """What AWS bills of one operation."""

    unit: str
    """In the plural: metrics, minutes as ``min``."""
    terms: str
    """What AWS takes for it, in a few words."""
    amount: int = 0
    """Whole units since the connection was opened; a minute that was begun counts."""
    dollars: float | None = None
    """None where the price is not known, or nothing is billed because AWS is not who was asked."""


class OperationCalls(Record, frozen=True, kw_only=True):
    """Every attempt at one operation since the connection was opened, retries among them."""

    action: str
    """As IAM calls it: ``ecs:ListServices``."""
    name: str
    """``ListServices``."""
    bucket: str
    burst: int
    refill: int
    """Calls a second that AWS gives to everybody in the account and Region together."""
    is_limited: bool = True
    """False at an endpoint that is not AWS's own."""
    per_minute: int = 0
    """In the last sixty seconds."""
    minutes: tuple[tuple[int, int], ...] = ()
    """Calls of each minute that had some, among the last `PEAKS`; the minutes are counted from anywhere."""
    calls: int = 0
    failed: int = 0
    """Attempts that brought no answer or an error, throttled ones among them."""
    throttled: int = 0
    throttled_lately: int = 0
    """In the last `RECENT` seconds."""
    median: float | None = None
    """Seconds until an answer, of those of the last `RECENT` seconds; None without any."""
    worst: float | None = None
    last_error: str = ""
    """Of the newest attempt; empty where it was answered."""
    billed: Billed | None = None
    """None for what is free."""


class RequestRow(Record, frozen=True, kw_only=True):
    """An operation in the list of requests."""

    arn: str
    """The IAM action, which tells operations apart."""
    name: str
    calls: OperationCalls
    finding: Finding
    bucket_peak: int
    """Calls of all operations of its bucket in the busiest of the last `PEAKS` minutes."""

    @property
    def share(self) -> float:
        """How much of what the bucket refills in a minute its busiest minute took."""
        return self.bucket_peak / (self.calls.refill * 60)


def request_rows(operations: Iterable[OperationCalls]) -> list[RequestRow]:
    """A row for each operation, those of one bucket together."""
    buckets: dict[str, list[OperationCalls]] = defaultdict(list)
    for operation in operations:
        buckets[operation.bucket].append(operation)
    return [
        RequestRow(
            arn=operation.action,
            name=operation.name,
            calls=operation,
            finding=_finding(operation),
            bucket_peak=peak(*together),
        )
        for together in buckets.values()
        for operation in together
    ]


def peak(*operations: OperationCalls) -> int:
    """Calls in the busiest minute of some operations together."""
    minutes: dict[int, int] = defaultdict(int)
    for operation in operations:
        for minute, calls in operation.minutes:
            minutes[minute] += calls
    return max(minutes.values(), default=0)


def _finding(operation: OperationCalls) -> Finding:
    if operation.last_error:
        return Finding(severity="error", word="failing", why=operation.last_error)
    if operation.throttled_lately:
        times = "once" if operation.throttled_lately == 1 else f"{operation.throttled_lately} times"
        return Finding(
            severity="warn",
            word="throttled",
            why=f"throttled {times} in the last 5 minutes; all of the account share it",
        )
    return Finding(
        severity="ok" if operation.per_minute else "info", word="answered" if operation.per_minute else "quiet"
    )
