"""What AWS refuses about a task definition for Fargate, in its words (fargate.md §2, §13.1)."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from fargate_tui.demo.ecs.errors import EcsError, client_error
from fargate_tui.demo.ecs.wire import Members
from fargate_tui.fargate.sizes import EPHEMERAL_GIB, is_size, read_cpu, read_memory

ROLE = re.compile(r"(arn:aws[a-z-]*:iam::\d{12}:role/)?[A-Za-z0-9+=,.@_/-]{1,512}")
"""A role's ARN or its name."""

_MAX_CONTAINERS = 10
_LEAST_MEMORY = 6
_LOG_DRIVERS = ("awslogs", "splunk", "awsfirelens")
_AWSLOGS_OPTIONS = ("awslogs-group", "awslogs-region", "awslogs-stream-prefix")

_FORBIDDEN = (
    "disableNetworking",
    "dnsSearchDomains",
    "dnsServers",
    "dockerSecurityOptions",
    "extraHosts",
    "links",
    "privileged",
)
_FORBIDDEN_LINUX = ("devices", "sharedMemorySize", "maxSwap", "swappiness")

_HEALTH_LIMITS = (("interval", 5, 300), ("timeout", 2, 60), ("retries", 1, 10), ("startPeriod", 0, 300))


def check_containers(containers: Sequence[Members]) -> None:
    """What holds for the containers of any task definition."""
    if not containers:
        raise client_error("Container list cannot be empty.")
    if len(containers) > _MAX_CONTAINERS:
        raise client_error(f"Task definitions cannot have more than {_MAX_CONTAINERS} containers.")
    names = [container.text("name") or "" for container in containers]
    if any(not name for name in names):
        raise client_error("Container.name should not be null or empty.")
    for first, second in pairwise(sorted(names)):
        if first == second:
            raise client_error(f"Container name '{first}' is used more than once. Container names must be unique.")
    if not any(container.flag("essential") is not False for container in containers):
        raise client_error("Invalid setting for containers. At least one container must be essential.")
    for container in containers:
        _check_container(container)
        _check_dependencies(container, containers)
    _check_no_cycle({name: _depends_on(each) for name, each in zip(names, containers, strict=True)})


def check_task(request: Members) -> None:
    """What holds for any task definition besides its containers."""
    for role in ("taskRoleArn", "executionRoleArn"):
        if not ROLE.fullmatch(request.text(role) or "role"):
            raise client_error("Role is not valid")
    volumes = [volume.text("name") for volume in request.each("volumes")]
    if len(set(volumes)) < len(volumes):
        raise client_error("Volume names must be unique.")
    for container in request.each("containerDefinitions"):
        for mount in container.each("mountPoints"):
            if mount.text("sourceVolume") not in volumes:
                raise client_error(f"Unknown volume '{mount.text('sourceVolume')}'.")


def fargate_size(request: Members) -> tuple[int, int]:
    """CPU units and MiB of a task definition for Fargate, read from either form."""
    asked_cpu, asked_memory = request.text("cpu"), request.text("memory")
    if asked_cpu is None:
        raise client_error("Fargate requires that 'cpu' be defined at the task level.")
    if asked_memory is None:
        raise client_error("Fargate requires that 'memory' be defined at the task level.")
    cpu, memory = read_cpu(asked_cpu), read_memory(asked_memory)
    if cpu is None:
        raise client_error("Invalid 'cpu' setting for task.")
    if memory is None:
        raise client_error("Invalid 'memory' setting for task.")
    if not is_size(cpu, memory, windows=is_windows(request)):
        raise client_error(
            f"No Fargate configuration exists for given values: {cpu} CPU, {memory} memory. See the Amazon ECS "
            "documentation for the valid values."
        )
    return cpu, memory


def is_windows(request: Members) -> bool:
    """Whether the task definition is for Windows."""
    return (request.members("runtimePlatform").text("operatingSystemFamily") or "LINUX").startswith("WINDOWS")


def check_for_fargate(request: Members, cpu: int, memory: int) -> None:
    """What holds for Fargate besides its sizes."""
    containers = request.each("containerDefinitions")
    _check_task_members(request)
    _check_sums(containers, cpu, memory)
    for container in containers:
        _check_fargate_container(request, container)
    _check_ports(containers)


def _check_task_members(request: Members) -> None:
    if request.text("networkMode") != "awsvpc":
        raise client_error("Fargate only supports network mode ‘awsvpc’.")
    if request.jsons("placementConstraints"):
        raise client_error("Fargate task definitions do not support placement constraints.")
    if "ipcMode" in request:
        raise client_error("Fargate task definitions do not support 'ipcMode'.")
    if request.text("pidMode") not in (None, "task"):
        raise client_error("Fargate task definitions only support the 'task' value for 'pidMode'.")
    if request.jsons("inferenceAccelerators"):
        raise client_error("Fargate task definitions do not support inference accelerators.")
    size = request.members("ephemeralStorage").number("sizeInGiB")
    if size is not None and size not in EPHEMERAL_GIB:
        raise client_error("The 'sizeInGiB' setting of ephemeral storage must be between 21 and 200.")
    if is_windows(request) and request.members("runtimePlatform").text("cpuArchitecture") == "ARM64":
        raise client_error("The ARM64 CPU architecture is not supported with Windows on Fargate.")
    for volume in request.each("volumes"):
        if "dockerVolumeConfiguration" in volume or volume.members("host").text("sourcePath") is not None:
            raise client_error("Fargate task definitions only support empty host, EFS and EBS volumes.")


def _check_sums(containers: Sequence[Members], cpu: int, memory: int) -> None:
    shares = sum(container.number("cpu") or 0 for container in containers)
    if shares > cpu:
        raise client_error(f"The sum of the container 'cpu' settings ({shares}) is greater than for the task ({cpu}).")
    needed = sum(container.number("memory") or container.number("memoryReservation") or 0 for container in containers)
    if needed > memory:
        raise client_error(
            f"The sum of the container 'memory' settings ({needed}) is greater than for the task ({memory})."
        )


def _check_container(container: Members) -> None:
    name = container.text("name")
    if not container.text("image"):
        raise client_error("Container.image should not be null or empty.")
    memory, reservation = container.number("memory"), container.number("memoryReservation")
    if memory is not None and memory < _LEAST_MEMORY:
        raise client_error(f"Invalid setting for container '{name}'. 'memory' must be at least {_LEAST_MEMORY} MiB.")
    if memory is not None and reservation is not None and reservation > memory:
        raise client_error(f"Invalid setting for container '{name}'. 'memoryReservation' must not exceed 'memory'.")
    for setting in ("startTimeout", "stopTimeout"):
        seconds = container.number(setting)
        if seconds is not None and not 2 <= seconds <= 120:
            raise client_error(f"Invalid setting for container '{name}'. '{setting}' must be between 2 and 120.")
    if "healthCheck" in container:
        _check_health_check(name, container.members("healthCheck"))


def _check_health_check(name: str | None, check: Members) -> None:
    command = check.texts("command")
    if not command or command[0] not in ("CMD", "CMD-SHELL"):
        raise client_error(
            f"Invalid health check for container '{name}'. The command must start with CMD or CMD-SHELL."
        )
    for setting, least, most in _HEALTH_LIMITS:
        value = check.number(setting)
        if value is not None and not least <= value <= most:
            raise client_error(
                f"Invalid health check for container '{name}'. '{setting}' must be between {least} and {most}."
            )


def _check_dependencies(container: Members, containers: Sequence[Members]) -> None:
    for dependency in container.each("dependsOn"):
        other = next((one for one in containers if one.text("name") == dependency.text("containerName")), None)
        if other is None or other is container:
            raise client_error(f"Container '{container.text('name')}' depends on a container that does not exist.")
        condition = dependency.text("condition")
        if condition in ("COMPLETE", "SUCCESS") and other.flag("essential") is not False:
            raise client_error(f"A container with the dependency condition {condition} cannot be essential.")
        if condition == "HEALTHY" and "healthCheck" not in other:
            raise client_error("A container with the dependency condition HEALTHY must have a health check.")


def _depends_on(container: Members) -> list[str]:
    return [dependency.text("containerName") or "" for dependency in container.each("dependsOn")]


def _check_no_cycle(depends_on: Mapping[str, list[str]]) -> None:
    left = dict(depends_on)
    while free := [name for name, others in left.items() if not any(other in left for other in others)]:
        for name in free:
            del left[name]
    if left:
        raise client_error("The container dependencies contain a cycle.")


def _check_fargate_container(request: Members, container: Members) -> None:
    name = container.text("name")
    for member in _FORBIDDEN:
        if container.raw.get(member):
            raise client_error(f"Fargate task definitions do not support '{member}' (container '{name}').")
    linux = container.members("linuxParameters")
    for member in _FORBIDDEN_LINUX:
        if linux.raw.get(member):
            raise client_error(f"Fargate task definitions do not support 'linuxParameters.{member}'.")
    if any(capability != "SYS_PTRACE" for capability in linux.members("capabilities").texts("add")):
        raise client_error("Fargate task definitions only support adding the SYS_PTRACE capability.")
    if any(requirement.text("type") == "GPU" for requirement in container.each("resourceRequirements")):
        raise client_error("Fargate task definitions do not support GPU resource requirements.")
    _check_log(request, container.members("logConfiguration"))
    if container.jsons("secrets") and request.text("executionRoleArn") is None:
        raise client_error("Fargate requires task definition to have execution role ARN to support secrets.")


def _check_log(request: Members, log: Members) -> None:
    driver = log.text("logDriver")
    if driver is None:
        return
    if driver not in _LOG_DRIVERS:
        raise client_error(f"Fargate does not support log driver {driver}.")
    if driver != "awslogs":
        return
    if request.text("executionRoleArn") is None:
        raise client_error("Fargate requires task definition to have execution role ARN to support log driver awslogs.")
    for option in _AWSLOGS_OPTIONS:
        if log.members("options").text(option) is None:
            raise client_error(f"Log driver awslogs requires options: {option}")


def _check_ports(containers: Sequence[Members]) -> None:
    taken: set[int] = set()
    for container in containers:
        for mapping in container.each("portMappings"):
            port, host = mapping.number("containerPort"), mapping.number("hostPort")
            if port is None:
                continue
            if not 1 <= port <= 65535:
                raise client_error(f"Invalid 'containerPort' setting for container '{container.text('name')}'.")
            if host not in (None, 0, port):
                raise client_error(
                    "When networkMode=awsvpc, the host ports and container ports in port mappings must match."
                )
            if port in taken:
                raise EcsError("ClientException", f"The container port {port} is used more than once in the task.")
            taken.add(port)
