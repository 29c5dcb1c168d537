"""Express Mode services (fargate.md §11): ECS makes and keeps all their parts."""

from collections.abc import Iterator
from typing import Final

from fargate_tui.fargate.answers import Json
from fargate_tui.fargate.arns import family_revision, name_of
from fargate_tui.fargate.entries import Entry
from fargate_tui.fargate.members import number, part, parts, text, texts
from fargate_tui.fargate.secrets import MASK, is_secret

MANAGED: Final = "ECS"
"""The resourceManagementType of an Express Mode service."""
LEAST, MOST, HOLDS = 1, 20, 60
"""AWS's defaults of the scaling target: tasks, and the value that its metric is held at."""
PORT, PATH = 80, "/ping"
"""AWS's defaults of the container port and of the health check path."""
METRICS: Final = {"cpu": "AVERAGE_CPU", "memory": "AVERAGE_MEMORY", "requests": "REQUEST_COUNT_PER_TARGET"}
"""What a person types for the metrics by which AWS scales it."""
_TYPED: Final = {metric: word for word, metric in METRICS.items()}


def is_managed(service: Json) -> bool:
    """Whether a service as AWS sent it is an Express Mode service."""
    return service.get("resourceManagementType") == MANAGED


def newest(described: Json) -> Json:
    """The configuration that it has, or is on its way to."""
    return max(parts(described, "activeConfigurations"), key=lambda each: number(each, "createdAt") or 0, default={})


def limits(configuration: Json) -> str:
    """The fewest and the most tasks, as they are typed: ``1-20``."""
    target = part(configuration, "scalingTarget")
    least, most = number(target, "minTaskCount"), number(target, "maxTaskCount")
    return f"{LEAST if least is None else least:g}-{MOST if most is None else most:g}"


def held(configuration: Json) -> str:
    """The metric and its value, as they are typed: ``cpu 60``."""
    target = part(configuration, "scalingTarget")
    metric, value = text(target, "autoScalingMetric"), number(target, "autoScalingTargetValue")
    return f"{_TYPED.get(metric, metric) or 'cpu'} {HOLDS if value is None else value:g}"


def entries(described: Json | None) -> Iterator[Entry]:
    """How it is set up, in the words of its own operations."""
    if described is None:
        yield Entry("settings", "not known", "ecs:DescribeExpressGatewayService did not answer", tone="warn")
        return
    given = newest(described)
    for path in parts(given, "ingressPaths"):
        yield Entry("reached at", text(path, "endpoint"), text(path, "accessType").lower())
    yield Entry("tasks", limits(given).replace("-", " to "))
    yield Entry("scaled by", held(given))
    yield from _container(part(given, "primaryContainer"))
    yield Entry("health check path", text(given, "healthCheckPath") or PATH)
    size = (f"cpu {text(given, 'cpu') or '—'}", f"memory {text(given, 'memory') or '—'} MiB")
    yield Entry("size", " · ".join(filter(None, (*size, text(given, "cpuArchitecture")))))
    network = part(given, "networkConfiguration")
    for what, values in (("subnets", texts(network, "subnets")), ("security groups", texts(network, "securityGroups"))):
        for place, value in enumerate(values):
            yield Entry("" if place else what, value)
    for what, owner, member in _ROLES:
        if arn := text(described if owner == "service" else given, member):
            yield Entry(what, name_of(arn))
    if arn := text(given, "taskDefinitionArn"):
        yield Entry("task definition", family_revision(arn))


_ROLES: Final = (
    ("task role", "configuration", "taskRoleArn"),
    ("execution role", "configuration", "executionRoleArn"),
    ("infrastructure role", "service", "infrastructureRoleArn"),
)


def _container(container: Json) -> Iterator[Entry]:
    if not container:
        return
    port = number(container, "containerPort")
    yield Entry("image", text(container, "image"))
    yield Entry("container port", f"{PORT if port is None else port:g}", "the default" if port is None else "")
    if command := texts(container, "command"):
        yield Entry("command", " ".join(command))
    logs = part(container, "awsLogsConfiguration")
    if group := text(logs, "logGroup"):
        yield Entry("logs", group, f"streams {text(logs, 'logStreamPrefix')}" if text(logs, "logStreamPrefix") else "")
    for place, each in enumerate(parts(container, "environment")):
        name, value = text(each, "name"), text(each, "value")
        yield Entry("" if place else "environment", f"{name}={MASK if is_secret(name, value) else value}")
    for place, each in enumerate(parts(container, "secrets")):
        yield Entry("" if place else "secrets", f"{text(each, 'name')} ← {text(each, 'valueFrom')}")
