"""Which events have been handed on, so that reading a stretch of time again repeats none and loses none.

Live Tail events have no id, so an event is known by its stream, time and message, and equal ones are counted: whoever
reads a stretch tallies what it finds there, and an event is new if the tally goes beyond all that was seen before.
"""

from typing import Final

from fargate_tui.fargate.logs.records import LogEvent

_BUCKET: Final = 10_000
"""Milliseconds that are forgotten at once."""

_KEPT: Final = (1 << 60) - 1
"""The bits of a hash that fit a small integer, of which 5,000 lines a second remember a million."""

_Counts = dict[int, dict[int, int]]
"""By bucket of time, how often each event was met, by its hash: the messages themselves need not be kept."""


class Seen:
    """All that was handed on of one log group, as far back as anything may be read again."""

    def __init__(self) -> None:
        self.counts: _Counts = {}

    def forget_before(self, at: int) -> None:
        """Forget events before a moment (milliseconds), to which nobody will go back."""
        _forget(self.counts, at)


class Tally:
    """What one reader has met: one pass over a stretch of time, or one session."""

    def __init__(self, seen: Seen) -> None:
        self._seen = seen
        self._own: _Counts = {}

    def admits(self, event: LogEvent) -> bool:
        """Whether the event was not handed on before; it is taken as handed on now."""
        bucket = event.at // _BUCKET
        key = hash((event.stream, event.at, event.message)) & _KEPT
        own = self._own.setdefault(bucket, {})
        met = own[key] = own.get(key, 0) + 1
        seen = self._seen.counts.setdefault(bucket, {})
        if met <= seen.get(key, 0):
            return False
        seen[key] = met
        return True

    def forget_before(self, at: int) -> None:
        """Forget events before a moment, as `Seen` does: a session goes on for hours."""
        _forget(self._own, at)


def _forget(counts: _Counts, at: int) -> None:
    for bucket in [bucket for bucket in counts if (bucket + 1) * _BUCKET <= at]:
        del counts[bucket]
