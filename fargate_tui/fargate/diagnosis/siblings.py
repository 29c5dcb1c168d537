"""Other tasks of the same service: how many died of the same cause, and of which causes lately."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from fargate_tui.fargate.diagnosis.case import Case
from fargate_tui.fargate.diagnosis.endings import finding_of
from fargate_tui.fargate.diagnosis.rule import Rule, said
from fargate_tui.fargate.diagnosis.table import rule_of
from fargate_tui.fargate.records import Record, Task

LATELY: Final = timedelta(minutes=10)
LEAST: Final = 2
"""Deaths of one cause that are worth a word beside the state of a service."""
_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)


class Siblings(Record, frozen=True, kw_only=True):
    """How many of the last stopped tasks of a service died of the same cause as one of them."""

    same: int
    of: int

    @property
    def words(self) -> str:
        """The line, for a task of a service."""
        if self.of <= 1:
            return "no other stopped task of this service is known"
        return f"{self.same} of the last {self.of} stopped tasks of this service died of the same cause"


def siblings_of(task: Task, rule: Rule | None, others: Iterable[Task]) -> Siblings:
    """How many of it and ``others``, stopped tasks of its service, met the same rule; none where no rule knows it."""
    cases = {task.task_arn: Case(task)} | {each.task_arn: Case(each) for each in others if _has_ended(each)}
    if rule is None:
        return Siblings(same=1, of=len(cases))
    return Siblings(same=sum(rule_of(case) is rule for case in cases.values()), of=len(cases))


class Count(Record, frozen=True, kw_only=True):
    """How many tasks died of one cause lately."""

    number: str
    """Of the rule."""
    word: str
    """``OOM``, ``no image``."""
    count: int
    lines: frozenset[str] = frozenset()
    """How lists put it."""
    within: timedelta = LATELY

    @property
    def span(self) -> str:
        """``in 10 min``."""
        return f"in {self.within // timedelta(minutes=1)} min"

    @property
    def words(self) -> str:
        """``3× OOM in 10 min``."""
        return f"{self.count}× {self.word} {self.span}"

    def beside(self, why: str) -> str:
        """A sentence with the count before it and the span after it: what tells most stays where there is little room.

        The cause is not named twice: ``3× out of memory: api was killed · in 10 min``.
        """
        if not why:
            return self.words
        is_named = any(line and line in why for line in self.lines)
        return f"{self.count}× {'' if is_named else f'{self.word}: '}{why} · {self.span}"


def causes_lately(tasks: Sequence[Task], now: datetime, within: timedelta = LATELY) -> tuple[Count, ...]:
    """The causes of problems that ended several tasks within a span, the most frequent first."""
    counts: Counter[tuple[str, str]] = Counter()
    lines: dict[tuple[str, str], set[str]] = defaultdict(set)
    for task in tasks:
        if _has_ended(task) and now - _ended_at(task) <= within:
            for cause, line in _cause(task):
                counts[cause] += 1
                lines[cause].add(line)
    return tuple(
        Count(number=cause[0], word=cause[1], count=count, lines=frozenset(lines[cause]), within=within)
        for cause, count in counts.most_common()
        if count >= LEAST
    )


def _cause(task: Task) -> tuple[tuple[tuple[str, str], str], ...]:
    """Number and word of the rule, and its line, where it is a problem."""
    case = Case(task)
    rule = rule_of(case)
    if rule is None:
        return ()
    finding = finding_of(rule, case)
    return (((rule.number, rule.short or said(rule.word, case)), finding.why),) if finding.is_problem else ()


def _has_ended(task: Task) -> bool:
    return bool(task.stopped_at or task.stopping_at or task.stop_code or task.last_status == "STOPPED")


def _ended_at(task: Task) -> datetime:
    return task.stopped_at or task.stopping_at or _LONG_AGO
