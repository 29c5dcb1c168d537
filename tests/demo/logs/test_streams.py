"""Log streams whose lines are made when somebody reads them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fargate_tui.demo.clock import HeldClock
from fargate_tui.demo.logs.lines import LogLines
from fargate_tui.demo.logs.streams import Stream

NOW = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)
LATER = 3_000
"""Milliseconds after which every stream's lines have arrived."""
ALWAYS = 1 << 60


def stream(seed: int = 7) -> Stream:
    return Stream("a/web/1", 0, seed)


def messages(found: Stream, now: int) -> list[str]:
    return [event.message for event in found.between(0, ALWAYS, now)]


def test_lines_are_read_in_the_order_they_were_written_once_they_have_arrived() -> None:
    one = stream()
    one.write(1_000, ["one", "two"])
    one.write(5_000, ["three"])
    assert messages(one, 1_000) == []
    assert messages(one, 1_000 + one.lag - 1) == []
    assert messages(one, 1_000 + one.lag) == ["one", "two"]
    assert messages(one, 5_000 + one.lag) == ["one", "two", "three"]
    assert [event.ingested for event in one.between(0, ALWAYS, 9_000)] == [1_000 + one.lag] * 2 + [5_000 + one.lag]


@given(st.lists(st.integers(0, 200_000), max_size=12))
def test_when_a_stream_is_read_changes_nothing_in_it(readings: list[int]) -> None:
    often, once = stream(), stream()
    for one in (often, once):
        one.begin(10_000, 1_500, lambda chance: (f"beat {chance.random()}", "and"))
    for now in sorted(readings):
        often.between(0, ALWAYS, now)
    assert often.between(0, ALWAYS, 250_000) == once.between(0, ALWAYS, 250_000)


def test_a_rhythm_has_a_beat_in_every_period_and_ends_when_it_is_told_to() -> None:
    one = stream()
    one.begin(0, 1_000, ("beat",))
    one.end(10_000)
    one.write(10_500, ["bye"])
    found = one.between(0, ALWAYS, 60_000)
    assert [event.at // 1_000 for event in found] == list(range(11))
    assert [event.message for event in found] == ["beat"] * 10 + ["bye"]


def test_another_seed_or_stream_says_something_else() -> None:
    said = []
    for one in (stream(), stream(8), Stream("a/web/2", 0, 7), stream()):
        one.begin(0, 1_000, lambda chance: (str(chance.random()),))
        said.append(messages(one, 10_000))
    assert said[0] == said[3]
    assert said[0] != said[1] != said[2] != said[0]


def test_what_arrives_late_stands_where_it_belongs_and_is_new_when_it_arrives() -> None:
    one = stream()
    one.write(1_000, ["one"])
    one.write(9_000, ["three"])
    one.put([(5_000, "two")], 20_000)
    assert messages(one, 20_000) == ["one", "two", "three"]
    assert [event.message for event in one.arrived(2, 20_000)] == ["two"]
    assert one.arrived(one.count(20_000), 20_000) == []


def lines() -> tuple[LogLines, HeldClock]:
    clock = HeldClock(NOW)
    return LogLines(clock.now, 7), clock


def test_what_ran_and_died_before_logs_begin_leaves_no_stream() -> None:
    logs, clock = lines()
    logs.begin("/ecs/a", "a/web/1", NOW + timedelta(hours=1), 1.0, ("beat",))
    clock.advance(60)
    logs.end("/ecs/a", "a/web/1", clock.now())
    assert not logs.streams("/ecs/a")


def test_streams_of_a_crash_loop_are_forgotten_oldest_first() -> None:
    logs, _ = lines()
    for number in range(1_200):
        logs.write("/ecs/loop", f"loop/web/{number}", NOW, ["died"])
    assert len(logs.streams("/ecs/loop")) == 1_000
    assert "loop/web/0" not in logs.streams("/ecs/loop")


def test_what_is_written_to_a_deleted_group_is_lost() -> None:
    logs, _ = lines()
    logs.write("/ecs/a", "a/web/1", NOW, ["one"])
    logs.delete("/ecs/a")
    logs.write("/ecs/a", "a/web/1", NOW, ["two"])
    assert not logs.knows("/ecs/a")
    logs.create("/ecs/a")
    assert not logs.streams("/ecs/a")


def test_a_group_is_announced_once() -> None:
    logs, _ = lines()
    logs.write("/ecs/a", "a/web/1", NOW, ["one"])
    assert logs.unannounced() == {"/ecs/a"}
    logs.write("/ecs/b", "b/web/1", NOW, ["one"])
    assert logs.unannounced() == {"/ecs/b"}


@pytest.mark.parametrize("start", [0, 61_000])
def test_a_long_unread_stream_makes_its_newest_hours_only(start: int) -> None:
    one = stream()
    one.begin(start, 1_000, ("beat",))
    day = 24 * 3_600_000
    found = one.between(0, ALWAYS, day)
    assert 6 * 3_600 - 10 <= len(found) <= 6 * 3_600 + 10
    assert found[-1].at > day - LATER
