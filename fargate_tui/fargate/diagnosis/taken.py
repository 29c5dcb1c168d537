"""Tasks that somebody or something took away: D43, D45–D49."""

import re
from typing import Final

from fargate_tui.fargate.diagnosis.case import Case, first_sentence
from fargate_tui.fargate.diagnosis.rule import Cause, Rule, asks

_SCALING: Final = r"Scaling activity initiated by \(?deployment (?P<deployment>[^)\s]+)"


def _by_user(case: Case) -> str:
    reason = (case.task.stopped_reason or "").strip()
    said = re.fullmatch(r"(Task )?stopped by user\.?", reason, re.IGNORECASE) is None and reason
    return f"stopped by user: {reason}" if said else "stopped by user"


def _by_scheduler(case: Case) -> str:
    task, primary = case.task, case.primary
    found = case.search(_SCALING)
    if found is None:
        return first_sentence(task.stopped_reason or "") or "stopped by the service scheduler"
    if primary is None:
        return "scaled in, or replaced by a deployment"
    if found["deployment"] == primary.id:
        return "scaled in"
    stopping = task.stopping_at or task.stopped_at
    began_later = stopping is not None and primary.created_at is not None and primary.created_at > stopping
    return "scaled in, or replaced by a deployment" if began_later else "replaced by a deployment"


_KILLED_LATE: Final = Cause(
    id="did not end",
    says="besides, it did not end on SIGTERM within its stopTimeout, and was killed",
    probes=("E-td",),
    judge=asks("definitions.stop_timeout"),
)

BY_USER: Final = Rule(
    number="D49",
    severity="info",
    word="stopped",
    line=_by_user,
    codes=frozenset({"UserInitiated"}),
    causes=(
        Cause(
            id="somebody stopped it",
            says="somebody, or a program, called StopTask",
            probes=("E-trail",),
            judge=asks("service.called_by", "StopTask"),
        ),
        _KILLED_LATE,
    ),
    remedy="nothing, if it was meant; CloudTrail knows for 90 days who it was",
    is_told=True,
)
BY_SCHEDULER: Final = Rule(
    number="D43",
    severity="info",
    word="stopped",
    line=_by_scheduler,
    texts=_SCALING,
    words=("scaling activity",),
    causes=(
        Cause(
            id="auto scaling",
            says="auto scaling took the count down",
            probes=("E-as",),
            judge=asks("service.scaled_by"),
        ),
        Cause(
            id="changed",
            says="somebody scaled the service or deployed it",
            probes=("E-trail", "E-svc"),
            judge=asks("service.called_by", "UpdateService", "DeleteService"),
        ),
        _KILLED_LATE,
    ),
    remedy="nothing: the service was scaled in, or the task replaced",
    is_told=True,
)
SPOT: Final = Rule(
    number="D45",
    severity="warn",
    word="reclaimed",
    line="spot capacity was reclaimed",
    texts=r"Spot Task was interrupted|SpotInterruption",
    words=("spot",),
    codes=frozenset({"SpotInterruption", "TerminationNotice"}),
    causes=(Cause(id="spot", says="AWS needs its spare capacity itself", probes=("E-svc",)), _KILLED_LATE),
    remedy="give the service a base on FARGATE, and a stopTimeout of up to 120 s to end in",
    action="service.set",
    is_told=True,
)
EC2_HOST: Final = Rule(
    number="D46",
    severity="info",
    word="stopped",
    line="the EC2 instance it ran on ended",
    texts=r"Host EC2 \(instance",
    words=("host ec2",),
    causes=(Cause(id="instance", says="the instance was stopped or terminated; it is no Fargate task"),),
    remedy="look at the instance's group: this task did not run on Fargate",
    is_told=True,
)
RETIRED: Final = Rule(
    number="D47",
    severity="warn",
    word="retired",
    line="AWS retired the host it ran on",
    texts=r"performing maintenance on the underlying|Fargate task retirement|task (is )?scheduled for retirement",
    words=("maintenance", "retirement"),
    causes=(
        Cause(
            id="retirement",
            says="AWS patches its hosts; a service's task is replaced, a standalone one is not",
            probes=("E-health",),
            judge=asks("service.retirement"),
        ),
    ),
    remedy="nothing for a service; run a standalone task again",
    action="task.run",
    is_told=True,
)
REPAIRED: Final = Rule(
    number="D48",
    severity="warn",
    word="stopped",
    line="AWS repaired the host it ran on",
    codes=frozenset({"InfrastructureHealth"}),
    causes=(
        Cause(
            id="impaired host",
            says="the host or its agent was impaired",
            probes=("E-health",),
            judge=asks("service.retirement"),
        ),
    ),
    remedy="nothing for a service; run a standalone task again",
    action="task.run",
    is_told=True,
)

RULES: Final = (BY_SCHEDULER, SPOT, EC2_HOST, RETIRED, REPAIRED)
