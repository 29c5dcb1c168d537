"""What an account keeps of ECS in log groups of its own, decoded: EventBridge's events and ECS's action logs. Pure.

The detail of a task's event is the task as DescribeTasks tells it, times as text (facts: ECS's events in EventBridge).
"""

from datetime import datetime
from typing import Final

import msgspec

from fargate_tui.fargate.arns import cluster_of, name_of
from fargate_tui.fargate.changes import Subject
from fargate_tui.fargate.kept import KeptEvent, KeptTask, home_of, kept_task
from fargate_tui.fargate.partitions import of_region
from fargate_tui.fargate.records import Record, Task
from fargate_tui.fargate.rows import Finding, Severity
from fargate_tui.fargate.secrets import masked_command

EVENTS: Final = "/aws/events/"
"""Where EventBridge writes: a rule's target begins so, as does the capture that the ECS console sets up."""

GROUP: Final = f"{EVENTS}ecs/fargate-tui"
"""The log group of a capture that this program sets up."""

ACTIONS: Final = "/aws/vendedlogs/ecs/action-logs/"
"""Where ECS delivers action logs."""

PATTERNS: Final = {
    EVENTS: '?STOPPED ?"ECS Service Action" ?"ECS Deployment State Change"',
    ACTIONS: "?ERROR ?WARN",
}
"""What CloudWatch Logs is to send of groups that begin so: an event for each step of each task is kept there."""

_SEVERITIES: Final[dict[str, Severity]] = {"ERROR": "error", "WARN": "warn", "INFO": "info"}


def group_subject(region: str, account: str) -> Subject:
    """The log group of an account and Region, which need not be there yet."""
    arn = f"arn:{of_region(region).name}:logs:{region}:{account}:log-group:{GROUP}"
    return Subject(kind="log-group", arn=arn, name=GROUP)


class _Detail(Record, frozen=True, kw_only=True):
    """Of an event about a service."""

    event_type: str = ""
    """ERROR, WARN or INFO."""
    event_name: str = ""
    """``SERVICE_TASK_PLACEMENT_FAILURE``, ``SERVICE_DEPLOYMENT_FAILED``, …"""
    cluster_arn: str = ""
    reason: str = ""


class _Event(Record, frozen=True, kw_only=True):
    """An event of EventBridge."""

    id: str
    source: str
    detail_type: str = msgspec.field(name="detail-type")
    time: datetime
    resources: tuple[str, ...] = ()
    detail: msgspec.Raw


class _Action(Record, frozen=True, kw_only=True):
    """A line of an action log."""

    timestamp: msgspec.Raw = msgspec.Raw(b"0")
    log_level: str
    action_source_id: str
    """ARN of the service."""
    event_name: str
    detail: msgspec.Raw = msgspec.Raw(b"")


def captured(message: str, at: datetime) -> KeptTask | KeptEvent | None:
    """A line of such a log group as the flight recorder keeps it, ``at`` being when it was written; None for others.

    Only tasks that have ended are kept, and what a service says of trouble and of its deployments.
    """
    try:
        event = msgspec.json.decode(message, type=_Event)
    except msgspec.MsgspecError:
        return _of_action(message, at)
    if event.source != "aws.ecs":
        return None
    try:
        if event.detail_type == "ECS Task State Change":
            return _of_task(event)
        if event.detail_type in ("ECS Service Action", "ECS Deployment State Change"):
            return _of_service(event)
    except msgspec.MsgspecError:
        return None
    return None


def _of_task(event: _Event) -> KeptTask | None:
    task = msgspec.json.decode(event.detail, type=Task)
    if task.last_status != "STOPPED":
        return None
    return kept_task(task, event.time, "captured")


def _of_service(event: _Event) -> KeptEvent | None:
    detail = msgspec.json.decode(event.detail, type=_Detail)
    arn = next((arn for arn in event.resources if ":service/" in arn), "")
    if not arn or detail.event_name == "SERVICE_STEADY_STATE":
        return None
    cluster = name_of(detail.cluster_arn) if detail.cluster_arn else ""
    return _kept(arn, cluster, event.id, event.time, (detail.event_type, detail.event_name, detail.reason))


def _of_action(message: str, at: datetime) -> KeptEvent | None:
    try:
        action = msgspec.json.decode(message, type=_Action)
    except msgspec.MsgspecError:
        return None
    if ":service/" not in action.action_source_id:
        return None
    said = bytes(action.detail).decode().strip('"')
    key = f"{at.isoformat()} {action.event_name}"
    return _kept(action.action_source_id, "", key, at, (action.log_level, action.event_name, said))


def _kept(arn: str, cluster: str, key: str, at: datetime, said: tuple[str, str, str]) -> KeptEvent:
    level, name, reason = said
    account, region = home_of(arn)
    word = name.removeprefix("SERVICE_").lower().replace("_", " ")
    text = f"{word}: {masked_command(reason)}" if reason else word
    return KeptEvent(
        key=f"{arn} {key}",
        kind="deployment" if "DEPLOYMENT" in name else "event",
        account=account,
        region=region,
        cluster=cluster_of(arn) or cluster,
        service=name_of(arn),
        at=at,
        finding=Finding(severity=_SEVERITIES.get(level, "info"), word=word, why=text),
    )
