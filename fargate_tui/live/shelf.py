"""The shelf: every listing that is watched, once, and what was seen of it while there is room."""

import asyncio
import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from fargate_tui.fargate.rows import ClusterRow, ServiceRow, TaskRow
from fargate_tui.live.attention import Attention
from fargate_tui.live.clock import Clock
from fargate_tui.live.connection import Connection
from fargate_tui.live.snapshot import Recalled
from fargate_tui.live.source import Later, Question, Source
from fargate_tui.live.watch import Watch

if TYPE_CHECKING:
    from fargate_tui.live.known_rows import KnownListing

Row = TypeVar("Row")
Known = TypeVar("Known", ClusterRow, ServiceRow, TaskRow)

UNFOLLOWED_KEPT: Final = 16
"""Watches nobody follows that are kept with their rows, so that going back is instant."""

RESTING_KEPT: Final = 4
"""The same of an account that is not on the screen."""

ROWS_KEPT: Final = 20_000
"""Rows of such watches that are kept at most: about 20 MB."""


class Shelf:
    """Makes watches and keeps them by what they ask: the same question is always the same watch."""

    def __init__(
        self,
        connection: Connection,
        clock: Clock,
        attention: Attention,
        chance: Callable[[], float],
        *,
        least: float,
    ) -> None:
        """``least`` is the seconds that lie between two rounds of a watch at least."""
        self._connection = connection
        self._clock = clock
        self._attention = attention
        self._chance = chance
        self._least = least
        # Of many row types: `keep` is the only place that puts in and takes out, by a key that fixes the type.
        self._watches: OrderedDict[Hashable, Watch[Any]] = OrderedDict()
        self._all: weakref.WeakSet[Watch[Any]] = weakref.WeakSet()
        self._recalled: dict[Hashable, Recalled[Any]] = {}
        """Rows of an earlier run, by what their watch is called."""

    def asking(self, key: Hashable, name: str, question: Callable[[], Question[Row]]) -> Watch[Row]:
        """The watch that asks a question of AWS, which is made when it is first asked."""
        return self.keep(key, lambda: self.watch(name, Later(self._connection, question)))

    def keep(self, key: Hashable, make: Callable[[], Watch[Row]]) -> Watch[Row]:
        """The watch of a key, made where there is none."""
        watch = self._watches.get(key)
        if watch is None:
            watch = self._watches[key] = make()
            watch.recalled = self._recalled.get(key)
            self.drop_the_oldest()
        self._watches.move_to_end(key)
        return cast("Watch[Row]", watch)

    def watch(self, name: str, source: Source[Row]) -> Watch[Row]:
        """A watch of its own; it ends with the shelf, but is not kept on it."""
        watch = Watch(
            name,
            source,
            key=attrgetter("arn"),
            clock=self._clock,
            attention=self._attention,
            chance=self._chance,
            least=self._least,
        )
        self._all.add(watch)
        return watch

    def viewed(self, *keys: Hashable) -> Watch[Any] | None:
        """The first of these watches that a view follows; asks nothing, and makes none."""
        known = (self._watches.get(key) for key in keys)
        return next((watch for watch in known if watch is not None and watch.is_viewed), None)

    def known(self, kind: type[Known]) -> Iterator[Known]:
        """The rows of one kind that any watch has seen and still remembers, each thing once; asks nothing."""
        seen: set[str] = set()
        for watch in reversed(self._watches.values()):
            rows = watch.snapshot.rows
            # Those of a watch are of one kind: the header asks at every answer, and 10,000 tasks took it 4 ms.
            if not rows or not isinstance(rows[0], kind):
                continue
            for row in rows:
                if isinstance(row, kind) and row.arn not in seen:
                    seen.add(row.arn)
                    yield row

    def recall(self, listings: "Iterable[KnownListing]") -> None:
        """Give lists the rows of an earlier run, in place of what they were given before."""
        self._recalled = {listing.key: listing.recalled for listing in listings}
        for key, watch in self._watches.items():
            watch.recalled = self._recalled.get(key)

    def listings(self) -> "list[KnownListing]":
        """What is worth to be kept for the next run: the lists that were seen last, then those that are recalled."""
        from fargate_tui.live.known_rows import listing_of

        now = {
            key: Recalled(watch.snapshot.rows, watch.snapshot.at)
            for key, watch in reversed(self._watches.items())
            if watch.snapshot.at is not None and watch.snapshot.complete and watch.snapshot.rows
        }
        kept = ((key, now.get(key) or self._recalled[key]) for key in {**now, **self._recalled})
        return [listing for key, rows in kept if (listing := listing_of(key, rows.rows, rows.at)) is not None]

    def drop_the_oldest(self, kept: int = UNFOLLOWED_KEPT) -> None:
        """Forget watches nobody follows; one that a screen still holds works on by itself."""
        rows = 0
        idle = [key for key, watch in reversed(self._watches.items()) if not watch.is_followed]
        for place, key in enumerate(idle):
            rows += len(self._watches[key].snapshot.rows)
            if place >= kept or rows > ROWS_KEPT:
                del self._watches[key]

    async def close(self) -> None:
        """Stop all polling, and forget every watch."""
        await asyncio.gather(*(watch.close() for watch in tuple(self._all)))
        self._watches.clear()
