"""The checks of tasks without a service."""

from typing import Final

from fargate_tui.fargate import run_draft
from fargate_tui.fargate.drafts.checks import Check, Trouble
from fargate_tui.fargate.drafts.facts import Facts
from fargate_tui.fargate.drafts.fields import ON
from fargate_tui.fargate.drafts.run_task_plan import RunPlan
from fargate_tui.fargate.drafts.service.network_checks import unknown
from fargate_tui.fargate.drafts.service.parts import SPOT
from fargate_tui.fargate.drafts.service.shells import exec_found
from fargate_tui.fargate.drafts.service.typed import NAME, Found
from fargate_tui.fargate.known import Known
from fargate_tui.fargate.secrets import MASK

_FIELDS: Final = {"revision": "definition", "subnets": "network.subnets", "groups": "network.groups"}
_TOLD_ELSEWHERE: Final = frozenset({"cluster", "revision", "subnets"})
"""Of these other checks tell more."""


def _form(plan: RunPlan, _: Facts) -> Found:
    for field, words in run_draft.problems(plan.draft.plain).items():
        if field not in _TOLD_ELSEWHERE:
            yield Trouble(_FIELDS.get(field, field), words, words)
    if MASK in plan.draft.environment:
        yield Trouble("environment", "a secret was not kept with the draft", "type it again")
    container = plan.draft.plain.container
    if container and plan.containers and container not in plan.containers:
        yield Trouble("container", f"there is no container {container}", f"one of {', '.join(plan.containers)}")


def _cluster(plan: RunPlan, facts: Facts) -> Found:
    name = plan.draft.cluster.strip()
    answer = facts.clusters.get(name)
    if not NAME.fullmatch(name) and not name.startswith("arn:"):
        words = f"{name} is no name" if name else "no cluster is chosen"
        yield Trouble("cluster", words, "1 to 255 letters, digits, - and _")
    elif not isinstance(answer, Known):
        yield unknown(answer, "cluster", "whether there is such a cluster")
    elif answer.value is None:
        yield Trouble("cluster", f"there is no cluster {name}", "choose one, or make it first")
    elif plan.draft.capacity == SPOT and SPOT not in answer.value.capacity_providers:
        yield Trouble("capacity", f"{SPOT} is not associated with {name}", "associate it, or choose FARGATE")


def _exec(plan: RunPlan, facts: Facts) -> Found:
    yield from exec_found(plan.definition, facts, "execute")


RUN_CHECKS: Final[tuple[Check[RunPlan], ...]] = (
    Check("T01", "BLOCK", "what was typed can be sent", _form, "count"),
    Check("T02", "BLOCK", "the cluster has the capacity", _cluster, "cluster", ("ecs:DescribeClusters",)),
    Check(
        "T03",
        "WARN",
        "the task role lets shells in",
        _exec,
        "execute",
        ("iam:SimulatePrincipalPolicy",),
        lambda plan: plan.draft.execute == ON,
    ),
)
"""Of tasks without a service: fargate.md §13 numbers those of services, of which the network's and the definition's
are looked at too."""
