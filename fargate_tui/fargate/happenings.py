"""What was changed shortly before a task's end: deployments, scaling, and what people called."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from fargate_tui.fargate.changes import Difference
from fargate_tui.fargate.diagnosis import TrailEvent
from fargate_tui.fargate.records import Record, ScalingActivity, ServiceDeployment


class Revised(Record, frozen=True, kw_only=True):
    """What a deployment puts in place of what, as ``family:revision``."""

    before: str = ""
    after: str = ""
    differences: tuple[Difference, ...] = ()


class Happening(Record, frozen=True, kw_only=True):
    """Something that was changed."""

    at: datetime
    words: str
    differences: tuple[Difference, ...] = ()


def happenings(
    since: datetime,
    until: datetime,
    *,
    deployments: Iterable[ServiceDeployment] = (),
    revised: Mapping[str, Revised] | None = None,
    activities: Iterable[ScalingActivity] = (),
    calls: Iterable[TrailEvent] = (),
) -> tuple[Happening, ...]:
    """What was changed within a span, the newest first; ``revised`` by the ARN of a deployment."""
    found = (*_deployed(deployments, revised or {}), *_scaled(activities), *_called(calls))
    return tuple(sorted((each for each in found if since <= each.at <= until), key=lambda each: each.at, reverse=True))


def _deployed(deployments: Iterable[ServiceDeployment], revised: Mapping[str, Revised]) -> Iterator[Happening]:
    for each in deployments:
        change = revised.get(each.service_deployment_arn, Revised())
        if each.created_at is not None:
            yield Happening(at=each.created_at, words=_deployment(change), differences=change.differences)
        if each.rollback is not None and each.rollback.started_at is not None:
            why = f": {each.rollback.reason.rstrip('.')}" if each.rollback.reason else ""
            yield Happening(at=each.rollback.started_at, words=f"the deployment was rolled back{why}")


def _deployment(change: Revised) -> str:
    if not change.after:
        return "a deployment began"
    if not change.before or change.before == change.after:
        return f"a deployment of {change.after} began"
    return f"a deployment began: {change.before} → {change.after}"


def _scaled(activities: Iterable[ScalingActivity]) -> Iterator[Happening]:
    for each in activities:
        if each.start_time is not None:
            yield Happening(
                at=each.start_time, words=f"auto scaling: {(each.description or each.cause).strip().rstrip('.')}"
            )


def _called(calls: Iterable[TrailEvent]) -> Iterator[Happening]:
    for each in calls:
        yield Happening(at=each.at, words=f"{each.by or 'somebody'} called {each.name}")
