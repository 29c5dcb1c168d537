"""How full memory and storage were before the end, and how busy the processor (E-met); CloudWatch bills it."""

from datetime import timedelta

from fargate_tui.fargate.arns import family_of, task_id
from fargate_tui.fargate.diagnosis import Usage
from fargate_tui.fargate.inquest import Curves
from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.metrics import MetricQuery, Series
from fargate_tui.live.evidence.scene import Changes, Scene
from fargate_tui.live.surroundings import known

SPAN = timedelta(minutes=30)
_AFTER = timedelta(minutes=1)
_SWITCHED_OFF = NotChecked(why="metrics are switched off (--no-metrics)")
_NOTHING = NotChecked(why="CloudWatch has measured nothing of it")
_INSIGHTS = "ECS/ContainerInsights"


async def usage(scene: Scene) -> Changes:
    """Of the task itself where Container Insights measures it, else of the hottest task of its service."""
    if not scene.metrics:
        return dict.fromkeys(("usage", "curves"), _SWITCHED_OFF)
    asked = scene.aws.metrics.get_data(_queries(scene), scene.end - SPAN, scene.end + _AFTER)
    found = await known(asked, "cloudwatch:GetMetricData")
    if isinstance(found, NotChecked):
        return {"usage": found, "curves": found}
    held = {name: series for name, series in found.value.items() if series.values}
    memory, cpu = held.get("memory"), held.get("cpu")
    of = ""
    if memory is None and cpu is None:
        memory, cpu, of = held.get("memory_of_service"), held.get("cpu_of_service"), "the service's hottest task"
    if memory is None and cpu is None:
        return {"usage": _NOTHING, "curves": _NOTHING}
    return _told(memory, cpu, held.get("storage"), held.get("room"), of)


def _told(memory: Series | None, cpu: Series | None, used: Series | None, room: Series | None, of: str) -> Changes:
    storage = _highest(used)
    available = _highest(room)
    return {
        "usage": Known(
            Usage(
                memory=_highest(memory),
                cpu=_highest(cpu),
                storage=storage / available * 100 if storage is not None and available else None,
                of=of,
            )
        ),
        "curves": Known(Curves(memory=memory, cpu=cpu, of=of)),
    }


def _highest(series: Series | None) -> float | None:
    """The highest of the last minutes: what came long before is not the end's."""
    return max(series.values[-_LAST:], default=None) if series is not None else None


_LAST = 5
"""Points, a minute each."""


def _queries(scene: Scene) -> tuple[MetricQuery, ...]:
    cluster = ("ClusterName", scene.cluster)
    owner = (
        ("ServiceName", scene.service)
        if scene.service
        else ("TaskDefinitionFamily", family_of(scene.task.task_definition_arn or ""))
    )
    task = (cluster, owner, ("TaskId", task_id(scene.task.task_arn)))
    of_task = (
        ("memory", "TaskMemoryUtilization"),
        ("cpu", "TaskCpuUtilization"),
        ("storage", "EphemeralStorageUtilized"),
        ("room", "EphemeralStorageReserved"),
    )
    own = tuple(_maximum(name, _INSIGHTS, metric, task) for name, metric in of_task)
    if not scene.service:
        return own
    of_service = (("memory_of_service", "MemoryUtilization"), ("cpu_of_service", "CPUUtilization"))
    return (*own, *(_maximum(name, "AWS/ECS", metric, (cluster, owner)) for name, metric in of_service))


def _maximum(name: str, namespace: str, metric: str, dimensions: tuple[tuple[str, str], ...]) -> MetricQuery:
    return MetricQuery(id=name, namespace=namespace, name=metric, dimensions=dimensions, statistic="Maximum")
