"""A service that there is as a draft for another place, with what cannot come along marked."""

from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from fargate_tui.fargate.answers import Json
from fargate_tui.fargate.arns import family_revision, name_of
from fargate_tui.fargate.drafts.fields import OFF, ON
from fargate_tui.fargate.drafts.paths import value_at, with_value
from fargate_tui.fargate.drafts.service.draft import ServiceDraft
from fargate_tui.fargate.drafts.service.network_filling import PRIVATE, PUBLIC
from fargate_tui.fargate.drafts.service.origin import Origin
from fargate_tui.fargate.drafts.service.parts import DEFAULT, EXISTING, FARGATE, SPOT, STRATEGY
from fargate_tui.fargate.members import flag, number, part, parts, text, texts
from fargate_tui.fargate.records import ScalableTarget, ScalingPolicy

_KNOWN: Final = frozenset({
    "capacityProviderStrategy", "deploymentConfiguration", "desiredCount", "enableECSManagedTags",
    "enableExecuteCommand", "healthCheckGracePeriodSeconds", "launchType", "loadBalancers", "networkConfiguration",
    "platformVersion", "propagateTags", "serviceName", "tags", "taskDefinition", "availabilityZoneRebalancing",
})  # fmt: skip
_OF_AWS: Final = frozenset({
    "clusterArn", "createdAt", "createdBy", "currentServiceDeployment", "currentServiceRevisions",
    "deploymentController", "deployments", "events", "pendingCount", "placementConstraints", "placementStrategy",
    "platformFamily", "resourceManagementType", "roleArn", "runningCount", "schedulingStrategy", "serviceArn",
    "status", "taskSets",
})  # fmt: skip
"""What AWS says of a service, and nobody asks for."""

_METRICS: Final = {
    "ECSServiceAverageCPUUtilization": "cpu",
    "ECSServiceAverageMemoryUtilization": "memory",
    "ALBRequestCountPerTarget": "requests",
}


def of_service(
    described: Json,
    *,
    vpc: str = "",
    cluster: str = "",
    name: str = "",
    limits: ScalableTarget | None = None,
    policies: tuple[ScalingPolicy, ...] = (),
) -> ServiceDraft:
    """All of a service, as DescribeServices sends it with its tags, that a draft can have.

    ``vpc`` is where its subnets are, ``cluster`` and ``name`` are what is to be otherwise. What belongs to its Region
    or account alone comes along too, and is told by the checks until another is chosen.
    """
    answers = dict(_answers(described))
    answers |= dict(_of_scaling(limits, policies))
    answers |= {"network.vpc": vpc} if vpc else {}
    answers |= {"cluster": cluster} if cluster else {}
    answers |= {"name": name} if name else {}
    draft = ServiceDraft()
    for field, answer in answers.items():
        draft = with_value(draft, field, answer)
    carried = tuple((field, value_at(draft, field)) for field in _PLACED if value_at(draft, field))
    origin = Origin(arn=text(described, "serviceArn"), carried=carried, left=tuple(_left(described)))
    typed = tuple(field for field, answer in answers.items() if answer.strip())
    return msgspec.structs.replace(draft, origin=origin, typed=typed)


_PLACED: Final = (
    "network.vpc", "network.subnets", "network.groups", "balancer.group", "deployment.alternate", "deployment.role",
    "deployment.rule", "deployment.test_rule", "deployment.alarms", "more.volume_role",
)  # fmt: skip
"""Fields that name something of one Region or account."""


def _answers(service: Json) -> Iterator[tuple[str, str]]:
    yield "cluster", name_of(text(service, "clusterArn"))
    yield "name", text(service, "serviceName")
    yield "definition", family_revision(text(service, "taskDefinition"))
    yield "count", _number(service, "desiredCount")
    is_public = text(part(part(service, "networkConfiguration"), "awsvpcConfiguration"), "assignPublicIp") == "ENABLED"
    yield "setup", PUBLIC if is_public else PRIVATE
    yield from _capacity(service)
    yield "platform", text(service, "platformVersion") or "LATEST"
    yield from _network(part(part(service, "networkConfiguration"), "awsvpcConfiguration"))
    yield from _balancer(service)
    yield from _deployment(part(service, "deploymentConfiguration"))
    yield from _more(service)


def _number(given: Json, member: str) -> str:
    found = number(given, member)
    return "" if found is None else f"{found:g}"


def _switch(is_on: bool) -> str:
    return ON if is_on else OFF


def _capacity(service: Json) -> Iterator[tuple[str, str]]:
    strategy = parts(service, "capacityProviderStrategy")
    if not strategy:
        yield "capacity", FARGATE if text(service, "launchType") else DEFAULT
        return
    yield "capacity", STRATEGY
    by_name = {text(each, "capacityProvider"): each for each in strategy}
    for provider, base, weight in ((FARGATE, "base", "weight"), (SPOT, "spot_base", "spot_weight")):
        given = by_name.get(provider, {})
        yield f"strategy.{base}", _number(given, "base") or "0"
        yield f"strategy.{weight}", _number(given, "weight") or "0"


def _network(given: Json) -> Iterator[tuple[str, str]]:
    yield "network.subnets", " ".join(texts(given, "subnets"))
    yield "network.groups", " ".join(texts(given, "securityGroups"))
    yield "network.groups_are", EXISTING
    yield "network.public", _switch(text(given, "assignPublicIp") == "ENABLED")


def _balancer(service: Json) -> Iterator[tuple[str, str]]:
    given = next(iter(parts(service, "loadBalancers")), {})
    if not given:
        return
    yield "balancer.kind", "group"
    yield "balancer.group", text(given, "targetGroupArn")
    yield "balancer.container", text(given, "containerName")
    yield "balancer.port", _number(given, "containerPort")
    advanced = part(given, "advancedConfiguration")
    yield "deployment.alternate", text(advanced, "alternateTargetGroupArn")
    yield "deployment.rule", text(advanced, "productionListenerRule")
    yield "deployment.test_rule", text(advanced, "testListenerRule")
    yield "deployment.role", text(advanced, "roleArn")


def _deployment(given: Json) -> Iterator[tuple[str, str]]:
    breaker = part(given, "deploymentCircuitBreaker")
    yield "deployment.strategy", text(given, "strategy") or "ROLLING"
    yield "deployment.breaker", _switch(flag(breaker, "enable"))
    yield "deployment.rollback", _switch(flag(breaker, "rollback"))
    alarms = part(given, "alarms")
    if flag(alarms, "enable"):
        yield "deployment.alarms", " ".join(texts(alarms, "alarmNames"))
    paces = (part(given, "linearConfiguration"), part(given, "canaryConfiguration"))
    for where, member, field in (
        (given, "minimumHealthyPercent", "minimum"),
        (given, "maximumPercent", "maximum"),
        (given, "bakeTimeInMinutes", "bake_time"),
        (paces[0], "stepPercent", "step_percent"),
        (paces[0], "stepBakeTimeInMinutes", "step_bake"),
        (paces[1], "canaryPercent", "canary_percent"),
        (paces[1], "canaryBakeTimeInMinutes", "canary_bake"),
    ):
        if told := _number(where, member):
            yield f"deployment.{field}", told
    yield "deployment.hooks", "\n".join(line for hook in parts(given, "lifecycleHooks") for line in _hook(hook))


def _hook(hook: Json) -> Iterator[str]:
    function, role = text(hook, "hookTargetArn"), text(hook, "roleArn")
    minutes = _number(part(hook, "timeoutConfiguration"), "timeoutInMinutes") or "1440"
    for stage in texts(hook, "lifecycleStages"):
        yield f"{stage} pause {minutes}" if text(hook, "targetType") == "PAUSE" else f"{stage} {function} {role}"


def _more(service: Json) -> Iterator[tuple[str, str]]:
    yield "more.grace", _number(service, "healthCheckGracePeriodSeconds")
    yield "more.execute", _switch(flag(service, "enableExecuteCommand"))
    yield "more.rebalancing", _switch(text(service, "availabilityZoneRebalancing") == "ENABLED")
    yield "more.managed_tags", _switch(flag(service, "enableECSManagedTags"))
    yield "more.propagate", text(service, "propagateTags") or "NONE"
    tags = ((text(each, "key"), text(each, "value")) for each in parts(service, "tags"))
    yield "more.tags", "\n".join(f"{key}={value}" for key, value in tags if not key.startswith("aws:"))


def _of_scaling(limits: ScalableTarget | None, policies: tuple[ScalingPolicy, ...]) -> Iterator[tuple[str, str]]:
    if limits is None:
        return
    for policy in policies:
        metric = _metric(policy.target_tracking_scaling_policy_configuration or {})
        if metric in _METRICS and policy.target_value is not None:
            yield "scaling.kind", _METRICS[metric]
            yield "scaling.value", f"{policy.target_value:g}"
            yield "scaling.minimum", str(limits.min_capacity)
            yield "scaling.maximum", str(limits.max_capacity)
            return


def _metric(configuration: Mapping[str, object]) -> str:
    return text(part(configuration, "PredefinedMetricSpecification"), "PredefinedMetricType")


def _left(service: Json) -> Iterator[str]:
    """What a draft cannot have."""
    yield from (name for name, value in service.items() if value and name not in _KNOWN | _OF_AWS)
    if len(parts(service, "loadBalancers")) > 1:
        yield "all loadBalancers but the first"
    for item in parts(service, "capacityProviderStrategy"):
        if text(item, "capacityProvider") not in (FARGATE, SPOT):
            yield f"the capacity provider {text(item, 'capacityProvider')}"
