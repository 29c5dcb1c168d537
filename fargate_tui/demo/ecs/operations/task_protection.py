"""Protection of a service's tasks against scale-in and deployments."""

from datetime import timedelta

from fargate_tui.demo.ecs.errors import invalid
from fargate_tui.demo.ecs.plane import Operations, Plane
from fargate_tui.demo.ecs.records import Cluster, Task
from fargate_tui.demo.ecs.wire import Json, Members, epoch

_CHANGED = 10
_DESCRIBED = 100
_MINUTES = 120
_MOST_MINUTES = 2880

_NOT_VALID = "The specified task is not part of an Amazon ECS service. Only service-managed tasks can be protected."
_ENDING = "The specified task is stopping or stopped and can't be protected."


def update_task_protection(plane: Plane, request: Members) -> Json:
    """Protect up to ten tasks for some minutes, or let go of them."""
    cluster = plane.store.cluster(request.text("cluster"))
    names = _names(request, _CHANGED)
    if not names:
        raise invalid("Tasks cannot be empty.")
    enabled, minutes = bool(request.flag("protectionEnabled")), request.number("expiresInMinutes")
    if enabled and minutes is not None and not 1 <= minutes <= _MOST_MINUTES:
        raise invalid(f"expiresInMinutes must be between 1 and {_MOST_MINUTES}.")
    found, failures = _valid(plane, cluster, names)
    for task in found:
        plane.scheduler.protect(task, timedelta(minutes=minutes or _MINUTES) if enabled else None)
    return {"protectedTasks": [_shown(plane, task) for task in found], "failures": failures}


def get_task_protection(plane: Plane, request: Members) -> Json:
    """Whether tasks are protected, and until when; all tasks of services where none is named."""
    cluster = plane.store.cluster(request.text("cluster"))
    names = _names(request, _DESCRIBED)
    if not names:
        names = [task.arn for task in cluster.alive.values() if task.service is not None][:_DESCRIBED]
    found, failures = _valid(plane, cluster, names)
    return {"protectedTasks": [_shown(plane, task) for task in found], "failures": failures}


def _names(request: Members, most: int) -> list[str]:
    names = request.texts("tasks")
    if len(names) > most:
        raise invalid(f"Tasks cannot have more than {most} elements.")
    return list(dict.fromkeys(names))


def _valid(plane: Plane, cluster: Cluster, names: list[str]) -> tuple[list[Task], list[Json]]:
    found: list[Task] = []
    failures: list[Json] = []
    for name in names:
        task = plane.store.find_task(cluster, name)
        if task is None:
            arn = name if name.startswith("arn:") else plane.store.arns.of("task", cluster.name, name)
            failures.append({"arn": arn, "reason": "MISSING"})
        elif task.service is None or task.is_ending:
            detail = _NOT_VALID if task.service is None else _ENDING
            failures.append({"arn": task.arn, "reason": "TASK_NOT_VALID", "detail": detail})
        else:
            found.append(task)
    return found, failures


def _shown(plane: Plane, task: Task) -> Json:
    protected = task.is_protected(plane.store.clock.now())
    shown: Json = {"taskArn": task.arn, "protectionEnabled": protected}
    if protected and task.protected_until is not None:
        shown["expirationDate"] = epoch(task.protected_until)
    return shown


OPERATIONS: Operations = {
    "UpdateTaskProtection": update_task_protection,
    "GetTaskProtection": get_task_protection,
}
