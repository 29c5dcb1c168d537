"""Service deployments and service revisions."""

from fargate_tui.demo.ecs.errors import EcsError, invalid
from fargate_tui.demo.ecs.paging import page
from fargate_tui.demo.ecs.plane import Operations, Plane
from fargate_tui.demo.ecs.rollouts import BY_REQUEST, rollout_brief, rollout_wire
from fargate_tui.demo.ecs.wire import Json, Members, epoch, without_none

_DESCRIBED = 20


def list_service_deployments(plane: Plane, request: Members) -> Json:
    """The service deployments of a service, newest first, twenty unless told otherwise."""
    cluster = plane.store.cluster(request.text("cluster"))
    service = plane.store.service(cluster, request.text("service") or "")
    statuses, created = request.texts("status"), request.members("createdAt")
    after, before = created.seconds("after"), created.seconds("before")
    rollouts = [
        rollout
        for rollout in reversed(service.rollouts)
        if (not statuses or rollout.status in statuses)
        and (after is None or epoch(rollout.created) > after)
        and (before is None or epoch(rollout.created) < before)
    ]
    some, token = page(rollouts, lambda rollout: ("", rollout.serial), request, default=_DESCRIBED, descending=True)
    return without_none(serviceDeployments=[rollout_brief(rollout) for rollout in some], nextToken=token)


def describe_service_deployments(plane: Plane, request: Members) -> Json:
    """Up to twenty service deployments by ARN."""
    arns = _arns(request, "serviceDeploymentArns")
    found = [rollout_wire(plane.store.rollouts[arn]) for arn in arns if arn in plane.store.rollouts]
    failures = [{"arn": arn, "reason": "MISSING"} for arn in arns if arn not in plane.store.rollouts]
    return {"serviceDeployments": found, "failures": failures}


def describe_service_revisions(plane: Plane, request: Members) -> Json:
    """Up to twenty service revisions by ARN."""
    arns = _arns(request, "serviceRevisionArns")
    found = [plane.store.revisions[arn].wire for arn in arns if arn in plane.store.revisions]
    failures = [{"arn": arn, "reason": "MISSING"} for arn in arns if arn not in plane.store.revisions]
    return {"serviceRevisions": found, "failures": failures}


def stop_service_deployment(plane: Plane, request: Members) -> Json:
    """Stop a service deployment that is under way, and go back to the last revision that was deployed completely."""
    arn = request.text("serviceDeploymentArn") or ""
    rollout = plane.store.rollouts.get(arn)
    if rollout is None:
        raise EcsError("ServiceDeploymentNotFoundException", "Service deployment not found.")
    if request.text("stopType") == "ABORT":
        raise EcsError("UnsupportedFeatureException", "The only supported stopType is ROLLBACK.")
    if rollout.status not in ("PENDING", "IN_PROGRESS"):
        raise EcsError(
            "ConflictException",
            f"The service deployment is in the {rollout.status} status and cannot be stopped.",
            members={"resourceIds": [arn]},
        )
    service = rollout.service
    if service.status != "ACTIVE" or not plane.scheduler.rollouts.can_roll_back(service):
        raise invalid("The service has no completed service deployment to roll back to.")
    plane.scheduler.rollouts.roll_back(service, BY_REQUEST, "ECS deployment rolling back to deploymentId {}.")
    plane.scheduler.disturb(service)
    return {"serviceDeploymentArn": arn}


def continue_service_deployment(plane: Plane, request: Members) -> Json:
    """Let a deployment that is paused by a hook go on, or roll it back."""
    arn, hook_id = request.text("serviceDeploymentArn") or "", request.text("hookId")
    rollout = plane.store.rollouts.get(arn)
    if rollout is None:
        raise EcsError("ServiceDeploymentNotFoundException", "Service deployment not found.")
    hook = rollout.hook or {}
    if rollout.status != "IN_PROGRESS" or hook.get("hookId") != hook_id:
        raise invalid("The specified lifecycle hook was not found or is not active for the service deployment.")
    if hook.get("status") != "AWAITING_ACTION":
        raise invalid(f"The lifecycle hook is in the {hook.get('status')} status and is not awaiting an action.")
    plane.scheduler.stages.answer(rollout, request.text("action") or "CONTINUE")
    return {"serviceDeploymentArn": arn}


def _arns(request: Members, member: str) -> list[str]:
    arns = request.texts(member)
    if not 1 <= len(arns) <= _DESCRIBED:
        raise invalid(f"{member} must have 1 to {_DESCRIBED} elements.")
    return arns


OPERATIONS: Operations = {
    "ListServiceDeployments": list_service_deployments,
    "DescribeServiceDeployments": describe_service_deployments,
    "DescribeServiceRevisions": describe_service_revisions,
    "StopServiceDeployment": stop_service_deployment,
    "ContinueServiceDeployment": continue_service_deployment,
}
