"""Health checks that failed: D41, D42."""

from typing import Final

from fargate_tui.fargate.diagnosis.case import Case
from fargate_tui.fargate.diagnosis.exits import WORDS_OF_IT
from fargate_tui.fargate.diagnosis.rule import Cause, Rule, asks


def _by_balancer(case: Case) -> str:
    codes = case.search(r"codes?:? \[(?P<codes>[^\]]+)\]")
    return f"failed ELB health checks ({codes['codes']})" if codes else "failed ELB health checks"


def _by_itself(case: Case) -> str:
    sick = [each.name for each in case.task.containers if each.health_status == "UNHEALTHY" and each.name]
    return "failed container health checks" + (f": {', '.join(sick)}" if sick else "")


BY_BALANCER: Final = Rule(
    number="D41",
    severity="error",
    word="unhealthy",
    line=_by_balancer,
    texts=r"failed ELB health checks|is unhealthy in \(?target-group",
    words=("health checks", "unhealthy in"),
    causes=(
        Cause(
            id="other code",
            says="it answers with a code that the target group does not take for healthy: wrong path, redirect, login",
            probes=("E-lb",),
            judge=asks("targets.target_reason", "Target.ResponseCodeMismatch"),
        ),
        Cause(
            id="no answer in time",
            says="requests to it time out: a closed security group, a slow start, or a port nobody listens on",
            probes=("E-lb", "E-sg"),
            judge=asks("targets.target_reason", "Target.Timeout"),
        ),
        Cause(
            id="nobody listens",
            says="nothing listens there: another port, 127.0.0.1 only, or another protocol",
            probes=("E-lb", "E-td"),
            judge=asks("targets.target_reason", "Target.FailedHealthChecks"),
        ),
        Cause(
            id="way in closed",
            says="the load balancer cannot get to the task's port",
            probes=("E-sg",),
            judge=asks("network.way_in"),
        ),
        Cause(
            id="zone not served",
            says="the load balancer does not serve the task's zone",
            probes=("E-lb",),
            judge=asks("targets.zone_is_enabled"),
        ),
        Cause(
            id="check",
            says="the target group asks for another path, port or code than the program serves",
            probes=("E-lb",),
            judge=asks("targets.health_check_of_target"),
        ),
        Cause(
            id="grace period too short",
            says="it was checked before it can be ready",
            probes=("E-svc",),
            judge=asks("service.grace_period"),
        ),
    ),
    remedy="let the program answer the target group's path and port in time, or raise the service's grace period",
    action="service.set",
)
BY_ITSELF: Final = Rule(
    number="D42",
    severity="error",
    word="unhealthy",
    line=_by_itself,
    texts=r"failed container health checks",
    words=("container health",),
    causes=(
        Cause(
            id="check",
            says="the check's command is not in the image, or asks for another path or port; or it begins too early",
            probes=("E-td",),
            judge=asks("definitions.health_check"),
        ),
        Cause(
            id="no processor time", says="it got too little CPU", probes=("E-met",), judge=asks("service.cpu_was_full")
        ),
        WORDS_OF_IT,
    ),
    remedy="try the check's command in the container, and give it a startPeriod that is longer than the start",
    action="revision.edit",
)

RULES: Final = (BY_BALANCER, BY_ITSELF)
