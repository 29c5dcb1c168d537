"""What was noted, as it is written: masked and judged. It is loaded in the recorder's thread."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final, TypeVar

from fargate_tui.fargate.kept import KeptEvent, kept_deployment, kept_diagnosis, kept_event, kept_task
from fargate_tui.fargate.records import Deployment, Service, ServiceEvent
from fargate_tui.live.archive import Batch
from fargate_tui.live.gently import gently
from fargate_tui.live.noted import Noted

AT_ONCE: Final = 500
"""Tasks, or services, that are written in one transaction: another copy waits no longer than that takes."""


def batches(noted: Noted) -> Iterable[Batch]:
    """What was noted, masked and judged, as much at a time as is written together."""
    for some in _slices([*noted.tasks.values()], AT_ONCE):
        yield Batch(tasks={task.task_arn: kept_task(task, now) for task, now in gently(some)})
    for captured in _slices(noted.captured, AT_ONCE):
        yield Batch(tasks={kept.arn: kept for kept in captured})
    for events in _slices(noted.captured_events, AT_ONCE):
        yield Batch(events={kept.key: kept for kept in events})
    # A hundred events each.
    for services in _slices(noted.services, AT_ONCE // 100):
        yield Batch(events=dict(_events(services)))
    if noted.still_known or noted.diagnoses:
        safe = {arn: kept_diagnosis(diagnosis) for arn, diagnosis in noted.diagnoses.items()}
        yield Batch(still_known=noted.still_known, diagnoses=safe)


def _events(
    services: Iterable[tuple[Service, tuple[ServiceEvent, ...], tuple[Deployment, ...], datetime]],
) -> Iterable[tuple[str, KeptEvent]]:
    for service, events, deployments, now in services:
        told = (kept_event(service, event, now) for event in gently(events))
        stood = (kept_deployment(service, deployment, now) for deployment in deployments)
        for kept in (*told, *stood):
            if kept is not None:
                yield kept.key, kept


Item = TypeVar("Item")


def _slices(items: Sequence[Item], size: int) -> Iterable[Sequence[Item]]:
    return (items[start : start + size] for start in range(0, len(items), size))
