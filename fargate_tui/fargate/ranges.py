"""How far back metrics are looked at, and how finely."""

from datetime import datetime, timedelta
from typing import Final

from fargate_tui.fargate.records import Record

MINUTE: Final = 60

LAG: Final = timedelta(minutes=2)
"""How far CloudWatch is behind."""


class Range(Record, frozen=True, kw_only=True):
    """A stretch of time that ends now."""

    word: str
    """As a person says it: ``6h``."""
    span: timedelta
    period: int
    """Seconds between two points: CloudWatch has them by the minute for 15 days."""

    @property
    def points(self) -> int:
        """How many points a series may have."""
        return int(self.span.total_seconds()) // self.period

    def window(self, now: datetime) -> tuple[datetime, datetime]:
        """From when to when: whole periods only, for the sum of a period that is not over is a false drop."""
        # A point of several minutes is asked for once: not before its last minute has come in.
        now -= LAG if self.period > MINUTE else timedelta()
        end = datetime.fromtimestamp(now.timestamp() // self.period * self.period, now.tzinfo)
        return end - self.span, end


def _range(word: str, hours: int, minutes: int) -> Range:
    return Range(word=word, span=timedelta(hours=hours), period=60 * minutes)


METRIC_RANGES: Final = (
    _range("1h", 1, 1),
    _range("3h", 3, 1),
    _range("6h", 6, 2),
    _range("12h", 12, 3),
    _range("24h", 24, 5),
    _range("3d", 3 * 24, 15),
    _range("7d", 7 * 24, 60),
    _range("14d", 14 * 24, 120),
)
"""The ranges of plots; none asks for more points than a terminal has dots, some 300."""
