"""The operations of Application Auto Scaling, as far as they are about ECS services."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from fargate_tui.demo.ecs import Ecs
from fargate_tui.demo.ecs.wire import Json, Members, without_none
from fargate_tui.demo.metrics.alarms import Alarm
from fargate_tui.demo.ports import Clock
from fargate_tui.demo.scaling.activities import ScalingActivities
from fargate_tui.demo.scaling.arithmetic import HIGH_MINUTES, LOW_MINUTES, LOW_PART
from fargate_tui.demo.scaling.records import DIMENSION, Policy, Scheduled, Target
from fargate_tui.demo.scaling.scaler import Scaler
from fargate_tui.demo.scaling.schedules import is_schedule

T = TypeVar("T")
_PAGE = 50
_MOST_POLICIES = 50
_METRICS = {
    "ECSServiceAverageCPUUtilization": "CPUUtilization",
    "ECSServiceAverageMemoryUtilization": "MemoryUtilization",
}
_ROLE = (
    "role/aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService"
)
_SUSPENDABLE = ("DynamicScalingIn", "DynamicScalingOut", "ScheduledScaling")


class ScalingRefused(Exception):
    """An error answer: AWS's exception name and its sentence."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Account:
    """What every operation is given."""

    ecs: Ecs
    clock: Clock
    scaler: Scaler
    activities: ScalingActivities
    region: str
    number: str
    """The account's."""
    alarms_of: Callable[[str], Sequence[str]]
    """The alarms that tell a policy, by its ARN, and that somebody has put."""


def register_target(account: Account, request: Members) -> Json:
    """Register a service, or change the limits or what is suspended of one that is registered."""
    resource = _resource(request)
    known = account.scaler.targets.get(resource)
    least, most = request.number("MinCapacity"), request.number("MaxCapacity")
    if known is None and (least is None or most is None):
        missing = "MinCapacity" if least is None else "MaxCapacity"
        raise _invalid(f"{missing} is required to register a new scalable target.")
    least = known.least if least is None and known else least or 0
    most = known.most if most is None and known else most or 0
    if least < 0 or most < 0:
        raise _invalid("Capacity cannot be negative.")
    if most < least:
        raise _invalid("Maximum capacity cannot be less than minimum capacity.")
    target = known or _new_target(account, resource)
    target.least, target.most = least, most
    target.suspended = {**target.suspended, **request.members("SuspendedState").raw}
    account.scaler.targets[resource] = target
    if "MinCapacity" in request or "MaxCapacity" in request:
        account.scaler.limit(target)
    account.scaler.watch()
    return {"ScalableTargetARN": target.arn}


def deregister_target(account: Account, request: Members) -> Json:
    """Forget a target, and its policies and scheduled actions with it."""
    resource = _target(account, request).resource
    del account.scaler.targets[resource]
    return {}


def describe_targets(account: Account, request: Members) -> Json:
    """The targets, or those named."""
    wanted = request.texts("ResourceIds")
    found = [one for one in account.scaler.targets.values() if not wanted or one.resource in wanted]
    return _page(found, lambda one: _shown_target(account, one), "ScalableTargets", request, _PAGE)


def put_policy(account: Account, request: Members) -> Json:
    """Make or change a policy; target tracking makes its two alarms."""
    target = _target(account, request, "registered")
    name = request.text("PolicyName") or ""
    known = target.policies.get(name)
    kind = request.text("PolicyType") or (known.kind if known else "StepScaling")
    if known is not None and known.kind != kind:
        raise _invalid("The policy type of a scaling policy cannot be changed.")
    if kind not in ("StepScaling", "TargetTrackingScaling"):
        raise _invalid(f"{kind} is not available in the local AWS.")
    if known is None and len(target.policies) >= _MOST_POLICIES:
        raise ScalingRefused("LimitExceededException", "Too many scaling policies for the scalable target.")
    configuration = request.members(f"{kind}PolicyConfiguration")
    if kind == "TargetTrackingScaling":
        _check_tracking(configuration)
    else:
        _check_steps(configuration)
    identity = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{target.arn}/{name}"))
    arn = _arn(account, "scalingPolicy", f"{identity}:resource/ecs/{target.resource}:policyName/{name}")
    policy = Policy(name, arn, kind, configuration.raw, known.created if known else account.clock.now())
    if kind == "TargetTrackingScaling":
        policy.alarms = _alarms(target, policy, identity)
    target.policies[name] = policy
    return {"PolicyARN": arn, "Alarms": _shown_alarms(account, policy)}


def delete_policy(account: Account, request: Members) -> Json:
    """Delete a policy, and the alarms it made."""
    target = _target(account, request)
    if target.policies.pop(request.text("PolicyName") or "", None) is None:
        raise _not_found("scaling policy found", target.resource)
    return {}


def describe_policies(account: Account, request: Members) -> Json:
    """The policies of all targets, or of one, or those named."""
    names = request.texts("PolicyNames")
    found = [
        (target, policy)
        for target in _named(account, request)
        for policy in target.policies.values()
        if not names or policy.name in names
    ]
    return _page(found, lambda pair: _shown_policy(account, *pair), "ScalingPolicies", request, _PAGE)


def put_action(account: Account, request: Members) -> Json:
    """Make or change a scheduled action."""
    target = _target(account, request, "registered")
    name = request.text("ScheduledActionName") or ""
    known = target.actions.get(name)
    schedule = request.text("Schedule") or (known.schedule if known else "")
    timezone = request.text("Timezone") or (known.timezone if known else None)
    if not is_schedule(schedule, timezone):
        raise _invalid(f"Invalid schedule expression or time zone: {schedule}")
    action = request.members("ScalableTargetAction").raw or (known.action if known else {})
    if not action:
        raise _invalid("ScalableTargetAction must have a MinCapacity or a MaxCapacity.")
    now = account.clock.now()
    identity = uuid.uuid5(uuid.NAMESPACE_URL, f"{target.arn}/{name}/scheduled")
    arn = _arn(account, "scheduledAction", f"{identity}:resource/ecs/{target.resource}:scheduledActionName/{name}")
    target.actions[name] = Scheduled(
        name, arn, schedule, timezone, action, known.created if known else now, now,
        request.seconds("StartTime"), request.seconds("EndTime"),
    )  # fmt: skip
    return {}


def delete_action(account: Account, request: Members) -> Json:
    """Delete a scheduled action."""
    target = _target(account, request)
    if target.actions.pop(request.text("ScheduledActionName") or "", None) is None:
        raise _not_found("scheduled action found", target.resource)
    return {}


def describe_actions(account: Account, request: Members) -> Json:
    """The scheduled actions of all targets, or of one, or those named."""
    names = request.texts("ScheduledActionNames")
    found = [
        (target, action)
        for target in _named(account, request)
        for action in target.actions.values()
        if not names or action.name in names
    ]
    return _page(found, lambda pair: _shown_action(*pair), "ScheduledActions", request, _PAGE)


def describe_activities(account: Account, request: Members) -> Json:
    """What was done, newest first."""
    found = account.activities.shown(request.text("ResourceId") or "")
    return _page(found, lambda one: one, "ScalingActivities", request, _PAGE)


OPERATIONS: Mapping[str, Callable[[Account, Members], Json]] = {
    "RegisterScalableTarget": register_target,
    "DeregisterScalableTarget": deregister_target,
    "DescribeScalableTargets": describe_targets,
    "PutScalingPolicy": put_policy,
    "DeleteScalingPolicy": delete_policy,
    "DescribeScalingPolicies": describe_policies,
    "PutScheduledAction": put_action,
    "DeleteScheduledAction": delete_action,
    "DescribeScheduledActions": describe_actions,
    "DescribeScalingActivities": describe_activities,
}


def _resource(request: Members) -> str:
    resource = request.text("ResourceId") or ""
    if request.text("ScalableDimension") != DIMENSION:
        raise _invalid("Unsupported service namespace, resource type or scalable dimension")
    if resource.count("/") != 2 or not resource.startswith("service/"):
        raise _invalid(f"Invalid resource ID: {resource}. It is service/CLUSTER/NAME.")
    return resource


def _target(account: Account, request: Members, how: str = "found") -> Target:
    resource = _resource(request)
    target = account.scaler.targets.get(resource)
    if target is None:
        raise _not_found(f"scalable target {how}", resource)
    return target


def _named(account: Account, request: Members) -> list[Target]:
    resource = request.text("ResourceId")
    return [one for one in account.scaler.targets.values() if resource in (None, one.resource)]


def _new_target(account: Account, resource: str) -> Target:
    _, cluster, name = resource.split("/")
    held = account.ecs.clusters.get(cluster)
    service = held.services.get(name) if held is not None else None
    if service is None or service.status != "ACTIVE":
        raise _invalid(f"ECS service doesn't exist: {resource}")
    identity = uuid.uuid5(uuid.NAMESPACE_URL, f"{service.arn}/scalable").hex[:28]
    arn = f"arn:aws:application-autoscaling:{account.region}:{account.number}:scalable-target/0ec5{identity}"
    return Target(cluster, name, arn, 0, 0, account.clock.now())


def _check_tracking(configuration: Members) -> None:
    goal = configuration.real("TargetValue")
    if goal is None or goal <= 0:
        raise _invalid("TargetValue must be greater than 0.")
    if ("PredefinedMetricSpecification" in configuration) == ("CustomizedMetricSpecification" in configuration):
        raise _invalid("Specify either a predefined or a customized metric.")
    custom = configuration.members("CustomizedMetricSpecification")
    if custom.raw and "Metrics" in custom:
        raise _invalid("The local AWS has no metric math.")
    for name in ("ScaleOutCooldown", "ScaleInCooldown"):
        if (configuration.number(name) or 0) < 0:
            raise _invalid(f"{name} cannot be negative.")


def _check_steps(configuration: Members) -> None:
    kinds = ("ChangeInCapacity", "PercentChangeInCapacity", "ExactCapacity")
    if configuration.text("AdjustmentType") not in kinds:
        raise _invalid("AdjustmentType must be ChangeInCapacity, PercentChangeInCapacity or ExactCapacity.")
    if not configuration.each("StepAdjustments"):
        raise _invalid("At least one step adjustment is required.")


def _alarms(target: Target, policy: Policy, identity: str) -> tuple[Alarm, ...]:
    """High and low, as AWS names and describes them."""
    asked = policy.members
    custom = asked.members("CustomizedMetricSpecification")
    kind = asked.members("PredefinedMetricSpecification").text("PredefinedMetricType") or ""
    of_service = (("ClusterName", target.cluster), ("ServiceName", target.service))
    dimensions = tuple((one.text("Name") or "", one.text("Value") or "") for one in custom.each("Dimensions"))
    goal = asked.real("TargetValue") or 1.0

    def alarm(side: str, comparison: str, threshold: float, minutes: int) -> Alarm:
        return Alarm(
            f"TargetTracking-{target.resource}-Alarm{side}-{identity}",
            f"DO NOT EDIT OR DELETE. For TargetTrackingScaling policy {policy.arn}.",
            custom.text("Namespace") or ("AWS/ECS" if kind in _METRICS else "AWS/ApplicationELB"),
            custom.text("MetricName") or _METRICS.get(kind, "RequestCountPerTarget"),
            dimensions if custom.raw else of_service,
            custom.text("Statistic") or "Average", comparison, threshold, minutes, policy.arn,
        )  # fmt: skip

    high = alarm("High", "GreaterThanThreshold", goal, HIGH_MINUTES)
    return high, alarm("Low", "LessThanThreshold", round(goal * LOW_PART, 6), LOW_MINUTES)


def _shown_target(account: Account, target: Target) -> Json:
    return {
        "ServiceNamespace": "ecs",
        "ResourceId": target.resource,
        "ScalableDimension": DIMENSION,
        "MinCapacity": target.least,
        "MaxCapacity": target.most,
        "RoleARN": f"arn:aws:iam::{account.number}:{_ROLE}",
        "CreationTime": target.created.timestamp(),
        "SuspendedState": {f"{what}Suspended": target.is_suspended(what) for what in _SUSPENDABLE},
        "ScalableTargetARN": target.arn,
    }


def _shown_policy(account: Account, target: Target, policy: Policy) -> Json:
    return {
        "PolicyARN": policy.arn,
        "PolicyName": policy.name,
        "ServiceNamespace": "ecs",
        "ResourceId": target.resource,
        "ScalableDimension": DIMENSION,
        "PolicyType": policy.kind,
        f"{policy.kind}PolicyConfiguration": policy.configuration,
        "Alarms": _shown_alarms(account, policy),
        "CreationTime": policy.created.timestamp(),
    }


def _shown_alarms(account: Account, policy: Policy) -> list[Json]:
    prefix = f"arn:aws:cloudwatch:{account.region}:{account.number}:alarm:"
    names = (*(alarm.name for alarm in policy.alarms), *account.alarms_of(policy.arn))
    return [{"AlarmName": name, "AlarmARN": prefix + name} for name in names]


def _shown_action(target: Target, action: Scheduled) -> Json:
    return without_none(
        ScheduledActionName=action.name,
        ScheduledActionARN=action.arn,
        ServiceNamespace="ecs",
        Schedule=action.schedule,
        Timezone=action.timezone,
        ResourceId=target.resource,
        ScalableDimension=DIMENSION,
        StartTime=action.start,
        EndTime=action.end,
        ScalableTargetAction=action.action,
        CreationTime=action.created.timestamp(),
    )


def _page(found: Sequence[T], shown: Callable[[T], Json], member: str, request: Members, most: int) -> Json:
    size, token = request.number("MaxResults"), request.text("NextToken") or "0"
    if not 1 <= (most if size is None else size) <= most or not token.isdecimal():
        raise _invalid(f"MaxResults is 1 to {most}, and NextToken that of an earlier answer.")
    start, end = int(token), int(token) + (size or most)
    page: Json = {member: [shown(one) for one in found[start:end]]}
    return page | ({"NextToken": str(end)} if end < len(found) else {})


def _arn(account: Account, kind: str, rest: str) -> str:
    return f"arn:aws:autoscaling:{account.region}:{account.number}:{kind}:{rest}"


def _invalid(message: str) -> ScalingRefused:
    return ScalingRefused("ValidationException", message)


def _not_found(what: str, resource: str) -> ScalingRefused:
    return ScalingRefused(
        "ObjectNotFoundException",
        f"No {what} for service namespace: ecs, resource ID: {resource}, scalable dimension: {DIMENSION}",
    )
