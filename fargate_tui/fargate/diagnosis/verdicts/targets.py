"""What target groups and load balancers say (E-lb, fargate.md §7)."""

from collections.abc import Iterator
from functools import partial
from typing import Final

from fargate_tui.fargate.arns import name_of, task_id
from fargate_tui.fargate.diagnosis.case import Case
from fargate_tui.fargate.diagnosis.evidence import Evidence, TargetGroupAnswer
from fargate_tui.fargate.diagnosis.fact import Fact, cleared, confirmed, not_checked, noted
from fargate_tui.fargate.diagnosis.rule import Judge
from fargate_tui.fargate.diagnosis.verdicts.parts import of_part
from fargate_tui.fargate.events import classify
from fargate_tui.fargate.known import Known
from fargate_tui.fargate.records import TargetHealth

_ON_THEIR_WAY_OUT: Final = frozenset({"Target.DeregistrationInProgress", "Target.NotRegistered"})
"""What is said of a target that is let go of: why it was is told no more."""

_CODES: Final = (
    ("these codes", "Target.ResponseCodeMismatch"),
    ("timed out", "Target.Timeout"),
    ("health checks failed", "Target.FailedHealthChecks"),
)
"""What the words of an event mean, the most exact first."""


def target_reason(*reasons: str) -> Judge:
    """Whether the load balancer gave one of these reasons for the task's target (fargate.md §7)."""

    def judge(case: Case, evidence: Evidence) -> Iterator[Fact]:
        said = _said_in_events(case, evidence)

        def of(targets: tuple[TargetHealth, ...]) -> Iterator[Fact]:
            told = [each for each in targets if each.reason and each.reason not in _ON_THEIR_WAY_OUT]
            for each in told:
                where = f"{each.target_id}:{each.port}" if each.port else each.target_id
                words = f"target {where} in {name_of(each.target_group_arn)}: {each.description or each.reason}"
                if each.reason in reasons:
                    yield confirmed("E-lb", words)
            if told and not any(each.reason in reasons for each in told):
                yield cleared(
                    "E-lb", f"the load balancer says {', '.join(sorted({each.reason or '' for each in told}))}"
                )
            if not told and said:
                code, words = said
                if code in reasons:
                    yield confirmed("E-lb", f"the load balancer said of it: {words}")
                else:
                    yield cleared("E-lb", "the load balancer gave another reason")
            elif not told:
                yield not_checked("E-lb", "the target's reason: the load balancer no longer knows the target")

        return of_part(evidence.targets, "E-lb", "what the load balancer says of the target", of)

    return judge


def _said_in_events(case: Case, evidence: Evidence) -> tuple[str, str] | None:
    """The code and the words of why its target was ill, as its service's events have kept them; None where none does.

    The load balancer itself forgets a target with its registration.
    """
    if not isinstance(evidence.service, Known) or not case.task.task_arn:
        return None
    ours = task_id(case.task.task_arn)
    told = (classify(each.message) for each in evidence.service.value.events if ours in each.message)
    words = next((each.reason for each in told if each.kind == "target unhealthy" and each.reason), "")
    return (next((code for part, code in _CODES if part in words.lower()), ""), words) if words else None


def health_check_of_target(case: Case, evidence: Evidence) -> Iterator[Fact]:
    """Whether the target group asks on a port that a container has, and for what."""
    containers = case.definition.container_definitions if case.definition is not None else ()
    ports = {str(each.container_port) for one in containers for each in one.port_mappings if each.container_port}

    def judge(groups: tuple[TargetGroupAnswer, ...]) -> Iterator[Fact]:
        for each in groups:
            port = "the target's port" if each.port in ("", "traffic-port") else f"port {each.port}"
            wanted = f", wants {each.codes}" if each.codes else ""
            words = f"{each.name} asks {each.path or 'for a connection'} on {port}{wanted}"
            if each.port.isdecimal() and ports and each.port not in ports:
                yield confirmed("E-lb", f"{words}, but no container maps it: the task has {', '.join(sorted(ports))}")
            else:
                yield noted("E-lb", words)

    return of_part(evidence.target_groups, "E-lb", "how the target group checks", judge)


def zone_is_enabled(case: Case, evidence: Evidence) -> Iterator[Fact]:
    """Whether the load balancer serves the task's zone."""
    zone = case.task.availability_zone

    def judge(groups: tuple[TargetGroupAnswer, ...]) -> Iterator[Fact]:
        for each in groups:
            if not each.zones or not zone:
                yield not_checked("E-lb", f"zones of {each.name}'s load balancer: not known")
            elif zone in each.zones:
                yield cleared("E-lb", f"{each.name}'s load balancer serves {zone}")
            else:
                yield confirmed("E-lb", f"{each.name}'s load balancer does not serve {zone}")

    return of_part(evidence.target_groups, "E-lb", "zones of the load balancer", judge)


def deregistration(_case: Case, evidence: Evidence) -> Iterator[Fact]:
    """How long its target group waits for connections to end."""

    def of_delay(name: str, delay: int) -> Iterator[Fact]:
        words = f"{name} gives connections {delay:,} s to end"
        yield (confirmed if delay >= 60 else cleared)("E-lb", words)

    def judge(groups: tuple[TargetGroupAnswer, ...]) -> Iterator[Fact]:
        for each in groups:
            what = f"the deregistration delay of {each.name}"
            yield from of_part(each.deregistration_delay, "E-lb", what, partial(of_delay, each.name))

    return of_part(evidence.target_groups, "E-lb", "the deregistration delay", judge)
