"""What the service of a task tells, and what was changed before the end (E-svc, E-as, E-lb, E-trail)."""

import asyncio
from contextlib import aclosing
from datetime import UTC, datetime

from fargate_tui.fargate.arns import family_revision
from fargate_tui.fargate.changes import Difference
from fargate_tui.fargate.diagnosis import Part, TargetGroupAnswer, TrailEvent
from fargate_tui.fargate.errors import AwsError
from fargate_tui.fargate.happenings import Revised
from fargate_tui.fargate.inquest import AFTER, BEFORE
from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.records import Balancer, RecordedCall, ServiceDeployment, TargetGroup, TargetHealth, Task
from fargate_tui.fargate.semantic_diff import differences
from fargate_tui.live.evidence.network import target_groups
from fargate_tui.live.evidence.scene import Changes, Scene, all_of, each_of, unread
from fargate_tui.live.ports.network import Elb
from fargate_tui.live.surroundings import known

_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_NEWEST = 5
"""Deployments that are looked at."""
OF_NO_SERVICE = NotChecked(why="it belongs to no service")
_CALLS = ("UpdateService", "StopTask")


async def service(scene: Scene) -> Changes:
    """The service as it is now."""
    return {"service": await scene.its_service()}


async def siblings(scene: Scene) -> Changes:
    """The stopped tasks of its service that AWS still knows: those of the last hour."""
    if not scene.service:
        return {"siblings": OF_NO_SERVICE}
    return {"siblings": await known(_stopped(scene), "ecs:ListTasks")}


async def _stopped(scene: Scene) -> tuple[Task, ...]:
    ecs = scene.aws.ecs
    async with aclosing(ecs.task_pages(scene.cluster, service=scene.service, desired_status="STOPPED")) as pages:
        arns = await anext(pages, ())
    return await all_of(ecs.describe_tasks(scene.cluster, arns)) if arns else ()


async def targets(scene: Scene) -> Changes:
    """What the load balancer says of the task's targets, as long as it knows them."""
    found = await scene.its_service()
    if isinstance(found, NotChecked):
        return {"targets": found}
    address = next((each.detail("privateIPv4Address") for each in scene.task.attachments if each.details), None)
    asked = await known(
        _targets(scene.aws.elb, target_groups(found.value)), "elasticloadbalancing:DescribeTargetHealth"
    )
    if isinstance(asked, NotChecked):
        return {"targets": asked}
    return {"targets": Known(tuple(each for each in asked.value if each.target_id == address))}


async def _targets(elb: Elb, groups: tuple[str, ...]) -> tuple[TargetHealth, ...]:
    return tuple([target for group in groups for target in await elb.target_health(group)])


async def groups(scene: Scene) -> Changes:
    """How the target groups of its service check, and in which zones their load balancers are."""
    found = await scene.its_service()
    if isinstance(found, NotChecked):
        return {"target_groups": found}
    arns = target_groups(found.value)
    if not arns:
        return {"target_groups": Known(())}
    asked = await known(scene.aws.elb.target_groups(arns), "elasticloadbalancing:DescribeTargetGroups")
    if isinstance(asked, NotChecked):
        return {"target_groups": asked}
    named = tuple(dict.fromkeys(arn for each in asked.value for arn in each.load_balancer_arns))
    fronts = await known(scene.aws.elb.balancers(named), "") if named else Known(())
    balancers = fronts.value if isinstance(fronts, Known) else ()
    delays = await each_of({each.target_group_arn: _delay(scene, each.target_group_arn) for each in asked.value})
    answers = (_answer(each, balancers, delays[each.target_group_arn]) for each in asked.value)
    return {"target_groups": Known(tuple(answers))}


async def _delay(scene: Scene, group: str) -> Part[int]:
    """Seconds that connections are given to end, of a task that is ending."""
    if scene.task.desired_status != "STOPPED" or scene.task.last_status == "STOPPED":
        return None
    action = "elasticloadbalancing:DescribeTargetGroupAttributes"
    asked = await known(scene.aws.elb.target_group_attributes(group), action)
    if isinstance(asked, NotChecked):
        return asked
    said = asked.value.get("deregistration_delay.timeout_seconds", "")
    return Known(int(said)) if said.isdigit() else NotChecked(why="the load balancer does not say")


def _answer(group: TargetGroup, balancers: tuple[Balancer, ...], delay: Part[int]) -> TargetGroupAnswer:
    ours = (each for each in balancers if each.load_balancer_arn in group.load_balancer_arns)
    return TargetGroupAnswer(
        name=group.target_group_name,
        path=group.health_check_path or "",
        port=group.health_check_port or "",
        codes=(group.matcher.http_code if group.matcher is not None else None) or "",
        timeout=group.health_check_timeout_seconds,
        zones=tuple(zone.zone_name for each in ours for zone in each.availability_zones if zone.zone_name),
        deregistration_delay=delay,
    )


async def activities(scene: Scene) -> Changes:
    """What auto scaling did."""
    if not scene.service:
        return {"activities": OF_NO_SERVICE}
    asked = scene.aws.scaling.activities(scene.cluster, scene.service)
    return {"activities": await known(asked, "application-autoscaling:DescribeScalingActivities")}


async def trail(scene: Scene) -> Changes:
    """Who called what may have ended it."""
    start, end = scene.end - BEFORE, scene.end + AFTER
    calls: list[RecordedCall] = []
    for operation in _CALLS:
        try:
            calls += await scene.aws.trail.recorded_calls(operation, start, end)
        except AwsError as error:
            return {"trail": unread(error, "cloudtrail:LookupEvents")}
    return {"trail": Known(tuple(TrailEvent(at=each.at, name=each.name, by=each.by) for each in calls))}


async def deployments(scene: Scene) -> Changes:
    """The newest deployments of its service, and what that of the hour before the end changed."""
    if not scene.service:
        return dict.fromkeys(("deployments", "revised"), OF_NO_SERVICE)
    asked = await known(_deployments(scene), "ecs:ListServiceDeployments")
    if isinstance(asked, NotChecked):
        return {"deployments": asked, "revised": asked}
    near = next((each for each in asked.value if _is_near(scene, each)), None)
    if near is None:
        return {"deployments": asked, "revised": Known({})}
    revised = await known(_revised(scene, near), "ecs:DescribeServiceRevisions")
    if isinstance(revised, NotChecked):
        return {"deployments": asked, "revised": revised}
    return {"deployments": asked, "revised": Known({near.service_deployment_arn: revised.value})}


async def _deployments(scene: Scene) -> tuple[ServiceDeployment, ...]:
    asked = scene.aws.deployments
    arns = (await asked.service_deployment_arns(scene.cluster, scene.service))[:_NEWEST]
    found = await all_of(asked.describe_service_deployments(arns)) if arns else ()
    return tuple(sorted(found, key=lambda each: each.created_at or _LONG_AGO, reverse=True))


def _is_near(scene: Scene, deployment: ServiceDeployment) -> bool:
    at = deployment.created_at
    return at is not None and scene.end - BEFORE <= at <= scene.end + AFTER


async def _revised(scene: Scene, deployment: ServiceDeployment) -> Revised:
    """The task definitions before and after it, with what is different between them; secrets masked."""
    target = deployment.target_service_revision
    arns = [each.arn for each in (*deployment.source_service_revisions[:1], target) if each is not None and each.arn]
    found = await all_of(scene.aws.deployments.describe_service_revisions(arns)) if arns else ()
    named = {each.service_revision_arn: each.task_definition or "" for each in found}
    after = named.get(target.arn or "", "") if target is not None else ""
    old = next((each.arn for each in deployment.source_service_revisions if each.arn in named), "") or ""
    before = named.get(old, "")
    changed: tuple[Difference, ...] = ()
    if before and after and before != after:
        kinds = [scene.aws.ecs.raw("task-definition", arn) for arn in (before, after)]
        changed = differences(*await asyncio.gather(*kinds))
    return Revised(before=family_revision(before), after=family_revision(after), differences=changed)
