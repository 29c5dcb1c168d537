"""What Fargate refuses of a task definition, before AWS is asked: the preflight checks that need nothing of AWS."""

from collections.abc import Iterator, Mapping
from typing import Final

from fargate_tui.fargate.drafts.checks import Finding, look_through
from fargate_tui.fargate.drafts.facts import NOTHING
from fargate_tui.fargate.drafts.task_definition.checks import TASK_DEFINITION_CHECKS
from fargate_tui.fargate.drafts.task_definition.container import CONTAINER
from fargate_tui.fargate.drafts.task_definition.draft import TaskDefinitionDraft
from fargate_tui.fargate.drafts.task_definition.fields import TASK, TaskDefinitionFields
from fargate_tui.fargate.drafts.task_definition.judged import judged
from fargate_tui.fargate.drafts.task_definition.volume import VOLUME
from fargate_tui.fargate.shapes import Problem, Shape, misfits

_OF_ANY: Final = frozenset({"§2", "P04", "P14", "P15", "P16", "P17"})
"""The checks of what holds wherever a task runs."""
_MENDED_IN_WIZARDS: Final = frozenset({"P10"})
"""The checks whose remedy is one that only a wizard has."""
_PATHS: Final[Mapping[str, str]] = {
    **{member.attribute: ".".join(member.path) for member in TASK},
    **{f"containers.{member.attribute}": ".".join(member.path) for member in CONTAINER},
    **{f"volumes.{member.attribute}": ".".join(member.path) for member in VOLUME},
}
"""What the API calls a field."""


def problems(request: Mapping[str, object], shape: Shape) -> tuple[Problem, ...]:
    """All that is wrong with a request that registers a task definition; its meaning is judged if its form is right."""
    found = tuple(misfits(request, shape))
    if any(problem.blocks for problem in found):
        return found
    return (*found, *_of_meaning(TaskDefinitionDraft.of_registration(request)))


def _of_meaning(draft: TaskDefinitionFields) -> Iterator[Problem]:
    checks = TASK_DEFINITION_CHECKS
    if "FARGATE" not in draft.compatibilities.split():
        words = "FARGATE is not in it: the revision could not run on Fargate, and its rules are not checked"
        yield Problem(where="requiresCompatibilities", words=words, blocks=False)
        checks = tuple(each for each in checks if each.number in _OF_ANY)
    for finding in look_through(checks, judged(draft), NOTHING):
        if finding.verdict == "problem" and finding.level != "INFO":
            yield Problem(where=_where(draft, finding.field), words=_words(finding), blocks=finding.level == "BLOCK")


def _words(finding: Finding) -> str:
    has_remedy = finding.remedy and finding.check not in _MENDED_IN_WIZARDS
    return f"{finding.words}; {finding.remedy}" if has_remedy else finding.words


def _where(draft: TaskDefinitionFields, field: str) -> str:
    """``memory``, or ``container web, healthCheck.interval``."""
    head, _, rest = field.partition(".")
    if not rest:
        return _PATHS.get(field, "")
    place, _, member = rest.partition(".")
    named = draft.containers[int(place)].name if head == "containers" else draft.volumes[int(place)].name
    noun = f"{head.removesuffix('s')} {named}" if named else f"{head}[{place}]"
    path = _PATHS.get(f"{head}.{member}", "")
    return f"{noun}, {path}" if path else noun
