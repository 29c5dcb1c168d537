"""Task definitions as AWS shows them: the request with its defaults filled in, and what the machine reads from it."""

from fargate_tui.demo.ecs.definition_validation import check_containers, check_for_fargate, check_task, fargate_size
from fargate_tui.demo.ecs.names import image_digest
from fargate_tui.demo.ecs.records import ContainerPlan, TaskDefinition
from fargate_tui.demo.ecs.store import Store
from fargate_tui.demo.ecs.wire import Json, Members, epoch

_HEALTH_DEFAULTS: Json = {"interval": 30, "timeout": 5, "retries": 3}
_STOP_TIMEOUT = 30.0

_ATTRIBUTES = {
    "awslogs": "com.amazonaws.ecs.capability.logging-driver.awslogs",
    "execution": "com.amazonaws.ecs.capability.docker-remote-api.1.19",
    "task_role": "com.amazonaws.ecs.capability.task-iam-role",
    "eni": "ecs.capability.task-eni",
    "secrets": "ecs.capability.secrets.asm.environment-variables",
    "health": "ecs.capability.container-health-check",
}


def make_definition(store: Store, request: Members) -> TaskDefinition:
    """The next revision of its family; raises ClientException where AWS would."""
    containers = request.each("containerDefinitions")
    check_containers(containers)
    check_task(request)
    cpu, memory = request.text("cpu"), request.text("memory")
    for_fargate = "FARGATE" in request.texts("requiresCompatibilities")
    if for_fargate:
        units, mib = fargate_size(request)
        check_for_fargate(request, units, mib)
        cpu, memory = str(units), str(mib)
    family = request.text("family") or ""
    revision = len(store.families.get(family, [])) + 1
    arn = store.arns.of("task-definition", f"{family}:{revision}")
    wire = _wire(store, request, arn, revision, for_fargate=for_fargate)
    wire |= {name: value for name, value in (("cpu", cpu), ("memory", memory)) if value is not None}
    return TaskDefinition(
        family=family,
        revision=revision,
        arn=arn,
        wire=wire,
        tags=request.jsons("tags"),
        containers=tuple(_plan(container) for container in containers),
        secret=next((one.text("valueFrom") for each in containers for one in each.each("secrets")), None),
        attributes=[{"name": "ecs.cpu-architecture", "value": _architecture(request)}],
        platform_family=_platform_family(request),
    )


_KEPT = (
    "taskRoleArn",
    "executionRoleArn",
    "networkMode",
    "runtimePlatform",
    "requiresCompatibilities",
    "pidMode",
    "ipcMode",
    "proxyConfiguration",
    "ephemeralStorage",
    "enableFaultInjection",
)
"""Members that are shown as they were asked for, and only where they were."""


def _wire(store: Store, request: Members, arn: str, revision: int, *, for_fargate: bool) -> Json:
    containers = request.each("containerDefinitions")
    return {
        "taskDefinitionArn": arn,
        "containerDefinitions": [_shown(container) for container in containers],
        "family": request.text("family"),
        "revision": revision,
        "volumes": request.jsons("volumes"),
        "status": "ACTIVE",
        "requiresAttributes": _attributes(request, containers),
        "placementConstraints": request.jsons("placementConstraints"),
        "compatibilities": ["EC2", "FARGATE"] if for_fargate else ["EC2"],
        "registeredAt": epoch(store.clock.now()),
        "registeredBy": store.caller,
        **{name: request.raw[name] for name in _KEPT if name in request},
    }


def _shown(container: Members) -> Json:
    """A container definition with AWS's defaults."""
    shown: Json = {
        "cpu": 0,
        "portMappings": [],
        "essential": True,
        "environment": [],
        "mountPoints": [],
        "volumesFrom": [],
        "systemControls": [],
        **container.raw,
    }
    shown["portMappings"] = [
        {"protocol": "tcp", **mapping, "hostPort": mapping.get("hostPort") or mapping["containerPort"]}
        if "containerPort" in mapping
        else mapping
        for mapping in container.jsons("portMappings")
    ]
    if "healthCheck" in container:
        shown["healthCheck"] = {**_HEALTH_DEFAULTS, **container.members("healthCheck").raw}
    return shown


def _plan(container: Members) -> ContainerPlan:
    image = container.text("image") or ""
    check = Members({**_HEALTH_DEFAULTS, **container.members("healthCheck").raw})
    interval, retries = check.number("interval") or 30, check.number("retries") or 3
    memory, reservation = container.number("memory"), container.number("memoryReservation")
    return ContainerPlan(
        name=container.text("name") or "",
        image=image,
        digest=image_digest(image),
        essential=container.flag("essential") is not False,
        cpu=str(container.number("cpu") or 0),
        memory=None if memory is None else str(memory),
        memory_reservation=None if reservation is None else str(reservation),
        health_after=float(interval) if "healthCheck" in container else None,
        unhealthy_after=float((check.number("startPeriod") or 0) + interval * retries),
        stop_timeout=float(container.number("stopTimeout") or _STOP_TIMEOUT),
        log=_log(container.members("logConfiguration")),
        read_only=bool(container.flag("readonlyRootFilesystem")),
    )


def _log(log: Members) -> tuple[str, str] | None:
    group = log.members("options").text("awslogs-group")
    if log.text("logDriver") != "awslogs" or group is None:
        return None
    return group, log.members("options").text("awslogs-stream-prefix") or "ecs"


def _architecture(request: Members) -> str:
    return "arm64" if request.members("runtimePlatform").text("cpuArchitecture") == "ARM64" else "x86_64"


def _platform_family(request: Members) -> str:
    family = request.members("runtimePlatform").text("operatingSystemFamily") or "LINUX"
    return "Linux" if family == "LINUX" else family


def _attributes(request: Members, containers: list[Members]) -> list[Json]:
    """The capabilities a container instance would need, as AWS derives them."""
    needs = {
        "awslogs": any(_log(container.members("logConfiguration")) for container in containers),
        "execution": request.text("executionRoleArn") is not None,
        "task_role": request.text("taskRoleArn") is not None,
        "eni": request.text("networkMode") == "awsvpc",
        "secrets": any(container.jsons("secrets") for container in containers),
        "health": any("healthCheck" in container for container in containers),
    }
    return [{"name": name} for need, name in _ATTRIBUTES.items() if needs[need]]
