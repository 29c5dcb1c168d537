"""The metrics of services and tasks: what CloudWatch bills while it is followed."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from fargate_tui.fargate.arns import name_of, task_id
from fargate_tui.live.common import Common
from fargate_tui.live.series import MetricsOfServices
from fargate_tui.live.shelf import Shelf
from fargate_tui.live.watch import Watch

if TYPE_CHECKING:
    from fargate_tui.fargate.gauges import Vitals
    from fargate_tui.fargate.metrics import ServiceMetrics
    from fargate_tui.fargate.ranges import Range
    from fargate_tui.live.source import Question


class Metered:
    """Watches of CPU and memory beside a list of services, and of all that is measured of one."""

    def __init__(self, shelf: Shelf, common: Common) -> None:
        self._shelf = shelf
        self._common = common
        self._of_lists: dict[str | None, MetricsOfServices] = {}

    def services(self, cluster: str | None, services: Collection[tuple[str, str]]) -> "Watch[ServiceMetrics]":
        """CPU and memory of the services on screen (cluster and name); call it again when others are.

        ``cluster`` is whose list it is, None for that of all clusters.
        """
        name = name_of(cluster) if cluster is not None else None
        asked = self._of_lists.setdefault(name, MetricsOfServices(self._common.clock))
        watch = self._shelf.asking(("metrics", name), f"metrics of {name or 'all clusters'}", lambda: asked)
        if asked.want(services):
            watch.refresh()
        return watch

    def gauges(self, cluster: str, service: str | None, task: str | None, span: "Range") -> "Watch[Vitals]":
        """The metrics of a service (name), or of a task (ARN) where one is given."""
        name, common = name_of(cluster), self._common

        def question() -> "Question[Vitals]":
            from fargate_tui.live.gauges import ServiceGauges, TaskGauges

            if task is not None:
                return TaskGauges(name, task, span, common.clock, common.surroundings)
            return ServiceGauges(name, service or "", span, common.clock, common.surroundings)

        of = f"task {task_id(task)}" if task is not None else service
        return self._shelf.asking(("gauges", name, service, task, span.word), f"metrics of {of}", question)
