"""Services and their revisions as AWS shows them."""

from fargate_tui.demo.ecs.launching import resolved
from fargate_tui.demo.ecs.records import Blueprint, Revision, Service
from fargate_tui.demo.ecs.rollouts import current_revisions, deployment_wire
from fargate_tui.demo.ecs.store import Store
from fargate_tui.demo.ecs.wire import Json, Members, epoch, without_none


def service_wire(service: Service, *, tags: bool) -> Json:
    """The service as DescribeServices shows it."""
    placement = service.revision.placement
    wire: Json = {
        "serviceArn": service.arn,
        "serviceName": service.name,
        "clusterArn": service.cluster.arn,
        "loadBalancers": [balancer.wire for balancer in service.revision.load_balancers],
        "serviceRegistries": service.revision.blueprint.extras.get("serviceRegistries", []),
        "status": service.status,
        "desiredCount": service.desired,
        "runningCount": service.running,
        "pendingCount": service.pending,
        **placement.wire(),
        "platformVersion": placement.platform_version,
        "platformFamily": service.revision.definition.platform_family,
        "taskDefinition": service.revision.definition.arn,
        "deploymentConfiguration": service.configuration,
        "deployments": [deployment_wire(deployment) for deployment in service.deployments],
        "roleArn": f"arn:aws:iam::{_account(service)}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS",
        "events": list(service.events),
        "createdAt": epoch(service.created),
        "currentServiceDeployment": service.rollout.arn,
        "currentServiceRevisions": current_revisions(service),
        "placementConstraints": [],
        "placementStrategy": [],
        "networkConfiguration": placement.network,
        "schedulingStrategy": "REPLICA",
        "deploymentController": {"type": "ECS"},
        "createdBy": _root(service),
        "enableECSManagedTags": service.managed_tags,
        "propagateTags": service.propagate_tags,
        "enableExecuteCommand": service.exec_enabled,
        "availabilityZoneRebalancing": service.rebalancing,
        "resourceManagementType": "CUSTOMER" if service.express is None else "ECS",
    }
    if service.grace is not None:
        wire["healthCheckGracePeriodSeconds"] = service.grace
    if tags:
        wire["tags"] = list(service.tags)
    return wire


def make_revision(
    store: Store, cluster_name: str, service_name: str, blueprint: Blueprint, groups: tuple[str, ...]
) -> Revision:
    """A new service revision, findable by its ARN; ``groups`` are the target groups its tasks register in."""
    definition, placement = blueprint.definition, blueprint.placement
    arn = store.arns.of("service-revision", cluster_name, service_name, store.ids.digits(19))
    wire: Json = {
        "serviceRevisionArn": arn,
        "serviceArn": store.arns.of("service", cluster_name, service_name),
        "clusterArn": store.arns.of("cluster", cluster_name),
        "taskDefinition": definition.arn,
        **placement.wire(),
        "platformVersion": resolved(placement.platform_version, definition.platform_family),
        "platformFamily": definition.platform_family,
        "loadBalancers": [balancer.wire for balancer in blueprint.load_balancers],
        **blueprint.extras,
        "networkConfiguration": placement.network,
        "containerImages": [
            {"containerName": each.name, "imageDigest": each.digest, "image": each.image}
            for each in definition.containers
        ],
        "guardDutyEnabled": False,
        "createdAt": epoch(store.clock.now()),
    }
    if groups:
        wire["resolvedConfiguration"] = {"loadBalancers": _resolved(blueprint, groups)}
    revision = Revision(arn, blueprint, wire, groups)
    store.revisions[arn] = revision
    return revision


def _resolved(blueprint: Blueprint, groups: tuple[str, ...]) -> list[Json]:
    resolved: list[Json] = []
    for balancer, group in zip(blueprint.load_balancers, groups, strict=True):
        rule = Members(balancer.wire).members("advancedConfiguration").text("productionListenerRule")
        resolved.append(without_none(targetGroupArn=group, productionListenerRule=rule))
    return resolved


def _account(service: Service) -> str:
    return service.arn.split(":")[4]


def _root(service: Service) -> str:
    return f"arn:aws:iam::{_account(service)}:root"
