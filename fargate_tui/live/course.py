"""The course of a service: what happened to it, how it is deployed and how it is scaled."""

from typing import TYPE_CHECKING

from fargate_tui.fargate.arns import name_of
from fargate_tui.live.common import Common
from fargate_tui.live.shelf import Shelf
from fargate_tui.live.watch import Watch

if TYPE_CHECKING:
    from fargate_tui.fargate.cockpit import Rollouts
    from fargate_tui.fargate.scaling import ScalingRow
    from fargate_tui.fargate.timeline import TimelineRow
    from fargate_tui.live.history import Journal
    from fargate_tui.live.source import Question


class Course:
    """Watches of what becomes of services."""

    def __init__(self, shelf: Shelf, common: Common) -> None:
        self._shelf = shelf
        self._common = common

    def timeline(
        self, cluster: str, service: str | None = None, journal: "Journal | None" = None
    ) -> "Watch[TimelineRow]":
        """What happened to a service, or to all of a cluster, and what was changed from here; newest first."""
        of, named = name_of(cluster), name_of(service) if service is not None else None

        def question() -> "Question[TimelineRow]":
            from fargate_tui.live.timeline import Timeline

            return Timeline(of, named, self._common.clock, journal)

        return self._shelf.asking(("timeline", of, named), f"timeline of {named or of}", question)

    def scaling(self, cluster: str, service: str) -> "Watch[ScalingRow]":
        """How a service is scaled: its limits, then policies, schedules and what was done."""
        of, named = name_of(cluster), name_of(service)

        def question() -> "Question[ScalingRow]":
            from fargate_tui.live.scaling import ServiceScaling

            return ServiceScaling(of, named, self._common.clock)

        return self._shelf.asking(("scaling", of, named), f"scaling of {named}", question)

    def deployments(self, cluster: str, service: str) -> "Watch[Rollouts]":
        """A service with its deployments: a single row."""
        of, named = name_of(cluster), name_of(service)

        def question() -> "Question[Rollouts]":
            from fargate_tui.live.deployments import DeploymentsOfService

            return DeploymentsOfService(of, named, self._common.clock)

        return self._shelf.asking(("deployments", of, named), f"deployments of {named}", question)
