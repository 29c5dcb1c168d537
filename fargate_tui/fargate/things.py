"""What a command of one's own is about: a thing, in variables. Pure."""

from collections.abc import Mapping
from typing import Final

import msgspec

from fargate_tui.fargate.arns import family_revision, revision_of, service_of_group, task_id
from fargate_tui.fargate.logs.lines import LogLine
from fargate_tui.fargate.pointable import Of
from fargate_tui.fargate.records import Record
from fargate_tui.fargate.rows import ClusterRow, ServiceRow, TaskDefinitionRow, TaskRow
from fargate_tui.fargate.secrets import masked_line
from fargate_tui.fargate.timeline import TimelineRow
from fargate_tui.format import short_id, visible

LONGEST: Final = 32_768
"""Characters of a text of AWS's that are told: Linux takes no variable of more than 128 KiB."""


class Thing(Record, frozen=True, kw_only=True):
    """One thing, fixed when a key is pressed."""

    kind: Of
    name: str
    """What a person calls it."""
    arn: str = ""
    cluster: str = ""
    variables: Mapping[str, str] = msgspec.field(default_factory=dict)
    """Only those that mean something for it."""

    def __str__(self) -> str:
        """``service api``."""
        return f"{self.kind.replace('-', ' ')} {visible(self.name)}".strip()

    def having(self, **variables: str) -> "Thing":
        """The same with more variables."""
        return msgspec.structs.replace(self, variables=_told({**self.variables, **variables}))


def cluster_thing(name: str, arn: str = "") -> Thing:
    """A cluster."""
    return Thing(
        kind="cluster", name=name, arn=arn, cluster=name, variables=_told({"CLUSTER": name, "CLUSTER_ARN": arn})
    )


def service_thing(row: ServiceRow) -> Thing:
    """A service of a list."""
    variables = {
        **_in_cluster(row.cluster, row.arn),
        "SERVICE": row.name,
        "SERVICE_ARN": row.arn,
        **_revision(row.task_definition),
    }
    return Thing(kind="service", name=row.name, arn=row.arn, cluster=row.cluster, variables=_told(variables))


def named_service(cluster: str, service: str) -> Thing:
    """A service of which nothing but its name is known."""
    variables = {"CLUSTER": cluster, "SERVICE": service}
    return Thing(kind="service", name=service, arn=service, cluster=cluster, variables=variables)


def task_thing(row: TaskRow, service: ServiceRow | None = None) -> Thing:
    """A task of a list, with its service where that is known."""
    variables = {
        **_in_cluster(row.cluster, row.arn),
        "SERVICE": service_of_group(row.group),
        "SERVICE_ARN": service.arn if service is not None else "",
        "TASK_ID": row.id,
        "TASK_ARN": row.arn,
        "PRIVATE_IP": row.private_ip,
        "PUBLIC_IP": row.public_ip or "",
        **_revision(row.task_definition),
    }
    return Thing(kind="task", name=short_id(row.id), arn=row.arn, cluster=row.cluster, variables=_told(variables))


def named_task(cluster: str, service: str, arn: str) -> Thing:
    """A task of which nothing but its ARN is known."""
    name = task_id(arn)
    variables = {**_in_cluster(cluster, arn), "SERVICE": service, "TASK_ID": name, "TASK_ARN": arn}
    return Thing(kind="task", name=short_id(name), arn=arn, cluster=cluster, variables=_told(variables))


def container_thing(name: str, task: Thing) -> Thing:
    """A container of a task."""
    return msgspec.structs.replace(
        task.having(CONTAINER=name), kind="container", name=f"{name} of task {task.name}" if task.arn else name
    )


def revision_thing(name: str, arn: str) -> Thing:
    """A revision of a task definition."""
    return Thing(kind="task-definition", name=name, arn=arn, variables=_told(_revision(name)))


def event_thing(row: TimelineRow, about: Thing | None) -> Thing:
    """A line of a timeline of a service or a cluster."""
    cluster = about.cluster if about is not None else ""
    variables = {
        **(about.variables if about is not None else {}),
        "SERVICE": row.service,
        "TASK_ID": task_id(row.tasks[0]) if len(row.tasks) == 1 else "",
        "TASK_ARN": row.arn if row.source == "task" else "",
        "EVENT": _said(row.detail or row.text),
    }
    if about is not None and about.name != row.service:
        variables |= {"SERVICE_ARN": "", "TASK_DEFINITION": "", "REVISION": ""}
    return Thing(kind="event", name=row.word, arn=row.arn, cluster=cluster, variables=_told(variables))


def line_thing(line: LogLine, task: Thing | None, about: Thing | None) -> Thing:
    """A line of a log, of a task where that is known, in a log of something."""
    known = task or about
    variables = {
        **(known.variables if known is not None else {}),
        "TASK_ID": line.task_id,
        "CONTAINER": line.container,
        "LOG_LINE": _said(line.text),
    }
    arn, cluster = (known.arn, known.cluster) if known is not None else ("", "")
    return Thing(kind="log", name="line", arn=arn, cluster=cluster, variables=_told(variables))


def thing_of(row: object) -> Thing | None:
    """A row of a list, as far as it is a thing by itself."""
    match row:
        case ClusterRow():
            return cluster_thing(row.name, row.arn)
        case ServiceRow():
            return service_thing(row)
        case TaskRow():
            return task_thing(row)
        case TaskDefinitionRow() if row.revision is not None:
            return revision_thing(row.name, row.arn)
    return None


def _in_cluster(cluster: str, arn: str) -> dict[str, str]:
    """The variables of the cluster of a thing that has this ARN."""
    before, parted, _ = arn.rpartition(":")
    return {"CLUSTER": cluster, "CLUSTER_ARN": f"{before}:cluster/{cluster}" if parted and cluster else ""}


def _revision(name: str) -> dict[str, str]:
    """The variables of ``family:revision``."""
    known = family_revision(name) if name else ""
    number = revision_of(known) if known else None
    return {"TASK_DEFINITION": known, "REVISION": str(number) if number is not None else ""}


def _said(text: str) -> str:
    """A text of AWS's: on one line, without what obeys or hides in it, and without what looks like a secret."""
    return visible(masked_line(text[:LONGEST]))


def _told(variables: Mapping[str, str]) -> dict[str, str]:
    """Those that hold anything; what no environment can hold is replaced."""
    return {name: visible(value) for name, value in variables.items() if value}
