"""What keeps a service from what it wants to be: D44, D59, D60, D63, D64, D66."""

from datetime import timedelta
from typing import Final

from fargate_tui.fargate.diagnosis.case import Case
from fargate_tui.fargate.diagnosis.rule import Cause, Rule, asks

QUIET: Final = timedelta(minutes=15)
"""The longest pause of a scheduler that backs off."""
_SHIFTING: Final = frozenset({"BLUE_GREEN", "LINEAR", "CANARY"})
_LOST: Final = frozenset({"ROLLBACK_FAILED", "ROLLBACK_IN_PROGRESS", "ROLLBACK_SUCCESSFUL", "STOPPED"})


def _backs_off(case: Case) -> bool:
    of = case.of
    if of is None or case.now is None or of.status != "ACTIVE":
        return False
    if of.running_count + of.pending_count >= of.desired_count:
        return False  # what is missing is on its way
    newest = max((each.created_at for each in of.events if each.created_at is not None), default=None)
    return newest is not None and case.now - newest > QUIET


def _shift_failed(case: Case) -> bool:
    """A deployment that shifts traffic has failed, or has not moved on from a shift for long."""
    newest = case.deployments[0] if case.deployments else None
    if newest is None or newest.deployment_configuration is None:
        return False
    if newest.deployment_configuration.strategy not in _SHIFTING:
        return False
    if newest.status in _LOST:
        return True
    shifts = newest.is_open and "TRAFFIC_SHIFT" in (newest.lifecycle_stage or "") and newest.waiting is None
    moved = newest.updated_at or newest.started_at
    return shifts and case.now is not None and moved is not None and case.now - moved > QUIET


def _shift(case: Case) -> str:
    newest = case.deployments[0]
    stage = f" in {newest.lifecycle_stage}" if newest.lifecycle_stage else ""
    return f"its deployment did not shift the traffic{stage}: {newest.status_reason or 'AWS does not say why'}".rstrip(
        "."
    )


SHIFT_FAILED: Final = Rule(
    number="D66",
    severity="error",
    word="failing",
    scope="service",
    line=_shift,
    state=_shift_failed,
    causes=(
        Cause(
            id="infrastructure role",
            says="the infrastructure role for load balancers was deleted or changed while it went on",
            probes=("E-role",),
            judge=asks("roles.can_be_taken_on", "infrastructure"),
        ),
        Cause(id="listener rule", says="a listener rule was changed by other hands", probes=("E-lb", "E-trail")),
        Cause(
            id="hook",
            says="a Lambda function that has a say in it failed",
            probes=("E-svc",),
            judge=asks("service.deployment_reason"),
        ),
    ),
    remedy="give the infrastructure role back, and roll back or deploy again",
    action="service.roll_back",
)
PROTECTED: Final = Rule(
    number="D64",
    severity="warn",
    word="protected",
    scope="service",
    line="tasks that are protected from scale-in keep it from going on",
    texts=r"under protection|protected tasks|unable to scale in",
    words=("protect", "unable to scale in"),
    causes=(Cause(id="protection", says="tasks have protected themselves, or were protected by somebody"),),
    remedy="wait until they have done their work, or take the protection off them",
    action="task.protect",
    is_told=True,
)
REBALANCED: Final = Rule(
    number="D44",
    severity="info",
    word="rebalanced",
    scope="service",
    line="its tasks were spread over the zones again",
    texts=r"AZ Rebalanc|rebalancing",
    words=("rebalanc",),
    causes=(Cause(id="rebalancing", says="ECS keeps the zones even", probes=("E-svc",)),),
    remedy="nothing: ECS starts a task in the other zone before it stops this one",
    is_told=True,
)
ZONE: Final = Rule(
    number="D59",
    severity="error",
    word="no start",
    scope="service",
    line="no task can be placed: AWS says only “internal error”",
    texts=r"Reason: Internal error",
    words=("internal error",),
    causes=(Cause(id="zone", says="a subnet is in a zone that has no Fargate", probes=("E-net",)),),
    remedy="take the subnet of the zone without Fargate out of the service",
)
BLOCKED: Final = Rule(
    number="D60",
    severity="error",
    word="no start",
    scope="service",
    line="the account is blocked",
    texts=r"account is (currently )?blocked|BlockedException",
    words=("blocked",),
    causes=(
        Cause(
            id="account",
            says="AWS has blocked the account, or its quota of Fargate is 0",
            probes=("E-quota",),
            judge=asks("service.quota_is_none"),
        ),
    ),
    remedy="ask AWS: only they can lift it",
    is_told=True,
)
BACKS_OFF: Final = Rule(
    number="D63",
    severity="warn",
    word="backing off",
    scope="service",
    line="its scheduler waits up to 15 min between attempts, as its tasks keep failing to start",
    subject="its scheduler backs off",
    state=_backs_off,
    causes=(
        Cause(
            id="keeps failing",
            says="tasks could not be started again and again",
            probes=("E-svc",),
            judge=asks("service.keeps_failing"),
        ),
    ),
    remedy="mend what its tasks die of, then deploy again: that starts them at once",
    action="service.deploy",
)

BY_TEXT: Final = (PROTECTED, REBALANCED, ZONE, BLOCKED)
RULES: Final = (*BY_TEXT, SHIFT_FAILED, BACKS_OFF)
