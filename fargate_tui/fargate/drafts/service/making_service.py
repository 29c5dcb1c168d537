"""The service itself."""

from collections.abc import Mapping

from fargate_tui.fargate.drafts.asked import of
from fargate_tui.fargate.drafts.creations import Creation, Ref, Request
from fargate_tui.fargate.drafts.fields import ON, words
from fargate_tui.fargate.drafts.service.hooks import hooks_of
from fargate_tui.fargate.drafts.service.making_balancer import has_own_rule, listener_name, rule_name
from fargate_tui.fargate.drafts.service.network_plan import NetworkPlan
from fargate_tui.fargate.drafts.service.parts import (
    CANARY,
    DEFAULT,
    LINEAR,
    ROLLING,
    STRATEGY,
    decimal,
    number,
)
from fargate_tui.fargate.drafts.service.plan import Plan
from fargate_tui.fargate.drafts.service.refs import alternate_ref, cluster_ref, group_ref, target_ref
from fargate_tui.fargate.drafts.service.typed import tags_of
from fargate_tui.fargate.partitions import of_region


def service_creation(plan: Plan) -> Creation:
    """CreateService with all that was filled in."""
    draft = plan.draft
    parameters: dict[str, object] = {
        "cluster": cluster_ref(plan),
        "serviceName": draft.name.strip(),
        "taskDefinition": revision_of(plan),
        "desiredCount": plan.count,
        "schedulingStrategy": "REPLICA",
        **_capacity(plan),
        "platformVersion": draft.platform.strip() or "LATEST",
        "networkConfiguration": {"awsvpcConfiguration": placed(plan.network)},
        "deploymentConfiguration": _deployment(plan),
        **_more(plan),
    }
    if draft.balancer.is_any:
        parameters["loadBalancers"] = [_registered(plan)]
    request = Request(service="ecs", operation="CreateService", parameters=parameters)
    said = f"{plan.count:,} of {parameters['taskDefinition']}"
    return Creation(kind="service", name=draft.name.strip(), words=said, requests=(request,))


def revision_of(plan: Plan) -> str:
    """``family:revision``, of a family the newest one, where that is known."""
    found = of(plan.facts.definitions, plan.definition_key)
    return f"{found.family}:{found.revision}" if found else plan.definition_key


def _capacity(plan: Plan) -> Mapping[str, object]:
    match plan.draft.capacity:
        case str(kind) if kind == STRATEGY:
            items = plan.draft.strategy.items
            told = [
                {"capacityProvider": each.capacity_provider, "weight": each.weight, "base": each.base} for each in items
            ]
            return {"capacityProviderStrategy": told}
        case str(kind) if kind == DEFAULT:
            return {}
        case launch_type:
            return {"launchType": launch_type}


def placed(plan: NetworkPlan) -> Mapping[str, object]:
    """Where tasks are put, as a request says it."""
    network = plan.network
    found: dict[str, object] = {"subnets": list(network.subnet_ids)}
    if network.group_ids:
        found["securityGroups"] = [group_ref(plan, each) for each in network.group_ids]
    return found | {"assignPublicIp": "ENABLED" if network.is_public else "DISABLED"}


def _registered(plan: Plan) -> Mapping[str, object]:
    draft = plan.draft.balancer
    found: dict[str, object] = {
        "targetGroupArn": target_ref(plan),
        "containerName": draft.container.strip(),
        "containerPort": number(draft.port),
    }
    if not plan.draft.deployment.shifts:
        return found
    deployment = plan.draft.deployment
    advanced: dict[str, object] = {
        "alternateTargetGroupArn": alternate_ref(plan),
        "productionListenerRule": production_ref(plan),
        "roleArn": role_arn(plan, deployment.role),
    }
    if deployment.test_rule.strip():
        advanced["testListenerRule"] = deployment.test_rule.strip()
    return found | {"advancedConfiguration": advanced}


def production_ref(plan: Plan) -> str | Ref:
    """The rule, or a network load balancer's listener, whose traffic is shifted."""
    draft = plan.draft.balancer
    if draft.kind == "rule" or has_own_rule(plan):
        return Ref(step=f"listener-rule:{rule_name(plan)}")
    return Ref(step=f"listener:{listener_name(plan)}") if draft.is_new else plan.draft.deployment.rule.strip()


def role_arn(plan: Plan, typed: str) -> str:
    """The ARN of a role that was typed by its name or ARN."""
    typed = typed.strip()
    partition = of_region(plan.facts.region).name
    return typed if typed.startswith("arn:") else f"arn:{partition}:iam::{plan.facts.account}:role/{typed}"


def _deployment(plan: Plan) -> Mapping[str, object]:
    draft = plan.draft.deployment
    found: dict[str, object] = {"strategy": draft.strategy}
    if draft.strategy == ROLLING:
        found |= {"minimumHealthyPercent": number(draft.minimum), "maximumPercent": number(draft.maximum)}
        has_breaker = draft.breaker == ON
        breaker = {"enable": has_breaker, "rollback": has_breaker and draft.rollback == ON}
        found["deploymentCircuitBreaker"] = breaker
    else:
        found["bakeTimeInMinutes"] = number(draft.bake_time)
    if draft.strategy == LINEAR:
        pace = {"stepPercent": decimal(draft.step_percent), "stepBakeTimeInMinutes": number(draft.step_bake)}
        found["linearConfiguration"] = pace
    if draft.strategy == CANARY:
        share = {"canaryPercent": decimal(draft.canary_percent), "canaryBakeTimeInMinutes": number(draft.canary_bake)}
        found["canaryConfiguration"] = share
    if names := words(draft.alarms):
        found["alarms"] = {"alarmNames": list(names), "enable": True, "rollback": True}
    if draft.shifts and (hooks := [hook.request for hook in hooks_of(draft.hooks)]):
        found["lifecycleHooks"] = hooks
    return found


def _more(plan: Plan) -> Mapping[str, object]:
    more = plan.draft.more
    found: dict[str, object] = {
        "availabilityZoneRebalancing": "ENABLED" if more.rebalancing == ON else "DISABLED",
        "enableECSManagedTags": more.managed_tags == ON,
        "propagateTags": more.propagate,
    }
    if plan.draft.balancer.is_any and number(more.grace) is not None:
        found["healthCheckGracePeriodSeconds"] = number(more.grace)
    if more.execute == ON:
        found["enableExecuteCommand"] = True
    if plan.volumes:
        volume = {
            "roleArn": role_arn(plan, more.volume_role),
            "sizeInGiB": number(more.volume_size),
            "volumeType": "gp3",
            "filesystemType": "xfs",
        }
        found["volumeConfigurations"] = [{"name": plan.volumes[0], "managedEBSVolume": volume}]
    if tags := tags_of(more.tags):
        found["tags"] = tags
    return found
