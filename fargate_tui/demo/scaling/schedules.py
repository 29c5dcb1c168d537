"""When scheduled actions are due: ``at(…)``, ``rate(…)`` and ``cron(…)``. Pure."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_AT = re.compile(r"at\((\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?)\)")
_RATE = re.compile(r"rate\(([1-9]\d*) (minute|hour|day)s?\)")
_CRON = re.compile(r"cron\((\S+ \S+ \S+ \S+ \S+ \S+)\)")
_DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_LONGEST = 48 * 60
"""Minutes that are looked through for a ``cron`` at once."""


def is_schedule(schedule: str, timezone: str | None) -> bool:
    """Whether it can be understood."""
    try:
        due(schedule, timezone, datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, 0, 1, tzinfo=UTC))
    except (ValueError, KeyError, OSError):
        return False
    return True


def due(schedule: str, timezone: str | None, since: datetime, now: datetime, created: datetime | None = None) -> bool:
    """Whether it falls due after ``since`` and not after ``now``; raises ValueError where it is none."""
    zone = ZoneInfo(timezone) if timezone else UTC
    if found := _AT.fullmatch(schedule):
        return since < datetime.fromisoformat(found[1]).replace(tzinfo=zone) <= now
    if found := _RATE.fullmatch(schedule):
        every, begin = timedelta(**{f"{found[2]}s": int(found[1])}), created or since
        return (now - begin) // every > (since - begin) // every
    if found := _CRON.fullmatch(schedule):
        fields = found[1].split()
        minutes = min(_LONGEST, int((now - since).total_seconds() // 60) + 1)
        last = now.replace(second=0, microsecond=0)
        moments = (last - timedelta(minutes=back) for back in range(minutes))
        return any(since < moment <= now and _matches(fields, moment.astimezone(zone)) for moment in moments)
    raise ValueError(schedule)


def _matches(fields: list[str], moment: datetime) -> bool:
    minute, hour, day, month, weekday, year = fields
    return (
        _in(minute, moment.minute)
        and _in(hour, moment.hour)
        and _in(day, moment.day)
        and _in(_numbered(month, _MONTHS), moment.month)
        and _in(_numbered(weekday, _DAYS), moment.isoweekday() % 7 + 1)
        and _in(year, moment.year)
    )


def _numbered(field: str, names: tuple[str, ...]) -> str:
    for number, name in enumerate(names, 1):
        field = field.replace(name, str(number))
    return field


def _in(field: str, value: int) -> bool:
    return field == "?" or any(_in_part(part, value) for part in field.split(","))


def _in_part(part: str, value: int) -> bool:
    span, _, step = part.partition("/")
    first, _, last = span.partition("-")
    least = 0 if first == "*" else int(first)
    most = int(last) if last else 10_000 if first == "*" or step else least
    return least <= value <= most and (value - least) % int(step or 1) == 0
