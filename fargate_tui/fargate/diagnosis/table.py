"""All rules in the order in which they are tried, and which of them a task or a service meets.

A person's reason stands before all words, words before stop codes, stop codes before exit codes.
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import groupby
from typing import Final

from fargate_tui.fargate.diagnosis import (
    exits,
    health,
    images,
    interfaces,
    logs,
    platform,
    secrets,
    services,
    taken,
    volumes,
    waiting,
)
from fargate_tui.fargate.diagnosis.case import Case
from fargate_tui.fargate.diagnosis.rule import Rule, Scope

RULES: Final[tuple[Rule, ...]] = (
    taken.BY_USER,
    *images.RULES,
    *secrets.RULES,
    *logs.RULES,
    *volumes.RULES,
    *interfaces.RULES,
    *exits.RULES,
    *health.RULES,
    *taken.RULES,
    *platform.RULES,
    # What starts with the name of an error and goes on in a way that none of the others knows.
    exits.CANNOT_START,
    interfaces.NOT_READY,
    *services.RULES,
    *waiting.RULES,
)
"""The most exact first (fargate.md §5.4)."""

BY_NUMBER: Final = {rule.number: rule for rule in RULES}

_KEPT: Final = 2_048
"""Texts whose rule is remembered: a service that dies in a loop writes the same one again and again."""

_Groups = tuple[tuple[tuple[str, ...], tuple[Rule, ...]], ...]


def _grouped(scope: Scope) -> _Groups:
    """The rules that know texts, those with the same words together, for one look at the words of all of them."""
    rules = (rule for rule in RULES if rule.texts and rule.scope == scope)
    return tuple((words, tuple(group)) for words, group in groupby(rules, key=lambda rule: rule.words))


_BY_TEXT: Final = _grouped("ended task")
_BY_EVENT: Final = _grouped("service")
_BY_CODE: Final = {code: rule for rule in RULES for code in rule.codes}
_BY_EXIT: Final = {code: rule for rule in RULES for code in rule.exits}
_ON_ITS_WAY: Final = tuple(rule for rule in RULES if rule.state is not None and rule.scope == "task on its way")
_OF_SERVICE: Final = tuple(rule for rule in RULES if rule.state is not None and rule.scope == "service")


def rule_of(case: Case) -> Rule | None:
    """The rule that a task meets; None where no rule knows its end, and it is no state that a rule knows."""
    task = case.task
    if task.stop_code == "UserInitiated":
        return taken.BY_USER
    return (
        (rule_of_text(case.text) if case.text else None)
        or _BY_CODE.get(task.stop_code or "")
        or _by_exit(case)
        or _by_state(case, _ON_ITS_WAY)
    )


def rule_of_event(message: str) -> Rule | None:
    """The rule that the message of a service's event meets, by AWS's reason in it or by itself."""
    text = Case.of_text(message).text
    return _first(_BY_EVENT, text) or rule_of_text(text)


def rule_of_service(case: Case) -> Rule | None:
    """The rule that a service meets by its state."""
    return _by_state(case, _OF_SERVICE)


@lru_cache(maxsize=_KEPT)
def rule_of_text(text: str) -> Rule | None:
    """The first rule that knows the words of a text as a `Case` has it."""
    return _first(_BY_TEXT, text)


def _first(groups: _Groups, text: str) -> Rule | None:
    lower = text.lower()
    for words, rules in groups:
        for word in words:
            if word in lower:
                if met := next((rule for rule in rules if _pattern(rule.texts).search(text)), None):
                    return met
                break
    return None


@cache
def _pattern(texts: str) -> re.Pattern[str]:
    """Compiled when it is first needed: all of them together take longer than a frame."""
    return re.compile(texts, re.IGNORECASE)


def _by_exit(case: Case) -> Rule | None:
    if case.task.stop_code == "ServiceSchedulerInitiated":
        return None  # the scheduler stopped it: how its containers took it is not why
    culprit = case.culprit
    if culprit is None or culprit.exit_code is None:
        return None
    return _BY_EXIT.get(culprit.exit_code)


def _by_state(case: Case, rules: Iterable[Rule]) -> Rule | None:
    return next((rule for rule in rules if rule.state is not None and rule.state(case)), None)
