"""A log group, as far as the subject of a tail writes there, and how far it has been read."""

from typing import Final

from fargate_tui.fargate.logs.records import LogStreams, parts_of_stream
from fargate_tui.live.tail.seen import Seen

MOST_READS: Final = 4
"""Prefixes of streams that are read one by one; of more, what they have in common is read at once."""


class Place:
    """One log group."""

    def __init__(self, region: str, group: str, *, now: int) -> None:
        self.region = region
        self.group = group
        self.seen = Seen()
        self.covered = now
        """Milliseconds: what AWS had before this moment has been read, but for what was late."""
        self.gap = ""
        """Why its lines are missing; empty while they come."""
        self.is_lost = False
        """Whether AWS knows no such log group."""
        self.rests_until = 0.0
        """When it is tried again, by the monotonic clock, while there is a gap."""
        self.is_whole = False
        """Whether all its lines are followed, whoever wrote them."""
        self.readers = 0
        """Passes going on that may find an event again: nothing is forgotten meanwhile."""
        self._containers: dict[str, str] = {}
        self._owners: dict[str, tuple[str, str] | None] = {}
        self._stems: list[str] = []

    def take_in(self, streams: LogStreams, task_id: str = "") -> str:
        """Learn of a container that writes here, as one task or all do; the prefix to read, empty if it is read."""
        self._containers[f"{streams.prefix}/{streams.container}"] = streams.container
        self._owners.clear()
        stem = streams.stream_of(task_id)
        if any(stem.startswith(known) for known in self._stems):
            return ""
        self._stems = [*(known for known in self._stems if not known.startswith(stem)), stem]
        return stem

    def take_all(self) -> None:
        """Follow every stream there is."""
        self.is_whole = True
        self._stems = [""]

    def owner_of(self, stream: str) -> tuple[str, str] | None:
        """The container and the task's id; None for a stream that is nobody's the tail follows."""
        if stream not in self._owners:
            # all lines of a task share one id, which is 96 bytes
            self._owners[stream] = parts_of_stream(stream) if self.is_whole else self._known_owner(stream)
        return self._owners[stream]

    def _known_owner(self, stream: str) -> tuple[str, str] | None:
        head, _, task_id = stream.rpartition("/")
        container = self._containers.get(head)
        return (container, task_id) if container is not None else None

    @property
    def stems(self) -> tuple[str, ...]:
        """The prefixes of all streams that are followed; none is a prefix of another."""
        return tuple(filter(None, self._stems))

    @property
    def reads(self) -> tuple[str, ...]:
        """Prefixes that cover all of them in few calls; one may be empty."""
        return tuple(self._stems) if len(self._stems) <= MOST_READS else (_in_common(self._stems),)

    def advance(self, at: int) -> None:
        """Take note that all was read up to a moment."""
        self.covered = max(self.covered, at)

    def forget(self, behind: int) -> int | None:
        """Forget what nobody will read again, ``behind`` milliseconds before what is covered; that moment."""
        if self.readers:
            return None
        self.seen.forget_before(self.covered - behind)
        return self.covered - behind


def _in_common(stems: list[str]) -> str:
    first, last = min(stems), max(stems)
    same = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))
    return first[:same]
