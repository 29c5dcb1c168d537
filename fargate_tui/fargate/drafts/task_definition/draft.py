"""The draft of a task definition: what its wizard has filled in so far."""

from typing import ClassVar, Final, Self, TypeVar

from msgspec.structs import replace

from fargate_tui.fargate.answers import Json
from fargate_tui.fargate.drafts.checks import Finding, look_through
from fargate_tui.fargate.drafts.cost import Cost
from fargate_tui.fargate.drafts.creations import Creation
from fargate_tui.fargate.drafts.facts import NOTHING, Facts, Want
from fargate_tui.fargate.drafts.fields import Step
from fargate_tui.fargate.drafts.paths import value_at
from fargate_tui.fargate.drafts.task_definition.checks import TASK_DEFINITION_CHECKS
from fargate_tui.fargate.drafts.task_definition.container import container_of
from fargate_tui.fargate.drafts.task_definition.creating import creations_of
from fargate_tui.fargate.drafts.task_definition.fields import CREATE, TaskDefinitionFields, fields_of
from fargate_tui.fargate.drafts.task_definition.following import answered, in_region, with_logs
from fargate_tui.fargate.drafts.task_definition.judged import judged
from fargate_tui.fargate.drafts.task_definition.keeping import kept
from fargate_tui.fargate.drafts.task_definition.pages import steps_of
from fargate_tui.fargate.drafts.task_definition.sizes import cost_of_task
from fargate_tui.fargate.drafts.task_definition.summing import summary_of
from fargate_tui.fargate.drafts.task_definition.volume import VolumeDraft
from fargate_tui.fargate.drafts.task_definition.wanting import wants_of
from fargate_tui.fargate.network import Path

Item = TypeVar("Item")

_CONTAINER: Final[Json] = {"essential": True}
_BEGIN: Final[Json] = {
    "networkMode": "awsvpc",
    "requiresCompatibilities": ["FARGATE"],
    "runtimePlatform": {"operatingSystemFamily": "LINUX", "cpuArchitecture": "X86_64"},
    "cpu": "256",
    "memory": "512",
    "containerDefinitions": [_CONTAINER],
}
"""What a new one begins with: the smallest size, and a container that has no image yet."""


class TaskDefinitionDraft(TaskDefinitionFields, frozen=True, kw_only=True):
    """A task definition as far as it has been filled in; `begun` or `of_registration` makes one."""

    noun: ClassVar[str] = "task definition"

    @classmethod
    def begun(cls, region: str = "") -> Self:
        """A new one: its first container writes to a log group of its own, its execution role is made with it."""
        draft = fields_of(_BEGIN, region, cls)
        containers = tuple(with_logs(each, draft) for each in draft.containers)
        return replace(draft, containers=containers, execution_role=CREATE)

    @classmethod
    def of_registration(cls, request: Json, region: str = "") -> Self:
        """One that comes from a request of the form that AWS takes (`shapes.misfits`), and becomes it again."""
        return fields_of(request, region, cls)

    @property
    def name(self) -> str:
        """Its family."""
        return self.family.strip()

    def steps(self, facts: Facts = NOTHING) -> tuple[Step, ...]:
        """The task, each container, the volumes, the roles."""
        return steps_of(self, facts.rates)

    def value(self, field: str) -> str:
        """What stands in a field."""
        return value_at(self, field)

    def answered(self, field: str, text: str) -> Self:
        """The draft with another answer, and with all that follows from it."""
        return answered(self, field, text)

    def filled_in(self, facts: Facts) -> Self:
        """With the Region, where it was begun without one."""
        return in_region(self, facts.region) if facts.region and not self.region else self

    def added(self, step: str) -> Self:
        """With another container or volume, behind that of the page."""
        head, _, place = step.partition(".")
        if head == "containers":
            container = with_logs(container_of(_CONTAINER), self)
            return replace(self, containers=_inserted(self.containers, int(place) + 1, container))
        if head == "volumes":
            return replace(self, volumes=_inserted(self.volumes, int(place) + 1 if place else 0, VolumeDraft()))
        return self

    def removed(self, step: str) -> Self:
        """Without the container or the volume of the page."""
        head, _, place = step.partition(".")
        if head == "containers" and place:
            return replace(self, containers=_without(self.containers, int(place)))
        if head == "volumes" and place:
            return replace(self, volumes=_without(self.volumes, int(place)))
        return self

    def wants(self, facts: Facts) -> tuple[Want, ...]:
        """What has to be known of AWS to check it."""
        return wants_of(self, facts)

    def findings(self, facts: Facts) -> tuple[Finding, ...]:
        """What all checks have found."""
        return tuple(look_through(TASK_DEFINITION_CHECKS, judged(self), facts))

    def creations(self, facts: Facts) -> tuple[Creation, ...]:
        """Log groups and roles that are to be made, then the task definition."""
        return creations_of(self, facts)

    def reach(self, facts: Facts) -> tuple[Path, ...]:  # noqa: ARG002
        """Nothing: its network is chosen where it is run."""
        return ()

    def cost(self, facts: Facts) -> Cost | None:
        """What one task of it costs, on demand and by list price."""
        return cost_of_task(self, facts.rates)

    def summary(self, facts: Facts) -> tuple[tuple[str, str], ...]:
        """What it is so far."""
        return summary_of(self, facts.rates)

    def kept(self) -> Self:
        """What may be written to disk: what looks like a secret is masked, and has to be typed again."""
        return kept(self)


def _inserted(items: tuple[Item, ...], place: int, item: Item) -> tuple[Item, ...]:
    return (*items[:place], item, *items[place:])


def _without(items: tuple[Item, ...], place: int) -> tuple[Item, ...]:
    return (*items[:place], *items[place + 1 :])
