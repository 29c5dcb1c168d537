"""What a part of the evidence says, or why it says nothing."""

from collections.abc import Callable, Iterable, Iterator

from fargate_tui.fargate.diagnosis.case import Case
from fargate_tui.fargate.diagnosis.evidence import Part, Part_co
from fargate_tui.fargate.diagnosis.fact import Fact, Probe, not_checked
from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.records import TaskDefinition


def of_part(part: Part[Part_co], probe: Probe, what: str, judge: Callable[[Part_co], Iterable[Fact]]) -> Iterator[Fact]:
    """What a part says; for one that could not be read, ``what`` was not checked and why; nothing while it comes."""
    if isinstance(part, NotChecked):
        yield not_checked(probe, f"{what}: {part.why}", part.action)
    elif isinstance(part, Known):
        yield from judge(part.value)


def of_definition(
    case: Case, part: Part[TaskDefinition], what: str, judge: Callable[[TaskDefinition], Iterable[Fact]]
) -> Iterator[Fact]:
    """What the task definition says, be it known with the case or gathered."""
    known = Known(case.definition) if case.definition is not None else part
    return of_part(known, "E-td", what, judge)
