"""When a scheduled action runs next: ``at(…)``, ``rate(…)`` and ``cron(…)`` as Application Auto Scaling has them."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fargate_tui.fargate.records import ScheduledAction

_AT: Final = re.compile(r"at\((\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?)\)")
_RATE: Final = re.compile(r"rate\(([1-9]\d{0,5}) (minute|hour|day)s?\)")
_CRON: Final = re.compile(r"cron\((\S+) (\S+) (\S+) (\S+) (\S+) (\S+)\)")
_DAYS: Final = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
_MONTHS: Final = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_AHEAD: Final = 5 * 366
"""Days that are looked through for a ``cron``: one that runs only on 29 February is found."""


def is_schedule(expression: str) -> bool:
    """Whether it has the form of a schedule; AWS looks more closely."""
    return any(form.fullmatch(expression) for form in (_AT, _RATE, _CRON))


def zone_of(name: str | None) -> tzinfo | None:
    """The time zone of a schedule, UTC where it has none; None for a name that this machine does not know."""
    if not name:
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def next_run(action: ScheduledAction, now: datetime) -> datetime | None:
    """When it runs next (UTC); None where it never does again, or where this cannot be told."""
    start = max(now, action.start_time) if action.start_time else now
    found = _next(action, start)
    if found is None or (action.end_time is not None and found > action.end_time):
        return None
    return found


def _next(action: ScheduledAction, now: datetime) -> datetime | None:
    zone = zone_of(action.timezone)
    if match := _RATE.fullmatch(action.schedule):
        return _of_rate(int(match[1]), match[2], action.start_time or action.creation_time or now, now)
    if zone is None:
        return None
    if match := _AT.fullmatch(action.schedule):
        return _of_at(match[1], zone, now)
    if match := _CRON.fullmatch(action.schedule):
        try:
            return next(_of_cron(match.groups(), zone, now), None)
        except ValueError:
            # L, W and # for days: AWS knows them, and we would have to guess.
            return None
    return None


def _of_at(text: str, zone: tzinfo, now: datetime) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)
    except ValueError:
        return None
    return moment if moment >= now else None


def _of_rate(number: int, unit: str, since: datetime, now: datetime) -> datetime:
    every = timedelta(**{f"{unit}s": number})
    return since if since >= now else since - ((since - now) // every) * every


def _of_cron(fields: tuple[str, ...], zone: tzinfo, now: datetime) -> Iterator[datetime]:
    """The moments from ``now`` on, in order; raises ValueError for what is not understood."""
    minute, hour, day, month, weekday, year = fields
    minutes, hours = _numbers(minute, 0, 59), _numbers(hour, 0, 23)
    months = _numbers(_numbered(month, _MONTHS), 1, 12)
    years = _numbers(year, 1970, 2199)
    weekdays = _numbers(_numbered(weekday, _DAYS), 1, 7)
    days = None if day == "L" else _numbers(day, 1, 31)
    first = now.astimezone(zone).date()
    for distance in range(_AHEAD):
        today = first + timedelta(days=distance)
        if today.year not in years or today.month not in months or today.isoweekday() % 7 + 1 not in weekdays:
            continue
        if not _is_last(today) if days is None else today.day not in days:
            continue
        moments = (datetime.combine(today, time(at, past), zone) for at in sorted(hours) for past in sorted(minutes))
        yield from (moment.astimezone(UTC) for moment in moments if moment.astimezone(UTC) >= now)


def _is_last(today: date) -> bool:
    return today.day == monthrange(today.year, today.month)[1]


def _numbered(field: str, names: tuple[str, ...]) -> str:
    for number, name in enumerate(names, 1):
        field = field.replace(name, str(number))
    return field


def _numbers(field: str, least: int, most: int) -> frozenset[int]:
    """The numbers that a field of a cron names; raises ValueError for what is not understood."""
    if field == "?":
        return frozenset(range(least, most + 1))
    return frozenset(number for part in field.split(",") for number in _part(part, least, most))


def _part(part: str, least: int, most: int) -> range:
    span, _, step = part.partition("/")
    begin, _, end = span.partition("-")
    first = least if begin == "*" else int(begin)
    last = int(end) if end else most if begin == "*" or step else first
    return range(first, last + 1, int(step or 1))
