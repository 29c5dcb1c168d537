"""What a task definition's draft becomes, in the order in which it is made."""

from fargate_tui.fargate.drafts.creations import Creation, Request
from fargate_tui.fargate.drafts.task_definition.fields import TaskDefinitionFields, registration
from fargate_tui.fargate.drafts.task_definition.sizes import size_in_words


def registered(draft: TaskDefinitionFields) -> Creation:
    """The task definition itself."""
    request = Request(service="ecs", operation="RegisterTaskDefinition", parameters=registration(draft))
    containers = " + ".join(each.name for each in draft.containers)
    words = f"{containers} · {' · '.join(size_in_words(draft))}"
    return Creation(kind="task-definition", name=draft.family.strip(), words=words, requests=(request,))
