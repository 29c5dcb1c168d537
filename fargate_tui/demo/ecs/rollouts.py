"""Deployments, service deployments and revisions: how a change begins, completes, fails and is rolled back."""

from fargate_tui.demo.ecs import events
from fargate_tui.demo.ecs.arithmetic import breaker_threshold
from fargate_tui.demo.ecs.extras import shown_in_deployment
from fargate_tui.demo.ecs.records import Deployment, Revision, Rollout, Service
from fargate_tui.demo.ecs.store import Store
from fargate_tui.demo.ecs.wire import Members, epoch, without_none

BREAKER = "Service deployment rolled back because the circuit breaker threshold was exceeded."
BREAKER_WITHOUT_ROLLBACK = "Service deployment stopped because the circuit breaker threshold was exceeded."
ALARM = "Service deployment rolled back because a CloudWatch alarm was detected."
ALARM_WITHOUT_ROLLBACK = "Service deployment stopped because a CloudWatch alarm was detected."
BY_REQUEST = "Service deployment rolled back because a rollback was requested."
DELETED = "Service deployment stopped because the service was deleted."
SUPERSEDED = "Service deployment stopped because a newer service deployment replaced it."


class Rollouts:
    """Tells the story of deployments, in a service's ``deployments`` and in its service deployments."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def begin(self, service: Service, revision: Revision) -> Deployment:
        """Make the revision the wanted one; what was wanted before is on its way out."""
        now = self._store.clock.now()
        sources = tuple((one.revision, one.desired, one.running) for one in service.deployments)
        for old in service.deployments:
            self._supersede(old)
        if service.rollouts and service.rollout.is_open:
            self._close(service.rollout, "STOPPED", SUPERSEDED)
        service.revision = revision
        service.steady = False
        service.start_failures = 0
        service.failed_round = service.round
        service.not_before = None
        rollout = Rollout(
            self._store.next_serial(),
            self._store.arns.of("service-deployment", service.cluster.name, service.name, self._store.ids.token()),
            service,
            revision,
            sources,
            now,
            status="IN_PROGRESS",
            started=now,
            updated=now,
            configuration=service.configuration,
        )
        if not rollout.shifts and _breaker(service).flag("enable"):
            rollout.breaker = "MONITORING"
        service.rollouts.append(rollout)
        self._store.rollouts[rollout.arn] = rollout
        return self._put_first(service, revision)

    def task_is_healthy(self, deployment: Deployment) -> None:
        """Failures are counted anew after a healthy task, unless the breaker was told otherwise."""
        if deployment.state == "IN_PROGRESS" and _breaker(deployment.service).flag("resetOnHealthyTask") is not False:
            deployment.failed = 0
            self._note_failures(deployment)

    def task_failed(self, deployment: Deployment) -> bool:
        """Count a failed task; whether the circuit breaker trips by it."""
        service = deployment.service
        if deployment.state != "IN_PROGRESS" or deployment not in service.deployments[:1]:
            return False
        deployment.failed += 1
        deployment.updated = self._store.clock.now()
        self._note_failures(deployment)
        watches = bool(_breaker(service).flag("enable")) and not service.rollout.shifts
        return watches and deployment.failed >= threshold(service)

    def trip(self, deployment: Deployment) -> None:
        """The circuit breaker ends a deployment, and rolls back where it was told to and can."""
        service, rollout = deployment.service, deployment.service.rollout
        deployment.state = "FAILED"
        deployment.reason = "ECS deployment circuit breaker: tasks failed to start."
        events.say(self._store, service, events.failed(deployment.id))
        rollout.breaker = "TRIGGERED"
        if rollout.status == "ROLLBACK_IN_PROGRESS":
            self._close(rollout, "ROLLBACK_FAILED", BREAKER)
        elif _breaker(service).flag("rollback") and self.can_roll_back(service):
            self.roll_back(service, BREAKER, "ECS deployment circuit breaker: rolling back to deploymentId {}.")
        else:
            self._close(rollout, "STOPPED", BREAKER_WITHOUT_ROLLBACK)

    def alarm(self, service: Service, *, rolls_back: bool) -> None:
        """An alarm rings: the deployment ends, and is rolled back where it was told to and can be."""
        deployment = service.primary
        deployment.state, deployment.reason = "FAILED", "ECS deployment failed: alarm detected."
        if service.rollout.shifts:
            deployment.desired = 0
        events.say(self._store, service, events.alarmed(deployment.id))
        if rolls_back and self.can_roll_back(service):
            self.roll_back(service, ALARM, "ECS deployment rolling back to deploymentId {}.")
        else:
            self._close(service.rollout, "STOPPED", ALARM_WITHOUT_ROLLBACK)

    def give_up(self, service: Service, reason: str) -> None:
        """Roll back where there is something to go back to; else just end."""
        if self.can_roll_back(service):
            self.roll_back(service, reason, "ECS deployment rolling back to deploymentId {}.")
            return
        service.primary.state, service.primary.reason, service.primary.desired = "FAILED", reason, 0
        self._close(service.rollout, "STOPPED", reason)

    def can_roll_back(self, service: Service) -> bool:
        """Whether an earlier revision was ever deployed completely."""
        return service.completed is not None

    def roll_back(self, service: Service, reason: str, deployment_reason: str) -> None:
        """Make the last revision that was deployed completely the wanted one again."""
        target, rollout = service.completed, service.rollout
        assert target is not None
        failed = service.primary
        failed.state, failed.status, failed.desired = "FAILED", "ACTIVE", 0
        now = self._store.clock.now()
        back = next((one for one in service.deployments if one.revision is target), None)
        if back is None:
            back = self._put_first(service, target)
        else:
            service.deployments.remove(back)
            service.deployments.insert(0, back)
        back.status, back.state, back.desired, back.updated = "PRIMARY", "IN_PROGRESS", service.desired, now
        back.reason = deployment_reason.format(back.id)
        service.revision = target
        service.steady = False
        service.not_before = None
        service.start_failures = 0
        self._store.clock.cancel(rollout.step)
        rollout.production = rollout.test = 0.0
        rollout.status, rollout.reason, rollout.updated = "ROLLBACK_IN_PROGRESS", reason, now
        rollout.rollback = {"reason": reason, "startedAt": epoch(now), "serviceRevisionArn": target.arn}
        events.say(self._store, service, events.rolling_back(back.id))

    def abandon(self, service: Service) -> None:
        """The service is being deleted: what is under way comes to nothing."""
        if service.rollout.is_open:
            self._close(service.rollout, "STOPPED", DELETED)

    def complete(self, deployment: Deployment) -> None:
        """The deployment is complete, unless it was before."""
        if deployment.state == "COMPLETED":
            return
        service, rollout = deployment.service, deployment.service.rollout
        deployment.state = "COMPLETED"
        deployment.reason = f"ECS deployment {deployment.id} completed."
        deployment.updated = self._store.clock.now()
        service.completed = deployment.revision
        events.say(self._store, service, events.completed(deployment.id))
        if rollout.status == "ROLLBACK_IN_PROGRESS":
            self._close(rollout, "ROLLBACK_SUCCESSFUL", rollout.reason)
        elif rollout.is_open:
            self._close(rollout, "SUCCESSFUL", None)

    def _put_first(self, service: Service, revision: Revision) -> Deployment:
        now = self._store.clock.now()
        deployment = Deployment(
            id=f"ecs-svc/{self._store.ids.digits(19)}",
            service=service,
            revision=revision,
            desired=service.desired,
            created=now,
            updated=now,
            reason="",
        )
        deployment.reason = f"ECS deployment {deployment.id} in progress."
        service.deployments.insert(0, deployment)
        return deployment

    def _supersede(self, deployment: Deployment) -> None:
        deployment.status = "ACTIVE"
        deployment.desired = deployment.running

    def _close(self, rollout: Rollout, status: str, reason: str | None) -> None:
        now = self._store.clock.now()
        self._store.clock.cancel(rollout.step)
        rollout.status, rollout.reason = status, reason
        if rollout.alarms == "MONITORING":
            rollout.alarms = "MONITORING_COMPLETE"
        rollout.finished = rollout.updated = now
        if status == "STOPPED":
            rollout.stopped = now
        if rollout.breaker == "MONITORING":
            rollout.breaker = "MONITORING_COMPLETE"

    def _note_failures(self, deployment: Deployment) -> None:
        deployment.service.rollout.failures = deployment.failed


def threshold(service: Service) -> int:
    """Failures that trip the service's circuit breaker."""
    configured = _breaker(service).members("thresholdConfiguration")
    return breaker_threshold(
        service.desired, configured.text("type") or "BOUNDED_PERCENT", configured.number("value") or 50
    )


def _breaker(service: Service) -> Members:
    return Members(service.configuration).members("deploymentCircuitBreaker")


def deployment_wire(deployment: Deployment) -> dict[str, object]:
    """An entry of a service's ``deployments``."""
    placement = deployment.revision.placement
    return {
        "id": deployment.id,
        "status": deployment.status,
        "taskDefinition": deployment.revision.definition.arn,
        "desiredCount": deployment.desired,
        "pendingCount": deployment.pending,
        "runningCount": deployment.running,
        "failedTasks": deployment.failed,
        "createdAt": epoch(deployment.created),
        "updatedAt": epoch(deployment.updated),
        **placement.wire(),
        "platformVersion": deployment.revision.wire["platformVersion"],
        "platformFamily": deployment.revision.definition.platform_family,
        "networkConfiguration": placement.network,
        **shown_in_deployment(deployment.revision.blueprint.extras),
        "rolloutState": deployment.state,
        "rolloutStateReason": deployment.reason,
    }


def rollout_wire(rollout: Rollout) -> dict[str, object]:
    """A service deployment."""
    service = rollout.service
    enabled = bool(_breaker(service).flag("enable")) and not rollout.shifts
    alarms = Members(rollout.configuration).members("alarms")
    return without_none(
        serviceDeploymentArn=rollout.arn,
        serviceArn=service.arn,
        clusterArn=service.cluster.arn,
        createdAt=epoch(rollout.created),
        startedAt=epoch(rollout.started) if rollout.started else None,
        finishedAt=epoch(rollout.finished) if rollout.finished else None,
        stoppedAt=epoch(rollout.stopped) if rollout.stopped else None,
        updatedAt=epoch(rollout.updated) if rollout.updated else None,
        sourceServiceRevisions=[
            {
                "arn": revision.arn,
                "requestedTaskCount": asked,
                "runningTaskCount": running,
                "pendingTaskCount": 0,
                **_weights(rollout, 100.0 - rollout.production, 100.0 - rollout.test),
            }
            for revision, asked, running in rollout.sources
        ],
        targetServiceRevision={
            **_summary(service, rollout.target),
            **_weights(rollout, rollout.production, rollout.test),
        },
        status=rollout.status,
        statusReason=rollout.reason,
        lifecycleStage=rollout.stage,
        lifecycleHookDetails=[rollout.hook] if rollout.hook is not None else None,
        deploymentConfiguration=rollout.configuration if rollout.shifts else service.configuration,
        rollback=rollout.rollback,
        deploymentCircuitBreaker={
            "status": rollout.breaker,
            "failureCount": rollout.failures,
            "threshold": threshold(service) if enabled else 0,
        },
        alarms={
            "status": rollout.alarms,
            **without_none(
                alarmNames=alarms.texts("alarmNames") or None, triggeredAlarmNames=list(rollout.rung) or None
            ),
        },
    )


def rollout_brief(rollout: Rollout) -> dict[str, object]:
    """A service deployment in a listing."""
    whole = rollout_wire(rollout)
    brief = {name: whole[name] for name in _BRIEF if name in whole}
    return {**brief, "targetServiceRevisionArn": rollout.target.arn}


_BRIEF = (
    "serviceDeploymentArn",
    "serviceArn",
    "clusterArn",
    "startedAt",
    "createdAt",
    "finishedAt",
    "status",
    "statusReason",
)


def _weights(rollout: Rollout, production: float, test: float) -> dict[str, object]:
    """Percent of the traffic, where it is shifted."""
    if not rollout.shifts:
        return {}
    return {"requestedProductionTrafficWeight": round(production, 1), "requestedTestTrafficWeight": round(test, 1)}


def _summary(service: Service, revision: Revision) -> dict[str, object]:
    now = next((one for one in service.deployments if one.revision is revision), None)
    return {
        "arn": revision.arn,
        "requestedTaskCount": now.desired if now else 0,
        "runningTaskCount": now.running if now else 0,
        "pendingTaskCount": now.pending if now else 0,
    }


def current_revisions(service: Service) -> list[dict[str, object]]:
    """The revisions that have tasks now, newest first."""
    return [_summary(service, one.revision) for one in service.deployments]
