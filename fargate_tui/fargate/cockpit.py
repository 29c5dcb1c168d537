"""A deployment as its cockpit shows it: old against new, how near it is to failing, and the deployments before.

Pure, over what AWS says of the service, of its deployments and of its tasks (fargate.md §11).
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from fargate_tui.fargate.arns import name_of
from fargate_tui.fargate.records import Deployment, DeploymentBreaker, Record, Service, ServiceDeployment
from fargate_tui.fargate.rollbacks import Past
from fargate_tui.fargate.rows import Severity, TaskRow
from fargate_tui.fargate.service_view import revision

Role = Literal["new", "old", "back to", "given up", "runs"]

STAGES: Final = (
    "RECONCILE_SERVICE",
    "PRE_SCALE_UP",
    "SCALE_UP",
    "POST_SCALE_UP",
    "TEST_TRAFFIC_SHIFT",
    "POST_TEST_TRAFFIC_SHIFT",
    "PRODUCTION_TRAFFIC_SHIFT",
    "POST_PRODUCTION_TRAFFIC_SHIFT",
    "BAKE_TIME",
    "CLEAN_UP",
)
"""Of blue/green, linear and canary, in their order."""
_STATES: Final[Mapping[str, tuple[Severity, str]]] = {
    "PENDING": ("busy", "pending"),
    "IN_PROGRESS": ("busy", "rolling out"),
    "SUCCESSFUL": ("ok", "completed"),
    "COMPLETED": ("ok", "completed"),
    "FAILED": ("error", "failed"),
    "STOP_REQUESTED": ("warn", "stopping"),
    "STOPPED": ("warn", "stopped"),
    "ROLLBACK_REQUESTED": ("error", "rolling back"),
    "ROLLBACK_IN_PROGRESS": ("error", "rolling back"),
    "ROLLBACK_SUCCESSFUL": ("warn", "rolled back"),
    "ROLLBACK_FAILED": ("error", "rollback failed"),
}
_TOGETHER: Final = timedelta(minutes=1)
"""At most so far apart AWS notes the beginning of the same deployment in its two places."""
_LEAST_SEEN: Final = 20.0
"""Seconds that a deployment must have gone on before anything is said of its pace."""


class Rollouts(Record, frozen=True, kw_only=True):
    """A service with its deployments."""

    arn: str
    """Of the service."""
    service: Service
    past: Past = Past()
    is_listed: bool = True
    """Whether AWS tells its service deployments; else only those of the service itself are known."""


class RolloutRow(Record, frozen=True, kw_only=True):
    """One deployment in the list of them."""

    arn: str
    """Of the service deployment; the id ``ecs-svc/…`` where AWS does not tell those."""
    name: str
    severity: Severity
    word: str
    """How it stands in a few words."""
    revision: str = ""
    """``family:revision``."""
    before: str = ""
    """The same of what it came from."""
    at: datetime | None = None
    ended_at: datetime | None = None
    strategy: str = ""
    reason: str = ""
    deployment: str = ""
    """``ecs-svc/…``; empty where it is not known any more."""
    is_described: bool = True
    """Whether AWS tells more of it."""


class Side(Record, frozen=True, kw_only=True):
    """The tasks of one revision."""

    role: Role
    name: str
    """``:8``."""
    deployment: str
    desired: int = 0
    running: int = 0
    pending: int = 0
    failed: int = 0
    draining: int = 0
    targets: Mapping[str, int] = {}
    """Its tasks behind load balancers by the state of their targets."""
    traffic: float | None = None
    """Percent of the traffic that is asked for; None where it is not shifted."""


class Failure(Record, frozen=True, kw_only=True):
    """The first task of the deployment that failed."""

    task: str
    why: str


def state_of(status: str | None) -> tuple[Severity, str]:
    """How a deployment stands; a state that is not known in AWS's word."""
    return _STATES.get(status or "", ("info", (status or "unknown").replace("_", " ").lower()))


def history(rollouts: Rollouts) -> tuple[RolloutRow, ...]:
    """The deployments, the newest first."""
    if not rollouts.is_listed:
        return tuple(_plain_row(each) for each in rollouts.service.deployments)
    return tuple(_row(each, rollouts) for each in rollouts.past.deployments)


def _row(deployment: ServiceDeployment, rollouts: Rollouts) -> RolloutRow:
    severity, word = state_of(deployment.status)
    past = rollouts.past
    sources = (past.revisions.get(share.arn or "", "") for share in deployment.source_service_revisions)
    known = counterpart(deployment, rollouts)
    return RolloutRow(
        arn=deployment.service_deployment_arn,
        name=name_of(deployment.service_deployment_arn),
        severity="warn" if deployment.waiting else severity,
        word="waits for you" if deployment.waiting else word,
        revision=past.target(deployment),
        before=next(filter(None, sources), ""),
        at=deployment.started_at or deployment.created_at,
        ended_at=deployment.finished_at or deployment.stopped_at,
        strategy=strategy_of(rollouts.service, deployment) if deployment.deployment_configuration else "",
        reason=deployment.status_reason or "",
        deployment=(known.id if known is not None else None) or "",
    )


def _plain_row(deployment: Deployment) -> RolloutRow:
    severity, word = state_of(deployment.rollout_state or deployment.status)
    return RolloutRow(
        arn=deployment.id or "",
        name=deployment.id or "",
        severity=severity,
        word=word,
        revision=name_of(deployment.task_definition or ""),
        at=deployment.created_at,
        reason=deployment.rollout_state_reason or "",
        deployment=deployment.id or "",
        is_described=False,
    )


def counterpart(deployment: ServiceDeployment, rollouts: Rollouts) -> Deployment | None:
    """The entry of the service's own deployments that tells of the same one."""
    wanted, began = rollouts.past.target(deployment), deployment.created_at
    for each in rollouts.service.deployments:
        is_same = name_of(each.task_definition or "") == wanted and each.created_at is not None and began is not None
        if is_same and abs(each.created_at - began) <= _TOGETHER:  # type: ignore[operator]  # neither is None
            return each
    return None


def strategy_of(service: Service, deployment: ServiceDeployment | None) -> str:
    """ROLLING, BLUE_GREEN, LINEAR or CANARY in small letters."""
    configuration = deployment.deployment_configuration if deployment is not None else None
    configuration = configuration or service.deployment_configuration
    return ((configuration.strategy if configuration is not None else None) or "ROLLING").lower().replace("_", "/")


def newest(rollouts: Rollouts) -> ServiceDeployment | None:
    """The deployment under way, else the last one."""
    return rollouts.past.under_way or next(iter(rollouts.past.deployments), None)


def is_moving(rollouts: Rollouts) -> bool:
    """Whether a deployment is under way."""
    if rollouts.past.under_way is not None:
        return True
    return any(each.rollout_state == "IN_PROGRESS" for each in rollouts.service.deployments)


def goes_back(rollouts: Rollouts) -> bool:
    """Whether a deployment is being rolled back."""
    deployment = rollouts.past.under_way
    if deployment is not None:
        return (deployment.status or "").startswith("ROLLBACK")
    return any("rolling back" in (each.rollout_state_reason or "") for each in rollouts.service.deployments[:1])


def sides(rollouts: Rollouts, tasks: Sequence[TaskRow]) -> tuple[Side, ...]:
    """What the service wants first, then what is on its way out."""
    deployments = sorted(rollouts.service.deployments, key=lambda each: each.status != "PRIMARY")
    moving, back = is_moving(rollouts), goes_back(rollouts)
    first: Role = "back to" if back else "new" if moving else "runs"
    others: Role = "given up" if back else "old"
    roles = [others if place else first for place in range(len(deployments))]
    return tuple(
        _side(each, role, tasks, _traffic(rollouts, each, role)) for each, role in zip(deployments, roles, strict=True)
    )


def _side(deployment: Deployment, role: Role, tasks: Sequence[TaskRow], traffic: float | None) -> Side:
    alive = [task for task in tasks if task.started_by == deployment.id and not task.is_stopped]
    states = [task.target for task in alive if task.target is not None]
    return Side(
        role=role,
        name=revision(deployment),
        deployment=deployment.id or "",
        desired=deployment.desired_count,
        running=deployment.running_count,
        pending=deployment.pending_count,
        failed=deployment.failed_tasks,
        draining=sum(task.desired_status == "STOPPED" for task in alive),
        targets={state: states.count(state) for state in dict.fromkeys(sorted(states))},
        traffic=traffic,
    )


def _traffic(rollouts: Rollouts, deployment: Deployment, role: Role) -> float | None:
    """Percent of the production traffic that one side is to have.

    The role decides, for a restart puts a revision in the place of itself.
    """
    under_way = rollouts.past.under_way
    if under_way is None:
        return None
    is_target = role in ("new", "given up")
    shares = (under_way.target_service_revision,) if is_target else under_way.source_service_revisions
    name = name_of(deployment.task_definition or "")
    weights = (
        share.requested_production_traffic_weight
        for share in shares
        if share is not None and rollouts.past.revisions.get(share.arn or "") == name
    )
    return next(weights, None)


def breaker_of(rollouts: Rollouts) -> DeploymentBreaker | None:
    """How far the circuit breaker is; None where none watches."""
    configuration = rollouts.service.deployment_configuration
    switch = configuration.deployment_circuit_breaker if configuration is not None else None
    deployment = newest(rollouts)
    told = deployment.deployment_circuit_breaker if deployment is not None else None
    if told is not None and told.threshold:
        return told
    primary = next((each for each in rollouts.service.deployments if each.status == "PRIMARY"), None)
    if switch is None or not switch.enable or primary is None or rollouts.is_listed:
        return None
    # AWS's own default (fargate.md §11), where it may not be asked.
    threshold = min(200, max(3, math.ceil(rollouts.service.desired_count / 2)))
    return DeploymentBreaker(status="MONITORING", failure_count=primary.failed_tasks, threshold=threshold)


def first_failure(rollouts: Rollouts, tasks: Iterable[TaskRow]) -> Failure | None:
    """Why the first task of what is rolled out, or was given up, ended badly; None once it was rolled out."""
    deployment = newest(rollouts)
    if deployment is None or not rollouts.past.target(deployment):
        primary = next((each for each in rollouts.service.deployments if each.status == "PRIMARY"), None)
        wanted = name_of(primary.task_definition or "") if primary is not None and is_moving(rollouts) else ""
        began = primary.created_at if primary is not None else None
    else:
        wanted = rollouts.past.target(deployment) if deployment.status != "SUCCESSFUL" else ""
        began = deployment.created_at
    ended = [task for task in tasks if task.is_stopped and task.task_definition == wanted and task.finding.is_problem]
    ended = [task for task in ended if began is None or task.created_at is None or task.created_at >= began]
    ended.sort(key=lambda task: task.stopped_at or datetime.max.replace(tzinfo=UTC))
    return next((Failure(task=task.id, why=task.finding.why or task.finding.word) for task in ended), None)


def left(rollouts: Rollouts, new: Side, now: datetime) -> float | None:
    """About how many seconds are left, by the pace seen so far; None where nothing can be said of it.

    Only of a rolling deployment of which no task has failed: those that shift traffic wait by the clock, or for people.
    """
    deployment = newest(rollouts)
    began = (deployment.started_at or deployment.created_at) if deployment is not None else None
    if began is None or goes_back(rollouts) or strategy_of(rollouts.service, deployment) != "rolling":
        return None
    seconds = (now - began).total_seconds()
    if new.failed or not 0 < new.running < new.desired or seconds < _LEAST_SEEN:
        return None
    return seconds * (new.desired - new.running) / new.running


def stages(deployment: ServiceDeployment) -> Iterator[tuple[str, bool, bool]]:
    """Every stage with whether it is over, and whether it is the present one; one that is not known comes last."""
    present = deployment.lifecycle_stage or ""
    known = STAGES if not present or present in STAGES else _with(present)
    at = known.index(present) if present else -1
    for place, stage in enumerate(known):
        yield stage, place < at, place == at


def _with(stage: str) -> tuple[str, ...]:
    """The stages with one that is shown only while it is the present one; one that is not known comes last."""
    at = STAGES.index("PRODUCTION_TRAFFIC_SHIFT") if stage == "PRE_PRODUCTION_TRAFFIC_SHIFT" else len(STAGES)
    return (*STAGES[:at], stage, *STAGES[at:])
