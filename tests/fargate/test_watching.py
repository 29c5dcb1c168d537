"""What of a change is worth telling."""

import itertools
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fargate_tui.fargate.cockpit import RolloutRow
from fargate_tui.fargate.rows import Finding, ServiceRow, Severity, TaskRow
from fargate_tui.fargate.watching import (
    AT_MOST_EVERY,
    Tally,
    Watched,
    deployment_news,
    failures,
    service_news,
)

NOW = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)
STEADY = Finding(severity="ok", word="steady")
ROLLING = Finding(severity="busy", word="rolling")
LOOP = Finding(severity="error", word="crash loop", why="exit 1")
SHORT = Finding(severity="warn", word="short", why="1 of 2 running")
UNKNOWN = Finding(severity="info", word="unknown")


def row(finding: Finding, **members: object) -> ServiceRow:
    facts = {"status": "ACTIVE", "desired": 2, "running": 2, "task_definition": "api:7", **members}
    return ServiceRow(arn="a", name="api", cluster="prod", finding=finding, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        (STEADY, STEADY, []),
        (STEADY, ROLLING, []),
        (ROLLING, STEADY, ["steady: 2 of 2 running"]),
        (STEADY, LOOP, ["crash loop: exit 1"]),
        (SHORT, LOOP, ["crash loop: exit 1"]),
        (LOOP, SHORT, ["short: 1 of 2 running"]),
        (LOOP, LOOP, []),
        (LOOP, STEADY, ["steady: 2 of 2 running"]),
        (UNKNOWN, LOOP, []),
        (LOOP, UNKNOWN, []),
    ],
)
def test_a_service_is_told_of_when_it_gets_a_problem_and_when_it_is_steady_again(
    before: Finding, now: Finding, told: list[str]
) -> None:
    assert [news.words for news in service_news(row(before), row(now))] == told


def test_a_deployment_between_two_looks_is_told() -> None:
    told = service_news(row(STEADY), row(STEADY, task_definition="api:8"))
    assert [news.words for news in told] == ["steady: 2 of 2 running, now api:8"]


def test_a_service_that_is_deleted_is_told_of_once() -> None:
    idle = Finding(severity="info", word="inactive")
    gone = row(idle, status="INACTIVE")
    assert [news.words for news in service_news(row(STEADY), gone)] == ["has been deleted"]
    assert not list(service_news(gone, gone))


findings = st.builds(
    Finding,
    severity=st.sampled_from(["ok", "info", "busy", "warn", "error"]),
    word=st.sampled_from("abc"),
    why=st.text(),
)


@given(findings)
def test_nothing_is_told_of_what_stays_as_it_is(finding: Finding) -> None:
    assert not list(service_news(row(finding), row(finding)))


@given(findings, findings)
def test_a_new_problem_is_always_told_and_its_severity_with_it(before: Finding, now: Finding) -> None:
    told = list(service_news(row(before), row(now)))
    if now.is_problem and not before.is_problem:
        assert [news.severity for news in told] == [now.severity]
    assert len(told) <= 1


def task(number: int, finding: Finding, **members: object) -> TaskRow:
    facts = {"last_status": "STOPPED", "stopped_at": NOW + timedelta(seconds=number), **members}
    return TaskRow(arn=f"{number}", id=f"{number:032x}", cluster="prod", finding=finding, **facts)  # type: ignore[arg-type]


def test_tasks_that_failed_are_told_in_the_order_of_their_ends_and_only_new_ones() -> None:
    died, planned = Finding(severity="error", word="exit 1", why="exit 1"), Finding(severity="info", word="scaled in")
    rows = [task(3, died), task(1, died), task(2, planned), task(4, died, last_status="RUNNING")]
    assert failures(rows, {"1"}) == ("task 00000000: exit 1",)
    assert len(failures(rows, ())) == 2


def rollout(arn: str, severity: Severity, word: str, **members: object) -> RolloutRow:
    return RolloutRow(arn=arn, name=arn, severity=severity, word=word, revision="api:8", at=NOW, **members)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("severity", "word", "told"),
    [
        ("ok", "completed", "the deployment of api:8 has completed"),
        ("error", "failed", "the deployment of api:8 has failed: tasks failed to start"),
        ("error", "rolling back", "the deployment of api:8 is rolling back: tasks failed to start"),
        ("warn", "rolled back", "the deployment of api:8 was rolled back: tasks failed to start"),
        ("warn", "waits for you", "the deployment of api:8 waits for you: tasks failed to start"),
        ("warn", "stopping", ""),
        ("busy", "rolling out", ""),
    ],
)
def test_what_becomes_of_a_deployment(severity: Severity, word: str, told: str) -> None:
    before = rollout("d", "busy", "pending")
    now = rollout("d", severity, word, reason="tasks failed to start")
    assert [news.words for news in deployment_news((before,), (now,), NOW)] == ([told] if told else [])
    assert not list(deployment_news((now,), (now,), NOW))


def test_of_deployments_that_were_not_there_only_those_since_the_watch_began_are_told() -> None:
    now = rollout("d", "ok", "completed")
    assert not list(deployment_news((), (now,), NOW))
    assert list(deployment_news((), (now,), NOW - timedelta(seconds=1)))


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 5)), max_size=30))
def test_a_tally_loses_none_and_is_told_at_most_so_often(arrivals: list[tuple[int, int]]) -> None:
    at: list[float] = []
    tally, now, total, told = Tally("line"), 0.0, 0, 0
    for pause, number in arrivals:
        if tally.due <= now + pause:
            at.append(max(now, tally.due))
            told += tally.count
            tally = tally.told(at[-1])
        now += pause
        total += number
        tally = tally.add(["x"] * number)
    assert told + tally.count == total
    assert all(after - before >= AT_MOST_EVERY for before, after in itertools.pairwise(at))


def test_one_is_told_as_it_is_and_several_with_their_number() -> None:
    assert Tally("matching line").add(["boom"]).news.words == "boom"
    assert Tally("matching line").add(["a", "boom"]).news.words == "2 matching lines, the last: boom"


def test_what_a_watched_thing_is_called() -> None:
    assert Watched("service", "prod", "api").name == "prod/api"
    assert Watched("deployments", "prod", "api").name == "deployments of prod/api"
    assert Watched("log", "prod", "api", pattern="ERROR").name == "ERROR in prod/api"
    assert Watched("log", "", group="/ecs/api", pattern="ERROR").name == "ERROR in /ecs/api"
    assert Watched("log", "prod", pattern="a", shows=str.isalpha) == Watched("log", "prod", pattern="a")


def test_marks_do_not_change_a_row_otherwise() -> None:
    assert msgspec.structs.replace(row(STEADY), is_watched=True) != row(STEADY)
