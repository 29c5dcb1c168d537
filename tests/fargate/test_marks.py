"""What is marked on the axis of time."""

from datetime import UTC, datetime, timedelta

from fargate_tui.fargate.marks import marks_of_service, marks_of_task
from fargate_tui.fargate.records import Deployment, ServiceEvent
from tests.live.small_aws import BORN, ECS, service, task

NOW = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)


def event(minutes: int, text: str) -> ServiceEvent:
    return ServiceEvent(id=text, created_at=NOW - timedelta(minutes=minutes), message=f"(service web) {text}")


def test_deployments_are_marked_with_their_revision_and_their_failures() -> None:
    listed = Deployment(id="ecs-svc/2", task_definition=f"{ECS}task-definition/web:7", created_at=NOW)
    web = service(
        "web",
        deployments=(listed, Deployment(id="ecs-svc/9")),
        events=(
            event(1, "has reached a steady state."),
            event(2, "(deployment ecs-svc/2) deployment completed."),
            event(5, "rolling back to deployment ecs-svc/0."),
            event(6, "(deployment ecs-svc/1) deployment failed: tasks failed to start."),
            event(90, "(deployment ecs-svc/0) deployment completed."),
        ),
    )
    found = [(mark.label, mark.text) for mark in marks_of_service(web)]
    assert found == [
        ("", "a deployment was completed"),
        ("✗", "deployment failed"),
        ("↶", "rolling back"),
        (":7", "deployment of :7 began"),
    ]


def test_a_task_is_marked_where_it_began_and_ended() -> None:
    assert [mark.text for mark in marks_of_task(task(1))] == ["started"]
    ended = task(1, stopping_at=BORN + timedelta(hours=1), stopped_at=NOW)
    assert [(mark.at, mark.text) for mark in marks_of_task(ended)][1] == (BORN + timedelta(hours=1), "stopped")
