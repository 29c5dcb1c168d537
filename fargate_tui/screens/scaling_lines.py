"""What scales a service, as lines: the headline, the row under the cursor, and one thing in full. Pure."""

from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo

import msgspec

from fargate_tui.columns.finding import GLYPHS, TONES
from fargate_tui.fargate.scaling import ScalingRow, limits_set, suspended
from fargate_tui.fargate.schedules import next_run, zone_of
from fargate_tui.format import age, visible
from fargate_tui.keys.key import Key
from fargate_tui.screens.describe_lines import describe_lines
from fargate_tui.widgets.lines import Line, Span, line


def how_to_begin(key: Key) -> str:
    """What makes a service scale by itself that does not yet."""
    limits, track, schedule = (
        key("scaling.limits", "equals_sign"),
        key("scaling.track", "n"),
        key("scaling.schedule", "a"),
    )
    return f"{limits} sets its limits (2 6), then {track} tracks a metric (cpu 60), {schedule} adds a schedule"


def headline(row: ScalingRow, key: Key) -> Line:
    """How many tasks there are, within which limits, and what is suspended."""
    scaled = row.scaled
    assert scaled is not None, "the row of the limits"
    severity = row.finding.severity
    parts = [Span(f" {GLYPHS[severity]} ", TONES[severity])]
    if scaled.desired is not None:
        parts += [Span(f"{scaled.desired:,} desired", "title"), Span(f", {scaled.running or 0:,} running")]
    target = scaled.target
    if target is None:
        words = "nothing scales it" if scaled.is_known else "limits not known"
        return (*parts, Span(" · ", "muted"), Span(words))
    limits = f"autoscaling {target.min_capacity:,} to {target.max_capacity:,}"
    parts += [Span(" · ", "muted"), Span(limits, "title"), Span(" · ", "muted")]
    held = suspended(target.suspended_state)
    if held:
        return (*parts, Span(f"suspended: {held}", "warn"), Span(f" · {key('scaling.suspend', 'z')} resumes", "muted"))
    return (*parts, Span(row.finding.why or "nothing suspended", "warn" if row.finding.why else "muted"))


def explained(row: ScalingRow, now: datetime) -> Line:
    """The row under the cursor, in full."""
    glyph = Span(f"{GLYPHS[row.finding.severity]} ", TONES[row.finding.severity])
    if row.schedule is not None:
        return (glyph, Span(f"{visible(next_told(row, now))} · sets {limits_set(row.schedule)}"))
    if row.policy is not None and not row.finding.is_problem:
        alarms = " · ".join(f"{each.word} {visible(each.rule)}" for each in row.alarms)
        why = visible(row.finding.why)
        return (glyph, Span(" · ".join(filter(None, (alarms or why,)))))
    said = row.finding.why or row.text
    return (glyph, Span(visible(said)))


def next_told(row: ScalingRow, now: datetime, here: tzinfo | None = None) -> str:
    """When a schedule runs next: in UTC, in its own zone, and here (None for this machine's zone)."""
    action = row.schedule
    assert action is not None, "a row of a schedule"
    following = next_run(action, now)
    if following is None:
        return "next run: never again, or not known"
    told = [f"{following:%a %d %b %H:%M} UTC"]
    zone = zone_of(action.timezone)
    if zone is not None and _differs(following, zone):
        told.append(f"{following.astimezone(zone):%a %H:%M} {action.timezone}")
    if _differs(following, here) and not (zone and following.astimezone(zone).utcoffset() == _offset(following, here)):
        told.append(f"{following.astimezone(here):%a %H:%M} here")
    return f"next run {', '.join(told)}"


def _differs(moment: datetime, zone: tzinfo | None) -> bool:
    return _offset(moment, zone) != moment.astimezone(UTC).utcoffset()


def _offset(moment: datetime, zone: tzinfo | None) -> object:
    return moment.astimezone(zone).utcoffset()


def in_full(row: ScalingRow, now: datetime) -> Iterator[Line]:
    """One thing as AWS has it, with what its alarms say."""
    yield line(visible(row.text), "title")
    yield ()
    if row.schedule is not None:
        yield line(visible(next_told(row, now)))
        yield ()
    if row.finding.why:
        yield (
            Span(f"{GLYPHS[row.finding.severity]} ", TONES[row.finding.severity]),
            Span(visible(row.finding.why)),
        )
        yield ()
    for alarm in row.alarms:
        since = f" for {age(alarm.since, now)}" if alarm.since else ""
        yield (
            Span(f"{GLYPHS[alarm.severity]} ", TONES[alarm.severity]),
            Span(visible(alarm.name), "title"),
            Span(f"  {alarm.word}{since}"),
        )
        yield line(f"  {visible(alarm.rule)}", "value")
        if alarm.reason:
            yield line(f"  {visible(alarm.reason)}", "muted")
    if row.alarms:
        yield ()
    yield from describe_lines(as_sent(row), now)


def as_sent(row: ScalingRow) -> dict[str, object]:
    """What AWS sent of it, by its own names."""
    found = msgspec.json.decode(msgspec.json.encode(row.policy or row.schedule or row.activity))
    return found if isinstance(found, dict) else {}
