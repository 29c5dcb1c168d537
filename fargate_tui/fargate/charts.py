"""Which plots a service and a task have, and what each is made of (fargate.md §9.3): declared once, as data."""

from collections.abc import Iterator, Sequence
from typing import Final

from fargate_tui.fargate.records import Record

ECS: Final = "AWS/ECS"
INSIGHTS: Final = "ECS/ContainerInsights"
ALB: Final = "AWS/ApplicationELB"
NLB: Final = "AWS/NetworkELB"

MOST_CURVES: Final = 4
"""Curves that can be told apart in one plot without colour."""

Dimensions = tuple[tuple[str, str], ...]


class Measure(Record, frozen=True, kw_only=True):
    """One curve: a metric and what is made of it."""

    name: str
    metric: str
    statistic: str = "Average"
    scale: float = 1.0
    """What a value is multiplied by."""
    per_minute: bool = False
    """Whether the sum of a longer period is spread over its minutes."""
    counts_from_zero: bool = False
    """Whether CloudWatch leaves out the periods in which nothing was counted."""
    of_balancer: bool = False
    """Whether the load balancer counts it as a whole, for all target groups together."""
    also: Dimensions = ()
    """What it is of beside the dimensions of its source: a container of the task."""


class Chart(Record, frozen=True, kw_only=True):
    """One plot."""

    id: str
    title: str
    unit: str
    measures: tuple[Measure, ...]
    high: float | None = None
    """Where its axis ends at least; None leaves that to the values."""


def _loads(cpu: str, memory: str) -> tuple[Chart, ...]:
    both = ("average", "Average"), ("maximum", "Maximum")
    return tuple(
        Chart(
            id=chart,
            title=title,
            unit="%",
            high=100,
            measures=tuple(Measure(name=name, metric=metric, statistic=statistic) for name, statistic in both),
        )
        for chart, title, metric in (("cpu", "CPU", cpu), ("memory", "memory", memory))
    )


OF_SERVICE: Final = _loads("CPUUtilization", "MemoryUtilization")
"""Of what the tasks reserve; the maximum is the hottest task."""

COUNTS: Final = (
    Chart(
        id="tasks",
        title="tasks",
        unit="",
        measures=(
            Measure(name="running", metric="RunningTaskCount"),
            Measure(name="desired", metric="DesiredTaskCount"),
        ),
    ),
)

THROUGHPUT: Final = (
    Chart(
        id="network",
        title="network",
        unit="B/s",
        measures=(Measure(name="in", metric="NetworkRxBytes"), Measure(name="out", metric="NetworkTxBytes")),
    ),
    Chart(
        id="storage",
        title="ephemeral storage",
        unit="GB",
        measures=(
            Measure(name="used", metric="EphemeralStorageUtilized", statistic="Maximum"),
            Measure(name="reserved", metric="EphemeralStorageReserved", statistic="Maximum"),
        ),
    ),
)

TARGETS: Final = Chart(
    id="targets",
    title="targets",
    unit="",
    # The fewest and the most of a period: one bad minute of an hour is to be seen.
    measures=(
        Measure(name="healthy", metric="HealthyHostCount", statistic="Minimum"),
        Measure(name="unhealthy", metric="UnHealthyHostCount", statistic="Maximum"),
    ),
)

OF_ALB: Final = (
    TARGETS,
    Chart(
        id="requests",
        title="requests",
        unit="/min",
        measures=(Measure(name="all", metric="RequestCount", statistic="Sum", per_minute=True, counts_from_zero=True),),
    ),
    Chart(
        id="errors",
        title="5xx",
        unit="/min",
        measures=(
            Measure(
                name="of tasks", metric="HTTPCode_Target_5XX_Count", statistic="Sum", per_minute=True,
                counts_from_zero=True,
            ),
            Measure(
                name="of the balancer", metric="HTTPCode_ELB_5XX_Count", statistic="Sum", per_minute=True,
                counts_from_zero=True, of_balancer=True,
            ),
        ),
    ),
    Chart(
        id="latency",
        title="latency",
        unit="ms",
        measures=(
            Measure(name="average", metric="TargetResponseTime", scale=1000),
            Measure(name="p99", metric="TargetResponseTime", statistic="p99", scale=1000),
        ),
    ),
)  # fmt: skip

OF_NLB: Final = (
    TARGETS,
    Chart(
        id="flows",
        title="new connections",
        unit="/min",
        measures=(
            Measure(
                name="of the balancer", metric="NewFlowCount", statistic="Sum", per_minute=True, counts_from_zero=True,
                of_balancer=True,
            ),
        ),
    ),
)  # fmt: skip

OF_TASK: Final = (*_loads("TaskCpuUtilization", "TaskMemoryUtilization"), *THROUGHPUT)

_OF_CONTAINERS: Final = (
    ("container_cpu", "CPU of containers", "ContainerCpuUtilization"),
    ("container_memory", "memory of containers", "ContainerMemoryUtilization"),
)


def of_containers(names: Sequence[str]) -> Iterator[Chart]:
    """The plots of a task's containers, a curve for each, in percent of what it reserves."""
    for chart, title, metric in _OF_CONTAINERS:
        for at in range(0, len(names), MOST_CURVES):
            yield Chart(
                id=f"{chart}_{at}",
                title=title,
                unit="%",
                high=100,
                measures=tuple(
                    Measure(name=name, metric=metric, also=(("ContainerName", name),))
                    for name in names[at : at + MOST_CURVES]
                ),
            )
