"""What the flight recorder keeps: tasks that have ended, what services said and deployed. Nothing in it is secret."""

from datetime import datetime
from typing import TYPE_CHECKING, Final, Literal

import msgspec

from fargate_tui.fargate.arns import cluster_of, name_of, service_of_group
from fargate_tui.fargate.diagnosis import ending_of
from fargate_tui.fargate.events import brief, classify
from fargate_tui.fargate.records import Container, Deployment, Record, Service, ServiceEvent, Tag, Task
from fargate_tui.fargate.rows import Finding, Severity
from fargate_tui.fargate.secrets import MASK, is_secret, masked_command, masked_line

if TYPE_CHECKING:
    from fargate_tui.fargate.diagnosis import Diagnosis, Fact

Source = Literal["seen", "captured"]
"""seen: a watch of this program saw it; captured: it was read from a log group in which the account keeps events."""

NOISE: Final = frozenset(
    (
        *("steady", "targets registered", "targets deregistered", "draining", "started", "stopped", "pending stopped"),
        *("rebalance started", "rebalance stopped", "rebalancing"),
    )
)
"""Kinds of events that say that a service does its work: a hundred of them stand beside one that matters."""


class KeptTask(Record, frozen=True, kw_only=True):
    """A task that has ended, as AWS told of it last."""

    task: Task
    finding: Finding
    """How it ended, by the rules of the version that has kept it."""
    first_seen: datetime
    """UTC."""
    last_seen: datetime
    """When AWS last knew of it, as far as this machine has asked."""
    source: Source = "seen"
    headline: str = ""
    """The sentence of its post-mortem, where one was made."""
    confidence: str = ""
    """Of that sentence: certain, likely or unknown."""

    @property
    def arn(self) -> str:
        """The task's ARN."""
        return self.task.task_arn

    @property
    def cluster(self) -> str:
        """The cluster's name."""
        return cluster_of(self.arn) or name_of(self.task.cluster_arn or "")

    @property
    def service(self) -> str:
        """The service that kept it; empty for a standalone task."""
        return service_of_group(self.task.group or "")

    @property
    def ended_at(self) -> datetime:
        """When it ended, or when that was seen."""
        return ended_at(self.task) or self.first_seen


class KeptEvent(Record, frozen=True, kw_only=True):
    """What a service said once, or what became of one of its deployments."""

    key: str
    """What tells it from all others."""
    kind: Literal["event", "deployment"]
    account: str
    region: str
    cluster: str
    service: str
    at: datetime
    """UTC."""
    finding: Finding


def ended_at(task: Task) -> datetime | None:
    """When a task ended, as far as it says so."""
    return task.stopped_at or task.stopping_at or task.created_at


def kept_task(task: Task, now: datetime, source: Source = "seen") -> KeptTask:
    """A task as it is kept: without secrets, with how it ended."""
    safe = without_secrets(task)
    return KeptTask(task=safe, finding=ending_of(safe), first_seen=now, last_seen=now, source=source)


def kept_diagnosis(diagnosis: "Diagnosis") -> "Diagnosis":
    """What a post-mortem says, as it is kept: without what looks like a secret in what programs have written."""
    return msgspec.structs.replace(
        diagnosis,
        finding=msgspec.structs.replace(diagnosis.finding, why=masked_command(diagnosis.finding.why)),
        headline=masked_command(diagnosis.headline),
        facts=tuple(_safe_fact(fact) for fact in diagnosis.facts),
        ends=tuple(msgspec.structs.replace(end, reason=masked_command(end.reason)) for end in diagnosis.ends),
        verbatim=tuple(masked_command(words) for words in diagnosis.verbatim),
    )


def _safe_fact(fact: "Fact") -> "Fact":
    """What a log says is masked as a log is: AWS's own words name actions (``secretsmanager:GetSecretValue``)."""
    said = masked_line(fact.sentence) if fact.probe == "E-log" else masked_command(fact.sentence)
    return msgspec.structs.replace(fact, sentence=said)


def without_secrets(task: Task) -> Task:
    """The task with what looks like a secret masked in texts that people have written: reasons, tags, who began it."""
    return msgspec.structs.replace(
        task,
        stopped_reason=_safe(task.stopped_reason),
        started_by=_safe(task.started_by),
        containers=tuple(_safe_container(container) for container in task.containers),
        tags=tuple(_safe_tag(tag) for tag in task.tags),
    )


def kept_event(service: Service, event: ServiceEvent, now: datetime) -> KeptEvent | None:
    """An event as it is kept; None for those that say that the service does its work."""
    if "has reached a steady state" in event.message:
        return None  # nearly all of them are, and to classify one costs more than to keep it
    told = classify(masked_command(event.message))
    if told.kind in NOISE:
        return None
    text = told.text if told.kind == "unknown" else brief(told.text)
    finding = Finding(severity=told.severity, word=told.kind, why=text)
    key = event.id or f"{event.created_at} {event.message}"
    return _of_service(service, key, "event", event.created_at or now, finding)


def kept_deployment(service: Service, deployment: Deployment, now: datetime) -> KeptEvent:
    """A deployment as it stands."""
    state = deployment.rollout_state or ""
    of = name_of(deployment.task_definition or "") or "?"
    word, severity, became = _BECAME.get(state, ("deployment", "info", "began"))
    failed = f", {deployment.failed_tasks:,} tasks failed" if deployment.failed_tasks else ""
    reason = masked_command(deployment.rollout_state_reason or "") if state == "FAILED" else ""
    text = f"deployment of {of} {became}{failed}" + (f": {reason}" if reason else "")
    at = (deployment.updated_at if state == "FAILED" else None) or deployment.created_at or now
    finding = Finding(severity=severity, word=word, why=text)
    return _of_service(service, deployment.id or of, "deployment", at, finding)


_BECAME: Final[dict[str, tuple[str, Severity, str]]] = {
    "FAILED": ("deployment failed", "error", "failed"),
    "IN_PROGRESS": ("deploying", "busy", "is under way"),
    "COMPLETED": ("deployed", "ok", "is completed"),
}


def _of_service(
    service: Service, key: str, kind: Literal["event", "deployment"], at: datetime, finding: Finding
) -> KeptEvent:
    account, region = home_of(service.service_arn)
    cluster = name_of(service.cluster_arn or "") or cluster_of(service.service_arn)
    return KeptEvent(
        key=f"{service.service_arn} {key}",
        kind=kind,
        account=account,
        region=region,
        cluster=cluster,
        service=service.service_name,
        at=at,
        finding=finding,
    )


def home_of(arn: str) -> tuple[str, str]:
    """The account and the Region of an ARN; empty where it is none."""
    parts = arn.split(":", 5)
    return (parts[4], parts[3]) if len(parts) == 6 else ("", "")


def _safe(text: str | None) -> str | None:
    return masked_command(text) if text else text


def _safe_container(container: Container) -> Container:
    return msgspec.structs.replace(container, reason=_safe(container.reason)) if container.reason else container


def _safe_tag(tag: Tag) -> Tag:
    return Tag(key=tag.key, value=MASK) if is_secret(tag.key or "", tag.value or "") else tag
