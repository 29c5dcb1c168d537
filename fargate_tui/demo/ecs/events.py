"""The service events of production, to the letter (fargate.md §6)."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from fargate_tui.demo.ecs.records import Service, Task
from fargate_tui.demo.ecs.store import Store
from fargate_tui.demo.ecs.wire import epoch

REPEAT = timedelta(hours=6)
"""How long an unresolved or steady state is not repeated."""

STEADY = "has reached a steady state."
CANNOT_START = "is unable to consistently start tasks successfully."
NO_CAPACITY = "Capacity is unavailable at this time. Please try again later or in a different availability zone."
"""E19, and what RunTask says of tasks that it cannot place."""
DEADLOCK = (
    "was unable to stop or start tasks during a deployment because of the service deployment configuration. "
    "Update the minimumHealthyPercent or maximumPercent value and try again."
)

_UNHEALTHY_BECAUSE = {
    "Target.ResponseCodeMismatch": "Health checks failed with these codes: [503]",
    "Target.Timeout": "Request timed out",
    "Target.FailedHealthChecks": "Health checks failed",
}

_NAMED = 10
"""Tasks that are named in one event."""


def say(store: Store, service: Service, text: str) -> None:
    """Write an event, newest first."""
    written = {
        "id": store.ids.uuid(),
        "createdAt": epoch(store.clock.now()),
        "message": f"(service {service.name}) {text}",
    }
    service.events.appendleft(written)


def say_once(store: Store, service: Service, text: str) -> None:
    """Write an event unless it was written in the last six hours and not resolved since."""
    now, last = store.clock.now(), service.said.get(text)
    if last is None or now - last >= REPEAT:
        service.said[text] = now
        say(store, service, text)


def resolve(service: Service) -> None:
    """What was wrong is over: it may be said again at once."""
    service.said.clear()


def registered(count: int, target_group_arn: str) -> str:
    """E02."""
    return f"registered {count} targets in (target-group {target_group_arn})"


def deregistered(count: int, target_group_arn: str) -> str:
    """E03."""
    return f"deregistered {count} targets in (target-group {target_group_arn})"


def draining(count: int) -> str:
    """E04."""
    return f"has begun draining connections on {count} tasks."


def started(tasks: Sequence[Task], replaced: int) -> Iterable[str]:
    """E05, and E06 where some of them stand in for unhealthy ones."""
    for at in range(0, len(tasks), _NAMED):
        some = tasks[at : at + _NAMED]
        text = f"has started {len(some)} tasks: {_names(some)}."
        if replaced and at == 0:
            text += f" Amazon ECS replaced {replaced} tasks due to an unhealthy status."
        yield text


def stopped_running(tasks: Sequence[Task]) -> Iterable[str]:
    """E07."""
    for at in range(0, len(tasks), _NAMED):
        some = tasks[at : at + _NAMED]
        yield f"has stopped {len(some)} running tasks: {_names(some)}."


def stopped_pending(count: int) -> str:
    """E08."""
    return f"stopped {count} pending tasks."


def completed(deployment_id: str) -> str:
    """E09."""
    return f"(deployment {deployment_id}) deployment completed."


def failed(deployment_id: str) -> str:
    """E10."""
    return f"(deployment {deployment_id}) deployment failed: tasks failed to start."


def alarmed(deployment_id: str) -> str:
    """E11."""
    return f"(deployment {deployment_id}) deployment failed: alarm detected."


def rolling_back(deployment_id: str) -> str:
    """E12."""
    return f"rolling back to deployment {deployment_id}."


def unhealthy_because(reason_code: str) -> str:
    """What E13 says of an elbv2 reason code."""
    return _UNHEALTHY_BECAUSE.get(reason_code, "Health checks failed")


def unhealthy_target(task_id: str, port: int, target_group_arn: str, reason: str) -> str:
    """E13."""
    return f"(task {task_id}) (port {port}) is unhealthy in (target-group {target_group_arn}) due to (reason {reason})"


def unhealthy_container(task_id: str) -> str:
    """E14."""
    return f"(task {task_id}) failed container health checks."


def protected(deployment_id: str, count: int) -> str:
    """E23."""
    return (
        f"was unable to reach steady state because (taskSet {deployment_id}) was unable to scale in due to "
        f"(reason {count} tasks under protection)"
    )


def cannot_place(reason: str) -> str:
    """E16."""
    return f"was unable to place a task. Reason: {reason}"


def _names(tasks: Sequence[Task]) -> str:
    return " ".join(f"(task {task.id})" for task in tasks)
