"""How fast AWS may be asked, by API bucket, whoever in the program asks.

AWS keeps these buckets per account and Region, so what the program takes is missing to the pipelines and people it
shares the account with. A local AWS has nobody to protect: its buckets are unlimited.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection, Mapping

from fargate_tui.aws.buckets import Bucket

STEADY_SHARE = 0.25
"""How much of a bucket's refill a round that repeats for ever may take (fargate.md §10.1)."""

Clock = Callable[[], float]
Sleep = Callable[[float], Awaitable[None]]


class TokenBucket:
    """AWS's own token bucket, mirrored on this side of the wire.

    A caller takes its token at once, into debt if need be, and then waits until the debt is paid: so callers go in
    the order they came, and no queue has to be kept.
    """

    def __init__(self, bucket: Bucket, clock: Clock, sleep: Sleep) -> None:
        self._bucket = bucket
        self._clock = clock
        self._sleep = sleep
        self._tokens = float(bucket.burst)
        self._filled_at = clock()

    async def acquire(self) -> None:
        """Take one token, when there is one. Cancelled while waiting, the token goes back."""
        self._fill()
        self._tokens -= 1
        if self._tokens >= 0:
            return
        try:
            await self._sleep(-self._tokens / self._bucket.refill)
        except asyncio.CancelledError:
            self._tokens += 1
            raise

    def drain(self) -> None:
        """Empty it: AWS has throttled a call, so somebody else has taken the tokens counted here."""
        self._fill()
        self._tokens = min(self._tokens, 0.0)

    def _fill(self) -> None:
        now = self._clock()
        gained = (now - self._filled_at) * self._bucket.refill
        self._tokens = min(self._tokens + gained, float(self._bucket.burst))
        self._filled_at = now


class Budget:
    """The token buckets of all services in one Region, by name."""

    def __init__(
        self,
        unlimited: Collection[Bucket] = (),
        region: str = "",
        *,
        clock: Clock = time.monotonic,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._region = region
        self._unlimited = frozenset(unlimited)
        self._clock = clock
        self._sleep = sleep
        self._buckets: dict[str, TokenBucket] = {}

    async def acquire(self, bucket: Bucket) -> None:
        """Wait until one more call may be made."""
        if bucket not in self._unlimited:
            await self._mirror(bucket).acquire()

    def drain(self, bucket: Bucket) -> None:
        """Note that AWS has throttled a call."""
        if bucket not in self._unlimited:
            self._mirror(bucket).drain()

    def seconds_between(self, calls: Mapping[Bucket, int]) -> float:
        """The least number of seconds between rounds of so many calls that leaves the account its share."""
        limited = (
            count / (bucket.in_region(self._region).refill * STEADY_SHARE)
            for bucket, count in calls.items()
            if self.limits(bucket)
        )
        return max(limited, default=0.0)

    def limits(self, bucket: Bucket) -> bool:
        """Whether the bucket is one that is shared with others."""
        return bucket not in self._unlimited

    def _mirror(self, bucket: Bucket) -> TokenBucket:
        if bucket.name not in self._buckets:
            self._buckets[bucket.name] = TokenBucket(bucket.in_region(self._region), self._clock, self._sleep)
        return self._buckets[bucket.name]
