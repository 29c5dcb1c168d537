"""The pages on which tasks without a service are filled in."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fargate_tui.fargate import run_draft
from fargate_tui.fargate.drafts.fields import Choice, Field, Offer, Step, flag
from fargate_tui.fargate.drafts.service.pages import definition_field, setup_field

if TYPE_CHECKING:
    from fargate_tui.fargate.drafts.run_task import RunTaskDraft


def fields_of(draft: "RunTaskDraft", containers: Sequence[str]) -> tuple[Step, Step]:
    """What is started, and what is otherwise than in its definition."""
    task = (
        Field(id="cluster", label="cluster", offer=Offer(kind="clusters"), hint="a name"),
        definition_field(draft.definition),
        Field(id="count", label="count", hint=f"1 to {run_draft.MOST}"),
        Field(
            id="capacity",
            label="capacity",
            kind="choice",
            choices=tuple(Choice(value=each) for each in run_draft.CAPACITIES),
        ),
        setup_field(),
    )
    overrides = (
        Field(
            id="container",
            label="container",
            kind="choice" if containers else "text",
            choices=tuple(Choice(value=each) for each in containers),
            help="Whose command and environment are others than in the definition.",
        ),
        Field(id="command", label="command", hint="as in the definition"),
        Field(id="environment", label="environment", hint="NAME=value NAME='other value'", is_secret=True),
        Field(id="cpu", label="CPU", hint="as in the definition", heading="of the task"),
        Field(id="memory", label="memory", hint="as in the definition"),
        Field(
            id="role",
            label="task role",
            offer=Offer(kind="roles", of="ecs-tasks.amazonaws.com"),
            hint="as in the definition; an ARN",
        ),
        flag("execute", "ECS Exec", help="Shells in its containers; the task role needs ssmmessages."),
        Field(id="starter", label="started by", hint="nothing", help="Tasks can be listed by it."),
        Field(id="tags", label="tags", hint="NAME=value NAME='other value'"),
    )
    return (
        Step(id="task", title="task", fields=task),
        Step(id="overrides", title="overrides", fields=overrides),
    )
