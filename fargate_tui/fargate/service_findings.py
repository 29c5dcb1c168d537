"""What follows for a service from its counts, its deployments and its newest events.

Events count only while they are recent, by windows so coarse that a finding does not change from poll to poll; no text
holds an age. A sign of trouble is void once the service has been steady after it.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from fargate_tui.fargate.diagnosis import ending_of
from fargate_tui.fargate.events import ClassifiedEvent
from fargate_tui.fargate.records import Service, Task
from fargate_tui.fargate.rows import Finding
from fargate_tui.fargate.service_view import ServiceView, revision

SCALING_OUT: Final = "scaling out"
"""The word for a service whose missing tasks are all starting; it holds only while their ends are known."""
DEATHS: Final = 3
"""Tasks that started and are gone again, without having been stopped, that make a crash loop."""

_CANNOT_PLACE: Final = frozenset(
    {
        "cannot place", "quota reached", "above limit", "no capacity", "placement internal error", "no instance",
        "launch failed", "provisioning limit", "roles changed", "role not assumed", "registration failed",
        "target group gone", "deployment configuration",
    }
)  # fmt: skip
_SICK: Final = frozenset({"target unhealthy", "container unhealthy", "unhealthy replaced"})

# Words of endings (`diagnosis.table.RULES`).
_NEVER_RAN: Final = frozenset(
    {"no image", "no secret", "no logs", "no start", "no volume", "no network", "no role", "no capacity", "no storage"}
)
_DIED_SICK: Final = frozenset({"unhealthy"})
_TAKEN_AWAY: Final = frozenset({"reclaimed", "retired"})


def service_finding(service: Service, now: datetime, deaths: Sequence[Finding] | None = None) -> Finding:
    """The state of a service; ``deaths`` are the endings of its newest stopped tasks, None where they are not known."""
    view = ServiceView(service, now, deaths)
    return (
        _out_of_service(view)
        or _deployment_failing(view)
        or _cannot_start(view)
        or _crash_loop(view)
        or _unhealthy(view)
        or _rolling(view)
        or _deployment_failed(view)
        or _off_count(view)
        or Finding(severity="ok", word="steady")
    )


def _out_of_service(view: ServiceView) -> Finding | None:
    service = view.service
    if service.status == "INACTIVE":
        return Finding(severity="info", word="inactive", why="it has been deleted")
    if service.status == "DRAINING":
        left = service.running_count + service.pending_count
        return Finding(severity="busy", word="draining", why=f"it is being deleted: {_tasks(left)} left")
    if service.desired_count == 0 and service.running_count > 0:
        return Finding(severity="busy", word="scaling in", why=f"{_tasks(service.running_count)} left, 0 desired")
    if service.desired_count == 0:
        return Finding(severity="info", word="idle", why="desired count is 0")
    return None


def _deployment_failing(view: ServiceView) -> Finding | None:
    """A deployment that failed and is not, or not yet, rolled back."""
    primary, failure = view.primary, view.failure
    if primary is not None and primary.rollout_state == "FAILED":
        said = failure.reason if failure is not None else _breaker(primary.rollout_state_reason)
        why = f"deployment of {revision(primary)} failed: {_failed_how(view, said, primary.id)}"
        return Finding(severity="error", word="failing", why=_join(why, view.cause, view.counts))
    if failure is not None and view.is_rolled_back and view.is_rolling:
        why = f"{_failed_how(view, failure.reason, failure.deployment)}; rolling back to {revision(primary)}"
        return Finding(severity="error", word="failing", why=_join(why, view.cause))
    return None


def _breaker(reason: str | None) -> str:
    return (reason or "AWS does not say why").removeprefix("ECS deployment circuit breaker: ").rstrip(".")


def _failed_how(view: ServiceView, reason: str, deployment_id: str | None) -> str:
    """AWS's reason, with the number of tasks where it is still known."""
    counts = (d.failed_tasks for d in view.service.deployments if d.id == deployment_id)
    failed = next(counts, 0)
    if failed and reason == "tasks failed to start":
        return f"{_tasks(failed)} failed to start"
    return reason or "AWS does not say why"


def _cannot_start(view: ServiceView) -> Finding | None:
    """Tasks that never come to run, said by placement events or by how the newest ones ended."""
    if not (view.is_short or view.is_rolling):
        return None
    placement = next((event for event in view.unsettled if event.kind in _CANNOT_PLACE), None)
    if placement is not None:
        known = view.cause if view.mostly_died(_NEVER_RAN) else ""
        why = known or _told(placement)
        return Finding(severity=placement.severity, word="can't start", why=_join(why, view.standing))
    if view.mostly_died(_NEVER_RAN) and _keeps_starting(view):
        return Finding(severity="error", word="can't start", why=_join(view.cause, view.standing))
    return None


def _told(placement: ClassifiedEvent) -> str:
    """What a placement event says: its reason is a task's, and is read by the same rules."""
    if not placement.reason:
        return placement.text
    never_ran = Task(task_arn="", stop_code="TaskFailedToStart", stopped_reason=placement.reason)
    return ending_of(never_ran).why or placement.reason


def _crash_loop(view: ServiceView) -> Finding | None:
    if not _keeps_starting(view) or view.mostly_died(_DIED_SICK | _TAKEN_AWAY):
        return None
    if not view.deaths and any(event.kind in _SICK for event in view.unsettled):
        return None
    why = view.cause or "its tasks keep starting and ending"
    return Finding(severity="error", word="crash loop", why=_join(why, view.standing))


def _keeps_starting(view: ServiceView) -> bool:
    """Whether tasks start and are gone again, beyond those the scheduler itself has stopped."""
    if any(event.kind == "cannot start" for event in view.unsettled):
        return True
    started = _task_count(view.recent, ("started", "unhealthy replaced"))
    stopped = _task_count(view.recent, ("stopped", "pending stopped"))
    gone = started - stopped - view.service.running_count - view.service.pending_count
    restless = view.is_short or view.is_rolling
    failed = view.primary.failed_tasks if view.primary is not None and restless else 0
    return max(gone, failed) >= DEATHS


def _task_count(events: Iterable[ClassifiedEvent], kinds: Sequence[str]) -> int:
    return sum(max(len(event.task_ids), 1) for event in events if event.kind in kinds)


def _unhealthy(view: ServiceView) -> Finding | None:
    """Failing health checks; one sign alone is a warning, for the scheduler heals it."""
    signs = [event for event in view.unsettled if event.kind in _SICK]
    again_and_again = _keeps_starting(view) and view.mostly_died(_DIED_SICK)
    if not signs and not again_and_again:
        return None
    telling = next((event for event in view.recent if event.kind in _SICK - {"unhealthy replaced"}), None)
    why = _sickness(telling) if telling is not None else view.cause or "its tasks are replaced as unhealthy"
    alone = len(signs) == 1 and not view.is_short and not again_and_again
    return Finding(severity="warn" if alone else "error", word="unhealthy", why=_join(why, view.standing))


def _sickness(event: ClassifiedEvent) -> str:
    if event.kind == "container unhealthy":
        return "its tasks fail their container health checks"
    return f"its targets are unhealthy: {event.reason}" if event.reason else "its targets are unhealthy"


def _rolling(view: ServiceView) -> Finding | None:
    if not view.is_rolling:
        return None
    failed = view.primary.failed_tasks if view.primary is not None else 0
    if not failed:
        return Finding(severity="busy", word="rolling", why=view.progress)
    return Finding(severity="warn", word="rolling", why=_join(f"{_tasks(failed)} failed", view.cause, view.progress))


def _deployment_failed(view: ServiceView) -> Finding | None:
    """The newest deployment failed and is over; seen until a later one succeeds."""
    failure = view.failure
    if failure is None:
        return None
    how = _failed_how(view, failure.reason, failure.deployment)
    counts = view.counts if view.is_short else ""
    if view.is_rolled_back:
        why = f"{how}; rolled back to {revision(view.primary)}"
        return Finding(severity="warn", word="rolled back", why=_join(why, view.cause, counts))
    return Finding(severity="warn", word="failed", why=_join(f"the last deployment failed: {how}", view.cause, counts))


def _off_count(view: ServiceView) -> Finding | None:
    if view.is_short and view.is_scaling_out:
        return Finding(severity="busy", word=SCALING_OUT, why=view.counts)
    if view.is_short:
        cause = view.cause if view.mostly_died(_TAKEN_AWAY) else ""
        return Finding(severity="warn", word="short", why=_join(cause, view.counts))
    if view.service.running_count > view.service.desired_count:
        return Finding(severity="busy", word="scaling in", why=view.counts)
    return None


def _tasks(count: int) -> str:
    return "1 task" if count == 1 else f"{count} tasks"


def _join(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
