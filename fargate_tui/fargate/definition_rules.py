"""What Fargate refuses of a task definition, before AWS is asked (fargate.md §13.1); the numbers are of that table."""

from collections import Counter
from collections.abc import Iterator, Mapping

import msgspec

from fargate_tui.fargate.records import ContainerDefinition, HealthCheck, Record, RuntimePlatform
from fargate_tui.fargate.secrets import is_secret
from fargate_tui.fargate.shapes import Problem, Shape, misfits
from fargate_tui.fargate.sizes import EPHEMERAL_GIB, is_size, memory_sizes, read_cpu, read_memory

LEAST_MEMORY = 6
"""MiB that Docker needs for a container."""
_DRIVERS = ("awslogs", "splunk", "awsfirelens")
_AWSLOGS = ("awslogs-group", "awslogs-region", "awslogs-stream-prefix")
_NOT_OF_CONTAINERS = (
    "disableNetworking", "dnsSearchDomains", "dnsServers", "dockerSecurityOptions", "extraHosts", "links",
    "privileged",
)  # fmt: skip
_NOT_OF_LINUX = ("devices", "sharedMemorySize", "maxSwap", "swappiness")
_NOT_OF_TASKS = ("placementConstraints", "ipcMode", "inferenceAccelerators")
_HEALTH: Mapping[str, tuple[int, int]] = {
    "interval": (5, 300),
    "timeout": (2, 60),
    "retries": (1, 10),
    "start_period": (0, 300),
}
_STOP_TIMEOUT = range(2, 120 + 1)


class _Ephemeral(Record, frozen=True, kw_only=True):
    size_in_gib: int = msgspec.field(default=21, name="sizeInGiB")


class _Draft(Record, frozen=True, kw_only=True):
    """What the rules look at."""

    family: str = ""
    cpu: str | None = None
    memory: str | None = None
    network_mode: str | None = None
    pid_mode: str | None = None
    requires_compatibilities: tuple[str, ...] = ()
    runtime_platform: RuntimePlatform = RuntimePlatform()
    execution_role_arn: str | None = None
    ephemeral_storage: _Ephemeral | None = None
    container_definitions: tuple[ContainerDefinition, ...] = ()

    @property
    def is_windows(self) -> bool:
        """Whether it is for Windows."""
        return (self.runtime_platform.operating_system_family or "").startswith("WINDOWS")


def problems(request: Mapping[str, object], shape: Shape) -> tuple[Problem, ...]:
    """All that is wrong with a request that registers a task definition; its meaning is judged if its form is right."""
    found = tuple(misfits(request, shape))
    if any(problem.blocks for problem in found):
        return found
    draft = msgspec.convert(request, _Draft)
    return (*found, *_of_any(draft), *(_of_fargate(draft, request) if _is_for_fargate(draft) else _elsewhere()))


def _is_for_fargate(draft: _Draft) -> bool:
    return "FARGATE" in draft.requires_compatibilities


def _elsewhere() -> Iterator[Problem]:
    words = "FARGATE is not in it: the revision could not run on Fargate, and its rules are not checked"
    yield Problem(where="requiresCompatibilities", words=words, blocks=False)


def _of_any(draft: _Draft) -> Iterator[Problem]:
    containers = draft.container_definitions
    if not draft.family:
        yield Problem(where="family", words="it is empty")
    if not containers:
        yield Problem(where="containerDefinitions", words="there is no container")
    for name, times in Counter(container.name for container in containers).items():
        if not name:
            yield Problem(where="containerDefinitions", words="a container has no name")
        elif times > 1:
            yield Problem(where=f"container {name}", words=f"{times} containers have this name")
    if containers and not any(container.essential for container in containers):
        yield Problem(where="containerDefinitions", words="one container has to be essential")
    for container in containers:
        yield from _of_container(container, containers)
    yield from _circles(containers)


def _of_container(container: ContainerDefinition, containers: tuple[ContainerDefinition, ...]) -> Iterator[Problem]:
    where = f"container {container.name}"
    if not container.image:
        yield Problem(where=where, words="image is missing")
    others = {other.name: other for other in containers}
    for needed in container.depends_on:
        other = others.get(needed.container_name)
        if other is None:
            yield Problem(where=where, words=f"it depends on {needed.container_name}, which is not here")
        elif needed.condition == "HEALTHY" and other.health_check is None:
            yield Problem(where=where, words=f"it waits for {other.name} to be healthy, which has no check")
        elif needed.condition in ("COMPLETE", "SUCCESS") and other.essential:
            yield Problem(where=where, words=f"it waits for the end of {other.name}, which is essential")
    if container.stop_timeout is not None and container.stop_timeout not in _STOP_TIMEOUT:
        yield Problem(where=where, words="stopTimeout is 2 to 120 s")
    if container.health_check is not None:
        yield from _of_check(container.health_check, where)
    for variable in container.environment:
        if is_secret(variable.name or "", variable.value or ""):
            words = f"{variable.name} looks like a secret, and is plain to all who may describe it: secrets has a place"
            yield Problem(where=where, words=f"{words}", blocks=False)


def _of_check(check: HealthCheck, where: str) -> Iterator[Problem]:
    for member, (least, most) in _HEALTH.items():
        value = getattr(check, member)
        if value is not None and not least <= value <= most:
            yield Problem(where=where, words=f"healthCheck {member.replace('_', ' ')} is {least} to {most}")


def _circles(containers: tuple[ContainerDefinition, ...]) -> Iterator[Problem]:
    """Containers that wait for each other (P17)."""
    waiting = {one.name: {each.container_name for each in one.depends_on} for one in containers}
    while free := [name for name, needed in waiting.items() if not needed & set(waiting)]:
        for name in free:
            del waiting[name]
    if waiting:
        yield Problem(where="dependsOn", words=f"{', '.join(map(str, waiting))} wait for each other")


def _of_fargate(draft: _Draft, request: Mapping[str, object]) -> Iterator[Problem]:
    if draft.network_mode != "awsvpc":
        yield Problem(where="networkMode", words="Fargate wants awsvpc")
    yield from _of_size(draft)
    for name in _NOT_OF_TASKS:
        if request.get(name):
            yield Problem(where=name, words="Fargate does not have it")
    if draft.pid_mode not in (None, "task"):
        yield Problem(where="pidMode", words="Fargate has only task")
    if draft.ephemeral_storage is not None and draft.ephemeral_storage.size_in_gib not in EPHEMERAL_GIB:
        yield Problem(where="ephemeralStorage", words="sizeInGiB is 21 to 200; without it 20")
    if draft.is_windows and draft.runtime_platform.cpu_architecture == "ARM64":
        yield Problem(where="runtimePlatform", words="Windows runs on X86_64 only")
    yield from _of_ports(draft)
    for container, raw in zip(draft.container_definitions, _raw_containers(request), strict=True):
        yield from _of_fargate_container(container, raw, draft)


def _of_size(draft: _Draft) -> Iterator[Problem]:
    cpu, memory = read_cpu(draft.cpu or ""), read_memory(draft.memory or "")
    if cpu is None or memory is None:
        missing = "cpu" if cpu is None else "memory"
        yield Problem(where=missing, words="Fargate needs it, for instance 256 and 512")
        return
    if not is_size(cpu, memory, windows=draft.is_windows):
        sizes = memory_sizes(cpu, windows=draft.is_windows)
        fit = f"with cpu {cpu} go memory {_ranges(sizes)}" if sizes else f"there is no size with cpu {cpu}"
        yield Problem(where="memory" if sizes else "cpu", words=f"{memory} MiB does not go: {fit}")
        return
    yield from _of_sums(draft, cpu, memory)


def _ranges(sizes: tuple[int, ...]) -> str:
    if len(sizes) <= 4:
        return ", ".join(map(str, sizes))
    return f"{sizes[0]} to {sizes[-1]} in steps of {sizes[1] - sizes[0]}"


def _of_sums(draft: _Draft, cpu: int, memory: int) -> Iterator[Problem]:
    containers = draft.container_definitions
    shares = sum(container.cpu or 0 for container in containers)
    if shares > cpu:
        yield Problem(where="cpu", words=f"the containers want {shares} of {cpu}")
    # What a container reserves counts; what it is capped at only where it reserves nothing.
    wanted = sum(container.memory_reservation or container.memory or 0 for container in containers)
    if wanted > memory:
        yield Problem(where="memory", words=f"the containers want {wanted} of {memory} MiB")
    for container in containers:
        soft, hard = container.memory_reservation, container.memory
        if soft is not None and hard is not None and hard <= soft:
            yield Problem(where=f"container {container.name}", words="memory has to be over memoryReservation")
        if any(size is not None and size < LEAST_MEMORY for size in (soft, hard)):
            yield Problem(where=f"container {container.name}", words=f"{LEAST_MEMORY} MiB are the least")


def _of_ports(draft: _Draft) -> Iterator[Problem]:
    used: Counter[tuple[int, str]] = Counter()
    for container in draft.container_definitions:
        for port in container.port_mappings:
            if port.container_port is None:
                continue
            used[port.container_port, port.protocol or "tcp"] += 1
            if port.host_port not in (None, 0, port.container_port):
                where = f"container {container.name}"
                yield Problem(where=where, words=f"hostPort has to be {port.container_port}, or left out")
    for (number, protocol), times in used.items():
        if times > 1:
            words = f"{number}/{protocol} is mapped {times} times: containers of a task share one address"
            yield Problem(where="portMappings", words=words)


def _of_fargate_container(
    container: ContainerDefinition, raw: Mapping[str, object], draft: _Draft
) -> Iterator[Problem]:
    where = f"container {container.name}"
    for name in _NOT_OF_CONTAINERS:
        if raw.get(name):
            yield Problem(where=where, words=f"Fargate does not have {name}")
    linux = raw.get("linuxParameters")
    for name in _NOT_OF_LINUX:
        if isinstance(linux, Mapping) and linux.get(name):
            yield Problem(where=where, words=f"Fargate does not have {name}")
    logs = container.log_configuration
    if logs is not None and logs.log_driver not in _DRIVERS:
        yield Problem(where=where, words=f"logDriver is one of {', '.join(_DRIVERS)}")
    elif logs is not None and logs.log_driver == "awslogs":
        for option in _AWSLOGS:
            if option not in logs.options:
                yield Problem(where=where, words=f"awslogs needs {option}")
    if draft.execution_role_arn is None and _needs_role(container):
        words = "executionRoleArn is missing: logs, secrets or a private image need it"
        yield Problem(where=where, words=words)


def _needs_role(container: ContainerDefinition) -> bool:
    logs = container.log_configuration
    has_awslogs = logs is not None and logs.log_driver == "awslogs"
    return has_awslogs or bool(container.secrets) or ".dkr.ecr." in (container.image or "")


def _raw_containers(request: Mapping[str, object]) -> tuple[Mapping[str, object], ...]:
    containers = request.get("containerDefinitions")
    return tuple(containers) if isinstance(containers, list) else ()
