"""A task as text: what became of it, where it runs, and what it is made of."""

from collections.abc import Iterator
from datetime import datetime

from fargate_tui.columns.finding import GLYPHS, TONES
from fargate_tui.fargate.arns import name_of
from fargate_tui.fargate.lifecycle import phases
from fargate_tui.fargate.protection import protected_words
from fargate_tui.fargate.records import Attachment, ProtectedTask, Task
from fargate_tui.fargate.rows import Finding, TaskDetail
from fargate_tui.format import age, duration, fit, memory, vcpu, visible
from fargate_tui.keys.key import Key
from fargate_tui.widgets.bars import Bar
from fargate_tui.widgets.lines import Line, Span, line

NAMES = 22
"""Cells for the names of values."""


def pair(name: str, value: str, tone: str = "value") -> Line:
    """A name and its value, the values of all pairs standing in one column."""
    return (Span(f"{fit(visible(name), NAMES)} ", "key"), Span(visible(value), tone))


def summary_lines(detail: TaskDetail, now: datetime) -> tuple[Line, ...]:
    """Two lines at the top, the cause first, for a narrow terminal folds them: how it stands and why; what it is."""
    task, row = detail.task, detail.row
    parts = [row.task_definition, row.launch, f"{vcpu(task.cpu)} {memory(task.memory)}", row.availability_zone]
    protection = detail.protection
    if protection is not None and protection.protection_enabled:
        parts.append(protected_words(protection.expiration_date, now))
    return (
        _finding(row.finding, row.last_status),
        line("  " + " · ".join(visible(part) for part in parts if part), "muted"),
    )


def _finding(finding: Finding, status: str) -> tuple[Span, ...]:
    tone = TONES[finding.severity]
    said = finding.why or finding.word
    words = status if said.lower() == status.lower() else f"{status} · {said}"
    return (Span(f"{GLYPHS[finding.severity]} ", tone), Span(visible(words), tone))


def detail_lines(detail: TaskDetail, now: datetime, key: Key) -> tuple[Line, ...]:
    """Everything else: AWS's own words on the end, the network, the attachments, the make."""
    return (*_end(detail.task, now), *make_lines(detail, now, key))


def make_lines(detail: TaskDetail, now: datetime, key: Key) -> Iterator[Line]:
    """The network, the attachments and the make of a task."""
    task = detail.task
    yield from _network(detail)
    yield line("task", "title")
    yield pair("id", name_of(task.task_arn))
    yield pair("group", task.group or "—")
    if task.started_by:
        yield pair("started by", task.started_by)
    yield pair("task definition", detail.row.task_definition)
    yield pair("platform", f"{task.platform_family or '—'} {task.platform_version or ''}".strip())
    yield pair("launched as", detail.row.launch or "—")
    if detail.protection is not None:
        yield _protection(detail.protection, now, key)
    yield pair("execute command", "enabled" if task.enable_execute_command else "not enabled")
    yield pair("agent", (task.connectivity or "—").lower())
    for attachment in task.attachments:
        yield from _attachment(attachment)
    if task.tags:
        yield ()
        yield line("tags", "title")
    for tag in task.tags:
        yield pair(tag.key or "", tag.value or "")


def _protection(protection: ProtectedTask, now: datetime, key: Key) -> Line:
    if not protection.protection_enabled:
        return pair(
            "protection", f"none: scale-in and deployments may stop it · {key('task.protect', 'a')} protects it"
        )
    until = protection.expiration_date
    left = f", {duration(max((until - now).total_seconds(), 0))} left" if until else ""
    return pair("protection", f"{protected_words(until, now)}{left}: scale-in and deployments leave it alone", "warn")


def _end(task: Task, now: datetime) -> Iterator[Line]:
    if not (task.stop_code or task.stopped_reason):
        return
    yield line("how it ended", "title")
    if task.stop_code:
        yield pair("stop code", task.stop_code)
    if task.stopped_reason:
        yield pair("stopped reason", task.stopped_reason)
    for container in task.containers:
        if container.reason and container.reason != task.stopped_reason:
            yield pair(container.name or "a container", container.reason)
    if task.stopped_at is not None:
        yield pair("stopped at", f"{task.stopped_at:%Y-%m-%d %H:%M:%S} UTC ({age(task.stopped_at, now)} ago)")
    yield ()


def _network(detail: TaskDetail) -> Iterator[Line]:
    row, interface = detail.row, detail.interface
    yield line("network", "title")
    yield pair("private IP", row.private_ip or "—")
    public = "not known" if row.public_ip is None else row.public_ip or "none"
    yield pair("public IP", public)
    if interface is not None:
        yield pair("interface", interface.network_interface_id)
        yield pair("subnet", f"{interface.subnet_id or '—'} in {interface.availability_zone or '—'}")
        yield pair("security groups", ", ".join(interface.security_group_ids) or "—")
    for target in detail.targets:
        words = " · ".join(part for part in (target.state, target.reason, target.description) if part)
        tone = "good" if target.state == "healthy" else "warn"
        yield pair(f"target :{target.port}", f"{words}  ({name_of(target.target_group_arn)})", tone)
    yield ()


def _attachment(attachment: Attachment) -> Iterator[Line]:
    yield ()
    yield line(f"attachment: {visible(attachment.type or '—')}", "title")
    yield pair("status", attachment.status or "—")
    for detail in attachment.details:
        yield pair(detail.name or "", detail.value or "")


def bars(task: Task) -> tuple[Bar, ...]:
    """The task's life as the waterfall draws it; phases that were never reached are left out.

    Where it ended without having run, the phase that it did not get beyond stands out.
    """
    reached = [phase for phase in phases(task) if phase.begin is not None]
    has_hung = task.started_at is None and any(phase.name == "stopping" for phase in reached)
    before_end = [phase.name for phase in reached if phase.name != "stopping"][-1:] if has_hung else []
    return tuple(
        Bar(
            phase.name,
            phase.begin,
            phase.end,
            tone="bad" if phase.name in before_end else "good" if phase.name == "running" else "busy",
            note="got no further" if phase.name in before_end else "",
        )
        for phase in reached
        if phase.begin is not None
    )
