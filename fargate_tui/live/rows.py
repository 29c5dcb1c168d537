"""Rows made of records: pure, and with the strings that repeat shared, for there may be 10,000 of them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from sys import intern
from typing import TYPE_CHECKING, Final

import msgspec

from fargate_tui.fargate.arns import cluster_of, family_revision, name_of, task_id
from fargate_tui.fargate.events import classify
from fargate_tui.fargate.findings import cluster_finding, service_finding, with_targets, worst_target
from fargate_tui.fargate.records import CapacityProviderStrategyItem, Cluster, Deployment, Service, TargetHealth, Task
from fargate_tui.fargate.rows import ClusterRow, Finding, ServiceRow, TaskRow

if TYPE_CHECKING:
    from fargate_tui.fargate.diagnosis import Count

_SHORT: Final = {"FARGATE_SPOT": "SPOT"}


def cluster_row(cluster: Cluster, problems: int | None) -> ClusterRow:
    """The row of a cluster; ``problems`` is None while not known."""
    insights = (setting.value for setting in cluster.settings if setting.name == "containerInsights")
    return ClusterRow(
        arn=cluster.cluster_arn,
        name=cluster.cluster_name,
        finding=cluster_finding(cluster, problems or 0),
        status=cluster.status,
        services=cluster.active_services_count,
        running=cluster.running_tasks_count,
        pending=cluster.pending_tasks_count,
        problems=problems,
        providers=cluster.capacity_providers,
        container_insights=next(insights, None),
    )


def undescribed_cluster_row(arn: str) -> ClusterRow:
    """The row of a cluster of which only the ARN is known."""
    return ClusterRow(arn=arn, name=name_of(arn), finding=Finding(severity="info", word="unknown"))


def undescribed_service_row(arn: str, cluster: str) -> ServiceRow:
    """The row of a service of which only the ARN is known."""
    return ServiceRow(arn=arn, name=name_of(arn), cluster=cluster, finding=Finding(severity="info", word="unknown"))


def service_row(
    service: Service, now: datetime, deaths: Sequence[Finding] | None = None, lately: "Count | None" = None
) -> ServiceRow:
    """The row of a service; ``deaths`` are the endings of its newest stopped tasks, where they are known.

    ``lately`` counts their most frequent cause, and is said first of a service with a problem.
    """
    primary = next((deployment for deployment in service.deployments if deployment.status == "PRIMARY"), None)
    event, at = _telling_event(service)
    return ServiceRow(
        arn=service.service_arn,
        name=service.service_name,
        cluster=name_of(service.cluster_arn or "") or cluster_of(service.service_arn),
        finding=_counted(service_finding(service, now, deaths), lately),
        status=service.status,
        desired=service.desired_count,
        running=service.running_count,
        pending=service.pending_count,
        rollout=primary.rollout_state if primary is not None else None,
        task_definition=_task_definition(service, primary),
        is_express=service.is_express,
        launch=_launch(service.capacity_provider_strategy) or service.launch_type or "",
        last_event=event,
        last_event_at=at,
        created_at=service.created_at,
    )


def _counted(finding: Finding, lately: "Count | None") -> Finding:
    if lately is None or not finding.is_problem:
        return finding
    return msgspec.structs.replace(finding, why=lately.beside(finding.why))


def _task_definition(service: Service, primary: Deployment | None) -> str:
    arn = primary.task_definition if primary is not None else None
    return family_revision(arn or service.task_definition or "")


def _launch(strategy: Iterable[CapacityProviderStrategyItem]) -> str:
    """``SPOT 3 : FARGATE 1``; the name alone where there is no choice."""
    items = [(_SHORT.get(item.capacity_provider, item.capacity_provider), item.weight) for item in strategy]
    return items[0][0] if len(items) == 1 else " : ".join(f"{name} {weight}" for name, weight in items)


def _telling_event(service: Service) -> tuple[str, datetime | None]:
    """The newest event that is not a steady-state notice, else that notice; without its prefix."""
    events = service.events
    if not events:
        return "", None
    telling = next((event for event in events if "reached a steady state" not in event.message), events[0])
    return classify(telling.message).text, telling.created_at


def task_row(task: Task, cluster: str, finding: Finding) -> TaskRow:
    """The row of a task by itself, before it is joined with its targets and its interface."""
    last_status = intern(task.last_status or "")
    started = task.started_at
    return TaskRow(
        arn=task.task_arn,
        id=task_id(task.task_arn),
        cluster=intern(cluster),
        finding=finding,
        group=intern(task.group or ""),
        started_by=intern(task.started_by or ""),
        last_status=last_status,
        desired_status=intern(task.desired_status or ""),
        health=intern(health_of(task)),
        availability_zone=intern(task.availability_zone or ""),
        private_ip=interface_detail(task, "privateIPv4Address"),
        interface=interface_detail(task, "networkInterfaceId"),
        public_ip="" if task.last_status == "STOPPED" else None,
        task_definition=intern(family_revision(task.task_definition_arn or "")),
        launch=intern(
            _SHORT.get(task.capacity_provider_name or "", task.capacity_provider_name or task.launch_type or "")
        ),
        cpu=intern(task.cpu or ""),
        memory=intern(task.memory or ""),
        created_at=task.created_at,
        started_at=started,
        stopped_at=task.stopped_at,
        exit_codes=tuple(c.exit_code for c in task.containers if c.exit_code is not None),
    )


def joined(row: TaskRow, own: Finding, targets: Sequence[TargetHealth], public_ip: str | None) -> TaskRow:
    """The row with what its targets and its interface say; ``own`` is its finding without them.

    Where nothing differs it is the same object.
    """
    worst = worst_target(targets)
    target = intern(worst.state or "") if worst is not None else None
    reason = worst.description or worst.reason or "" if worst is not None else ""
    if (row.target, row.target_reason, row.public_ip) == (target, reason, public_ip):
        return row
    finding = with_targets(own, targets)
    return msgspec.structs.replace(row, target=target, target_reason=reason, public_ip=public_ip, finding=finding)


def health_of(task: Task) -> str:
    """The task's health; empty where no container has ever told anything, as without a container health check."""
    told = any(container.health_status not in (None, "UNKNOWN") for container in task.containers)
    health = task.health_status or ""
    return health if told or health != "UNKNOWN" else ""


def interface_detail(task: Task, name: str) -> str:
    """A detail of the task's network interface, for instance ``networkInterfaceId``; empty where there is none."""
    details = (a.detail(name) for a in task.attachments if a.type in ("ElasticNetworkInterface", "eni"))
    return next((detail for detail in details if detail), "")
