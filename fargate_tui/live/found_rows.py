"""Rows of what was found for a text: made of what is known, of what AWS says, of what was kept. Pure."""

from datetime import datetime

import msgspec

from fargate_tui.fargate.arns import cluster_of, name_of, service_of_group, task_id
from fargate_tui.fargate.findings import service_finding, task_finding
from fargate_tui.fargate.finds import FoundRow
from fargate_tui.fargate.kept import KeptTask
from fargate_tui.fargate.records import Service, Task
from fargate_tui.fargate.rows import Finding, TaskRow


def of_cluster(arn: str) -> FoundRow:
    """A cluster, by its ARN."""
    name = name_of(arn)
    unknown = Finding(severity="info", word="cluster")
    return FoundRow(arn=arn, kind="cluster", name=name, cluster=name, finding=unknown, matched=f"name {name}")


def of_service_arn(arn: str, cluster: str) -> FoundRow:
    """A service of which only the ARN is known."""
    name = name_of(arn)
    unknown = Finding(severity="info", word="service")
    return FoundRow(
        arn=arn, kind="service", name=name, cluster=name_of(cluster), service=name, finding=unknown,
        matched=f"name {name}",
    )  # fmt: skip


def of_service(service: Service, cluster: str, now: datetime) -> FoundRow:
    """A service as AWS describes it."""
    return msgspec.structs.replace(of_service_arn(service.service_arn, cluster), finding=service_finding(service, now))


def of_row(row: TaskRow, matched: str) -> FoundRow:
    """A task of a list."""
    return FoundRow(
        arn=row.arn,
        kind="task",
        name=row.id,
        cluster=row.cluster,
        service=service_of_group(row.group),
        finding=row.finding,
        matched=matched,
        since=row.stopped_at if row.is_stopped else row.started_at or row.created_at,
    )


def of_task(task: Task, matched: str) -> FoundRow:
    """A task as AWS describes it."""
    return FoundRow(
        arn=task.task_arn,
        kind="task",
        name=task_id(task.task_arn),
        cluster=cluster_of(task.task_arn) or name_of(task.cluster_arn or ""),
        service=service_of_group(task.group or ""),
        finding=task_finding(task),
        matched=matched,
        since=task.stopped_at or task.started_at or task.created_at,
    )


def of_kept(kept: KeptTask, matched: str) -> FoundRow:
    """A task as it was kept."""
    return FoundRow(
        arn=kept.arn,
        kind="task",
        name=task_id(kept.arn),
        cluster=kept.cluster,
        service=kept.service,
        finding=kept.finding,
        matched=matched,
        since=kept.ended_at,
        is_gone=True,
    )
