"""What has been asked of AWS: how often, how long it took, what went wrong, what is billed; by operation."""

import time
from collections import deque
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import ceil
from statistics import median

from fargate_tui.aws.buckets import Bucket
from fargate_tui.aws.operation import Operation
from fargate_tui.fargate.errors import AwsError, NotAllowed, Throttled
from fargate_tui.fargate.requests import PEAKS, RECENT, Billed, OperationCalls

MINUTE = 60
ANSWERS_KEPT = 256
"""The newest attempts at an operation whose latency is remembered."""


@dataclass(slots=True)
class _Tally:
    """Bounded: a second or minute is one entry, however many calls it had."""

    seconds: deque[tuple[int, int]] = field(default_factory=lambda: deque(maxlen=MINUTE + 1))
    minutes: deque[tuple[int, int]] = field(default_factory=lambda: deque(maxlen=PEAKS))
    answers: deque[tuple[float, float]] = field(default_factory=lambda: deque(maxlen=ANSWERS_KEPT))
    throttles: deque[float] = field(default_factory=lambda: deque(maxlen=ANSWERS_KEPT))
    calls: int = 0
    failed: int = 0
    throttled: int = 0
    last_error: AwsError | None = None
    amount: float = 0.0
    dollars: float | None = 0.0
    sessions: dict[object, float] = field(default_factory=dict)

    def count(self, now: float) -> None:
        self.calls += 1
        for counts, moment in ((self.seconds, int(now)), (self.minutes, int(now // MINUTE))):
            if counts and counts[-1][0] == moment:
                counts[-1] = (moment, counts[-1][1] + 1)
            else:
                counts.append((moment, 1))

    def per_minute(self, now: float) -> int:
        return sum(count for second, count in self.seconds if second > now - MINUTE)


class Calls:
    """Counts every attempt at every call, retries among them, as AWS does."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, *, region: str = "", unlimited: Collection[Bucket] = ()
    ) -> None:
        self._clock = clock
        self._region = region
        self._unlimited = frozenset(unlimited)
        self._tallies: dict[Operation, _Tally] = {}
        self._answered: set[str] = set()
        self._refused: set[str] = set()

    def per_minute(self) -> int:
        """The attempts of the last sixty seconds."""
        now = self._clock()
        return sum(tally.per_minute(now) for tally in self._tallies.values())

    def by_operation(self) -> tuple[OperationCalls, ...]:
        """The state of every operation that was called, in order of first use."""
        now = self._clock()
        return tuple(self._told(operation, tally, now) for operation, tally in self._tallies.items())

    def answered(self) -> frozenset[str]:
        """IAM actions of calls that were answered well."""
        return frozenset(self._answered)

    def refused(self) -> frozenset[str]:
        """IAM actions that AWS has refused, and not allowed since."""
        return frozenset(self._refused)

    def begin(self, operation: Operation) -> float:
        """Count an attempt; what is returned is handed to `end`."""
        now = self._clock()
        self._tally(operation).count(now)
        return now

    def end(self, operation: Operation, begun: float, error: AwsError | None) -> None:
        """Note how an attempt went."""
        now, tally = self._clock(), self._tally(operation)
        tally.answers.append((now, now - begun))
        tally.last_error = error
        if error is None:
            self._answered.add(operation.action)
            self._refused.discard(operation.action)
            return
        if isinstance(error, NotAllowed):
            self._refused.add(error.action or operation.action)
        tally.failed += 1
        if isinstance(error, Throttled):
            tally.throttled += 1
            tally.throttles.append(now)

    def bill(self, operation: Operation, amount: float, region: str = "") -> None:
        """Note what an answer is billed by: as many units of the operation's `Billing`."""
        tally = self._tally(operation)
        tally.amount += amount
        price = operation.billing.price(region or self._region) if operation.billing is not None else None
        if price is None or operation.bucket in self._unlimited or tally.dollars is None:
            tally.dollars = None
        else:
            tally.dollars += amount * price

    @contextmanager
    def session(self, operation: Operation) -> Iterator[None]:
        """Note a session that is billed by the minute for as long as it is open."""
        tally, key = self._tally(operation), object()
        tally.sessions[key] = self._clock()
        try:
            yield
        finally:
            self.bill(operation, (self._clock() - tally.sessions.pop(key)) / MINUTE)

    def _tally(self, operation: Operation) -> _Tally:
        return self._tallies.setdefault(operation, _Tally())

    def _told(self, operation: Operation, tally: _Tally, now: float) -> OperationCalls:
        latencies = [latency for at, latency in tally.answers if at > now - RECENT]
        bucket, oldest = operation.bucket.in_region(self._region), now // MINUTE - PEAKS
        return OperationCalls(
            action=operation.action,
            name=operation.name,
            bucket=bucket.name,
            burst=bucket.burst,
            refill=bucket.refill,
            is_limited=operation.bucket not in self._unlimited,
            per_minute=tally.per_minute(now),
            minutes=tuple(entry for entry in tally.minutes if entry[0] > oldest),
            calls=tally.calls,
            failed=tally.failed,
            throttled=tally.throttled,
            throttled_lately=sum(at > now - RECENT for at in tally.throttles),
            median=round(median(latencies), 3) if latencies else None,
            worst=round(max(latencies), 3) if latencies else None,
            last_error=str(tally.last_error or ""),
            billed=_billed(operation, tally, now),
        )


def _billed(operation: Operation, tally: _Tally, now: float) -> Billed | None:
    billing = operation.billing
    if billing is None:
        return None
    running = sum((now - begun) / MINUTE for begun in tally.sessions.values())
    amount = ceil(round(tally.amount + running, 3))
    return Billed(unit=billing.unit, terms=billing.terms, amount=amount, dollars=tally.dollars if amount else None)
