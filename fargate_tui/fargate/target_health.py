"""The health of targets in words, with what to do about it (fargate.md §7); the one table of its states and reasons."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from fargate_tui.fargate.records import TargetGroup, TargetHealth
from fargate_tui.fargate.rows import Severity

SEVERITIES: Final[Mapping[str, Severity]] = {
    "healthy": "ok",
    "initial": "busy",
    "unhealthy": "error",
    "unused": "warn",
    "draining": "busy",
    "unhealthy.draining": "busy",
    "unavailable": "warn",
}
"""Of all states that AWS names."""


class Reason(NamedTuple):
    """A reason that AWS gives for a state."""

    words: str
    remedy: str


REASONS: Final[Mapping[str, Reason]] = {
    "Elb.RegistrationInProgress": Reason("it is being registered", "wait"),
    "Elb.InitialHealthChecking": Reason(
        "it waits for its first health check", "wait: one good answer is enough for a new target"
    ),
    "Target.ResponseCodeMismatch": Reason(
        "it answers with an unexpected code",
        "compare path and codes of the check with what the program answers: a redirect or a login is not 200",
    ),
    "Target.Timeout": Reason(
        "requests to it time out",
        "let the load balancer in to the task's port; is it the right port, and does it answer in time?",
    ),
    "Target.FailedHealthChecks": Reason(
        "no connection, or the answer was malformed",
        "is the port right? the program must listen on 0.0.0.0, not 127.0.0.1, and speak the check's protocol",
    ),
    "Target.NotRegistered": Reason("it is not registered", "the service registers it once it runs"),
    "Target.NotInUse": Reason(
        "its target group is not used by a load balancer, or its zone is not enabled there",
        "let a listener rule lead to the group, and enable the task's zone on the load balancer",
    ),
    "Target.InvalidState": Reason("it is stopped", "nothing: it will be deregistered"),
    "Target.IpUnusable": Reason(
        "its address is reserved for a load balancer", "stop the task: another gets another address"
    ),
    "Target.DeregistrationInProgress": Reason(
        "its target is being deregistered",
        "wait for its connections; a lower deregistration delay makes deployments faster",
    ),
    "Target.HealthCheckDisabled": Reason(
        "health checks are off for its target group", "it gets requests however it is; switch checks on to know"
    ),
    "Elb.InternalError": Reason("Elastic Load Balancing failed internally", "wait; then stop the task for another one"),
}
"""By AWS's code."""

_TOLD: Final = (
    ("with these codes", "Target.ResponseCodeMismatch"),
    ("timed out", "Target.Timeout"),
    ("health checks failed", "Target.FailedHealthChecks"),
)
"""By what AWS's sentences are told apart, the more telling before the others."""
_NAMELESS: Final = "AWS does not say why"
_ON_TASK: Final = "traffic-port"


def reason_in_words(target: TargetHealth) -> str:
    """Why, in AWS's own words where they carry the codes, else in ours."""
    if target.description and "[" in target.description:
        return target.description
    known = REASONS.get(target.reason or "")
    return (known.words if known else "") or target.description or target.reason or _NAMELESS


def remedy(target: TargetHealth) -> str:
    """What to do; empty where nothing is known to help, or nothing needs help."""
    known = REASONS.get(target.reason or "")
    return known.remedy if known else ""


def remedy_of_text(text: str) -> str:
    """What to do about a reason that a service event tells in AWS's words, without its code."""
    code = next((code for words, code in _TOLD if words in text.lower()), "")
    return REASONS[code].remedy if code else ""


def check_in_words(group: TargetGroup) -> str:
    """How a target group finds out whether a target is well: what it asks, how often, and how it counts."""
    if group.health_check_enabled is False:
        return "no health check: a target counts as well whatever it does"
    port = group.health_check_port or _ON_TASK
    protocol = group.health_check_protocol or group.protocol or "—"
    what = f"{protocol} {group.health_check_path or ''}".strip()
    where = "its own port" if port == _ON_TASK else f"port {port}"
    return " · ".join(filter(None, (f"{what} on {where}{_codes(group)}", _times(group), _thresholds(group))))


def _codes(group: TargetGroup) -> str:
    matcher = group.matcher
    codes = (matcher.http_code or matcher.grpc_code) if matcher is not None else None
    return f" → {codes}" if codes else ""


def _times(group: TargetGroup) -> str:
    every, within = group.health_check_interval_seconds, group.health_check_timeout_seconds
    told = [f"every {every} s"] if every is not None else []
    told += [f"within {within} s"] if within is not None else []
    return ", ".join(told)


def _thresholds(group: TargetGroup) -> str:
    well, ill = group.healthy_threshold_count, group.unhealthy_threshold_count
    told = [f"ill after {ill}"] if ill is not None else []
    told += [f"well after {well}"] if well is not None else []
    return ", ".join(told)
