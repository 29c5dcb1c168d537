"""A diagnosis: the rule that is met, what the evidence says of its causes, and the sentence that follows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import takewhile
from typing import Literal

import msgspec

from fargate_tui.fargate.arns import task_id
from fargate_tui.fargate.diagnosis.case import Case, PrimaryDeployment
from fargate_tui.fargate.diagnosis.endings import ending_of, finding_of
from fargate_tui.fargate.diagnosis.evidence import Evidence
from fargate_tui.fargate.diagnosis.fact import Fact
from fargate_tui.fargate.diagnosis.order import ContainerEnd, ends_of
from fargate_tui.fargate.diagnosis.rule import Cause, Rule, said
from fargate_tui.fargate.diagnosis.services import BACKS_OFF
from fargate_tui.fargate.diagnosis.siblings import Siblings, siblings_of
from fargate_tui.fargate.diagnosis.table import rule_of, rule_of_event, rule_of_service
from fargate_tui.fargate.events import classify
from fargate_tui.fargate.known import Known
from fargate_tui.fargate.records import (
    Record,
    Service,
    ServiceDeployment,
    ServiceEvent,
    TargetHealth,
    Task,
    TaskDefinition,
)
from fargate_tui.fargate.rows import Finding

NO_RULE = "no rule matched"

Confidence = Literal["certain", "likely", "unknown"]
"""certain: evidence confirms it, or AWS's own words leave no other cause; likely: by the words only; unknown: no rule
matched, and all is shown verbatim."""


class Suspect(Record, frozen=True, kw_only=True):
    """A cause that the rule names, and what the evidence says of it."""

    id: str
    says: str
    verdict: Literal["confirmed", "cleared", "not checked", "open"] = "open"
    """open: nothing has been heard of it yet, or only a person can tell."""


class Diagnosis(Record, frozen=True, kw_only=True):
    """Why a task died, as far as it can be told."""

    rule: str
    """Number of the rule; empty where none matched."""
    finding: Finding
    """The same as lists show it."""
    headline: str
    """One plain sentence without a full stop that names the thing."""
    confidence: Confidence
    remedy: str = ""
    action: str | None = None
    """Id of the action of this program that is the remedy."""
    suspects: tuple[Suspect, ...] = ()
    """The likely first."""
    facts: tuple[Fact, ...] = ()
    """What confirms first, then what clears, what is worth knowing, and what was not checked."""
    ends: tuple[ContainerEnd, ...] = ()
    """Of its containers, the first to end first."""
    siblings: Siblings | None = None
    """None for a standalone task."""
    verbatim: tuple[str, ...] = ()
    """All that AWS says, word for word: stop code, reasons, events of this task."""

    @property
    def is_explained(self) -> bool:
        """Whether a rule knows it."""
        return bool(self.rule)


def diagnose(
    task: Task,
    *,
    definition: TaskDefinition | None = None,
    events: Iterable[ServiceEvent] = (),
    targets: Sequence[TargetHealth] = (),
    evidence: Evidence | None = None,
    siblings: Iterable[Task] = (),
    primary: PrimaryDeployment | None = None,
    last_words: Mapping[str, datetime] | None = None,
    now: datetime,
) -> Diagnosis:
    """Why a task died, or does not get on, by what is known at the moment; asked again whenever more is known.

    ``events`` are its service's, ``targets`` its own, ``siblings`` stopped tasks of its service.
    """
    known = _with(evidence or Evidence(), definition, targets)
    definition = known.definition.value if isinstance(known.definition, Known) else None
    case = Case(task, definition, primary, now)
    told = [event.message for event in events if task_id(task.task_arn) in event.message]
    rule = rule_of(case) or next(filter(None, map(rule_of_event, told)), None)
    facts, suspects = _weighed(rule, case, known) if evidence is not None and rule is not None else ((), ())
    finding = finding_of(rule, case) if rule is not None else ending_of(task, primary)
    return Diagnosis(
        rule=rule.number if rule is not None else "",
        finding=finding,
        headline=_headline(rule, case, facts),
        confidence=_confidence(rule, case, facts),
        remedy=rule.remedy if rule is not None else "",
        action=rule.action if rule is not None else None,
        suspects=suspects or tuple(Suspect(id=each.id, says=each.says) for each in (rule.causes if rule else ())),
        facts=facts,
        ends=ends_of(case, last_words),
        siblings=siblings_of(task, rule, siblings) if case.service else None,
        verbatim=tuple(_verbatim(task, told)),
    )


def diagnose_service(
    service: Service, *, deployments: Sequence[ServiceDeployment] = (), evidence: Evidence | None = None, now: datetime
) -> Diagnosis | None:
    """Why a service is not what it wants to be, by its state and its newest events; None where no rule knows them."""
    case = Case(Task(task_arn=""), now=now, of=service, deployments=tuple(deployments))
    rule, message = rule_of_service(case), ""
    # That the scheduler backs off is only what follows; what its events tell since it was steady is why.
    if rule is None or rule is BACKS_OFF:
        found = ((event.message, rule_of_event(event.message)) for event in _unsettled(service))
        told = ((text, met) for text, met in found if met is not None and met.severity != "info")
        message, rule = next(told, ("", rule))
    if rule is None:
        return None
    if message:
        case = Case(Task(task_arn="", stopped_reason=message), now=now, of=service, deployments=tuple(deployments))
    known = _with(evidence or Evidence(), None, ())
    facts, suspects = _weighed(rule, case, known) if evidence is not None else ((), ())
    return Diagnosis(
        rule=rule.number,
        finding=finding_of(rule, case),
        headline=_headline(rule, case, facts),
        confidence=_confidence(rule, case, facts),
        remedy=rule.remedy,
        action=rule.action,
        suspects=suspects or tuple(Suspect(id=each.id, says=each.says) for each in rule.causes),
        facts=facts,
        verbatim=(message,) if message else (),
    )


def _unsettled(service: Service) -> Iterator[ServiceEvent]:
    """Its newest events since it was last steady."""
    return takewhile(lambda event: classify(event.message).kind != "steady", service.events[:_NEWEST])


_NEWEST = 10
"""Events of a service that are looked at: older ones tell of what is over."""


def _with(evidence: Evidence, definition: TaskDefinition | None, targets: Sequence[TargetHealth]) -> Evidence:
    """The evidence with what the caller had already."""
    return msgspec.structs.replace(
        evidence,
        definition=Known(definition) if definition is not None else evidence.definition,
        targets=Known(tuple(targets)) if targets else evidence.targets,
    )


def _weighed(rule: Rule, case: Case, evidence: Evidence) -> tuple[tuple[Fact, ...], tuple[Suspect, ...]]:
    """What the evidence says of each cause; the same thing said of two causes counts for the first of them."""
    facts: dict[str, Fact] = {}
    suspects = []
    for cause in rule.causes:
        told = list(_facts(cause, case, evidence))
        for fact in told:
            facts.setdefault(fact.sentence, fact)
        suspects.append(Suspect(id=cause.id, says=cause.says, verdict=_verdict(told)))
    return tuple(sorted(facts.values(), key=lambda fact: _RANK.index(fact.verdict))), tuple(suspects)


_RANK = ("confirmed", "cleared", "noted", "not checked")


def _facts(cause: Cause, case: Case, evidence: Evidence) -> Iterator[Fact]:
    if cause.judge is not None:
        for fact in cause.judge(case, evidence):
            yield msgspec.structs.replace(fact, cause=cause.id)


def _verdict(facts: Sequence[Fact]) -> Literal["confirmed", "cleared", "not checked", "open"]:
    """What all facts say of a cause together: it is cleared only where nothing was left out."""
    verdicts = {fact.verdict for fact in facts}
    if "confirmed" in verdicts:
        return "confirmed"
    if "not checked" in verdicts:
        return "not checked"
    return "cleared" if "cleared" in verdicts else "open"


def _headline(rule: Rule | None, case: Case, facts: Sequence[Fact]) -> str:
    """What is the matter with its confirmed cause; the one-line cause where nothing is confirmed."""
    if rule is None:
        return f"{NO_RULE}: {ending_of(case.task, case.primary).why}"
    line = said(rule.line, case)
    because = next((fact.sentence for fact in facts if fact.verdict == "confirmed"), "")
    if not because:
        return line
    return f"{said(rule.subject, case) or line}: {because}"


def _confidence(rule: Rule | None, case: Case, facts: Sequence[Fact]) -> Confidence:
    if rule is None:
        return "unknown"
    return "certain" if said(rule.is_told, case) or any(fact.verdict == "confirmed" for fact in facts) else "likely"


def _verbatim(task: Task, told: Iterable[str]) -> Iterator[str]:
    if task.stop_code:
        yield f"stop code: {task.stop_code}"
    if task.stopped_reason:
        yield f"stopped reason: {task.stopped_reason}"
    for container in task.containers:
        code = f" (exit {container.exit_code})" if container.exit_code is not None else ""
        if container.reason or code:
            yield f"{container.name or 'a container'}{code}: {container.reason or 'no reason given'}"
    for message in told:
        yield f"event: {message}"
