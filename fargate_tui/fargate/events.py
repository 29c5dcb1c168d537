"""Service events: what kind each message is, how bad, and what it names (fargate.md §6, E01–E35)."""

import re
from typing import Final, NamedTuple

from fargate_tui.fargate.arns import name_of
from fargate_tui.fargate.records import Record
from fargate_tui.fargate.rows import Severity


class ClassifiedEvent(Record, frozen=True, kw_only=True):
    """What a service event says."""

    kind: str
    """One of the kinds in `RULES`, or ``unknown``."""
    severity: Severity
    text: str
    """The message without its ``(service NAME)`` prefix."""
    service: str = ""
    task_ids: tuple[str, ...] = ()
    deployment: str = ""
    target_group: str = ""
    """ARN."""
    reason: str = ""
    """Why, in AWS's words, where the message gives a reason."""


class Rule(NamedTuple):
    """One row of the table: the kind, its severity, and what a message of the kind looks like after its prefixes."""

    kind: str
    severity: Severity
    pattern: re.Pattern[str]


def _rule(kind: str, severity: Severity, pattern: str) -> Rule:
    return Rule(kind, severity, re.compile(pattern, re.IGNORECASE | re.DOTALL))


# The first that matches decides, so the more exact stand first; E06 and E13 alone are "warn": the scheduler heals them.
RULES: Final = (
    _rule("steady", "ok", r"has reached a steady state"),  # E01
    _rule("targets registered", "info", r"registered \d+ targets? in "),  # E02
    _rule("targets deregistered", "info", r"deregistered \d+ targets? in "),  # E03
    _rule("draining", "info", r"has begun draining connections on \d+ tasks?"),  # E04
    _rule("unhealthy replaced", "warn", r"has started \d+ tasks?.*due to an unhealthy status"),  # E06
    _rule("rebalance started", "info", r"has started \d+ tasks? in .*rebalanc"),  # E33
    _rule("started", "info", r"has started \d+ tasks?"),  # E05
    _rule("rebalance stopped", "info", r"has stopped \d+ (running )?tasks? in .*rebalanc"),  # E33
    _rule("stopped", "info", r"has stopped \d+ running tasks?"),  # E07
    _rule("pending stopped", "info", r"(has )?stopped \d+ pending tasks?"),  # E08
    _rule("deployment completed", "ok", r"(deployment \S+ )?deployment completed"),  # E09
    _rule("deployment alarm", "error", r"(deployment \S+ )?deployment failed: alarm detected"),  # E11
    _rule("deployment failed", "error", r"(deployment \S+ )?deployment failed"),  # E10, E34
    _rule("rolling back", "error", r"rolling back to "),  # E12
    _rule(
        "target group gone", "error", r".*is not healthy in target-group .*(TARGET GROUP|TARGET) IS NOT FOUND"
    ),  # E28
    _rule("target unhealthy", "warn", r"is (unhealthy|not healthy) in \(?target-group"),  # E13
    _rule("container unhealthy", "warn", r"failed container health checks"),  # E14
    _rule("cannot start", "error", r"is unable to consistently start tasks successfully"),  # E15
    _rule("quota reached", "error", r"was unable to place a task.*You.ve reached the limit on the number of"),  # E17
    _rule("above limit", "error", r"was unable to place a task.*configuration is above your limit"),  # E18
    _rule("no capacity", "warn", r".*Capacity is unavailable at this time"),  # E19
    _rule("placement internal error", "error", r"was unable to place a task.*Reason: Internal error"),  # E20
    _rule("no instance", "error", r"was unable to place a task because no container instance"),  # E21
    _rule("cannot place", "error", r"was unable to place a task"),  # E16
    _rule("no instance", "error", r"was unable to reach steady state.*No Container Instances were found"),  # E22
    _rule("protected", "warn", r".*(unable to scale in|tasks under protection|protected tasks)"),  # E23
    _rule("deployment configuration", "error", r"was unable to stop or start tasks during a deployment"),  # E24
    _rule("throttled", "warn", r"operations are being throttled"),  # E25
    _rule("launch failed", "error", r"could not launch \d+ tasks?"),  # E26
    _rule(
        "provisioning limit", "warn", r"was unable to place tasks in your cluster because the tasks provisioning"
    ),  # E27
    _rule(
        "roles changed", "error", r"IAM (permissions policies have|trust relationship has) been misconfigured"
    ),  # E29
    _rule("role not assumed", "error", r"failed to launch a task with .*unable to assume the role"),  # E30
    _rule("launch failed", "error", r"failed to launch a task"),
    _rule("registration failed", "error", r"failed to register targets in "),  # E31
    _rule("rebalancing", "info", r"is (not )?AZ balanced with "),  # E32
)

# Production prints "(service NAME) …", AWS's pages "service (NAME) …"; both occur.
_SERVICE = re.compile(r"\(?service \(?(?P<service>[A-Za-z0-9_-]+)(?:, taskSet [^)]*)?\)\s*", re.IGNORECASE)
_QUALIFIERS = re.compile(r"(?:(?:\((?:task|instance|port|deployment) [^)]*\)|task set \([^)]*\))\s*)*", re.IGNORECASE)
_TASK = re.compile(r"\(task ([0-9a-f][0-9a-f-]{3,})\)", re.IGNORECASE)
_DEPLOYMENT = re.compile(r"\bdeployment \(?(ecs-svc/[A-Za-z0-9-]+)", re.IGNORECASE)
_TARGET_GROUP = re.compile(r"\btarget-group \(?(arn:[^\s)]+)", re.IGNORECASE)
_IN_DEPLOYMENT = re.compile(r"\(deployment [^)]*\)\s*", re.IGNORECASE)
_IN_TARGET_GROUP = re.compile(r"\(target-group (arn:[^\s)]+)\)", re.IGNORECASE)
_REASONS = (
    re.compile(r"\bReason: (?P<reason>.+)$", re.IGNORECASE | re.DOTALL),
    re.compile(r"\bdue to \(reason (?P<reason>.+?)\)\.?$", re.IGNORECASE | re.DOTALL),
    re.compile(r"\bdue to (?P<reason>TARGET(?: GROUP)? IS NOT FOUND)", re.IGNORECASE),
    re.compile(r"\bwith \(error (?P<reason>.+?)\)\.?$", re.IGNORECASE | re.DOTALL),
    re.compile(r"\bdeployment failed: (?P<reason>.+?)\.?$", re.IGNORECASE | re.DOTALL),
)
_NAMES_WHY = frozenset({"warn", "error"})


def classify(message: str) -> ClassifiedEvent:
    """Say what a service event is; what no rule knows is of kind ``unknown``, no problem, and kept word for word."""
    prefix = _SERVICE.match(message)
    text = message[prefix.end() :] if prefix else message
    qualifiers = _QUALIFIERS.match(text)
    start = qualifiers.end() if qualifiers else 0
    rule = next((rule for rule in RULES if rule.pattern.match(text, start)), None)
    if rule is None:
        return ClassifiedEvent(kind="unknown", severity="info", text=text, service=_named(prefix))
    return ClassifiedEvent(
        kind=rule.kind,
        severity=rule.severity,
        text=text,
        service=_named(prefix),
        task_ids=tuple(_TASK.findall(text)),
        deployment=_first(_DEPLOYMENT, text),
        target_group=_first(_TARGET_GROUP, text),
        reason=_reason(text) if rule.severity in _NAMES_WHY else "",
    )


def brief(text: str) -> str:
    """A message without its prefix, shortened for a line of a table: tasks and target groups by their short names."""
    text = _IN_DEPLOYMENT.sub("", text)
    text = _IN_TARGET_GROUP.sub(lambda found: name_of(found[1]), text)
    return _TASK.sub(lambda found: found[1][:8], text).rstrip(".")


def _named(prefix: re.Match[str] | None) -> str:
    return prefix["service"] if prefix else ""


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[1] if found else ""


def _reason(text: str) -> str:
    found = next(filter(None, (pattern.search(text) for pattern in _REASONS)), None)
    return found["reason"].strip() if found else ""
