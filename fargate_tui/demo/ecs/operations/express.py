"""Express Mode services: an image in, a service with everything around it out; changed by operations of their own.

What AWS's documentation leaves open is decided so: a change of nothing but the scaling target replaces no task, and
members of a container that are left out are gone.
"""

from fargate_tui.demo.ecs.definitions import make_definition
from fargate_tui.demo.ecs.errors import EcsError, invalid
from fargate_tui.demo.ecs.operations.services import create_service, delete_service, update_service
from fargate_tui.demo.ecs.plane import Operations, Plane
from fargate_tui.demo.ecs.records import Express, Service, TaskDefinition
from fargate_tui.demo.ecs.store import Store
from fargate_tui.demo.ecs.wire import Json, Members, epoch, without_none

CONTAINER = "Main"
_DEFAULTS: Json = {"cpu": "256", "memory": "512", "healthCheckPath": "/ping", "cpuArchitecture": "X86_64"}
_SCALING: Json = {
    "minTaskCount": 1, "maxTaskCount": 20, "autoScalingMetric": "AVERAGE_CPU", "autoScalingTargetValue": 60,
}  # fmt: skip
_CONFIGURED = (
    "executionRoleArn", "taskRoleArn", "cpu", "memory", "cpuArchitecture", "networkConfiguration", "healthCheckPath",
    "primaryContainer",
)  # fmt: skip
_OF_DEFINITION = ("executionRoleArn", "taskRoleArn", "cpu", "memory", "cpuArchitecture", "primaryContainer")
"""Members that its tasks are made of."""


def create(plane: Plane, request: Members) -> Json:
    """Make the task definition and the service; its tasks start at once."""
    _refuse(request)
    store = plane.store
    if not request.members("networkConfiguration").texts("subnets"):
        raise _unsupported("An Express service without subnets")
    if request.members("primaryContainer").text("image") is None:
        raise invalid("primaryContainer must be specified.")
    cluster = store.cluster(request.text("cluster"))
    name = request.text("serviceName") or f"express-{store.ids.digits(8)}"
    asked = {member: request.raw[member] for member in _CONFIGURED if member in request}
    configuration: Json = {**_DEFAULTS, **asked, "scalingTarget": _scaling(_SCALING, request)}
    definition = _register(store, f"{cluster.name}-{name}", configuration)
    network = {"awsvpcConfiguration": {**request.members("networkConfiguration").raw, "assignPublicIp": "ENABLED"}}
    made: Json = {
        "cluster": cluster.name, "serviceName": name, "taskDefinition": definition.name, "launchType": "FARGATE",
        "desiredCount": _least(configuration), "networkConfiguration": network, "tags": request.jsons("tags"),
        "deploymentConfiguration": {"deploymentCircuitBreaker": {"enable": True, "rollback": True}},
    }  # fmt: skip
    create_service(plane, Members(made))
    service = store.service(cluster, name)
    endpoint = f"{name}-{store.ids.digits(6)}.ecs.{store.arns.region}.on.aws"
    role = request.text("infrastructureRoleArn") or ""
    service.express = Express(role, endpoint, configuration, store.clock.now())
    _settle(store, service, service.express)
    return {"service": _described(service, service.express, tags=True)}


def update(plane: Plane, request: Members) -> Json:
    """Change what is given; what its tasks are made of replaces them by a deployment."""
    _refuse(request)
    service, express = _find(plane.store, request)
    if service.status != "ACTIVE":
        raise EcsError("ServiceNotActiveException", "Service was not ACTIVE.")
    before = express.configuration
    asked = {member: request.raw[member] for member in _CONFIGURED if member in request}
    scaling = _scaling(Members(before).members("scalingTarget").raw, request)
    express.configuration = {**before, **asked, "scalingTarget": scaling}
    changed = {member for member in asked if asked[member] != before.get(member)}
    where: Json = {"cluster": service.cluster.name, "service": service.name}
    if changed.intersection(_OF_DEFINITION):
        definition = _register(plane.store, service.revision.definition.family, express.configuration)
        update_service(plane, Members({**where, "taskDefinition": definition.name}))
    elif changed:
        network = express.configuration.get("networkConfiguration", {})
        assert isinstance(network, dict)
        moved: Json = {"networkConfiguration": {"awsvpcConfiguration": {**network, "assignPublicIp": "ENABLED"}}}
        update_service(plane, Members({**where, **moved, "forceNewDeployment": True}))
    express.updated = plane.store.clock.now()
    _settle(plane.store, service, express)
    return {
        "service": {
            "serviceArn": service.arn,
            "cluster": service.cluster.name,
            "serviceName": service.name,
            "status": {"statusCode": service.status},
            "targetConfiguration": _configuration(service, express),
            "createdAt": epoch(service.created),
            "updatedAt": epoch(express.updated),
        }
    }


def describe(plane: Plane, request: Members) -> Json:
    """The service with its present configuration."""
    service, express = _find(plane.store, request, missing="ResourceNotFoundException")
    return {"service": _described(service, express, tags="TAGS" in request.texts("include"))}


def delete(plane: Plane, request: Members) -> Json:
    """Drain it; everything that was made for it goes with it."""
    service, express = _find(plane.store, request)
    delete_service(plane, Members({"cluster": service.cluster.name, "service": service.name, "force": True}))
    return {"service": _described(service, express, tags=True)}


def _find(store: Store, request: Members, missing: str = "ServiceNotFoundException") -> tuple[Service, Express]:
    arn = request.text("serviceArn") or ""
    path = store.arns.path("service", arn)
    cluster = store.find_cluster(path[0]) if path and len(path) == 2 else None
    service = store.find_service(cluster, arn) if cluster is not None else None
    if service is None or service.status == "INACTIVE":
        raise EcsError(missing, "Service not found.")
    if service.express is None:
        raise invalid("The service is not an Express Gateway service.")
    return service, service.express


def _refuse(request: Members) -> None:
    if request.text("taskDefinitionArn") is not None:
        raise _unsupported("An Express service with a task definition of your own")


def _unsupported(what: str) -> EcsError:
    return EcsError("UnsupportedFeatureException", f"{what} is not available in the local AWS.")


def _register(store: Store, family: str, configuration: Json) -> TaskDefinition:
    given = Members(configuration)
    container = given.members("primaryContainer")
    logs = container.members("awsLogsConfiguration")
    group, prefix = logs.text("logGroup") or f"/aws/ecs/{family}", logs.text("logStreamPrefix") or "ecs"
    options = {"awslogs-group": group, "awslogs-region": store.arns.region, "awslogs-stream-prefix": prefix}
    kept = ("image", "command", "environment", "secrets", "repositoryCredentials")
    main: Json = {
        "name": CONTAINER,
        "essential": True,
        **{member: container.raw[member] for member in kept if member in container},
        "portMappings": [{"containerPort": container.number("containerPort") or 80, "protocol": "tcp", "name": "main"}],
        "logConfiguration": {"logDriver": "awslogs", "options": options},
    }
    definition = make_definition(
        store,
        Members(
            without_none(
                family=family,
                networkMode="awsvpc",
                requiresCompatibilities=["FARGATE"],
                cpu=given.text("cpu"),
                memory=given.text("memory"),
                runtimePlatform={
                    "cpuArchitecture": given.text("cpuArchitecture"),
                    "operatingSystemFamily": "LINUX",
                },
                executionRoleArn=given.text("executionRoleArn"),
                taskRoleArn=given.text("taskRoleArn"),
                containerDefinitions=[main],
            )
        ),
    )
    store.families.setdefault(family, []).append(definition)
    return definition


def _scaling(known: Json, request: Members) -> Json:
    scaling = {**known, **request.members("scalingTarget").raw}
    least, most = Members(scaling).number("minTaskCount") or 0, Members(scaling).number("maxTaskCount") or 0
    if least < 0 or most < max(least, 1):
        raise invalid("maxTaskCount must be at least 1, and not be less than minTaskCount.")
    return scaling


def _least(configuration: Json) -> int:
    return Members(configuration).members("scalingTarget").number("minTaskCount") or 0


def _settle(store: Store, service: Service, express: Express) -> None:
    """Have it scaled within its limits, and its revision say what was made for it."""
    target = Members(express.configuration).members("scalingTarget")
    least, most = target.number("minTaskCount") or 0, target.number("maxTaskCount") or 0
    store.scale(service.cluster.name, service.name, least, most)
    now = epoch(store.clock.now())
    limits = {"arn": service.arn, "status": "ACTIVE", "updatedAt": now, "minCapacity": least, "maxCapacity": most}
    service.revision.wire["ecsManagedResources"] = {
        "ingressPaths": [{"accessType": "PUBLIC", "endpoint": express.endpoint}],
        "autoScaling": {"scalableTarget": limits},
    }


def _configuration(service: Service, express: Express) -> Json:
    return {
        "serviceRevisionArn": service.revision.arn,
        **express.configuration,
        "taskDefinitionArn": service.revision.definition.arn,
        "ingressPaths": [{"accessType": "PUBLIC", "endpoint": express.endpoint}],
        "createdAt": service.revision.wire["createdAt"],
    }


def _described(service: Service, express: Express, *, tags: bool) -> Json:
    return {
        "cluster": service.cluster.name,
        "serviceName": service.name,
        "serviceArn": service.arn,
        "infrastructureRoleArn": express.infrastructure_role,
        "status": {"statusCode": service.status},
        "currentDeployment": service.rollout.arn,
        "activeConfigurations": [_configuration(service, express)],
        **({"tags": list(service.tags)} if tags else {}),
        "createdAt": epoch(service.created),
        "updatedAt": epoch(express.updated),
    }


OPERATIONS: Operations = {
    "CreateExpressGatewayService": create,
    "UpdateExpressGatewayService": update,
    "DescribeExpressGatewayService": describe,
    "DeleteExpressGatewayService": delete,
}
