"""Services: create, update, delete, list, describe."""

from fargate_tui.demo.ecs.configuration import DEFAULT, configured
from fargate_tui.demo.ecs.errors import EcsError, invalid
from fargate_tui.demo.ecs.extras import extras
from fargate_tui.demo.ecs.paging import page
from fargate_tui.demo.ecs.plane import Operations, Plane
from fargate_tui.demo.ecs.records import Blueprint, Cluster, LoadBalancer, Placement, Revision, Service, TaskDefinition
from fargate_tui.demo.ecs.service_wire import make_revision, service_wire
from fargate_tui.demo.ecs.store import Store
from fargate_tui.demo.ecs.strategies import check_strategy, groups_for, shifts_traffic
from fargate_tui.demo.ecs.validation import (
    check_exec,
    check_name,
    check_tags,
    load_balancers,
    placement,
    refuse_placement,
)
from fargate_tui.demo.ecs.wire import Json, Members, without_none

_DESCRIBED = 10
_MAX_DESIRED = 5000
_MAX_GRACE = 2**31 - 1

_UNSUPPORTED = (
    "vpcLatticeConfigurations",
    "gatewayConnectors",
    "monitoring",
)
"""Members this control plane knows of and does not simulate."""

_PLACES = ("taskDefinition", "networkConfiguration", "platformVersion", "capacityProviderStrategy")
"""Members of UpdateService after which it is looked anew how and where tasks can be launched."""


def create_service(plane: Plane, request: Members) -> Json:
    """Make a service; its scheduler begins at once."""
    store = plane.store
    cluster = store.cluster(request.text("cluster"))
    name = request.text("serviceName") or ""
    check_name(name, "Service name")
    token = request.text("clientToken")
    if token is not None and len(token) > 36:
        raise invalid("clientToken must not be longer than 36 characters.")
    arns = store.once("CreateService", token, request.raw, lambda: [_create(plane, cluster, name, request).arn])
    return {"service": service_wire(store.service(cluster, arns[0]), tags=True)}


def update_service(plane: Plane, request: Members) -> Json:
    """Change a service; some changes, and ``forceNewDeployment``, start a deployment."""
    store = plane.store
    cluster = store.cluster(request.text("cluster"))
    service = store.service(cluster, request.text("service") or "")
    if service.status != "ACTIVE":
        raise EcsError("ServiceNotActiveException", "Service was not ACTIVE.")
    _refuse_unsupported(request)
    desired = _desired(request, service.desired)
    configuration = configured(request, service.configuration)
    rebalancing = _rebalancing(request, configuration, service.rebalancing)
    grace = _grace(request, has_balancers=bool(service.revision.load_balancers or request.jsons("loadBalancers")))
    revision = _changed_revision(store, cluster, service, configuration, request)
    service.configuration = configuration
    service.grace = service.grace if grace is None else grace
    service.rebalancing = rebalancing
    _update_flags(service, request)
    plane.scheduler.soon(service)
    if desired != service.desired:
        plane.scheduler.scale(service, desired)
    if revision is not None:
        plane.scheduler.deploy(service, revision)
        plane.scheduler.disturb(service)
    return {"service": service_wire(service, tags=False)}


def delete_service(plane: Plane, request: Members) -> Json:
    """Drain a service; it is INACTIVE once its tasks have stopped."""
    cluster = plane.store.cluster(request.text("cluster"))
    service = plane.store.service(cluster, request.text("service") or "")
    if service.status == "INACTIVE":
        raise EcsError("ServiceNotActiveException", "Service was not ACTIVE.")
    if service.desired > 0 and not request.flag("force"):
        raise invalid("The service cannot be stopped while it is scaled above 0.")
    service.status = "DRAINING"
    service.desired = 0
    for deployment in service.deployments:
        deployment.desired = 0
    plane.scheduler.rollouts.abandon(service)
    plane.scheduler.disturb(service)
    return {"service": service_wire(service, tags=True)}


def list_services(plane: Plane, request: Members) -> Json:
    """ARNs of ACTIVE services, ten unless told otherwise."""
    cluster = plane.store.cluster(request.text("cluster"))
    wanted = request.text("launchType")
    managed = request.text("resourceManagementType")
    services = [
        service
        for service in cluster.services.values()
        if service.status == "ACTIVE"
        and wanted in (None, service.revision.placement.launch_type)
        and request.text("schedulingStrategy") in (None, "REPLICA")
        and managed in (None, "CUSTOMER" if service.express is None else "ECS")
    ]
    some, token = page(services, lambda service: ("", service.serial), request, default=10)
    return without_none(serviceArns=[service.arn for service in some], nextToken=token)


def describe_services(plane: Plane, request: Members) -> Json:
    """Up to ten services by name or ARN; what is not there is a failure."""
    store = plane.store
    cluster = store.cluster(request.text("cluster"))
    names = request.texts("services")
    if not names:
        raise invalid("Services cannot be empty.")
    if len(names) > _DESCRIBED:
        raise invalid(f"Services cannot have more than {_DESCRIBED} elements.")
    tags = "TAGS" in request.texts("include")
    found: list[Json] = []
    failures: list[Json] = []
    for name in dict.fromkeys(names):
        service = store.find_service(cluster, name)
        if service is not None:
            found.append(service_wire(service, tags=tags))
        else:
            arn = name if name.startswith("arn:") else store.arns.of("service", cluster.name, name)
            failures.append({"arn": arn, "reason": "MISSING"})
    return {"services": found, "failures": failures}


def _create(plane: Plane, cluster: Cluster, name: str, request: Members) -> Service:
    store = plane.store
    known = cluster.services.get(name)
    if known is not None and known.status == "ACTIVE":
        raise invalid("Creation of service was not idempotent.")
    if known is not None and known.status == "DRAINING":
        raise invalid("Unable to Start a service that is still Draining.")
    _refuse_unsupported(request)
    check_tags(request.jsons("tags"))
    if request.text("taskDefinition") is None:
        raise invalid("TaskDefinition can not be blank.")
    if "desiredCount" not in request:
        raise invalid("The desired count must be specified for a service with the REPLICA scheduling strategy.")
    definition = store.active_definition(request.text("taskDefinition") or "")
    place = placement(store, cluster, definition, request)
    balancers = load_balancers(store, definition, request)
    blueprint = Blueprint(definition, place, balancers, extras(cluster, definition, {}, request))
    configuration = configured(request, DEFAULT)
    check_strategy(configuration, blueprint)
    if request.flag("enableExecuteCommand"):
        check_exec(definition, None, "The service couldn't be created")
    groups = groups_for(blueprint, (), shifting=False)
    service = Service(
        serial=store.next_serial(),
        name=name,
        arn=store.arns.of("service", cluster.name, name),
        cluster=cluster,
        created=store.clock.now(),
        revision=make_revision(store, cluster.name, name, blueprint, groups),
        desired=_desired(request, 0),
        configuration=configuration,
        grace=_grace(request, has_balancers=bool(balancers)),
        exec_enabled=bool(request.flag("enableExecuteCommand")),
        managed_tags=bool(request.flag("enableECSManagedTags")),
        propagate_tags=request.text("propagateTags") or "NONE",
        rebalancing=_rebalancing(request, configuration, _default_rebalancing(configuration)),
        tags=request.jsons("tags"),
    )
    cluster.services.pop(name, None)
    cluster.services[name] = service
    plane.scheduler.deploy(service, service.revision)
    plane.scheduler.soon(service)
    return service


def _changed_revision(
    store: Store, cluster: Cluster, service: Service, configuration: Json, request: Members
) -> Revision | None:
    """The revision to deploy; None where nothing starts a deployment: a changed strategy alone is for new tasks."""
    known = service.revision.blueprint
    wanted = _changed_blueprint(store, cluster, known, request)
    check_strategy(configuration, wanted)
    if request.flag("enableExecuteCommand"):
        check_exec(wanted.definition, None, "The service couldn't be updated")
    if request.flag("forceNewDeployment") or not wanted.deploys_as(known):
        live = (service.completed or service.revision).groups
        groups = groups_for(wanted, live, shifting=shifts_traffic(configuration))
        return make_revision(store, cluster.name, service.name, wanted, groups)
    if wanted != known:
        groups = groups_for(wanted, service.revision.groups, shifting=False)
        service.revision = make_revision(store, cluster.name, service.name, wanted, groups)
        service.primary.revision = service.revision
    return None


def _changed_blueprint(store: Store, cluster: Cluster, known: Blueprint, request: Members) -> Blueprint:
    definition = known.definition
    if request.text("taskDefinition") is not None:
        definition = store.active_definition(request.text("taskDefinition") or "")
    place = _changed_placement(store, cluster, known.placement, definition, request)
    balancers = known.load_balancers
    if "loadBalancers" in request:
        balancers = load_balancers(store, definition, request)
    _check_balancers_fit(definition, balancers)
    return Blueprint(definition, place, balancers, extras(cluster, definition, known.extras, request))


def _changed_placement(
    store: Store, cluster: Cluster, known: Placement, definition: TaskDefinition, request: Members
) -> Placement:
    """The known placement with what the request says instead; an empty strategy means back to the launch type."""
    if not any(member in request for member in _PLACES):
        return known
    merged: Json = {"networkConfiguration": known.network, "platformVersion": known.platform_version}
    merged |= {name: request.raw[name] for name in ("networkConfiguration", "platformVersion") if name in request}
    if request.jsons("capacityProviderStrategy"):
        merged["capacityProviderStrategy"] = request.raw["capacityProviderStrategy"]
    elif "capacityProviderStrategy" in request or not known.strategy:
        merged["launchType"] = "FARGATE"
    else:
        merged |= known.wire()
    return placement(store, cluster, definition, Members(merged))


def _check_balancers_fit(definition: TaskDefinition, balancers: tuple[LoadBalancer, ...]) -> None:
    containers = {each.text("name"): each for each in Members(definition.wire).each("containerDefinitions")}
    for balancer in balancers:
        container = containers.get(balancer.container)
        ports = [mapping.number("containerPort") for mapping in container.each("portMappings")] if container else []
        if balancer.port not in ports:
            raise invalid("Load balancer container name or port changed in task definition")


def _default_rebalancing(configuration: Json) -> str:
    """New services are kept in balance where that is possible."""
    return "DISABLED" if configuration["maximumPercent"] == 100 else "ENABLED"


def _rebalancing(request: Members, configuration: Json, known: str) -> str:
    wanted = request.text("availabilityZoneRebalancing") or known
    if wanted == "ENABLED" and configuration["maximumPercent"] == 100:
        raise invalid("Availability Zone rebalancing is not supported with a maximumPercent of 100.")
    return wanted


def _refuse_unsupported(request: Members) -> None:
    refuse_placement(request)
    for member in _UNSUPPORTED:
        if request.raw.get(member):
            raise EcsError("UnsupportedFeatureException", f"{member} is not available in the local AWS.")
    if (request.members("deploymentController").text("type") or "ECS") != "ECS":
        raise EcsError(
            "UnsupportedFeatureException", "Only the ECS deployment controller is available in the local AWS."
        )
    if request.text("schedulingStrategy") == "DAEMON":
        raise invalid("The DAEMON scheduling strategy is not supported on Fargate.")
    if "role" in request:
        raise invalid("You cannot specify an IAM role for services that require a service linked role.")


def _update_flags(service: Service, request: Members) -> None:
    enabled, managed = request.flag("enableExecuteCommand"), request.flag("enableECSManagedTags")
    service.exec_enabled = service.exec_enabled if enabled is None else enabled
    service.managed_tags = service.managed_tags if managed is None else managed
    service.propagate_tags = request.text("propagateTags") or service.propagate_tags


def _desired(request: Members, known: int) -> int:
    desired = request.number("desiredCount")
    if desired is None:
        return known
    if not 0 <= desired <= _MAX_DESIRED:
        raise invalid(f"desiredCount must be between 0 and {_MAX_DESIRED}.")
    return desired


def _grace(request: Members, *, has_balancers: bool) -> int | None:
    grace = request.number("healthCheckGracePeriodSeconds")
    if grace is None:
        return 0 if has_balancers and "serviceName" in request else None
    if not 0 <= grace <= _MAX_GRACE:
        raise invalid(f"healthCheckGracePeriodSeconds must be between 0 and {_MAX_GRACE}.")
    return grace


OPERATIONS: Operations = {
    "CreateService": create_service,
    "UpdateService": update_service,
    "DeleteService": delete_service,
    "ListServices": list_services,
    "DescribeServices": describe_services,
}
