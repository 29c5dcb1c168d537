"""The order in which a task's containers ended: which ended first, and which it took with it.

AWS gives no time for a container's end; the order follows from exit codes and reasons, from who is essential, and,
where their logs are known, from when each wrote last. Where none of these tells, it says so.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, Literal

from fargate_tui.fargate.diagnosis.case import Case
from fargate_tui.fargate.exit_codes import ASKED_TO_END, KILLED, meaning_of
from fargate_tui.fargate.records import Container, Record

Part = Literal["first", "taken along", "stopped with the task", "done before", "never ran", "runs", "not known"]
"""first: its end ended the task; taken along: stopped because of that; stopped with the task: from without, as all of
them; done before: it ended, and the task went on."""

_FROM_WITHOUT: Final = frozenset(
    {"UserInitiated", "ServiceSchedulerInitiated", "SpotInterruption", "TerminationNotice", "InfrastructureHealth"}
)
_ORDER: Final[Mapping[Part, int]] = {
    "done before": 0,
    "first": 1,
    "taken along": 2,
    "stopped with the task": 2,
    "not known": 3,
    "never ran": 4,
    "runs": 5,
}


class ContainerEnd(Record, frozen=True, kw_only=True):
    """How a container ended."""

    name: str
    part: Part
    exit_code: int | None = None
    meaning: str = ""
    """What the exit code says by convention."""
    reason: str = ""
    """AWS's words, verbatim."""
    is_essential: bool = True
    last_words_at: datetime | None = None
    """When it wrote last, where its log is known."""
    digest: str = ""

    @property
    def words(self) -> str:
        """Its end in a line: ``api ended first: exit 1, application error``."""
        code = "" if self.exit_code is None else f"exit {self.exit_code}"
        told = ", ".join(filter(None, (code, self.meaning)))
        return f"{self.name} {_WORDS[self.part]}" + (f": {told}" if told else "")


_WORDS: Final[Mapping[Part, str]] = {
    "first": "ended first",
    "taken along": "was stopped with it",
    "stopped with the task": "was stopped with the task",
    "done before": "was done before",
    "never ran": "never ran",
    "runs": "still runs",
    "not known": "ended, AWS does not say when",
}


def ends_of(case: Case, last_words: Mapping[str, datetime] | None = None) -> tuple[ContainerEnd, ...]:
    """The ends of a task's containers, the first to end first; ``last_words`` says when each wrote last."""
    first = _first(case, last_words or {})
    ends = [_end(case, container, first, last_words or {}) for container in case.task.containers]
    return tuple(sorted(ends, key=lambda end: _ORDER[end.part]))


def _first(case: Case, last_words: Mapping[str, datetime]) -> Container | None:
    """The container whose end ended the task; None where it was stopped from without, or several may have been it."""
    if case.task.stop_code in _FROM_WITHOUT:
        return None
    ended = [each for each in case.task.containers if each.exit_code is not None and case.is_essential(each)]
    by_memory = [each for each in ended if "memory" in (each.reason or "").lower()]
    by_itself = [each for each in ended if each.exit_code not in (0, KILLED, ASKED_TO_END)]
    for suspects in (by_memory, by_itself, [each for each in ended if each.exit_code == 0]):
        if len(suspects) == 1:
            return suspects[0]
        if suspects:
            return _silent_first(suspects, last_words)
    return ended[0] if len(ended) == 1 else _silent_first(ended, last_words)


def _silent_first(suspects: list[Container], last_words: Mapping[str, datetime]) -> Container | None:
    """The one that wrote last the longest ago, where that is known of all of them."""
    if not suspects or not all(each.name in last_words for each in suspects):
        return None
    return min(suspects, key=lambda each: last_words[each.name or ""])


def _end(case: Case, container: Container, first: Container | None, last_words: Mapping[str, datetime]) -> ContainerEnd:
    code = container.exit_code
    return ContainerEnd(
        name=container.name or "a container",
        part=_part(case, container, first),
        exit_code=code,
        meaning="" if code is None else meaning_of(code),
        reason=container.reason or "",
        is_essential=case.is_essential(container),
        last_words_at=last_words.get(container.name or ""),
        digest=container.image_digest or "",
    )


def _part(case: Case, container: Container, first: Container | None) -> Part:
    if container.exit_code is None:
        # Without an exit code it never ran, or is running yet.
        return "runs" if container.last_status == "RUNNING" else "never ran"
    if container is first:
        return "first"
    if not case.is_essential(container) and container.exit_code not in (KILLED, ASKED_TO_END):
        return "done before"
    if case.task.stop_code in _FROM_WITHOUT:
        return "stopped with the task"
    return "taken along" if first is not None else "not known"
