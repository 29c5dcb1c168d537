from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fargate_tui.fargate.events import brief
from fargate_tui.fargate.records import Container, Deployment, ScalingActivity, Service, ServiceEvent, Task
from fargate_tui.fargate.timeline import ended_task_row, newest_first, scaling_row, service_rows

NOW = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)
STEADY = "(service web) has reached a steady state."
GROUP = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/73e2d6bc24d8a067"
TASK = "4f1c0a9e00000000000000000000000a"
UNHEALTHY = f"(service web) (task {TASK}) (port 80) is unhealthy in (target-group {GROUP}) due to (reason timed out)"


def service(*messages: str, deployments: tuple[Deployment, ...] = ()) -> Service:
    """With events as AWS lists them: the newest first, a minute between them."""
    events = tuple(
        ServiceEvent(id=f"e{number}", created_at=NOW - timedelta(minutes=number), message=message)
        for number, message in enumerate(messages)
    )
    return Service(service_arn="arn:web", service_name="web", events=events, deployments=deployments)


def test_steady_notices_in_a_row_are_told_once_with_their_count() -> None:
    rows = service_rows(service(STEADY, STEADY, STEADY, UNHEALTHY, STEADY))
    assert [(row.word, row.count, row.at, row.since) for row in rows] == [
        ("steady", 3, NOW, NOW - timedelta(minutes=2)),
        ("target unhealthy", 1, NOW - timedelta(minutes=3), None),
        ("steady", 1, NOW - timedelta(minutes=4), None),
    ]


def test_one_more_steady_notice_is_the_same_row() -> None:
    older = ServiceEvent(id="old", created_at=NOW - timedelta(hours=6), message=STEADY)
    newer = ServiceEvent(id="new", created_at=NOW, message=STEADY)
    (before,) = service_rows(Service(service_arn="a", service_name="web", events=(older,)))
    (after,) = service_rows(Service(service_arn="a", service_name="web", events=(newer, older)))
    assert before.arn == after.arn
    assert (before.count, after.count) == (1, 2)


def test_an_event_names_what_it_is_about() -> None:
    (row,) = service_rows(service(UNHEALTHY))
    assert (row.severity, row.tasks, row.target_group) == ("warn", (TASK,), GROUP)
    assert row.detail == UNHEALTHY
    assert row.text == brief(UNHEALTHY.removeprefix("(service web) "))
    assert TASK not in row.text


def test_unknown_words_are_kept() -> None:
    said = "(service web) (deployment ecs-svc/1) did something new (task 4f1c0a9e)."
    (row,) = service_rows(service(said))
    assert (row.word, row.severity, row.detail) == ("unknown", "info", said)
    assert row.text == said.removeprefix("(service web) ")


@given(st.lists(st.sampled_from([STEADY, UNHEALTHY, "anything", ""])))
def test_no_event_is_left_out(messages: list[str]) -> None:
    rows = service_rows(service(*messages))
    assert sum(row.count for row in rows) == len(messages)
    assert len({row.arn for row in rows}) == len(rows)
    assert newest_first(rows) == rows


def deployment(state: str | None) -> Deployment:
    return Deployment(
        id="ecs-svc/1",
        status="PRIMARY",
        task_definition="arn:aws:ecs:eu-west-1:1:task-definition/web:8",
        desired_count=4,
        running_count=2,
        failed_tasks=1,
        created_at=NOW - timedelta(minutes=9),
        updated_at=NOW,
        rollout_state=state,
        rollout_state_reason="as AWS says",
    )


@pytest.mark.parametrize(
    ("state", "word", "severity", "text"),
    [
        ("IN_PROGRESS", "deploying", "busy", "deployment of web:8: 2 of 4 running, 1 failed"),
        ("FAILED", "deployment failed", "error", "deployment failed of web:8"),
        ("SOMETHING", "something", "info", "something of web:8"),
    ],
)
def test_a_deployment_began_and_stands_somewhere(state: str, word: str, severity: str, text: str) -> None:
    began, stands = service_rows(service(deployments=(deployment(state),)))
    assert (began.text, began.at, began.deployment) == (
        "deployment of web:8 began",
        NOW - timedelta(minutes=9),
        "ecs-svc/1",
    )
    assert (stands.word, stands.severity, stands.text, stands.at) == (word, severity, text, NOW)


def test_the_end_of_a_deployment_is_told_once() -> None:
    failed = "(service web) (deployment ecs-svc/1) deployment failed: tasks failed to start."
    rows = service_rows(service(failed, deployments=(deployment("FAILED"),)))
    assert [row.word for row in rows] == ["deployment failed", "deployment began"]
    assert rows[0].deployment == "ecs-svc/1"
    assert len(service_rows(service(deployments=(deployment(None),)))) == 1


def test_when_a_deployment_was_completed_only_an_event_tells() -> None:
    (began,) = service_rows(service(deployments=(deployment("COMPLETED"),)))
    assert (began.text, began.at) == ("deployment of web:8 began, and is completed", NOW - timedelta(minutes=9))


def test_the_end_of_a_task_tells_its_cause() -> None:
    task = Task(
        task_arn=f"arn:aws:ecs:eu-west-1:1:task/prod/{TASK}",
        group="service:web",
        last_status="STOPPED",
        stop_code="EssentialContainerExited",
        stopped_reason="Essential container in task exited",
        stopped_at=NOW,
        containers=(Container(name="api", exit_code=3),),
    )
    row = ended_task_row(task)
    assert (row.text, row.severity, row.service) == ("task 4f1c0a9e failed: api exited 3", "error", "web")
    assert (row.arn, row.tasks, row.at) == (task.task_arn, (TASK,), NOW)


@pytest.mark.parametrize(
    ("status", "severity", "text"),
    [
        ("Successful", "info", "auto scaling: Setting desired count to 4 (an alarm)"),
        ("InProgress", "busy", "auto scaling: Setting desired count to 4 (an alarm)"),
        ("Failed", "error", "auto scaling: Setting desired count to 4 (no role)"),
    ],
)
def test_scaling(status: str, severity: str, text: str) -> None:
    activity = ScalingActivity(
        activity_id="1",
        description="Setting desired count to 4.",
        cause="an alarm",
        status_code=status,
        status_message="no role",
        start_time=NOW,
    )
    row = scaling_row("web", activity)
    assert (row.severity, row.text, row.at) == (severity, text, NOW)
