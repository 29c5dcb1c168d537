"""Whether a task role lets shells in: what ECS Exec wants."""

from collections.abc import Iterator

from fargate_tui.fargate.arns import name_of
from fargate_tui.fargate.drafts.asked import Answer
from fargate_tui.fargate.drafts.checks import Trouble, Unknown
from fargate_tui.fargate.drafts.facts import Facts, permissions_key
from fargate_tui.fargate.drafts.service.network_checks import unknown
from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.permissions import of_task_role
from fargate_tui.fargate.records import TaskDefinition


def exec_key(definition: TaskDefinition, facts: Facts) -> str:
    """Under which it is known what the task role is allowed; empty where there is none."""
    if not definition.task_role_arn:
        return ""
    wanted = of_task_role(definition, facts.region, facts.account, has_exec=True)
    channels = tuple(each for each in wanted if each.action.startswith("ssmmessages:"))
    return permissions_key(name_of(definition.task_role_arn), channels)


def exec_found(definition: Answer[TaskDefinition], facts: Facts, field: str) -> Iterator[Trouble | Unknown]:
    """What keeps shells out."""
    if not isinstance(definition, Known):
        yield unknown(definition, field, "whether the task role lets shells in")
        return
    key = exec_key(definition.value, facts)
    if not key:
        words = f"{definition.value.family} has no task role: AWS refuses ECS Exec"
        yield Trouble(field, words, "a task role with the four actions of ssmmessages", "BLOCK")
        return
    answer = facts.permissions.get(key)
    if not isinstance(answer, Known):
        yield unknown(answer, field, "whether the task role lets shells in")
        return
    denied = [permission.action for permission, decision in answer.value.decisions if decision == "denied"]
    untold = [permission.action for permission, decision in answer.value.decisions if decision == "unknown"]
    if denied:
        yield Trouble(field, f"the task role lacks {', '.join(denied)}", "allow it, else no shell opens")
    elif untold:
        because = NotChecked(why=f"IAM does not tell {', '.join(untold)}")
        yield unknown(because, field, "whether the task role lets shells in")
