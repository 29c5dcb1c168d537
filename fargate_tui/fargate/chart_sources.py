"""Where the values of a subject's charts come from; and which charts cannot be had, and why."""

from collections.abc import Iterator, Sequence
from typing import Final

from fargate_tui.fargate.charts import (
    ALB,
    COUNTS,
    ECS,
    INSIGHTS,
    NLB,
    OF_ALB,
    OF_NLB,
    OF_SERVICE,
    OF_TASK,
    THROUGHPUT,
    Chart,
    Dimensions,
    of_containers,
)
from fargate_tui.fargate.records import Record

_NO_TASK: Final = "no data points: no task ran"
_TOO_NEW: Final = "no data points yet: CloudWatch is a minute or two behind"
_NO_TRAFFIC: Final = "no data points: no target was registered"


class Source(Record, frozen=True, kw_only=True):
    """Where a row of charts takes its values from."""

    charts: tuple[Chart, ...]
    namespace: str
    dimensions: Dimensions
    of_balancer: Dimensions = ()
    """In place of them, for what a load balancer counts as a whole."""
    tag: str = ""
    """Tells it from others with the same charts, in the ids of queries: ``_1``."""
    label: str = ""
    """The same in a title, where there are several."""
    silence: str = ""
    """Why there may be no data points."""


class Missing(Record, frozen=True, kw_only=True):
    """Charts that cannot be had, in the place where they would be."""

    id: str
    title: str
    why: str
    """Lines."""


Part = Source | Missing


class Front(Record, frozen=True, kw_only=True):
    """A target group of a service with the load balancer in front of it, as CloudWatch calls them."""

    target_group: str
    """``targetgroup/NAME/ID``."""
    balancer: str = ""
    """``app/NAME/ID``; empty where no listener leads to it."""

    @property
    def name(self) -> str:
        """What a person calls the target group."""
        return self.target_group.split("/")[1] if "/" in self.target_group else self.target_group


class Insights(Record, frozen=True, kw_only=True):
    """Container Insights of a cluster."""

    cluster: str
    mode: str | None = None
    """enabled, enhanced or disabled; None where that was not told."""
    action: str = ""
    """The IAM action that is missing where it could not be asked."""

    @property
    def is_off(self) -> bool:
        """Whether nothing is measured."""
        return self.mode == "disabled"

    @property
    def lacks_tasks(self) -> bool:
        """Whether no single task is measured."""
        return self.mode in ("disabled", "enabled")

    @property
    def unchecked(self) -> str:
        """What is to be said where it may be off; empty where it is known to be on."""
        if self.mode is not None:
            return ""
        why = f": {self.action} is not allowed" if self.action else ""
        return f"whether Container Insights is on was not checked{why}"

    def lost(self, what: str, mode: str) -> str:
        """What it does not measure, and how to switch that on."""
        state = "off" if self.is_off else "on without enhanced observability"
        return (
            f"{what}: Container Insights measures this, and is {state} in {self.cluster}. To switch it on (billed):\n"
            f"aws ecs update-cluster-settings --cluster {self.cluster} --settings name=containerInsights,value={mode}"
        )


def of_service(
    cluster: str, service: str, *, is_running: bool, insights: Insights, fronts: Sequence[Front], no_fronts: str = ""
) -> tuple[Part, ...]:
    """The charts of a service, in the order in which they are shown; ``no_fronts`` is why its fronts are not known."""
    dimensions = (("ClusterName", cluster), ("ServiceName", service))
    silence = _TOO_NEW if is_running else _NO_TASK

    def measured(charts: tuple[Chart, ...]) -> Source:
        said = "\n".join(filter(None, (silence, insights.unchecked)))
        return Source(charts=charts, namespace=INSIGHTS, dimensions=dimensions, silence=said)

    off = Missing(
        id="insights",
        title=_titles((*COUNTS, *THROUGHPUT)),
        why=insights.lost("running and desired tasks, network, ephemeral storage", "enabled"),
    )
    return (
        Source(charts=OF_SERVICE, namespace=ECS, dimensions=dimensions, silence=silence),
        off if insights.is_off else measured(COUNTS),
        *(_in_front(fronts) if not no_fronts else (Missing(id="fronts", title=_titles(OF_ALB), why=no_fronts),)),
        *(() if insights.is_off else (measured(THROUGHPUT),)),
    )


def of_task(
    dimensions: Dimensions, containers: Sequence[str], *, insights: Insights, is_running: bool
) -> tuple[Part, ...]:
    """The charts of a task and of its containers."""
    charts = (*OF_TASK, *of_containers(containers))
    if insights.lacks_tasks:
        why = insights.lost("a single task and its containers", "enhanced")
        return (Missing(id="insights", title="CPU · memory · network · ephemeral storage", why=why),)
    silence = "\n".join(
        filter(None, (_TOO_NEW if is_running else "no data points: it did not run", insights.unchecked))
    )
    return (Source(charts=charts, namespace=INSIGHTS, dimensions=dimensions, silence=silence),)


def _in_front(fronts: Sequence[Front]) -> Iterator[Part]:
    for number, front in enumerate(fronts):
        label = front.name if len(fronts) > 1 else ""
        tag = f"_{number}" if number else ""
        if not front.balancer:
            why = f"no load balancer is in front of target group {front.name}"
            yield Missing(id=f"fronts{tag}", title=_titles(OF_ALB), why=why)
            continue
        is_network = front.balancer.startswith("net/")
        balancer = ("LoadBalancer", front.balancer)
        yield Source(
            charts=OF_NLB if is_network else OF_ALB,
            namespace=NLB if is_network else ALB,
            dimensions=(balancer, ("TargetGroup", front.target_group)),
            of_balancer=(balancer,),
            tag=tag,
            label=label,
            silence=_NO_TRAFFIC,
        )


def _titles(charts: Sequence[Chart]) -> str:
    return " · ".join(chart.title for chart in charts)
