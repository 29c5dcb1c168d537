"""Tasks that are started once, as they are filled in."""

from typing import ClassVar

import msgspec

from fargate_tui.fargate import run_draft
from fargate_tui.fargate.arns import family_of
from fargate_tui.fargate.drafts.asked import of
from fargate_tui.fargate.drafts.checks import Finding, look_through
from fargate_tui.fargate.drafts.cost import Cost, cost_of_tasks
from fargate_tui.fargate.drafts.creations import Creation
from fargate_tui.fargate.drafts.facts import NOTHING, Facts, Want
from fargate_tui.fargate.drafts.fields import OFF, Step
from fargate_tui.fargate.drafts.paths import value_at, with_value
from fargate_tui.fargate.drafts.run_task_checks import RUN_CHECKS
from fargate_tui.fargate.drafts.run_task_page import fields_of
from fargate_tui.fargate.drafts.run_task_plan import RunPlan, creations_of, wants_of
from fargate_tui.fargate.drafts.service.costing import size_of
from fargate_tui.fargate.drafts.service.definition_checks import DEFINITION_CHECKS
from fargate_tui.fargate.drafts.service.network_checks import NETWORK_CHECKS
from fargate_tui.fargate.drafts.service.network_filling import NETWORK_FILLS, PUBLIC, fill
from fargate_tui.fargate.drafts.service.network_page import network_fields
from fargate_tui.fargate.drafts.service.parts import SPOT, NetworkDraft
from fargate_tui.fargate.drafts.service.reach import out_of
from fargate_tui.fargate.network import Path
from fargate_tui.fargate.prices import Rates, shipped


class RunTaskDraft(msgspec.Struct, frozen=True, kw_only=True):
    """Tasks without a service."""

    noun: ClassVar[str] = "task"

    cluster: str = "default"
    definition: str = ""
    """``family:revision``, or a family for its newest revision."""
    count: str = "1"
    capacity: str = run_draft.CAPACITIES[0]
    setup: str = PUBLIC
    network: NetworkDraft = NetworkDraft()
    container: str = ""
    """Whose command and environment are overridden."""
    command: str = ""
    environment: str = ""
    """``NAME=value NAME='other value'``."""
    cpu: str = ""
    memory: str = ""
    role: str = ""
    execute: str = OFF
    starter: str = ""
    tags: str = ""
    """As the environment."""
    typed: tuple[str, ...] = ()
    """The fields that a person filled in: nothing else overwrites them."""

    @property
    def name(self) -> str:
        """The family: tasks have no name of their own."""
        return family_of(self.definition.strip())

    def steps(self, facts: Facts = NOTHING) -> tuple[Step, ...]:
        """The pages."""
        plan = RunPlan(self, facts)
        pages = fields_of(self, plan.containers)
        network = Step(id="network", title="network", fields=tuple(network_fields(plan.network)))
        return (pages[0], network, *pages[1:])

    def value(self, field: str) -> str:
        """What stands in a field."""
        return value_at(self, field)

    def answered(self, field: str, text: str) -> "RunTaskDraft":
        """With another answer; a field that is emptied may be filled in again by what AWS says."""
        others = tuple(each for each in self.typed if each != field)
        changed = with_value(self, field, text)
        return msgspec.structs.replace(changed, typed=(*others, field) if text.strip() else others)

    def filled_in(self, facts: Facts) -> "RunTaskDraft":
        """With what AWS's answers let it fill in."""
        return fill(self, self.typed, (*NETWORK_FILLS, ("container", _container)), facts)

    def added(self, step: str) -> "RunTaskDraft":  # noqa: ARG002 - as `Draft` has it
        """The same: there is no page of which there are several."""
        return self

    def removed(self, step: str) -> "RunTaskDraft":  # noqa: ARG002
        """The same: no page can be left out."""
        return self

    def wants(self, facts: Facts) -> tuple[Want, ...]:
        """What has to be known of AWS to check it."""
        return tuple(dict.fromkeys(wants_of(RunPlan(self, facts))))

    def findings(self, facts: Facts) -> tuple[Finding, ...]:
        """What all checks have found."""
        plan = RunPlan(self, facts)
        return (
            *look_through(RUN_CHECKS, plan, facts),
            *look_through(DEFINITION_CHECKS, plan, facts),
            *look_through(NETWORK_CHECKS, plan.network, facts),
        )

    def creations(self, facts: Facts) -> tuple[Creation, ...]:
        """The tasks, and their security group where it is a new one."""
        return tuple(creations_of(RunPlan(self, facts)))

    def reach(self, facts: Facts) -> tuple[Path, ...]:
        """The ways out: nothing leads in."""
        return tuple(out_of(RunPlan(self, facts).network))

    def cost(self, facts: Facts, rates: Rates | None = None) -> Cost | None:
        """What they cost while they run; None while it is not known what size they have."""
        definition = of(facts.definitions, self.definition.strip())
        size = size_of(definition) if definition else None
        if size is None:
            return None
        number, is_spot = self.plain.number, self.capacity == SPOT
        return cost_of_tasks(
            rates or facts.rates or shipped(facts.region),
            size,
            on_demand=0 if is_spot else number,
            spot=number if is_spot else 0,
            public=self.network.is_public,
        )

    def summary(self, facts: Facts) -> tuple[tuple[str, str], ...]:
        """What it is so far."""
        zones = ", ".join(each for each in RunPlan(self, facts).network.zones if each)
        cost = self.cost(facts)
        return (
            ("tasks", f"{self.plain.number:,} of {self.definition or '—'} in {self.cluster}"),
            ("capacity", self.capacity),
            ("network", f"{'public' if self.network.is_public else 'private'} addresses in {zones or 'no zone yet'}"),
            ("cost", cost.words if cost else "not known yet"),
        )

    def kept(self) -> "RunTaskDraft":
        """Without the values of variables that are secrets."""
        return msgspec.structs.replace(self, environment=run_draft.masked_pairs(self.environment))

    @property
    def plain(self) -> run_draft.RunDraft:
        """The same as the form of one page has it, with the subnets and groups that there are."""
        return run_draft.RunDraft(
            cluster=self.cluster,
            revision=self.definition,
            count=self.count,
            capacity=self.capacity,
            subnets=self.network.subnets,
            groups="" if self.network.has_new_group else self.network.groups,
            public=self.network.public,
            container=self.container if self.command.strip() or self.environment.strip() else "",
            command=self.command,
            environment=self.environment,
            cpu=self.cpu,
            memory=self.memory,
            role=self.role,
            execute=self.execute,
            starter=self.starter,
            tags=self.tags,
        )


def _container(draft: RunTaskDraft, facts: Facts) -> str | None:
    definition = of(facts.definitions, draft.definition.strip())
    return next((each.name for each in definition.container_definitions if each.name), None) if definition else None
