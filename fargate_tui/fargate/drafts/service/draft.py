"""A service as it is filled in."""

from typing import ClassVar

import msgspec

from fargate_tui.fargate.drafts.checks import Finding
from fargate_tui.fargate.drafts.cost import Cost
from fargate_tui.fargate.drafts.creations import Creation
from fargate_tui.fargate.drafts.facts import NOTHING, Facts, Want
from fargate_tui.fargate.drafts.fields import Step
from fargate_tui.fargate.drafts.paths import value_at, with_value
from fargate_tui.fargate.drafts.service.checking import checked
from fargate_tui.fargate.drafts.service.costing import cost_of
from fargate_tui.fargate.drafts.service.filling import filled_in
from fargate_tui.fargate.drafts.service.making import creations_of
from fargate_tui.fargate.drafts.service.network_filling import PUBLIC
from fargate_tui.fargate.drafts.service.origin import Origin, marked
from fargate_tui.fargate.drafts.service.pages import steps_of
from fargate_tui.fargate.drafts.service.parts import (
    EXISTING,
    FARGATE,
    DeploymentDraft,
    LoadBalancerDraft,
    MoreDraft,
    NetworkDraft,
    ScalingDraft,
    StrategyDraft,
)
from fargate_tui.fargate.drafts.service.plan import Plan
from fargate_tui.fargate.drafts.service.reach import reach_of
from fargate_tui.fargate.drafts.service.summing import summary_of
from fargate_tui.fargate.drafts.service.wanting import wants_of
from fargate_tui.fargate.network import Path
from fargate_tui.fargate.prices import Rates


class ServiceDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A service with all that is made for it."""

    noun: ClassVar[str] = "service"

    cluster: str = "default"
    cluster_is: str = EXISTING
    definition: str = ""
    """``family:revision``, or a family for its newest revision."""
    name: str = ""
    count: str = "1"
    capacity: str = FARGATE
    """FARGATE, a strategy, or the cluster's default one."""
    strategy: StrategyDraft = StrategyDraft()
    platform: str = "LATEST"
    setup: str = PUBLIC
    """public, private or own: what the network is filled in with."""
    network: NetworkDraft = NetworkDraft()
    balancer: LoadBalancerDraft = LoadBalancerDraft()
    deployment: DeploymentDraft = DeploymentDraft()
    more: MoreDraft = MoreDraft()
    scaling: ScalingDraft = ScalingDraft()
    origin: Origin = Origin()
    """The service that it was cloned of, if it was."""
    typed: tuple[str, ...] = ()
    """The fields that a person filled in: nothing else overwrites them."""

    def steps(self, facts: Facts = NOTHING) -> tuple[Step, ...]:
        """The pages."""
        return steps_of(self, facts)

    def value(self, field: str) -> str:
        """What stands in a field."""
        return value_at(self, field)

    def answered(self, field: str, text: str) -> "ServiceDraft":
        """With another answer; a field that is emptied may be filled in again by what AWS says."""
        others = tuple(each for each in self.typed if each != field)
        changed = with_value(self, field, text)
        return msgspec.structs.replace(changed, typed=(*others, field) if text.strip() else others)

    def filled_in(self, facts: Facts) -> "ServiceDraft":
        """With what AWS's answers let it fill in."""
        return filled_in(self, facts)

    def added(self, step: str) -> "ServiceDraft":  # noqa: ARG002 - as `Draft` has it
        """The same: a service has no page of which there are several."""
        return self

    def removed(self, step: str) -> "ServiceDraft":  # noqa: ARG002
        """The same: no page can be left out."""
        return self

    def wants(self, facts: Facts) -> tuple[Want, ...]:
        """What has to be known of AWS to check it."""
        return tuple(dict.fromkeys(wants_of(Plan(self, facts))))

    def findings(self, facts: Facts) -> tuple[Finding, ...]:
        """What all checks have found."""
        return tuple(checked(Plan(self, facts)))

    def marked(self, facts: Facts) -> tuple[str, ...]:
        """The fields of a clone that still name something of where it was cloned from."""
        return tuple(marked(Plan(self, facts)))

    def creations(self, facts: Facts) -> tuple[Creation, ...]:
        """What is made, in order."""
        return tuple(creations_of(Plan(self, facts)))

    def reach(self, facts: Facts) -> tuple[Path, ...]:
        """The ways in and out of its tasks, hop by hop."""
        return reach_of(Plan(self, facts))

    def summary(self, facts: Facts) -> tuple[tuple[str, str], ...]:
        """What it is so far."""
        return tuple(summary_of(Plan(self, facts)))

    def cost(self, facts: Facts, rates: Rates | None = None) -> Cost | None:
        """What it costs while it runs, by the prices that are shipped where no others are given.

        None while it is not known what size its tasks have.
        """
        return cost_of(Plan(self, facts), rates)

    def kept(self) -> "ServiceDraft":
        """The same: there is no secret in it."""
        return self
