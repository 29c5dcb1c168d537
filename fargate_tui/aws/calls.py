"""What has been asked of AWS: how often, how long it took, what went wrong; by API bucket."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median

from fargate_tui.aws.operations import Bucket
from fargate_tui.fargate.errors import AwsError, Throttled

MINUTE = 60.0
LATENCIES_KEPT = 64


@dataclass(frozen=True, slots=True)
class BucketCalls:
    """The calls of one bucket, at a moment."""

    bucket: str
    per_minute: int
    calls: int
    """Every attempt since the start, retries among them."""
    throttled: int
    failed: int
    """Attempts that brought no answer or an error, throttled ones among them."""
    latency: float | None
    """Median of the newest answers, seconds; None before the first."""
    last_error: AwsError | None


@dataclass(slots=True)
class _Tally:
    times: deque[float] = field(default_factory=deque)
    latencies: deque[float] = field(default_factory=lambda: deque(maxlen=LATENCIES_KEPT))
    calls: int = 0
    throttled: int = 0
    failed: int = 0
    last_error: AwsError | None = None

    def in_last_minute(self, now: float) -> int:
        while self.times and self.times[0] <= now - MINUTE:
            self.times.popleft()
        return len(self.times)


class Calls:
    """Counts every attempt at every call, retries among them, as AWS does."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._tallies: dict[str, _Tally] = {}

    def per_minute(self) -> int:
        """The attempts of the last sixty seconds."""
        now = self._clock()
        return sum(tally.in_last_minute(now) for tally in self._tallies.values())

    def by_bucket(self) -> tuple[BucketCalls, ...]:
        """The state of every bucket that was used, in order of first use."""
        now = self._clock()
        return tuple(
            BucketCalls(
                bucket=name,
                per_minute=tally.in_last_minute(now),
                calls=tally.calls,
                throttled=tally.throttled,
                failed=tally.failed,
                latency=median(tally.latencies) if tally.latencies else None,
                last_error=tally.last_error,
            )
            for name, tally in self._tallies.items()
        )

    def begin(self, bucket: Bucket) -> float:
        """Count an attempt; what is returned is handed to `end`."""
        now = self._clock()
        tally = self._tallies.setdefault(bucket.name, _Tally())
        tally.calls += 1
        tally.in_last_minute(now)
        tally.times.append(now)
        return now

    def end(self, bucket: Bucket, begun: float, error: AwsError | None) -> None:
        """Note how an attempt went."""
        tally = self._tallies[bucket.name]
        tally.latencies.append(self._clock() - begun)
        if error is None:
            return
        tally.failed += 1
        tally.throttled += isinstance(error, Throttled)
        tally.last_error = error
