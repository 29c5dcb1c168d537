"""When schedules run next: by examples, and against a walk through all minutes."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fargate_tui.demo.scaling.schedules import due
from fargate_tui.fargate.records import ScheduledAction
from fargate_tui.fargate.schedules import is_schedule, next_run

NOW = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)  # a Monday


def scheduled(expression: str, zone: str | None = None, **members: Any) -> ScheduledAction:
    return ScheduledAction(scheduled_action_name="x", schedule=expression, timezone=zone, **members)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("expression", "zone", "expected"),
    [
        ("at(2026-11-23T08:00:00)", None, at("11-23T08:00")),
        ("at(2026-11-23T08:00)", "Asia/Tokyo", None),
        ("at(2026-11-23T20:00:00)", "Asia/Tokyo", at("11-23T11:00")),
        ("cron(0 8 * * ? *)", None, at("11-23T08:00")),
        ("cron(12 3 * * ? *)", None, NOW),
        ("cron(11 3 * * ? *)", None, at("11-24T03:11")),
        ("cron(0 8 * * ? *)", "Asia/Tokyo", at("11-23T23:00")),
        ("cron(0 8 ? * MON-FRI *)", "America/New_York", at("11-23T13:00")),
        ("cron(30 6,18 ? * SUN *)", None, at("11-29T06:30")),
        ("cron(0/15 * * * ? *)", None, at("11-23T03:15")),
        ("cron(0 0 L * ? *)", None, at("11-30T00:00")),
        ("cron(0 0 29 FEB ? *)", None, datetime(2028, 2, 29, tzinfo=UTC)),
        ("cron(0 0 ? * 6L *)", None, None),
        ("cron(0 0 * * ? 2025)", None, None),
        ("cron(0 0 31 2 ? *)", None, None),
        ("cron(0 8 * * ? *)", "Mars/Olympus", None),
        ("at(2026-99-99T08:00:00)", None, None),
        ("every day", None, None),
    ],
)
def test_the_next_run(expression: str, zone: str | None, expected: datetime | None) -> None:
    assert next_run(scheduled(expression, zone), NOW) == expected


def test_a_rate_counts_from_its_making_or_its_start() -> None:
    made = NOW - timedelta(hours=5, minutes=10)
    assert next_run(scheduled("rate(2 hours)", creation_time=made), NOW) == NOW + timedelta(minutes=50)
    later = NOW + timedelta(days=1)
    assert next_run(scheduled("rate(2 hours)", creation_time=made, start_time=later), NOW) == later


def test_nothing_runs_after_the_end() -> None:
    assert next_run(scheduled("cron(0 8 * * ? *)", end_time=at("11-23T07:00")), NOW) is None
    assert next_run(scheduled("cron(0 8 * * ? *)", start_time=at("12-01T09:00")), NOW) == at("12-02T08:00")


@pytest.mark.parametrize("text", ["cron(0 8 * * ? *)", "rate(1 minute)", "at(2026-01-01T00:00)"])
def test_what_is_a_schedule(text: str) -> None:
    assert is_schedule(text)
    assert not is_schedule(f"{text} ")


HOURS = st.sampled_from(["*", "3", "0-6", "4,5", "0/3"])
ZONES = st.sampled_from([None, "Asia/Tokyo", "America/St_Johns"])


@settings(max_examples=15, deadline=None)
@given(st.sampled_from(["0", "30", "*/20", "5-7"]), HOURS, st.sampled_from(["?", "MON", "2-3", "TUE,WED"]), ZONES)
def test_no_moment_before_the_next_is_due(minute: str, hour: str, weekday: str, zone: str | None) -> None:
    expression = f"cron({minute} {hour} * * {weekday} *)"
    found = next_run(scheduled(expression, zone), NOW)
    assert found is not None

    def is_due(moment: datetime) -> bool:
        return due(expression, zone, moment - timedelta(minutes=1), moment)

    assert is_due(found)
    assert not any(is_due(NOW + timedelta(minutes=past)) for past in range(int((found - NOW).total_seconds() // 60)))
