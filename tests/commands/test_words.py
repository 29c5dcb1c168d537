"""When the conditions that have a name hold, and when they can hold no more."""

from typing import Any

import pytest

from fargate_tui.commands import services, tasks
from fargate_tui.commands.conditions import parse
from fargate_tui.fargate.rows import Finding, ServiceRow, Severity, TaskRow


def service(word: str, severity: Severity = "ok", **members: Any) -> ServiceRow:
    known = {"status": "ACTIVE", "rollout": "COMPLETED", "desired": 2, "running": 2, **members}
    return ServiceRow(arn="a", name="api", cluster="prod", finding=Finding(severity=severity, word=word), **known)


def task(last_status: str, word: str = "running", severity: Severity = "ok", **members: Any) -> TaskRow:
    finding = Finding(severity=severity, word=word)
    return TaskRow(arn="a", id=32 * "a", cluster="prod", finding=finding, last_status=last_status, **members)


@pytest.mark.parametrize(
    ("row", "steady", "well"),
    [
        (service("steady"), "met", "met"),
        (service("idle", "info", desired=0, running=0), "met", "met"),
        (service("steady", rollout=None), "met", "met"),
        (service("idle", "info", desired=0, running=0, rollout="IN_PROGRESS"), "waiting", "met"),
        (service("steady", running=1), "waiting", "met"),
        (service("steady", pending=1), "waiting", "met"),
        (service("rolling", "busy", rollout="IN_PROGRESS"), "waiting", "met"),
        (service("scaling out", "busy", running=1), "waiting", "met"),
        (service("short", "warn", running=1), "waiting", "waiting"),
        (service("crash loop", "error"), "waiting", "waiting"),
        (service("failing", "error", rollout="FAILED"), "never", "waiting"),
        (service("rolled back", "warn"), "never", "waiting"),
        (service("failed", "warn"), "never", "waiting"),
        (service("draining", "busy", status="DRAINING"), "never", "met"),
        (service("inactive", "info", status="INACTIVE"), "never", "met"),
        (service("unknown", "info", status=None, rollout=None), "waiting", "waiting"),
    ],
)
def test_services(row: ServiceRow, steady: str, well: str) -> None:
    assert parse("steady", services.WORDS).judge([row]).standing == steady
    assert parse("well", services.WORDS).judge([row]).standing == well


@pytest.mark.parametrize(
    ("row", "standings"),
    [
        (task("PENDING", "starting", "busy"), ("waiting", "waiting", "waiting", "waiting")),
        (task("RUNNING"), ("met", "met", "waiting", "waiting")),
        (task("RUNNING", health="HEALTHY", target="healthy"), ("met", "met", "waiting", "waiting")),
        (task("RUNNING", health="UNKNOWN"), ("met", "waiting", "waiting", "waiting")),
        (task("RUNNING", target="initial"), ("met", "waiting", "waiting", "waiting")),
        (task("STOPPED", "ended", "info", exit_codes=(0, 0)), ("never", "never", "met", "met")),
        (task("STOPPED", "failed", "error", exit_codes=(0, 1)), ("never", "never", "met", "never")),
        (task("STOPPED", "no image", "error"), ("never", "never", "met", "never")),
    ],
)
def test_tasks(row: TaskRow, standings: tuple[str, ...]) -> None:
    words = ("running", "healthy", "stopped", "succeeded")
    assert tuple(parse(word, tasks.WORDS).judge([row]).standing for word in words) == standings


def test_health_that_may_not_be_asked_for_is_not_health() -> None:
    gap = ["target health not known: elasticloadbalancing:DescribeTargetHealth is not allowed"]
    assert parse("healthy", tasks.WORDS).judge([task("RUNNING")], gap).standing == "waiting"
    assert parse("running", tasks.WORDS).judge([task("RUNNING")], gap).standing == "met"
