"""What the metrics view says in words: alarms in lines. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, tzinfo

from fargate_tui.columns.finding import GLYPHS, TONES
from fargate_tui.fargate.alarms import AlarmState
from fargate_tui.fargate.rows import Severity
from fargate_tui.format import NONE, visible
from fargate_tui.widgets.lines import Line, Span, line

MOST_RINGING = 3
"""Alarms that ring and are shown without being asked for; the plots need the room."""
_INDENT = " " * 11
"""Cells of a state in front of the name of its alarm."""


def alarm_strip(alarms: Sequence[AlarmState] | None, end: datetime, zone: tzinfo | None) -> list[Line]:
    """The alarms that ring, one a line, and all others in one; None stands for not known."""
    if alarms is None:
        return [line("○ alarms: not checked", "muted")]
    if not alarms:
        return [line("○ no alarm watches this service", "muted")]
    ringing = [alarm for alarm in alarms if alarm.severity == "error"]
    found = [_ringing(alarm, end, zone) for alarm in ringing[:MOST_RINGING]]
    rest = list(_counts(alarms, len(ringing) - len(found)))
    return [*found, tuple(rest)] if rest else found


def all_alarms(alarms: Sequence[AlarmState] | None, end: datetime, zone: tzinfo | None) -> Iterator[Line]:
    """Every alarm with its rule and its reason."""
    for alarm in alarms or ():
        yield _head(alarm, end, zone)
        told = [
            alarm.rule,
            alarm.reason,
            "deployments of the service fail while it rings" if alarm.fails_deployments else "",
        ]
        # What stands behind a name is folded in its own column.
        yield from (
            (Span(_INDENT, "key"), Span(visible(text), "muted" if place else ""))
            for place, text in enumerate(told)
            if text
        )
        yield ()
    if not alarms:
        yield from alarm_strip(alarms, end, zone)


def _ringing(alarm: AlarmState, end: datetime, zone: tzinfo | None) -> Line:
    return (*_head(alarm, end, zone), Span(f"  {visible(alarm.rule)}"))


def _head(alarm: AlarmState, end: datetime, zone: tzinfo | None) -> Line:
    return (
        Span(f"{GLYPHS[alarm.severity]} {visible(alarm.word):<8} ", TONES[alarm.severity]),
        Span(visible(alarm.name), "title"),
        Span(f"  since {clock(alarm.since, end, zone)}", "muted"),
    )


def _counts(alarms: Iterable[AlarmState], hidden: int) -> Iterator[Span]:
    """How many more ring, and what the others are called."""
    if hidden:
        yield Span(f"{GLYPHS['error']} {hidden} more ring", TONES["error"])
    for word in ("no data", "ok"):
        names = [visible(alarm.name) for alarm in alarms if alarm.word == word]
        if names:
            severity: Severity = "ok" if word == "ok" else "info"
            yield Span("   " if word == "ok" and hidden else "")
            yield Span(f"{GLYPHS[severity]} {len(names)} {word}", TONES[severity])
            yield Span(f": {', '.join(names)}   ", "muted")


def clock(moment: datetime | None, end: datetime, zone: tzinfo | None) -> str:
    """A time of day in a zone (None for the local one), with its date where that is not the day of ``end``."""
    if moment is None:
        return NONE
    then = moment.astimezone(zone)
    form = "%H:%M" if then.date() == end.astimezone(zone).date() else "%m-%d %H:%M"
    return f"{then:{form}}{'Z' if zone is not None else ''}"
