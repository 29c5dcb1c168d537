"""What happened to a service while it was measured, as marks on the axis of time."""

from collections.abc import Iterator
from datetime import datetime

from fargate_tui.fargate.arns import family_revision, revision_of
from fargate_tui.fargate.events import classify
from fargate_tui.fargate.records import Record, Service, Task

_OVER = ("deployment failed", "deployment alarm", "rolling back")
"""Kinds of events that are marked whatever else is known of their deployment."""


class Mark(Record, frozen=True, kw_only=True):
    """One thing that happened."""

    at: datetime
    label: str
    """What stands beside the mark: ``:7``, or nothing."""
    text: str
    """What it was, in a few words."""


def marks_of_service(service: Service) -> tuple[Mark, ...]:
    """When its deployments began, failed and were rolled back, oldest first.

    AWS tells when a deployment began only while the deployment is there; of older ones its events tell the end.
    """
    return tuple(sorted((*_begun(service), *_ended(service)), key=lambda mark: mark.at))


def marks_of_task(task: Task) -> tuple[Mark, ...]:
    """When it started, and when it stopped."""
    moments = ((task.started_at, "started"), (task.stopping_at or task.stopped_at, "stopped"))
    return tuple(Mark(at=at, label=word, text=word) for at, word in moments if at is not None)


def _begun(service: Service) -> Iterator[Mark]:
    for deployment in service.deployments:
        revision = revision_of(deployment.task_definition or "")
        label = f":{revision}" if revision is not None else family_revision(deployment.task_definition or "")
        if deployment.created_at is not None:
            yield Mark(at=deployment.created_at, label=label, text=f"deployment of {label} began")


def _ended(service: Service) -> Iterator[Mark]:
    listed = {deployment.id for deployment in service.deployments}
    for event in service.events:
        # Classifying is the costly part, and most events tell of something else.
        if event.created_at is None or ("deployment" not in event.message and "rolling back" not in event.message):
            continue
        said = classify(event.message)
        if said.kind in _OVER:
            yield Mark(at=event.created_at, label="✗" if said.kind != "rolling back" else "↶", text=said.kind)
        elif said.kind == "deployment completed" and said.deployment not in listed:
            yield Mark(at=event.created_at, label="", text="a deployment was completed")
