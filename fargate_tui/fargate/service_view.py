"""A service seen at a moment: what the rules of `service_findings` ask of it again and again, worked out once."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cached_property
from itertools import takewhile
from typing import Final

from fargate_tui.fargate.arns import revision_of
from fargate_tui.fargate.events import ClassifiedEvent, classify
from fargate_tui.fargate.records import Deployment, Service, ServiceEvent
from fargate_tui.fargate.rows import Finding

RECENT: Final = timedelta(minutes=30)
"""How long a sign of trouble counts: twice the longest pause of a scheduler that backs off (fargate.md D63)."""

_DEPLOYMENT_FAILED: Final = frozenset({"deployment failed", "deployment alarm"})
_DEPLOYMENT_LOST: Final = _DEPLOYMENT_FAILED | {"rolling back"}
_DEPLOYMENT_ENDED: Final = _DEPLOYMENT_LOST | {"deployment completed"}


class ServiceView:
    """A service, ``now``, and the endings of its newest stopped tasks; None where they are not known."""

    def __init__(self, service: Service, now: datetime, deaths: Sequence[Finding] | None) -> None:
        self.service = service
        self.now = now
        self.are_deaths_known = deaths is not None
        self.deaths = tuple(death for death in deaths or () if death.is_problem)

    @cached_property
    def primary(self) -> Deployment | None:
        """The deployment the service is at or on its way to."""
        return next((deployment for deployment in self.service.deployments if deployment.status == "PRIMARY"), None)

    @cached_property
    def outgoing(self) -> tuple[Deployment, ...]:
        """Deployments on their way out that still have tasks."""
        others = (deployment for deployment in self.service.deployments if deployment is not self.primary)
        return tuple(d for d in others if d.running_count or d.pending_count or d.desired_count)

    @cached_property
    def is_short(self) -> bool:
        """Whether fewer tasks run than should."""
        return self.service.running_count < self.service.desired_count

    @cached_property
    def is_scaling_out(self) -> bool:
        """Whether all that it is short of is starting just now, and nothing has gone wrong lately.

        A task that died and is replaced looks the same, but for its end: where that is not known, it may be so.
        """
        service, primary = self.service, self.primary
        covers = service.running_count + service.pending_count >= service.desired_count
        has_failed = self.deaths or (primary is not None and primary.failed_tasks)
        is_quiet = all(event.severity not in ("warn", "error") for event in self.recent)
        has_begun = any(event.kind == "started" for event in self.unsettled)
        return covers and self.are_deaths_known and not has_failed and is_quiet and has_begun

    @cached_property
    def is_rolling(self) -> bool:
        """Whether a deployment is under way; controllers other than ECS give no rollout state."""
        state = self.primary.rollout_state if self.primary is not None else None
        return state == "IN_PROGRESS" or (state is None and bool(self.outgoing))

    @cached_property
    def recent(self) -> tuple[ClassifiedEvent, ...]:
        """Events of the deployment that is primary now and within `RECENT`, newest first.

        What was said before a deployment failed belongs to that deployment.
        """
        since = self.now - RECENT
        began = self.primary.created_at if self.primary is not None else None
        begin = max(since, began) if began is not None else since
        events = (event for event in self.service.events if event.created_at is not None and event.created_at >= begin)
        said = map(classify, (event.message for event in events))
        return tuple(takewhile(lambda event: event.kind not in _DEPLOYMENT_LOST, said))

    @cached_property
    def unsettled(self) -> tuple[ClassifiedEvent, ...]:
        """Those of `recent` since the service was last steady."""
        settled = (i for i, event in enumerate(self.recent) if event.kind in ("steady", "deployment completed"))
        return self.recent[: next(settled, len(self.recent))]

    @cached_property
    def history(self) -> tuple[tuple[ServiceEvent, ClassifiedEvent], ...]:
        """How its deployments ended, newest first, as far back as events are kept."""
        # Classifying is the costly part and most events are steady-state notices.
        told = ((event, classify(event.message)) for event in self.service.events if "deployment" in event.message)
        return tuple((event, said) for event, said in told if said.kind in _DEPLOYMENT_ENDED)

    @cached_property
    def rollback_targets(self) -> frozenset[str]:
        """Ids of the deployments that rollbacks went back to."""
        return frozenset(said.deployment for _, said in self.history if said.kind == "rolling back")

    @cached_property
    def is_rolled_back(self) -> bool:
        """Whether the primary deployment is one that a rollback went back to."""
        return self.primary is not None and self.primary.id in self.rollback_targets

    @cached_property
    def failure(self) -> ClassifiedEvent | None:
        """How the newest deployment failed; None where a later one succeeded or has begun since.

        The completion of a rollback is no success of a deployment.
        """
        for event, said in self.history:
            if said.kind == "deployment completed" and said.deployment not in self.rollback_targets:
                return None
            if said.kind in _DEPLOYMENT_FAILED:
                return None if self._has_begun_since(event) else said
        return None

    def _has_begun_since(self, failure: ServiceEvent) -> bool:
        began = self.primary.created_at if self.primary is not None else None
        if began is None or failure.created_at is None or self.is_rolled_back:
            return False
        return began > failure.created_at

    @cached_property
    def counts(self) -> str:
        """How many of how many run."""
        text = f"{self.service.running_count} of {self.service.desired_count} running"
        return f"{text}, {self.service.pending_count} starting" if self.service.pending_count else text

    @cached_property
    def progress(self) -> str:
        """How far the deployment is, and what is left of those before it."""
        primary = self.primary
        if primary is None:
            return self.counts
        here = f"{revision(primary)}: {primary.running_count} of {primary.desired_count} running"
        return " · ".join((here, *(f"{revision(each)}: {each.running_count} left" for each in self.outgoing)))

    @cached_property
    def standing(self) -> str:
        """The deployment's progress while one is under way; else nothing, for the counts have columns of their own."""
        return self.progress if self.is_rolling else ""

    @cached_property
    def cause(self) -> str:
        """Why its tasks died, most of them; empty where that is not known."""
        common = Counter(death.why for death in self.deaths if death.why).most_common(1)
        return common[0][0] if common else ""

    def mostly_died(self, words: frozenset[str]) -> bool:
        """Whether more than half of the known deaths are of these words; False where none is known."""
        return sum(death.word in words for death in self.deaths) * 2 > len(self.deaths)


def revision(deployment: Deployment | None) -> str:
    """``:7``, or a dash where it is not known."""
    number = revision_of(deployment.task_definition or "") if deployment is not None else None
    return f":{number}" if number is not None else "—"
