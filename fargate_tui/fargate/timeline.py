"""What happened to a service or a cluster, as one list: events, ends of tasks, deployments, scaling, our changes."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import groupby
from typing import Final, Literal

from fargate_tui.fargate.arns import family_revision, name_of, service_of_group, task_id
from fargate_tui.fargate.diagnosis import PrimaryDeployment, ending_of
from fargate_tui.fargate.events import ClassifiedEvent, brief, classify
from fargate_tui.fargate.journal import TONE, JournalEntry
from fargate_tui.fargate.records import Deployment, Record, ScalingActivity, Service, ServiceEvent, Task
from fargate_tui.fargate.rows import Finding, Severity

Source = Literal["event", "task", "deployment", "scaling", "change"]


class TimelineRow(Record, frozen=True, kw_only=True):
    """One thing that happened."""

    arn: str
    """What tells it from all others; an ARN only where it is the end of a task."""
    at: datetime
    """UTC; of things told together the newest."""
    source: Source
    severity: Severity
    word: str
    """What happened in a few words: steady, unhealthy replaced, rolling back, out of memory, …"""
    text: str
    """The line; AWS's own words, verbatim where no rule knows them."""
    service: str = ""
    """Empty for a standalone task."""
    count: int = 1
    """How many equal things are told together."""
    since: datetime | None = None
    """The oldest of them, where there are several."""
    tasks: tuple[str, ...] = ()
    """Ids of the tasks it is about."""
    deployment: str = ""
    """Id of the deployment it is about: ``ecs-svc/…``."""
    target_group: str = ""
    """ARN of the target group it is about."""
    detail: str = ""
    """All that AWS says, where the line is shortened."""


_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)
_FAILED: Final = ("deployment failed", "deployment alarm")
_SCALED: Final[dict[str, Severity]] = {"Failed": "error", "Unfulfilled": "warn", "Overridden": "warn"}
_UNDER_WAY: Final = ("Pending", "InProgress")


def service_rows(service: Service) -> list[TimelineRow]:
    """The events of a service, steady ones in a row told together, and its deployments."""
    said = [(event, classify(event.message)) for event in service.events]
    told = {(each.deployment, each.kind) for _, each in said}
    rows = list(_event_rows(service.service_name, said))
    for deployment in service.deployments:
        rows += _deployment_rows(service.service_name, deployment, told)
    return rows


def ended_task_row(task: Task, primary: PrimaryDeployment | None = None) -> TimelineRow:
    """The end of a task with its cause; ``primary`` is its service's deployment, where that is known."""
    ending = ending_of(task, primary)
    name = task_id(task.task_arn)
    return TimelineRow(
        arn=task.task_arn,
        at=task.stopped_at or task.stopping_at or task.created_at or _LONG_AGO,
        source="task",
        severity=ending.severity,
        word=ending.word,
        text=f"task {name[:8]} {_told(ending)}",
        service=service_of_group(task.group or ""),
        tasks=(name,),
        detail=task.stopped_reason or "",
    )


def _told(ending: Finding) -> str:
    """How it ended, and why; once where the cause begins with the same words."""
    if not ending.why:
        return ending.word
    return ending.why if ending.why.startswith(ending.word) else f"{ending.word}: {ending.why}"


def scaling_row(service: str, activity: ScalingActivity) -> TimelineRow:
    """What auto scaling did, or could not do."""
    what = activity.description.strip().rstrip(".") or "changed the service"
    why = (activity.status_message if activity.status_code in _SCALED else activity.cause).strip().rstrip(".")
    busy = activity.status_code in _UNDER_WAY
    return TimelineRow(
        arn=f"scaling {service} {activity.activity_id}",
        at=activity.start_time or _LONG_AGO,
        source="scaling",
        severity="busy" if busy else _SCALED.get(activity.status_code, "info"),
        word=f"scaling {activity.status_code.lower()}".strip(),
        text=f"auto scaling: {what}" + (f" ({why})" if why else ""),
        service=service,
        detail=" ".join(filter(None, (activity.description, activity.cause, activity.status_message))),
    )


def change_row(entry: JournalEntry) -> TimelineRow:
    """What was changed from here, by whom, and what came of it."""
    subject = entry.subject
    moved = ", ".join(f"{each.what} {each.before} → {each.after}" for each in entry.differences[:2])
    more = f" and {len(entry.differences) - 2} more" if len(entry.differences) > 2 else ""
    undone = ", taken back since" if entry.undone else ""
    return TimelineRow(
        arn=f"change {entry.id}",
        at=entry.at,
        source="change",
        severity=TONE[entry.result],
        word=f"change {entry.result}",
        text=f"{name_of(entry.caller) or 'somebody'} here: {entry.title} ({moved}{more}), {entry.result}{undone}",
        service=subject.name if subject.kind == "service" else "",
        tasks=(task_id(subject.arn),) if subject.kind == "task" else (),
        detail=" · ".join((entry.words or entry.result, *entry.commands)),
    )


def newest_first(rows: Iterable[TimelineRow]) -> list[TimelineRow]:
    """The rows in the order of a timeline; of one moment, those of a service stay as AWS has them."""
    return sorted(rows, key=lambda row: row.at, reverse=True)


def _event_rows(service: str, said: Iterable[tuple[ServiceEvent, ClassifiedEvent]]) -> Iterator[TimelineRow]:
    for is_steady, group in groupby(said, key=lambda each: each[1].kind == "steady"):
        if not is_steady:
            yield from (_event_row(service, event, told) for event, told in group)
            continue
        (newest, told), *others = group
        row = _event_row(service, newest, told)
        oldest = others[-1][0] if others else newest
        # Known by the oldest: one more steady notice is the same row with another count.
        yield TimelineRow(
            arn=_key(service, oldest),
            at=row.at,
            source="event",
            severity=row.severity,
            word=row.word,
            text=row.text,
            service=service,
            count=1 + len(others),
            since=oldest.created_at if others else None,
            detail=row.detail,
        )


def _key(service: str, event: ServiceEvent) -> str:
    return f"event {service} {event.id or f'{event.created_at} {event.message}'}"


def _event_row(service: str, event: ServiceEvent, told: ClassifiedEvent) -> TimelineRow:
    return TimelineRow(
        arn=_key(service, event),
        at=event.created_at or _LONG_AGO,
        source="event",
        severity=told.severity,
        word=told.kind,
        text=told.text if told.kind == "unknown" else brief(told.text),
        service=service,
        tasks=told.task_ids,
        deployment=told.deployment,
        target_group=told.target_group,
        detail=event.message,
    )


def _deployment_rows(service: str, deployment: Deployment, told: set[tuple[str, str]]) -> Iterator[TimelineRow]:
    """When it began, and where it stands now; not its failure where an event tells that already."""
    of = family_revision(deployment.task_definition or "") or "?"
    name = deployment.id or of
    state = deployment.rollout_state or ""
    # When it was completed only an event can tell: updatedAt is the last time that a task of it began or ended.
    is_done = state == "COMPLETED"
    yield TimelineRow(
        arn=f"deployment {service} {name} began",
        at=deployment.created_at or _LONG_AGO,
        source="deployment",
        severity="info",
        word="deployment began",
        text=f"deployment of {of} began, and is completed" if is_done else f"deployment of {of} began",
        service=service,
        deployment=name,
    )
    if not state or is_done or any((name, kind) in told for kind in _FAILED if state == "FAILED"):
        return
    word, severity = _STATES.get(state, (state.lower(), "info"))
    counts = f"{deployment.running_count} of {deployment.desired_count} running"
    failed = f", {deployment.failed_tasks} failed" if deployment.failed_tasks else ""
    yield TimelineRow(
        arn=f"deployment {service} {name} stands",
        at=deployment.updated_at or deployment.created_at or _LONG_AGO,
        source="deployment",
        severity=severity,
        word=word,
        text=f"deployment of {of}: {counts}{failed}" if state == "IN_PROGRESS" else f"{word} of {of}",
        service=service,
        deployment=name,
        detail=deployment.rollout_state_reason or "",
    )


_STATES: Final[dict[str, tuple[str, Severity]]] = {
    "IN_PROGRESS": ("deploying", "busy"),
    "FAILED": ("deployment failed", "error"),
}
