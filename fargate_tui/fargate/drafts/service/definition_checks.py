"""What a chosen revision has to be for Fargate: the checks of task definitions that AWS lets pass at registration."""

from collections.abc import Iterator
from typing import Final, Protocol

from fargate_tui.fargate.arns import name_of
from fargate_tui.fargate.drafts.asked import Answer
from fargate_tui.fargate.drafts.checks import Check, Trouble, Unknown
from fargate_tui.fargate.drafts.facts import Facts
from fargate_tui.fargate.drafts.service.network_checks import unknown
from fargate_tui.fargate.images import ECR_IMAGE
from fargate_tui.fargate.known import Known
from fargate_tui.fargate.records import ContainerDefinition, TaskDefinition
from fargate_tui.fargate.sizes import is_size, read_cpu, read_memory

Found = Iterator[Trouble | Unknown]
FIELD: Final = "definition"
_TASKS: Final = "ecs-tasks.amazonaws.com"


class Defined(Protocol):
    """Something that is started of a task definition."""

    @property
    def facts(self) -> Facts:
        """What is known."""

    @property
    def definition_key(self) -> str:
        """How facts call the task definition."""

    @property
    def definition(self) -> Answer[TaskDefinition]:
        """The task definition."""


def _fits(plan: Defined, _: Facts) -> Found:
    answer = plan.facts.definitions.get(plan.definition_key)
    if not plan.definition_key:
        yield Trouble(FIELD, "no task definition is chosen", "family:revision")
    elif not isinstance(answer, Known):
        yield unknown(answer, FIELD, "whether there is such a task definition")
    elif answer.value is None:
        yield Trouble(FIELD, f"there is no task definition {plan.definition_key}", "choose one, or register it first")
    else:
        yield from _is_for_fargate(answer.value)


def _is_for_fargate(definition: TaskDefinition) -> Found:
    if definition.status not in (None, "ACTIVE"):
        yield Trouble(FIELD, f"it is {definition.status}: no service is made of it", "choose an active revision")
    if "FARGATE" not in definition.requires_compatibilities or definition.network_mode != "awsvpc":
        yield Trouble(FIELD, "it is not for Fargate", "requiresCompatibilities FARGATE and networkMode awsvpc")


def _size(plan: Defined, _: Facts) -> Found:
    found = plan.definition.value if isinstance(plan.definition, Known) else None
    if found is None:
        return
    cpu, memory = read_cpu(found.cpu or ""), read_memory(found.memory or "")
    if cpu is None or memory is None or not is_size(cpu, memory):
        yield Trouble(FIELD, f"Fargate has no size of {found.cpu} CPU and {found.memory} MiB", "register another size")


def _role(plan: Defined, _: Facts) -> Found:
    found = plan.definition.value if isinstance(plan.definition, Known) else None
    if found is None or found.execution_role_arn:
        return
    for container in found.container_definitions:
        if why := _needs_role(container):
            yield Trouble(FIELD, f"it has no execution role, and {container.name} has {why}", "register it with one")
            return


def _needs_role(container: ContainerDefinition) -> str:
    logs = container.log_configuration
    if ECR_IMAGE.match(container.image or ""):
        return "an image of ECR"
    if logs and logs.log_driver == "awslogs":
        return "logs of CloudWatch"
    return "secrets" if container.secrets else ""


def roles_of(definition: TaskDefinition) -> tuple[tuple[str, str], ...]:
    """What each of its roles is called by a person, and its name."""
    given = (("execution role", definition.execution_role_arn), ("task role", definition.task_role_arn))
    return tuple((kind, name_of(arn)) for kind, arn in given if arn)


def _roles(plan: Defined, facts: Facts) -> Found:
    if not isinstance(plan.definition, Known):
        yield unknown(plan.definition, FIELD, "whether its roles exist")
        return
    for kind, name in roles_of(plan.definition.value):
        answer = facts.roles.get(name)
        if not isinstance(answer, Known):
            yield unknown(answer, FIELD, f"whether its {kind} {name} exists")
        elif answer.value is None:
            yield Trouble(FIELD, f"its {kind} {name} does not exist", "make the role, or register it with another")
        elif _TASKS not in (*answer.value.trusts, *answer.value.trusts_if):
            yield Trouble(FIELD, f"its {kind} {name} does not trust {_TASKS}", "let the role trust it")


DEFINITION_CHECKS: Final[tuple[Check[Defined], ...]] = (
    Check("P01", "BLOCK", "the task definition is for Fargate", _fits, FIELD, ("ecs:DescribeTaskDefinition",)),
    Check("P02", "BLOCK", "Fargate has its size", _size, FIELD),
    Check("P10", "BLOCK", "it has the execution role that it needs", _role, FIELD),
    Check("P11", "BLOCK", "its roles exist, and tasks may take them on", _roles, FIELD, ("iam:GetRole",)),
)
"""Numbered as the task definition's own, for they are the same rules: what they find is told of the revision."""
