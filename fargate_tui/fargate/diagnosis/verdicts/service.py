"""What the service, its metrics, scaling, quotas and CloudTrail say.

Probes E-svc, E-met, E-as, E-quota, E-trail and E-health.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from fargate_tui.fargate.diagnosis.case import Case
from fargate_tui.fargate.diagnosis.evidence import Evidence, Quota, TrailEvent, Usage
from fargate_tui.fargate.diagnosis.fact import Fact, cleared, confirmed, not_checked, noted
from fargate_tui.fargate.diagnosis.rule import Judge
from fargate_tui.fargate.diagnosis.verdicts.parts import of_part
from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.records import ScalingActivity, Service, ServiceDeployment
from fargate_tui.fargate.sizes import read_cpu

FULL: Final = 95.0
"""Per cent of memory from which on a task is taken to have run out of it."""
BUSY: Final = 90.0
_AROUND: Final = timedelta(minutes=2)
"""How long before the end somebody's call may have been its cause."""


def grace_period(case: Case, evidence: Evidence) -> Iterator[Fact]:
    """Whether the task was killed before it can be expected to be ready."""
    task = case.task
    end = task.stopping_at or task.stopped_at
    lived = (end - task.started_at).total_seconds() if end is not None and task.started_at is not None else None

    def judge(service: Service) -> Iterator[Fact]:
        grace = service.health_check_grace_period_seconds or 0
        if lived is None:
            yield not_checked("E-svc", "how long it lived: AWS does not say when it started")
        elif lived < max(grace * 1.5, 120):
            words = f"it was stopped {lived:,.0f} s after its start"
            yield confirmed("E-svc", f"{words}; the service's grace period is {grace:,} s")
        else:
            yield cleared("E-svc", f"it had served for {lived / 60:,.0f} min; the grace period is {grace:,} s")

    return of_part(evidence.service, "E-svc", "the service's grace period", judge)


def memory_was_full(_case: Case, evidence: Evidence) -> Iterator[Fact]:
    """Whether its memory was used up before the end."""

    def judge(usage: Usage) -> Iterator[Fact]:
        return _used("memory", usage.memory, FULL, usage.of)

    return of_part(evidence.usage, "E-met", "memory before the end", judge)


def cpu_was_full(_case: Case, evidence: Evidence) -> Iterator[Fact]:
    """Whether its processor was busy before the end."""

    def judge(usage: Usage) -> Iterator[Fact]:
        return _used("CPU", usage.cpu, BUSY, usage.of)

    return of_part(evidence.usage, "E-met", "CPU before the end", judge)


def storage_was_full(_case: Case, evidence: Evidence) -> Iterator[Fact]:
    """Whether its storage was used up."""

    def judge(usage: Usage) -> Iterator[Fact]:
        return _used("storage", usage.storage, BUSY, usage.of)

    return of_part(evidence.usage, "E-met", "storage before the end", judge)


def _used(what: str, percent: float | None, limit: float, of: str) -> Iterator[Fact]:
    if percent is None:
        yield not_checked("E-met", f"{what} before the end: nothing was measured")
    else:
        words = f"{what}{f' of {of}' if of else ''} was at {percent:.0f}% before the end"
        is_full = confirmed if percent >= limit else cleared
        yield (noted if of else is_full)("E-met", words)


def scaled_by(case: Case, evidence: Evidence) -> Iterator[Fact]:
    """Whether auto scaling has changed the service just before."""
    at = case.task.stopping_at or case.task.stopped_at

    def judge(activities: tuple[ScalingActivity, ...]) -> Iterator[Fact]:
        for each in activities:
            if at is not None and each.start_time is not None and timedelta() <= at - each.start_time <= 5 * _AROUND:
                yield confirmed("E-as", f"auto scaling: {(each.description or each.cause).rstrip('.')}")
                return
        yield cleared("E-as", "auto scaling did nothing just before")

    return of_part(evidence.activities, "E-as", "what auto scaling did", judge)


def called_by(*operations: str) -> Judge:
    """Who called one of these operations just before the end."""

    def judge(case: Case, evidence: Evidence) -> Iterator[Fact]:
        at = case.task.stopping_at or case.task.stopped_at

        def of(events: tuple[TrailEvent, ...]) -> Iterator[Fact]:
            near = [e for e in events if e.name in operations and (at is None or abs(at - e.at) <= _AROUND)]
            for each in near:
                yield confirmed("E-trail", f"{each.by} called {each.name} at {each.at:%H:%M:%S} UTC")
            if not near:
                yield cleared(
                    "E-trail", f"CloudTrail knows no {' or '.join(operations)} then (it may come 15 min late)"
                )

        return of_part(evidence.trail, "E-trail", f"who called {' or '.join(operations)}", of)

    return judge


def quota_is_reached(case: Case, evidence: Evidence) -> Iterator[Fact]:
    """Whether what is left of the account's quota is less than a task needs."""
    definition = evidence.definition.value if isinstance(evidence.definition, Known) else None
    needed = (read_cpu(case.task.cpu or (definition.cpu if definition is not None else "") or "") or 0) / 1024

    def judge(quotas: tuple[Quota, ...]) -> Iterator[Fact]:
        for each in quotas:
            if each.used is None:
                unread = each.unread or NotChecked(why="CloudWatch has measured nothing")
                words = f"{each.name}: {each.limit:g}; how much of it is used: {unread.why}"
                yield not_checked("E-quota", words, unread.action)
            else:
                needs = f", a task needs {needed:g}" if needed else ""
                words = f"{each.used:g} of {each.limit:g} vCPUs used{needs} ({each.name})"
                is_reached = each.used + (needed or each.limit * (100 - FULL) / 100) > each.limit
                yield (confirmed if is_reached else cleared)("E-quota", words)

    return of_part(evidence.quotas, "E-quota", "the account's quotas of Fargate", judge)


def quota_is_none(_case: Case, evidence: Evidence) -> Iterator[Fact]:
    """Whether AWS lets the account run nothing at all."""

    def judge(quotas: tuple[Quota, ...]) -> Iterator[Fact]:
        for each in quotas:
            is_none = confirmed if each.limit <= 0 else noted
            yield is_none("E-quota", f"{each.name}: {each.limit:g}")

    return of_part(evidence.quotas, "E-quota", "the account's quotas of Fargate", judge)


def keeps_failing(_case: Case, evidence: Evidence) -> Iterator[Fact]:
    """Whether the service starts task after task."""

    def judge(service: Service) -> Iterator[Fact]:
        failed = sum(each.failed_tasks for each in service.deployments)
        if failed:
            yield confirmed("E-svc", f"{failed:,} tasks of the service's deployments have failed")
        else:
            yield cleared("E-svc", "no task of the service's deployments has failed")

    return of_part(evidence.service, "E-svc", "failed tasks of the service", judge)


def deployment_reason(_case: Case, evidence: Evidence) -> Iterator[Fact]:
    """What the newest deployment of the service says of itself."""

    def judge(deployments: tuple[ServiceDeployment, ...]) -> Iterator[Fact]:
        newest = deployments[0] if deployments else None
        if newest is not None and newest.status_reason:
            yield noted("E-svc", f"its deployment: {newest.status_reason.rstrip('.')}")

    return of_part(evidence.deployments, "E-svc", "what its deployment says", judge)


def retirement(_case: Case, evidence: Evidence) -> Iterator[Fact]:
    """Whether AWS had announced it."""

    def judge(notices: tuple[str, ...]) -> Iterator[Fact]:
        for notice in notices:
            yield confirmed("E-health", notice)
        if not notices:
            yield cleared("E-health", "AWS Health has announced nothing")

    return of_part(evidence.retirements, "E-health", "announcements of AWS Health", judge)
