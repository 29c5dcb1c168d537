"""The preflight checks (fargate.md §13): each is declared once, with its level and what it has to ask."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from fargate_tui.fargate.drafts.facts import Facts
from fargate_tui.fargate.known import NotChecked
from fargate_tui.fargate.records import Record

Level = Literal["BLOCK", "WARN", "INFO"]
"""BLOCK: AWS refuses it, or the tasks can never become healthy; WARN: it works badly or costs more."""

Verdict = Literal["ok", "problem", "not checked", "asking", "waiting"]
"""not checked: it could not be asked, and is never taken for ok; asking: AWS has not answered yet; waiting: something
else has to be filled in first, and is a problem of its own."""

Draft_contra = TypeVar("Draft_contra", contravariant=True)


class Awaited(NotChecked, frozen=True, kw_only=True):
    """Something that can be looked at only once something else is filled in."""


class Finding(Record, frozen=True, kw_only=True):
    """What a check has found at a field."""

    check: str
    """``P02``"""
    level: Level
    verdict: Verdict
    field: str
    """The id of the field that causes it; empty where it is about all of it."""
    words: str
    """What is so, to what."""
    remedy: str = ""
    """What to do."""
    action: str = ""
    """The IAM action that is missing, where it was not checked for that."""
    because: str = ""
    """Why it was not checked, as `words` say it too."""

    @property
    def blocks(self) -> bool:
        """Whether nothing may be created while it is so."""
        return self.level == "BLOCK" and self.verdict == "problem"


@dataclass(frozen=True, slots=True)
class Trouble:
    """What a check finds fault with."""

    field: str
    words: str
    remedy: str = ""
    level: Level | None = None
    """Where it is another than the check's own."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """What a check cannot tell."""

    field: str
    because: NotChecked | None = None
    """None while AWS has not answered."""
    what: str = ""
    """What cannot be told: ``whether the role exists``."""


Look = Callable[[Draft_contra, Facts], Iterable[Trouble | Unknown]]
"""Finds fault with a draft; nothing where all is well."""


@dataclass(frozen=True, slots=True)
class Check(Generic[Draft_contra]):
    """One check."""

    number: str
    """``P02``, as fargate.md §13 numbers it."""
    level: Level
    title: str
    """What it makes sure of, as a statement: ``CPU and memory are one of Fargate's sizes``."""
    look: Look[Draft_contra]
    field: str = ""
    """The field that it is about where all is well."""
    probe: tuple[str, ...] = ()
    """The IAM actions that it asks AWS with; none for a check that only looks at the draft."""
    applies: Callable[[Draft_contra], bool] = lambda _: True


def look_through(checks: Iterable[Check[Draft_contra]], draft: Draft_contra, facts: Facts) -> Iterator[Finding]:
    """What all checks that apply have found, one or more findings each."""
    for check in checks:
        if check.applies(draft):
            found = tuple(_finding(check, each) for each in check.look(draft, facts))
            yield from found or (_well(check),)


def _well(check: Check[Draft_contra]) -> Finding:
    return Finding(check=check.number, level=check.level, verdict="ok", field=check.field, words=check.title)


def _finding(check: Check[Draft_contra], found: Trouble | Unknown) -> Finding:
    if isinstance(found, Trouble):
        return Finding(
            check=check.number,
            level=found.level or check.level,
            verdict="problem",
            field=found.field,
            words=found.words,
            remedy=found.remedy,
        )
    what = found.what or check.title
    if found.because is None:
        return Finding(check=check.number, level=check.level, verdict="asking", field=found.field, words=what)
    return Finding(
        check=check.number,
        level=check.level,
        verdict="waiting" if isinstance(found.because, Awaited) else "not checked",
        field=found.field,
        words=f"{what}: not checked, {found.because.why}",
        action=found.because.action,
        because=found.because.why,
    )


def worst(findings: Iterable[Finding]) -> Finding | None:
    """The one to be shown where there is room for one; None where all is well."""
    order = {"problem": 0, "not checked": 1, "asking": 2, "waiting": 3}
    levels = {"BLOCK": 0, "WARN": 1, "INFO": 2}
    wrong = (each for each in findings if each.verdict != "ok")
    return min(wrong, key=lambda each: (order[each.verdict], levels[each.level]), default=None)
