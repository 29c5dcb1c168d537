"""The tail of a cluster, a service, a task or a container: what was said lately, then what is said as it is said."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import timedelta

from fargate_tui.live.tail.following import Following
from fargate_tui.live.tail.listing import Listings
from fargate_tui.live.tail.means import Means
from fargate_tui.live.tail.records import TailBatch, TailSubject


class Tail:
    """What a subject says; each follower has one of its own, which ends with it."""

    def __init__(
        self,
        subject: TailSubject,
        since: timedelta,
        means: Means,
        listings: Listings,
        *,
        once: bool = False,
    ) -> None:
        """``once``: whether it ends when all has been read back."""
        self.subject = subject
        self._once = once
        self._since = since
        self._means = means
        self._listings = listings

    async def follow(self) -> AsyncGenerator[TailBatch, None]:
        """Yield batches as they come, at most four a second, until the tail has ended; use it inside `aclosing`."""
        following = Following(self.subject, self._since, self._means, self._listings, once=self._once)
        work = asyncio.create_task(following.run(), name=f"tail of {self.subject}")
        try:
            while True:
                batch = await following.outbox.take()
                yield batch
                if batch.state.mode == "ended":
                    return
        finally:
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)
