"""What a task definition's draft becomes, in the order in which it is made."""

from collections.abc import Iterator

from fargate_tui.fargate.drafts.creations import Creation, Request
from fargate_tui.fargate.drafts.facts import Facts
from fargate_tui.fargate.drafts.task_definition.checks.logs import group_key
from fargate_tui.fargate.drafts.task_definition.container import MAKE, ContainerDraft
from fargate_tui.fargate.drafts.task_definition.fields import TaskDefinitionFields
from fargate_tui.fargate.drafts.task_definition.judged import Judged, judged
from fargate_tui.fargate.drafts.task_definition.making_roles import roles_made
from fargate_tui.fargate.drafts.task_definition.shares import number
from fargate_tui.fargate.drafts.task_definition.sizes import size_in_words
from fargate_tui.fargate.known import Known


def creations_of(draft: TaskDefinitionFields, facts: Facts) -> tuple[Creation, ...]:
    """Log groups, roles, and the task definition."""
    it = judged(draft)
    return (*_groups(it, facts), *roles_made(it, facts), _registered(it))


def groups_made(draft: TaskDefinitionFields) -> dict[str, ContainerDraft]:
    """The first container of each log group that is to be made, by how facts call the group."""
    found: dict[str, ContainerDraft] = {}
    for container in draft.containers:
        key = group_key(draft, container)
        # One of another Region would have to be asked for there.
        if key.startswith("/") and container.log_creation == MAKE:
            found.setdefault(key, container)
    return found


def _groups(it: Judged, facts: Facts) -> Iterator[Creation]:
    for key, container in groups_made(it.draft).items():
        if facts.log_groups.get(key) != Known(True):
            yield _group(it, container)


def _group(it: Judged, container: ContainerDraft) -> Creation:
    name, days = container.log_group.strip(), number(container.log_retention)
    tags = {each.key: each.value or "" for each in it.definition.tags if each.key}
    made = Request(
        service="logs",
        operation="CreateLogGroup",
        parameters={"logGroupName": name, **({"tags": tags} if tags else {})},
    )
    kept = Request(
        service="logs", operation="PutRetentionPolicy", parameters={"logGroupName": name, "retentionInDays": days}
    )
    words = f"lines are kept for {days} days" if days else "lines are kept for ever"
    return Creation(kind="log-group", name=name, words=words, requests=(made, kept) if days else (made,))


def _registered(it: Judged) -> Creation:
    request = Request(service="ecs", operation="RegisterTaskDefinition", parameters=it.request)
    containers = " + ".join(each.name.strip() for each in it.draft.containers)
    words = " · ".join((containers, *size_in_words(it.draft)))
    return Creation(kind="task-definition", name=it.draft.family.strip(), words=words, requests=(request,))
