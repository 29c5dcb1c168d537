"""The column of times. Pure."""

from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

from fargate_tui.format import age

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

MODES = ("off", "local", "utc", "relative")
"""What the column can show, in the order in which a key goes through them."""


def moment(at: int) -> datetime:
    """Milliseconds since 1970 as a time."""
    return datetime.fromtimestamp(at / 1000, UTC)


def clock(at: int, zone: timezone | None, *, date: bool, exact: bool) -> str:
    """The time in a zone (None for the local one): ``03:12:04``, if wanted with its date and milliseconds."""
    then = moment(at).astimezone(zone)
    day = f"{then:%m-%d} " if date else ""
    return f"{day}{then:%H:%M:%S}" + (f".{at % 1000:03}" if exact else "")


def time_text(mode: str, at: int, now: datetime, *, date: bool = False, exact: bool = False) -> str:
    """What stands in the column; empty where it is off."""
    if mode == "off":
        return ""
    if mode == "relative":
        return f"{age(moment(at), now):>4}"
    if mode == "utc":
        return clock(at, UTC, date=date, exact=exact) + "Z"
    return clock(at, None, date=date, exact=exact)


def width(mode: str, *, date: bool = False, exact: bool = False) -> int:
    """Cells of the column."""
    if mode in ("off", "relative"):
        return 0 if mode == "off" else 4
    return 8 + (6 if date else 0) + (4 if exact else 0) + (1 if mode == "utc" else 0)


def iso(at: int) -> str:
    """A time as it is saved: ``2026-11-23T03:12:04.123Z``."""
    return f"{_iso_second(at // 1000)}.{at % 1000:03}Z"


@lru_cache(1024)
def _iso_second(second: int) -> str:
    return f"{_EPOCH + timedelta(seconds=second):%Y-%m-%dT%H:%M:%S}"
