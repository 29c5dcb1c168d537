"""What AWS has answered, is yet to answer, or was not let answer: put together without losing which of these it is."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from fargate_tui.fargate.known import Known, NotChecked

Thing = TypeVar("Thing")

Answer = Known[Thing] | NotChecked | None
"""None while AWS has not answered."""


def together(answers: Iterable[Answer[Thing]]) -> Answer[tuple[Thing, ...]]:
    """All of them, where all are known; else why not, or None where one has not been answered."""
    found: list[Thing] = []
    missing: NotChecked | None = None
    for answer in answers:
        if answer is None:
            return None
        if isinstance(answer, NotChecked):
            missing = missing or answer
        else:
            found.append(answer.value)
    return missing or Known(tuple(found))


def of(facts: Mapping[str, Known[Thing] | NotChecked], key: str) -> Thing | None:
    """What is known under a key; None where nothing is, or there is no such thing."""
    answer = facts.get(key)
    return answer.value if isinstance(answer, Known) else None


def is_missing(facts: Mapping[str, Known[Thing] | NotChecked], key: str) -> bool:
    """Whether AWS has said that there is no such thing."""
    answer = facts.get(key)
    return isinstance(answer, Known) and answer.value is None
