"""Every log group of a region and its streams."""

import heapq
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from fargate_tui.demo.logs.streams import Event, Stream, milliseconds
from fargate_tui.demo.offline import ACCOUNT
from fargate_tui.demo.ports import Lines

_STREAMS = 1000
"""Kept of one group; a crash loop makes a new one every minute."""
_ALWAYS = 1 << 60


class LogLines:
    """Implements ``ports.Logs``."""

    def __init__(self, now: Callable[[], datetime], seed: int, account: str = ACCOUNT) -> None:
        self.account = account
        self._now = now
        self._seed = seed
        self._groups: dict[str, dict[str, Stream]] = {}
        self._deleted: set[str] = set()
        self._announced: set[str] = set()

    def write(self, group: str, stream: str, at: datetime, lines: Sequence[str]) -> None:
        """Append lines to a stream, which is made where it does not exist."""
        if found := self._stream(group, stream, at):
            found.write(milliseconds(at), lines)

    def begin(self, group: str, stream: str, at: datetime, every: float, lines: Lines) -> None:
        """From then on a stream says such lines every so many seconds."""
        if found := self._stream(group, stream, at):
            found.begin(milliseconds(at), int(every * 1000), lines)

    def end(self, group: str, stream: str, at: datetime) -> None:
        """From then on it says nothing by itself."""
        streams = self._groups.get(group, {})
        if found := streams.get(stream):
            found.end(milliseconds(at))
            if found.is_silent:
                # it ran and died before logs begin
                del streams[stream]

    def create(self, group: str) -> None:
        """Note that a group exists."""
        self._deleted.discard(group)
        self._announced.add(group)
        self._groups.setdefault(group, {})

    def delete(self, group: str) -> None:
        """Forget a group; what containers write to it is lost until it is created again, as at AWS."""
        self._groups.pop(group, None)
        self._announced.discard(group)
        self._deleted.add(group)

    def knows(self, group: str) -> bool:
        """Whether the group exists as far as is known here."""
        return group in self._groups

    def unannounced(self) -> frozenset[str]:
        """Groups that were written to and that CloudWatch Logs has not been told of."""
        fresh = frozenset(self._groups.keys() - self._announced)
        self._announced |= fresh
        return fresh

    def streams(self, group: str) -> Mapping[str, Stream]:
        """The streams of a group by name, in the order in which they were made."""
        return MappingProxyType(self._groups.get(group, {}))

    def create_stream(self, group: str, stream: str) -> bool:
        """Make an empty stream; whether there was none."""
        fresh = stream not in self._groups.get(group, {})
        self._stream(group, stream, self._now())
        return fresh

    def drop_stream(self, group: str, stream: str) -> bool:
        """Delete a stream; whether there was one."""
        return self._groups.get(group, {}).pop(stream, None) is not None

    def merged(self, streams: Iterable[Stream], start: int, end: int = _ALWAYS) -> Iterable[Event]:
        """The lines of several streams from ``start`` to before ``end`` that can be read now, in order of time."""
        now = self.now()
        return heapq.merge(*(found for stream in streams if (found := stream.between(start, end, now))))

    def now(self) -> int:
        """Milliseconds since 1970."""
        return milliseconds(self._now())

    def _stream(self, group: str, name: str, at: datetime) -> Stream | None:
        if group in self._deleted:
            return None
        streams = self._groups.setdefault(group, {})
        if name not in streams:
            if len(streams) >= _STREAMS:
                del streams[next(iter(streams))]
            streams[name] = Stream(name, milliseconds(at), self._seed)
        return streams[name]
