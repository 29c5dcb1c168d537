"""Tasks without a service as they would stand, what has to be known of them, and what is made."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from fargate_tui.fargate import run_draft
from fargate_tui.fargate.drafts.asked import Answer, of
from fargate_tui.fargate.drafts.creations import Creation, Request
from fargate_tui.fargate.drafts.facts import Facts, Want
from fargate_tui.fargate.drafts.fields import ON
from fargate_tui.fargate.drafts.service.definition_checks import roles_of
from fargate_tui.fargate.drafts.service.making_group import group_creation
from fargate_tui.fargate.drafts.service.making_service import placed
from fargate_tui.fargate.drafts.service.network_plan import NetworkPlan
from fargate_tui.fargate.drafts.service.plan import definition_of, planned_group
from fargate_tui.fargate.drafts.service.shells import exec_key
from fargate_tui.fargate.records import TaskDefinition

if TYPE_CHECKING:
    from fargate_tui.fargate.drafts.run_task import RunTaskDraft


@dataclass(frozen=True)
class RunPlan:
    """A draft of tasks with what is known."""

    draft: "RunTaskDraft"
    facts: Facts

    @property
    def definition_key(self) -> str:
        """How facts call the task definition."""
        return self.draft.definition.strip()

    @cached_property
    def definition(self) -> Answer[TaskDefinition]:
        """The task definition."""
        return definition_of(self.definition_key, self.facts)

    @property
    def containers(self) -> tuple[str, ...]:
        """The names of its containers, as far as they are known."""
        found = of(self.facts.definitions, self.definition_key)
        return tuple(each.name for each in found.container_definitions if each.name) if found else ()

    @cached_property
    def network(self) -> NetworkPlan:
        """Where they stand."""
        network = self.draft.network
        group = (planned_group(network.group_name, network.vpc),) if network.has_new_group else ()
        return NetworkPlan(
            network=network,
            facts=self.facts,
            definition=self.definition,
            most=self.draft.plain.number,
            has_exec=self.draft.execute == ON,
            planned=group,
        )


def wants_of(plan: RunPlan) -> Iterator[Want]:
    """All wants, also those that are answered already."""
    draft, vpc = plan.draft, plan.draft.network.vpc.strip()
    yield Want(kind="vpcs", key="")
    if draft.cluster.strip():
        yield Want(kind="clusters", key=draft.cluster.strip())
    if plan.definition_key:
        yield Want(kind="definitions", key=plan.definition_key)
    if vpc:
        yield Want(kind="surroundings", key=vpc)
        if draft.network.has_new_group and draft.network.group_name.strip():
            yield Want(kind="group_names", key=f"{vpc}/{draft.network.group_name.strip()}")
    definition = of(plan.facts.definitions, plan.definition_key)
    yield from (Want(kind="roles", key=name) for _, name in (roles_of(definition) if definition else ()))
    if definition is not None and draft.execute == ON and (key := exec_key(definition, plan.facts)):
        yield Want(kind="permissions", key=key)


def creations_of(plan: RunPlan) -> Iterator[Creation]:
    """The tasks, after their security group where it is a new one."""
    draft = plan.draft
    if draft.network.has_new_group:
        yield group_creation(plan.network, draft.network.group_name, f"Tasks of {draft.name}", "lets nobody in")
    parameters = _parameters(plan)
    request = Request(service="ecs", operation="RunTask", parameters=parameters)
    words = f"{draft.plain.number:,} of {parameters['taskDefinition']}"
    yield Creation(kind="task", name=draft.name, words=words, requests=(request,))


def _parameters(plan: RunPlan) -> Mapping[str, object]:
    found = of(plan.facts.definitions, plan.definition_key)
    revision = f"{found.family}:{found.revision}" if found else plan.definition_key
    network = {"awsvpcConfiguration": placed(plan.network)}
    return {**run_draft.parameters(plan.draft.plain), "taskDefinition": revision, "networkConfiguration": network}
