"""What a plot shows: series, and what happened meanwhile. Pure."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from fargate_tui.widgets.plot_scale import gap

TONES = ("key", "warn", "good", "busy")
"""Of the series, in their order; the mark of each tells it apart without colour."""


@dataclass(frozen=True)
class Curve:
    """A series to draw: times, oldest first, and their values."""

    name: str
    times: Sequence[datetime]
    values: Sequence[float]

    @cached_property
    def seconds(self) -> tuple[float, ...]:
        """The times, since 1970."""
        return tuple(moment.timestamp() for moment in self.times)

    @cached_property
    def gap(self) -> float:
        """Seconds beyond which two points are not joined."""
        return gap(self.seconds)

    @property
    def period(self) -> float:
        """Seconds beyond which a moment between two points has no value."""
        return self.gap / 2

    def value_at(self, moment: datetime, within: timedelta) -> float | None:
        """The value nearest to a moment, unless the nearest is further away than `within`."""
        if not self.times:
            return None
        wanted = moment.timestamp()
        after = bisect_left(self.seconds, wanted)
        near = min(
            range(max(0, after - 1), min(after + 1, len(self.seconds))), key=lambda at: abs(self.seconds[at] - wanted)
        )
        return self.values[near] if abs(self.seconds[near] - wanted) <= within.total_seconds() else None

    def newest(self, since: datetime) -> float | None:
        """The last value, unless it is older."""
        return self.values[-1] if self.times and self.times[-1] >= since else None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened while it was measured, such as a deployment."""

    at: datetime
    text: str
    label: str = ""
    """What stands on the axis beside its mark, where there is room: ``:7``."""
